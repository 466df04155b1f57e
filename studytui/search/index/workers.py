"""Reading and extracting notes: a few in this process, many in worker processes, one thread waiting for each.

A worker is `serve` of this module run as a program. It reads requests from standard input and answers on standard
output until that ends, as it does when the app is gone, however that came about. It imports no more than it needs:
what only one side uses is imported where it is used.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from studytui import processes
from studytui.search.index.lines import pack_lines
from studytui.search.index.postings import SegmentBuilder
from studytui.search.index.record import NEVER_READ, Record, Stamp, as_json
from studytui.search.text.fold import plain
from studytui.search.text.spelling import spellings
from studytui.sqlite import path_key

if TYPE_CHECKING:
    from concurrent.futures import Future

    from studytui.search.index.extract import Source

NOTES_A_WORKER: Final = 150
"""So many notes are worth the start of worker processes."""
BATCH: Final = 80
"""Notes of one request to a worker: the app stores an answer in a few milliseconds."""
TOGETHER: Final = 100_000
"""Bytes of notes whose steps are taken together; more would be much memory."""
MUCH: Final = 500_000
"""So many bytes are, too: in the app itself they would hold up keys, and its end."""
NOTES_A_BATCH: Final = 5
"""Notes of one step where the app itself reads them, so that it can stop soon."""
MOST_WORKERS: Final = 4


class Task(Struct, frozen=True):
    """A note to be read."""

    note: int
    """The id that it gets."""
    path: str
    stamp: Stamp
    digest: bytes | None
    """Of the content that the index has."""


class Batch(Struct):
    """Rows of several notes, and their words."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)
    bodies: list[tuple[Any, ...]] = field(default_factory=list)
    tags: list[tuple[Any, ...]] = field(default_factory=list)
    properties: list[tuple[Any, ...]] = field(default_factory=list)
    links: list[tuple[Any, ...]] = field(default_factory=list)
    words: dict[str, bytearray] = field(default_factory=dict)
    compounds: set[tuple[str, str]] = field(default_factory=set)
    abbreviations: list[tuple[Any, ...]] = field(default_factory=list)
    same: list[tuple[str, Stamp]] = field(default_factory=list)
    """Notes whose content is what the index has; only their stamp is new."""


class BatchBuilder:
    """Makes a batch of records that come with ascending ids."""

    def __init__(self) -> None:
        self._batch = Batch()
        self._words = SegmentBuilder()

    def add(self, note: int, record: Record) -> None:
        """One note under this id."""
        batch, stamp = self._batch, record.stamp
        head = {
            "aliases": record.aliases,
            "permalinks": record.permalinks,
            "pinned": record.pinned,
            "hidden": record.hidden,
            "home": record.home,
            "headings": [
                [level, record.lines.texts[at], record.lines.sources[at]] for at, level in record.lines.levels.items()
            ],
        }
        marks = [record.marks.buckets, record.marks.lines] if record.marks.buckets else []
        batch.notes.append(
            (
                note,
                path_key(record.path),
                stamp.size,
                stamp.mtime_ns,
                stamp.ctime_ns,
                record.digest,
                record.title,
                as_json(head),
                as_json(marks),
                record.error,
            )
        )
        batch.bodies.append((note, *pack_lines(record.lines, record.folded)))
        batch.tags += ((plain(tag), note, tag) for tag in record.tags)
        batch.properties += ((name, note, value) for name, value in record.properties)
        batch.links += ((note, place, *link) for place, link in enumerate(record.links))
        batch.abbreviations += (
            (short, long, note, times, written, words) for short, long, times, written, words in record.abbreviations
        )
        batch.compounds.update((spellings("".join(parts))[-1], " ".join(parts)) for parts in record.compounds)
        self._words.add(note, record.words)

    def add_same(self, path: str, stamp: Stamp) -> None:
        """One note that was written anew with the content it had."""
        self._batch.same.append((path, stamp))

    def build(self) -> Batch:
        """The packed records of the notes that were added."""
        self._batch.words = self._words.packed()
        return self._batch


def do(root: Path, tasks: list[Task]) -> Batch:
    """Reads and extracts notes in this process."""
    from studytui.search.index.extract import Source, extract_all, unreadable

    builder = BatchBuilder()
    for read in _read(root, tasks):
        records = iter(extract_all([found for _, found in read if isinstance(found, Source)]))
        for task, found in read:
            if isinstance(found, Source):
                builder.add(task.note, next(records))
            elif found is None:
                builder.add_same(task.path, task.stamp)
            elif task.digest == b"":
                builder.add_same(task.path, NEVER_READ)
            else:
                builder.add(task.note, unreadable(task.path, NEVER_READ, found))
    return builder.build()


def _read(root: Path, tasks: list[Task]) -> Iterator[list[tuple[Task, Source | str | None]]]:
    """The notes in lists of about `TOGETHER` bytes: each as it is, why it can't be read, or None if it is the same."""
    from studytui.search.index.extract import Source, digest
    from studytui.vault import UnreadableNoteError
    from studytui.vault.disk import Disk
    from studytui.vault.encoding import LONGEST_NOTE, beginning

    disk = Disk(root)
    read: list[tuple[Task, Source | str | None]] = []
    size = 0
    for task in tasks:
        found: Source | str | None
        try:
            data = beginning(disk.read(task.path, LONGEST_NOTE + 1))
        except UnreadableNoteError as error:
            found = error.reason
        else:
            same = task.digest is not None and digest(data) == task.digest
            found = None if same else Source(task.path, data, task.stamp)
            size += len(data)
        read.append((task, found))
        if size >= TOGETHER:
            yield read
            read, size = [], 0
    yield read


def give_up(task: Task, reason: str) -> Batch:
    """The batch of one note that cannot be extracted."""
    from studytui.search.index.extract import unreadable

    builder = BatchBuilder()
    builder.add(task.note, unreadable(task.path, task.stamp, reason))
    return builder.build()


def serve() -> None:
    """Answers requests until there are no more."""
    processes.end_with_parent()
    with suppress(AttributeError, OSError):
        os.nice(5)  # whoever reads or types meanwhile goes first
    requests, answers = sys.stdin.buffer, _only_answers()
    gc.disable()  # a parser's many small values are hardly ever garbage in cycles: looking for them costs a sixth
    while True:
        try:
            root, tasks = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(do(root, tasks), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()
        gc.collect(0)  # what little there is of it is all of this request


def _only_answers() -> IO[bytes]:
    """Standard output, for answers alone: whatever else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


class WorkerDiedError(Exception):
    """A worker process ended in the middle of a request."""


class Worker:
    """A worker process."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process = processes.start(processes.python_command("studytui.search.index.workers"))

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


def batches(root: Path, tasks: list[Task]) -> Iterator[Batch]:
    """The notes read and extracted, in the order of the tasks; closing the generator stops the work."""
    size = sum(task.stamp.size for task in tasks)
    if len(tasks) >= NOTES_A_WORKER or size >= MUCH:
        try:
            crew = Crew(root, max(len(tasks) // NOTES_A_WORKER, size // MUCH, 1))
        except (OSError, ValueError):  # no processes to be had: this one does it
            pass
        else:
            yield from crew.run(tasks)
            return
    for start in range(0, len(tasks), NOTES_A_BATCH):
        yield do(root, tasks[start : start + NOTES_A_BATCH])


class Crew:
    """As many workers as there are processors, or `most`. Raises OSError or ValueError when none can be started."""

    def __init__(self, root: Path, most: int = MOST_WORKERS) -> None:
        self._root = root
        self._stopped = False
        self._idle = deque(Worker(root) for _ in range(max(1, min(most, MOST_WORKERS, _processors()))))
        self._busy: set[Worker] = set()

    def run(self, tasks: list[Task]) -> Iterator[Batch]:
        """The batches in the order of the tasks; a few requests are under way ahead of what is asked for."""
        from concurrent.futures import ThreadPoolExecutor  # no worker needs it

        pieces = deque(tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH))
        running: deque[Future[list[Batch]]] = deque()
        ahead = 2 * len(self._idle) + 1
        with ThreadPoolExecutor(len(self._idle), "studytui-index") as threads:
            try:
                while pieces or running:
                    while pieces and len(running) < ahead:
                        running.append(threads.submit(self._answer, pieces.popleft()))
                    yield from running.popleft().result()
            finally:
                self._stopped = True
                for future in running:
                    future.cancel()
                for worker in [*self._idle, *self._busy]:
                    worker.stop()

    def _answer(self, tasks: list[Task]) -> list[Batch]:
        worker = self._idle.popleft()
        self._busy.add(worker)
        try:
            return [worker.do(tasks)]
        except WorkerDiedError:
            worker.stop()
            self._busy.discard(worker)
            if self._stopped:
                return []
            found = [self._alone(task) for task in tasks]
            worker = Worker(self._root)
            return found
        finally:
            self._busy.discard(worker)
            self._idle.append(worker)

    def _alone(self, task: Task) -> Batch:
        """One note of a request that killed a worker, with a worker of its own: it may be the one to blame."""
        worker = Worker(self._root)
        try:
            return worker.do([task])
        except WorkerDiedError:
            return give_up(task, "reading it failed")
        finally:
            worker.stop()


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
