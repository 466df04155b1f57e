"""Drawings for a page that must not wait for them: what is known is given at once, the rest is drawn behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from studytui.layout.protocols import NO_DRAWINGS, Drawings
from studytui.markdown.document import Link

if TYPE_CHECKING:
    from studytui.layout.code.diagrams import Drawer
    from studytui.tui.pictures.page import Pictures
    from studytui.vault.embeds import Origins

WIDEST_DIAGRAM = 400
"""Columns of a diagram that is scrolled sideways; of one that would be wider the source is shown."""


class Diagrams:
    """The diagrams of one view of pages; they are drawn, and remembered, once for all views."""

    def __init__(self, drawer: Drawer | None = None) -> None:
        self._drawer = drawer
        self._wanted: dict[tuple[str, int, int], None] = {}
        self._drawing = False

    def _shared(self) -> Drawer:
        # Loaded by the first diagram.
        if self._drawer is None:
            from studytui.layout.code.diagrams import shared

            self._drawer = shared()
        return self._drawer

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        """The rows if they are known; else None, and `draw` will draw it."""
        wanted = (source, room, max(room, WIDEST_DIAGRAM))
        rows = self._shared().known(wanted)
        if rows is None:
            self._wanted[wanted] = None
        return rows or None

    def problem(self, source: str) -> str | None:
        """Why the source is shown, if it is known."""
        return self._shared().problem(source)

    def draw(self, stopped: Callable[[], bool]) -> bool:
        """Draw what was asked for, and say whether anything came of it. Blocks; for a worker."""
        wanted, self._wanted = self._wanted, {}
        came = False
        for each in wanted:
            if stopped():
                break
            self._drawing = True
            came = bool(self._shared().draw(each)) or self.problem(each[0]) is not None or came
        self._drawing = False
        return came

    def close(self) -> None:
        """Whoever waits for a drawing waits no longer."""
        if self._drawer is not None and self._drawing:
            self._drawer.close()


class PageDrawings:
    """Diagrams and images of one view of pages."""

    def __init__(self, diagrams: Diagrams, pictures: Pictures | None = None) -> None:
        self.diagrams = diagrams
        self.pictures: Drawings = NO_DRAWINGS if pictures is None else pictures
        self._placed = pictures

    def begin(self, origins: Origins) -> None:
        """A page is laid out whose images may stand in other notes; called by the worker that does it."""
        if self._placed is not None:
            self._placed.origins = origins

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        """The rows of a diagram, if they are known."""
        return self.diagrams.diagram(language, source, room)

    def diagram_problem(self, language: str, source: str) -> str | None:
        """Why a diagram is shown as its source."""
        return self.diagrams.problem(source)

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        """The cells that an image takes, if that is known."""
        return self.pictures.picture(link, wanted, room)

    def problem(self, link: Link) -> str | None:
        """Why an image is not drawn."""
        return self.pictures.problem(link)
