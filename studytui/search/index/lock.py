"""Only one copy of the program builds an index at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

LOOK: Final = 0.2
"""Seconds between two looks at whether another copy has finished."""


def _connect(file: Path) -> sqlite3.Connection:
    """The file, once what is none and stands in its place is moved away."""
    try:
        return sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError:
        if file.is_file():
            raise
        with suppress(OSError):
            file.rename(file.with_name(f"{file.name}.{time.time_ns()}"))
        return sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)


@contextmanager
def only_builder(file: Path, cancelled: Callable[[], bool]) -> Iterator[bool]:
    """Waits until no other copy holds the lock in `file`; False when that is no longer wanted.

    The lock is one of SQLite's: on every system it is gone with the process that held it, however that ended.
    Raises sqlite3.Error when the file is out of reach.
    """
    with closing(_connect(file)) as connection:
        while True:
            try:
                connection.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.DatabaseError as error:
                code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
                if code == sqlite3.SQLITE_NOTADB:  # nothing of worth is ever in it
                    with suppress(OSError):
                        file.unlink()
                    break
                if code != sqlite3.SQLITE_BUSY:
                    raise
            if cancelled():
                yield False
                return
            time.sleep(LOOK)
        yield True
