"""Decks: the cards of some notes, in reading order, each with its id and its siblings' common name."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from studytui.study.card import Card
from studytui.study.collect import VaultCards
from studytui.study.registry import KnownCards


class DeckCard(Struct, frozen=True, gc=False):
    """A card with its id, its note and its siblings' common name."""

    id: str
    note: str
    group: str
    card: Card


class Decks:
    """The decks of a vault, for a worker thread; the cards of a note are unpacked once for all of them."""

    def __init__(self, cards: VaultCards, known: KnownCards) -> None:
        self._cards = cards
        self._known = known
        self._notes: dict[str, list[DeckCard]] = {}

    def of(self, notes: Iterable[str], *, colors: Collection[str] | None = None) -> list[DeckCard]:
        """The cards of some notes in reading order, or those of marks in some colours."""
        deck = [card for note in notes for card in self._of(note)]
        return deck if colors is None else [each for each in deck if not set(colors).isdisjoint(each.card.colors)]

    def _of(self, note: str) -> list[DeckCard]:
        found = self._notes.get(note)
        if found is None:
            roots: dict[int, str] = {}
            pairs = zip(self._known.ids(note), self._cards.cards(note), strict=True)
            found = self._notes[note] = [
                DeckCard(identity, note, roots.setdefault(card.root, identity), card) for identity, card in pairs
            ]
        return found
