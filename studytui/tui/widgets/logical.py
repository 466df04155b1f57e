"""Unwrapped text: what a copy gives, and what the find box searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from textual.selection import Selection

from studytui.layout import Line


class Unwrapped(Struct):
    """One logical line: its whole text, and the rows that it lies on."""

    text: str = ""
    rows: list[tuple[int, Line]] = field(default_factory=list)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Characters `start` to `end` of the text as (row, first, last character of the row's text)."""
        for row, line in self.rows:
            length = len(line.text) - line.indent
            first, last = max(start - line.offset, 0), min(end - line.offset, length)
            if first < last:
                yield row, first + line.indent, last + line.indent


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
            span = selection.get_span(number)
            if span is not None:
                start, end = span
                found.append(whole.text[start:] if end == -1 else whole.text[start:end])
        return "\n".join(text.rstrip() for text in found)


def _end(line: Line) -> int:
    """Where the row's own text ends: what stands behind it says what is folded, or how many notes link here."""
    starts = [span.start for span in line.spans if span.role in ("fold", "backlinks") and span.start >= line.indent]
    return len(line.text[: min(starts)].rstrip(" ")) if starts else len(line.text)
