"""Preview of an exam's plan before its date is set, and of what is expected to be known on its day."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from studytui.study.collect import VaultCards
from studytui.study.deck import DeckCard, Decks
from studytui.study.exam import FARTHEST, Exam, Plan, own_cards, plan_for, unseen_today
from studytui.study.glance import Expected, expected_of
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.scope import notes_of_topic, notes_of_topics
from studytui.vault import Vault
from studytui.vault.links.nearest import nearest_names

if TYPE_CHECKING:
    from studytui.state import State


def unknown_topic(vault: Vault, topics: tuple[str, ...]) -> str | None:
    """The error message for the first topic that has no notes; None where all have some."""
    for topic in topics:
        if notes_of_topic(vault, topic):
            continue
        folders = vault.topics.folders()
        near = nearest_names(topic.strip("/"), [(path.rpartition("/")[2], path) for path in folders], 1)
        return f"no notes are in {topic}" + (f"; did you mean {near[0]}?" if near else "")
    return None


class Planner:
    """Plans exams over the cards of a vault; for one worker thread at a time."""

    def __init__(
        self, vault: Vault, state: State, cards: VaultCards, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._vault = vault
        self._decks = Decks(cards, sync(state, cards))
        self._reviews = Reviews(state, clock=clock)
        self._memories = self._reviews.memories()

    def plan(self, exam: Exam) -> Plan:
        """The plan of today."""
        own = self._own(exam)
        unseen = unseen_today(self._reviews, own, self._memories)
        return plan_for(exam, self._reviews.today, cards=len(own), unseen=unseen)

    def expected(self, exam: Exam) -> Expected | None:
        """The share expected to be known; None where there are no cards or no days. A second or two."""
        own = self._own(exam)
        if not own or not 0 < (exam.day - self._reviews.today).days <= FARTHEST:
            return None
        return expected_of(self._reviews, exam, own)

    def _own(self, exam: Exam) -> list[DeckCard]:
        deck = self._decks.of(notes_of_topics(self._vault, exam.topics))
        return own_cards(deck, self._memories, self._reviews.flags())
