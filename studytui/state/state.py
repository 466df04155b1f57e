"""State of one vault, which must never be lost: places, history, view, bookmarks, open folders, recent notes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from studytui import paths
from studytui.sqlite import path_key, path_of

if TYPE_CHECKING:
    from studytui.layout import View
    from studytui.state.database import Report, Statement, Store

Row = TypeVar("Row")

HISTORY_LIMIT = 500
"""Entries of the history that are kept; the oldest go first."""


class KeptPlace(Struct, frozen=True):
    """A kept scroll place: note, source line at the top of the screen, and rows below the first of that line."""

    note: str
    """Vault-relative path, as everywhere."""
    line: int = 1
    """Source line in the file, from 1."""
    row: int = 0
    """Rows of the wrapped line that are scrolled off; holds only for the same width."""


class KeptHistory(Struct, frozen=True):
    """The way through the notes, oldest place first, and which entry is open."""

    places: tuple[KeptPlace, ...] = ()
    position: int = 0


class Bookmark(Struct, frozen=True):
    """A line to come back to; a note has at most one a line."""

    note: str
    line: int
    heading: str
    """Text of the heading above the line, to find the place again when the note has changed; may be empty."""
    label: str
    created: datetime


class Recent(Struct, frozen=True):
    """A note and when it was last opened (UTC)."""

    note: str
    opened: datetime


class State:
    """The state of one vault, in a SQLite file that several running copies share.

    Every method may be called from any thread, and takes a few milliseconds at most. Reading sees what other copies
    wrote; of the view, the history and the last note, the last copy to write wins, everything else adds up.
    Damage and full disks never raise: they are reported in one sentence, and kept in `problems`.
    Until there is something to keep no file is made, so that the first start of all waits for none.
    """

    def __init__(self, file: Path, report: Report | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._problems: list[str] = []
        self.listener = report
        """Called with each further problem, from any thread."""
        self._clock = clock
        self._file = file
        self._odd = False
        """True if entries were left out, and that was said."""
        self._making = threading.Lock()
        self._made: Store | None = None
        if os.path.lexists(file):
            self._store().begin()

    @property
    def problems(self) -> tuple[str, ...]:
        """Problems of the file, in sentences, oldest first."""
        return tuple(self._problems)

    def close(self) -> None:
        """Gives the file back; the state cannot be used any more."""
        if self._made is not None:
            self._made.close()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """The rows of a query; for the room that keeps tables of its own in this file."""
        nothing_kept = self._made is None and not os.path.lexists(self._file)  # another copy may have made it since
        return [] if nothing_kept else self._store().read(sql, parameters)

    def _sound(self, made: Callable[[Any], Row], rows: Iterable[Any]) -> tuple[Row, ...]:
        """The values of database rows; one that makes no sense is left alone, and reported once."""
        found: list[Row] = []
        odd = 0
        for row in rows:
            try:
                found.append(made(row))
            except (TypeError, ValueError, OverflowError, OSError):
                odd += 1
        if odd and not self._odd:
            self._odd = True
            self._report(f"{self._file} holds entries that make no sense: they are left out, and stay in the file.")
        return tuple(found)

    def write(self, *statements: Statement, durable: bool = False, on_disk: bool = False) -> None:
        """Carries out statements together or not at all; `on_disk` raises NotKeptError where no disk takes them."""
        self._store().write(*statements, durable=durable, on_disk=on_disk)

    def _store(self) -> Store:
        with self._making:
            if self._made is None:
                from studytui.state.database import Store
                from studytui.state.tables import MIGRATIONS

                self._made = Store(self._file, MIGRATIONS, self._report)
            return self._made

    # Places

    def save_place(self, place: KeptPlace) -> None:
        """Remembers the place in its note, and that note as the last one; callers batch what scrolling sends."""
        note = path_key(place.note)
        self.write(
            (
                "INSERT INTO place VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET line = excluded.line, row = excluded.row",
                (note, place.line, place.row),
            ),
            _session("last_note", note),
        )

    def place_in(self, note: str) -> KeptPlace | None:
        """The kept place of a note, or None when it was never open."""
        rows = self.read("SELECT note, line, row FROM place WHERE note = ?", (path_key(note),))
        return next(iter(self._sound(_place, rows)), None)

    def last_place(self) -> KeptPlace | None:
        """The place where reading stopped last."""
        rows = self.read("SELECT note, line, row FROM place WHERE note = (SELECT last_note FROM session)")
        return next(iter(self._sound(_place, rows)), None)

    # KeptHistory

    def save_history(self, history: KeptHistory) -> None:
        """Replaces the history; of one longer than `HISTORY_LIMIT` the newest entries are kept."""
        dropped = max(0, len(history.places) - HISTORY_LIMIT)
        kept = history.places[dropped:]
        self.write(
            ("DELETE FROM history", ()),
            *(
                ("INSERT INTO history VALUES (?, ?, ?, ?)", (number, path_key(place.note), place.line, place.row))
                for number, place in enumerate(kept)
            ),
            _session("history_position", max(0, history.position - dropped)),
        )

    def history(self) -> KeptHistory:
        """The history as saved; its position always names an entry, or is 0 when there is none."""
        places = self._sound(_place, self.read("SELECT note, line, row FROM history ORDER BY position"))
        positions = self.read("SELECT history_position FROM session WHERE typeof(history_position) = 'integer'")
        position = positions[0][0] if positions else len(places) - 1
        return KeptHistory(places, max(0, min(position, len(places) - 1)))

    # What was moved

    def moved(self, moved: Mapping[str, str]) -> None:
        """Keeps for notes and folders, by their new paths, what was kept for their old ones."""
        known = {
            row[0] for row in self.read(" UNION ".join(f"SELECT {column} FROM {table}" for table, column in _KEPT))
        }
        pairs = [(path_key(new), path_key(old)) for old, new in moved.items() if path_key(old) in known]
        if not pairs:
            return
        self.write(
            *((sql, pair) for sql in _MOVES for pair in pairs),
            *((f"DELETE FROM {table} WHERE {column} = ?", (old,)) for table, column in _MOVED for _, old in pairs),
        )

    # View

    def save_view(self, view: View) -> None:
        """Remembers which lines are shown."""
        self.write(_session("view", view))

    def view(self) -> View:
        """Which lines are shown; `all` at first."""
        rows: list[tuple[View]] = self.read("SELECT view FROM session WHERE view IN ('all', 'only', 'dim')")
        return rows[0][0] if rows else "all"

    # Bookmarks

    def add_bookmark(self, note: str, line: int, heading: str = "", label: str = "") -> Bookmark:
        """Sets a bookmark, durable when this returns; one there gets heading and label anew, and keeps its date."""
        self.write(
            (
                "INSERT INTO bookmark VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET heading = excluded.heading, label = excluded.label",
                (path_key(note), line, path_key(heading), path_key(label), self._clock()),
            ),
            durable=True,
        )
        rows = self.read(f"{_BOOKMARKS} WHERE note = ? AND line = ?", (path_key(note), line))
        return next(iter(self._sound(_bookmark, rows)), Bookmark(note, line, heading, label, _moment(self._clock())))

    def remove_bookmark(self, note: str, line: int) -> None:
        """Takes the bookmark of that line away, if there is one."""
        self.write(("DELETE FROM bookmark WHERE note = ? AND line = ?", (path_key(note), line)), durable=True)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """Every bookmark of the vault, the newest first."""
        return self._sound(_bookmark, self.read(f"{_BOOKMARKS} ORDER BY created DESC, rowid DESC"))

    # Folders of the tree

    def save_folders(self, opened: Iterable[str] = (), closed: Iterable[str] = ()) -> None:
        """Remembers folders (vault-relative paths) that were opened or closed; the others stay as they are."""
        self.write(
            *(("INSERT OR IGNORE INTO open_folder VALUES (?)", (path_key(path),)) for path in opened),
            *(("DELETE FROM open_folder WHERE path = ?", (path_key(path),)) for path in closed),
        )

    def open_folders(self) -> frozenset[str]:
        """The folders that stand open."""
        return frozenset(self._sound(lambda row: path_of(row[0]), self.read("SELECT path FROM open_folder")))

    # Recent notes

    def note_opened(self, note: str) -> None:
        """Remembers that the note was opened just now."""
        self.write(
            (
                "INSERT INTO opening VALUES (?, ?) ON CONFLICT DO UPDATE SET opened = max(opened, excluded.opened)",
                (path_key(note), self._clock()),
            )
        )

    def recent(self, limit: int | None = None) -> tuple[Recent, ...]:
        """The notes ever opened, the latest first."""
        rows = self.read(
            "SELECT note, opened FROM opening ORDER BY opened DESC, note LIMIT ?", (-1 if limit is None else limit,)
        )
        return self._sound(lambda row: Recent(path_of(row[0]), _moment(row[1])), rows)

    def _report(self, message: str) -> None:
        self._problems.append(message)
        if self.listener is not None:
            self.listener(message)


def open_state(vault_root: Path, report: Report | None = None) -> State:
    """The state of a vault. Never raises for what is on the disk; `report` gets each problem, from any thread."""
    return State(paths.state_dir(vault_root) / "state.db", report)


_MOVED = (("place", "note"), ("opening", "note"), ("bookmark", "note"), ("open_folder", "path"))
"""Tables of which what is kept for a path goes with it, unless there is something for the new path already."""
_KEPT = (*_MOVED, ("history", "note"))
_MOVES = (
    *(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?" for table, column in _MOVED),
    "UPDATE history SET note = ? WHERE note = ?",
    "UPDATE session SET last_note = ? WHERE last_note = ?",
)

_BOOKMARKS = "SELECT note, line, heading, label, created FROM bookmark"


def _session(column: str, value: str | bytes | int) -> Statement:
    """Sets a value of the session, whose row may have been lost."""
    return (
        f"INSERT INTO session (id, {column}) VALUES (1, ?) ON CONFLICT DO UPDATE SET {column} = excluded.{column}",
        (value,),
    )


def _place(row: Sequence[Any]) -> KeptPlace:
    return KeptPlace(path_of(row[0]), _whole(row[1]), _whole(row[2]))


def _bookmark(row: Sequence[Any]) -> Bookmark:
    return Bookmark(path_of(row[0]), _whole(row[1]), path_of(row[2]), path_of(row[3]), _moment(row[4]))


def _whole(number: object) -> int:
    """A column that holds any type may hold a text where a number belongs."""
    if not isinstance(number, int):
        raise TypeError(f"no whole number: {number!r}")
    return number


def _moment(seconds: object) -> datetime:
    if not isinstance(seconds, int | float):
        raise TypeError(f"no time: {seconds!r}")
    return datetime.fromtimestamp(seconds, UTC)
