"""The header of a table, in sight for as long as its body is."""

from __future__ import annotations

from collections.abc import Sequence

from studytui.layout import Line


class StickyHeaders:
    """Where the headers of tables lie, in a growing list of rows."""

    def __init__(self) -> None:
        self._first: dict[int, int | None] = {}
        """First row of a header, by the identity of the rows that lines have as `under`."""

    def add(self, lines: Sequence[Line], first: int) -> None:
        """Take in the rows from `first` on; `lines` are all rows."""
        for row in range(first, len(lines)):
            under = lines[row].under
            if under and id(under) not in self._first:
                above = range(row - 1, -1, -1)
                self._first[id(under)] = next((at for at in above if lines[at] is under[0]), None)

    def rows(self, lines: Sequence[Line], top: int, height: int) -> Sequence[int]:
        """The rows of a header that are painted over the first ones of the screen when `top` is the first of them.

        They are while a row of the table's body follows them, and take a third of the height at most.
        """
        under = lines[top].under if top < len(lines) else ()
        count = len(under)
        if not count or count > height // 3:
            return ()
        first = self._first.get(id(under))
        below = top + count
        if first is None or below >= len(lines) or lines[below].under is not under:
            return ()
        return range(first, first + count)
