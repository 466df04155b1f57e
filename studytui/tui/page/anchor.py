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
    run: int = 0
    """Which of several places that have rows of that line: the text of an inline footnote stands far below it."""
    within: Within | None = None
    """Of embedded text: where in it; `line` is then the line that embeds it, and counts when this is not there."""


TOP = Anchor(0)


def anchor_at(lines: Sequence[Line], top: int, rows_of: SourceRows | None = None) -> Anchor:
    """The anchor of the first row at or below `top` that has a source line; `TOP` without one."""
    if top <= 0:
        return TOP
    for row in range(top, len(lines)):
        source = lines[row].source
        if source is not None:
            piece = 0
            while row - piece - 1 >= 0 and lines[row - piece - 1].source == source:
                piece += 1
            run = rows_of.run_at(source, row - piece) if rows_of is not None else 0
            return Anchor(source, piece, row - top, run, _within(lines, row))
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
        self._again: dict[int, list[int]] = {}
        """Where else than at first rows of a line begin."""
        self._last: int | None = None
        """The source line of the last row."""
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
            elif line.source is not None and line.source != self._last and line.origin is None:
                self._again.setdefault(line.source, []).append(row)
            self._last = line.source
        if fresh:
            self._known.sort()

    def row_of(self, line: int) -> int | None:
        """The first row of this source line, or of the next one that is shown, or of the last."""
        if not self._known:
            return None
        at = bisect_left(self._known, line)
        return self._first[self._known[min(at, len(self._known) - 1)]]

    def has(self, line: int) -> bool:
        """True if the row of this source line is shown, and not dropped by a view or a fold."""
        return line in self._first

    def run_at(self, line: int, row: int) -> int:
        """Which of the places that have rows of this source line begins on that row."""
        again = self._again.get(line, ())
        return again.index(row) + 1 if row in again else 0

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
        again = self._again.get(anchor.line, ())
        if 0 < anchor.run <= len(again):
            row = again[anchor.run - 1]
        return max(0, row + piece - anchor.row)
