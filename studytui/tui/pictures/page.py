"""The pictures of one page: measured for its layout, then drawn as their rows come on the screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from studytui.layout.protocols import NoDrawings
from studytui.markdown.document import Link
from studytui.tui.pictures.gallery import Gallery, Stamp
from studytui.tui.pictures.mode import PIXELS_A_COLUMN
from studytui.vault.disk import file_stamp

if TYPE_CHECKING:
    from studytui.layout import Span
    from studytui.tui.pictures.gallery import Drawn, Key, Outcome
    from studytui.vault import Vault
    from studytui.vault.embeds import Origins

MAX_ROWS = 30
MAX_SHARE = 0.6
"""Rows that a picture may take, and their share of the screen."""

SMALLEST_WANTED, LEAST_WANTED = 150, 640
"""Pixels; where cells are coarse a width between them, meant for a window, is not taken literally. Icons have less."""

WAITING = 8
"""Pictures that wait to be drawn; older ones have left the screen, or ask again."""


_Placed = tuple[Path, Stamp, int, int]
"""A file, and the columns and rows that the layout has given it."""


class Pictures(NoDrawings):
    """The layout asks it in a worker (`picture`, `problem`), the reader on the screen (`drawn`)."""

    def __init__(
        self, vault: Vault, note: str, gallery: Gallery, height: int, *, most: tuple[int, float] = (MAX_ROWS, MAX_SHARE)
    ) -> None:
        self._vault = vault
        self._note = note
        self.gallery = gallery
        self._max_rows = max(2, min(most[0], int(height * most[1])))
        self._placed: dict[int, _Placed] = {}
        self._troubles: dict[int, str] = {}
        self._looked: dict[tuple[str, str, bool], tuple[Path | None, tuple[int, int] | None]] = {}
        """Files that were measured or missed: note, target and whether it is a wikilink -> file and its stamp."""
        self._waiting: dict[Key, None] = {}
        self._at_work = False
        self._lock = threading.Lock()
        self.origins: Origins | None = None
        """Tells which note an image stands in; the page's own without."""
        self.missing = False
        """True if an image was not found."""

    # For the layout

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        """Columns and rows for an image, after a look at the first bytes of its file."""
        if not self.gallery.draws:
            return None
        origin = self.origins.origin_of(link) if self.origins is not None else None
        note = self._note if origin is None else origin.note
        found = self._vault.resolve_link(note, link, quick=True)
        stamped = None if found.file is None else file_stamp(found.file)
        self._looked[note, link.target, link.kind == "wiki"] = found.file, stamped
        if found.file is None:
            self.missing |= found.status == "missing"
            return None
        from studytui.tui.pictures.draw import measure
        from studytui.tui.pictures.header import UndrawableError

        try:
            stamp, header = measure(self.gallery, self._vault, found.file)
        except UndrawableError as error:
            self._troubles[link.number] = str(error)
            return None
        size = (header.width, header.height)
        if wanted is not None and self.gallery.coarse and SMALLEST_WANTED <= wanted < LEAST_WANTED:
            wanted = min(header.width, LEAST_WANTED)
        columns, rows = fit(size, wanted, (min(room, self.gallery.most_columns), self._max_rows), self.gallery.shape)
        self._placed[link.number] = (found.file, stamp, columns, rows)
        return columns, rows

    def differs_in(self, vault: Vault) -> bool:
        """True if a picture is another, or has come or gone, in another state of the vault."""
        for (note, target, wiki), (file, stamp) in self._looked.items():
            found = vault.resolve(note, target, markdown=not wiki, quick=True).file
            if found != file or (found is not None and file_stamp(found) != stamp):
                return True
        return False

    def problem(self, link: Link) -> str | None:
        """Why an image that is there is not drawn, once `picture` has been asked for it."""
        return self._troubles.get(link.number)

    # For the screen

    @property
    def over_cells(self) -> bool:
        """True if pictures are painted over the cells, as sixels or images of iTerm2."""
        return self.gallery.mode in ("sixel", "iterm")

    def drawn(self, span: Span, background: tuple[int, int, int], *, faint: bool) -> Drawn | None:
        """The picture that a span is a row of; None until it is drawn, which `begin` and `work` see to."""
        placed = self._placed.get(span.link.number) if span.link is not None else None
        if placed is None or placed[2] != span.end - span.start:
            return None
        from studytui.tui.pictures.gallery import Key

        key = Key(*placed, background, faint, self.gallery.cell)
        drawn = self.gallery.look(key)
        if drawn is None:
            with self._lock:
                self._waiting.pop(key, None)
                self._waiting[key] = None
                while len(self._waiting) > WAITING:
                    del self._waiting[next(iter(self._waiting))]
        return drawn

    def begin(self) -> bool:
        """Claims the work: True if pictures wait and no worker draws them, and then the caller must run `work`."""
        with self._lock:
            if self._at_work or not self._waiting:
                return False
            self._at_work = True
            return True

    def work(self) -> Iterator[Outcome]:
        """Draws what waits, what was asked for last first; for a worker."""
        from studytui.tui.pictures.draw import draw_picture

        try:
            while True:
                with self._lock:
                    if not self._waiting:
                        self._at_work = False
                        return
                    key, _ = self._waiting.popitem()
                yield draw_picture(self.gallery, self._vault, key)
        finally:
            self._at_work = False


def fit(size: tuple[int, int], wanted: int | None, most: tuple[int, int], shape: float) -> tuple[int, int]:
    """Columns and rows for a picture of so many pixels, in its proportions.

    It is as wide as the note wants it, else as it is; at most `most` columns and rows.
    """
    width, height = size
    columns = min((wanted or width) / PIXELS_A_COLUMN, most[0])
    rows = columns * height / width / shape
    if rows > most[1]:
        columns, rows = columns * most[1] / rows, most[1]
    return max(1, min(most[0], round(columns))), max(1, min(most[1], round(rows)))
