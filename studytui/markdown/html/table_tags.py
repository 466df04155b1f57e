"""The tags between `<table>` and `</table>`; blocks of Markdown may stand between them."""

from __future__ import annotations

from collections.abc import Callable

from studytui.markdown.document import Block
from studytui.markdown.html.tables import HtmlTable
from studytui.markdown.html.text import HtmlText
from studytui.markdown.html_elements import Tag, neutral
from studytui.markdown.open_blocks import OpenBlocks

_SECTIONS = frozenset(("tbody", "tfoot", "thead"))


class TableTags:
    """Reads the tables of one document, one at a time; all that is in a cell is text."""

    def __init__(
        self, blocks: OpenBlocks, text: HtmlText, flush: Callable[[], None], inline: Callable[[Tag, str], None]
    ) -> None:
        self._blocks = blocks
        self._text = text
        self._flush = flush
        self._inline = inline
        self.table: HtmlTable | None = None
        """The one that is open."""

    def begin(self, row: int) -> None:
        """A table opens on this line."""
        self.table = HtmlTable(row, self._blocks.inside)
        self._text.open("table", "<bdi>", "</bdi>", row)

    def takes(self, block: Block) -> bool:
        """True if a block of Markdown is the text of a cell, because a table is open around it."""
        table = self.table
        if table is None:
            return False
        if block.line > table.last:
            self.end()
            return False
        table.take(block)
        return True

    def captioned(self) -> bool:
        """True if text is a caption, which stands above the table."""
        return self.table is not None and self.table.empty and self._text.holds("caption")

    def read(self, tag: Tag, source: str, row: int) -> None:
        """One tag while a table is open."""
        table, name = self.table, tag.name
        assert table is not None
        opened = tag.kind == "open"
        if name == "table":
            table.depth += 1 if opened else -1
            if table.depth == 0:
                self.end(row)
                return
        if table.depth > 1 or name == "table":
            self._inline(tag, source)
        elif name == "caption":
            self._flush()
            self._text.close(name, row)
            if opened and table.empty:
                self._text.open(name, "<bdi>", "</bdi>", row)
        elif name == "tr":
            self._end_cell(row)
            if opened:
                table.begin_row(row)
            else:
                table.end_row()
        elif name in _SECTIONS:
            self._end_cell(row)
            table.section(head=opened and name == "thead")
        elif name in ("td", "th"):
            self._end_cell(row)
            if opened:
                header = table.begin_cell(tag, row)
                self._text.open("td", neutral(source, name) if header else source, f"</{name}>", row)
        else:
            self._inline(tag, source)

    def end(self, row: int = 0) -> None:
        """Adds the table that is open, closed on that line or ended by what comes now."""
        table = self.table
        if table is None:
            return
        self._end_cell(row)
        self._text.close("table", row)
        self.table = None
        block = table.block(row)
        if block is not None:
            self._blocks.add(block)

    def _end_cell(self, row: int) -> None:
        self._flush()
        self._text.close("td", row)
        if self.table is not None:
            self.table.in_cell = False
