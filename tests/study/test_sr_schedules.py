from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from studytui import paths
from studytui.cli import main
from studytui.state import State, open_state
from studytui.study.days import Days
from studytui.study.exchange import exported, merge
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Memory, Scheduler
from studytui.study.sr_schedules import Unasked, schedules

DAY = 86_400.0
OLD = "!2023-09-02,4,270"
NEW = "!fsrs,2023-09-06T00:10:00.000Z,0,0.4,5.5,1,1,0,1,2023-09-06T00:00:00.000Z"
REVIEW = "!fsrs,2026-01-11T09:00:00.000Z,10,12.5,6.25,2,7,2,0,2026-01-01T09:00:00.000Z"
NOTE = (
    "---\ntags: [flashcards]\n---\n# H\n"
    f"a ==b== c ==d== e\n<!--SR:{OLD}{REVIEW}-->\n\n"
    f"Q::A <!--SR:{NEW}-->\n\n"
    f"Both:::ways\n<!--SR:!2000-01-01,1,250!2026-02-03,5,230-->\n\n"
    "one ==more== of these\n<!--SR:!2026-02-03,5,230!2026-02-03,5,230-->\n\n"
    "odd ==one== out\n<!--SR:!yesterday,5,230-->\n"
)


def read(content: str) -> list[Memory | Unasked | None]:
    return list(schedules(content, Days(UTC), Scheduler()))


def seconds(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> float:
    return datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()


def test_both_forms_are_read_also_mixed_in_one_comment() -> None:
    old, new = read(OLD + NEW)
    assert isinstance(old, Memory)
    assert (old.phase, old.stability, old.due, old.interval) == ("review", 4.0, seconds(2023, 9, 2, 4), 4 * DAY)
    assert new == Memory("learning", 1, 0.4, 5.5, seconds(2023, 9, 6, 0, 10), seconds(2023, 9, 6), 1, 0)
    assert read(REVIEW) == [Memory("review", None, 12.5, 6.25, seconds(2026, 1, 11, 9), seconds(2026, 1, 1, 9), 7, 2)]


def test_an_ease_becomes_the_difficulty_at_which_an_interval_grows_by_it() -> None:
    scheduler = Scheduler(fuzz=False)
    (memory,) = schedules("!2026-01-11,10,230", Days(UTC), scheduler)
    assert isinstance(memory, Memory)
    after = scheduler.answer(memory, Grade.GOOD, memory.due)
    assert after.stability == pytest.approx(23, rel=0.05)
    easier, harder = (next(schedules(f"!2026-01-11,10,{ease}", Days(UTC), scheduler)) for ease in (300, 130))
    assert easier.difficulty < memory.difficulty < harder.difficulty


@pytest.mark.parametrize(
    "content", ["!2026-13-01,4,270", "!2026-01-01,4", "!2026-01-01,-4,270", "!fsrs,2026-01-01,4", "!", "!2026-01-01,x,1",
                "!2026-01-01,1e9,250", NEW.replace("Z", ""), NEW.replace(",1,1,0,1", ",7,1,0,1")]
)  # fmt: skip
def test_what_is_no_schedule_is_none(content: str) -> None:
    assert read(content) == [None]


def test_cards_that_were_never_asked_are_new() -> None:
    assert all(isinstance(each, Unasked) for each in read("!2000-01-01,1,250" + NEW.replace(",1,1,0,1,", ",0,0,0,0,")))


@pytest.fixture
def vault(write_files) -> Path:
    return write_files({"a.md": NOTE, "b.md": "x ==y== z\n"})


def said(capsys, *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(list(argv))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_schedules_of_the_notes_are_taken_in_once_and_the_notes_stay_as_they_are(vault, capsys) -> None:
    before = (vault / "a.md").read_bytes(), (vault / "a.md").stat().st_mtime_ns
    status, out, err = said(capsys, "import", "--sr", "--vault", str(vault))
    assert (status, out) == (0, "4 schedules taken in; 1 card never asked there\n")
    assert err.splitlines() == [
        f"studytui: a.md:{line}: this comment does not fit the cards above it, and is left out" for line in (14, 17)
    ]
    state = open_state(vault)
    memories = Reviews(state).memories()
    state.close()
    assert sorted(memory.stability for memory in memories.values()) == [0.4, 4.0, 5.0, 12.5]
    assert said(capsys, "import", "--sr", "--vault", str(vault))[1].startswith(
        "0 schedules taken in; 4 cards with a history here already"
    )
    assert ((vault / "a.md").read_bytes(), (vault / "a.md").stat().st_mtime_ns) == before


def test_a_card_goes_on_from_its_schedule_and_undo_comes_back_to_it(tmp_path) -> None:
    state = State(tmp_path / "state.db")
    now = seconds(2026, 1, 11, 12)
    reviews = Reviews(state, clock=lambda: now, days=Days(UTC), scheduler=Scheduler(fuzz=False))
    (start,) = read(REVIEW)
    assert isinstance(start, Memory)
    assert reviews.begin_with({"a": start}) == ["a"]
    answered = reviews.answer("a", Grade.GOOD)
    assert (answered.answer.phase, answered.after.reps, answered.after.lapses) == ("review", 8, 2)
    assert answered.after.stability > 25
    assert reviews.repair() == 0
    assert reviews.memory("a") == answered.after
    reviews.undo()
    assert reviews.memory("a") == start
    assert reviews.repair() == 0
    state.write(("DELETE FROM schedule", ()))
    assert (reviews.repair(), reviews.memory("a")) == (1, start)


def test_a_history_here_is_not_overwritten(tmp_path) -> None:
    reviews = Reviews(State(tmp_path / "state.db"), scheduler=Scheduler(fuzz=False))
    reviews.answer("a", Grade.GOOD)
    known = reviews.memory("a")
    (start,) = read(REVIEW)
    assert isinstance(start, Memory)
    assert (reviews.begin_with({"a": start}), reviews.memory("a")) == ([], known)


def test_another_machine_gets_the_start_with_the_answers(tmp_path) -> None:
    here, there = (State(tmp_path / f"{name}.db") for name in ("here", "there"))
    first, second = (Reviews(state, scheduler=Scheduler(fuzz=False)) for state in (here, there))
    (start,) = read(REVIEW)
    assert isinstance(start, Memory)
    first.begin_with({"a": start})
    first.answer("a", Grade.GOOD)
    merge(second, there, list(exported(here)))
    assert second.memory("a") == first.memory("a")
    assert merge(second, there, list(exported(here))).answers == 0
    assert list(exported(there)) == list(exported(here))


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "name one file that `studytui export` wrote, or give --sr alone"),
        (("x.jsonl", "--sr"), "name one file that `studytui export` wrote, or give --sr alone"),
        (
            ("deck.apkg",),
            "schedules of Anki's packages and collections are not read: only what `studytui export` wrote",
        ),
        (("collection.anki2",), "schedules of Anki's packages and collections are not read"),
    ],
)
def test_what_cannot_be_taken_in_is_said(vault, capsys, argv, message) -> None:
    status, out, err = said(capsys, "import", *argv, "--vault", str(vault))
    assert (status, out) == (2, "")
    assert err.startswith(f"studytui: {message}")


def test_what_was_taken_in_is_reviewed_like_any_card(vault, capsys) -> None:
    import json

    def cards() -> dict[str, tuple[str, str | None]]:
        found = json.loads(said(capsys, "cards", "--json", "--vault", str(vault))[1])
        return {card["front"]: (card["state"], card["known_as"]) for card in found}

    assert cards()["a › H: a […] c d e"] == ("new", "sr")
    said(capsys, "import", "--sr", "--vault", str(vault))
    assert cards()["a › H: a […] c d e"] == ("review", "sr")
    found = json.loads(said(capsys, "stats", "--json", "--vault", str(vault))[1])
    assert (found["review"], found["learning"], found["due"]) == (3, 1, 4)
    assert paths.state_dir(vault).exists()
