"""A desk: the cards of a scope with their faces, as the vault, the settings and an exam have them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from studytui.state import State
from studytui.study.collect import collect
from studytui.study.days import Days
from studytui.study.desk import Desk
from studytui.study.due import due_now
from studytui.study.exam import Exam, set_exam
from studytui.study.exchange import exported, merge
from studytui.study.glance import expected, glance
from studytui.study.planner import Planner, unknown_topic
from studytui.study.registry import suspended
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade
from studytui.study.scope import EVERYTHING, Scope, notes_of, notes_of_topics, split_topics
from studytui.study.session import Left, Limits
from studytui.tui.screens.review.words import end_of
from studytui.vault import Vault, open_vault

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0


class Clock:
    now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def root(write_files) -> Path:
    return write_files(
        {
            "Heart/Beat.md": "# H\n- ==one== a\n\n# I\n- ==two== b\n",
            "Lung/Air.md": '---\ntags: [t]\n---\n# H\n- ==three== c\n- <mark style="background:#ff0000">red</mark> d\n',
            "Plain.md": "nothing\n",
        }
    )


@pytest.fixture
def vault(root: Path) -> Vault:
    from studytui.markdown import Legend

    return open_vault(root, Legend({"yellow": "high-yield", "red": "high-yield"}))


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state.db")


def desk(vault: Vault, state: State, scope: Scope = EVERYTHING, clock: Clock | None = None, **limits: int) -> Desk:
    cards = collect(vault)
    assert cards is not None
    return Desk(vault, state, scope, cards, limits=Limits(**limits), clock=clock or Clock())


def backs(at: Desk, grade: Grade = Grade.EASY) -> list[str]:
    found = []
    while (asked := at.ask()) is not None:
        found.append(asked.question.deck_card.card.back)
        at.session.answer(grade)
    return found


def test_a_note_that_cannot_be_read_leaves_the_other_cards_and_keeps_its_own(vault, state, root):
    begun = desk(vault, state)
    begun.ask()
    begun.session.answer(Grade.EASY)
    text = (root / "Heart/Beat.md").read_text()
    (root / "Heart/Beat.md").unlink()
    without = desk(vault, state)
    assert backs(without) == ["three", "red"]
    assert without.problem() == "Heart/Beat.md cannot be read: its cards are left out."
    seen = glance(vault, state, collect(vault), notes_of(vault, EVERYTHING), clock=lambda: NOON + 60)
    assert (seen.overview.counts.cards, seen.problem) == (2, without.problem())
    (root / "Heart/Beat.md").write_text(text)
    assert backs(desk(open_vault(root), state)) == ["two"]


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        (EVERYTHING, ["one", "two", "three", "red"]),
        (Scope("topic", "Heart"), ["one", "two"]),
        (Scope("topic", "#t"), ["three", "red"]),
        (Scope("topic", "Nowhere"), []),
        (Scope("note", "Lung/Air.md"), ["three", "red"]),
        (Scope("note", "Gone.md"), []),
        (Scope("color", "red"), ["red"]),
    ],
    ids=str,
)
def test_a_scope_is_everything_a_topic_a_tag_a_note_or_a_colour(vault, state, scope, asked):
    assert backs(desk(vault, state, scope)) == asked


def test_topics_together_hold_each_note_once(vault):
    assert notes_of_topics(vault, ()) == notes_of(vault, EVERYTHING)
    assert notes_of_topics(vault, ("Lung", "#t", "Heart")) == ("Lung/Air.md", "Heart/Beat.md")


def test_what_is_rescheduled_after_answers_of_two_copies_comes_before_the_exam(vault, state):
    clock = Clock()
    at = desk(vault, state, clock=clock)
    ids = [each.id for note in ("Heart/Beat.md", "Lung/Air.md") for each in at._deck() if each.note == note]
    for card in ids:
        clock.now = NOON - 40 * DAY
        at.reviews.answer(card, Grade.EASY)
        clock.now = NOON
        at.reviews.answer(card, Grade.EASY)
    exam = Exam(Days().day(NOON) + timedelta(days=10), ("Heart",), 5)
    set_exam(state, exam, NOON)
    state.write(("DELETE FROM schedule", ()))
    memories = desk(vault, state, clock=clock).reviews.memories()
    assert [Days().day(memories[card].due) < exam.day for card in ids] == [True, True, False, False]


def test_a_suspended_card_is_no_part_of_an_exam_s_plan(vault, state):
    clock = Clock()
    exam = Exam(Days().day(NOON) + timedelta(days=2), (), 5)
    set_exam(state, exam, NOON)
    at = desk(vault, state, clock=clock)
    first = at.ask()
    assert first is not None
    at.session.suspend()
    plan = desk(vault, state, clock=clock).rest().plan
    cards = collect(vault)
    assert plan is not None and cards is not None
    assert (plan.cards, plan.unseen, plan.new) == (3, 3, 2)
    assert Planner(vault, state, cards, clock=clock).plan(exam) == plan
    said = " ".join(end_of(EVERYTHING, at.rest(), 60.0, NOON))
    assert "1 new card waits for later days: the plan has 2 for today." in said
    assert "siblings" not in said


def test_what_was_answered_of_other_topics_takes_nothing_from_the_exam_s_day(vault, state):
    clock = Clock()
    assert len(backs(desk(vault, state, Scope("topic", "Heart"), clock))) == 2
    set_exam(state, Exam(Days().day(NOON) + timedelta(days=2), ("Lung",), 1), NOON)
    assert backs(desk(vault, state, EVERYTHING, clock)) == [], "with other topics all count"
    at = desk(vault, state, Scope("topic", "Lung"), clock)
    at.ask()
    at.session.suspend()
    at = desk(vault, state, Scope("note", "Lung/Air.md"), clock)
    assert at.rest().plan is not None and backs(at) == ["red"]
    assert backs(desk(vault, state, Scope("topic", "Lung"), clock)) == []


def test_an_edited_note_goes_on_with_the_same_card(vault, state, root):
    at = desk(vault, state)
    before = at.ask()
    (root / "Heart" / "Beat.md").write_text("# H\nnew line\n\n- ==one== a\n\n# I\n- ==two== b\n")
    at.edited("Heart/Beat.md")
    after = at.ask()
    assert before is not None and after is not None
    assert (after.question.deck_card.id, after.question.deck_card.card.line) == (before.question.deck_card.id, 4)
    (root / "Heart" / "Beat.md").write_text("no marks any more\n")
    at.edited("Heart/Beat.md")
    assert backs(at) == ["three", "red"]


def test_a_card_that_is_asked_can_be_answered_when_another_note_has_moved(vault, state, root):
    at = desk(vault, state)
    assert at.ask().question.deck_card.card.back == "one"
    (root / "Lung/Air.md").rename(root / "Lung/Wind.md")
    at.follow(open_vault(root, vault.legend), {"Lung/Air.md": "Lung/Wind.md"}, ())
    at.session.answer(Grade.EASY)
    assert backs(at) == ["two", "three", "red"]


@pytest.mark.parametrize(("old", "new"), [("Heart/Beat.md", "Lung/Air.md"), ("Lung/Air.md", "Heart/Beat.md")])
def test_a_note_that_is_moved_over_another_has_its_own_cards_there(vault, state, root, old, new):
    at = desk(vault, state)
    own = [card.back for card in collect(vault).cards(old)]
    (root / old).replace(root / new)
    at.follow(open_vault(root, vault.legend), {old: new}, [new])
    assert backs(at) == own


def test_a_card_that_is_asked_is_asked_no_more_when_it_has_left_the_scope(vault, state, root):
    at = desk(vault, state, Scope("topic", "Lung"))
    (root / "Lung/Air.md").unlink()
    (root / "Lung/Wind.md").write_text("- ==wind== w\n")
    at.follow(open_vault(root, vault.legend), {}, ["Lung/Wind.md"])
    asked = at.ask().question.deck_card
    (root / "Lung/Wind.md").rename(root / "Lung/Storm.md")
    at.follow(open_vault(root, vault.legend), {"Heart/Beat.md": "Heart/Rhythm.md"}, ())
    assert not at.session.asks(asked.id)


def test_a_note_that_comes_back_is_asked_though_another_has_moved_while_it_was_away(vault, state, root):
    at, text = desk(vault, state), (root / "Lung/Air.md").read_text()
    (root / "Lung/Air.md").unlink()
    (root / "Heart/Beat.md").rename(root / "Heart/Rhythm.md")
    at.follow(open_vault(root, vault.legend), {"Heart/Beat.md": "Heart/Rhythm.md"}, ())
    assert at.ask().question.left == Left(2, 0, 0)
    (root / "Lung/Air.md").write_text(text)
    at.follow(open_vault(root, vault.legend), {}, ["Lung/Air.md"])
    assert backs(at) == ["one", "two", "three", "red"]


@pytest.mark.parametrize("act", [lambda session: session.answer(Grade.AGAIN), lambda session: session.mark_leech()])
def test_what_a_cram_takes_back_leaves_out_cards_that_are_gone(vault, state, root, act):
    at = desk(vault, state, Scope(cram=True))
    at.ask()
    act(at.session)
    (root / "Heart/Beat.md").write_text("# I\n- ==two== b\n")
    at.edited("Heart/Beat.md")
    at.session.undo()
    assert backs(at) == ["two", "three", "red"]


def test_a_note_that_is_gone_is_asked_in_the_words_of_its_cards(vault, state, root):
    at = desk(vault, state)
    (root / "Heart" / "Beat.md").unlink()
    asked = at.ask()
    assert asked is not None
    assert "a" in asked.faces.question[1].inlines[0].text


def test_cards_of_an_exam_come_first_with_its_plan_and_others_keep_their_intervals(vault, state):
    clock = Clock()
    today = Days().day(clock.now)
    set_exam(state, Exam(today + timedelta(days=4), ("Lung",), 1), clock.now)
    at = desk(vault, state, clock=clock)
    asked = at.ask()
    assert asked is not None and asked.question.deck_card.card.back == "three"
    assert asked.question.previews[Grade.EASY].interval <= 3 * DAY
    assert at.session.left() == Left(1, 0, 0)
    assert backs(at) == ["three"]
    elsewhere = desk(vault, state, Scope("topic", "Heart"), clock)
    asked = elsewhere.ask()
    assert asked is not None and asked.question.previews[Grade.EASY].interval > 4 * DAY


def test_another_day_has_another_plan(vault, state):
    clock = Clock()
    set_exam(state, Exam(Days().day(clock.now) + timedelta(days=2), ("Lung",), 1), clock.now)
    at = desk(vault, state, Scope("topic", "Lung"), clock)
    assert backs(at) == ["three"]
    clock.now += DAY
    assert backs(at) == ["red"]


def test_the_rest_says_what_was_done_and_what_comes(vault, state):
    at = desk(vault, state, new=1)
    assert backs(at) == ["one"]
    rest = at.rest()
    assert (rest.cards, dict(rest.answered), rest.waiting) == (4, {Grade.EASY: 1}, Left(3, 0, 0))
    assert rest.next_due is not None and rest.next_due[1] == 1


def test_what_is_due_is_told_by_note_once_something_was_answered(vault, state):
    clock = Clock()
    limits = Limits(new=2)
    assert due_now(vault, state, limits=limits, clock=clock) is None
    backs(desk(vault, state, Scope("topic", "Heart"), clock, new=2))
    clock.now += 60 * DAY
    found = due_now(vault, state, limits=limits, clock=clock)
    assert found is not None
    assert (dict(found.by_note), found.left) == ({"Heart/Beat.md": 2}, Left(2, 0, 2))


def test_a_planner_says_what_a_date_would_mean_and_which_topic_is_not_there(vault, state):
    clock = Clock()
    cards = collect(vault)
    assert cards is not None
    planner = Planner(vault, state, cards, clock=clock)
    exam = Exam(Days().day(clock.now) + timedelta(days=10), ("Lung",), 5)
    assert unknown_topic(vault, ("Lung", "#t")) is None
    assert unknown_topic(vault, ("Lungs",)) == "no notes are in Lungs; did you mean Lung?"
    assert planner.plan(exam).cards == 2
    likely = planner.expected(exam)
    assert likely is not None and 0 < likely.after_missed_week <= 1 and 0 < likely.known <= 1
    assert planner.expected(Exam(Days().day(clock.now))) is None
    assert not state.read("SELECT * FROM study_note"), "whoever only looks leaves no trace"


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("Ear, nose and throat", ("Ear, nose and throat",)),
        (" Ear, nose and throat/ , Lung,#t,", ("Ear, nose and throat/", "Lung", "#t")),
        ("Ear, nose", ("Ear", "nose")),
        ("#Hash", ("#Hash",)),
        (" ,, ", ()),
    ],
)
def test_topics_are_split_at_commas_that_are_not_in_a_folder_s_name(write_files, typed, topics):
    vault = open_vault(
        write_files({"Ear, nose and throat/a.md": "a\n", "Lung/b.md": "#t\n", "#Hash/c.md": "c\n", "Ear/d.md": "d\n"})
    )
    assert split_topics(vault, typed) == topics
    unknown = unknown_topic(vault, topics)
    assert unknown is None if "nose" not in topics else unknown.startswith("no notes are in nose")


def test_a_glance_counts_and_an_exam_that_is_over_expects_nothing(vault, state):
    clock = Clock()
    set_exam(state, Exam(Days().day(clock.now), ("Lung",), 5), clock.now)
    cards = collect(vault)
    assert cards is not None
    found = glance(vault, state, cards, notes_of(vault, EVERYTHING), clock=clock)
    assert (found.overview.counts.cards, found.left.new, str(found.today.plan)) == (4, 4, "the exam is today")
    assert expected(state, found.today, clock=clock) is None


def test_suspended_cards_are_listed_with_their_notes(vault, state):
    at = desk(vault, state)
    at.ask()
    at.session.suspend()
    assert [(note, card.text) for note, card in suspended(state)] == [("Heart/Beat.md", "one a")]


def test_an_exam_that_is_centuries_away_has_a_plan_and_no_forecast(vault, state):
    set_exam(state, Exam(date(2726, 3, 1)), NOON)
    cards = collect(vault)
    found = glance(vault, state, cards, notes_of(vault, EVERYTHING), clock=Clock())
    assert found.today.plan is not None
    assert expected(state, found.today, clock=Clock()) is None
    assert Planner(vault, state, cards, clock=Clock()).expected(Exam(date(2726, 3, 1))) is None
    at = desk(vault, state)
    assert at.ask() is not None
    assert at.session.answer(Grade.EASY).after.interval < 36_500 * DAY


def test_the_card_on_the_screen_is_asked_on_when_its_note_is_written_though_another_has_become_due(vault, state, root):
    clock = Clock()
    at = desk(vault, state, clock=clock)
    at.ask()
    at.session.answer(Grade.AGAIN)
    shown = at.ask().question.deck_card
    clock.now += 3600
    (root / shown.note).write_text((root / shown.note).read_text() + "\nand more\n")
    at.follow(open_vault(root, vault.legend), {}, [shown.note])
    assert at.ask().question.deck_card.id == shown.id


@pytest.mark.parametrize("act", [lambda session: session.suspend(), lambda session: session.answer(Grade.EASY)])
@pytest.mark.parametrize(("moved", "changed"), [({"Lung/Air.md": "Lung/Wind.md"}, ()), ({}, ["Heart/Beat.md"])])
def test_what_another_copy_has_put_aside_or_answered_is_asked_no_more_when_notes_change(
    vault, state, root, tmp_path, act, moved, changed
):
    at, other = desk(vault, state), desk(vault, State(tmp_path / "state.db"))
    assert at.ask().question.deck_card.card.back == other.ask().question.deck_card.card.back == "one"
    act(other.session)
    for old, new in moved.items():
        (root / old).rename(root / new)
    at.follow(open_vault(root, vault.legend), moved, changed)
    assert at.ask().question.deck_card.card.back == "two"


def test_what_is_taken_in_from_another_machine_is_known_to_a_review_that_is_open(vault, state, tmp_path):
    there, later = State(tmp_path / "there.db"), Clock()
    begun = desk(vault, there)
    begun.ask()
    begun.session.suspend()
    begun.ask()
    begun.session.answer(Grade.EASY)
    later.now += DAY
    at = desk(vault, state, clock=later)
    at.reviews.mark_leech("a card whose flag was changed last")
    assert at.ask().question.left == Left(4, 0, 0)
    taken_in = State(tmp_path / "state.db")
    merge(Reviews(taken_in, clock=later), taken_in, exported(there))
    asked = at.ask()
    assert (asked.question.deck_card.card.back, asked.question.left) == ("three", Left(2, 0, 0))


def test_the_card_that_was_buried_is_asked_again_by_undo_and_no_sibling_that_is_not_due(vault, state, root):
    (root / "Heart/Beat.md").write_text("# H\n- ==one== and ==two== a\n")
    clock = Clock()
    at = desk(open_vault(root, vault.legend), state, Scope("topic", "Heart"), clock)
    at.ask()
    at.session.answer(Grade.EASY)
    clock.now += DAY
    assert at.ask().question.deck_card.card.back == "two"
    at.session.bury()
    assert at.ask() is None
    at.session.undo()
    assert at.ask().question.deck_card.card.back == "two"


def test_an_exam_that_another_copy_has_set_holds_from_the_next_card_on(vault, state, tmp_path):
    at = desk(vault, state)
    assert at.ask().question.left == Left(4, 0, 0)
    set_exam(State(tmp_path / "state.db"), Exam(Days().day(NOON) + timedelta(days=3), (), 2), NOON)
    asked = at.ask().question
    assert (asked.deck_card.card.back, asked.left) == ("one", Left(2, 0, 0))
    assert asked.previews[Grade.EASY].interval <= 2 * DAY
