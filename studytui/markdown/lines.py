"""Questions to blocks: high-yield lines, links, outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import (
    Block,
    Code,
    Heading,
    Inline,
    Link,
    Math,
    Rule,
    containers,
    inlines,
    logical_lines,
    plain,
)
from studytui.markdown.legend import Legend

_MARKUP = lazy_regex(r"==|<mark|background|hltr-", re.IGNORECASE)


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


def marked_lines(blocks: Iterable[Block], legend: Legend) -> Iterator[MarkedLine]:
    """Every line with a high-yield mark, in reading order; a mark without anything to see does not count."""
    path: list[tuple[Heading, str]] = []
    for block in blocks:
        while path and not _is_under(block, path[-1][0]):
            path.pop()
        if not isinstance(block, Code | Math | Rule):
            for line in logical_lines(block):
                marks = marks_in(line.inlines, legend)
                if marks:
                    yield MarkedLine(line.line, tuple(text for _, text in path), line.text, marks, block)
        if isinstance(block, Heading):
            path.append((block, plain(block.inlines)))


def _is_under(block: Block, heading: Heading) -> bool:
    """True if a later block stands under a heading; one in a quote or an item ends with that."""
    if isinstance(block, Heading) and block.level <= heading.level:
        return False
    return heading.inside is None or any(each.number == heading.inside.number for each in containers(block.inside))


def is_high_yield(inline: Inline, legend: Legend) -> bool:
    """True if a run is high-yield and anything to see; a line is, or a mark, when one of its runs is."""
    return inline.mark is not None and legend.is_high_yield(inline.mark.bucket) and bool(inline.text.strip())


def marks_in(inlines: tuple[Inline, ...], legend: Legend) -> tuple[Mark, ...]:
    """The high-yield marks of a text, with offsets into it as it is shown."""
    if all(inline.mark is None for inline in inlines):
        return ()
    marks: list[Mark] = []
    seen: set[int] = set()
    at = 0
    for inline in inlines:
        start, at = at, at + len(inline.text)
        mark = inline.mark
        if mark is None or not legend.is_high_yield(mark.bucket):
            continue
        if marks and marks[-1].number == mark.number and marks[-1].end == start:
            marks[-1] = Mark(marks[-1].start, at, mark.bucket, mark.number)
        else:
            marks.append(Mark(start, at, mark.bucket, mark.number))
        if is_high_yield(inline, legend):
            seen.add(mark.number)
    return tuple(mark for mark in marks if mark.number in seen)


def outline(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """The headings of a note, in order."""
    return tuple(block for block in blocks if isinstance(block, Heading))


def links(blocks: Iterable[Block]) -> Iterator[Link]:
    """Every link, embed and image once, in the order of the file."""
    seen: set[int] = set()
    for block in blocks:
        for inline in inlines(block):
            # A link round an image was begun before it, and shows its address behind it.
            if inline.link is not None and inline.link.number not in seen:
                seen.add(inline.link.number)
                yield inline.link


def marks_possible(text: str) -> bool:
    """True if a text can hold a highlight at all; quick, and never wrong when it says no."""
    return _MARKUP.search(text) is not None
