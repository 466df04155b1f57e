"""Finding text in the open page: every place, also those that a view or a fold hides."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from studytui.layout import Line
from studytui.markdown import logical_lines
from studytui.markdown.document import Block
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


class Match(Struct, frozen=True):
    """One place."""

    line: int
    """Source line."""
    pieces: tuple[tuple[int, int, int], ...]
    """Row, first, last character, for each row that it lies on; none if it is hidden."""

    @property
    def hidden(self) -> bool:
        """Whether the high-yield view or a fold hides it."""
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
        self._why = "not high-yield"

    def search(
        self, lines: Sequence[Line], blocks: Iterable[Block] | None = None, *, why: str = "not high-yield"
    ) -> None:
        """Look through the rows, then through the lines of these blocks that the rows leave out.

        `why` says what a line is that they leave out.
        """
        self._why = why
        before = self.current
        self.matches = []
        if self._needles:
            shown: set[int] = set()
            folded_rows: Counter[int] = Counter()
            for whole in LogicalText(lines).lines.values():
                source = whole.rows[0][1].source
                if source is not None:
                    shown.add(source)
                    if any(span.role == "fold" for span in whole.rows[-1][1].spans):
                        folded_rows[source] -= len(self._in(whole.text))
                for start, end in self._in(whole.text):
                    self.matches.append(Match(source or 0, tuple(whole.pieces(start, end))))
            self._add_hidden(blocks or (), shown, folded_rows)
            self.matches.sort(key=lambda match: (match.line, match.pieces))
        self.at = None
        if before is not None:
            same = [at for at, match in enumerate(self.matches) if match.line == before.line]
            self.at = same[0] if same else None

    def _add_hidden(self, blocks: Iterable[Block], shown: set[int], folded_rows: Counter[int]) -> None:
        """Lines that no row shows, and what is folded of a line whose beginning one shows."""
        for block in blocks:
            for logical in logical_lines(block):
                if logical.line in folded_rows:
                    folded_rows[logical.line] += len(self._in(logical.text))
                elif logical.line not in shown:
                    self.matches.extend(Match(logical.line, ()) for _ in self._in(logical.text))
        for line, more in folded_rows.items():
            self.matches.extend(Match(line, ()) for _ in range(more))

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
        """`3/12`, how many of them are hidden, or that there are none."""
        if not self.query:
            return ""
        if not self.matches:
            return "not found in this note"
        hidden = sum(match.hidden for match in self.matches)
        place = f"{self.at + 1}/{len(self.matches)}" if self.at is not None else str(len(self.matches))
        if self.current is not None and self.current.hidden:
            return f"{place}  {self._why}"
        return f"{place}  {hidden} {self._why}" if hidden else place
