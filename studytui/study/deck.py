"""A deck: the cards of some notes, in reading order, each with its id and its siblings' common name."""

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


def deck_of(
    cards: VaultCards, known: KnownCards, notes: Iterable[str], *, colors: Collection[str] | None = None
) -> list[DeckCard]:
    """The cards of some notes in reading order, or those of marks in some colours; for a worker thread."""
    deck: list[DeckCard] = []
    for note in notes:
        roots: dict[int, str] = {}
        for identity, card in zip(known.ids(note), cards.cards(note), strict=True):
            group = roots.setdefault(card.root, identity)
            if colors is None or not set(colors).isdisjoint(card.colors):
                deck.append(DeckCard(identity, note, group, card))
    return deck
