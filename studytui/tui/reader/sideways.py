"""Which part of a row is seen that is wider than the screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from studytui.layout import Line
from studytui.layout.wrap import cells, graphemes, narrow

LEFT, RIGHT = "‹", "›"
"""Stand in the first and the last column where the text goes on beyond it."""


class Window(NamedTuple):
    """Characters `start` to `end` of a line's text, and what is painted before and after them."""

    start: int
    end: int
    before: str = ""
    after: str = ""


def window(line: Line, shift: int, width: int) -> Window:
    """What is seen of a wide line in `width` cells, its indent included, when its text is moved `shift` to the left."""
    indent, text = line.indent, line.text[line.indent :]
    room = max(1, width - cells(line.text[:indent]))
    places = _places(text)
    total = places.cells(len(text))
    first = min(shift, total)
    last = min(shift + room, total)
    cut_left, cut_right = bool(text) and shift > 0, total > shift + room
    start = places.at_or_after(first + cut_left) if cut_left else 0
    end = max(start, places.at_or_before(last - cut_right))
    if not cut_left and not cut_right:
        return Window(indent, indent + len(text))
    # Half a wide character is a blank.
    before = LEFT + " " * (min(places.cells(start), last) - first - 1) if cut_left else ""
    after = " " * (last - 1 - max(places.cells(end), first + cut_left)) + RIGHT if cut_right else ""
    return Window(indent + start, indent + end, before, after)


class _Places:
    """Where the characters of a text stand: offset of each grapheme, and the cell that it begins in."""

    def __init__(self, text: str) -> None:
        if narrow(text):
            self._offsets: list[int] | range = range(len(text) + 1)
            self._cells: list[int] | range = self._offsets
        else:
            found = graphemes(text)
            self._offsets = [start for start, _, _ in found] + [len(text)]
            self._cells = list(accumulate((size for _, _, size in found), initial=0))

    def cells(self, offset: int) -> int:
        return self._cells[bisect_left(self._offsets, offset)]

    def at_or_after(self, cell: int) -> int:
        return self._offsets[min(bisect_left(self._cells, cell), len(self._offsets) - 1)]

    def at_or_before(self, cell: int) -> int:
        return self._offsets[max(0, bisect_right(self._cells, cell) - 1)]


@lru_cache(maxsize=256)
def _places(text: str) -> _Places:
    return _Places(text)
