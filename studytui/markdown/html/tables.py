"""HTML tables: rows and cells that are being read -> a `Table` (behaviour 4.10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from studytui.markdown.document import (
    Align,
    Block,
    Code,
    Container,
    Heading,
    Inline,
    Math,
    Row,
    Rule,
    Style,
    Table,
    containers,
)
from studytui.markdown.html_elements import Tag

_MOST = 100
"""Columns; what stands in further ones goes into the last."""

Inlines = tuple[Inline, ...]


class _OpenRow:
    __slots__ = ("cells", "head", "line", "names")

    def __init__(self, line: int, *, head: bool) -> None:
        self.line = line
        self.head = head
        """True if it is in a `thead`, or has had no cell but headers so far."""
        self.cells: list[list[Inline]] = []
        self.names: list[int] = []
        """Columns whose cells are headers."""


class HtmlTable:
    """One table, as its tags come. Cells over several rows or columns are filled up with empty ones."""

    def __init__(self, line: int, inside: Container | None) -> None:
        self.line = line
        self.inside = inside
        self.depth = 1
        """How many tables are open: inner ones are text of a cell."""
        self.last = 0
        """The line after which it ends, if nothing closes it."""
        self.in_cell = False
        self._rows: list[_OpenRow] = []
        self._row: _OpenRow | None = None
        self._in_head = False
        self._at = 0
        self._covered: dict[int, int] = {}
        self._aligns: dict[int, Align] = {}
        self._seen: set[int] = set()

    @property
    def empty(self) -> bool:
        """True if no row has begun."""
        return not self._rows

    def section(self, *, head: bool) -> None:
        """Rows of the head, or others, follow."""
        self._in_head = head
        self.end_row()

    def begin_row(self, line: int) -> None:
        """A row opens, and what was open closes."""
        self.end_row()
        self._row = _OpenRow(line, head=True)
        self._rows.append(self._row)

    def end_row(self) -> None:
        """The row closes, if one is open."""
        if self._row is not None:
            self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self._row = None
        self.in_cell = False

    def begin_cell(self, tag: Tag | None, line: int) -> bool:
        """A cell opens; without a tag one that nobody wrote. Says whether it may head its column."""
        if self._row is None:
            self.begin_row(line)
        row = self._row
        assert row is not None
        self.in_cell = True
        header = tag is not None and tag.name == "th"
        row.head = row.head and (header or self._in_head)
        attributes = tag.attributes if tag is not None else {}
        columns, rows = _number(attributes.get("colspan")), _number(attributes.get("rowspan"))
        while len(row.cells) in self._covered and len(row.cells) < _MOST:
            row.cells.append([])
        if len(row.cells) >= _MOST:
            if row.cells[-1]:
                row.cells[-1].append(Inline(" ", line))
            self._at = len(row.cells) - 1
            return header
        self._at = len(row.cells)
        if header:
            row.names.append(self._at)
        row.cells.append([])
        row.cells.extend([] for _ in range(min(columns, _MOST - self._at) - 1))
        if rows > 1:
            self._covered.update((column, rows) for column in range(self._at, len(row.cells)))
        align = _align(attributes.get("align", ""), attributes.get("style", ""))
        if align:
            self._aligns.setdefault(self._at, align)
        return row.head and row is self._rows[0]

    def add(self, inlines: Iterable[Inline], line: int) -> None:
        """More text in the cell, on lines of its own."""
        if not self.in_cell:
            self.begin_cell(None, line)
        assert self._row is not None
        cell = self._row.cells[self._at]
        added = tuple(inlines)
        if cell and added and cell[-1].kind != "break" and not (cell[-1].text == " " and len(self._row.cells) == _MOST):
            cell.append(Inline("\n", added[0].line, "break"))
        cell.extend(added)

    def take(self, block: Block) -> None:
        """A block of Markdown that stands in the cell."""
        marker = ""
        for container in containers(block.inside):
            if container is self.inside or container.number in self._seen:
                break
            self._seen.add(container.number)
            if not marker and container.kind == "item":
                marker = _marker(container)
        inlines = tuple(_inlines(block))
        if marker:
            inlines = (Inline(marker, block.line), *inlines)
        if inlines:
            self.add(inlines, block.line)

    def block(self, end: int) -> Table | None:
        """The table, which ends on this line or with its text; None when there is nothing in it."""
        rows = [row for row in self._rows if row.cells]
        if not any(cell for row in rows for cell in row.cells):
            return None
        count = max(len(row.cells) for row in rows)
        if not rows[0].head:
            for column in rows[0].names:
                rows[0].cells[column] = [*map(_bold, rows[0].cells[column])]
        made = [Row(row.line, (*map(tuple, row.cells), *[()] * (count - len(row.cells)))) for row in rows]
        header = made.pop(0) if rows[0].head else Row(self.line, ((),) * count)
        align: list[Align] = [self._aligns.get(column, "") for column in range(count)]
        end = max(end, self.line, *(inline.line for row in (header, *made) for cell in row.cells for inline in cell))
        return Table(self.line, end, self.inside, tuple(align), header, tuple(made))


def _number(value: str | None) -> int:
    value = (value or "1").strip()
    return min(max(int(value), 1), 1000) if value.isdecimal() and len(value) < 6 else 1


def _align(attribute: str, style: str) -> Align:
    words = f"{attribute} {style.partition('text-align')[2].partition(';')[0]}".lower().replace(":", " ").split()
    for align in ("left", "center", "right"):
        if align in words:
            return align
    return ""


def _marker(item: Container) -> str:
    number = item.marker + " " if item.marker[-1:] in (".", ")") else ""
    if item.task is not None:
        return number + ("☐ " if item.task == " " else "☑ " if item.task in "xX" else f"[{item.task}] ")
    return number or "• "


def _inlines(block: Block) -> Iterator[Inline]:
    """The text of a block as that of a cell."""
    if isinstance(block, Rule):
        return
    if isinstance(block, Code):
        for number, text in enumerate(block.text.split("\n"), block.first):
            if number > block.first:
                yield Inline("\n", min(number, block.end), "break")
            if text:
                yield Inline(text, min(number, block.end), "code")
    elif isinstance(block, Math):
        yield Inline(" ".join(block.text.split("\n")), block.line, "math")
    elif isinstance(block, Table):
        for number, row in enumerate((block.header, *block.rows)):
            if number:
                yield Inline("\n", row.line, "break")
            for column, cell in enumerate(row.cells):
                if column:
                    yield Inline(" | ", row.line)
                yield from cell
    elif isinstance(block, Heading):
        yield from map(_bold, block.inlines)
    else:
        yield from block.inlines


def _bold(inline: Inline) -> Inline:
    return inline if inline.kind == "break" else replace(inline, style=inline.style | Style.BOLD)
