"""The index's file: opened, checked, replaced when it is damaged or another version's (behaviour 14.2)."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import studytui
from studytui.sqlite import DamagedError, damage, open_file, transaction, write_ahead

_P = ParamSpec("_P")
_R = TypeVar("_R")

INDEX_BUSY_SECONDS: Final = 5.0
"""How long a statement waits for another running copy."""

LAYOUT: Final = 16
"""Raised with every change of the tables, of what is extracted, or of how it is folded."""

STAMP: Final = json.dumps([LAYOUT, studytui.__version__, unicodedata.unidata_version, sys.byteorder])

_TABLES: Final = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE note(
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, digest BLOB NOT NULL,
    title TEXT, head TEXT NOT NULL, marks TEXT NOT NULL, error TEXT
);
CREATE TABLE body(id INTEGER PRIMARY KEY, text BLOB NOT NULL, folded BLOB NOT NULL, places TEXT NOT NULL,
    details TEXT NOT NULL);
CREATE TABLE tag(folded TEXT NOT NULL, note INTEGER NOT NULL, tag TEXT NOT NULL,
    PRIMARY KEY(folded, note, tag)) WITHOUT ROWID;
CREATE INDEX tag_note ON tag(note);
CREATE TABLE property(name TEXT NOT NULL, note INTEGER NOT NULL, value TEXT);
CREATE INDEX property_name ON property(name);
CREATE INDEX property_note ON property(note);
CREATE TABLE link(note INTEGER NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL, target TEXT NOT NULL,
    text TEXT NOT NULL, kind TEXT NOT NULL, embed INTEGER NOT NULL, PRIMARY KEY(note, place)) WITHOUT ROWID;
CREATE TABLE implicit(path TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY(path, text)) WITHOUT ROWID;
CREATE TABLE compound(whole TEXT NOT NULL, parts TEXT NOT NULL, PRIMARY KEY(whole, parts)) WITHOUT ROWID;
CREATE TABLE abbreviation(short TEXT NOT NULL, long TEXT NOT NULL, note INTEGER NOT NULL, count INTEGER NOT NULL,
    written TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY(short, long, note)) WITHOUT ROWID;
CREATE INDEX abbreviation_long ON abbreviation(long);
CREATE INDEX abbreviation_note ON abbreviation(note);
CREATE TABLE segment(id INTEGER PRIMARY KEY AUTOINCREMENT, notes INTEGER NOT NULL);
CREATE TABLE posting(word TEXT NOT NULL, segment INTEGER NOT NULL, ids BLOB NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY(word, segment)) WITHOUT ROWID;
"""


_NAMES: Final = frozenset(re.findall(r"CREATE (?:TABLE|INDEX) (\w+)", _TABLES))
_ENDINGS: Final = ("", "-wal", "-shm", "-journal")


class IndexFile:
    """Where the index lies, and connections to it."""

    def __init__(self, path: Path, temporary: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self.path = path
        self._temporary = temporary

    @property
    def temporary(self) -> bool:
        """True if it lasts no longer than this program, because there is no place for it to stay."""
        return self._temporary is not None

    def connect(self, *, writing: bool = False) -> sqlite3.Connection:
        """A connection that any one thread at a time may use. Raises DamagedError or sqlite3.Error."""
        with damage():
            connection = open_file(self.path, busy_seconds=INDEX_BUSY_SECONDS, statements=64)
            try:
                connection.execute("PRAGMA synchronous=NORMAL")
                if not writing:
                    connection.execute("PRAGMA query_only=1")
                    connection.execute("PRAGMA cache_size=-3000")
            except BaseException:
                connection.close()
                raise
            return connection

    def remove(self) -> None:
        """Deletes the file, as far as the system lets it."""
        for ending in _ENDINGS:
            with suppress(OSError):
                Path(f"{self.path}{ending}").unlink()

    def set_aside(self) -> None:
        """Gives a damaged file another name, which one before it loses; deletes what cannot be renamed."""
        with suppress(OSError):
            self.path.replace(self.path.with_name("index.damaged.sqlite3"))
        self.remove()

    def close(self) -> None:
        """Gives up a temporary place."""
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.cleanup()


def open_index(folder: Path) -> IndexFile:
    """The index in this folder, created or replaced if need be; in a temporary place when the folder cannot be written.

    Raises sqlite3.Error or OSError when not even that can be had.
    """
    index = IndexFile(folder / "index.sqlite3")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            try:
                _prepare(index)
                return index
            except DamagedError:
                index.remove()
    except (OSError, sqlite3.Error):
        pass
    place = tempfile.TemporaryDirectory(prefix="studytui-", ignore_cleanup_errors=True)
    index = IndexFile(Path(place.name) / "index.sqlite3", place)
    _prepare(index)
    return index


def _prepare(index: IndexFile) -> None:
    """Creates the tables, or finds them at this version. Raises DamagedError when they are not."""
    with damage():
        connection = index.connect(writing=True)
        try:
            if _stamp(connection) == STAMP:
                there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
                if not there >= _NAMES:
                    raise DamagedError("tables are missing")
            else:
                write_ahead(connection)
                with transaction(connection):
                    # Asked again: another copy may just have made the tables.
                    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                        if _stamp(connection) != STAMP:
                            raise DamagedError("another version's index")
                        return
                    for statement in filter(str.strip, _TABLES.split(";")):
                        connection.execute(statement)
                    connection.execute("INSERT INTO meta VALUES('stamp', ?)", (STAMP,))
        finally:
            connection.close()


def _stamp(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    row = connection.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
    return None if row is None else str(row[0])


_NEVER_STORED: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError)


@contextmanager
def damage_to_values() -> Iterator[None]:
    """For unpacking what the file holds: values that were never stored mean damage."""
    try:
        yield
    except _NEVER_STORED as error:
        raise _damaged(error) from error


def unpacks_values(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """As `damage_to_values`, for a whole function; a search calls such ones hundreds of times."""

    @wraps(function)
    def unpacking(*args: _P.args, **named: _P.kwargs) -> _R:
        try:
            return function(*args, **named)
        except _NEVER_STORED as error:
            raise _damaged(error) from error

    return unpacking


def _damaged(error: Exception) -> DamagedError:
    return DamagedError(f"{type(error).__name__}: {error}")
