"""Protocols of what the layout asks of others: where links lead, and what images and diagrams look like."""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

from studytui.markdown.document import Link

LinkStatus = Literal["ok", "missing", "ambiguous", "external"]
"""Status of a link's target, here and in the vault; whether its heading is there is a further question."""

DRAWN = frozenset({"mermaid"})
"""Languages of fences that `Drawings.diagram` is asked for; other diagrams are shown as their labelled source."""

Gaps = Literal["end", "row", "hidden"]
"""Where the view `only` says how many lines it leaves out: at the end of the row above, on a row, or nowhere."""


class Look(Struct, frozen=True):
    """The reader's choices of how notes look."""

    gaps: Gaps = "end"
    show_empty: bool = False
    """True if a section without any text says so."""
    show_permalink: bool = False
    """True if the header has the address that the note is published at."""


PLAIN_LOOK = Look()


class LinkStatusOf(Protocol):
    """The status of each link of a page, asked of whoever knows the vault: the layout knows no folder."""

    def link_status(self, link: Link) -> LinkStatus:
        """True if the link's target is there."""
        ...

    def image_missing(self, link: Link) -> bool:
        """True if the image is not to be found."""
        ...


class NoVault:
    """Null object for a note on its own: every link counts as fine, and those with a scheme as external."""

    def link_status(self, link: Link) -> LinkStatus:
        """`external` for anything with a scheme, else `ok`."""
        head = link.target.partition(":")
        with_scheme = bool(head[1]) and head[0].isalpha() and link.kind != "wiki"
        return "external" if with_scheme or link.kind == "autolink" else "ok"

    def image_missing(self, link: Link) -> bool:
        """No: nothing is known to be missing."""
        return False


class Drawings(Protocol):
    """Answers at once with what is known now; what takes time is drawn elsewhere, and the page laid out again."""

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        """The rows of a diagram; None where its source is to be shown.

        They should fit into `room` cells. Wider ones are shown where a screen scrolls them, else the source is.
        """
        ...

    def diagram_problem(self, language: str, source: str) -> str | None:
        """Why a diagram has no rows, in a few words; `diagram` has been asked for it before."""
        ...

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        """Columns (at most `room`) and rows that an image takes; None where only its name is shown.

        `wanted` is its width in pixels, if the note says one.
        """
        ...

    def problem(self, link: Link) -> str | None:
        """Why an image that is there is not drawn, in a few words; `picture` has been asked for it before."""
        ...


class NoDrawings:
    """Null object that draws nothing: names of images and sources of diagrams are shown."""

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        """No drawing of a diagram: its source is shown."""
        return None

    def diagram_problem(self, language: str, source: str) -> str | None:
        """None: nothing went wrong, since nothing was tried."""
        return None

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        """No room for a picture: its name is shown."""
        return None

    def problem(self, link: Link) -> str | None:
        """No problem, as nothing was tried."""
        return None


NO_DRAWINGS = NoDrawings()
