"""Recall view: high-yield text gives way to blanks of one width before it is laid out, so that nothing betrays it
(behaviour 7.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from studytui.markdown.document import (
    Block,
    Code,
    Container,
    Heading,
    Inline,
    Math,
    Row,
    Rule,
    Table,
    Title,
    containers,
    plain,
)
from studytui.markdown.legend import Legend
from studytui.markdown.lines import is_high_yield, outline
from studytui.markdown.numbered import hint_of, without_numbers

BLANK = "______"
"""Stands for text of any length."""
ALL = -1
"""Of an item: every word is shown."""
ITEMS_A_LINE = 1 << 8
"""Where items are numbered by their lines: so many numbers a line has."""


class Recall(Struct, frozen=True):
    """The masked items of a page: every one but those that are shown."""

    shown: Mapping[int, int] = field(default_factory=dict)
    """Number of an item -> its words that are shown, from the first; `ALL` for all of them."""
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
    """Made of its text, and of how many such there were before it, so that it is the same where other text changes; or,
    if only a stretch of the page is known, from `ITEMS_A_LINE` times the line."""
    line: int
    words: int


def section_of(blocks: Iterable[Block], line: int) -> tuple[int, int] | None:
    """First and last source line of the section that a line is in; None above the first heading."""
    headings = outline(blocks)
    own = next((heading for heading in reversed(headings) if heading.line <= line), None)
    if own is None:
        return None
    after = (heading.line for heading in headings if heading.line > own.line and heading.level <= own.level)
    return own.line, next(after, 10**9) - 1


def carried(recall: Recall, before: Iterable[Block], after: Iterable[Block]) -> Recall:
    """Recall of a note in another text of it: of the same section, by its heading, else by which heading it was."""
    if recall.section is None:
        return recall
    after = list(after)
    was, now = list(_named(outline(before))), list(_named(outline(after)))
    at = next((at for at, (_, line) in enumerate(was) if line == recall.section[0]), None)
    if at is None or not now:
        return recall
    line = dict(now).get(was[at][0], now[min(at, len(now) - 1)][1])
    return replace(recall, section=section_of(after, line))


def _named(headings: Iterable[Heading]) -> Iterator[tuple[tuple[str, int], int]]:
    """Headings as their text and how many such there were before, with their lines."""
    met: Counter[str] = Counter()
    for heading in headings:
        text = plain(heading.inlines)
        yield (text, met[text]), heading.line
        met[text] += 1


B = TypeVar("B", bound=Block)


class Mask:
    """Masks the blocks of a page, in reading order; `items` are those that it came upon."""

    def __init__(self, recall: Recall, legend: Legend, *, by_line: bool = False) -> None:
        """A mask; `by_line` for a stretch of a page whose lines go up, where an ordinal would be another in each."""
        self._recall = recall
        self._legend = legend
        self._by_line = by_line
        self.items: list[Item] = []
        self._met: Counter[str] = Counter()
        """How often a text was an item."""
        self._hides = False
        """Whether anything so far is hidden."""
        self._footnotes: set[str] = set()
        """Inline footnotes in what is hidden: their texts stand below the page."""

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks with what is high-yield and not shown left out."""
        found: list[Block] = []
        for block in blocks:
            masked, title = self._block(block), found[-1] if found else None
            if isinstance(masked, Heading) and isinstance(title, Title) and _has_blanks(masked) and _is_frame(title):
                named = "".join(inline.text for inline in title.inlines).rpartition(" › ")  # it repeats the heading
                found[-1] = replace(title, inlines=(Inline(f"{named[0]}{named[1]}{BLANK}", title.line),))
            found.append(masked)
        return found

    def _block(self, block: B) -> B:
        if isinstance(block, Code | Math | Rule):
            return block
        if self._footnotes and any(each.label in self._footnotes for each in containers(block.inside)):
            return self._blank(block)
        if isinstance(block, Table):
            if not _has_marks(cell for row in (block.header, *block.rows) for cell in row.cells):
                return block
            header, *rows = (self._row(row, block.inside) for row in (block.header, *block.rows))
            return replace(block, header=header, rows=tuple(rows))
        if self._hides and any(inline.kind == "name" for inline in block.inlines):
            named = (replace(each, text=BLANK) if each.kind == "name" else each for each in block.inlines)
            block = replace(block, inlines=tuple(named))
        if not _has_marks((block.inlines,)) or not self._asks(block.line, block.inside):
            return block
        return replace(block, inlines=tuple(self._masked(block.inlines)))

    def _blank(self, block: B) -> B:
        """A block with one blank in place of its text."""
        if isinstance(block, Table):
            blank = Row(block.line, ((Inline(BLANK, block.line),),))
            return replace(block, align=block.align[:1], header=blank, rows=())
        return replace(block, inlines=(Inline(BLANK, block.line),))

    def _asks(self, line: int, inside: Container | None) -> bool:
        """Whether a line is in the section that is asked; what is embedded, by the line that embeds it."""
        section = self._recall.section
        hosts = [each.host for each in containers(inside) if each.host is not None] if section is not None else []
        return section is None or section[0] <= (hosts[0] if hosts else line) <= section[1]

    def _row(self, row: Row, inside: Container | None) -> Row:
        if not self._asks(row.line, inside):
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

    def _number(self, line: int, text: str) -> int:
        if not self._by_line:
            self._met[text] += 1
            return hash((text, self._met[text]))
        last = self.items[-1] if self.items else None
        return last.number + 1 if last is not None and last.line == line else line * ITEMS_A_LINE

    def _item(self, run: list[Inline]) -> Iterator[Inline]:
        words = "".join(inline.text for inline in without_numbers(run)).split()
        number, count = self._number(run[0].line, " ".join(words)), max(1, len(words))  # a picture may have no words
        self.items.append(Item(number, run[0].line, count))
        shown = self._recall.shown.get(number, 0)
        if shown == ALL or shown >= count:
            yield from run
            return
        self._hides = True
        self._footnotes.update(
            each.footnote.label for each in run if each.footnote is not None and each.footnote.label[:7] == "inline "
        )
        first, hint = run[0], hint_of(run)
        if shown:
            yield Inline(" ".join(words[:shown]) + " ", first.line, mark=first.mark)
        yield Inline(f"[{hint}]" if hint else BLANK, first.line, "blank", mark=first.mark, number=number)


def _has_marks(texts: Iterable[tuple[Inline, ...]]) -> bool:
    return any(inline.mark is not None for text in texts for inline in text)


def _has_blanks(heading: Heading) -> bool:
    return any(inline.kind == "blank" for inline in heading.inlines)


def _is_frame(title: Title) -> bool:
    return title.inside is not None and title.inside.kind == "embed"
