"""Cuts a block into the logical lines that views keep or drop."""

from __future__ import annotations

from msgspec import Struct, field

from studytui.markdown.document import (
    Block,
    Code,
    Container,
    Heading,
    Inline,
    Math,
    Paragraph,
    Rule,
    Table,
    Title,
    cut_at_breaks,
    logical_lines,
)


class Piece(Struct, eq=False):
    """A logical line of a block, ready to be wrapped."""

    block: Block
    index: int
    """Which one of the block; of a table, 0 is the header."""
    line: int
    """Source line."""
    inlines: tuple[Inline, ...] = ()
    cells: tuple[tuple[Inline, ...], ...] = ()
    """Of a table's row, instead of `inlines`."""
    labels: dict[int, int] = field(default_factory=dict)
    """Columns of a row that are blank, and the row whose cell is shown there."""
    text: str = ""
    """Of code and math."""
    counts: bool = True
    """True if it is text that a `⋯ n lines` row counts."""
    kept: bool = False
    """True if a view has decided to keep it."""


def embedded_in(block: Block) -> Container | None:
    """The embed that the block stands in; the title row of a frame is outside it."""
    inside = block.inside
    if inside is not None and inside.origin and isinstance(block, Title) and inside.kind == "embed":
        inside = inside.inside
    return inside if inside is not None and inside.origin else None


def is_title(block: Block) -> bool:
    """True if the block is the row above the note that has its title and tags: it has no line of the file."""
    return isinstance(block, Paragraph) and block.inside is None and block.line == 0


def run_number(first: Piece) -> int:
    """The key of a dropped run: its first source line, or a negative number if embedded."""
    embedded = embedded_in(first.block)
    return first.line if embedded is None else -((embedded.number << 32) + first.line)


def pieces(block: Block) -> list[Piece]:
    """The logical lines of the block, in reading order; at least one."""
    match block:
        case Paragraph() | Title():
            return _text(block)
        case Heading():
            return [Piece(block, 0, block.line, block.inlines, counts=False)]
        case Table():
            rows = (block.header, *block.rows)
            return [
                Piece(block, index, row.line, cells=row.cells, counts=any(row.cells)) for index, row in enumerate(rows)
            ]
        case Code():
            lines = block.text.split("\n")
            return [Piece(block, index, block.first + index, text=line) for index, line in enumerate(lines)]
        case Math() if block.shown:
            drawn = logical_lines(block)
            return [Piece(block, index, row.line, row.inlines, text=row.text) for index, row in enumerate(drawn)]
        case Math():
            lines = block.text.strip("\n").split("\n")
            first = block.line if block.end - block.line < len(lines) else block.line + 1
            return [Piece(block, index, min(first + index, block.end), text=line) for index, line in enumerate(lines)]
        case Rule():
            return [Piece(block, 0, block.line, counts=False)]


def _text(block: Paragraph | Title) -> list[Piece]:
    if not any(map(_is_break, block.inlines)):
        source = block.inlines[0].line if block.inlines else block.line
        return [Piece(block, 0, source, block.inlines, counts=bool(block.inlines))]
    found: list[Piece] = []
    for index, line in enumerate(cut_at_breaks(block.inlines)):
        source = line[0].line if line else found[-1].line if found else block.line
        found.append(Piece(block, index, source, line, counts=bool(line)))
    return found


def _is_break(inline: Inline) -> bool:
    return inline.kind == "break"
