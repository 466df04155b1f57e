"""SQLite files that several running copies share: opened and changed safely, damage told from what passes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 2.0
"""How long a statement waits for another running copy; each holds the file for a few milliseconds."""
_FOREIGN = ("no such", "table ", "malformed", "Could not decode")
"""Beginnings of messages that tables of somebody else's give rise to."""


class DamagedError(Exception):
    """The file is no database, or not this program's, or its pages contradict each other."""


class NewerError(Exception):
    """The file was written by a later version of the program, whose tables this one does not know."""

    def __init__(self) -> None:
        super().__init__("a newer studytui wrote it")


def connect(file: Path, migrations: Sequence[Sequence[str]]) -> sqlite3.Connection:
    """The database, created or brought to the latest version; usable from any thread, one at a time.

    Raises `DamagedError`, `NewerError`, or `sqlite3.Error` when the file cannot be opened or written.
    """
    connection = open_file(file)
    connection.text_factory = _text
    try:
        with damage(opening=True):
            problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if problem != "ok":
                raise DamagedError(problem)
            migrate(connection, migrations)
            if not _tables(_reference(migrations)) <= _tables(connection):
                raise DamagedError("tables are missing")
            write_ahead(connection)  # last: until here a file that is not ours stays as it was
    except BaseException:
        connection.close()
        raise
    return connection


def open_file(file: Path | str, *, busy_seconds: float = BUSY_SECONDS, statements: int = 128) -> sqlite3.Connection:
    """A connection that any one thread at a time may use; it keeps so many compiled statements.

    Transactions are begun and ended by hand, or by `transaction`.
    """
    return sqlite3.connect(
        file, timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=statements
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside happens, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def damage(*, opening: bool = False) -> Iterator[None]:
    """Tells a damaged file (`DamagedError`) from one that is busy, full or out of reach (`sqlite3.Error`).

    While a file is opened, a statement that is wrong means tables of somebody else's, whatever SQLite says of it.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        foreign = result_code(error) == sqlite3.SQLITE_ERROR if opening else str(error).startswith(_FOREIGN)
        if foreign or is_damage(error):
            raise DamagedError(str(error)) from error
        raise
    except UnicodeDecodeError as error:  # even SQLite's message may quote what was damaged
        raise DamagedError("texts that are none") from error


def connect_to_copy(file: Path, migrations: Sequence[Sequence[str]]) -> sqlite3.Connection:
    """A database in memory with what can be read of the one on disk; nothing, when nothing can. Never raises for it."""
    # A file in a folder that cannot be written opens only as one that nobody changes.
    for how in ("mode=ro", "immutable=1"):
        memory = _in_memory()
        try:
            if file.stat().st_size:
                source = sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS)
                try:
                    source.backup(memory)
                finally:
                    source.close()
            migrate(memory, migrations)
            if _tables(_reference(migrations)) <= _tables(memory):
                return memory
        except (OSError, sqlite3.Error, NewerError, UnicodeDecodeError):
            pass
        memory.close()
    return _reference(migrations)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]]) -> None:
    """Carries out the migrations that the database has not had, in one step; its `user_version` counts them.

    Raises `NewerError` when it has had more than there are, and leaves it alone.
    """
    if _version(connection, migrations) == len(migrations):
        return
    with transaction(connection):
        # Asked again inside the transaction: another copy may just have done it.
        for statements in migrations[_version(connection, migrations) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={len(migrations)}")


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """True if the error says that the file itself is broken, rather than busy, full or out of reach."""
    return result_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def path_key(path: str) -> str | bytes:
    """A path, or any text, as SQLite takes it: one that is not Unicode (lone surrogates) goes in as bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
    return path


def path_of(key: object) -> str:
    """The path of a key made by `path_key`; TypeError or ValueError when it is something else."""
    if isinstance(key, bytes):
        return key.decode("utf-8", "surrogatepass")
    if not isinstance(key, str):
        raise TypeError(f"no text: {key!r}")
    return key


def result_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error that Python's module raised by itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _version(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]]) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise NewerError
    return version


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to write-ahead mode; SQLite does not wait for other copies here by itself."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if result_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _reference(migrations: Sequence[Sequence[str]]) -> sqlite3.Connection:
    connection = _in_memory()
    migrate(connection, migrations)
    return connection


def _in_memory() -> sqlite3.Connection:
    connection = open_file(":memory:")
    connection.text_factory = _text
    return connection


def _text(stored: bytes) -> str:
    """A text of the file: SQLite lets every byte stand in one, and a damaged byte must cost no more than itself."""
    return stored.decode(errors="replace")


def _tables(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
