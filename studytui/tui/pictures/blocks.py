"""Pictures as characters of blocks: four pixels a cell (quadrants) or six (sextants), in two colours a cell."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

BYTES_A_CELL = 900
"""Bytes that a drawn cell takes: a segment, a style and its colours."""

FLAT = 8
"""A cell whose pixels differ by less in every channel has one colour."""
CALM = 300
"""By how much (squared, of all its pixels) a cell may be further from the picture if it has half blocks for that."""

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By bits: upper left 1, upper right 2, lower left 4, lower right 8."""
_HALF = 0b0011


def _sextant(bits: int) -> str:
    halves = {0: " ", 0b010101: "▌", 0b101010: "▐", 0b111111: "█"}
    return halves.get(bits) or chr(0x1FB00 + bits - 1 - (bits > 0b010101) - (bits > 0b101010))


class Grid(NamedTuple):
    """The pixels of a cell, and the character for each set of them."""

    across: int
    down: int
    signs: str


QUADRANTS = Grid(2, 2, _QUADRANTS)
SEXTANTS = Grid(2, 3, "".join(map(_sextant, range(64))))

Rgb = tuple[int, int, int]
_Cell = tuple[int, Rgb, Rgb]
"""Bits of the pixels in the foreground, its colour, and that of the background."""


class Blocks:
    """A picture of `columns` by `rows` cells of a grid's pixels; its segments are made when they are first shown."""

    def __init__(self, pixels: bytes, columns: int, rows: int, grid: Grid = QUADRANTS) -> None:
        self._columns = columns
        self._grid = grid
        wide = columns * grid.across * 3
        size = wide * grid.down
        # Chosen here, in a worker: a screen of pictures would keep the event loop too long.
        self._cells = [_encoded(pixels[at : at + size], columns, grid) for at in range(0, size * rows, size)]
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
        segments: list[Segment] = []
        for colors, run in groupby(self._cells[index], key=lambda cell: cell[1:]):
            front, back = Color.from_rgb(*colors[0]), Color.from_rgb(*colors[1])
            text = "".join(self._grid.signs[bits] for bits, _, _ in run)
            segments.append(Segment(text, Style.from_color(front, back)))
        return segments


def _encoded(pixels: bytes, columns: int, grid: Grid) -> list[_Cell]:
    """The cells of one row of pixels; equal ones are one in memory."""
    wide = columns * grid.across
    known: dict[tuple[Rgb, ...], _Cell] = {}
    lines = [
        list(zip(line[0::3], line[1::3], line[2::3], strict=True))
        for line in (pixels[at : at + wide * 3] for at in range(0, len(pixels), wide * 3))
    ]
    cells: list[_Cell] = []
    for at in range(0, wide, grid.across):
        own: tuple[Rgb, ...] = tuple(pixel for line in lines for pixel in line[at : at + grid.across])
        cell = known.get(own)
        if cell is None:
            cell = known[own] = _chosen(own)
        cells.append(cell)
    return cells


def _chosen(own: tuple[Rgb, ...]) -> _Cell:
    """The two colours, and the pixels in the first, that are nearest to a cell's pixels by squared error.

    Tried are the sets that differ along the channel in which the pixels differ most, and of four pixels the two halves,
    which win where they are about as good: what has no edge stays calm.
    """
    count = len(own)
    reds, greens, blues = zip(*own, strict=True)
    spreads = [max(reds) - min(reds), max(greens) - min(greens), max(blues) - min(blues)]
    widest = max(spreads)
    if widest < FLAT:
        mean = (sum(reds) // count, sum(greens) // count, sum(blues) // count)
        return 0, mean, mean
    channel = (reds, greens, blues)[spreads.index(widest)]
    order = sorted(range(count), key=channel.__getitem__)
    total = sum(reds), sum(greens), sum(blues)
    best, gain = 0, -1.0
    bits = red = green = blue = 0
    for number, place in enumerate(order[:-1], 1):
        bits |= 1 << place
        red, green, blue = red + reds[place], green + greens[place], blue + blues[place]
        now = _gain((red, green, blue), number, total, count)
        if now > gain:
            best, gain = bits, now
    if count == 4 and best != _HALF:
        upper = (reds[0] + reds[1], greens[0] + greens[1], blues[0] + blues[1])
        if _gain(upper, 2, total, 4) > gain - CALM:
            best = _HALF
    if not best & 1:
        best = (1 << count) - 1 - best  # the upper left one is always in the foreground, so that signs change less
    front = [pixel for place, pixel in enumerate(own) if best >> place & 1]
    back = [pixel for place, pixel in enumerate(own) if not best >> place & 1]
    return best, _mean(front), _mean(back)


def _gain(part: tuple[int, int, int], number: int, total: tuple[int, int, int], count: int) -> float:
    """How much nearer two colours are than one, but for what is the same for every choice."""
    red, green, blue = part
    more_red, more_green, more_blue = total[0] - red, total[1] - green, total[2] - blue
    return (red * red + green * green + blue * blue) / number + (
        more_red * more_red + more_green * more_green + more_blue * more_blue
    ) / (count - number)


def _mean(pixels: list[Rgb]) -> Rgb:
    count = len(pixels)
    red, green, blue = (sum(values) for values in zip(*pixels, strict=True))
    return (red + count // 2) // count, (green + count // 2) // count, (blue + count // 2) // count
