"""Draws the pieces of blocks as lines: one small method for each kind of block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studytui.layout.code.code import WIDEST_CODE, CodeBlocks
from studytui.layout.folds import LONG, FoldMark, folded, shortened, titled
from studytui.layout.gutter import Gutters, Prefix
from studytui.layout.inline import InlineStyler
from studytui.layout.line import Line, Styled, covering
from studytui.layout.pieces import Piece, embedded_in, run_number
from studytui.layout.protocols import NO_DRAWINGS, Drawings, Gaps
from studytui.layout.rows import LEAST_TEXT, RowBuilder
from studytui.layout.sanitise import clean, clean_code
from studytui.layout.table import Cell, TableLayout
from studytui.layout.wrap import cells
from studytui.markdown.callout_types import canonical, default_title
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
    containers,
    cut_at_breaks,
    shows,
)

if TYPE_CHECKING:
    from studytui.layout.pictures import Picture

ICONS = {
    "note": "✎",
    "abstract": "≡",
    "info": "i",
    "todo": "☐",
    "tip": "✦",
    "success": "✓",
    "question": "?",
    "warning": "⚠",
    "failure": "✗",
    "danger": "↯",
    "bug": "✱",
    "example": "▤",
    "quote": "❝",
}
"""Of callouts: text characters of one cell that common terminal fonts have (behaviour 4.3)."""
UNDERLINES = {1: "━", 2: "─", 3: "╌"}
"""Character of the rule under headings, by level; deeper ones have none."""
DONE = ("x", "X")
"""Tasks whose text stands back."""
INDENT = "  "
"""Indent of a displayed formula."""


class BlockLines:
    """Keeps what drawing a note must remember: the last block, drawn bullets, the table that is open."""

    def __init__(
        self,
        rows: RowBuilder,
        styler: InlineStyler,
        *,
        written: bool = False,
        sideways: bool = False,
        drawings: Drawings = NO_DRAWINGS,
    ) -> None:
        self._written = written
        self._sideways = sideways
        self._rows = rows
        self._styler = styler
        self._gutters = Gutters(rows.width)
        self._above: Block | None = None
        self._table: TableLayout | None = None
        self._shown = 0
        self._shown_last = 0
        """The row of the table that was drawn last."""
        self._as_source = False
        """True if the formula that is open is shown as its source."""
        self._header: tuple[Line, ...] = ()
        self._drawings = drawings
        self._codes = CodeBlocks(rows, drawings, written=written, sideways=sideways)
        self._fold: FoldMark | None = None

    def draw(self, piece: Piece, fold: FoldMark | None = None) -> list[Line]:
        """The rows of the next piece, with the blank row that belongs above it; `fold` if it is the header of one."""
        block = piece.block
        self._fold = fold if fold is not None and (fold.closed or isinstance(block, Title)) else None
        lines = self._space(block)
        self._rows.embedded = embedded_in(block)
        fresh = block is not self._above
        if fresh:
            self._table, self._shown = None, 0
        self._above = block
        match block:
            case Paragraph():
                lines += self._paragraph(piece, block)
            case Heading():
                lines += self._heading(block)
            case Title():
                lines += self._title(piece, block)
            case Table():
                lines += self._row(piece, block)
            case Code():
                lines += self._code(piece, block, fresh)
            case Math():
                lines += self._math(piece, block, fresh)
            case Rule():
                first, _ = self._gutters.take(block.inside)
                lines.append(self._rule("─", self._rows.width - first.cells, first, block.line))
        if self._fold is not None and isinstance(block, Table | Code | Math | Rule):
            lines += self._rows.text(folded(Styled(""), self._fold), self._gutters.rest(block.inside))
        return lines

    def gap(self, dropped: Sequence[Piece], lines: list[Line], gaps: Gaps) -> None:
        """Puts what stands for dropped pieces, all of which count, to the rows; nothing for none."""
        if not dropped:
            return
        block = dropped[0].block
        inside = next(filter(self._gutters.drawn, containers(block.inside)), None)
        space = self._space(block)
        self._rows.embedded = inside if inside is not None and inside.origin else None
        count, number = len(dropped), run_number(dropped[0])
        leads = self._above is None or isinstance(self._above, Heading | Title)  # what comes next stands right below
        beside = gaps == "hidden" or (gaps == "end" and self._rows.end_with_gap(lines, count, number))
        if dropped[-1].block is not self._above and not (beside and leads):
            self._above, self._table, self._shown = dropped[-1].block, None, 0
        if not beside:
            text = f"⋯ {count} line" if count == 1 else f"⋯ {count} lines"
            gap = covering(text, "gap", number=number)
            lines += [*space, *self._rows.text(Styled(text, gap), self._gutters.rest(inside))]

    def notice(self, text: str) -> list[Line]:
        """A remark of the layout itself."""
        dim = [] if self._rows.shaded else covering(text, "dim")
        self._rows.embedded = None
        return self._rows.text(Styled(text, dim))

    def _space(self, block: Block) -> list[Line]:
        if self._above is None or self._above is block:
            return []
        blank, container = blank_between(self._above, block)
        self._rows.embedded = container if container is not None and container.origin else None
        return [self._rows.blank(self._gutters.rest(container))] if blank else []

    def _paragraph(self, piece: Piece, block: Paragraph) -> list[Line]:
        first, rest = self._gutters.take(block.inside)
        if not piece.inlines and first.text != rest.text:
            first = Prefix(first.text.rstrip(" "), first.spans, first.cells)
        inlines, pictures = self._drawn(piece.inlines, self._rows.width - rest.cells)
        if pictures and not inlines:
            return self._pictures(pictures, first, rest, piece.line)
        styled = self._styler.style(inlines)
        inside = block.inside
        if inside is not None and inside.task in DONE and not self._rows.shaded:
            styled = Styled(styled.text, [*covering(styled.text, "dim"), *styled.roles])
        if inside is not None and inside.kind == "properties":
            styled = Styled(styled.text, [*covering(styled.text, "properties"), *styled.roles])
            first, rest = first.plus("  "), rest.plus("    ")
        lines = self._rows.text(styled, first, rest, piece.line)
        for picture in pictures:
            lines += self._rows.below(lines[-1], map(picture.row, range(picture.rows)), rest)
        return lines if self._fold is None else self._folded(self._fold, lines, styled, first, rest, piece.line)

    def _folded(
        self, fold: FoldMark, lines: list[Line], styled: Styled, first: Prefix, rest: Prefix, source: int
    ) -> list[Line]:
        """An item that is folded: what is left of a long one, and what is said of the rest."""
        if len(lines) > LONG:
            styled = shortened(styled, len(lines[0].text) - lines[0].indent)
        elif not fold.text:
            return lines
        first, rest = first.within(self._rows.width - LEAST_TEXT), rest.within(self._rows.width - LEAST_TEXT)
        return self._rows.text(folded(styled, fold), first, rest, source)

    def _drawn(self, inlines: Sequence[Inline], room: int) -> tuple[Sequence[Inline], Sequence[Picture]]:
        """The text of a line, and the pictures below it; none if they are folded away."""
        if self._fold is not None or not self._draws(inlines):
            return inlines, ()
        from studytui.layout.pictures import pictures_of

        return pictures_of(inlines, self._styler, self._drawings, room)

    def _draws(self, inlines: Sequence[Inline]) -> bool:
        return self._drawings is not NO_DRAWINGS and any(inline.kind == "image" for inline in inlines)

    def _pictures(self, pictures: Sequence[Picture], first: Prefix, rest: Prefix, source: int) -> list[Line]:
        lines: list[Line] = []
        for picture in pictures:
            drawn = 0
            if picture.caption is not None:
                lines += self._rows.text(picture.caption, first, rest, source)
            else:
                lines.append(self._rows.whole(picture.row(0), first, source))
                drawn = 1
            lines += self._rows.below(lines[-1], map(picture.row, range(drawn, picture.rows)), rest)
            first = rest
        return lines

    def _heading(self, block: Heading) -> list[Line]:
        first, rest = self._gutters.take(block.inside)
        underline = UNDERLINES.get(block.level)
        lines: list[Line] = []
        parts = list(cut_at_breaks(block.inlines))
        for index, part in enumerate(parts, 1):
            text, roles = self._styler.style(part)
            styled = Styled(text, [*covering(text, "heading", level=block.level), *roles])
            if self._fold is not None and index == len(parts):
                styled = folded(styled, self._fold)
            lines += self._rows.text(styled, first, rest, part[0].line if part else block.line)
            first = rest
        if underline is not None and self._fold is None:
            widest = max(cells(line.text) for line in lines) - rest.cells
            lines.append(self._rule(underline, max(widest, 3), rest))
        return lines

    def _title(self, piece: Piece, block: Title) -> list[Line]:
        first, rest = self._gutters.take(block.inside)
        text, roles = self._styler.style(piece.inlines)
        container = block.inside
        kind = container.kind if container is not None else "details"
        fold = self._fold if piece.index == 0 else None
        beside = "    " if self._fold is not None else "  "
        if container is not None and kind == "callout":
            target = canonical(container.callout)
            text = text or clean(default_title(container.callout))
            icon = ICONS[target] + " " if piece.index == 0 else beside
            first, rest = first.folding(fold, icon, "callout", target), rest.plus(beside)
            whole = covering(text, "callout", target=target)
        elif kind == "embed":
            first, rest = first.folding(fold, "↳ ", "embed"), rest.plus(beside)
            whole = covering(text, "embed")
        else:
            first, rest = first.folding(fold, "", "marker"), rest.plus(beside[2:])
            if kind == "properties":
                text = text or ("" if fold is not None and fold.closed else "properties")
            whole = covering(text, "properties" if kind == "properties" else "bold")
        styled = Styled(text, [*whole, *roles])
        if fold is not None and fold.closed:
            styled = titled(styled, fold)
        return self._rows.text(styled, first, rest, piece.line)

    def _code(self, piece: Piece, block: Code, fresh: bool) -> list[Line]:
        first, rest = self._gutters.take(block.inside)
        return self._codes.draw(piece, block, first, rest, fresh=fresh)

    def _math(self, piece: Piece, block: Math, fresh: bool) -> list[Line]:
        first, rest = self._gutters.take(block.inside)
        first, rest = first.plus(INDENT), rest.plus(INDENT)
        if block.shown and fresh:
            self._as_source = self._written or not self._fits(block, self._rows.width - rest.cells)
        if not block.shown or not self._as_source:
            return self._math_row(piece.text, piece.line, first, rest, scrolls=self._sideways and not block.shown)
        lines: list[Line] = []
        for number, text in enumerate(block.text.split("\n") if fresh else (), block.first or block.line):
            lines += self._math_row(text, min(number, block.end), first, rest, scrolls=self._sideways)
            first = rest
        return lines

    @staticmethod
    def _fits(block: Math, room: int) -> bool:
        """True if the rows of a formula stay whole; one row alone may be wrapped."""
        return len(block.shown) == 1 or all(cells(row) <= room for row in block.shown)

    def _math_row(self, written: str, source: int, first: Prefix, rest: Prefix, *, scrolls: bool) -> list[Line]:
        text = clean_code(written)
        styled = Styled(text, covering(text, "math"))
        if text[:1] == " " and cells(text) <= self._rows.width - first.cells:
            return [self._rows.whole(styled, first, source)]  # wrapping would eat the blanks that align it
        if scrolls and len(text) <= WIDEST_CODE:
            return [self._rows.whole(styled, first, source, wide=True)]
        return self._rows.text(styled, first, rest, source)

    def _row(self, piece: Piece, block: Table) -> list[Line]:
        if piece.index == 0 and block.rows and not any(map(shows, piece.cells)):
            return []  # the columns have no names
        first, rest = self._gutters.take(block.inside)
        room = self._rows.width - rest.cells
        if self._table is None:
            self._table, self._header = self._table_of(block, room), ()
        table, lines = self._table, []
        if table.columns is None:
            return self._record(table, piece, first, rest)
        under = self._header if piece.index else ()
        if piece.index and self._shown and (table.is_tall(piece.index) or table.is_tall(self._shown_last)):
            lines.append(self._rows.whole(table.rule("┄"), rest, under=under))
        for row in table.grid(piece.index, piece.labels):
            lines.append(self._rows.whole(row, first, piece.line, under=under))
            first = rest
        if piece.index == 0:
            lines.append(self._rows.whole(table.rule("─"), rest))
            self._header = tuple(lines)
        else:
            self._shown += 1
            self._shown_last = piece.index
        return lines

    def _record(self, table: TableLayout, piece: Piece, first: Prefix, rest: Prefix) -> list[Line]:
        if piece.index == 0 and len(table) > 1 and not any(map(self._styler.has_high_yield, piece.cells)):
            return []
        lines: list[Line] = []
        if self._shown:
            lines.append(self._rule("┄", min(8, self._rows.width - rest.cells), rest))
        for cell in table.record(piece.index, piece.labels):
            lines += self._rows.text(cell, first, rest.plus("  "), piece.line)
            first = rest
        self._shown += 1
        return lines

    def _table_of(self, block: Table, room: int) -> TableLayout:
        """The table with its pictures, or with their names if it would be none with them."""
        every = [cell for row in (block.header, *block.rows) for cell in row.cells]
        if not any(map(self._draws, every)):
            return TableLayout(block, room, self._cell)
        from studytui.layout.pictures import in_cell

        count = max(1, len(block.align))
        share = (room - 3 * (count - 1)) // count
        table = TableLayout(block, room, lambda cell: in_cell(cell, self._cell, self._drawings, share))
        return table if table.columns is not None else TableLayout(block, room, self._cell)

    def _cell(self, inlines: Sequence[Inline]) -> Cell:
        return [self._styler.style(part) for part in cut_at_breaks(inlines)]

    def _rule(self, line: str, width: int, prefix: Prefix, source: int | None = None) -> Line:
        text = line * width
        return self._rows.whole(Styled(text, covering(text, "marker")), prefix, source)


def blank_between(above: Block, below: Block) -> tuple[bool, Container | None]:
    """The blank row between two neighbouring blocks: if there is one, and the innermost container that it stands in.

    One blank row between blocks, none between the items of a tight list or between footnotes, none under a heading
    (so that deeper ones stack) or a title, none between a rule and a heading (behaviour 4.11), none between the title
    of a frame and a heading in it,
    and none above the properties of a note.
    """
    outer, left, right = _fork(above.inside, below.inside)
    if right is not None and right.kind == "properties":
        return False, outer
    if isinstance(below, Heading) and isinstance(above, Heading) and left is right is None:
        return below.level <= above.level, outer
    if isinstance(below, Heading):
        framed = isinstance(above, Title) and outer is not None and outer.kind == "embed"
        return not (left is None and (framed or isinstance(above, Rule))), outer
    if isinstance(above, Heading) and left is None:
        return isinstance(below, Rule), outer
    if isinstance(above, Title):
        return left is not None, outer
    if left is not None and right is not None and left.kind == right.kind == "footnote":
        return False, outer
    if left is not None and right is not None and left.kind == right.kind == "item":
        return (left.loose or right.loose if _one_list(left, right) else outer is None), outer
    if outer is not None and outer.kind == "item" and left is None and right is not None and right.kind == "item":
        # A list below the text of an item belongs to it, however loose the item's own list is.
        return right.loose and not (isinstance(above, Paragraph) and not above.inlines), outer
    if outer is not None and outer.kind == "item":
        return outer.loose, outer
    return True, outer


def _one_list(left: Container, right: Container) -> bool:
    """Two neighbours are of one list when their markers are of one kind, as CommonMark has it."""
    return left.marker[-1:] == right.marker[-1:]


def _fork(
    left: Container | None, right: Container | None
) -> tuple[Container | None, Container | None, Container | None]:
    """The innermost common container, and what either side stands in just inside it."""
    below_left: Container | None = None
    below_right: Container | None = None
    while left is not None and (right is None or left.depth > right.depth):
        below_left, left = left, left.inside
    while right is not None and (left is None or right.depth > left.depth):
        below_right, right = right, right.inside
    while left is not None and right is not None and left.number != right.number:
        below_left, left = left, left.inside
        below_right, right = right, right.inside
    return left, below_left, below_right
