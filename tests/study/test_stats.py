from __future__ import annotations

import random
import sqlite3
import time
from datetime import UTC, date, timedelta, timezone
from pathlib import Path

import pytest

from studytui.state import State
from studytui.study.card import Card
from studytui.study.days import Days
from studytui.study.deck import DeckCard
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Scheduler
from studytui.study.stats import DayAnswers, Retention, days_of, overview

TODAY = date(2026, 3, 1)
DAYS = Days(UTC)


@pytest.fixture
def now():
    return [DAYS.start(TODAY) + 8 * 3600]


@pytest.fixture
def reviews(tmp_path, now):
    scheduler = Scheduler(fuzz=False)
    return Reviews(State(tmp_path / "state.db"), clock=lambda: now[0], days=DAYS, scheduler=scheduler)


def deck(*names: str, known_as=None) -> list[DeckCard]:
    return [
        DeckCard(
            name, f"{name[0]}/n.md", name, Card("line", line, line, (), (), name, name, name, line, known_as=known_as)
        )
        for line, name in enumerate(names, 1)
    ]


def seen(reviews, cards, **options):
    return overview(reviews, reviews._state, cards, lambda note: note.partition("/")[0], **options)


def test_an_overview_of_nothing_learned_is_all_new(reviews):
    found = seen(reviews, deck("a1", "a2", "b1"))
    assert (found.counts.cards, found.counts.new, found.counts.seen, found.counts.known) == (3, 3, 0, 0)
    assert (found.due, found.days, found.streak, found.weakest, found.retention.rate) == (0, (), 0, (), None)


def test_an_overview_counts_what_really_happened(reviews, now):
    cards = [*deck("a1", "a2", "b1", "b2"), *deck("c1", known_as="anki")]
    for card in ("a1", "a2"):
        reviews.answer(card, Grade.EASY, milliseconds=2000)
    reviews.answer("b1", Grade.GOOD, milliseconds=1000)
    now[0] += 86_400
    reviews.suspend(["b2"])
    now[0] += 8 * 86_400
    reviews.answer("a1", Grade.AGAIN)
    reviews.answer("a1", Grade.GOOD)
    found = seen(reviews, cards)
    assert (found.counts.cards, found.counts.new, found.counts.learning, found.counts.review) == (4, 1, 1, 2)
    assert (found.counts.suspended, found.elsewhere, found.leeches) == (1, {"anki": 1}, 0)
    assert 2 < found.counts.known < 3
    assert {topic: counts.seen for topic, counts in found.topics.items()} == {"a": 2, "b": 1}
    assert found.days == (
        DayAnswers(TODAY, 3, 0, 3, 5.0),
        DayAnswers(TODAY + timedelta(days=9), 2, 1, 0, 0.0),
    )
    assert (found.streak, found.retention) == (1, Retention(1, 0))
    assert (found.due, sum(found.ahead)) == (2, 3)
    assert [(weak.card.id, weak.memory.lapses) for weak in found.weakest] == [("a1", 1)]


def test_a_streak_lasts_until_the_end_of_the_next_day(reviews, now):
    for _ in range(3):
        reviews.answer("a1", Grade.GOOD)
        now[0] += 86_400
    assert seen(reviews, deck("a1")).streak == 3
    now[0] += 86_400
    assert seen(reviews, deck("a1")).streak == 0


def test_what_was_undone_did_not_happen(reviews):
    reviews.answer("a1", Grade.GOOD)
    reviews.undo()
    assert seen(reviews, deck("a1")).days == ()


def test_an_overview_of_fifty_thousand_answers_takes_a_tenth_of_a_second(tmp_path: Path, reviews, now):
    reviews.answer("c0", Grade.GOOD)
    chance = random.Random(1)
    start = now[0] - 300 * 86_400
    with sqlite3.connect(tmp_path / "state.db") as connection:
        connection.executemany(
            "INSERT INTO answer (id, card, at, grade, phase, milliseconds, due) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    str(number),
                    f"c{number % 5000}",
                    start + chance.randrange(300) * 86_400 + chance.uniform(0, 5400),
                    chance.randrange(1, 5),
                    2,
                    900,
                    0,
                )
                for number in range(50_000)
            ),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO schedule VALUES (?, 2, NULL, 9.5, 5.0, ?, ?, 10, ?)",
            (
                (
                    f"c{number}",
                    now[0] + chance.uniform(-5, 40) * 86_400,
                    now[0] - chance.uniform(0, 40) * 86_400,
                    number % 9,
                )
                for number in range(5000)
            ),
        )
    cards = deck(*(f"c{number}" for number in range(5000)))
    taken = []
    for _ in range(5):
        begin = time.process_time()
        found = seen(reviews, cards)
        taken.append(time.process_time() - begin)
    assert min(taken) < 0.2  # a tenth, where nothing else runs
    assert sum(day.answers for day in found.days) == 50_001


def test_a_day_ends_at_four_where_clocks_are_a_quarter_of_an_hour_off(tmp_path: Path):
    days = Days(timezone(timedelta(hours=5, minutes=45)))
    at = [days.start(date(2026, 3, 1)) - 60]
    reviews = Reviews(State(tmp_path / "s.db"), clock=lambda: at[0], days=days)
    reviews.answer("a", Grade.GOOD)
    at[0] += 120
    reviews.answer("a", Grade.GOOD)
    assert [each.day.isoformat() for each in days_of(reviews, reviews._state)] == ["2026-02-28", "2026-03-01"]
