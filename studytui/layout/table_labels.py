"""The labels of kept rows of a table: what a row is about, where it does not say so itself (behaviour 5.3.2)."""

from __future__ import annotations

from studytui.layout.pieces import Piece
from studytui.markdown.document import shows
from studytui.markdown.row_labels import RowLabels


class TableLabels:
    """Reads the rows of one table in order."""

    def __init__(self) -> None:
        self._rows: dict[int, Piece] = {}
        self._labels = RowLabels()

    def read(self, row: Piece) -> None:
        """The next row; the first one is the header."""
        self._rows[row.index] = row
        self._labels.read(row.index, list(map(shows, row.cells)))

    def lead_to(self, row: Piece) -> None:
        """Keeps, for the row that was read last, the rows that name its group, and gives it the labels it lacks."""
        for group in self._labels.groups:
            self._rows[group].kept = True
        for column, above in self._labels.blanks(list(map(shows, row.cells))):
            if not self._rows[above].kept:
                row.labels[column] = above
