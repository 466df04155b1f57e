"""The document model of a parsed note, and the walks over it: values only, no parser tokens, no colours, no widths.

A `Document` is flat: leaf blocks in reading order, each of which knows the chain of
containers (list items, quotes, callouts, …) that it stands in. Depth of nesting is
therefore never depth of recursion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntFlag
from functools import cached_property
from itertools import chain, repeat
from typing import Literal

from msgspec import Struct, field

from studytui.lazy_regex import lazy_regex
from studytui.markdown.row_labels import RowLabels


class Style(IntFlag):
    """How a run of text is set; flags add up."""

    NONE = 0
    BOLD = 1
    ITALIC = 2
    STRIKE = 4
    UNDERLINE = 8
    SUB = 16
    SUP = 32
    KBD = 64
    SMALL = 128


SEPARATORS = lazy_regex("[\\x85\\u2028\\u2029]")
"""Unicode's separators of lines and paragraphs: they end a row on the screen, and no line of the file."""

InlineKind = Literal["text", "code", "math", "tag", "image", "embed", "footnote", "field", "break", "blank", "name"]
ContainerKind = Literal["item", "quote", "callout", "embed", "details", "footnote", "properties"]
Align = Literal["left", "center", "right", ""]


class Highlight(Struct, frozen=True, gc=False):
    """One highlight of the source, shared by every inline run inside it (behaviour 5.1)."""

    number: int
    """Ordinal in the document, from 0: runs with equal numbers are one mark."""
    bucket: str
    """`red orange yellow green cyan blue purple pink grey` (behaviour 5.1.5)."""
    color: str
    """The colour as written, as `#rrggbbaa`; `==x==` and a bare `<mark>` give Obsidian's default."""


class Link(Struct, frozen=True, gc=False):
    """One occurrence of a wikilink, embed or Markdown link, as written (behaviour 2.1)."""

    number: int
    """Ordinal in the document, from 0: runs with equal numbers are one link."""
    target: str
    """Path and subpath without the display text, trimmed: `USMLE/Note#Heading`; of a Markdown link its address,
    still encoded."""
    text: str
    """Shown text, plain."""
    line: int
    kind: Literal["wiki", "markdown", "autolink"]
    embed: bool = False


class Footnote(Struct, frozen=True, gc=False):
    """One reference to a footnote (behaviour 4.4)."""

    label: str
    """As written, or made up for an inline footnote."""
    number: int
    """Shown number: footnotes are counted in the order of their first references, from 1."""
    occurrence: int
    """Ordinal of the reference in the document, from 0."""


class Inline(Struct, frozen=True, gc=False):
    """A run of text that is set alike from its first to its last character."""

    text: str
    line: int
    """Source line in the file, from 1."""
    kind: InlineKind = "text"
    """`break` is a visible line break; `image` and `embed` have `link` set and their alt text in `text`; a `name`
    is made of text that has marks elsewhere on the page."""
    style: Style = Style.NONE
    mark: Highlight | None = None
    link: Link | None = None
    color: str | None = None
    """Colour of the text itself as `#rrggbbaa`; never high-yield."""
    width: int | None = None
    """Wanted width of an image in pixels."""
    source: str | None = None
    """Of a formula whose `text` is not as it is written: its LaTeX (behaviour 8.3)."""
    footnote: Footnote | None = None
    """Of a `footnote`, whose `text` is its number in brackets."""
    number: int | None = None
    """Of a `blank`, which no note holds but recall puts in place of text: that of its item."""


class Container(Struct, frozen=True, gc=False):
    """Something that leaf blocks stand in; `inside` is the next one outwards."""

    number: int
    """Ordinal in the document, from 0."""
    kind: ContainerKind
    line: int
    inside: Container | None = None
    depth: int = 0
    """How many containers are outside this one."""
    marker: str = ""
    """Of an item: `-`, `*`, `+`, `3.` or `3)`; of the definition of a footnote: its number."""
    task: str | None = None
    """Of a task item: the character between the brackets."""
    loose: bool = False
    """Of an item: its list has blank lines between its items."""
    callout: str = ""
    """Of a callout: its type, lower case, as written (aliases are not resolved)."""
    fold: Literal["", "+", "-"] = ""
    label: str = ""
    """Of the definition of a footnote: its label."""
    origin: str = ""
    """The note that the content was embedded from; empty for this note's own."""
    host: int | None = None
    """Of embedded content: the line of this note that embeds it. All other lines inside are those of `origin`."""


class _Leaf(Struct, frozen=True, gc=False):
    line: int
    """First source line, from 1."""
    end: int
    """Last source line."""
    inside: Container | None


class Heading(_Leaf, frozen=True, gc=False):
    """An ATX or setext heading."""

    level: int
    inlines: tuple[Inline, ...]
    source: str = ""
    """As it is written, without the marks that make it a heading; empty where that is what is shown, and in HTML."""


class Paragraph(_Leaf, frozen=True, gc=False):
    """Also the text of an item, and an item without text (no inlines)."""

    inlines: tuple[Inline, ...]


class Title(_Leaf, frozen=True, gc=False):
    """The title row of the callout, embed or details that is `inside`; always its first leaf."""

    inlines: tuple[Inline, ...]


class Code(_Leaf, frozen=True, gc=False):
    """A fenced or indented code block."""

    text: str
    """Without the fence, without a final newline; its first line is source line `first`."""
    info: str
    first: int


class Math(_Leaf, frozen=True, gc=False):
    """A `$$` block."""

    text: str
    """Without the dollars and the newlines next to them."""
    first: int = 0
    """Source line of the first line of `text`; 0 when that is `line`."""
    shown: tuple[str, ...] = ()
    """The formula drawn in Unicode, row by row; empty where only its source is sure to be right (behaviour 8.3)."""


class Rule(_Leaf, frozen=True, gc=False):
    """A thematic break."""


class Row(Struct, frozen=True, gc=False):
    """One row of a table, on one source line."""

    line: int
    cells: tuple[tuple[Inline, ...], ...]


class Table(_Leaf, frozen=True, gc=False):
    """A table; every row has as many cells as the header."""

    align: tuple[Align, ...]
    header: Row
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Title | Code | Math | Rule | Table


class PropertyLink(Struct, frozen=True, gc=False):
    """One link in a property (behaviour 2.5.2)."""

    property: str
    """Its name as written; `a.b` of one in another."""
    link: Link
    """Numbered downwards from -1."""
    text: str
    """The value that it stands in, as it is shown; of a list only the item."""


class Frontmatter(Struct, frozen=True):
    """The properties between the `---` lines at the top of a note (behaviour 1)."""

    values: Mapping[str, object] = field(default_factory=dict)
    error: str | None = None
    """Why it was not understood, in one line; `values` is empty then."""
    end: int = 0
    """Its last source line; 0 without frontmatter. The body starts on the next line."""
    title: str | None = None
    tags: tuple[str, ...] = ()
    """Without `#`."""
    aliases: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    pinned: bool = False
    hidden: bool = False
    """`hide`, or `hideInFiletree` (also with the `dg-` prefix)."""
    home: bool = False
    """`dg-home`, or the tag `gardenEntry`."""
    links: tuple[PropertyLink, ...] = ()
    """In the order of the file."""


class BlockId(Struct, frozen=True, gc=False):
    """`^id` or `{ #id }` at the end of, or below, the block that ends on `line` (behaviour 2.3.3)."""

    name: str
    line: int
    """First source line of the block or list item that it names."""
    own: int = 0
    """Its own source line, when it stands by itself below what it names; else 0."""


class Anchor(Struct, frozen=True, gc=False):
    """A place that a tag of HTML names (behaviour 2.3.6), or the text of a footnote (2.3.7)."""

    name: str
    """Of a footnote its label as it is referred to, `[^1]`."""
    line: int


class Document(Struct, frozen=True):
    """A whole note."""

    frontmatter: Frontmatter
    blocks: tuple[Block, ...]
    block_ids: tuple[BlockId, ...] = ()
    anchors: tuple[Anchor, ...] = ()


def containers(inside: Container | None) -> Iterator[Container]:
    """A container and those around it, outwards."""
    while inside is not None:
        yield inside
        inside = inside.inside


def containers_up_to(known: Collection[int], inside: Container | None) -> tuple[list[Container], Container | None]:
    """The part of the chain whose numbers are not known, outwards, and the container around it, if there is one."""
    fresh: list[Container] = []
    while inside is not None and inside.number not in known:
        fresh.append(inside)
        inside = inside.inside
    return fresh, inside


def inlines(block: Block) -> Iterator[Inline]:
    """The text of a block in reading order, cell by cell; code, a formula block and a rule have none."""
    if isinstance(block, Table):
        for row in (block.header, *block.rows):
            for cell in row.cells:
                yield from cell
    elif not isinstance(block, Code | Math | Rule):
        yield from block.inlines


def plain(inlines: Iterable[Inline]) -> str:
    """The text as it is shown; a break is a newline."""
    return "".join(inline.text for inline in inlines)


def cut_at_breaks(inlines: Iterable[Inline], *, keep: bool = False) -> Iterator[tuple[Inline, ...]]:
    """The lines of a text, at least one and perhaps empty; the break that ends each stays with it, or is dropped."""
    line: list[Inline] = []
    for inline in inlines:
        if inline.kind != "break":
            line.append(inline)
            continue
        if keep:
            line.append(inline)
        yield tuple(line)
        line = []
    yield tuple(line)


class LogicalLine(Struct, frozen=True, dict=True):
    """One source line of a block's text; a row of a table is one, with its labels: `Head: cell · Head: cell`."""

    line: int
    inlines: tuple[Inline, ...]
    cells: tuple[tuple[Inline, ...], ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    """Of a row of a table: what its blank first cells mean, by column."""

    @cached_property
    def text(self) -> str:
        """The line as it is shown."""
        return plain(self.inlines)


BETWEEN_CELLS = " · "


def logical_lines(block: Block) -> tuple[LogicalLine, ...]:
    """The lines of a block, in reading order."""
    if isinstance(block, Rule):
        return ()
    if isinstance(block, Table):
        return _table_rows(block)
    if isinstance(block, Code):
        return _written(block.text, block.first, "code") if block.text else ()
    if isinstance(block, Math):
        return _formula(block) if block.shown else _written(block.text, block.first or block.line, "math")
    return tuple(LogicalLine(line[0].line, line) for line in cut_at_breaks(block.inlines) if line)


def _table_rows(table: Table) -> tuple[LogicalLine, ...]:
    heads = [f"{head.removesuffix(':')}: " if (head := _cell_text(cell)) else "" for cell in table.header.cells]
    rows = (table.header, *table.rows)
    known = RowLabels()
    lines = []
    for index, row in enumerate(rows):
        shown = list(map(shows, row.cells))
        known.read(index, shown)
        above = dict(known.blanks(shown))
        if known.groups and any(shown) and not shown[0]:
            above.setdefault(0, known.groups[-1])
        labels = {column: _cell_text(rows[above[column]].cells[column]) for column in sorted(above)}
        lines.append(_table_row(row, shown, heads if index else (), labels))
    return tuple(lines)


def _table_row(row: Row, shown: Sequence[bool], heads: Sequence[str], labels: Mapping[int, str]) -> LogicalLine:
    if not any(shown):
        return LogicalLine(row.line, (), row.cells)
    joined: list[Inline] = []
    for column, (cell, there, head) in enumerate(zip(row.cells, shown, chain(heads, repeat("")), strict=False)):
        label = labels.get(column, "")
        if not there and not label:
            continue
        before = (BETWEEN_CELLS if joined else "") + head + label
        if before:
            joined.append(Inline(before, row.line))
        if there:
            joined += (Inline(" ", row.line) if inline.kind == "break" else inline for inline in cell)
    return LogicalLine(row.line, tuple(joined), row.cells, labels)


def shows(cell: Sequence[Inline]) -> bool:
    """True if a cell holds more than blanks and breaks."""
    for inline in cell:  # noqa: SIM110 - a generator costs more
        if inline.kind not in ("text", "break") or inline.text.strip():
            return True
    return False


def _cell_text(cell: Sequence[Inline]) -> str:
    return " ".join(plain(cell).split())


def _formula(block: Math) -> tuple[LogicalLine, ...]:
    """The rows of a formula as it is drawn, each on a line of its source."""
    first = block.first or block.line
    last = min(first + block.text.count("\n"), max(first, block.end))
    return tuple(
        LogicalLine(min(number, last), (Inline(row, min(number, last), "math"),))
        for number, row in enumerate(block.shown, first)
    )


def _written(text: str, first: int, kind: str) -> tuple[LogicalLine, ...]:
    return tuple(
        LogicalLine(number, (Inline(line, number, "math" if kind == "math" else "code"),))
        for number, line in enumerate(text.split("\n"), first)
    )
