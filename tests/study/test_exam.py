from __future__ import annotations

import random
import sys
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from studytui.state import State
from studytui.study.days import Days
from studytui.study.exam import (
    Exam,
    ExamScheduler,
    exam_of,
    limits_of,
    longest_interval,
    plan_for,
    scheduler_for,
    set_exam,
    unseen_today,
)
from studytui.study.forecast import Done, Simulation, forecast
from studytui.study.glance import expected_of
from studytui.study.learner import Learner, learner_of, paces_of
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Memory, Scheduler, forgetting_curve
from studytui.study.session import Limits, Session

sys.path.insert(0, str(Path(__file__).parent))
import plans

sys.path.remove(str(Path(__file__).parent))

TODAY = date(2026, 3, 1)
DAYS = Days(UTC)


def exam_in(days: int, most: int) -> Exam:
    return Exam(TODAY + timedelta(days=days), (), most)


def test_a_plan_says_what_is_seen_and_what_is_new_today():
    plan = plan_for(exam_in(60, 80), TODAY, cards=1000, unseen=1000)
    assert (plan.new, plan.seen, plan.sees_all) == (34, 1000, True)
    assert limits_of(plan) == Limits(new=34, due=80, total=80, new_first=True)
    assert str(plan) == "at 80 a day all 1,000 cards are seen in 60 days; 34 new today"


@pytest.mark.parametrize(
    ("most", "unseen", "new"), [(200, 1000, 34), (40, 1000, 20), (20, 1000, 17), (10, 1000, 10), (80, 1, 1), (1, 5, 1)]
)
def test_new_cards_come_early_as_long_as_they_leave_half_of_the_day(most, unseen, new):
    """An even share is 17 of 1,000 cards in 60 days."""
    assert plan_for(exam_in(60, most), TODAY, cards=1000, unseen=unseen).new == new


def test_what_cannot_be_seen_in_time_is_said_on_the_first_day_with_the_number_that_would_do():
    plan = plan_for(exam_in(10, 80), TODAY, cards=1000, unseen=1000)
    assert str(plan) == "at 80 a day 800 of 1,000 cards; 100 would do"
    assert plan_for(exam_in(10, 100), TODAY, cards=1000, unseen=1000).sees_all
    assert not plan_for(exam_in(10, 99), TODAY, cards=1000, unseen=1000).sees_all


@pytest.mark.parametrize(
    ("days", "cards", "unseen", "said"),
    [
        (20, 12, 0, "all 12 cards were seen; 20 days to go, at 80 a day at most"),
        (1, 1, 1, "at 80 a day the one card is seen in 1 day; 1 new today"),
        (20, 0, 0, "there are no cards in it"),
    ],
)
def test_a_plan_says_nothing_of_new_cards_where_there_are_none(days, cards, unseen, said):
    assert str(plan_for(exam_in(days, 80), TODAY, cards=cards, unseen=unseen)) == said


@pytest.mark.parametrize(("days", "said"), [(0, "the exam is today"), (-3, "the exam is over")])
def test_on_its_day_and_after_it_an_exam_asks_for_nothing_new(days, said):
    plan = plan_for(exam_in(days, 80), TODAY, cards=10, unseen=5)
    assert (plan.new, plan.seen, str(plan)) == (0, 5, said)


def test_no_interval_leads_past_the_day_before_the_exam():
    assert [longest_interval(exam_in(days, 80), TODAY) for days in (60, 2, 1, 0)] == [59, 1, 1, 36_500]
    at = DAYS.start(TODAY) + 8 * 3600
    for left in (30, 10, 3):
        exam = exam_in(left, 80)
        scheduler = scheduler_for(exam, TODAY)
        memory = scheduler.replay([(Grade.EASY, at - 200 * 86_400), (Grade.EASY, at - 100 * 86_400)])
        assert DAYS.day(scheduler.answer(memory, Grade.EASY, at).due) < exam.day
        exact = scheduler_for(exam, TODAY, fuzz=False).answer(memory, Grade.EASY, at)
        assert DAYS.day(exact.due) == exam.day - timedelta(days=1)
    assert scheduler_for(None, TODAY).maximum_interval == Scheduler().maximum_interval


def test_a_date_is_kept_and_can_be_taken_back(tmp_path):
    state = State(tmp_path / "state.db")
    assert exam_of(state) is None
    exam = Exam(date(2026, 6, 1), ("USMLE/Renal", "#t1"), 90)
    set_exam(state, exam, 1.0)
    assert exam_of(State(tmp_path / "state.db")) == exam
    set_exam(state, None, 2.0)
    assert exam_of(state) is None


def test_cards_seen_today_count_as_unseen_until_tomorrow(tmp_path):
    now = [DAYS.start(TODAY) + 8 * 3600]
    reviews = Reviews(State(tmp_path / "s.db"), clock=lambda: now[0], days=DAYS)
    deck = plans.deck_of(10)
    reviews.answer("card1", Grade.GOOD)
    now[0] += 86_400
    reviews.answer("card1", Grade.GOOD)
    reviews.answer("card2", Grade.GOOD)
    assert unseen_today(reviews, deck) == 9
    now[0] += 86_400
    assert unseen_today(reviews, deck) == 8


def test_siblings_follow_each_other_where_all_must_be_seen_in_time(tmp_path):
    now = [DAYS.start(TODAY) + 8 * 3600]
    reviews = Reviews(State(tmp_path / "s.db"), clock=lambda: now[0], days=DAYS)
    from msgspec.structs import replace

    deck = [replace(each, group="one") for each in plans.deck_of(3)]
    session = Session(reviews, deck, Limits(new=3, due=3, total=3, new_first=True))
    asked = []
    while (question := session.next()) is not None:
        asked.append(question.deck_card.id)
        session.answer(Grade.EASY)
    assert asked == ["card1", "card2", "card3"]


# Learners and forecasts


def test_until_there_are_answers_a_learner_may_forget_faster_or_slower():
    slow, middle, fast = paces_of()
    assert slow < 0.6 < middle == 1 < 1.8 < fast
    assert learner_of([], Scheduler()).first == Learner().first


@pytest.mark.parametrize("pace", [0.5, 1.0, 2.0])
def test_answers_tell_how_fast_a_learner_forgets(pace):
    chance = random.Random(3)
    seen = []
    for _ in range(4000):
        elapsed = chance.uniform(0.5, 3)
        seen.append((elapsed, chance.random() < forgetting_curve(elapsed * pace, 1.0)))
    slow, middle, fast = paces_of(seen)
    assert 0.8 * pace < middle < 1.25 * pace
    assert fast / slow < 1.5


def test_a_forecast_of_more_cards_a_day_is_no_worse_and_a_missed_week_no_better():
    states = [None] * 200
    shares = [forecast(states, exam_in(30, most), TODAY, days=DAYS).known for most in (8, 16, 40)]
    assert shares[0] < shares[1] <= shares[2] + 0.02
    week = {TODAY + timedelta(days=number) for number in range(12, 19)}
    assert forecast(states, exam_in(30, 16), TODAY, days=DAYS, missed=week).known < shares[1] + 0.02


def test_a_simulated_day_brings_no_more_than_was_chosen_and_sees_what_the_plan_said():
    for most in (7, 10, 25):
        exam = exam_in(30, most)
        plan = plan_for(exam, TODAY, cards=300, unseen=300)
        found = Simulation([None] * 300, exam, Learner(), 1.0, random.Random(1), DAYS).run(TODAY)
        assert max(found.days) <= most
        assert round(found.seen * 300) == plan.seen


@pytest.mark.parametrize(
    ("most", "done", "left"),
    [(10, Done(), 10), (10, Done(4, 4), 6), (10, Done(10, 5), 0), (10, Done(14, 0), 0), (10, Done(3, 0), 7)],
)
def test_a_forecast_has_of_today_what_is_left_of_it(most, done, left):
    known = Scheduler(fuzz=False).answer(None, Grade.EASY, DAYS.start(TODAY) - 90 * 86_400)  # due long ago
    states = [known] * 20 + [None] * (100 - done.new)
    assert forecast(states, exam_in(30, most), TODAY, days=DAYS, runs=1, done=done).days[0] == left


def test_the_last_day_that_is_done_promises_nothing_more(tmp_path):
    begin = DAYS.start(TODAY) + 3600
    reviews = Reviews(State(tmp_path / "state.db"), clock=lambda: begin, days=DAYS, scheduler=Scheduler(fuzz=False))
    deck = plans.deck_of(20)
    for each in deck[:5]:
        reviews.answer(each.id, Grade.EASY)
    assert expected_of(reviews, exam_in(1, 5), deck).within[1] <= 5 / 20
    assert expected_of(reviews, exam_in(1, 8), deck).within[0] > 5 / 20


def test_a_forecast_of_very_many_cards_takes_a_sample():
    found = forecast([None] * 6000, exam_in(20, 800), TODAY, days=DAYS, runs=1)
    assert (found.seen, max(found.days) <= 820) == (1.0, True)


@pytest.mark.parametrize("pace", [1.0, 2.0, 0.5])
def test_a_plan_is_kept_by_real_sittings_with_a_week_missed_and_forecasts_come_true(tmp_path, pace):
    """The whole of it, a thousand cards and sixty days, is `tests/study/plans.py`."""
    found = plans.run(tmp_path, cards=150, days=30, most=30, pace=pace, missed=range(15, 22), says=(1, 12))
    assert found.plan.sees_all
    assert found.seen == 1
    assert max(found.counts) <= 30
    assert found.counts[14:21] == [0] * 7
    for each in found.said.values():
        assert abs(each.known - found.known) < (0.06 if pace == 1 else 0.1)
    low, high = found.said[1].within
    assert low - 0.03 < found.known < high + 0.03, "before any answer a range says what one figure cannot"
    assert found.said[12].within[1] - found.said[12].within[0] < high - low, "and answers make it narrower"


def test_no_card_is_led_to_the_day_of_the_exam_over_a_change_of_clocks_or_when_it_is_answered_after_four():
    class Forward(tzinfo):
        """An hour is left out at the end of the third of March."""

        def utcoffset(self, at: datetime | None) -> timedelta:
            return timedelta(hours=1 if at is not None and at.replace(tzinfo=None) >= datetime(2026, 3, 4) else 0)

        def dst(self, at: datetime | None) -> timedelta:
            return self.utcoffset(at)

    days = Days(Forward())
    exam = Exam(date(2026, 3, 9))
    scheduler = ExamScheduler(exam, {"card"}, days)
    memory = Memory("review", None, 300.0, 5.0, 0.0, 0.0, 5, 0)
    for day in range(1, 8):
        for hour in (3.4, 3.9, 4.1, 12, 23):
            at = datetime(2026, 3, day, tzinfo=UTC).timestamp() + hour * 3600
            due = scheduler.answer(memory, Grade.EASY, at, card="card").due
            assert days.day(due) < exam.day, (day, hour)
    other = scheduler.answer(memory, Grade.EASY, at, card="other")
    assert other == Scheduler().answer(memory, Grade.EASY, at, card="other")
