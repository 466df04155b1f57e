"""The tiers of the one list, and the one score (behaviour 6.9): a lower tier never stands above a higher one."""

from __future__ import annotations

from enum import IntEnum


class Tier(IntEnum):
    """The class of a hit by what of a note answers the query, best first (behaviour 6.3)."""

    EXACT = 1
    """A title or an explicit alias is the query."""
    NAME = 2
    """A title or an explicit alias begins with the query, holds its words, or has it as its initials."""
    HEADING = 3
    """A heading, with the title of its note."""
    IMPLICIT = 3
    """An implicit alias: a text that links to the note show (behaviour 1.5)."""
    MARKED = 4
    """High-yield text."""
    BODY = 5
    PLACE = 6
    """The path, or a tag."""
    SIMILAR = 7
    """The query with slips put right. Inside it the tiers above hold again."""
    PARTIAL = 8
    """Most of the words."""


def below(tier: Tier) -> Tier:
    """The tier of a hit by a plain word, which `tier` would be by the word itself (behaviour 6.13)."""
    return Tier(min(tier + 1, Tier.PLACE))


def score(tier: Tier, quality: float, inner: Tier | None = None) -> float:
    """The score of a row: higher is better, and never higher than that of any row of a better tier.

    `quality` orders the rows of a tier: from 0 to 1, clipped. `inner` is the tier inside of `SIMILAR`.
    """
    within = min(1.0, max(0.0, quality))
    if inner is not None:
        within = (9 - inner + 0.99 * within) / 9
    return round(10.0 * (9 - tier) + 9.99 * within, 3)
