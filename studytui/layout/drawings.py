"""What the layout asks of whoever can draw images and diagrams."""

from __future__ import annotations

from typing import Protocol

from studytui.markdown.document import Link

DRAWN = frozenset({"mermaid"})
"""Languages of fences that `Drawings.diagram` is asked for; other diagrams are shown as their labelled source."""


class Drawings(Protocol):
    """Answers at once with what is known now; what takes time is drawn elsewhere, and the page laid out again."""

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        """The rows of a diagram; None where its source is to be shown.

        They should fit into `room` cells. Wider ones are shown where a screen scrolls them, else the source is.
        """
        ...

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        """Columns (at most `room`) and rows that an image takes; None where only its name is shown.

        `wanted` is its width in pixels, if the note says one.
        """
        ...

    def trouble(self, link: Link) -> str | None:
        """Why an image that is there is not drawn, in a few words; `picture` has been asked for it before."""
        ...


class NoDrawings:
    """Draws nothing: names and sources are shown."""

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        """None."""
        return None

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        """None."""
        return None

    def trouble(self, link: Link) -> str | None:
        """None."""
        return None


NO_DRAWINGS = NoDrawings()
