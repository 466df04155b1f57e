"""Cache of drawn diagrams: the least recently used goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cache

from studytui.layout.code.diagrams.helper import Helper, NoAnswerError

KEPT = 200
"""Drawings that are remembered."""

Request = tuple[str, int, int]
"""Source, cells that it should fit into, cells that it may take at most."""


class Drawer:
    """Draws Mermaid sources; the same one for the same room only once."""

    def __init__(self, helper: Helper | None = None) -> None:
        self._helper = helper or Helper()
        self._drawn: OrderedDict[Request, tuple[str, ...]] = OrderedDict()
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
            self._drawn[wanted] = rows
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return rows

    def close(self) -> None:
        """End the process that draws, if there is one."""
        self._helper.close()


@cache
def shared() -> Drawer:
    """The drawer of this program."""
    return Drawer()
