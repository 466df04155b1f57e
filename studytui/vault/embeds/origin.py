"""Where the links of a page come from that is made of more notes than one."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from studytui.markdown.document import Link


class Origin(Struct, frozen=True, gc=False):
    """Where a link of the page leads: into its own note, or as a link of that note does."""

    note: str
    line: int | None
    """The line to open at; None for a link that stands in the note itself."""
    link: Link


class Origins(Protocol):
    """Answers for the links of one page."""

    def origin_of(self, link: Link) -> Origin | None:
        """Where the link comes from; None for one of the page's own, or one that is not known."""
        ...
