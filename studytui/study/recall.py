"""Recall view: high-yield text gives way to blanks of one width before it is laid out, so that nothing betrays it
(behaviour 7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from studytui.markdown.document import Block, Code, Inline, Math, Row, Rule, Table
from studytui.markdown.legend import Legend
from studytui.markdown.lines import is_high_yield

BLANK = "______"
"""Stands for text of any length."""
ALL = -1
"""Of an item: every word is shown."""


class Recall(Struct, frozen=True):
    """The masked items of a page: every one but those that are shown."""

    shown: Mapping[int, int] = field(default_factory=dict)
    """Ordinal of an item -> its words that are shown, from the first; `ALL` for all of them."""
    missed: frozenset[int] = frozenset()
    section: tuple[int, int] | None = None
    """First and last source line of the section that is asked; None for the whole page."""

    def showing(self, item: int, words: int = ALL) -> Recall:
        """The same with some words of an item shown."""
        return replace(self, shown={**self.shown, item: words})

    def hiding(self, item: int) -> Recall:
        """The same with an item hidden again."""
        return replace(self, shown={other: words for other, words in self.shown.items() if other != item})


class Item(Struct, frozen=True):
    """One stretch of high-yield text on one line, or in one cell of a table."""

    number: int
    """Ordinal on the page, from 0."""
    line: int
    words: int


B = TypeVar("B", bound=Block)


class Mask:
    """Masks the blocks of a page, in reading order; `items` are those that it came upon."""

    def __init__(self, recall: Recall, legend: Legend) -> None:
        self._recall = recall
        self._legend = legend
        self.items: list[Item] = []

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks with what is high-yield and not shown left out."""
        return [self._block(block) for block in blocks]

    def _block(self, block: B) -> B:
        section = self._recall.section
        if isinstance(block, Code | Math | Rule):
            return block
        if isinstance(block, Table):
            if not _has_marks(cell for row in (block.header, *block.rows) for cell in row.cells):
                return block
            return replace(block, header=self._row(block.header), rows=tuple(map(self._row, block.rows)))
        if not _has_marks((block.inlines,)) or (section is not None and not section[0] <= block.line <= section[1]):
            return block
        return replace(block, inlines=tuple(self._masked(block.inlines)))

    def _row(self, row: Row) -> Row:
        section = self._recall.section
        if section is not None and not section[0] <= row.line <= section[1]:
            return row
        return Row(row.line, tuple(tuple(self._masked(cell)) for cell in row.cells))

    def _masked(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        """Each run of neighbouring high-yield inlines on a line is an item."""
        run: list[Inline] = []
        for inline in inlines:
            blank = inline.mark is not None and not inline.text.strip() and inline.kind == "text"
            if is_high_yield(inline, self._legend) or (run and blank):
                if run and inline.line != run[0].line:
                    yield from self._item(run)
                    run = []
                run.append(inline)
                continue
            if run:
                yield from self._item(run)
                run = []
            yield inline
        if run:
            yield from self._item(run)

    def _item(self, run: list[Inline]) -> Iterator[Inline]:
        words = "".join(inline.text for inline in run).split()
        number = len(self.items)
        self.items.append(Item(number, run[0].line, len(words)))
        shown = self._recall.shown.get(number, 0)
        if shown == ALL or shown >= len(words):
            yield from run
            return
        first = run[0]
        if shown:
            yield Inline(" ".join(words[:shown]) + " ", first.line, mark=first.mark)
        yield Inline(BLANK, first.line, "blank", mark=first.mark, number=number)


def _has_marks(texts: Iterable[tuple[Inline, ...]]) -> bool:
    return any(inline.mark is not None for text in texts for inline in text)
