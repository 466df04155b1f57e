from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime

import msgspec
import pytest

from studytui.markdown import Legend, parse
from studytui.state import State
from studytui.study.cards import cards_of
from studytui.study.collect import VaultCards
from studytui.study.days import Days
from studytui.study.exam import Exam, set_exam
from studytui.study.exchange import Merged, NotAStateError, exported, merge
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Memory, Scheduler

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0


class Machine:
    """A state of its own, and a vault whose only note is a text."""

    def __init__(self, file) -> None:
        self.state = State(file)
        self.now = NOON
        self.reviews = Reviews(self.state, clock=lambda: self.now, days=Days(UTC), scheduler=Scheduler(fuzz=False))

    def has(self, text: str, note: str = "a.md") -> list[str]:
        cards = cards_of(parse(text), "a", Legend(), text=text)
        made = VaultCards({note: zlib.compress(msgspec.msgpack.encode(cards))})
        return sync(self.state, made, keep=True).ids(note)

    def answer(self, card: str, grade: Grade, at: float) -> None:
        self.now = at
        self.reviews.answer(card, grade)

    def gets(self, other: Machine) -> Merged:
        return merge(self.reviews, self.state, list(exported(other.state)))


@pytest.fixture
def here(tmp_path):
    return Machine(tmp_path / "here.db")


@pytest.fixture
def there(tmp_path):
    return Machine(tmp_path / "there.db")


TEXT = "# H\n- ==one== thing\n- ==two== things\n"


def test_two_machines_join_to_what_one_would_have_and_a_second_time_changes_nothing(here, there, tmp_path):
    one, two = here.has(TEXT)
    assert there.has(TEXT) == [one, two]
    given = [(one, 3, 0), (two, 4, 1), (one, 3, 2), (one, 1, 9), (two, 3, 20), (one, 3, 21)]
    alone = Machine(tmp_path / "alone.db")
    for number, (card, grade, day) in enumerate(given):
        alone.answer(card, Grade(grade), NOON + day * DAY)
        (here if number % 2 else there).answer(card, Grade(grade), NOON + day * DAY)
    assert here.gets(there) == Merged(3, 0, 2, 0)
    assert there.gets(here) == Merged(3, 0, 2, 0)
    assert here.reviews.memories() == there.reviews.memories() == alone.reviews.memories()
    before = list(exported(here.state))
    assert here.gets(there) == Merged(0, 0, 0, 0)
    assert there.gets(there) == Merged(0, 0, 0, 0)
    assert list(exported(here.state)) == before == list(exported(there.state))


def test_cards_that_were_first_seen_in_other_words_are_the_same_cards(here, there):
    one, two = here.has(TEXT)
    other, same = there.has(TEXT.replace("thing\n", "thing of it\n"))
    assert (other == one, same == two) == (False, True)
    there.answer(other, Grade.EASY, NOON)
    assert here.gets(there) == Merged(1, 0, 1, 0)
    assert list(here.reviews.memories()) == [one]
    there.answer(other, Grade.GOOD, NOON + DAY)
    assert here.gets(there) == Merged(1, 0, 1, 0)
    assert here.reviews.memory(one).reps == 2
    assert there.gets(here) == Merged(0, 0, 0, 0)
    assert list(there.reviews.memories()) == [other]


def test_a_card_of_a_note_that_is_not_here_waits_for_it(here, there):
    here.has("# X\n")
    one, _ = there.has(TEXT)
    there.answer(one, Grade.EASY, NOON)
    assert here.gets(there) == Merged(1, 0, 1, 2)
    assert here.has(TEXT, "b.md")[0] == one


def test_what_was_undone_there_is_undone_here(here, there):
    one, _ = here.has(TEXT)
    there.has(TEXT)
    there.answer(one, Grade.EASY, NOON)
    here.gets(there)
    assert here.reviews.memory(one) is not None
    there.reviews.undo()
    assert here.gets(there) == Merged(0, 1, 1, 0)
    assert (here.reviews.memory(one), here.reviews.answers()) == (None, [])
    there.gets(here)
    assert there.reviews.answers() == []


def test_the_later_word_on_a_card_counts(here, there):
    one, _ = here.has(TEXT)
    there.has(TEXT)
    here.reviews.suspend([one])
    there.now += 10
    there.reviews.suspend([one])
    there.now += 10
    there.reviews.suspend([one], suspended=False)
    here.gets(there)
    assert here.reviews.flags() == {}
    there.gets(here)
    assert there.reviews.flags() == {}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "it is empty"),
        (['{"kind": "card"}'], "line 1 is no line"),
        (['{"kind": "studytui", "version": 9}'], "a newer studytui wrote it"),
        (["{}"], "line 1 is no line"),
        (["nonsense"], "line 1 is no line"),
        (["[" * 100_000], "line 1 is no line"),
        (['{"kind": "studytui", "version": 1}', '{"kind": "answer", "id": 1}'], "line 2 is no line"),
    ],
)
def test_a_file_that_is_no_state_changes_nothing_and_is_said(here, lines, message):
    with pytest.raises(NotAStateError, match=message):
        merge(here.reviews, here.state, lines)
    assert here.reviews.answers() == []


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("answer", {"milliseconds": 2**70}),
        ("answer", {"id": "\ud800"}),
        ("answer", {"at": "9999-12-31T23:59:59Z"}),
        ("answer", {"at": "0001-01-01T00:00:00Z"}),
        ("exam", {"most": 2**70}),
        ("start", {"memory": {"stability": 0.0}}),
        ("start", {"memory": {"phase": "learning"}}),
        ("card", {"card": {2: 2**70}}),
    ],
)
def test_a_line_with_a_value_that_cannot_be_is_named_and_nothing_is_taken_in(here, there, kind, change):
    one, two = there.has(TEXT)
    there.answer(one, Grade.GOOD, NOON)
    there.reviews.begin_with({two: Memory("review", None, 5.0, 5.0, NOON + DAY, NOON, 3, 0)})
    set_exam(there.state, Exam(date(2026, 6, 1)), NOON)
    lines = list(exported(there.state))
    number = next(number for number, line in enumerate(lines) if f'"kind": "{kind}"' in line)
    row = json.loads(lines[number])
    for name, value in change.items():
        for inner, given in value.items() if isinstance(value, dict) else ():
            row[name][inner] = given
        if not isinstance(value, dict):
            row[name] = value
    lines[number] = json.dumps(row)
    with pytest.raises(NotAStateError, match=f"line {number + 1}"):
        merge(here.reviews, here.state, lines)
    assert (list(exported(here.state)), here.reviews.answers()) == (['{"kind": "studytui", "version": 1}'], [])


def test_an_export_is_lines_of_json_that_say_what_they_are(here):
    one, _ = here.has(TEXT)
    here.answer(one, Grade.GOOD, NOON)
    here.reviews.suspend([one])
    rows = [json.loads(line) for line in exported(here.state)]
    assert [row["kind"] for row in rows] == ["studytui", "card", "card", "answer", "flag"]
    assert rows[3]["at"] == "2026-03-01T12:00:00Z"
    assert rows[0] == {"kind": "studytui", "version": 1}
