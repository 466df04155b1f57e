from __future__ import annotations

import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from studytui.markdown import Legend, parse
from studytui.state import State
from studytui.state.database import NotKeptError
from studytui.study.cards import cards_of
from studytui.study.collect import VaultCards
from studytui.study.days import Days
from studytui.study.deck import Decks
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Scheduler
from studytui.study.session import Left, Limits, Session

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0
TEXT = "# H\n- ==one== and ==two==\n\t- ==child== of it\n- ==three== x\n- ==four== y\n"


class Bench:
    """A vault of one note, with reviews whose clock is set by hand."""

    def __init__(self, file: Path, text: str = TEXT) -> None:
        self.now = NOON
        cards = cards_of(parse(text), "a", Legend(dict.fromkeys(("yellow", "red"), "high-yield")), text=text)
        made = VaultCards({"a.md": zlib.compress(msgspec.msgpack.encode(cards))})
        self.state = State(file)
        self.known = sync(self.state, made, keep=True)
        self.made = made
        self.deck = Decks(made, self.known).of(["a.md"])
        scheduler = Scheduler(fuzz=False)
        self.reviews = Reviews(self.state, clock=lambda: self.now, days=Days(UTC), scheduler=scheduler)

    def session(self, **options: object) -> Session:
        limits = Limits(**{key: options.pop(key) for key in list(options) if key != "cram"})
        return Session(self.reviews, self.deck, limits, **options)

    def asked(self, session: Session, grade: Grade = Grade.EASY) -> list[str]:
        """The answers to everything that is asked, with one grade."""
        found = []
        while (question := session.next()) is not None:
            found.append(question.deck_card.card.back)
            session.answer(grade)
        return found


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path / "state.db")


def test_what_another_copy_has_answered_is_not_asked_again(bench, tmp_path):
    here, there = bench.session(), Bench(tmp_path / "state.db").session()
    assert here.next().deck_card.card.back == there.next().deck_card.card.back == "one"
    here.answer(Grade.EASY)
    there.skip()
    assert there.next().deck_card.card.back == "three"
    there.answer(Grade.GOOD)
    assert here.next().deck_card.card.back == "four"


def test_new_cards_come_in_reading_order_and_siblings_wait_until_tomorrow(bench):
    assert bench.asked(bench.session()) == ["one", "three", "four"]
    bench.now += DAY
    assert bench.asked(bench.session()) == ["two"]
    bench.now += DAY
    assert bench.asked(bench.session()) == ["child"]


def test_a_day_brings_no_more_than_its_limits_over_all_sittings(bench):
    assert bench.asked(bench.session(new=2)) == ["one", "three"]
    assert bench.asked(bench.session(new=2)) == []
    assert bench.session(new=2).left() == Left(0, 0, 0)
    bench.now += DAY
    assert bench.session(new=2).left() == Left(2, 0, 0)
    bench.now += 30 * DAY
    assert bench.asked(bench.session(new=0, due=1)) == ["one"]
    assert bench.asked(bench.session(new=0, due=1)) == []
    assert bench.asked(bench.session(new=3, due=3, total=2)) == ["three"]


def test_what_is_due_comes_before_new_unless_new_goes_first_and_the_most_overdue_first(bench):
    ids = {card.card.back: card.id for card in bench.deck}
    for back, grade in (("one", Grade.EASY), ("three", Grade.GOOD), ("three", Grade.GOOD)):
        bench.reviews.answer(ids[back], grade)
        bench.now += 700
    bench.now += 40 * DAY
    assert bench.asked(bench.session()) == ["three", "one", "four"]


def test_new_goes_first_when_a_plan_says_so(bench):
    bench.asked(bench.session(new=1))
    bench.now += 40 * DAY
    assert bench.asked(bench.session(new=1, new_first=True)) == ["three", "one"]


def test_a_card_in_learning_comes_when_it_is_due_and_early_when_nothing_else_is_left(bench):
    session = bench.session(new=2)
    assert session.next().deck_card.card.back == "one"
    session.answer(Grade.AGAIN)
    assert session.next().deck_card.card.back == "three"
    bench.now += 61
    assert session.next().deck_card.card.back == "one"
    session.answer(Grade.GOOD)
    assert session.next().deck_card.card.back == "three"
    session.answer(Grade.EASY)
    assert session.wait() == pytest.approx(600, abs=0.1)
    question = session.next()
    assert (question.deck_card.card.back, question.left) == ("one", Left(0, 1, 0))
    session.answer(Grade.GOOD)
    assert (session.next(), session.wait()) == (None, None)


def test_each_button_shows_the_interval_that_it_gives(bench):
    session = bench.session()
    question = session.next()
    shown = {grade: memory.interval for grade, memory in question.previews.items()}
    assert [round(shown[grade]) for grade in Grade] == [60, 330, 600, 8 * DAY]
    assert session.answer(Grade.EASY).after.interval == shown[Grade.EASY]


def test_undo_brings_the_card_back_with_the_room_it_took(bench):
    session = bench.session(new=1)
    first = session.next().deck_card.id
    session.answer(Grade.EASY)
    assert session.next() is None
    assert session.undo().cards == (first,)
    assert (session.next().deck_card.id, session.left().new) == (first, 1)
    assert (session.undo(), bench.reviews.answers()) == (None, [])


def test_bury_takes_the_siblings_along_and_suspend_the_card_alone(bench):
    session = bench.session()
    session.next()
    session.bury()
    assert session.next().deck_card.card.back == "three"
    session.suspend()
    assert bench.asked(session) == ["four"]
    bench.now += DAY
    assert bench.asked(bench.session()) == ["one"]
    session = bench.session()
    assert session.undo() is not None


def test_a_skipped_card_comes_after_all_others(bench):
    session = bench.session()
    session.next()
    session.skip()
    assert bench.asked(session) == ["three", "four", "one"]


def test_cram_asks_everything_until_it_is_known_and_changes_no_schedule(bench):
    session = bench.session(cram=True)
    grades = iter([Grade.AGAIN, *[Grade.GOOD] * 10])
    found = []
    while (question := session.next()) is not None:
        found.append(question.deck_card.card.back)
        assert session.answer(next(grades)) is None
    assert found == ["one", "two", "child", "three", "four", "one"]
    assert (bench.reviews.answers(), bench.reviews.memories()) == ([], {})


def test_what_is_a_card_elsewhere_is_not_offered_as_new(tmp_path):
    bench = Bench(tmp_path / "s.db", "==a== b <!--SR:!2023-09-02,4,270-->\n\n==c== d\n")
    assert bench.asked(bench.session()) == ["c"]


def test_a_deck_may_be_of_marks_in_some_colours(tmp_path):
    bench = Bench(tmp_path / "s.db", '==a== b <mark style="background:#ff0000">c</mark> d\n')
    deck = Decks(bench.made, bench.known).of(["a.md"], colors=["red"])
    assert [card.card.back for card in deck] == ["c"]


def test_a_card_whose_answer_is_not_kept_stays(bench, monkeypatch):
    session = bench.session()
    first = session.next().deck_card.id

    def fail(*statements: object, **options: object) -> None:
        raise NotKeptError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(bench.state, "write", fail)
        with pytest.raises(NotKeptError, match="full"):
            session.answer(Grade.GOOD)
    assert session.answer(Grade.GOOD).answer.card == first
    assert len(bench.reviews.answers()) == 1


def test_a_step_takes_a_moment_in_a_deck_of_many(tmp_path):
    text = "".join(f"# H{number}\n- ==word {number}== x\n" for number in range(5000))
    bench = Bench(tmp_path / "s.db", text)
    session = bench.session()
    steps = []
    for _ in range(20):
        start = time.process_time()
        session.next()
        session.answer(Grade.EASY)
        steps.append(time.process_time() - start)
    assert sorted(steps)[10] < 0.03


def test_undo_in_a_cram_takes_back_a_leech_before_the_answer_before_it(bench):
    session = bench.session(cram=True)
    first = session.next().deck_card.id
    session.answer(Grade.GOOD)
    second = session.next().deck_card.id
    assert session.mark_leech()
    assert session.next().deck_card.id == second
    assert session.undo().what == "flag"
    assert (session.next().deck_card.id, session.next().leech) == (second, False)
    session.undo()
    assert session.next().deck_card.id == first


def test_undo_in_a_cram_takes_back_what_was_done_and_bury_changes_nothing_that_is_kept(bench):
    session = bench.session(cram=True)
    assert session.next().deck_card.card.back == "one"
    session.answer(Grade.GOOD)
    session.next()
    assert session.undo() is not None
    assert session.next().deck_card.card.back == "one"
    assert not session.answered
    session.bury()
    assert session.next().deck_card.card.back == "three"
    session.suspend()
    assert session.next().deck_card.card.back == "four"
    session.undo()
    assert session.next().deck_card.card.back == "three"
    assert not any(flag.suspended or flag.buried for flag in bench.reviews.flags().values())


def test_answers_that_were_taken_back_are_not_counted(bench):
    session = bench.session()
    session.next()
    session.answer(Grade.GOOD)
    session.next()
    session.answer(Grade.AGAIN)
    session.undo()
    assert session.answered == {Grade.GOOD: 1}


def test_a_card_may_be_marked_as_a_leech_and_is_asked_again(bench):
    session = bench.session()
    first = session.next()
    assert not first.leech
    assert session.mark_leech()
    again = session.next()
    assert (again.deck_card, again.leech) == (first.deck_card, True)
    assert bench.reviews.flags()[first.deck_card.id].leech
    assert not session.mark_leech()
    assert not session.next().leech


def test_another_day_brings_its_cards_while_a_sitting_goes_on(bench):
    session = bench.session(new=1)
    session.next()
    session.answer(Grade.EASY)
    assert session.next() is None
    bench.now += DAY
    assert session.next().deck_card.card.back == "two"


def test_what_the_limits_leave_and_when_the_next_is_due_can_be_asked(bench):
    session = bench.session(new=1)
    assert session.waiting() == Left(4, 0, 0)
    assert session.next_due() is None
    session.next()
    session.answer(Grade.EASY)
    at, cards = session.next_due()
    assert (at > bench.now + DAY, cards) == (True, 1)


def test_what_was_skipped_stays_behind_when_another_is_buried(bench):
    session = bench.session()
    session.next()
    session.skip()
    assert session.next().deck_card.card.back == "three"
    session.bury()
    assert session.next().deck_card.card.back == "four"


def test_what_is_left_of_both_is_never_more_than_the_number_of_the_day(bench):
    bench.asked(bench.session(new=3))
    bench.now += 40 * DAY
    assert bench.session(new=3, due=3, total=2).left() == Left(0, 0, 2)
    assert bench.session(new=2, due=3, total=2, new_first=True).left() == Left(2, 0, 0)


def test_what_was_begun_before_a_pause_counts_in_the_number_of_the_day(bench):
    session = bench.session(new=3)
    for _ in range(3):
        session.next()
        session.answer(Grade.AGAIN)
    bench.now += DAY
    paused = bench.session(new=0, due=2, total=2)
    assert paused.left() == Left(0, 2, 0)
    asked = []
    while (question := paused.next()) is not None:
        asked.append(question.deck_card.id)
        paused.answer(Grade.EASY)
    assert len(set(asked)) == 2
    assert paused.wait() is None


def test_undo_in_a_cram_brings_back_no_card_that_has_left_its_note_meanwhile(bench):
    session = bench.session(cram=True)
    session.next()
    session.answer(Grade.GOOD)
    session.use_deck(bench.deck[1:])
    assert session.undo() is not None
    assert session.next().deck_card.card.back == "two"


def test_what_is_asked_can_be_answered_after_the_deck_has_changed_elsewhere_and_is_not_asked_again(bench):
    session = bench.session()
    first = session.next().deck_card.id
    session.use_deck(bench.deck)
    assert session.asks(first)
    assert session.answer(Grade.EASY).answer.card == first
    assert session.next().deck_card.card.back == "three"


def test_what_another_copy_has_answered_is_not_asked_again_when_the_deck_changes(bench, tmp_path):
    here, there = bench.session(), Bench(tmp_path / "state.db").session()
    here.next()
    there.next()
    there.answer(Grade.EASY)
    here.use_deck(bench.deck)
    assert here.next().deck_card.card.back == "three"


def test_two_copies_together_bring_no_more_than_the_limits_of_the_day_and_siblings_rest(bench, tmp_path):
    other = Bench(tmp_path / "state.db")
    here, there = bench.session(new=2), other.session(new=2)
    assert (here.next().left, there.next().left) == (Left(2, 0, 0), Left(2, 0, 0))
    there.answer(Grade.EASY)
    here.skip()
    assert here.next().deck_card.card.back == "three"
    here.answer(Grade.EASY)
    assert there.next() is here.next() is None


def test_what_another_copy_has_buried_is_not_asked(bench, tmp_path):
    here, there = bench.session(), Bench(tmp_path / "state.db").session()
    there.next()
    there.bury()
    assert here.next().deck_card.card.back == "three"


def test_what_is_left_does_not_count_new_siblings_of_what_is_due(bench):
    bench.asked(bench.session(new=1))
    bench.now += 40 * DAY
    session = bench.session(new=20)
    assert session.left() == Left(2, 0, 1)
    assert bench.asked(session) == ["one", "three", "four"]


def test_what_is_due_comes_too_when_its_new_sibling_goes_first(bench):
    bench.asked(bench.session(new=1))
    bench.now += 40 * DAY
    session = bench.session(new=20, new_first=True)
    assert session.left() == Left(4, 0, 1)
    assert bench.asked(session) == ["three", "four", "two", "child", "one"]


def test_what_was_begun_before_takes_its_part_of_what_is_due_today(bench):
    bench.asked(bench.session(new=1))
    session = bench.session(new=2)
    bench.reviews.answer(session.next().deck_card.id, Grade.AGAIN)
    bench.now += 40 * DAY
    assert bench.session(new=0, due=1).left() == Left(0, 1, 0)


@pytest.mark.parametrize("phase", ["learning", "due"])
def test_a_skipped_card_comes_after_new_ones_too(bench, phase):
    session = bench.session(new=1)
    session.next()
    session.answer(Grade.AGAIN if phase == "learning" else Grade.EASY)
    bench.now += 40 * DAY
    session = bench.session()
    assert session.next().deck_card.card.back == "one"
    session.skip()
    assert bench.asked(session) == ["three", "four", "one"]


def test_skipping_on_and_on_goes_around(bench):
    session = bench.session()
    found = []
    for _ in range(7):
        found.append(session.next().deck_card.card.back)
        session.skip()
    assert found == ["one", "three", "four"] * 2 + ["one"]
