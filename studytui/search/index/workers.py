"""Reads many notes with worker processes, one thread waiting for each; what one note breaks stays that note's."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from studytui.search.index import work
from studytui.search.index.rows import Batch
from studytui.search.index.work import Task, Worker, WorkerDiedError

MANY: Final = 150
"""So many notes are worth the start of worker processes."""
BATCH: Final = 80
"""Notes of one request to a worker: the app stores an answer in a few milliseconds."""
MUCH: Final = 500_000
"""So many bytes are, too: in the app itself they would hold up keys, and its end."""
FEW: Final = 5
"""Notes of one step where the app itself reads them, so that it can stop soon."""
MOST_WORKERS: Final = 4


def batches(root: Path, tasks: list[Task]) -> Iterator[Batch]:
    """The notes read and extracted, in the order of the tasks; closing the generator stops the work."""
    size = sum(task.stamp.size for task in tasks)
    if len(tasks) >= MANY or size >= MUCH:
        try:
            crew = Crew(root, max(len(tasks) // MANY, size // MUCH, 1))
        except (OSError, ValueError):  # no processes to be had: this one does it
            pass
        else:
            yield from crew.run(tasks)
            return
    for start in range(0, len(tasks), FEW):
        yield work.do(root, tasks[start : start + FEW])


class Crew:
    """As many workers as there are processors, or `most`. Raises OSError or ValueError when none can be started."""

    def __init__(self, root: Path, most: int = MOST_WORKERS) -> None:
        self._root = root
        self._stopped = False
        self._idle = deque(Worker(root) for _ in range(max(1, min(most, MOST_WORKERS, _processors()))))
        self._busy: set[Worker] = set()

    def run(self, tasks: list[Task]) -> Iterator[Batch]:
        """The batches in the order of the tasks; a few requests are under way ahead of what is asked for."""
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
            return work.give_up(task, "reading it failed")
        finally:
            worker.stop()


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
