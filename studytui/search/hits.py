"""Results of a search: hits, and all that is said about them."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

SIMILAR: Final = "similar: "
"""How the reason of a hit begins that other words than those typed were read for."""

Kind = Literal["title", "alias", "heading", "high-yield", "text", "tag", "path", "similar", "partial"]


class Hit(Struct, frozen=True):
    """One row of the list (behaviour 6.12, 12.2)."""

    note: str
    title: str
    heading: tuple[str, ...]
    """The headings that the line stands under, outermost first."""
    line: int
    """Source line in the file, from 1; 1 when the note was found by a name."""
    kind: Kind
    snippet: str
    marks: tuple[tuple[int, int], ...]
    """Characters of `snippet` that matched: half-open ranges, ascending, apart."""
    score: float
    """Never rises along a list."""
    reason: str | None = None
    """Why it was found, when the row does not show it: `alias: x`, `similar: x`."""
    without: tuple[str, ...] = ()
    """Of a note that holds most of the words: those that it does not hold."""
    also: tuple[str, ...] = ()
    """The medical words that were looked for beside the plain ones of the query, and by which it was found."""
    high_yield: bool = False
    """The line holds high-yield marks; of a note found by a name, the note does."""

    @property
    def place(self) -> tuple[str, ...]:
        """The headings without a first one that says the title again, as `Heart failure (HF)` does."""
        first, title = (self.heading[0] if self.heading else "").casefold(), self.title.casefold()
        rest = first.removeprefix(title).lstrip()
        return self.heading[1:] if first.startswith(title) and not rest[:1].isalnum() else self.heading


class Results(Struct, frozen=True):
    """One ranked list."""

    hits: tuple[Hit, ...] = ()
    error: str | None = None
    """Message on a query that cannot be understood; the list before it should stay."""
    hints: tuple[str, ...] = ()
    cancelled: bool = False
    """The answer was no longer wanted, so there is none."""
    complete: bool = True
    """True if everything was looked at: the index is whole, and no limit of time was met."""
    unknown: tuple[str, ...] = ()
    """If nothing was found: the words of the query that no note holds."""
    plain: bool = True
    """True if the query is words alone, for which similar ones and most of them were tried too."""
