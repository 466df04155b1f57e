"""The pictures of all pages: what their files hold, and those that are drawn, within bounds."""

from __future__ import annotations

import random
import threading
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.segment import Segment

from studytui.tui.pictures.mode import MOST_COLUMNS, MOST_SIXEL_PIXELS, Mode

if TYPE_CHECKING:
    from studytui.tui.pictures.blocks import Blocks
    from studytui.tui.pictures.decode import Rgb
    from studytui.tui.pictures.header import Header
    from studytui.tui.pictures.kitty import KittyPicture

MOST_PICTURE_BYTES = 64_000_000
"""Bytes that drawn pictures may take, here and in the terminal."""
AT_LEAST = 4
"""Pictures that are kept however large they are: those on the screen."""

Stamp = tuple[int, int]
"""Time of change and size of a file."""


class Key(Struct, frozen=True):
    """Cache key of a drawn picture: file, its version, size in cells, and protocol."""

    file: Path
    stamp: Stamp
    columns: int
    rows: int
    background: Rgb
    faint: bool = False
    """True if it stands in a row that stands back."""
    cell: tuple[int, int] = (0, 0)
    """The cell's width and height in pixels that it is drawn for."""


class Drawn(Struct, frozen=True):
    """A picture, ready for the screen."""

    cells: Blocks | KittyPicture
    strips: tuple[str, ...] = ()
    """Sixels, or images of iTerm2, one string a row, which go over the cells."""
    farewell: str = ""
    """Escape sequence that makes the terminal forget it."""

    @property
    def bytes_held(self) -> int:
        """Memory that it takes."""
        return self.cells.bytes_held + sum(map(len, self.strips))

    def row(self, index: int) -> list[Segment]:
        """The segments of one row."""
        return self.cells.row(index)


class Outcome(Struct, frozen=True):
    """The result of drawing one picture: the drawing, or the reason why there is none."""

    key: Key
    drawn: Drawn | None = None
    escape: str = ""
    """Escape sequence that the terminal must get before the picture's cells."""
    problem: str = ""


class Gallery:
    """The cache of drawn pictures and the protocol they are drawn by; shared by all pages.

    Workers draw (`draw`); the screen alone calls `keep`, `look` and `clear`.
    """

    def __init__(self, mode: Mode = "off", cell: tuple[int, int] | None = None, *, through_tmux: bool = False) -> None:
        self.mode: Mode = mode if mode != "sixel" or cell is not None else "halfblock"
        self.cell = cell or (10, 20)
        """A cell's width and height in pixels."""
        self.through_tmux = through_tmux
        self.headers: dict[tuple[Path, Stamp], Header | str] = {}
        """Headers of image files by path and stamp; of a file that is no picture, the reason."""
        self.one_at_a_time = threading.Lock()
        self._drawn: OrderedDict[Key, Drawn] = OrderedDict()
        self._bytes = 0
        self._number = random.randrange(1 << 24)

    @property
    def library_missing(self) -> bool:
        """True if pictures are wanted and only Pillow is missing."""
        return self.mode != "off" and not _library_is_there()

    @property
    def draws(self) -> bool:
        """True if pictures are drawn, by any protocol."""
        return self.mode != "off" and _library_is_there()

    @property
    def coarse(self) -> bool:
        """True if a cell shows few pixels of a picture."""
        return self.mode in ("halfblock", "sextant")

    @property
    def most_columns(self) -> int:
        """Columns that a picture may have."""
        return min(MOST_COLUMNS, MOST_SIXEL_PIXELS // self.cell[0]) if self.mode == "sixel" else MOST_COLUMNS

    @property
    def shape(self) -> float:
        """The height of a cell for a width of 1."""
        return self.cell[1] / self.cell[0]

    @property
    def bytes_held(self) -> int:
        """Memory that the drawn pictures take."""
        return self._bytes

    def next_number(self) -> int:
        """A number of 24 bits for a picture in the terminal, unlikely to be another program's; never 0."""
        self._number = (self._number + 1) % (1 << 24) or 1
        return self._number

    def look(self, key: Key) -> Drawn | None:
        """The picture, if it is drawn."""
        drawn = self._drawn.get(key)
        if drawn is not None:
            self._drawn.move_to_end(key)
        return drawn

    def keep(self, outcome: Outcome) -> str:
        """Takes in what a worker came to; returns what the terminal must get."""
        key, drawn = outcome.key, outcome.drawn
        if drawn is None:
            self.headers[key.file, key.stamp] = outcome.problem
            return ""
        if key in self._drawn:
            return ""
        self._drawn[key] = drawn
        self._bytes += drawn.bytes_held
        gone: list[str] = []
        while self._bytes > MOST_PICTURE_BYTES and len(self._drawn) > AT_LEAST:
            _, oldest = self._drawn.popitem(last=False)
            self._bytes -= oldest.bytes_held
            gone.append(oldest.farewell)
        return outcome.escape + "".join(gone)

    def clear(self) -> str:
        """Forgets all drawn pictures; returns what makes the terminal forget them."""
        gone = "".join(drawn.farewell for drawn in self._drawn.values())
        self._drawn.clear()
        self._bytes = 0
        return gone


def _library_is_there() -> bool:
    """True if Pillow is installed; it is not imported."""
    try:
        return find_spec("PIL") is not None
    except (ImportError, ValueError):
        return False
