"""Boxes of nodes: each shape of Mermaid has its own corners or sides."""

from __future__ import annotations

from studytui.layout.wrap import cells

# Corners (top left, top right, bottom left, bottom right), sides (left, right) and the line above and below.
_SHAPES = {
    "rounded": "╭╮╰╯││─",
    "stadium": "╭╮╰╯()─",
    "circle": "╭╮╰╯()─",
    "double circle": "╔╗╚╝()═",
    "subroutine": "╓╖╙╜║║─",
    "cylinder": "╭╮╰╯││─",
    "diamond": "╱╲╲╱││─",
    "hexagon": "╱╲╲╱<>─",
    "flag": "┌┐└┘>│─",
    "parallelogram": "╱╱╱╱││─",
    "parallelogram back": "╲╲╲╲││─",
    "trapezoid": "╱╲└┘││─",
    "trapezoid down": "┌┐╲╱││─",
}
_PLAIN = "┌┐└┘││─"


def box(shape: str, lines: list[str], width: int, height: int) -> list[str]:
    """The rows of a box of this size around lines of text, which stand in its middle."""
    signs = _SHAPES.get(shape, _PLAIN)
    top = [signs[0] + signs[6] * (width - 2) + signs[1]]
    if shape == "cylinder":
        top.append("├" + "─" * (width - 2) + "┤")
    room = height - 1 - len(top)
    above = (room - len(lines)) // 2
    rows = [""] * above + lines + [""] * (room - above - len(lines))
    inner = width - 4
    middle = [f"{signs[4]} {_middle(row, inner)} {signs[5]}" for row in rows]
    return [*top, *middle, signs[2] + signs[6] * (width - 2) + signs[3]]


def _middle(text: str, width: int) -> str:
    left = (width - cells(text)) // 2
    return " " * left + text + " " * (width - cells(text) - left)
