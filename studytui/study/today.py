"""The work of today: the limits of the settings or, while there is an exam, its plan and its scheduler."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from studytui.study.deck import DeckCard, Decks
from studytui.study.exam import Exam, ExamScheduler, Plan, exam_of, limits_of, own_cards, plan_for, unseen_today
from studytui.study.reviews import Reviews
from studytui.study.schedule import Memory, Scheduler
from studytui.study.scope import notes_of_topics
from studytui.study.session import Limits
from studytui.vault import Vault

if TYPE_CHECKING:
    from studytui.state import State


class Today(Struct, frozen=True):
    """The limits and the exam that hold on a day."""

    limits: Limits
    """Without an exam, or for cards of none."""
    scheduler: Scheduler
    exam: Exam | None = None
    """Also one that is over."""
    cards: tuple[DeckCard, ...] = ()
    """Of the exam; none once it is over."""
    plan: Plan | None = None
    """Of the exam."""
    topics_cards: frozenset[str] = frozenset()
    """Of the exam's topics, with those that are suspended or cards elsewhere."""

    def sorted(self, deck: list[DeckCard]) -> tuple[list[DeckCard], Limits, Plan | None]:
        """A deck with the cards of the exam first, its limits, and the plan if it has such cards."""
        of_exam = {each.id for each in self.cards}
        mine = [each for each in deck if each.id in of_exam]
        if not mine or self.plan is None:
            return deck, self.limits, None
        limits = limits_of(self.plan)
        if self.topics_cards.issuperset(each.id for each in deck):  # other topics take nothing from the exam's day
            limits = replace(limits, counted=self.topics_cards)
        return [*mine, *(each for each in deck if each.id not in of_exam)], limits, self.plan


def scheduler_of(vault: Vault, state: State, decks: Decks, today: date) -> Scheduler:
    """The scheduler of a day: py-fsrs as it is, or with the cards of an exam that is still to come."""
    exam = exam_of(state)
    if exam is None or exam.day <= today:
        return Scheduler()
    deck = decks.of(notes_of_topics(vault, exam.topics))
    return ExamScheduler(exam, {each.id for each in deck})


def today_of(
    vault: Vault,
    state: State,
    decks: Decks,
    reviews: Reviews,
    limits: Limits,
    memories: Mapping[str, Memory] | None = None,
) -> Today:
    """The limits that hold today; `limits` are those of the settings, `memories` those of `reviews` if known."""
    exam, today = exam_of(state), reviews.today
    if exam is None:
        return Today(limits, Scheduler())
    if exam.day <= today:
        return Today(limits, Scheduler(), exam, (), plan_for(exam, today, cards=0, unseen=0))
    deck = decks.of(notes_of_topics(vault, exam.topics))
    memories = reviews.memories() if memories is None else memories
    own = own_cards(deck, memories, reviews.flags())
    plan = plan_for(exam, today, cards=len(own), unseen=unseen_today(reviews, own, memories))
    every = frozenset(each.id for each in deck)
    return Today(limits, ExamScheduler(exam, every, reviews.days), exam, tuple(own), plan, every)
