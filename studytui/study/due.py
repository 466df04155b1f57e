"""Counts of cards due now, note by note, and left today: for whoever has answered a card before."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.study.collect import collect
from studytui.study.deck import Decks
from studytui.study.registry import sync
from studytui.study.reviews import Flag, Reviews
from studytui.study.scope import EVERYTHING, notes_of
from studytui.study.session import Left, Limits, Session
from studytui.study.today import today_of
from studytui.vault import Vault

if TYPE_CHECKING:
    from studytui.state import State


class DueNow(Struct, frozen=True):
    """The cards that are due, by note."""

    by_note: Mapping[str, int]
    """Cards of each note that are due today or being learned, whatever the day's number; none that rest."""
    left: Left
    """Counts of cards that today still brings."""


def due_now(
    vault: Vault,
    state: State,
    *,
    limits: Limits,
    strict_breaks: bool = False,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.time,
) -> DueNow | None:
    """Counts the cards that are due; None when cancelled, or where nothing was ever answered, which costs nothing.

    For a worker thread.
    """
    if not state.read("SELECT 1 FROM answer LIMIT 1"):
        return None
    cards = collect(vault, strict_breaks=strict_breaks, cancelled=cancelled)
    if cards is None:
        return None
    decks = Decks(cards, sync(state, cards))
    reviews = Reviews(state, clock=clock)
    deck = decks.of(notes_of(vault, EVERYTHING))
    memories, flags, today = reviews.memories(), reviews.flags(), reviews.today
    ends = reviews.days.end(today)
    due = Counter(
        each.note
        for each in deck
        if each.id in memories and memories[each.id].due < ends and not flags.get(each.id, Flag()).hides(today)
    )
    ordered, most, _ = today_of(vault, state, decks, reviews, limits, memories).sorted(deck)
    return DueNow(due, Session(reviews, ordered, most, memories=memories).left())
