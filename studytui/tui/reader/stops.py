"""Stops of the keyboard in the reader: links, footnotes, tags, images, folds and `⋯` rows, in the order of
`tab`."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from studytui.layout import Line, Span
from studytui.layout.folds import PROPERTIES
from studytui.tui.reader.strips import StopKey, stop_key


class Stop(Struct):
    """A stop of `tab`: a link, image, embed, footnote, tag, fold or gap, with a piece on each of its rows."""

    key: StopKey
    span: Span
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    """Row, first and last character, in reading order."""

    @property
    def row(self) -> int:
        """The first row."""
        return self.pieces[0][0]


class Stops:
    """The stops of a growing list of rows: those of the body, then properties and those above the body (behaviour
    13.2)."""

    def __init__(self) -> None:
        self._by_key: dict[StopKey, Stop] = {}
        self._body: list[Stop] = []
        self._properties: list[Stop] = []
        self._above: list[Stop] = []

    def __len__(self) -> int:
        return len(self._by_key)

    def add(self, rows: Iterable[tuple[int, Line]]) -> None:
        """Take in further rows, in order."""
        for row, line in rows:
            for span in line.spans:
                key = stop_key(span)
                if key is None:
                    continue
                stop = self._by_key.get(key)
                if stop is None:
                    stop = self._by_key[key] = Stop(key, span)
                    self._group(line, span).append(stop)
                stop.pieces.append((row, span.start, span.end))

    def _group(self, line: Line, span: Span) -> list[Stop]:
        if span.role == "tag" and line.source is None:
            return self._above
        if span.role == "fold":
            return self._properties if span.number == PROPERTIES else self._body
        return self._properties if span.link is not None and span.link.number < 0 else self._body

    def all(self) -> Iterable[Stop]:
        """Every stop, in the order of the rows."""
        return self._by_key.values()

    def named(self, role: str, target: str) -> Stop | None:
        """The first stop with this role and target, in any case."""
        wanted = target.casefold()
        return next(
            (stop for stop in self._body if stop.span.role == role and (stop.span.target or "").casefold() == wanted),
            None,
        )

    def get(self, key: StopKey | None) -> Stop | None:
        """The stop with this key, if it is (still) there."""
        return None if key is None else self._by_key.get(key)

    def gaps(self) -> list[Stop]:
        """The `⋯` rows."""
        return [stop for stop in self._body if stop.key[0] == "gap"]

    def blanks(self) -> list[Stop]:
        """The blanks that stand in recall for hidden text."""
        return [stop for stop in self._body if stop.key[0] == "blank"]

    def folds(self) -> list[Stop]:
        """The headers that show that they fold."""
        return [stop for stop in self._body + self._properties if stop.key[0] == "fold"]

    def on_rows(self, first: int, last: int) -> list[Stop]:
        """The stops that begin on these rows (`last` not included), in reading order, those above the body last."""
        found = [stop for stop in self._by_key.values() if first <= stop.row < last]
        above = set(map(id, self._above))
        return sorted(found, key=lambda stop: (id(stop) in above, stop.pieces[0]))

    def next_from(self, active: StopKey | None, top: int, bottom: int, step: int) -> Stop | None:
        """The next stop (`step` 1) or the previous one (-1).

        Without an active stop on the rows `top` to `bottom`, the first (or last) one there;
        beyond that, in the order of `tab`, around the end.
        """
        order = self._body + self._properties + self._above
        if not order:
            return None
        current = self.get(active)
        if current is not None and any(top <= row < bottom for row, _, _ in current.pieces):
            return order[(order.index(current) + step) % len(order)]
        if step > 0:
            return next((stop for stop in order if stop.row >= top), order[0])
        first = [*self._above, *self._body]
        return next((stop for stop in reversed(first) if stop.row < bottom), order[-1])
