"""Everything that is told at a glance: the overview, what today still brings, and what an exam's plan comes to."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.study.collect import VaultCards
from studytui.study.deck import DeckCard, Decks
from studytui.study.exam import FARTHEST, Exam
from studytui.study.forecast import Done, forecast
from studytui.study.learner import learner_of
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.schedule import Memory, Scheduler
from studytui.study.session import Left, Limits, Session
from studytui.study.stats import Overview, Read, days_of, overview
from studytui.study.today import Today, today_of
from studytui.vault import Vault
from studytui.vault.names import parent

if TYPE_CHECKING:
    from studytui.state import State

WEEK = 7


class Glance(Struct, frozen=True):
    """The overview of some notes today."""

    overview: Overview
    today: Today
    left: Left
    """Of what today brings, over these notes."""
    problem: str | None = None
    """Of the clock, or of notes that cannot be read."""


class Expected(Struct, frozen=True):
    """The share of an exam's cards that is expected to be known on its day."""

    known: float
    after_missed_week: float
    """If nothing is learned in the next seven days."""
    answers: int
    """On how many reviews of this reader, a day and more after the last, that rests."""
    within: tuple[float, float] = (0.0, 1.0)
    """The least and the most of `known` that is likely, for a reader who forgets faster or slower."""


def glance(
    vault: Vault,
    state: State,
    cards: VaultCards,
    notes: Sequence[str],
    *,
    limits: Limits | None = None,
    clock: Callable[[], float] = time.time,
) -> Glance:
    """The glance at some notes; for a worker thread. Nothing is kept for whoever has not learned yet."""
    decks = Decks(cards, sync(state, cards))
    reviews = Reviews(state, clock=clock)
    memories, flags = reviews.memories(), reviews.flags()
    with ThreadPoolExecutor(1) as beside:  # the database counts the answers without the interpreter
        days = beside.submit(days_of, reviews, state)
        deck = decks.of(notes)
        found = overview(reviews, state, deck, parent, Read(memories, flags, days.result))
    today = today_of(vault, state, decks, reviews, limits or Limits(), memories)
    ordered, most, _ = today.sorted(deck)
    left = Session(reviews, ordered, most, memories=memories).left()
    return Glance(found, today, left, reviews.clock_problem() or cards.problem)


def expected(state: State, today: Today, *, clock: Callable[[], float] = time.time) -> Expected | None:
    """The share expected to be known on the exam's day; None without days or cards, or over ten years before it.

    Takes a second or two.
    """
    exam, plan = today.exam, today.plan
    if exam is None or plan is None or not 1 <= plan.days <= FARTHEST or not today.cards:
        return None
    reviews = Reviews(state, clock=clock)
    return expected_of(reviews, exam, today.cards)


def expected_of(reviews: Reviews, exam: Exam, cards: Sequence[DeckCard]) -> Expected:
    """As `expected`, of an exam that need not be kept yet."""
    memories = reviews.memories()
    states: list[Memory | None] = [memories.get(each.id) for each in cards]
    learner = learner_of(reviews.answers(), Scheduler())
    week = {reviews.today + timedelta(days=number) for number in range(WEEK)}
    done = _done(reviews, {each.id for each in cards})
    likely = forecast(states, exam, reviews.today, learner=learner, done=done)
    missed = forecast(states, exam, reviews.today, learner=learner, done=done, missed=week)
    return Expected(likely.known, missed.known, learner.answers, likely.within)


def _done(reviews: Reviews, cards: Collection[str]) -> Done:
    given = [answer for answer in reviews.answers_today() if answer.card in cards]
    begun = {answer.card for answer in given if answer.phase == "new"}
    return Done(len({answer.card for answer in given}), len(begun))
