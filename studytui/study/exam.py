"""An exam date (behaviour 7.4h): how much each day brings, what that cannot do, and what will be known on the day.

While there is a date no interval leads past the day before it; new cards go first, as far as all must be seen in time
and somewhat beyond, since what is met early can still be repeated; no day brings more than what was chosen, whatever
was missed before.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.study.days import Days
from studytui.study.deck import DeckCard
from studytui.study.reviews import Flag, Reviews
from studytui.study.schedule import DAY, MAXIMUM_INTERVAL, Grade, Memory, Scheduler, at_least
from studytui.study.session import Limits

if TYPE_CHECKING:
    from studytui.state import State

MOST = 100
"""Cards a day, until another number is chosen."""
FARTHEST = 3650
"""Days until an exam, at most: one that is farther away is a slip, and no forecast would ever be done."""


class Exam(Struct, frozen=True):
    """An exam: its date and topics."""

    day: date
    topics: tuple[str, ...] = ()
    """Folders and `#tags`; none: everything."""
    most: int = MOST
    """Cards a day at most, new ones and due ones; what is repeated within a day counts once."""


class Plan(Struct, frozen=True):
    """The plan of a day before the exam, and the reach of all days until then."""

    days: int
    """Days left to learn, with today; the exam's own is none."""
    cards: int
    """Of its topics."""
    unseen: int
    """Cards that were never answered before today."""
    new: int
    """New cards today."""
    most: int
    seen: int
    """Cards that will have been seen on the day."""
    enough: int
    """The fewest cards a day with which all are seen."""

    @property
    def sees_all(self) -> bool:
        """True if every card can be seen in time."""
        return self.seen >= self.cards

    def __str__(self) -> str:
        if self.days < 1:
            return "the exam is today" if self.days == 0 else "the exam is over"
        if not self.cards:
            return "there are no cards in it"
        days = "1 day" if self.days == 1 else f"{self.days} days"
        cards = "the one card" if self.cards == 1 else f"all {self.cards:,} cards"
        if not self.unseen:
            return f"{cards} {'was' if self.cards == 1 else 'were'} seen; {days} to go, at {self.most} a day at most"
        if self.sees_all:
            verb = "is" if self.cards == 1 else "are"
            return f"at {self.most} a day {cards} {verb} seen in {days}; {self.new} new today"
        return f"at {self.most} a day {self.seen:,} of {self.cards:,} cards; {self.enough} would do"


def plan_for(exam: Exam, today: date, *, cards: int, unseen: int) -> Plan:
    """The plan of a day; `unseen` are the cards that were new when the day began."""
    days = (exam.day - today).days
    most = max(1, exam.most)
    if days < 1:
        return Plan(days, cards, unseen, 0, most, cards - unseen, 0)
    even = math.ceil(unseen / days)
    new = min(unseen, max(min(most, even), min(2 * even, most // 2)))
    seen = cards - unseen + min(unseen, most * days)
    return Plan(days, cards, unseen, new, most, seen, even)


def limits_of(plan: Plan) -> Limits:
    """The daily limits of a sitting today."""
    return Limits(new=plan.new, due=plan.most, total=plan.most, new_first=True)


def longest_interval(exam: Exam, today: date) -> int:
    """Days: from today to the day before the exam."""
    left = (exam.day - today).days
    return min(max(1, left - 1), MAXIMUM_INTERVAL) if left > 0 else MAXIMUM_INTERVAL


def scheduler_for(exam: Exam | None, today: date, *, fuzz: bool = True) -> Scheduler:
    """py-fsrs as it is, or with no interval past the day before the exam."""
    longest = MAXIMUM_INTERVAL if exam is None else longest_interval(exam, today)
    return Scheduler(maximum_interval=longest, fuzz=fuzz)


class ExamScheduler(Scheduler):
    """Leads no card of an exam past the day before it; all others are as without a date."""

    def __init__(self, exam: Exam, cards: Collection[str], days: Days | None = None, *, fuzz: bool = True) -> None:
        super().__init__(fuzz=fuzz)
        self._exam = exam
        self._cards = cards
        self._days = days or Days()
        self._by_length: dict[int, Scheduler] = {}

    def answer(self, memory: Memory | None, grade: Grade, at: float, *, card: str = "") -> Memory:
        """As `Scheduler.answer`; `card` tells whose scheduler it is, and `at` how many days are left."""
        longest = self._longest(at_least(at, memory)) if card in self._cards else MAXIMUM_INTERVAL
        if longest == MAXIMUM_INTERVAL:
            return super().answer(memory, grade, at, card=card)
        if longest not in self._by_length:
            self._by_length[longest] = Scheduler(maximum_interval=longest, fuzz=self.fuzz)
        return self._by_length[longest].answer(memory, grade, at, card=card)

    def _longest(self, at: float) -> int:
        longest = longest_interval(self._exam, self._days.day(at))
        if longest == MAXIMUM_INTERVAL:
            return longest
        late = self._days.day(at + longest * DAY) >= self._exam.day  # when clocks go forward before it
        return max(1, longest - late)


def own_cards(
    deck: Sequence[DeckCard], memories: Mapping[str, Memory], flags: Mapping[str, Flag] | None = None
) -> list[DeckCard]:
    """The cards of a deck that are learned here: no suspended ones, and cards elsewhere only if answered here."""
    rest = {card for card, flag in (flags or {}).items() if flag.suspended}
    return [each for each in deck if (each.id in memories or each.card.known_as is None) and each.id not in rest]


def unseen_today(reviews: Reviews, deck: Sequence[DeckCard], memories: Mapping[str, Memory] | None = None) -> int:
    """The cards of a deck that were new when the day began."""
    memories = reviews.memories() if memories is None else memories
    begun = {answer.card for answer in reviews.answers_today() if answer.phase == "new"}
    return sum(each.id in begun or (each.id not in memories and each.card.known_as is None) for each in deck)


def set_exam(state: State, exam: Exam | None, at: float) -> None:
    """Keeps the date, or that there is none."""
    day = None if exam is None else exam.day.isoformat()
    topics = json.dumps([] if exam is None else exam.topics)
    most = MOST if exam is None else exam.most
    state.write(
        ("INSERT OR REPLACE INTO exam VALUES (1, ?, ?, ?, ?)", (day, topics, most, at)), durable=True, on_disk=True
    )


def exam_of(state: State) -> Exam | None:
    """The date that was set, also when it is over."""
    for day, topics, most, _ in state.read("SELECT day, topics, most, changed FROM exam"):
        if day is not None:
            return Exam(date.fromisoformat(day), tuple(json.loads(topics)), most)
    return None


def days_until(exam: Exam, today: date) -> list[date]:
    """The days that are left to learn, with today."""
    return [today + timedelta(days=number) for number in range((exam.day - today).days)]
