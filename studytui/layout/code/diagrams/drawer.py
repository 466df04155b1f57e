"""Cache of drawn diagrams: the least recently used goes first."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from functools import cache

from studytui.layout.code.diagrams.helper import Helper, NoAnswerError

KEPT = 200
"""Drawings that are remembered."""
LATE = "not drawn: it would take too long"
TRIES = 3
"""Times that a drawing may be late before it is given up: the machine may have been busy."""

Request = tuple[str, int, int]
"""Source, cells that it should fit into, cells that it may take at most."""


class Drawer:
    """Draws Mermaid sources; the same one for the same room only once."""

    def __init__(self, helper: Helper | None = None) -> None:
        self._helper = helper or Helper()
        self._drawn: OrderedDict[Request, tuple[str, ...]] = OrderedDict()
        self._problems: dict[str, str] = {}
        self._late: Counter[Request] = Counter()
        self._lock = threading.Lock()

    def known(self, wanted: Request) -> tuple[str, ...] | None:
        """The rows, if it was drawn before: none if it can't be drawn. None if it was not tried."""
        with self._lock:
            rows = self._drawn.get(wanted)
            if rows is not None:
                self._drawn.move_to_end(wanted)
            return rows

    def draw(self, wanted: Request) -> tuple[str, ...]:
        """The rows; none for what can't be drawn, or not in time. Blocks as long as that takes."""
        rows = self.known(wanted)
        if rows is not None:
            return rows
        source, room, most = wanted
        try:
            answer = self._helper.ask({"source": source, "room": room, "most": most})
        except NoAnswerError:
            return ()
        rows = tuple(map(str, answer)) if isinstance(answer, list) else ()
        with self._lock:
            if isinstance(answer, str) and answer:
                self._problems[source] = answer
            elif answer is None:
                self._problems[source] = LATE
                self._late[wanted] += 1
                if self._late[wanted] < TRIES:
                    return ()
            elif self._problems.get(source) == LATE:
                del self._problems[source]
            self._drawn[wanted] = rows
            while len(self._drawn) > KEPT:
                (gone, _, _), _ = self._drawn.popitem(last=False)
                self._problems.pop(gone, None)
        return rows

    def problem(self, source: str) -> str | None:
        """Why a source that was tried is shown as it is, if that is known."""
        with self._lock:
            return self._problems.get(source)

    def close(self) -> None:
        """End the process that draws, if there is one."""
        self._helper.close()


@cache
def shared() -> Drawer:
    """The drawer of this program."""
    return Drawer()
