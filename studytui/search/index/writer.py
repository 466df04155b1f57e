"""Changes to the index: notes added and removed in steps that each hold whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Final

from studytui.search.index.postings import SegmentBuilder, merge
from studytui.search.index.record import Stamp
from studytui.search.index.workers import Batch
from studytui.sqlite import damage, path_key, transaction

MANY_LARGE: Final = 2
MANY_SMALL: Final = 12
"""More segments than these are made one: a word is looked up in each of them."""
OUTGROWN: Final = 1.5
"""So many times as many notes in the segments as there are: the rest is of notes that are gone."""

_BY_NOTE: Final = ("body", "tag", "property", "link", "abbreviation")


class Writer:
    """One connection that changes the index; for one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Everything inside happens, or nothing. Raises DamagedError or sqlite3.Error."""
        with damage(), transaction(self._connection):
            yield

    def display_texts(self, notes: Iterable[int]) -> set[tuple[str, str]]:
        """The targets and display texts of the wikilinks of these notes."""
        found: set[tuple[str, str]] = set()
        for note in notes:
            found.update(
                self._connection.execute("SELECT target, text FROM link WHERE note = ? AND kind = 'wiki'", (note,))
            )
        return found

    def remove(self, notes: Iterable[int]) -> None:
        """Takes notes out; their postings stay until segments are merged, and count no more."""
        keys = [(note,) for note in notes]
        for table in _BY_NOTE:
            column = "id" if table == "body" else "note"
            self._connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", keys)
        self._connection.executemany("DELETE FROM note WHERE id = ?", keys)

    def touch(self, path: str, stamp: Stamp) -> None:
        """A note whose content is the same has another stamp."""
        self._connection.execute(
            "UPDATE note SET size = ?, mtime = ?, ctime = ? WHERE path = ?",
            (stamp.size, stamp.mtime_ns, stamp.ctime_ns, path_key(path)),
        )

    def add(self, batch: Batch) -> None:
        """Everything of a batch but its words."""
        run = self._connection.executemany
        run("INSERT INTO note VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", batch.notes)
        run("INSERT INTO body VALUES(?, ?, ?, ?, ?)", batch.bodies)
        run("INSERT OR IGNORE INTO tag VALUES(?, ?, ?)", batch.tags)
        run("INSERT INTO property VALUES(?, ?, ?)", batch.properties)
        run("INSERT INTO link VALUES(?, ?, ?, ?, ?, ?, ?)", batch.links)
        run("INSERT INTO abbreviation VALUES(?, ?, ?, ?, ?, ?)", batch.abbreviations)
        run("INSERT OR IGNORE INTO compound VALUES(?, ?)", sorted(batch.compounds))
        for path, stamp in batch.same:
            self.touch(path, stamp)

    def add_segment(self, words: SegmentBuilder, notes: int) -> None:
        """The words of the notes that were added in this step."""
        segment = self._connection.execute("INSERT INTO segment(notes) VALUES(?)", (notes,)).lastrowid
        rows = ((word, segment, ids, values) for word, ids, values in words.rows())
        self._connection.executemany("INSERT INTO posting VALUES(?, ?, ?, ?)", rows)

    def settle(self) -> None:
        """Brings the file to its own size, if nobody reads it right now."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def set_implicit(self, names: Iterable[tuple[str, str]]) -> None:
        """Replaces all implicit aliases: path of a note, and what links to it show."""
        self._connection.execute("DELETE FROM implicit")
        self._connection.executemany(
            "INSERT OR IGNORE INTO implicit VALUES(?, ?)", ((path_key(path), text) for path, text in names)
        )

    def mergeable(self) -> list[int]:
        """The segments that are better made one: all after a long build or many changes, else the small ones."""
        sizes = dict(self._connection.execute("SELECT id, notes FROM segment").fetchall())
        notes = self._connection.execute("SELECT count(*) FROM note").fetchone()[0]
        large = [segment for segment, held in sizes.items() if held > notes / 20]
        small = [segment for segment in sizes if segment not in large]
        if len(large) > MANY_LARGE or sum(sizes.values()) > 100 + OUTGROWN * notes:
            return list(sizes)
        return small if len(small) > MANY_SMALL else []

    def merge(self, segments: Sequence[int]) -> None:
        """Makes one segment of these; if they are all there are, without notes that are gone."""
        ask = self._connection.execute
        marks = ", ".join("?" * len(segments))
        held = ask(f"SELECT sum(notes) FROM segment WHERE id IN ({marks})", segments).fetchone()[0]
        live = {row[0] for row in ask("SELECT id FROM note")}
        every = ask("SELECT count(*) FROM segment").fetchone()[0] == len(segments)
        some_gone = every and held != len(live)
        segment = ask("INSERT INTO segment(notes) VALUES(?)", (len(live) if every else held,)).lastrowid
        rows = ask(f"SELECT word, ids, value FROM posting WHERE segment IN ({marks}) ORDER BY word, segment", segments)
        merged = (
            (row.word, segment, row.ids, row.values)
            for word, pieces in groupby(rows, key=itemgetter(0))
            if (row := merge(word, ((ids, values) for _, ids, values in pieces), live if some_gone else None))
        )
        self._connection.execute("DROP TABLE IF EXISTS temp.merged")
        self._connection.execute("CREATE TEMP TABLE merged(word TEXT, segment INTEGER, ids BLOB, value BLOB)")
        self._connection.executemany("INSERT INTO temp.merged VALUES(?, ?, ?, ?)", merged)
        self._connection.execute(f"DELETE FROM posting WHERE segment IN ({marks})", segments)
        self._connection.execute("INSERT INTO posting SELECT * FROM temp.merged ORDER BY word")
        self._connection.execute("DROP TABLE temp.merged")
        self._connection.execute(f"DELETE FROM segment WHERE id IN ({marks})", segments)
