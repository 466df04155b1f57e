"""Forecast of the exam's day: the days until then, simulated with the real scheduler (behaviour 7.4h).

Each card is answered as its chance to be known says, by a `Learner`; so two runs differ, and a forecast is their mean.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct

from studytui.study.days import Days
from studytui.study.exam import Exam, days_until, plan_for, scheduler_for
from studytui.study.learner import Learner, paces_of, recall
from studytui.study.order import overdue
from studytui.study.schedule import Grade, Memory, Scheduler

RUNS = 3
SAMPLE = 1500
"""Cards that are simulated: of more than these, every n-th, with as much fewer a day."""
_HOUR = 3600.0
_BEGIN = 6 * _HOUR
"""After a day's beginning, at four."""
_STEP = 600.0


class Forecast(Struct, frozen=True):
    """The result of a simulation."""

    known: float
    """The share of all cards that is expected to be known on the day; those never seen are not."""
    seen: float
    """The share that was seen."""
    days: tuple[int, ...]
    """Cards of each day."""
    within: tuple[float, float] = (0.0, 1.0)
    """The shares known by a reader who forgets fast, and by one who forgets slowly, as far as the answers tell."""


class Done(Struct, frozen=True):
    """The cards of an exam that were answered today."""

    cards: int = 0
    new: int = 0
    """Those of them that were new."""


def forecast(
    memories: Sequence[Memory | None],
    exam: Exam,
    today: date,
    *,
    learner: Learner | None = None,
    done: Done | None = None,
    missed: Collection[date] = (),
    days: Days | None = None,
    runs: int = RUNS,
    seed: int = 1,
) -> Forecast:
    """Simulates the cards of an exam from their memory states now; None is a new card.

    `done` is today's part that is over, `missed` are days on which nothing will be learned. For a worker thread: a
    second, about.
    """
    share = max(1, round(len(memories) / SAMPLE))
    sample = memories[::share]
    done = done or Done()
    over = Done(round(done.cards / share), round(done.new / share))
    smaller = Exam(exam.day, exam.topics, max(1, round(exam.most / share)))
    learner = learner or Learner(paces_of())
    found = [
        Simulation(
            sample, smaller, learner, learner.paces[run % len(learner.paces)], random.Random(f"{seed}:{run}"), days
        ).run(today, missed, over)
        for run in range(runs)
    ]
    return Forecast(
        sum(each.known for each in found) / runs,
        sum(each.seen for each in found) / runs,
        tuple(share * round(sum(day) / runs) for day in zip(*(each.days for each in found), strict=True)),
        (min(each.known for each in found), max(each.known for each in found)),
    )


class Simulation:
    """One way that the days until an exam may go."""

    def __init__(
        self,
        memories: Sequence[Memory | None],
        exam: Exam,
        learner: Learner,
        pace: float,
        chance: random.Random,
        days: Days | None = None,
    ) -> None:
        self.memories: list[Memory | None] = list(memories)
        self._exam = exam
        self._learner = learner
        self._pace = pace
        self._random = chance
        self._days = days or Days()

    def run(self, today: date, missed: Collection[date] = (), done: Done | None = None) -> Forecast:
        """Goes through the days from today to the exam; of today, `done` is over."""
        counts = [
            0 if day in missed else self.day(day, done if day == today else None)
            for day in days_until(self._exam, today)
        ]
        return Forecast(self.known(), self.seen(), tuple(counts))

    def seen(self) -> float:
        """The share of the cards that was seen."""
        return sum(memory is not None for memory in self.memories) / max(1, len(self.memories))

    def known(self) -> float:
        """The share that is expected to be known on the day of the exam.

        FSRS forgets by whole days, and nobody knows whether the exam is before or after the hour of the last answers:
        it is the mean of both.
        """
        scheduler, day = Scheduler(fuzz=False), self._exam.day
        chances = [
            recall(scheduler, memory, at, self._pace)
            for memory in self.memories
            if memory is not None
            for at in (self._days.start(day), self._days.end(day) - 1)
        ]
        return sum(chances) / max(1, 2 * len(self.memories))

    def day(self, day: date, done: Done | None = None) -> int:
        """Learns for a day, or for what is left of it, as the plan says; how many cards that were."""
        done = done or Done()
        memories, at, end = self.memories, self._days.start(day) + _BEGIN, self._days.end(day)
        new = [place for place, memory in enumerate(memories) if memory is None]
        plan = plan_for(self._exam, day, cards=len(memories), unseen=len(new) + done.new)
        due = [place for place, memory in enumerate(memories) if memory is not None and memory.due < end]
        due.sort(key=lambda place: -overdue(_of(memories, place), at))
        new = new[: max(0, min(plan.new - done.new, plan.most - done.cards))]
        chosen = [*new, *due[: max(0, plan.most - done.cards - len(new))]]
        scheduler = scheduler_for(self._exam, day, fuzz=False)
        for place in chosen:
            memories[place] = self._learn(scheduler, memories[place], at)
        return len(chosen)

    def _learn(self, scheduler: Scheduler, memory: Memory | None, at: float) -> Memory:
        """Answers a card until its next interval is one of days."""
        memory = scheduler.answer(memory, self._grade(scheduler, memory, at), at)
        while memory.phase != "review":
            at += _STEP
            memory = scheduler.answer(memory, Grade.GOOD, at)
        return memory

    def _grade(self, scheduler: Scheduler, memory: Memory | None, at: float) -> Grade:
        learner = self._learner
        if memory is None:
            return self._random.choices(tuple(Grade), learner.first)[0]
        if self._random.random() >= recall(scheduler, memory, at, self._pace):
            return Grade.AGAIN
        return self._random.choices((Grade.HARD, Grade.GOOD, Grade.EASY), learner.passes)[0]


def _of(memories: Sequence[Memory | None], place: int) -> Memory:
    memory = memories[place]
    assert memory is not None
    return memory
