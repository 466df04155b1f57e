"""Makes the cards of many notes in worker processes, of few in this one.

A worker is `serve` of this module run as a program: it answers requests until its standard input ends. It imports no
more than it needs; what only one side uses is imported where it is used.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from studytui import processes

if TYPE_CHECKING:
    from concurrent.futures import Future

    from studytui.markdown import Legend

NOTES_A_WORKER: Final = 150
"""So many notes are worth the start of a worker process."""
BATCH: Final = 80
NOTES_A_BATCH: Final = 10
"""Notes of one step where no worker is worth it, or to be had."""
MOST_WORKERS: Final = 4

Answer = list[tuple[str, bytes | None]]
"""Notes, and their cards as they are kept; None for a note that cannot be read."""


class Request(Struct, frozen=True):
    """The notes that cards are to be made of, and how."""

    root: Path
    legend: Legend
    strict_breaks: bool
    notes: Sequence[str]


def do(request: Request) -> Answer:
    """The cards of some notes, as msgspec packs a list of them."""
    from studytui.markdown import marks_possible, read
    from studytui.markdown.canvas import LARGEST, BrokenCanvasError, read_canvas
    from studytui.study.cards import cards_of
    from studytui.study.plugins import cards_possible
    from studytui.vault import UnreadableNoteError
    from studytui.vault.disk import Disk
    from studytui.vault.encoding import LONGEST_NOTE, beginning, decode
    from studytui.vault.names import is_canvas, stem

    disk = Disk(request.root)
    encode = msgspec.msgpack.Encoder().encode
    answer: Answer = []
    for path in request.notes:
        text = None
        try:
            if is_canvas(path):
                document = read_canvas(disk.read(path, LARGEST + 1), cards_only=True)
            else:
                text = decode(beginning(disk.read(path, LONGEST_NOTE + 1)))
        except (UnreadableNoteError, BrokenCanvasError):
            answer.append((path, None))
            continue
        if text is None:
            pass
        elif not marks_possible(text) and not cards_possible(text):
            answer.append((path, b""))
            continue
        else:
            document = read(text, strict_breaks=request.strict_breaks).document()
        title = (document.frontmatter.title or stem(path)).encode("utf-8", "replace").decode()  # halves of characters
        cards = cards_of(document, title, request.legend, text=text)
        answer.append((path, encode(cards) if cards else b""))
    return answer


def serve() -> None:
    """Answers requests until there are no more."""
    processes.end_with_parent()
    with suppress(AttributeError, OSError):
        os.nice(5)  # whoever reads or types meanwhile goes first
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints goes to standard error
    gc.disable()  # a parser's many small values are hardly ever garbage in cycles
    while True:
        try:
            request = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(do(request), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()
        gc.collect(0)  # what little there is of it is all of this request


def in_batches(request: Request) -> Iterator[Answer]:
    """The cards of all notes, a batch at a time, in their order; closing the generator stops the work."""
    notes = request.notes
    workers: deque[_Worker] = deque()
    with suppress(OSError, ValueError):  # no processes to be had: this one does it
        for _ in range(min(len(notes) // NOTES_A_WORKER, MOST_WORKERS, _processors())):
            workers.append(_Worker())
    size = BATCH if workers else NOTES_A_BATCH
    pieces = deque(
        msgspec.structs.replace(request, notes=notes[start : start + size]) for start in range(0, len(notes), size)
    )
    if not workers:
        yield from map(do, pieces)
        return
    from concurrent.futures import ThreadPoolExecutor  # no worker needs it

    everyone = list(workers)
    running: deque[Future[Answer]] = deque()

    def answer(piece: Request) -> Answer:
        worker = workers.popleft()
        try:
            return worker.do(piece)
        finally:
            workers.append(worker)

    with ThreadPoolExecutor(len(everyone), "studytui-cards") as threads:
        try:
            while pieces or running:
                while pieces and len(running) < 2 * len(everyone) + 1:
                    running.append(threads.submit(answer, pieces.popleft()))
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()
            for worker in everyone:
                worker.stop()


class _Worker:
    """A worker process, and those that follow it when a note ends it."""

    def __init__(self) -> None:
        self._process = self._start()
        self._stopped = False

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        return processes.start(processes.python_command("studytui.study.workers"))

    def do(self, request: Request) -> Answer:
        """As the function `do`, in the worker; a note that ends a worker has no cards."""
        try:
            return self._ask(request)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            if self._stopped:
                return []
            processes.end(self._process)
            self._process = self._start()
        if len(request.notes) == 1:
            return [(request.notes[0], None)]
        answers = (self.do(msgspec.structs.replace(request, notes=[note])) for note in request.notes)
        return [row for answer in answers for row in answer]

    def _ask(self, request: Request) -> Answer:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump(request, self._process.stdin)
        self._process.stdin.flush()
        answer: Answer = pickle.load(self._process.stdout)
        return answer

    def stop(self) -> None:
        """Ends it at once."""
        self._stopped = True
        processes.end(self._process)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
