"""Cells that lines, boxes and text are put on; two lines may cross, and nothing else may stand on another."""

from __future__ import annotations

from collections import defaultdict

from studytui.layout.code.diagrams.flowchart.layers import CrowdedError
from studytui.layout.wrap import cells, graphemes

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
UPRIGHT, LEVEL = UP | DOWN, LEFT | RIGHT

_SOLID = {3: "╰", 6: "╭", 9: "╯", 12: "╮", 7: "├", 13: "┤", 14: "┬", 11: "┴", 15: "┼", 5: "│", 10: "─"}
_SOLID |= {1: "│", 4: "│", 2: "─", 8: "─"}
_GLYPHS = {
    "solid": _SOLID,
    "dotted": _SOLID | {5: "┆", 10: "┄", 1: "┆", 4: "┆", 2: "┄", 8: "┄"},
    "thick": {3: "┗", 6: "┏", 9: "┛", 12: "┓", 7: "┣", 13: "┫", 14: "┳", 11: "┻", 15: "╋", 5: "┃", 10: "━"},
}
_GLYPHS["thick"] |= {1: "┃", 4: "┃", 2: "━", 8: "━"}

Cell = tuple[int, int]
"""Row and column."""


class Canvas:
    """Rows of cells, as large as what is put on them."""

    def __init__(self) -> None:
        self._lines: dict[Cell, dict[int, int]] = defaultdict(dict)
        self._styles: dict[int, str] = {}
        self._text: dict[Cell, str] = {}
        self._faint: dict[Cell, str] = {}

    def line(self, cell: Cell, net: int, bits: int, style: str) -> None:
        """Let a line of a net leave a cell to some of its sides."""
        own = self._lines[cell]
        own[net] = own.get(net, 0) | bits
        self._styles[net] = style

    def put(self, row: int, column: int, text: str) -> None:
        """Put text, of a box or a label, where nothing is."""
        for start, end, size in graphemes(text):
            for further in range(max(size, 1)):
                cell = (row, column + further)
                if cell in self._text:
                    raise CrowdedError
                self._text[cell] = "" if further else text[start:end]
            column += size

    def mark(self, cell: Cell, sign: str) -> None:
        """Put a sign where an edge ends, in place of the line or of the border that is there."""
        if cell in self._lines:
            del self._lines[cell]
        self._text[cell] = sign

    def faint(self, cell: Cell, sign: str) -> None:
        """Put a part of a frame, which everything else stands before."""
        self._faint[cell] = sign

    def title(self, row: int, first: int, last: int, lines: list[str]) -> None:
        """Put the title of a frame between two columns, over no line if there is room for that."""
        width = max(map(cells, lines)) + 2
        for free in (True, False):
            for start in range(first, max(last - width + 2, first + 1)):
                spots = [(row + down, start + right) for down in range(len(lines)) for right in range(width)]
                if all(self._may_hold(spot, free=free) for spot in spots):
                    for down, line in enumerate(lines):
                        text = f" {line} " if not down else line
                        for spot in spots:
                            if spot[0] == row + down:
                                self._lines.pop(spot, None)
                                self._faint.pop(spot, None)
                        self.put(row + down, start + (1 if down else 0), text)
                    return
        raise CrowdedError

    def _may_hold(self, cell: Cell, *, free: bool) -> bool:
        if cell in self._text:
            return False
        lines = self._lines.get(cell)
        return lines is None or (not free and list(lines.values()) == [UPRIGHT])

    def rows(self) -> list[str]:
        """The rows of the drawing, without blank columns at the left.

        Raises:
            CrowdedError: Something stands on another.
        """
        spots = {**self._faint}
        for cell, lines in self._lines.items():
            if cell in self._text:
                raise CrowdedError
            spots[cell] = self._glyph(lines)
        spots.update(self._text)
        left = min(column for _, column in spots)
        top, bottom = min(row for row, _ in spots), max(row for row, _ in spots)
        by_row: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, column), sign in spots.items():
            by_row[row][column - left] = sign
        return [
            "".join(by_row[row].get(column, " ") for column in range(max(by_row[row], default=-1) + 1)).rstrip()
            for row in range(top, bottom + 1)
        ]

    def _glyph(self, lines: dict[int, int]) -> str:
        """The sign of one line, or of two that cross: the upright one goes over the level one."""
        if len(lines) == 1:
            [(net, bits)] = lines.items()
            return _GLYPHS[self._styles[net]][bits]
        if sorted(lines.values()) != [UPRIGHT, LEVEL]:
            raise CrowdedError
        over = next(net for net, bits in lines.items() if bits == UPRIGHT)
        return _GLYPHS[self._styles[over]][UPRIGHT]
