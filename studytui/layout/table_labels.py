"""Labels of a row of a table: what it is about, where it does not say so itself (behaviour 5.3.2).

Its first cells may be blank, and mean what stands above; or the row belongs to one that only
names a group, which has nothing but its first cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from studytui.layout.pieces import Piece
from studytui.markdown.document import Inline

_GROUPS = 2
"""Rows that name a group right below each other: of a group in a group."""


class TableLabels:
    """Reads the rows of one table in order."""

    def __init__(self) -> None:
        self._columns: list[Piece | None] = []
        """For each column, the row that says what blank cells below it mean."""
        self._groups: list[Piece] = []
        self._in_group = False

    def read(self, row: Piece) -> None:
        """The next row; the first one is the header."""
        shown = list(map(shows, row.cells))
        if row.index == 0:
            self._columns = [None] * len(shown)
            return
        self._columns += [None] * (len(shown) - len(self._columns))
        if len(shown) > 1 and shown[0] and not any(shown[1:]):
            self._groups = [*self._groups, row][-_GROUPS:] if self._in_group else [row]
            self._columns = [None] * len(self._columns)
            self._in_group = True
            return
        self._in_group = False
        if all(shown):
            self._columns = [row] * len(shown)
            return
        begun = False
        for column, there in enumerate(shown):
            if there or begun:
                self._columns[column] = row if there else None
            begun = begun or there

    def lead_to(self, row: Piece) -> None:
        """Keeps, for the row that was read last, the rows that name its group, and gives it the labels it lacks."""
        for group in self._groups:
            group.kept = True
        for column, cell in enumerate(row.cells):
            if shows(cell):
                break
            above = self._columns[column]
            if above is not None and not above.kept:
                row.labels[column] = above.index


def shows(cell: Sequence[Inline]) -> bool:
    """True if a cell holds more than blanks and breaks."""
    for inline in cell:  # noqa: SIM110 - a generator costs more
        if inline.kind not in ("text", "break") or inline.text.strip():
            return True
    return False
