"""Pictures as half blocks: two pixels a cell, in any terminal with colours."""

from __future__ import annotations

from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

BYTES_A_CELL = 900
"""What a drawn cell takes in memory: a segment, a style and its colours."""


class HalfBlocks:
    """A picture of `columns` by `2 * rows` pixels; its rows are made when they are first shown."""

    def __init__(self, pixels: bytes, columns: int, rows: int) -> None:
        self._pixels = pixels
        self._columns = columns
        self._rows: list[list[Segment] | None] = [None] * rows

    @property
    def bytes_held(self) -> int:
        """Memory that it may come to take."""
        return self._columns * len(self._rows) * BYTES_A_CELL

    def row(self, index: int) -> list[Segment]:
        """The segments of one row, as wide as the picture."""
        known = self._rows[index]
        if known is None:
            known = self._rows[index] = self._make(index)
        return known

    def _make(self, index: int) -> list[Segment]:
        wide = self._columns * 3
        above = self._pixels[2 * index * wide : (2 * index + 1) * wide]
        below = self._pixels[(2 * index + 1) * wide : (2 * index + 2) * wide]
        cells = [above[at : at + 3] + below[at : at + 3] for at in range(0, wide, 3)]
        segments: list[Segment] = []
        for colors, run in groupby(cells):
            length = len(list(run))
            upper, lower = Color.from_rgb(*colors[:3]), Color.from_rgb(*colors[3:])
            # A blank has one colour: nothing between its halves can shine through.
            text = " " if upper == lower else "▀"
            segments.append(Segment(text * length, Style.from_color(upper, lower)))
        return segments
