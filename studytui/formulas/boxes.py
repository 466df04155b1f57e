"""Rows of text that stand beside each other and below each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

LARGEST = 40_000
"""Cells that a drawn formula may take."""

_TALL = {
    "(": tuple("⎛⎜⎝"),
    ")": tuple("⎞⎟⎠"),
    "[": tuple("⎡⎢⎣"),
    "]": tuple("⎤⎥⎦"),
    "|": tuple("│││"),
    "‖": tuple("‖‖‖"),
    "⌊": tuple("⎢⎢⎣"),
    "⌋": tuple("⎥⎥⎦"),
    "⌈": tuple("⎡⎢⎢"),
    "⌉": tuple("⎤⎥⎥"),
}
"""Delimiter -> its first row, the rows between, its last row."""
_BRACES = {"{": tuple("⎧⎪⎨⎩"), "}": tuple("⎫⎪⎬⎭")}


class Box(Struct, frozen=True):
    """Rows, all of one width; the formula around them goes on at row `base`."""

    rows: tuple[str, ...]
    base: int = 0
    ends_open: bool = False
    """True if no delimiter stands on its right: what follows would look like a part of one row."""

    @property
    def width(self) -> int:
        """Cells of each row."""
        return cells(self.rows[0])


def cells(text: str) -> int:
    """Columns that a text takes on the screen."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(character) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def padded(text: str, width: int, align: str) -> str:
    """The text with blanks around it: `l`, `r` or `c`."""
    missing = width - cells(text)
    before = 0 if align == "l" else missing if align == "r" else missing // 2
    return " " * before + text + " " * (missing - before)


def beside(boxes: Sequence[Box]) -> Box:
    """The boxes from left to right, on one base line."""
    above = max((box.base for box in boxes), default=0)
    below = max((len(box.rows) - box.base for box in boxes), default=1)
    rows = [""] * (above + below)
    for box in boxes:
        width = box.width
        for index in range(len(rows)):
            own = index - above + box.base
            rows[index] += box.rows[own] if 0 <= own < len(box.rows) else " " * width
    return Box(tuple(rows), above)


def stacked(boxes: Sequence[Box], align: str = "l") -> Box:
    """The boxes from top to bottom."""
    width = max(box.width for box in boxes)
    rows = tuple(padded(row, width, align) for box in boxes for row in box.rows)
    return Box(rows, (len(rows) - 1) // 2)


def grid(rows: Sequence[Sequence[Box]], aligns: Sequence[str], gaps: Sequence[str]) -> Box | None:
    """A table: `gaps` stand before each column, and after the last one; None for one that is too large."""
    widths = [max(row[column].width for row in rows) for column in range(len(aligns))]
    height = sum(max(len(box.rows) for box in row) for row in rows)
    if (sum(widths) + sum(map(len, gaps))) * height > LARGEST:
        return None
    lines: list[Box] = []
    for row in rows:
        above = max(box.base for box in row)
        tall = above + max(len(box.rows) - box.base for box in row)
        between = [Box((gap,) * tall, above) for gap in gaps]
        parts = [between[0]]
        for index, box in enumerate(row):
            parts.append(Box(tuple(padded(line, widths[index], aligns[index]) for line in box.rows), box.base))
            parts.append(between[index + 1])
        lines.append(beside(parts))
    return stacked(lines)


def fenced(left: str, box: Box, right: str) -> Box | None:
    """The box between delimiters as tall as it is; None for one that is not drawn so."""
    height = len(box.rows)
    sides = [_tall(side, height) for side in (left, right)]
    if sides[0] is None or sides[1] is None:
        return None
    rows = tuple(before + row + after for before, row, after in zip(sides[0], box.rows, sides[1], strict=True))
    return Box(rows, box.base, ends_open=not right)


def _tall(side: str, height: int) -> list[str] | None:
    if height == 1 or not side:
        return [side] * height
    if side in _BRACES:
        first, between, middle, last = _BRACES[side]
        rows = [first, *[between] * (height - 2), last]
        if height > 2:
            rows[(height - 1) // 2] = middle
        return rows
    if side not in _TALL:
        return None
    first, between, last = _TALL[side]
    return [first, *[between] * (height - 2), last]
