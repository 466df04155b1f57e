"""One picture: its file read and drawn, in a worker; loaded with the first picture that a page shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studytui.tui.pictures.blocks import QUADRANTS, SEXTANTS, Blocks
from studytui.tui.pictures.decode import decode_picture, faded, shrunk
from studytui.tui.pictures.gallery import Drawn, Gallery, Key, Outcome, Stamp
from studytui.tui.pictures.header import Header, UndrawableError, read_header
from studytui.tui.pictures.kitty import KittyPicture
from studytui.vault.errors import UnreadableNoteError

if TYPE_CHECKING:
    from PIL.Image import Image

    from studytui.vault import Vault

_GRIDS = {"halfblock": QUADRANTS, "sextant": SEXTANTS}


def measure(gallery: Gallery, vault: Vault, file: Path) -> tuple[Stamp, Header]:
    """Format and size in pixels of an image file; the same file is read once. Raises UndrawableError."""
    try:
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = gallery.headers.get((file, stamp))
        if known is None:
            with vault.open_file(file) as stream:
                try:
                    known = read_header(stream, status.st_size)
                except UndrawableError as error:
                    known = str(error)
            gallery.headers[file, stamp] = known
    except UnreadableNoteError as error:
        raise UndrawableError(error.reason) from error
    except (OSError, ValueError) as error:
        raise UndrawableError("unreadable") from error
    if isinstance(known, str):
        raise UndrawableError(known)
    return stamp, known


def draw_picture(gallery: Gallery, vault: Vault, key: Key) -> Outcome:
    """Draws one picture, at most one at a time over all workers: decoding takes memory."""
    across, down = gallery.cell
    if gallery.coarse:
        across, down, _ = _GRIDS[gallery.mode]
    canvas = (key.columns * across, key.rows * down)
    try:
        with gallery.one_at_a_time:
            stamp, header = measure(gallery, vault, key.file)
            if stamp != key.stamp:
                raise UndrawableError("just changed")
            with vault.open_file(key.file) as stream:
                image = decode_picture(stream, header, canvas, gallery.shape * across / down, key.background)
            return _as_drawn(gallery, key, faded(image, key.background) if key.faint else image)
    except UndrawableError as error:
        return Outcome(key, problem=str(error))
    except UnreadableNoteError as error:
        return Outcome(key, problem=error.reason)
    except (OSError, MemoryError):
        return Outcome(key, problem="unreadable")


def _as_drawn(gallery: Gallery, key: Key, image: Image) -> Outcome:
    if gallery.mode == "kitty":
        picture = KittyPicture(gallery.next_number(), key.columns, key.rows, image.width * image.height)
        tmux = gallery.through_tmux
        drawn = Drawn(picture, farewell=picture.forgotten(through_tmux=tmux))
        return Outcome(key, drawn, picture.sent(image, through_tmux=tmux))
    if gallery.mode == "sixel":
        from studytui.tui.pictures import sixel

        return Outcome(key, Drawn(_below(image, key), tuple(sixel.strips(image, key.rows))))
    if gallery.mode == "iterm":
        from studytui.tui.pictures import iterm

        return Outcome(key, Drawn(_below(image, key), tuple(iterm.strips(image, key.columns, key.rows))))
    return Outcome(key, Drawn(Blocks(image.tobytes(), key.columns, key.rows, _GRIDS[gallery.mode])))


def _below(image: Image, key: Key) -> Blocks:
    """The cells that are shown until the picture is drawn over them."""
    return Blocks(shrunk(image, (2 * key.columns, 2 * key.rows)).tobytes(), key.columns, key.rows)
