"""A small SQLite database that never stops the program: shared by running copies, and in memory when it must."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studytui.sqlite import DamagedError, NewerError, connect, connect_to_copy, is_damage, result_code, transaction

Statement = tuple[str, Sequence[Any]]
"""SQL and its parameters. It may be carried out again after a full disk, so it must then change nothing more."""

Report = Callable[[str], None]

RETRY_SECONDS = 30.0
ATTEMPTS = 3
_LEAST_ROOM = 65_536
"""Bytes: SQLite opens no file in write-ahead mode on a disk with less."""

_UNUSABLE = (OSError, sqlite3.Error, NewerError)
_VAGUE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
"""Results that do not say why: SQLite's own words are "unable to open database file" and "disk I/O error"."""


class NotKeptError(Exception):
    """A row could not be written to the disk; the message says why, and it may be tried again."""


class Store:
    """Statements in, rows out, from any thread; the file is opened, or made, by `begin` or the first of them.

    A damaged file is set aside under another name. When the disk cannot take a write (full, read-only, locked for
    long) the content moves into memory; what is not saved is tried again now and then, and by `close`. Each of these
    is reported once, outside the lock, so that a listener may wait for a thread that is about to use the store.
    """

    def __init__(
        self, file: Path, migrations: Sequence[Sequence[str]], report: Report, *, retry_after: float = RETRY_SECONDS
    ) -> None:
        self._file = file
        self._migrations = migrations
        self._report = report
        self._retry_after = retry_after
        self._lock = threading.Lock()
        self._messages: list[str] = []
        self._unsaved: list[Statement] = []
        self._in_memory = False
        self._returned = False
        """True from coming back to the disk until it has taken a write."""
        self._tried = 0.0
        self._identity: tuple[int, int] | None = None
        self._begun = False
        self._reason = ""

    def begin(self) -> None:
        """Opens the file, so that what is wrong with it is known."""
        with self._held():
            self._begin()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """The rows of a query, as tuples."""
        with self._held():
            self._begin()
            self._follow_file()
            try:
                return self._connection.execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                self._recover(error)
                return self._connection.execute(sql, parameters).fetchall()

    def write(self, *statements: Statement, durable: bool = False, on_disk: bool = False) -> None:
        """Carries out the statements together or not at all; with `durable`, a loss of power later undoes nothing.

        With `on_disk` they are not carried out in memory where the disk does not take them: NotKeptError says so.
        """
        with self._held():
            self._begin()
            if self._in_memory and (on_disk or time.monotonic() - self._tried >= self._retry_after):
                self._save_again()
            self._follow_file()
            self._refuse_memory(on_disk)
            try:
                _carry_out(self._connection, statements, durable=durable)
            except sqlite3.DatabaseError as error:
                if on_disk and result_code(error) == sqlite3.SQLITE_BUSY:
                    raise NotKeptError("another copy of studytui is writing") from error
                self._recover(error)
                self._refuse_memory(on_disk)
                _carry_out(self._connection, statements, durable=durable)
            if self._in_memory:
                self._unsaved += statements
            else:
                self._say_returned()

    def _refuse_memory(self, on_disk: bool) -> None:
        if on_disk and self._in_memory:
            raise NotKeptError(self._reason)

    def close(self) -> None:
        """Tries once more to save what is not saved, and gives the file back; a closed store cannot be used."""
        with self._held():
            if self._in_memory and self._unsaved:
                self._save_again()
                self._say_returned()
            if self._begun:
                self._connection.close()

    @contextmanager
    def _held(self) -> Iterator[None]:
        messages: list[str] = []
        try:
            with self._lock:
                try:
                    yield
                finally:
                    messages, self._messages = self._messages, []
        finally:
            for message in messages:
                self._report(message)

    def _begin(self) -> None:
        if not self._begun:
            try:
                self._connection = self._open()
            except _UNUSABLE as error:
                self._connection = self._move_to_memory(error)
            self._begun = True

    def _open(self) -> sqlite3.Connection:
        """The database on disk, new when there was none; a damaged one is set aside first."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(ATTEMPTS):
            before = _identity(self._file)
            try:
                connection = connect(self._file, self._migrations)
            except DamagedError:
                # Another copy of the program may have put a new file in its place meanwhile: that one is good.
                if _identity(self._file) == before:
                    self._set_aside()
                continue
            self._identity = _identity(self._file)
            return connection
        raise sqlite3.DatabaseError("no good file could be made")

    def _follow_file(self) -> None:
        """Opens the file anew when it is another one than was opened: another copy of the program set it aside."""
        if not self._in_memory and _identity(self._file) != self._identity:
            self._reopen()

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Gets a connection that works in place of the one that failed; raises the error when it is the statement's."""
        if self._in_memory or isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
            raise error
        if is_damage(error):
            self._reopen(damaged=True)
        else:
            memory = self._move_to_memory(error)
            self._connection.close()
            self._connection = memory

    def _reopen(self, *, damaged: bool = False) -> None:
        self._connection.close()
        try:
            if damaged and _identity(self._file) == self._identity:
                self._set_aside()
            self._connection = self._open()
        except _UNUSABLE as error:
            self._connection = self._move_to_memory(error)

    def _set_aside(self) -> None:
        number = 1
        while (aside := self._file.with_name(f"{self._file.name}.damaged-{number}")).exists():
            number += 1
        try:
            self._file.rename(aside)
            for suffix in ("-wal", "-shm"):
                companion = self._file.with_name(self._file.name + suffix)
                if companion.exists():
                    companion.rename(aside.with_name(aside.name + suffix))
        except FileNotFoundError:
            return  # another copy was faster
        self._messages.append(f"{self._file} was damaged: it is kept as {aside.name}, and a new one was begun.")

    def _move_to_memory(self, error: Exception) -> sqlite3.Connection:
        self._in_memory = True
        self._tried = time.monotonic()
        self._reason = self._why(error)
        if not self._returned:  # else nobody was told that it could be written again
            self._messages.append(
                f"{self._file} cannot be written ({self._reason}): what you do is kept only until you quit, "
                "and answers in review not at all."
            )
        self._returned = False
        return connect_to_copy(self._file, self._migrations)

    def _why(self, error: Exception) -> str:
        """The reason in words; what SQLite leaves open is asked of the folder."""
        if isinstance(error, sqlite3.Error) and result_code(error) in _VAGUE:
            try:
                if shutil.disk_usage(self._file.parent).free < _LEAST_ROOM:
                    return "no space left on the disk"
            except OSError:
                return str(error)
            if not os.access(self._file.parent, os.W_OK):
                return "the folder is read-only"
        return (error.strerror if isinstance(error, OSError) else None) or str(error)

    def _say_returned(self) -> None:
        """Reports that the disk takes writes again, now that it has taken one."""
        if self._returned:
            self._messages.append(f"{self._file} can be written again: everything is saved.")
        self._returned = False

    def _save_again(self) -> None:
        """Back from memory to the disk with everything that is not saved; stays in memory when that fails."""
        self._tried = time.monotonic()
        try:
            disk = self._open()
        except _UNUSABLE:
            return
        try:
            _carry_out(disk, self._unsaved, durable=True)
        except sqlite3.Error:
            disk.close()
            return
        self._connection.close()
        self._connection, self._in_memory, self._unsaved = disk, False, []
        self._returned = True


def _carry_out(connection: sqlite3.Connection, statements: Sequence[Statement], *, durable: bool) -> None:
    connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    with transaction(connection):
        for sql, parameters in statements:
            connection.execute(sql, parameters)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
