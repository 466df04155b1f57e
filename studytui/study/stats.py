"""Statistics of what really happened (behaviour 7.3e): nothing here is a score that nobody measured."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple

from studytui.study.deck import DeckCard
from studytui.study.reviews import PHASES, Flag, Reviews
from studytui.study.schedule import Grade, Memory, retrievabilities

if TYPE_CHECKING:
    from studytui.state import State

AHEAD = 30
"""Days of the forecast of what is due."""
RECENT = 30
"""Days that true retention is of."""
WEAKEST = 10
_PART = 900
"""Seconds of one row of answers: no zone parts an hour finer (Nepal is a quarter off), so each is of one day."""


class Counts(Struct, frozen=True):
    """Cards by what they are now."""

    cards: int = 0
    new: int = 0
    learning: int = 0
    """In learning or relearning."""
    review: int = 0
    suspended: int = 0
    known: float = 0.0
    """How many are expected to be known now."""
    lines: int = 0
    """Lines that these are of."""

    @property
    def seen(self) -> int:
        """Cards that were answered."""
        return self.learning + self.review


class DayAnswers(Struct, frozen=True):
    """The answers of a day."""

    day: date
    answers: int
    again: int
    new: int
    """Cards that were answered for the first time."""
    seconds: float


class Retention(Struct, frozen=True):
    """True retention: of the answers to cards in review, how many were no Again."""

    reviews: int
    passed: int

    @property
    def rate(self) -> float | None:
        """The share; None where nothing was reviewed."""
        return self.passed / self.reviews if self.reviews else None


class Weak(Struct, frozen=True):
    """A card that was forgotten often."""

    card: DeckCard
    memory: Memory
    chance: float
    """That it is known now."""


class Overview(Struct, frozen=True):
    """Everything about a deck and its answers."""

    counts: Counts
    topics: Mapping[str, Counts]
    """By topic, in reading order."""
    elsewhere: Mapping[str, int]
    """Cards that are known elsewhere, `anki` and `sr`, and were never answered here."""
    due: int
    """Today, what is overdue among it."""
    ahead: tuple[int, ...]
    """Cards that become due today, tomorrow and so on, if nothing is answered."""
    days: tuple[DayAnswers, ...]
    """Every day with answers, oldest first; of all cards, also of other decks."""
    streak: int
    """Days in a row with answers, up to today, or to yesterday."""
    retention: Retention
    weakest: tuple[Weak, ...]
    leeches: int
    """Cards that were forgotten so often, or are marked, that their lines should be written anew."""
    marked: tuple[DeckCard, ...] = ()
    """Those that the reader marked."""


class Read(Struct, frozen=True):
    """What an overview is made of, for whoever has read it already."""

    memories: Mapping[str, Memory]
    flags: Mapping[str, Flag]
    days: Callable[[], tuple[DayAnswers, ...]]
    """Gives what `days_of` does, once it is there."""


def overview(
    reviews: Reviews,
    state: State,
    deck: Sequence[DeckCard],
    topic_of: Callable[[str], str] = lambda note: "",
    read: Read | None = None,
) -> Overview:
    """The overview of a deck; `topic_of` gives the topic of a note."""
    if read is None:
        read = Read(reviews.memories(), reviews.flags(), lambda: days_of(reviews, state))
    memories, flags, today = read.memories, read.flags, reviews.today
    mine = [each for each in deck if each.id in memories]
    answered = [memories[each.id] for each in mine]
    chances = dict(zip((each.id for each in mine), retrievabilities(answered, reviews.clock()), strict=True))
    own = [each for each in deck if each.id in memories or each.card.known_as is None]
    topics: dict[str, list[DeckCard]] = defaultdict(list)
    for each in own:
        topics[topic_of(each.note)].append(each)
    by_topic = {topic: _counts(cards, memories, flags, chances) for topic, cards in topics.items()}
    ends = [reviews.days.end(today + timedelta(days=number)) for number in range(AHEAD)]
    coming = Counter(
        bisect_right(ends, memories[each.id].due)
        for each in mine
        if not (each.id in flags and flags[each.id].suspended)
    )
    ahead = tuple(coming[number] for number in range(AHEAD))
    weak = nsmallest(
        WEAKEST,
        (each for each in mine if memories[each.id].lapses),
        key=lambda each: (-memories[each.id].lapses, chances[each.id]),
    )
    marked = tuple(each for each in own if each.id in flags and flags[each.id].leech)
    by_day = read.days()
    return Overview(
        counts=_sum(by_topic.values()),
        topics=by_topic,
        elsewhere=dict(Counter(each.card.known_as for each in deck if each.card.known_as and each.id not in memories)),
        due=ahead[0],
        ahead=ahead,
        days=by_day,
        streak=_streak({each.day for each in by_day}, today),
        retention=_retention(reviews, state, today),
        weakest=tuple(Weak(each, memories[each.id], chances[each.id]) for each in weak),
        leeches=len({each.id for each in mine if memories[each.id].is_leech} | {each.id for each in marked}),
        marked=marked,
    )


def _counts(
    cards: Sequence[DeckCard], memories: Mapping[str, Memory], flags: Mapping[str, Flag], chances: Mapping[str, float]
) -> Counts:
    phases: dict[str, int] = defaultdict(int)
    known = 0.0
    for each in cards:
        memory = memories.get(each.id)
        if memory is None:
            phases["new"] += 1
        else:
            phases[memory.phase] += 1
            known += chances[each.id]
    return Counts(
        cards=len(cards),
        new=phases["new"],
        learning=phases["learning"] + phases["relearning"],
        review=phases["review"],
        suspended=sum(each.id in flags and flags[each.id].suspended for each in cards) if flags else 0,
        known=known,
        lines=len({(each.note, each.card.line) for each in cards}),
    )


def _sum(counts: Iterable[Counts]) -> Counts:
    """Of topics that share no note."""
    rows = [astuple(each) for each in counts]
    return Counts(*(sum(column) for column in zip(*rows, strict=True)))


def days_of(reviews: Reviews, state: State) -> tuple[DayAnswers, ...]:
    """Every day with answers, oldest first."""
    rows = state.read(
        f"SELECT CAST(at / {_PART} AS INTEGER), count(*), sum(grade = {int(Grade.AGAIN)}), "
        f"sum(phase = {PHASES.index('new')}), sum(coalesce(milliseconds, 0)) "
        "FROM answer WHERE undone IS NULL GROUP BY 1 ORDER BY 1"
    )
    found: dict[date, list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    ends, day = -math.inf, [0.0] * 4
    for part, answers, again, new, milliseconds in rows:
        at = part * _PART
        if at >= ends:
            here = reviews.days.day(at)
            ends, day = reviews.days.end(here), found[here]
        day[0] += answers
        day[1] += again
        day[2] += new
        day[3] += milliseconds
    return tuple(
        DayAnswers(day, int(row[0]), int(row[1]), int(row[2]), row[3] / 1000) for day, row in sorted(found.items())
    )


def _retention(reviews: Reviews, state: State, today: date) -> Retention:
    since = reviews.days.start(today - timedelta(days=RECENT - 1))
    rows = state.read(
        f"SELECT count(*), coalesce(sum(grade > {int(Grade.AGAIN)}), 0) FROM answer "
        f"WHERE undone IS NULL AND phase = {PHASES.index('review')} AND at >= ?",
        (since,),
    )
    return Retention(rows[0][0], rows[0][1]) if rows else Retention(0, 0)


def _streak(days: set[date], today: date) -> int:
    day = today if today in days else today - timedelta(days=1)
    streak = 0
    while day in days:
        streak, day = streak + 1, day - timedelta(days=1)
    return streak
