"""Finding text in the open page: every place, also those that the high-yield view hides."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from studytui.layout import Line
from studytui.markdown import logical_lines
from studytui.markdown.document import Document
from studytui.tui.widgets.logical import LogicalText
from studytui.tui.widgets.reader import Reader


def folded(text: str) -> str:
    """The text without case and accents, of the same length, so that places in it hold for the original."""
    if text.isascii():
        return text.lower()
    return "".join(_fold(character) for character in text)


def _fold(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].casefold()
    return base if len(base) == 1 else character


def occurrences(text: str, query: str) -> list[tuple[int, int]]:
    """Where the folded query stands in the folded text, without overlaps."""
    found = []
    at = text.find(query)
    while at >= 0:
        found.append((at, at + len(query)))
        at = text.find(query, at + len(query))
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """One place."""

    line: int
    """Source line."""
    pieces: tuple[tuple[int, int, int], ...]
    """Row, first, last character, for each row that it lies on; none if the view hides it."""

    @property
    def hidden(self) -> bool:
        """Whether the high-yield view hides it."""
        return not self.pieces


class Finder:
    """The matches of one query, and which of them the reader is at."""

    def __init__(self, query: str, words: Sequence[str] = ()) -> None:
        """A find.

        Args:
            query: What is said to be looked for.
            words: What is really looked for, each by itself; the query as a whole without.
        """
        self.query = query
        self._needles = tuple({folded(word): None for word in words or (query,) if word})
        self.matches: list[Match] = []
        self.at: int | None = None

    def search(self, lines: Sequence[Line], document: Document | None) -> None:
        """Look through the rows, then through the lines of the note that the rows leave out."""
        before = self.current
        self.matches = []
        if self._needles:
            shown: set[int] = set()
            for whole in LogicalText(lines).lines.values():
                source = whole.rows[0][1].source
                if source is not None:
                    shown.add(source)
                for start, end in self._in(whole.text):
                    self.matches.append(Match(source or 0, tuple(whole.pieces(start, end))))
            if document is not None:
                self._add_hidden(document, shown)
            self.matches.sort(key=lambda match: (match.line, match.pieces))
        self.at = None
        if before is not None:
            same = [at for at, match in enumerate(self.matches) if match.line == before.line]
            self.at = same[0] if same else None

    def _add_hidden(self, document: Document, shown: set[int]) -> None:
        for block in document.blocks:
            for logical in logical_lines(block):
                if logical.line not in shown:
                    self.matches.extend(Match(logical.line, ()) for _ in self._in(logical.text))

    def _in(self, text: str) -> list[tuple[int, int]]:
        text = folded(text)
        return sorted(place for needle in self._needles for place in occurrences(text, needle))

    @property
    def current(self) -> Match | None:
        """The match that the reader is at."""
        return None if self.at is None else self.matches[self.at]

    def begin(self, line: int) -> Match | None:
        """Go to the first match at or below this source line, else the first of all."""
        if not self.matches:
            return None
        self.at = next((at for at, match in enumerate(self.matches) if match.line >= line), 0)
        return self.current

    def step(self, step: int) -> Match | None:
        """Go to the next or previous match, around the end."""
        if not self.matches:
            return None
        self.at = (step - 1 if self.at is None and step > 0 else -1 if self.at is None else self.at + step) % len(
            self.matches
        )
        return self.current

    def marks(self) -> list[Reader.Found]:
        """What the reader is to mark."""
        current = self.current
        return [
            Reader.Found(row, start, end, match is current)
            for match in self.matches
            for row, start, end in match.pieces
        ]

    def summary(self) -> str:
        """`3/12`, how many of them the view hides, or that there are none."""
        if not self.query:
            return ""
        if not self.matches:
            return "not found in this note"
        hidden = sum(match.hidden for match in self.matches)
        place = f"{self.at + 1}/{len(self.matches)}" if self.at is not None else str(len(self.matches))
        if self.current is not None and self.current.hidden:
            return f"{place}  not high-yield"
        return f"{place}  {hidden} not high-yield" if hidden else place
