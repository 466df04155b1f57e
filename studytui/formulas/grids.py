"""Environments: matrices, cases, aligned equations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from studytui.formulas.atoms import EMPTY, Atom, Unsure
from studytui.formulas.boxes import Box, fenced, grid
from studytui.formulas.latex import Char, Environment, Item, Items, Macro
from studytui.formulas.spacing import laid

_MATRICES = {
    "matrix": ("", ""),
    "smallmatrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
}
_CASES = {"cases": ("{", ""), "dcases": ("{", ""), "rcases": ("", "}")}
_ALIGNED = frozenset(("aligned", "align", "align*", "split", "alignat", "alignat*", "alignedat", "flalign", "flalign*"))
_GATHERED = frozenset(("gathered", "gather", "gather*", "equation", "equation*", "multline", "multline*"))


class Build(Protocol):
    """`building.build`."""

    def __call__(self, items: Sequence[Item], *, rows: bool = False) -> list[Atom]:
        """The atoms of the items."""
        ...


def split(items: Items) -> list[list[Items]]:
    """The rows of an environment, each as its cells; a last empty row is none."""
    rows: list[list[Items]] = []
    cells: list[Items] = []
    cell: list[Item] = []
    for item in (*items, Macro("\\")):
        if item == Char("&"):
            cells.append(tuple(cell))
            cell = []
        elif isinstance(item, Macro) and item.name in ("\\", "cr", "newline"):
            rows.append([*cells, tuple(cell)])
            cells, cell = [], []
        else:
            cell.append(item)
    while len(rows) > 1 and len(rows[-1]) == 1 and all(item == Char(" ") for item in rows[-1][0]):
        rows.pop()
    return rows


def environment(item: Environment, build: Build) -> Atom:
    """The atom that an environment is."""
    rows = split(item.items)
    count = max(map(len, rows))
    name = item.name
    if name in _MATRICES:
        box = _drawn(rows, build, "c" * count, ["", *["  "] * (count - 1), ""], _MATRICES[name])
    elif name in _CASES:
        left, right = _CASES[name]
        gaps = [" " if left else "", *["  "] * (count - 1), " " if right else ""]
        box = _drawn(rows, build, "l" * count, gaps, (left, right))
    elif name in _ALIGNED:
        gaps = ["", *(" " if column % 2 else "   " for column in range(1, count)), ""]
        box = _drawn(rows, build, ("rl" * count)[:count], gaps, ("", ""))
    elif name in _GATHERED and count == 1:
        box = _drawn(rows, build, "l", ["", ""], ("", ""))
    elif name == "array":
        aligns, gaps = _columns(item.columns, count)
        box = _drawn(rows, build, aligns, gaps, ("", ""))
    else:
        raise Unsure(name)
    return Atom("", "box", box=box)


def _drawn(rows: Sequence[list[Items]], build: Build, aligns: str, gaps: Sequence[str], sides: tuple[str, str]) -> Box:
    pairs = aligns.startswith("rl") or aligns == "r"
    boxes = []
    for row in rows:
        drawn = []
        for column, cell in enumerate(row):
            atoms = build(cell, rows=True)
            if pairs and column % 2:
                atoms = [EMPTY, *atoms]  # what stands to the left of a cell's operator is in the cell before
            drawn.append(_stripped(laid(atoms)))
        boxes.append(drawn + [Box(("",))] * (len(aligns) - len(drawn)))
    whole = grid(boxes, aligns, gaps)
    box = fenced(sides[0], whole, sides[1]) if whole is not None else None
    if box is None:
        raise Unsure("too large, or its delimiters are not drawn")
    return box


def _stripped(box: Box) -> Box:
    return Box((box.rows[0].strip(),)) if len(box.rows) == 1 else box


def _columns(spec: str, count: int) -> tuple[str, list[str]]:
    """The column specification of an `array`: alignments and rules."""
    aligns = ""
    gaps = [""]
    for sign in spec.replace(" ", ""):
        if sign in "lcr":
            aligns += sign
            gaps.append("")
        elif sign == "|" and not gaps[-1]:
            gaps[-1] = "│"
        else:
            raise Unsure("columns")
    if len(aligns) < count:
        raise Unsure("columns")
    inner = [" │ " if gap else "  " for gap in gaps[1:-1]]
    return aligns, ["│ " if gaps[0] else "", *inner, " │" if gaps[-1] else ""]
