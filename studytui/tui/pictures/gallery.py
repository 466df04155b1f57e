"""The pictures of all pages: what their files hold, and those that are drawn, within bounds."""

from __future__ import annotations

import random
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rich.segment import Segment

from studytui.tui.pictures.decode import Rgb, library_is_there
from studytui.tui.pictures.halfblocks import HalfBlocks
from studytui.tui.pictures.header import Header, UndrawableError, read_header
from studytui.tui.pictures.kitty import KittyPicture
from studytui.tui.pictures.mode import Mode
from studytui.vault.errors import UnreadableNoteError

if TYPE_CHECKING:
    from PIL.Image import Image

    from studytui.vault import Vault

LIMIT = 64_000_000
"""Bytes that drawn pictures may take, here and in the terminal."""
AT_LEAST = 4
"""Pictures that are kept however large they are: those on the screen."""

Stamp = tuple[int, int]
"""Time of change and size of a file."""


@dataclass(frozen=True, slots=True)
class Key:
    """One picture as it is drawn at one place."""

    file: Path
    stamp: Stamp
    columns: int
    rows: int
    background: Rgb
    faint: bool = False
    """Whether it stands in a row that stands back."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, ready for the screen."""

    cells: HalfBlocks | KittyPicture
    strips: tuple[str, ...] = ()
    """Sixels, one string a row, which go over the cells."""
    escape: str = ""
    """What the terminal must get before the cells."""

    @property
    def bytes_held(self) -> int:
        """Memory that it takes."""
        return self.cells.bytes_held + sum(map(len, self.strips))

    def row(self, index: int) -> list[Segment]:
        """The segments of one row."""
        return self.cells.row(index)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of drawing one picture: either it or the reason why not."""

    key: Key
    drawn: Drawn | None = None
    problem: str = ""


class Gallery:
    """Draws in one mode; shared by all pages.

    `header` and `draw` are for workers; what they find goes back to the screen, which alone calls `keep` and `look`.
    """

    def __init__(self, mode: Mode = "off", cell: tuple[int, int] | None = None, *, through_tmux: bool = False) -> None:
        self.mode: Mode = mode if mode != "sixel" or cell is not None else "halfblock"
        self.cell = cell or (10, 20)
        """A cell's width and height in pixels."""
        self.through_tmux = through_tmux
        self._headers: dict[tuple[Path, Stamp], Header | str] = {}
        self._drawn: OrderedDict[Key, Drawn] = OrderedDict()
        self._bytes = 0
        self._next_number = random.randrange(1 << 24)
        self._one_at_a_time = threading.Lock()

    @property
    def library_missing(self) -> bool:
        """Whether pictures would be drawn if the image library were installed."""
        return self.mode != "off" and not library_is_there()

    @property
    def draws(self) -> bool:
        """Whether pictures are drawn."""
        return self.mode != "off" and library_is_there()

    @property
    def shape(self) -> float:
        """The height of a cell for a width of 1."""
        return self.cell[1] / self.cell[0]

    @property
    def bytes_held(self) -> int:
        """Memory that the drawn pictures take."""
        return self._bytes

    # For workers

    def header(self, vault: Vault, file: Path) -> tuple[Stamp, Header]:
        """What a file holds; the same file is read once. Raises UndrawableError."""
        try:
            status = file.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            known = self._headers.get((file, stamp))
            if known is None:
                with vault.open_file(file) as stream:
                    known = _header(stream, status.st_size)
                self._headers[file, stamp] = known
        except UnreadableNoteError as error:
            raise UndrawableError(error.reason) from error
        except (OSError, ValueError) as error:
            raise UndrawableError("unreadable") from error
        if isinstance(known, str):
            raise UndrawableError(known)
        return stamp, known

    def draw(self, vault: Vault, key: Key) -> Outcome:
        """Draws one picture, at most one at a time over all workers: decoding takes memory."""
        from studytui.tui.pictures.decode import decode, faded

        fine = self.mode != "halfblock"
        across, down = self.cell if fine else (1, 2)
        canvas = (key.columns * across, key.rows * down)
        try:
            with self._one_at_a_time:
                stamp, header = self.header(vault, key.file)
                if stamp != key.stamp:
                    raise UndrawableError("just changed")
                with vault.open_file(key.file) as stream:
                    image = decode(stream, header, canvas, self.shape * across / down, key.background)
                return Outcome(key, self._as_drawn(key, faded(image, key.background) if key.faint else image))
        except UndrawableError as error:
            return Outcome(key, problem=str(error))
        except UnreadableNoteError as error:
            return Outcome(key, problem=error.reason)
        except (OSError, MemoryError):
            return Outcome(key, problem="unreadable")

    def _as_drawn(self, key: Key, image: Image) -> Drawn:
        if self.mode == "kitty":
            self._next_number = (self._next_number + 1) % (1 << 24) or 1
            picture = KittyPicture(self._next_number, key.columns, key.rows, image.width * image.height)
            return Drawn(picture, escape=picture.sent(image, through_tmux=self.through_tmux))
        if self.mode == "sixel":
            from studytui.tui.pictures.sixel import strips

            small = image.resize((key.columns, 2 * key.rows))
            return Drawn(HalfBlocks(small.tobytes(), key.columns, key.rows), tuple(strips(image, key.rows)))
        return Drawn(HalfBlocks(image.tobytes(), key.columns, key.rows))

    # For the screen

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
            self._headers[key.file, key.stamp] = outcome.problem
            return ""
        if key in self._drawn:
            return ""
        self._drawn[key] = Drawn(drawn.cells, drawn.strips)
        self._bytes += drawn.bytes_held
        gone: list[str] = []
        while self._bytes > LIMIT and len(self._drawn) > AT_LEAST:
            _, oldest = self._drawn.popitem(last=False)
            self._bytes -= oldest.bytes_held
            gone.append(self._forgotten(oldest))
        return drawn.escape + "".join(gone)

    def clear(self) -> str:
        """Forgets all drawn pictures; returns what makes the terminal forget them."""
        gone = "".join(map(self._forgotten, self._drawn.values()))
        self._drawn.clear()
        self._bytes = 0
        return gone

    def _forgotten(self, drawn: Drawn) -> str:
        cells = drawn.cells
        return cells.forgotten(through_tmux=self.through_tmux) if isinstance(cells, KittyPicture) else ""


def _header(stream: BinaryIO, size: int) -> Header | str:
    try:
        return read_header(stream, size)
    except UndrawableError as error:
        return str(error)
