"""What the layout asks of the vault that a note lies in."""

from __future__ import annotations

from typing import Literal, Protocol

from studytui.markdown.document import Link

LinkStatus = Literal["ok", "missing", "ambiguous", "external"]


class Surroundings(Protocol):
    """Answers where links lead, without the layout knowing any folder."""

    def link_status(self, link: Link) -> LinkStatus:
        """Whether the link's target is there."""
        ...

    def image_missing(self, link: Link) -> bool:
        """Whether the image is not to be found."""
        ...


class Nowhere:
    """A note on its own: every link counts as fine, and those with a scheme as external."""

    def link_status(self, link: Link) -> LinkStatus:
        """`external` for anything with a scheme, else `ok`."""
        head = link.target.partition(":")
        with_scheme = bool(head[1]) and head[0].isalpha() and link.kind != "wiki"
        return "external" if with_scheme or link.kind == "autolink" else "ok"

    def image_missing(self, link: Link) -> bool:
        """Never."""
        return False
