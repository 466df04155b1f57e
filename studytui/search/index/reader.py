"""Questions to the index's file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct, field
from msgspec.json import Decoder

from studytui.search.index.database import damage_to_values, unpacks_values
from studytui.search.index.lines import PackedLines, StoredLines
from studytui.search.index.postings import Postings, unpack_postings
from studytui.search.index.record import NEVER_READ, Marks, Stamp, StoredLink, indexed_path, unpack_text
from studytui.search.text.compounds import GLUED
from studytui.search.text.words import BEHIND_ALL
from studytui.sqlite import damage, path_key, result_code
from studytui.vault.frontmatters import NO_NAMES, Naming

_STEPS = 20_000
"""SQLite's own steps between two looks at whether the answer is still wanted."""
_NAMING: Decoder[Naming] = Decoder(Naming)
_NO_DIGEST = b"?"
"""Of no content, nor of a note that could not be read."""


class CancelledError(Exception):
    """The answer is no longer wanted."""


class Known(Struct, frozen=True, gc=False):
    """The state of a file as the index knows it."""

    note: int
    stamp: Stamp
    digest: bytes


class NoteFacts(Struct, frozen=True):
    """The facts of a note that lists, trees and pages show, without parsing it again."""

    path: str
    title: str | None
    """Frontmatter `title`."""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pinned: bool = False
    hidden: bool = False
    home: bool = False
    headings: tuple[tuple[int, str, int], ...] = ()
    """Level, text, source line."""
    links: tuple[StoredLink, ...] = ()
    marks: Marks = field(default_factory=Marks)
    error: str | None = None


class IndexReader:
    """One connection that asks; any thread may use it, one waits for the other at the lock."""

    def __init__(self, connection: sqlite3.Connection, lock: threading.RLock | None = None) -> None:
        self._connection = connection
        self._lock = lock or threading.RLock()
        self._sizes: dict[str, int] = {}
        """Cached answers of `size` for the state that is asked."""

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def asking(self, cancelled: Callable[[], bool] | None = None) -> Iterator[None]:
        """Several questions to one state of the index; raises CancelledError soon after `cancelled` says so.

        Raises DamagedError, or sqlite3.Error when the file is busy or out of reach.
        """
        with self._lock, damage():
            if self._connection.in_transaction:  # asked while asking
                yield
                return
            if cancelled is not None:
                self._connection.set_progress_handler(cancelled, _STEPS)
            self._connection.execute("BEGIN")
            self._sizes.clear()
            try:
                yield
            except sqlite3.OperationalError as error:
                if result_code(error) == sqlite3.SQLITE_INTERRUPT:
                    raise CancelledError from error
                raise
            finally:
                self._connection.set_progress_handler(None, 0)
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def version(self) -> int:
        """A number that changes when anyone changes the index."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    @unpacks_values
    def known(self) -> dict[str, Known]:
        """Every note of the index by its path."""
        rows = self._connection.execute("SELECT path, id, size, mtime, ctime, digest FROM note")
        found = {}
        for key, note, size, mtime, ctime, digest in rows:
            path = indexed_path(key)
            if key == path_key(path):
                found[path] = Known(note, Stamp(size, mtime, ctime), digest)
            else:  # under a key that is not looked for: to be read again
                found[path] = Known(note, NEVER_READ, _NO_DIGEST)
        return found

    @unpacks_values
    def last_id(self) -> int:
        """The highest id that a note was ever given."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'note'").fetchone()
        return 0 if row is None else int(row[0])

    @unpacks_values
    def paths(self) -> dict[int, str]:
        """The path of every note by its id."""
        rows = self._connection.execute("SELECT id, path FROM note ORDER BY id")
        return {note: indexed_path(path) for note, path in rows}

    @unpacks_values
    def names(self) -> list[tuple[str, str | None, tuple[str, ...]]]:
        """Path, title and aliases of every note."""
        rows = self._connection.execute("SELECT path, title, head FROM note ORDER BY id")
        return [
            (
                indexed_path(path),
                None if title is None else _text(title),
                () if head.startswith('{"aliases":[]') else tuple(map(_text, json.loads(head)["aliases"])),
            )
            for path, title, head in rows
        ]

    @unpacks_values
    def namings(self) -> dict[str, tuple[tuple[int, int], Naming]]:
        """The names that every note gives itself, behind size and time of change of its file."""
        rows = self._connection.execute("SELECT path, size, mtime, title, head FROM note WHERE error IS NULL")
        return {
            indexed_path(path): ((size, mtime), _naming(None if title is None else _text(title), head))
            for path, size, mtime, title, head in rows
        }

    @unpacks_values
    def implicit(self) -> list[tuple[str, str]]:
        """Implicit aliases: path of a note, and what links to it show."""
        rows = self._connection.execute("SELECT path, text FROM implicit")
        return [(indexed_path(path), _text(text)) for path, text in rows]

    @unpacks_values
    def shown_targets(self) -> list[tuple[str, str, str]]:
        """Each target of wikilinks with each text that shows it, and a note that holds such a link."""
        rows = self._connection.execute(
            "SELECT l.target, l.text, min(n.path) FROM link l JOIN note n ON n.id = l.note "
            "WHERE l.kind = 'wiki' AND NOT l.embed AND l.text <> '' GROUP BY l.target, l.text"
        )
        return [(_text(target), _text(text), indexed_path(path)) for target, text, path in rows]

    @unpacks_values
    def targets(self) -> list[tuple[str, str]]:
        """Each note with the targets of its links and embeds."""
        rows = self._connection.execute("SELECT DISTINCT n.path, l.target FROM link l JOIN note n ON n.id = l.note")
        return [(indexed_path(path), _text(target)) for path, target in rows]

    # Words

    @unpacks_values
    def postings(self, word: str) -> list[Postings]:
        """The notes that hold exactly this word, also in parts."""
        rows = self._connection.execute(
            "SELECT ids, value FROM posting WHERE word IN (?, ?) ORDER BY segment", (word, GLUED + word)
        )
        return [unpack_postings(ids, values) for ids, values in rows]

    @unpacks_values
    def postings_beginning(self, text: str, most: int) -> list[tuple[str, Postings]]:
        """The words that begin so, each with notes that hold it: the `most` postings with most notes."""
        rows = self._connection.execute(
            "SELECT p.word, p.ids, p.value FROM (SELECT word, segment FROM posting WHERE word >= ? AND word < ? "
            "ORDER BY word <> ?, length(ids) DESC LIMIT ?) few "
            "JOIN posting p ON p.word = few.word AND p.segment = few.segment",
            (text, text + BEHIND_ALL, text, most),
        )
        return [(_text(word), unpack_postings(ids, values)) for word, ids, values in rows]

    @unpacks_values
    def size(self, word: str) -> int:
        """How many notes hold exactly this word, those that are gone included."""
        known = self._sizes.get(word)
        if known is None:
            row = self._connection.execute("SELECT sum(length(ids)) FROM posting WHERE word = ?", (word,)).fetchone()
            known = self._sizes[word] = (row[0] or 0) // 4
        return known

    @unpacks_values
    def size_beginning(self, text: str) -> int:
        """How often notes hold words that begin so."""
        row = self._connection.execute(
            "SELECT sum(length(ids)) FROM posting WHERE word >= ? AND word < ?", (text, text + BEHIND_ALL)
        ).fetchone()
        return (row[0] or 0) // 4

    @unpacks_values
    def words(self) -> list[str]:
        """Every word, in the order of its code points."""
        rows = self._connection.execute("SELECT DISTINCT word FROM posting WHERE word >= ' ' ORDER BY word")
        return [_text(row[0]) for row in rows]

    @unpacks_values
    def compounds(self, whole: str) -> list[tuple[str, ...]]:
        """The parts of what some note has had in place of this word."""
        rows = self._connection.execute("SELECT parts FROM compound WHERE whole = ?", (whole,))
        return [tuple(_text(parts).split(" ")) for (parts,) in rows]

    @unpacks_values
    def meanings(self, short: str) -> list[tuple[tuple[str, ...], str]]:
        """The long forms of an abbreviation in the vault, most often first: folded words, and both as written."""
        rows = self._connection.execute(
            "SELECT words, written, count(*) notes, sum(count) times FROM abbreviation "
            "WHERE short = ? GROUP BY long ORDER BY notes DESC, times DESC, long",
            (short,),
        )
        return [(tuple(_text(words).split()), _text(written)) for words, written, _, _ in rows]

    @unpacks_values
    def shortened(self, long: str) -> list[tuple[str, str]]:
        """The abbreviations of this long form that have no other meaning, and both as written."""
        rows = self._connection.execute(
            "SELECT short, written FROM abbreviation a WHERE long = ? "
            "AND NOT EXISTS(SELECT 1 FROM abbreviation b WHERE b.short = a.short AND b.long <> a.long) "
            "GROUP BY short ORDER BY count(*) DESC, short",
            (long,),
        )
        return [(_text(short), _text(written)) for short, written in rows]

    # Notes

    def lines(self, note: int) -> StoredLines | None:
        """The rendered lines of a note; None for a note that is gone."""
        row = self._connection.execute(
            "SELECT text, folded, places, details FROM body WHERE id = ?", (note,)
        ).fetchone()
        return None if row is None else StoredLines(PackedLines(*row))

    def bodies(self) -> Iterator[tuple[int, str]]:
        """The rendered text of every note, a line for each of its lines."""
        for note, text in self._connection.execute("SELECT id, text FROM body ORDER BY id"):
            with damage_to_values():
                unpacked = unpack_text(text)
            yield note, unpacked

    @unpacks_values
    def tagged(self, beginning: str) -> dict[int, list[str]]:
        """The notes with a tag that begins so (case-folded), and those tags."""
        rows = self._connection.execute(
            "SELECT note, tag FROM tag WHERE folded >= ? AND folded < ?", (beginning, beginning + BEHIND_ALL)
        )
        found: dict[int, list[str]] = {}
        for note, tag in rows:
            found.setdefault(note, []).append(_text(tag))
        return found

    @unpacks_values
    def tags(self) -> list[tuple[str, str]]:
        """Every tag of every note: the tag as it is written there, and the note's path."""
        rows = self._connection.execute(
            "SELECT t.tag, n.path FROM tag t JOIN note n ON n.id = t.note ORDER BY t.folded"
        )
        return [(_text(tag), indexed_path(path)) for tag, path in rows]

    @unpacks_values
    def colored(self, bucket: str) -> set[int]:
        """The notes with a highlight of this colour."""
        rows = self._connection.execute("SELECT id FROM note WHERE instr(marks, ?)", (f'"{bucket}":',))
        return {row[0] for row in rows}

    @unpacks_values
    def with_property(self, name: str) -> list[tuple[int, str | None]]:
        """The notes that have a property, and its value; a list gives one for each item."""
        rows = self._connection.execute("SELECT note, value FROM property WHERE name = ?", (name,))
        return [(note, None if value is None else _text(value)) for note, value in rows]

    @unpacks_values
    def property_names(self) -> list[str]:
        """The names of all properties."""
        return [_text(name) for (name,) in self._connection.execute("SELECT DISTINCT name FROM property")]

    @unpacks_values
    def facts(self, path: str) -> NoteFacts | None:
        """The indexed facts of a note; None for one that the index does not have."""
        row = self._connection.execute(
            "SELECT id, title, head, marks, error FROM note WHERE path = ?", (path_key(path),)
        ).fetchone()
        if row is None:
            return None
        note, title, dumped, marks, error = row
        tags = self._connection.execute("SELECT tag FROM tag WHERE note = ?", (note,))
        links = self._connection.execute(
            "SELECT line, target, text, kind, embed FROM link WHERE note = ? ORDER BY place", (note,)
        )
        with damage_to_values():
            head = json.loads(dumped)
            return NoteFacts(
                path,
                title,
                tuple(head["aliases"]),
                tuple(_text(tag) for (tag,) in tags),
                head["pinned"],
                head["hidden"],
                head["home"],
                tuple((level, text, line) for level, text, line in head["headings"]),
                tuple(StoredLink(line, target, text, kind, bool(embed)) for line, target, text, kind, embed in links),
                _marks(marks),
                error,
            )

    @unpacks_values
    def marks(self) -> dict[str, Marks]:
        """The highlights of every note that has any."""
        rows = self._connection.execute("SELECT path, marks FROM note WHERE marks <> '[]'")
        same: dict[str, Marks] = {}  # most notes have the marks of some other
        return {indexed_path(path): same.get(marks) or same.setdefault(marks, _marks(marks)) for path, marks in rows}


def _marks(dumped: str) -> Marks:
    loaded = json.loads(dumped)
    return Marks(*loaded) if loaded else Marks()


def _naming(title: str | None, dumped: str) -> Naming:
    head = _NAMING.decode(dumped)
    named = title, head.aliases, head.permalinks, head.home
    return Naming(*named) if any(named) else NO_NAMES


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("something else in the place of a text")
    return value
