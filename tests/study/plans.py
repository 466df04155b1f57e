"""A learner goes to an exam through real sittings, day by day: `python tests/study/plans.py --cards 1000`.

What is said on day 1 and on day 20 is held against what is known on the day, for learners who forget as py-fsrs has it,
twice as fast and half as fast, and who miss the days from 30 to 36.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path

from studytui.state import State
from studytui.study.card import Card
from studytui.study.days import Days
from studytui.study.deck import DeckCard
from studytui.study.exam import Exam, Plan, limits_of, plan_for, scheduler_for, unseen_today
from studytui.study.forecast import Forecast, forecast
from studytui.study.learner import Learner, learner_of, recall
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Scheduler
from studytui.study.session import Session

TODAY = date(2026, 3, 1)
DAYS = Days(UTC)


@dataclass
class Outcome:
    plan: Plan
    """Of day 1."""
    said: dict[int, Forecast]
    """What share was forecast on which day."""
    known: float
    seen: float
    counts: list[int]
    """Cards of each day."""


def deck_of(cards: int) -> list[DeckCard]:
    made = (Card("line", number, number, (), (), "", "", "", number) for number in range(1, cards + 1))
    return [DeckCard(f"card{card.line}", "a.md", f"card{card.line}", card) for card in made]


def run(
    folder: Path, *, cards: int, days: int, most: int, pace: float, missed: range, says: tuple[int, ...], seed: int = 5
) -> Outcome:
    now = [0.0]
    exam = Exam(TODAY + timedelta(days=days), (), most)
    reviews = Reviews(State(folder / f"{most}-{pace}-{seed}.db"), clock=lambda: now[0], days=DAYS)
    deck, chance, exact = deck_of(cards), random.Random(seed), Scheduler(fuzz=False)
    habits = Learner()
    away = {TODAY + timedelta(days=number - 1) for number in missed}
    said: dict[int, Forecast] = {}
    counts: list[int] = []
    first: Plan | None = None
    for number in range(1, days + 1):
        day = TODAY + timedelta(days=number - 1)
        now[0] = DAYS.start(day) + 4 * 3600
        memories = reviews.memories()
        plan = plan_for(exam, day, cards=cards, unseen=unseen_today(reviews, deck, memories))
        first = first or plan
        if number in says:
            learner = learner_of(reviews.answers(), exact)
            states = [memories.get(each.id) for each in deck]
            said[number] = forecast(states, exam, day, learner=learner, missed=away, days=DAYS)
        if day in away:
            counts.append(0)
            continue
        reviews.scheduler = scheduler_for(exam, day)
        session = Session(reviews, deck, limits_of(plan))
        asked = set()
        while True:
            question = session.next()
            if question is None:
                if session.wait() is None:
                    break
                now[0] += session.wait() + 1
                continue
            asked.add(question.deck_card.id)
            memory = question.memory
            if memory is None:
                grade = chance.choices(tuple(Grade), habits.first)[0]
            elif chance.random() < recall(exact, memory, now[0], pace):
                grade = Grade.GOOD
            else:
                grade = Grade.AGAIN
            session.answer(grade)
            now[0] += 10
        counts.append(len(asked))
    morning = DAYS.start(exam.day) + 5 * 3600
    memories = reviews.memories()
    known = sum(recall(exact, memory, morning, pace) for memory in memories.values()) / cards
    assert first is not None
    return Outcome(first, said, known, len(memories) / cards, counts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--most", type=int, nargs="*", default=[40, 80, 120, 200])
    parser.add_argument("--paces", type=float, nargs="*", default=[1, 2, 0.5])
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        for most in given.most:
            for pace in given.paces:
                begin = time.perf_counter()
                found = run(
                    Path(folder), cards=given.cards, days=given.days, most=most, pace=pace, missed=range(30, 37),
                    says=(1, 20), seed=given.seed,
                )  # fmt: skip
                said = ", ".join(f"day {day}: {100 * each.known:.1f} ({100 * (each.known - found.known):+.1f})"
                                 f" of {100 * each.within[0]:.1f} to {100 * each.within[1]:.1f}"
                                 for day, each in found.said.items())  # fmt: skip
                print(f"{most} a day, pace {pace}: {100 * found.known:.1f} % known, {100 * found.seen:.0f} % seen, "
                      f"at most {max(found.counts)} a day; said {said}; {found.plan}; "
                      f"{time.perf_counter() - begin:.0f} s", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
