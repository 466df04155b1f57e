"""Reads files of the vault, never one outside it."""

from __future__ import annotations

import os
import stat
import sys
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from studytui.vault.errors import UnreadableNoteError
from studytui.vault.scan import LEADS_OUT, is_inside, reason_of

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # A name that has become a pipe since the scan must not hang the reader.
    | getattr(os, "O_NONBLOCK", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Disk:
    """The files below one folder, by their vault-relative paths."""

    def __init__(self, root: Path) -> None:
        self._root = os.fspath(root)

    def read(self, path: str, limit: int = sys.maxsize) -> bytes:
        """The content of a file, or its first `limit` bytes.

        Raises UnreadableNoteError, also for what leads out of the vault or is no regular file.
        """
        if path.startswith("/") or ".." in path.split("/") or os.path.isabs(path):  # noqa: PTH117
            raise UnreadableNoteError(path, LEADS_OUT)
        try:
            descriptor = self._open(f"{self._root}/{path}")
            try:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    raise UnreadableNoteError(path, "not a regular file")
                return _read(descriptor, limit, status.st_size)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise UnreadableNoteError(path, reason_of(error)) from error
        except ValueError as error:  # A NUL in the name.
            raise UnreadableNoteError(path, str(error)) from error

    def open(self, path: str) -> BinaryIO:
        """A file, to be read piece by piece. Raises UnreadableNoteError as `read` does."""
        if path.startswith("/") or ".." in path.split("/") or os.path.isabs(path):  # noqa: PTH117
            raise UnreadableNoteError(path, LEADS_OUT)
        try:
            descriptor = self._open(f"{self._root}/{path}")
        except OSError as error:
            raise UnreadableNoteError(path, reason_of(error)) from error
        except ValueError as error:  # A NUL in the name.
            raise UnreadableNoteError(path, str(error)) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise UnreadableNoteError(path, "not a regular file")
        return os.fdopen(descriptor, "rb")

    def _open(self, full: str) -> int:
        if _NO_LINK:
            try:
                return os.open(full, _FLAGS | _NO_LINK)
            except FileNotFoundError:
                raise
            except OSError:
                # A link, or truly unreadable: the slower way below finds out which.
                pass
        real = os.path.realpath(full)
        if not is_inside(real, self._real_root):
            raise OSError(0, LEADS_OUT)
        return os.open(real, _FLAGS)

    @cached_property
    def _real_root(self) -> str:
        return os.path.realpath(self._root)


def _read(descriptor: int, limit: int, size: int) -> bytes:
    pieces = []
    while limit > 0:
        # The size is only a guess: the file may grow while it is read.
        asked = min(limit, size + 1)
        piece = os.read(descriptor, asked)
        pieces.append(piece)
        limit -= len(piece)
        if len(piece) < asked:
            break
    return b"".join(pieces)


def file_stamp(file: Path) -> tuple[int, int] | None:
    """Size and time of change of any file, in nanoseconds; None if it is not there."""
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
