"""The marked cells of a row, and what each is asked from: heads of its row and column, or the other cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from studytui.markdown import Legend
from studytui.markdown.document import Inline, Table
from studytui.markdown.lines import marks_in
from studytui.study.marks import Asked, asked_of, filled
from studytui.study.places import Placed


class Cell(Struct, frozen=True, gc=False):
    """A cell with marks."""

    asked: Asked
    heads: tuple[str, ...] = ()
    """Heads that lead to it: that of its row, then that of its column."""
    named: bool = False
    """True if the head of its row is among them: no other cell is then asked in the same words."""
    around: tuple[str, str] | None = None
    """Where it is asked from the other cells: what stands before and behind it."""
    inlines: tuple[Inline, ...] = ()
    column: int = 0


def marked_cells(placed: Placed, legend: Legend, hints: Mapping[str, str] | None) -> Iterator[Cell]:
    """The cells of a row that can be asked, from left to right."""
    assert isinstance(placed.block, Table)
    columns = [filled(cell) for cell in placed.block.header.cells]
    texts = [filled(cell) or placed.line.labels.get(at, "") for at, cell in enumerate(placed.line.cells)]
    for column, cell in enumerate(placed.line.cells):
        asked = asked_of(cell, marks_in(cell, legend), hints=hints)
        if not asked.blanks or asked.pictured:
            continue
        others = [text for place, text in enumerate(texts) if place != column]
        head = texts[0] if placed.row and column else ""
        if not head and any(others):
            around = _around(column, texts, columns if placed.row else None)
            yield Cell(asked, around=around, column=column, inlines=cell)
        else:
            here = columns[column] if placed.row else ""
            yield Cell(asked, tuple(filter(None, (head, here))), bool(head), column=column, inlines=cell)


def _around(column: int, texts: list[str], columns: list[str] | None) -> tuple[str, str]:
    """The other cells, each behind the head of its column; those of the header itself have bars between."""
    if columns is None:
        before = "".join(f"{text} | " for text in texts[:column] if text)
        return before, "".join(f" | {text}" for text in texts[column + 1 :] if text)
    named = [f"{name}: {text}" if name else text for name, text in zip(columns, texts, strict=True)]
    shown = [text and part for text, part in zip(texts, named, strict=True)]
    before = "".join(f"{part}; " for part in shown[:column] if part)
    name = f"{columns[column]}: " if columns[column] else ""
    return before + name, "".join(f"; {part}" for part in shown[column + 1 :] if part)
