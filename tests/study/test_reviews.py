from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import studytui
from studytui.state import State
from studytui.state.database import NotKeptError
from studytui.state.tables import MIGRATIONS
from studytui.study.days import Days
from studytui.study.reviews import Flag, Reviews, Undone
from studytui.study.schedule import Grade, Scheduler

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def reviews_in(file: Path, clock: Clock) -> Reviews:
    return Reviews(State(file), clock=clock, days=Days(UTC), scheduler=Scheduler(fuzz=False))


@pytest.fixture
def reviews(tmp_path, clock):
    return reviews_in(tmp_path / "state.db", clock)


def test_an_answer_is_there_after_a_restart_and_seen_by_other_copies(tmp_path, clock, reviews):
    assert reviews.memory("a") is None
    given = reviews.answer("a", Grade.GOOD, milliseconds=1500)
    assert (given.before, given.after.phase, given.after.reps) == (None, "learning", 1)
    clock.now += 600
    reviews.answer("a", Grade.GOOD)
    other = reviews_in(tmp_path / "state.db", clock)
    assert other.memories() == reviews.memories() == {"a": other.memory("a")}
    assert [(answer.grade, answer.milliseconds) for answer in other.answers("a")] == [(3, 1500), (3, None)]
    assert other.memory("a").phase == "review"


def test_what_an_answer_does_is_what_its_button_showed(reviews, clock):
    for _ in range(4):
        shown = reviews.previews("a")
        answered = reviews.answer("a", Grade.GOOD)
        assert answered.after == shown[Grade.GOOD]
        clock.now = answered.after.due


def test_an_answer_can_be_undone_and_is_kept_as_undone(reviews, clock):
    reviews.answer("a", Grade.GOOD)
    first = reviews.memory("a")
    clock.now += 60
    reviews.answer("a", Grade.AGAIN)
    assert reviews.undo() == Undone("answer", ("a",))
    assert reviews.memory("a") == first
    assert reviews.undo() == Undone("answer", ("a",))
    assert (reviews.memory("a"), reviews.undo(), reviews.answers()) == (None, None, [])


def test_an_answer_that_is_undone_after_another_one_has_no_part_in_when_the_card_is_due(tmp_path, clock, reviews):
    other = reviews_in(tmp_path / "state.db", clock)
    reviews.answer("a", Grade.AGAIN)
    clock.now += 60
    other.answer("a", Grade.EASY)
    reviews.undo()
    (left,) = other.answers("a")
    assert other.memory("a") == other.scheduler.answer(None, Grade.EASY, left.at, card="a")
    clock.now += 3 * DAY
    other.answer("a", Grade.AGAIN)
    other.undo()
    assert other.memory("a") == other.scheduler.answer(None, Grade.EASY, left.at, card="a")


def test_cards_are_buried_until_tomorrow_and_suspended_until_they_are_taken_back(reviews, clock):
    reviews.bury(["a", "b"])
    reviews.suspend(["b", "c"])
    assert reviews.flags() == {
        "a": Flag(False, date(2026, 3, 1)),
        "b": Flag(True, date(2026, 3, 1)),
        "c": Flag(True),
    }
    assert [card for card, flag in reviews.flags().items() if flag.hides(reviews.today)] == ["a", "b", "c"]
    clock.now += DAY
    assert [card for card, flag in reviews.flags().items() if flag.hides(reviews.today)] == ["b", "c"]
    reviews.suspend(["b"], suspended=False)
    assert not reviews.flags()["b"].hides(reviews.today)
    reviews.undo()
    assert reviews.undo() == Undone("flag", ("b", "c"))
    assert not reviews.flags()["b"].suspended


def test_a_schedule_that_is_damaged_makes_its_card_a_new_one_everywhere(reviews, tmp_path):
    reviews.answer("a", Grade.GOOD)
    with sqlite3.connect(tmp_path / "state.db") as file:
        file.execute("UPDATE schedule SET state = 'x'")
    assert (reviews.memory("a"), reviews.memories()) == (None, {})


def test_a_day_ends_at_four_in_the_morning():
    days = Days(UTC)
    assert days.day(datetime(2026, 3, 2, 3, 59, tzinfo=UTC).timestamp()) == date(2026, 3, 1)
    assert days.day(datetime(2026, 3, 2, 4, 0, tzinfo=UTC).timestamp()) == date(2026, 3, 2)
    assert days.start(date(2026, 3, 2)) == days.end(date(2026, 3, 1)) == datetime(2026, 3, 2, 4, tzinfo=UTC).timestamp()


def test_a_clock_that_was_set_back_is_said_and_loses_nothing(reviews, clock):
    reviews.answer("a", Grade.EASY)
    assert reviews.clock_problem() is None
    clock.now -= 40 * DAY
    assert reviews.clock_problem() == "The clock of this computer is 40 days behind the last answer: is it right?"
    reviews.answer("a", Grade.GOOD)
    first, second = reviews.answers("a")
    assert first.at < second.at < first.at + 1
    assert reviews.memory("a").reps == 2


def test_two_copies_that_answer_one_card_at_once_lose_neither_answer(tmp_path, clock, reviews):
    other = reviews_in(tmp_path / "state.db", clock)
    replayed = reviews._replayed
    reviews._replayed = lambda *card: (
        replayed(*card) or (other.answer("a", Grade.GOOD) and None)
    )  # between read and write
    reviews.answer("a", Grade.AGAIN)
    reviews._replayed = replayed
    assert len(reviews.answers("a")) == 2
    assert reviews.repair() == 1
    assert reviews.memory("a").reps == 2
    assert reviews.repair() == 0


def test_a_schedule_that_was_lost_follows_from_the_answers(tmp_path, reviews, clock):
    for card in "abc":
        reviews.answer(card, Grade.EASY)
    known = reviews.memories()
    with sqlite3.connect(tmp_path / "state.db") as connection:
        connection.execute("DELETE FROM schedule WHERE card != 'a'")
    assert reviews.repair() == 2
    assert reviews.memories() == known


# Disks


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_disk_that_cannot_be_written_keeps_the_card_and_says_why(tmp_path, clock):
    folder = tmp_path / "state"
    reviews_in(folder / "state.db", clock).answer("a", Grade.GOOD)
    folder.chmod(0o500)
    (folder / "state.db").chmod(0o400)
    reviews = reviews_in(folder / "state.db", clock)
    with pytest.raises(NotKeptError, match=r"readonly|read-only"):
        reviews.answer("a", Grade.GOOD)
    folder.chmod(0o700)
    (folder / "state.db").chmod(0o600)


def test_without_a_place_for_the_state_no_answer_counts_and_the_reason_is_said(tmp_path, clock):
    (tmp_path / "state").write_text("a file")
    reviews = reviews_in(tmp_path / "state" / "state.db", clock)
    with pytest.raises(NotKeptError, match=r"exists|directory"):
        reviews.answer("a", Grade.GOOD)
    with pytest.raises(NotKeptError, match=r"exists|directory"):
        reviews.suspend(["a"])
    assert (reviews.memories(), reviews.flags(), reviews.undo()) == ({}, {}, None)
    (tmp_path / "state").unlink()
    assert reviews.answer("a", Grade.GOOD).after.reps == 1


def full(connection: sqlite3.Connection) -> None:
    """Lets the file grow no further, as on a full disk."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def test_on_a_full_disk_an_answer_is_not_kept_and_can_be_given_again_later(reviews, clock, monkeypatch):
    reviews.answer("a", Grade.GOOD)
    state = reviews._state
    reopened = type(state._store())._open
    monkeypatch.setattr(type(state._store()), "_open", lambda store: full(found := reopened(store)) or found)
    full(state._store()._connection)
    with pytest.raises(NotKeptError, match="full"):
        for number in range(2000):
            reviews.answer(f"card{number}", Grade.GOOD)
    kept = len(reviews.answers())
    for _ in range(3):
        with pytest.raises(NotKeptError, match="full"):
            reviews.answer("b", Grade.GOOD)
    assert len(state.problems) == 1, "nobody is told that it can be written again before it was"
    assert len(reviews.answers()) == kept
    assert reviews.memory("b") is None
    monkeypatch.undo()
    assert reviews.answer("b", Grade.GOOD).after.reps == 1
    assert len(reviews.answers()) == kept + 1
    assert any("can be written again" in problem for problem in state.problems)


@pytest.mark.parametrize(
    ("free", "writable", "said"),
    [(0, True, "no space left"), (10**9, False, "read-only"), (10**9, True, "unable to open")],
)
def test_where_sqlite_does_not_say_why_the_folder_is_asked(tmp_path, clock, monkeypatch, free, writable, said):
    def unopened(*_: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr("studytui.state.database.connect", unopened)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr("os.access", lambda *_: writable)
    with pytest.raises(NotKeptError, match=said):
        reviews_in(tmp_path / "state.db", clock).answer("a", Grade.GOOD)


def test_a_damaged_database_is_kept_aside_and_a_new_one_begun(tmp_path, clock, reviews):
    reviews.answer("a", Grade.GOOD)
    reviews._state.close()
    (tmp_path / "state.db").write_bytes(b"no database at all" * 500)
    again = reviews_in(tmp_path / "state.db", clock)
    assert again.memories() == {}
    again.answer("b", Grade.GOOD)
    assert (tmp_path / "state.db.damaged-1").exists()
    assert list(reviews_in(tmp_path / "state.db", clock).memories()) == ["b"]


def test_an_older_version_s_file_gets_the_new_tables_and_keeps_what_it_had(tmp_path, clock):
    with sqlite3.connect(tmp_path / "state.db") as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO place VALUES ('a.md', 7, 0)")
    reviews = reviews_in(tmp_path / "state.db", clock)
    reviews.answer("a", Grade.GOOD)
    state = State(tmp_path / "state.db")
    assert state.place_in("a.md").line == 7
    assert state.problems == ()
    assert list(reviews_in(tmp_path / "state.db", clock).memories()) == ["a"]


def test_while_another_copy_holds_the_file_an_answer_is_not_kept_and_the_state_stays_on_the_disk(
    tmp_path, reviews, monkeypatch
):
    monkeypatch.setattr("studytui.sqlite.BUSY_SECONDS", 0.05)
    reviews.answer("a", Grade.GOOD)
    reviews._state._store()._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotKeptError, match="another copy"):
        reviews.answer("b", Grade.GOOD)
    other.execute("ROLLBACK")
    assert reviews._state.problems == ()
    assert reviews.answer("b", Grade.GOOD).after.reps == 1


# Sessions that are killed

acts = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 6 + ["undo", "bury", "suspend", "kill", "kill", "other", "back"]),
        st.sampled_from("abcde"),
        st.sampled_from(Grade),
        st.floats(0, 30 * DAY),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(acts)
def test_no_answer_is_lost_and_none_counted_twice_however_sessions_end(tmp_path_factory, script):
    """A killed session is one whose file is never closed: what it wrote last may lie in the write-ahead log alone."""
    folder = tmp_path_factory.mktemp("killed")
    clock = Clock()
    copies = [reviews_in(folder / "state.db", clock), reviews_in(folder / "state.db", clock)]
    given_: list[tuple[str, str, Grade]] = []
    mine: list[list[str]] = [[], []]
    flags: dict[str, bool] = {}
    at = 0
    for what, card, grade, later in script:
        clock.now += -later / 10 if what == "back" else later
        copy = copies[at]
        if what == "answer":
            answered = copy.answer(card, grade)
            given_.append((answered.answer.id, card, grade))
            mine[at].append(answered.answer.id)
        elif what == "undo":
            undone = copy.undo()
            if undone is not None:
                act = mine[at].pop()
                if undone.what == "answer":
                    given_ = [each for each in given_ if each[0] != act]
        elif what in ("bury", "suspend"):
            getattr(copy, what)([card])
            mine[at].append("flag")
            flags[card] = True
        elif what == "kill":
            copies[at], mine[at] = reviews_in(folder / "state.db", clock), []
        elif what == "other":
            at = 1 - at
    final = reviews_in(folder / "state.db", clock)
    final.repair()
    assert sorted((answer.id, answer.card, answer.grade) for answer in final.answers()) == sorted(given_)
    for card in "abcde":
        answers = final.answers(card)
        assert [answer.at for answer in answers] == sorted({answer.at for answer in answers})
        memory = final.memory(card)
        assert (memory.reps if memory else 0) == len(answers)
        if memory is not None:
            assert memory == final.scheduler.replay([(answer.grade, answer.at) for answer in answers])
    shutil.rmtree(folder)


ANSWER_FOR_EVER = """
import sys
from pathlib import Path
from types import SimpleNamespace
from studytui.state import State
from studytui.state.database import NotKeptError
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade
reviews = Reviews(State(Path(sys.argv[1])))
number = 0
while True:
    try:
        answer = reviews.answer(f"{sys.argv[2]}-{number % 7}", Grade(number % 4 + 1)).answer
    except NotKeptError:  # the other copy held the file for long: the card stays, and is answered again
        continue
    sys.stdout.write(answer.id + "\\n")
    sys.stdout.flush()
    number += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_what_a_killed_process_said_was_kept_is_kept(tmp_path, pytestconfig):
    environment = {**os.environ, "PYTHONPATH": str(Path(studytui.__file__).parents[1])}
    said: list[str] = []
    for number in range(100 if pytestconfig.getoption("--long") else 4):
        command = [sys.executable, "-c", ANSWER_FOR_EVER, str(tmp_path / "state.db")]
        copies = [
            subprocess.Popen([*command, f"{number}{copy}"], env=environment, stdout=subprocess.PIPE, text=True)
            for copy in "ab"
        ]
        for copy in copies:
            said += (copy.stdout.readline().strip() for _ in range(5 + number % 11))
        for copy in copies:
            copy.send_signal(signal.SIGKILL)
            said += (line.strip() for line in copy.stdout if line.endswith("\n"))
            copy.wait()
    reviews = Reviews(State(tmp_path / "state.db"))
    kept = [answer.id for answer in reviews.answers()]
    assert set(said) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(said) + 2 * len(copies) * 100
    assert reviews.repair() == 0
    assert sum(memory.reps for memory in reviews.memories().values()) == len(kept)
