"""Order in which a day's cards are asked, one of each group of siblings, as far as the day has room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from studytui.study.schedule import DAY, Memory

Row = Literal["learning", "due", "new"]


class Order(Struct, frozen=True):
    """Everything that the order of due and new cards depends on."""

    cards: Mapping[Row, Sequence[str]]
    """Of each row, in its own order, with those behind that were skipped."""
    groups: Mapping[str, str]
    """The group of siblings of each card."""
    rested: Mapping[Row, set[str]]
    """Groups of which no more cards of a row come today."""
    room: Mapping[Row, int]
    """Cards of each row that the day still takes."""
    both: int
    """Cards of both rows together that the day still takes."""
    skipped: frozenset[str]
    """Groups that come after all others."""
    new_first: bool
    """True if new cards go before those that are due, and their siblings need not wait."""

    def rows(self) -> Iterator[tuple[Row, str]]:
        """The cards in the order in which they are asked, each with its row."""
        room, both = dict(self.room), self.both
        resting = {row: set(groups) for row, groups in self.rested.items()}
        # A card that is due never waits for a new one of its siblings.
        resting["new"].update(self.groups[card] for card in self.cards["due"])
        rows: list[Row] = ["new", "due"] if self.new_first else ["due", "new"]
        for skipped in (False, True) if self.skipped else (False,):
            for row in rows:
                cards = self.cards[row]
                if self.skipped:
                    cards = [card for card in cards if (self.groups[card] in self.skipped) == skipped]
                for card in self._in_turn(row, cards, resting):
                    if min(room[row], both) <= 0:
                        break
                    room[row], both = room[row] - 1, both - 1
                    yield row, card

    def _in_turn(self, row: Row, cards: Sequence[str], resting: Mapping[Row, set[str]]) -> Iterator[str]:
        """One card of each group of siblings; where all new ones must be seen in time, then the others."""
        others = []
        for card in cards:
            group = self.groups[card]
            if group in resting[row]:
                others.append(card)
                continue
            resting[row].add(group)
            yield card
        if row == "new" and self.new_first:
            yield from others


def overdue(memory: Memory, now: float) -> float:
    """How long ago a card was answered, in its own intervals: 1 is due, 2 is overdue by as much as it had."""
    return (now - memory.last) / max(memory.interval, DAY)
