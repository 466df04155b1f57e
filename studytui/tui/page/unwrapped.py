"""Unwrapped text: what a copy gives, and what the find box searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from textual.selection import Selection

from studytui.layout import Line
from studytui.layout.gutter import BULLETS
from studytui.layout.table import BETWEEN
from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Code, Container, Document, containers

_DRAWN = "\0"
"""Stands for a character that the layout has drawn; no note's text has it (`layout.sanitise`)."""
_PARTED = "\1"
"""Stands for the rule between two cells of a table."""
_PARTS = lazy_regex(f" *{_PARTED} *")
_SIGNS = lazy_regex(f"{_DRAWN}+ ?")
_READ_MARKERS = frozenset(("ordinal", "definition"))
"""Roles of what stands before a text and is read: numbers, check boxes, the number of a footnote."""


class Unwrapped(Struct):
    """One logical line, before soft wrapping: its whole text, and the rows that it lies on."""

    text: str = ""
    rows: list[tuple[int, Line]] = field(default_factory=list)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Characters `start` to `end` of the text as (row, first, last character of the row's text)."""
        for row, line in self.rows:
            length = len(line.text) - line.indent
            first, last = max(start - line.offset, 0), min(end - line.offset, length)
            if first < last:
                yield row, first + line.indent, last + line.indent

    def copied(self, start: int, end: int | None = None) -> str | None:
        """Characters `start` to `end` as a copy gives them: without what is drawn, the cells of a table parted by tabs.

        With the list marker where `start` is negative. None where nothing but drawn characters, or the `⋯` of left-out
        lines, is there.
        """
        end = len(self.text) if end is None else end
        text = list(self.text)
        for _, line in self.rows:
            for span in line.spans:
                if span.role == "gap" and span.start <= line.indent:
                    return None
                if span.role == "marker" and span.start >= line.indent:
                    first, last = (line.offset + at - line.indent for at in (span.start, span.end))
                    drawn = self.text[first:last]
                    text[first:last] = (_PARTED if drawn == BETWEEN.strip() else _DRAWN) * len(drawn)
        chosen = "".join(text[max(start, 0) : end])
        words = _SIGNS.sub("", _PARTS.sub("\t", chosen))
        if not words.strip() and chosen.strip():
            return None
        return (list_marker(self.rows[0][1]) if start < 0 else "") + words.rstrip()


class LogicalText:
    """Groups rows by logical line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines: dict[int, Unwrapped] = {}
        for row, line in enumerate(lines):
            whole = self.lines.setdefault(line.logical, Unwrapped())
            whole.text = whole.text.ljust(line.offset) + line.text[line.indent : _end(line)]
            whole.rows.append((row, line))

    def extract(self, selection: Selection) -> str:
        """The selected text, a logical line a line."""
        found: list[str] = []
        for number, whole in self.lines.items():
            span = selected_span(selection, number)
            text = None if span is None else whole.copied(*span)
            if text is not None:
                found.append(text)
        return "\n".join(found)


def selected_span(selection: Selection, logical: int) -> tuple[int, int | None] | None:
    """Which characters of a logical line are selected: the first, -1 with its marker; the end, None for all; or None.

    Of a selection, `x` is a character of the unwrapped text, or -1 for what stands before it, and `y` the logical line.
    """
    start, end = selection
    if (start is not None and logical < start.y) or (end is not None and logical > end.y):
        return None
    first = start.x if start is not None and start.y == logical else -1
    last = end.x if end is not None and end.y == logical else None
    return None if last is not None and last <= max(first, 0) else (first, last)


def list_marker(line: Line) -> str:
    """The list marker of a row with its indentation, as text; no bars and no icons."""
    before = list(line.text[: line.indent])
    read = [span for span in line.spans if span.role in _READ_MARKERS]
    for at, character in enumerate(before):
        bullet = character in BULLETS or any(span.start <= at < span.end for span in read)
        if character != " " and not bullet:
            before[at] = _DRAWN
    return _SIGNS.sub("", "".join(before))


def _end(line: Line) -> int:
    """Offset at which the row's own text ends; behind it stand counts of folded or dropped lines, or of backlinks."""
    starts = [span.start for span in line.spans if span.role in ("fold", "backlinks") and span.start >= line.indent]
    starts += [span.start for span in line.spans if span.role == "gap" and span.start > line.indent]
    return len(line.text[: min(starts)].rstrip(" ")) if starts else len(line.text)


def code_of(document: Document, line: Line) -> str | None:
    """The text of the code block, or the source of the diagram, that a row belongs to; None where it is neither."""
    note, source = line.origin or ("", line.source)
    if source is None:
        return None
    for block in document.blocks:
        if isinstance(block, Code) and block.line <= source <= block.end and _origin(block.inside) == note:
            return block.text
    return None


def _origin(inside: Container | None) -> str:
    return next((container.origin for container in containers(inside) if container.origin), "")
