"""Word for word: what a browser would show of a note, against what the layout shows of it.

Words are compared after Unicode's NFKC, so that `H₂O` equals `H<sub>2</sub>O`; a word is a run of letters and digits,
or one symbol outside ASCII (`→`, `≥`, an emoji). Every word of the browser must be there in the same order. The layout
may show more: the title of a callout, the name of an image, a tag that is no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from browser_page import Page, page, words_of
from raw import remains
from rich.cells import cell_len

from studytui.layout import Line

__all__ = ["Page", "Shown", "faults", "missing", "page", "remains", "shown", "sources", "words_of"]

NARROWEST = 20

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Shown:
    """The words of a layout, with those places where a word may go on in the next."""

    words: list[str] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    """Indexes of words that end a row within a table's cell."""

    def add(self, text: str, *, broken: bool = False) -> None:
        """Adds the words of a piece of text."""
        if broken and self.words:
            self.broken.add(len(self.words) - 1)
        self.words += words_of(text)

    def after(self, index: int, word: str) -> int | None:
        """Where the words go on if `word` stands at `index`, in one piece or broken; None if it does not."""
        piece, at = self.words[index], index
        while len(piece) < len(word) and at in self.broken and word.startswith(piece):
            at += 1
            piece += self.words[at]
        return at + 1 if piece == word else None


def shown(lines: Iterable[Line], *, html_tables: bool = True) -> Shown:
    """The words that lines show, wrapped rows joined again, a table read cell by cell.

    Rows of an HTML table may share a source line, and then look like one row that is wrapped: if there may be such
    tables, those rows are read both ways.
    """
    found = Shown()
    groups = [list(group) for _, group in groupby(lines, key=_group)]
    for index, rows in enumerate(groups):
        cells = [_cells(row) for row in rows]
        if len(cells[0]) > 1:
            near = [*groups[max(index - 1, 0)], *groups[min(index + 1, len(groups) - 1)]]
            if html_tables and len(rows) > 1 and not any("┄┼┄" in row.text for row in near):
                for row in cells:
                    found.add(" ".join(row))
            for column in zip(*cells, strict=True):
                found.add("")
                for number, piece in enumerate(column):
                    found.add(piece, broken=number > 0)
            continue
        for logical, pieces in groupby(rows, key=lambda row: row.logical):
            text = gutter = ""
            for row in pieces:
                gutter = gutter or row.text[: row.indent]
                text = text.ljust(row.offset) + row.text[row.indent :]
            found.add(f"{gutter} {text}", broken=logical != rows[0].logical)
    found.broken.discard(len(found.words) - 1)
    return found


def _group(line: Line) -> tuple[int | None, int]:
    return line.source, len(_cells(line))


def _cells(line: Line) -> list[str]:
    """The text of a table's row between its bars; one piece for any other row."""
    bars = [
        span.start
        for span in line.spans
        if span.role == "marker" and span.start >= line.indent and line.text[span.start : span.end] == "│"
    ]
    edges = [-1, *bars, len(line.text)]
    return [line.text[left + 1 : right] for left, right in pairwise(edges)]


def missing(required: Sequence[str], found: Shown) -> list[str]:
    """The words that `found` lacks, in order, with a `…` between places; empty if all are there in the same order."""
    at = 0
    for word in required:
        while at < len(found.words) and (end := found.after(at, word)) is None:
            at += 1
        if at >= len(found.words):
            return _differences(required, found.words)
        at = end or at
    return []


def _differences(required: Sequence[str], words: Sequence[str]) -> list[str]:
    start = 0
    while start < min(len(required), len(words)) and required[start] == words[start]:
        start += 1
    left, right = required[start : start + 4000], words[start : start + 6000]
    lost: list[str] = []
    for kind, first, last, _, _ in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind in ("delete", "replace"):
            lost += [*left[first:last], "…"]
    return lost or ["(order)"]


def faults(lines: Iterable[Line], width: int) -> list[str]:
    """Rows that are wider than asked for, or hold what a terminal would obey."""
    found: list[str] = []
    for row, line in enumerate(lines):
        if cell_len(line.text) > max(width, NARROWEST):
            found.append(f"row {row} is {cell_len(line.text)} cells wide, not {width}: {line.text!r}")
        if _CONTROL.search(line.text):
            found.append(f"row {row} holds a control character: {line.text!r}")
    return found


def sources(lines: Iterable[Line]) -> frozenset[int]:
    """The source lines that are shown."""
    return frozenset(line.source for line in lines if line.source is not None)
