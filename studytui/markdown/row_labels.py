"""The labels that a row of a table takes from rows above it (behaviour 5.3.2).

Its first cells may be blank, and mean what stands above; or the row belongs to one that only names a group, which has
nothing but its first cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_GROUPS = 2
"""Rows that name a group right below each other: of a group in a group."""


class RowLabels:
    """Reads the rows of one table in order, each by its index and which of its cells show something."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        """The rows that name the group of the row that was read last, the outer one first; itself, if it names one."""
        self._columns: list[int | None] = []
        """For each column, the row that says what blank cells below it mean."""
        self._in_group = False
        self._is_label = False
        """True if blank first cells below the group mean it: the next one that is not blank ends it."""

    def read(self, index: int, shown: Sequence[bool]) -> None:
        """The next row; the first one is the header."""
        if index == 0:
            self._columns = [None] * len(shown)
            return
        self._columns += [None] * (len(shown) - len(self._columns))
        if len(shown) > 1 and shown[0] and not any(shown[1:]):
            self.groups = [*self.groups, index][-_GROUPS:] if self._in_group else [index]
            self._columns = [None] * len(self._columns)
            self._in_group, self._is_label = True, False
            return
        self._in_group = False
        if self.groups and shown and not shown[0]:
            self._is_label = True
        elif self._is_label:
            self.groups, self._is_label = [], False
        if all(shown):
            self._columns = [index] * len(shown)
            return
        begun = False
        for column, there in enumerate(shown):
            if there or begun:
                self._columns[column] = index if there else None
            begun = begun or there

    def blanks(self, shown: Sequence[bool]) -> Iterator[tuple[int, int]]:
        """Of the row that was read last: each blank first cell, as its column, and the row whose cell it means."""
        for column, there in enumerate(shown):
            if there:
                return
            above = self._columns[column]
            if above is not None:
                yield column, above
