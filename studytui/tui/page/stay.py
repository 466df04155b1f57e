"""Where the reader stands when new rows of a page come."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from studytui.layout import Line
from studytui.tui.page.anchor import TOP, Anchor, SourceRows
from studytui.tui.page.folds import header_row


class Stay(Struct, frozen=True):
    """A place to restore, and what is shown there when the page is complete."""

    anchor: Anchor = TOP
    text: str | None = None
    """Text of the row that is looked for round the anchor: lines above it may have come or gone."""
    fold: tuple[int, int] | None = None
    """Key of a fold, and the row of the screen that its header stays on; wins over the anchor."""
    select: tuple[str, int] | None = None
    """The stop that is selected then."""
    match: bool = False
    """True if the match of the find box is shown then."""


def row_of(stay: Stay, rows: SourceRows, lines: Sequence[Line]) -> int:
    """The row of the page that the screen begins with, 0 at least."""
    anchor = stay.anchor
    row = rows.top_for(anchor)
    if stay.text is not None:
        near = row + anchor.row
        same = [at for at, line in enumerate(lines) if line.text == stay.text]
        row = min(same, key=lambda at: abs(at - near), default=near) - anchor.row
    if stay.fold is not None:
        key, above = stay.fold
        header = header_row(lines, key)
        row = row if header is None else header - above
    return max(0, row)
