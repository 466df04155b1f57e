"""Reading and extracting a few notes: here, or in worker processes that the app starts for many.

A worker is this module run as a program. It reads requests from standard input and answers on standard output until
that ends, as it does when the app is gone, however that came about.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO

from msgspec import Struct

from studytui import processes
from studytui.search.index.record import NEVER_READ, Stamp
from studytui.search.index.rows import Batch, BatchBuilder

_COLLECTED = 20
"""Requests between two looks for garbage."""


class Task(Struct, frozen=True):
    """A note to be read."""

    note: int
    """The id that it gets."""
    path: str
    stamp: Stamp
    digest: bytes | None
    """Of the content that the index has."""


class WorkerDiedError(Exception):
    """A worker process ended in the middle of a request."""


def do(root: Path, tasks: list[Task]) -> Batch:
    """Reads and extracts notes in this process."""
    from studytui.search.index.extract import digest, extract, unreadable
    from studytui.vault import UnreadableNoteError
    from studytui.vault.disk import LONGEST_NOTE, Disk, beginning

    disk = Disk(root)
    builder = BatchBuilder()
    for task in tasks:
        try:
            data = beginning(disk.read(task.path, LONGEST_NOTE + 1))
        except UnreadableNoteError as error:
            if task.digest == b"":
                builder.add_same(task.path, NEVER_READ)
            else:
                builder.add(task.note, unreadable(task.path, NEVER_READ, error.reason))
            continue
        if task.digest is not None and digest(data) == task.digest:
            builder.add_same(task.path, task.stamp)
        else:
            builder.add(task.note, extract(task.path, data, task.stamp))
    return builder.build()


def give_up(task: Task, reason: str) -> Batch:
    """The batch of one note that cannot be extracted."""
    from studytui.search.index.extract import unreadable

    builder = BatchBuilder()
    builder.add(task.note, unreadable(task.path, task.stamp, reason))
    return builder.build()


class Worker:
    """A worker process."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process = processes.start(processes.python_command("studytui.search.index.work"))

    def do(self, tasks: list[Task]) -> Batch:
        """As the function `do`, in the worker. Raises WorkerDiedError."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump((self._root, tasks), self._process.stdin)
            self._process.stdin.flush()
            batch = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise WorkerDiedError from error
        assert isinstance(batch, Batch)
        return batch

    def stop(self) -> None:
        """Ends it at once."""
        processes.end(self._process)


def serve() -> None:
    """Answers requests until there are no more."""
    processes.end_with_parent()
    with suppress(AttributeError, OSError):
        os.nice(5)  # whoever reads or types meanwhile goes first
    requests, answers = sys.stdin.buffer, _only_answers()
    gc.disable()  # a parser's many small values are hardly ever garbage in cycles: looking for them costs a sixth
    for number in count(1):
        try:
            root, tasks = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(do(root, tasks), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()
        if number % _COLLECTED == 0:
            gc.collect()


def _only_answers() -> IO[bytes]:
    """Standard output, for answers alone: whatever else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers
