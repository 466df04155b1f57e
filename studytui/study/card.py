"""Cards: what is asked of a line, and what is its answer. Values only."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["cloze", "line", "section", "basic", "reversed"]
"""`cloze`: a phrase is asked in its line. `line`: a whole line, or cell, is asked from its place. `section`: all that
is high-yield under a heading. `basic`, `reversed`: question and answer as the Spaced Repetition plugin writes them."""
KnownAs = Literal["anki", "sr"]
"""A card already: of Anki's (by a plugin that writes ids into notes), or of the Spaced Repetition plugin's."""

BLANK = "[…]"
BETWEEN = " › "
"""Between title, headings and parents in a question."""


class Card(Struct, frozen=True, gc=False, array_like=True):
    """One question of a note: Anki's card. Those of one `root` are siblings: Anki's note."""

    kind: Kind
    line: int
    """Source line of what is asked, from 1."""
    end: int
    """Its last source line."""
    headings: tuple[str, ...]
    """The headings that it stands under, outermost first."""
    parents: tuple[str, ...]
    """Context that leads to it besides: titles of callouts, the items around it, heads of a table's row and column."""
    text: str
    """The line, or cell, as it is shown, without numbers and hints of its marks."""
    front: str
    """The whole question: title, headings and parents, then the text with blanks, or how much follows."""
    back: str
    """The answer; of several blanks or lines, one a line."""
    root: int
    """The line of the outermost of the cards that belong together (siblings): parents and children, marks of a line."""
    hint: str | None = None
    ordinal: int = 0
    """Which card of its line it is, from 0."""
    spans: tuple[tuple[int, int], ...] = ()
    """Character ranges that are asked, of the logical line `line`, as `markdown.logical_lines` gives it."""
    place: int = 1
    """Of a `line`: which of the answers that follow its place."""
    places: int = 1
    """Of a `line`: how many these are."""
    known_as: KnownAs | None = None
    colors: tuple[str, ...] = ()
    """The buckets of its marks, as they follow each other."""


def place_of(title: str, headings: tuple[str, ...], parents: tuple[str, ...]) -> str:
    """Where something stands, in words; what repeats the step before it is left out."""
    steps: list[str] = []
    for step in (title, *headings, *parents):
        step = step.strip().rstrip(":").rstrip()
        if step and (not steps or steps[-1].casefold() != step.casefold()):
            steps.append(step)
    return BETWEEN.join(steps)
