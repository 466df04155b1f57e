"""Where the reader is, in terms that survive another width, another view and another day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from studytui.layout import Line


class Within(Struct, frozen=True):
    """A line of another note that is shown in this one."""

    host: int
    """The line that embeds it."""
    note: str
    line: int
    piece: int = 0
    """Which row of that line."""


class Anchor(Struct, frozen=True):
    """A source line and how it sits on the screen."""

    line: int
    """Source line in the file, from 1."""
    piece: int = 0
    """Which row of that source line."""
    row: int = 0
    """Rows between the top of the screen and that row."""
    within: Within | None = None
    """Of embedded text: where in it; `line` is then the line that embeds it, and counts when this is not there."""


TOP = Anchor(0)


def anchor_at(lines: Sequence[Line], top: int) -> Anchor:
    """The anchor of the first row at or below `top` that has a source line; `TOP` without one."""
    if top <= 0:
        return TOP
    for row in range(top, len(lines)):
        source = lines[row].source
        if source is not None:
            piece = 0
            while row - piece - 1 >= 0 and lines[row - piece - 1].source == source:
                piece += 1
            return Anchor(source, piece, row - top, _within(lines, row))
    return TOP


def _within(lines: Sequence[Line], row: int) -> Within | None:
    line = lines[row]
    if line.origin is None or line.source is None:
        return None
    piece = 0
    while row - piece - 1 >= 0 and lines[row - piece - 1].origin == line.origin:
        piece += 1
    return Within(line.source, *line.origin, piece)


class SourceRows:
    """Finds rows by source line, in a growing list of rows."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._known: list[int] = []
        self._embedded: dict[tuple[int, str, int], int] = {}

    def add(self, first_row: int, lines: Sequence[Line]) -> None:
        """Take in further rows, the first of which is row `first_row`."""
        fresh = False
        for row, line in enumerate(lines, first_row):
            if line.origin is not None and line.source is not None:
                self._embedded.setdefault((line.source, *line.origin), row)
            if line.source is not None and line.source not in self._first:
                self._first[line.source] = row
                if self._known and line.source < self._known[-1]:
                    fresh = True
                self._known.append(line.source)
        if fresh:
            self._known.sort()

    def row_of(self, line: int) -> int | None:
        """The first row of this source line, or of the next one that is shown, or of the last."""
        if not self._known:
            return None
        at = bisect_left(self._known, line)
        return self._first[self._known[min(at, len(self._known) - 1)]]

    def has(self, line: int) -> bool:
        """Whether this very line is shown."""
        return line in self._first

    def top_for(self, anchor: Anchor) -> int:
        """The row to scroll to so that the anchor sits where it did."""
        if anchor.line <= 0:
            return 0
        within = anchor.within
        if within is not None:
            first = self._embedded.get((within.host, within.note, within.line))
            if first is not None:
                return max(0, first + within.piece - anchor.row)
        row = self.row_of(anchor.line)
        if row is None:
            return 0
        piece = anchor.piece if self.has(anchor.line) else 0
        return max(0, row + piece - anchor.row)
