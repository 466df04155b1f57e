from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.study.schedule import Grade, Memory, Scheduler, became_leech

START = 1_700_000_000.0
steps = st.lists(
    st.tuples(st.sampled_from(Grade), st.one_of(st.floats(1, 3000), st.floats(3000, 400 * 86_400))),
    min_size=1,
    max_size=15,
)


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


@settings(max_examples=1000, deadline=None)
@given(steps)
def test_intervals_equal_those_of_py_fsrs(history):
    theirs, ours = fsrs.Scheduler(enable_fuzzing=False), Scheduler(fuzz=False)
    card, memory = fsrs.Card(card_id=1), None
    at = START
    for grade, later in history:
        at = round(at + later, 3)
        card, _ = theirs.review_card(card, fsrs.Rating(int(grade)), moment(at))
        memory = ours.answer(memory, grade, at)
        assert memory.due - at == pytest.approx((card.due - moment(at)).total_seconds(), abs=0.01)
        assert (memory.stability, memory.difficulty, memory.step) == (card.stability, card.difficulty, card.step)
        assert memory.phase == card.state.name.lower()
        later_on = moment(at + 10 * 86_400)
        assert ours.retrievability(memory, at + 10 * 86_400) == theirs.get_card_retrievability(card, later_on)


@settings(max_examples=50, deadline=None)
@given(steps)
def test_with_fuzz_an_answer_stays_where_py_fsrs_may_put_it_and_does_what_its_button_showed(history):
    plain, fuzzed = Scheduler(fuzz=False), Scheduler()
    memory = None
    at = START
    for grade, later in history:
        at += later
        before = random.getstate()
        shown = fuzzed.previews(memory, at, card="a")
        exact = plain.answer(memory, grade, at)
        after = fuzzed.answer(memory, grade, at + 3, card="a")
        assert random.getstate() == before
        times = (round(at, 3), round(at + 3, 3))  # as they are kept
        same_day = memory is None or len({(time - memory.last) // 86_400 for time in times}) == 1
        if at + 3 - after.last < 0.01 and same_day:
            days = (exact.due - exact.last) / 86_400
            assert abs((after.due - after.last) / 86_400 - days) <= 3 + 0.16 * days  # it rounds up once more
        if same_day:
            assert after.due - after.last == pytest.approx(shown[grade].due - shown[grade].last, abs=0.01)
        memory = after


def test_two_cards_with_equal_answers_are_not_due_on_the_same_day_for_ever():
    answers = [(Grade.EASY, START), (Grade.GOOD, START + 9 * 86_400), (Grade.GOOD, START + 60 * 86_400)]
    assert len({Scheduler().replay(answers, card=str(number)).due for number in range(30)}) > 3


def test_a_clock_that_was_set_back_makes_no_answer_older_than_the_one_before():
    scheduler = Scheduler(fuzz=False)
    first = scheduler.answer(None, Grade.GOOD, START)
    second = scheduler.answer(first, Grade.GOOD, START - 40 * 86_400)
    assert second.last == pytest.approx(START, abs=0.01)
    assert second.due > first.last


def test_the_longest_interval_is_never_passed():
    memory = None
    scheduler = Scheduler(maximum_interval=12)
    for day in range(0, 200, 12):
        memory = scheduler.answer(memory, Grade.EASY, START + day * 86_400, card=str(day))
        assert memory.due - memory.last <= 12 * 86_400


def test_only_what_was_forgotten_in_review_is_a_lapse():
    scheduler = Scheduler(fuzz=False)
    again = [(Grade.AGAIN, START + minute * 60) for minute in range(3)]
    assert scheduler.replay(again).lapses == 0
    known = [
        *again,
        (Grade.EASY, START + 600),
        (Grade.AGAIN, START + 9 * 86_400),
        (Grade.AGAIN, START + 9 * 86_400 + 60),
    ]
    assert scheduler.replay(known).lapses == 1


def test_a_card_is_a_leech_at_eight_lapses_and_every_four_after():
    def memory(lapses: int) -> Memory:
        return Memory("review", None, 1.0, 5.0, START, START, lapses, lapses)

    assert [lapses for lapses in range(1, 21) if became_leech(memory(lapses - 1), memory(lapses))] == [8, 12, 16, 20]
    assert not became_leech(memory(8), memory(8))


def test_py_fsrs_is_loaded_by_the_first_answer_alone():
    code = (
        "import sys, studytui.study.session, studytui.study.schedule as s; s.Scheduler(); print('fsrs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_a_new_card_does_not_wait_for_an_id(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail("it waits"))
    assert Scheduler().answer(None, Grade.GOOD, START).reps == 1
