"""Finding text in the open page: every place, also those that a view or a fold hides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.layout import Line
from studytui.layout.hidden import Hidden
from studytui.tui.page.unwrapped import LogicalText, Unwrapped

if TYPE_CHECKING:
    from studytui.search.text.fold import Plain


class Match(Struct, frozen=True):
    """One match: its source line, and the characters of it that match."""

    line: int
    """Source line."""
    pieces: tuple[tuple[int, int, int], ...]
    """Row, first, last character, for each row that it lies on; none if it is hidden."""
    row: int = 0
    """The first row of them; of what is hidden, that below which it would come."""
    origin: tuple[str, int] | None = None
    """Of embedded text: its note and its line there."""
    where: Hidden | None = None
    """The run or fold that hides it, if it is hidden."""

    @property
    def hidden(self) -> bool:
        """True if the high-yield view or a fold hides the match."""
        return not self.pieces

    def beside(self, other: Match) -> bool:
        """True if both matches are on the same source line."""
        return (self.line, self.origin) == (other.line, other.origin)


class FoundPlace(Struct):
    """A place that the find box found: a row, and characters of its text."""

    row: int
    start: int
    end: int
    current: bool = False


class FoldedRows:
    """The logical lines of some rows, folded once for many queries."""

    def __init__(self, lines: Sequence[Line]) -> None:
        from studytui.search.text.fold import Plain  # only now: no page needs it at the start

        self._of, self._count = lines, len(lines)
        self.lines: list[tuple[Unwrapped, Plain]] = [
            (whole, Plain.of(whole.text)) for whole in LogicalText(lines).lines.values()
        ]

    def is_of(self, lines: Sequence[Line]) -> bool:
        """True if these are the rows, and none has come since."""
        return lines is self._of and len(lines) == self._count


class Finder:
    """The matches of one query, and which of them the reader is at."""

    def __init__(self, query: str, words: Sequence[str] = ()) -> None:
        """A find.

        Args:
            query: What is said to be looked for.
            words: What is really looked for, each by itself; the query as a whole without.
        """
        from studytui.search.text.fold import Plain, plain  # only now: no page needs it at the start

        self.query = query
        self._needles = tuple(dict.fromkeys(filter(None, map(plain, words or (query,)))))
        self._fold = Plain.of
        self.matches: list[Match] = []
        """In the order of the page."""
        self.at: int | None = None
        self._why = "not high-yield"

    def search(self, rows: FoldedRows, hidden: Iterable[Hidden] = (), *, why: str = "not high-yield") -> None:
        """Look through the rows, and through what they leave out, for the reason `why`.

        The reader stays at the same match, which may have been hidden before.
        """
        self._why = why
        before, ordinal = self.current, self._ordinal()
        self.matches = []
        if self._needles:
            seen = self._search_rows(rows)
            for each in hidden:
                self._search_hidden(each, seen)
            self.matches.sort(key=lambda match: (match.row, not match.hidden))
        self.at = None
        if before is not None:
            same = [at for at, match in enumerate(self.matches) if match.beside(before)]
            self.at = same[min(ordinal, len(same) - 1)] if same else None

    def _ordinal(self) -> int:
        """Which of the matches on its source line the reader is at."""
        current = self.current
        return 0 if current is None else sum(match.beside(current) for match in self.matches[: self.at])

    def _search_rows(self, rows: FoldedRows) -> dict[int, int]:
        """Returns how many matches there are on a logical line, by the row below it."""
        seen: dict[int, int] = {}
        for whole, folded in rows.lines:
            found = self._in(folded)
            if not found:
                continue
            line = whole.rows[0][1]
            seen[whole.rows[-1][0] + 1] = len(found)
            for start, end in found:
                pieces = tuple(whole.pieces(start, end))
                row = pieces[0][0] if pieces else whole.rows[0][0]
                self.matches.append(Match(line.source or 0, pieces, row, line.origin))
        return seen

    def _search_hidden(self, hidden: Hidden, seen: Mapping[int, int]) -> None:
        for line in hidden.lines:
            count = len(self._in(self._fold(line.text))) - (seen.get(hidden.row, 0) if hidden.cut else 0)
            self.matches.extend(Match(line.line, (), hidden.row, line.origin, hidden) for _ in range(count))

    def _in(self, folded: Plain) -> list[tuple[int, int]]:
        return sorted(place for needle in self._needles for place in folded.places(needle))

    @property
    def current(self) -> Match | None:
        """The match that the reader is at."""
        return None if self.at is None else self.matches[self.at]

    def begin(self, line: int) -> Match | None:
        """Go to the first match at or below this source line, else the first of all."""
        return self._begin(lambda match: match.line >= line)

    def begin_at_row(self, row: int) -> Match | None:
        """Go to the first match at or below this row, else the first of all."""
        return self._begin(lambda match: match.row >= row)

    def _begin(self, below: Callable[[Match], bool]) -> Match | None:
        if not self.matches:
            return None
        self.at = next((at for at, match in enumerate(self.matches) if below(match)), 0)
        return self.current

    def step(self, step: int) -> Match | None:
        """Go to the next or previous match, around the end."""
        if not self.matches:
            return None
        self.at = (step - 1 if self.at is None and step > 0 else -1 if self.at is None else self.at + step) % len(
            self.matches
        )
        return self.current

    def at_end(self, step: int) -> bool:
        """True if the next match (`step` 1), or the previous one (-1), lies around the end, or there is none."""
        return self.at is None or not 0 <= self.at + step < len(self.matches)

    def marks(self) -> list[FoundPlace]:
        """The matches to highlight in the reader, by row, and which of them is current."""
        current = self.current
        return [
            FoundPlace(row, start, end, match is current) for match in self.matches for row, start, end in match.pieces
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
