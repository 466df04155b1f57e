"""Questions to blocks: logical lines, high-yield lines, links, outline, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from studytui.markdown.document import Block, Code, Heading, Inline, Link, Math, Rule, Table
from studytui.markdown.legend import Legend

_MARKUP = re.compile(r"==|<mark|background|hltr-", re.IGNORECASE)


def plain(inlines: Iterable[Inline]) -> str:
    """The text as it is shown; a break is a newline."""
    return "".join(inline.text for inline in inlines)


def stripped(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without the breaks and blank texts at both ends."""
    first, last = 0, len(inlines)
    while first < last and _is_blank(inlines[first]):
        first += 1
    while last > first and _is_blank(inlines[last - 1]):
        last -= 1
    return inlines[first:last]


def _is_blank(inline: Inline) -> bool:
    return inline.kind == "break" or (inline.kind == "text" and not inline.text.strip())


class LogicalLine(Struct, frozen=True, dict=True):
    """One source line of a block's text; a row of a table is one, its `inlines` the cells with a blank between."""

    line: int
    inlines: tuple[Inline, ...]
    cells: tuple[tuple[Inline, ...], ...] = ()

    @cached_property
    def text(self) -> str:
        """The line as it is shown."""
        return plain(self.inlines)


class Mark(Struct, frozen=True, gc=False):
    """Characters `start` to `end` of a line's text that are high-yield."""

    start: int
    end: int
    bucket: str
    number: int
    """The ordinal of the highlight in the document: a highlight over two lines, or around another, is several marks."""


class MarkedLine(Struct, frozen=True, gc=False):
    """A line that holds high-yield marks, and the headings that it stands under."""

    line: int
    headings: tuple[str, ...]
    text: str
    marks: tuple[Mark, ...]
    block: Block


def logical_lines(block: Block) -> tuple[LogicalLine, ...]:
    """The lines of a block, in reading order."""
    if isinstance(block, Rule):
        return ()
    if isinstance(block, Table):
        return tuple(_table_row(row.line, row.cells) for row in (block.header, *block.rows))
    if isinstance(block, Code):
        return _written(block.text, block.first, "code") if block.text else ()
    if isinstance(block, Math):
        return _formula(block) if block.shown else _written(block.text, block.first or block.line, "math")
    lines: list[LogicalLine] = []
    current: list[Inline] = []
    for inline in block.inlines:
        if inline.kind == "break":
            _add_line(lines, current)
            current = []
        else:
            current.append(inline)
    _add_line(lines, current)
    return tuple(lines)


def _add_line(lines: list[LogicalLine], inlines: list[Inline]) -> None:
    if inlines:
        lines.append(LogicalLine(inlines[0].line, tuple(inlines)))


def _table_row(line: int, cells: tuple[tuple[Inline, ...], ...]) -> LogicalLine:
    joined: list[Inline] = []
    for index, cell in enumerate(cells):
        if index:
            joined.append(Inline(" ", line))
        joined += (Inline(" ", line) if inline.kind == "break" else inline for inline in cell)
    return LogicalLine(line, tuple(joined), cells)


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


def marked_lines(blocks: Iterable[Block], legend: Legend) -> Iterator[MarkedLine]:
    """Every line with a high-yield mark, in reading order; a mark without anything to see does not count."""
    path: list[tuple[int, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            while path and path[-1][0] >= block.level:
                path.pop()
        if not isinstance(block, Code | Math | Rule):
            for line in logical_lines(block):
                marks = _marks(line.inlines, legend)
                if marks:
                    yield MarkedLine(line.line, tuple(text for _, text in path), line.text, marks, block)
        if isinstance(block, Heading):
            path.append((block.level, plain(block.inlines)))


def _marks(inlines: tuple[Inline, ...], legend: Legend) -> tuple[Mark, ...]:
    if all(inline.mark is None for inline in inlines):
        return ()
    marks: list[Mark] = []
    seen: set[int] = set()
    at = 0
    for inline in inlines:
        start, at = at, at + len(inline.text)
        mark = inline.mark
        if mark is None or not legend.is_high_yield(mark):
            continue
        if marks and marks[-1].number == mark.number and marks[-1].end == start:
            marks[-1] = Mark(marks[-1].start, at, mark.bucket, mark.number)
        else:
            marks.append(Mark(start, at, mark.bucket, mark.number))
        if inline.text.strip():
            seen.add(mark.number)
    return tuple(mark for mark in marks if mark.number in seen)


def outline(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """The headings of a note, in order."""
    return tuple(block for block in blocks if isinstance(block, Heading))


def links(blocks: Iterable[Block]) -> Iterator[Link]:
    """Every link, embed and image once, in the order of the file."""
    last = -1
    for block in blocks:
        for inline in _inlines(block):
            if inline.link is not None and inline.link.number > last:
                last = inline.link.number
                yield inline.link


def _inlines(block: Block) -> Iterator[Inline]:
    if isinstance(block, Table):
        for row in (block.header, *block.rows):
            for cell in row.cells:
                yield from cell
    elif not isinstance(block, Code | Math | Rule):
        yield from block.inlines


def marks_possible(text: str) -> bool:
    """Whether a text can hold a highlight at all; quick, and never wrong when it says no."""
    return _MARKUP.search(text) is not None
