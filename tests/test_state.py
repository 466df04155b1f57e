from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui import paths
from studytui.state import Bookmark, KeptHistory, KeptPlace, Recent, State, open_state
from studytui.state.state import HISTORY_LIMIT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.db"


@pytest.fixture
def state(file: Path) -> Iterator[State]:
    state = State(file)
    yield state
    state.close()


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def run(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Another Python with this studytui."""
    environment = {**os.environ, "PYTHONPATH": str(Path(paths.__file__).parents[1])}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)


def test_a_new_state_is_empty(state: State) -> None:
    assert state.last_place() is None
    assert state.place_in("a.md") is None
    assert state.history() == KeptHistory()
    assert state.view() == "all"
    assert state.bookmarks() == ()
    assert state.open_folders() == frozenset()
    assert state.recent() == ()
    assert state.problems == ()


def test_everything_is_there_after_a_restart(file: Path) -> None:
    first = State(file, clock=Clock())
    places = (KeptPlace("a.md", 3, 1), KeptPlace("b/c.md", 7), KeptPlace("a.md", 9))
    first.save_place(places[1])
    first.save_place(places[0])
    first.save_history(KeptHistory(places, 1))
    first.save_view("only")
    bookmark = first.add_bookmark("b/c.md", 12, "Treatment", "ask about this")
    first.save_folders(opened=["b", "d"])
    first.note_opened("b/c.md")
    first.note_opened("a.md")
    recent = first.recent()
    first.close()

    again = State(file)
    assert again.last_place() == places[0]
    assert again.place_in("b/c.md") == places[1]
    assert again.history() == KeptHistory(places, 1)
    assert again.view() == "only"
    assert again.bookmarks() == (bookmark,)
    assert again.open_folders() == {"b", "d"}
    assert again.recent() == recent
    assert [entry.note for entry in recent] == ["a.md", "b/c.md"]
    again.close()


def test_a_vault_has_a_state_of_its_own(tmp_path: Path, home: Path) -> None:
    one, two = open_state(tmp_path / "one"), open_state(tmp_path / "two")
    one.save_place(KeptPlace("a.md", 5))
    assert two.last_place() is None
    assert list(home.rglob("state.db"))
    assert not (tmp_path / "one").exists()
    one.close()
    two.close()


def test_what_was_saved_survives_a_kill(file: Path) -> None:
    code = (
        "import os, sys, pathlib; from studytui.state import *\n"
        "state = State(pathlib.Path(sys.argv[1])); state.save_place(KeptPlace('a.md', 4)); state.add_bookmark('a.md', 2)\n"
        "print('saved', flush=True); os.kill(os.getpid(), 9)"
    )
    with pytest.raises(subprocess.CalledProcessError) as killed:
        run(code, file)
    assert killed.value.stdout == "saved\n"
    state = State(file)
    assert state.last_place() == KeptPlace("a.md", 4)
    assert [bookmark.line for bookmark in state.bookmarks()] == [2]
    assert state.problems == ()
    state.close()


def test_a_history_longer_than_the_limit_loses_its_oldest_entries(state: State) -> None:
    places = tuple(KeptPlace("a.md", line) for line in range(1, HISTORY_LIMIT + 11))
    state.save_history(KeptHistory(places, len(places) - 1))
    assert state.history() == KeptHistory(places[10:], HISTORY_LIMIT - 1)
    state.save_history(KeptHistory(places, 3))
    assert state.history().position == 0


def test_a_position_outside_the_history_is_pulled_in(state: State) -> None:
    state.save_history(KeptHistory((KeptPlace("a.md"),), 7))
    assert state.history().position == 0
    state.save_history(KeptHistory((), 7))
    assert state.history() == KeptHistory()


def test_a_bookmark_set_again_is_renamed_and_keeps_its_date(file: Path) -> None:
    state = State(file, clock=Clock())
    first = state.add_bookmark("a.md", 2, "Etiology")
    assert first == Bookmark("a.md", 2, "Etiology", "", datetime.fromtimestamp(1_000_001, UTC))
    state.add_bookmark("a.md", 3)
    again = state.add_bookmark("a.md", 2, "Etiology", "gene")
    assert again.label == "gene"
    assert again.created == first.created
    assert [bookmark.line for bookmark in state.bookmarks()] == [3, 2]
    state.remove_bookmark("a.md", 3)
    state.remove_bookmark("a.md", 99)
    assert state.bookmarks() == (again,)
    state.close()


def test_folders_add_up_over_two_running_copies(file: Path) -> None:
    one, two = State(file), State(file)
    one.save_folders(opened=["a", "b"])
    two.save_folders(opened=["b", "c"], closed=["a", "x"])
    assert one.open_folders() == two.open_folders() == {"b", "c"}
    one.close()
    two.close()


def test_a_note_opened_again_comes_first_and_once(file: Path) -> None:
    state = State(file, clock=Clock())
    for note in ("a.md", "b.md", "a.md", "c.md"):
        state.note_opened(note)
    assert state.recent(2) == (
        Recent("c.md", datetime.fromtimestamp(1_000_004, UTC)),
        Recent("a.md", datetime.fromtimestamp(1_000_003, UTC)),
    )
    assert len(state.recent()) == 3
    state.close()


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1), st.text(st.characters(exclude_categories=())))
def test_any_name_a_disk_can_hold_comes_back_as_it_was(note: str, other: str) -> None:
    state = State(Path("/dev/null/never.db"))
    state.save_place(KeptPlace(note, 2))
    state.note_opened(note)
    state.save_folders(opened=[note])
    assert state.last_place() == KeptPlace(note, 2)
    assert state.recent()[0].note == note
    assert state.open_folders() == {note}
    bookmark = state.add_bookmark(note, 1, other, other)
    assert state.bookmarks() == (bookmark,)
    assert (bookmark.note, bookmark.heading) == (note, other)
    state.close()


def test_threads_share_one_state(state: State) -> None:
    def work(number: int) -> None:
        for line in range(1, 26):
            state.save_place(KeptPlace(f"{number}.md", line))
            state.add_bookmark(f"{number}.md", line)
            assert state.place_in(f"{number}.md") == KeptPlace(f"{number}.md", line)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state.bookmarks()) == 100
    assert state.problems == ()


def test_running_copies_that_start_together_lose_nothing(file: Path) -> None:
    code = (
        "import sys, pathlib; from studytui.state import *\n"
        "state = State(pathlib.Path(sys.argv[1]))\n"
        "for line in range(50): state.add_bookmark(sys.argv[2], line); state.save_place(KeptPlace(sys.argv[2], line))\n"
        "assert not state.problems, state.problems; state.close()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(paths.__file__).parents[1])}
    copies = [
        subprocess.Popen([sys.executable, "-c", code, str(file), f"{number}.md"], env=environment)
        for number in range(4)
    ]
    assert [copy.wait(60) for copy in copies] == [0, 0, 0, 0]
    state = State(file)
    assert len(state.bookmarks()) == 200
    assert state.problems == ()
    state.close()


def damage_all(file: Path) -> None:
    file.write_bytes(b"this is no database at all" * 500)


def damage_inside(file: Path) -> None:
    """Every page but the first is noise."""
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def damage_cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def damage_tables(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE bookmark")
    connection.close()


def damage_foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE session (theirs TEXT)")
    connection.close()


@pytest.mark.parametrize("damage", [damage_all, damage_inside, damage_cut, damage_tables, damage_foreign])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(file: Path, damage: Callable[[Path], None]) -> None:
    state = State(file)
    state.add_bookmark("a.md", 1)
    state.close()
    damage(file)
    damaged = file.read_bytes()

    reported: list[str] = []
    state = State(file, reported.append)
    assert reported == [f"{file} was damaged: it is kept as state.db.damaged-1, and a new one was begun."]
    assert state.problems == tuple(reported)
    assert state.bookmarks() == ()
    state.add_bookmark("b.md", 2)
    state.close()
    assert file.with_name("state.db.damaged-1").read_bytes() == damaged

    damage(file)
    State(file).close()
    assert file.with_name("state.db.damaged-2").exists()
    State(file, reported.append).close()
    assert len(reported) == 1


def test_a_file_damaged_while_it_is_open_is_set_aside_too(file: Path) -> None:
    state = State(file)
    for line in range(200):
        state.add_bookmark("a.md", line)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damage_all(file)
    state.save_place(KeptPlace("b.md", 2))
    assert state.last_place() == KeptPlace("b.md", 2)
    assert "was damaged" in state.problems[0]
    state.close()
    assert State(file).last_place() == KeptPlace("b.md", 2)


def test_a_running_copy_follows_to_the_new_file_after_another_set_the_old_one_aside(file: Path) -> None:
    one = State(file)
    one.save_view("dim")
    file.rename(file.with_name("state.db.damaged-1"))
    two = State(file)
    one.add_bookmark("a.md", 1)
    assert [bookmark.note for bookmark in two.bookmarks()] == ["a.md"]
    assert one.view() == "all"
    one.close()
    two.close()


def test_a_file_of_a_newer_studytui_is_left_alone(file: Path) -> None:
    state = State(file)
    state.save_view("dim")
    state.close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = file.read_bytes()
    state = State(file)
    state.save_view("only")
    assert state.view() == "only"
    assert state.problems == (
        f"{file} cannot be written (a newer studytui wrote it): what you do is kept only until you quit, "
        "and answers in review not at all.",
    )
    state.close()
    assert file.read_bytes() == before


def test_without_a_place_to_write_state_works_in_memory_and_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    file = tmp_path / "plain" / "state.db"
    state = State(file)
    for line in range(3):
        state.add_bookmark("a.md", line)
        state.save_place(KeptPlace("a.md", line))
    assert len(state.bookmarks()) == 3
    assert state.last_place() == KeptPlace("a.md", 2)
    assert len(state.problems) == 1
    assert "kept only until you quit" in state.problems[0]
    state.close()


FULL_DISK = """
import resource, sys, pathlib
from studytui.state import *
file = pathlib.Path(sys.argv[1])
state = State(file)
state.add_bookmark("saved.md", 1)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
for line in range(30):
    state.add_bookmark("unsaved.md", line)
assert len(state.bookmarks()) == 31, state.bookmarks()
assert len(state.problems) == 1, state.problems
if sys.argv[2] == "freed":
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
state.close()
print(*state.problems, sep="\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit of a file's size is POSIX's")
@pytest.mark.parametrize(("ending", "saved"), [("full", 1), ("freed", 31)])
def test_a_disk_that_fills_up_moves_state_to_memory_and_is_tried_again_at_the_end(
    file: Path, ending: str, saved: int
) -> None:
    output = run(FULL_DISK, file, ending).stdout.splitlines()
    assert "cannot be written" in output[0]
    assert output[1:] == ([f"{file} can be written again: everything is saved."] if ending == "freed" else [])
    state = State(file)
    assert len(state.bookmarks()) == saved
    state.close()


def test_bookmarks_on_a_disk_that_cannot_be_written_are_still_shown(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(file)
    state.add_bookmark("a.md", 1)
    state.close()

    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("studytui.state.database.connect", refuse)
    state = State(file)
    assert [bookmark.note for bookmark in state.bookmarks()] == ["a.md"]
    assert len(state.problems) == 1
    state.add_bookmark("b.md", 1)
    assert len(state.bookmarks()) == 2
    monkeypatch.undo()
    state.close()
    state = State(file)
    assert len(state.bookmarks()) == 2
    state.close()


@pytest.mark.parametrize("made", [True, False])
def test_a_listener_may_wait_for_a_thread_that_uses_the_state(file: Path, made: bool) -> None:
    seen: list[int] = []

    def listen(message: str) -> None:
        reader = threading.Thread(target=lambda: seen.append(len(opened.bookmarks())), daemon=True)
        reader.start()
        reader.join(10)

    opened = State(file, listen)
    if made:
        opened.save_view("all")
        shutil.rmtree(file.parent)
    file.parent.write_text("no folder any more")
    opened.add_bookmark("a.md", 1)
    assert seen == [1]
    opened.close()


def test_until_there_is_something_to_keep_no_file_is_made(file: Path) -> None:
    one, two = State(file), State(file)
    assert (one.view(), one.last_place(), one.place_in("a.md"), one.history()) == ("all", None, None, KeptHistory())
    assert (one.bookmarks(), one.open_folders(), one.recent()) == ((), frozenset(), ())
    assert not file.exists()
    two.save_view("only")
    assert one.view() == "only"
    one.close()
    two.close()
    State(file.with_name("other.db")).close()
    assert not file.with_name("other.db").exists()


ODD = [
    "UPDATE bookmark SET created = 'x' WHERE line = 2",
    "UPDATE bookmark SET created = 1e300 WHERE line = 2",
    "UPDATE bookmark SET line = 'y' WHERE line = 2",
    "UPDATE bookmark SET label = x'ff' WHERE line = 2",
    "UPDATE bookmark SET note = x'80' WHERE line = 2",
    "UPDATE opening SET opened = 'x'",
    "UPDATE place SET line = 'x'",
    "UPDATE place SET row = x'00'",
    "UPDATE history SET line = NULL",
    "UPDATE session SET history_position = 'x'",
    "UPDATE session SET last_note = 7",
    "INSERT INTO open_folder VALUES (7)",
    "DELETE FROM session",
]


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_makes_no_sense_is_left_out_and_the_others_are_there(file: Path, odd: str) -> None:
    state = State(file)
    for line in (1, 2, 3):
        state.add_bookmark("a.md", line)
    state.note_opened("a.md")
    state.save_place(KeptPlace("a.md", 4))
    state.save_history(KeptHistory((KeptPlace("a.md", 4),), 0))
    state.close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute(odd)
    again = State(file)
    lines = {mark.line for mark in again.bookmarks()}
    assert lines in ({1, 2, 3}, {1, 3})
    for ask in (again.recent, again.history, again.last_place, again.open_folders, again.view):
        ask()
    again.place_in("a.md")
    again.save_place(KeptPlace("b.md", 9))
    again.save_view("only")
    again.add_bookmark("b.md", 7)
    assert (again.last_place(), again.view()) == (KeptPlace("b.md", 9), "only")
    assert {mark.line for mark in again.bookmarks()} == lines | {7}
    assert len(again.problems) <= 1
    again.close()


@pytest.mark.parametrize("text", [b"CREATE TABLE bookmark", b"heading", b"a label", b"a.md", b"a folder"])
def test_a_damaged_byte_in_a_text_costs_no_more_than_that_text_or_the_file(file: Path, text: bytes) -> None:
    state = State(file)
    state.add_bookmark("a.md", 1, "of it", "a label")
    state.note_opened("a.md")
    state.save_place(KeptPlace("a.md", 4))
    state.save_folders(["a folder"])
    state.close()
    content = file.read_bytes()
    assert text in content
    file.write_bytes(content.replace(text, text[:1] + b"\xdf" + text[2:]))
    again = State(file)
    for ask in (again.bookmarks, again.recent, again.history, again.last_place, again.open_folders):
        ask()
    again.add_bookmark("b.md", 7)
    again.close()
    (mark, *_) = State(file).bookmarks()
    assert mark.note == "b.md"


def test_what_is_kept_of_a_note_goes_where_it_is_moved(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    state.moved({"a.md": "b.md"})
    assert not (tmp_path / "state.db").exists()
    state.save_place(KeptPlace("a.md", 7))
    state.save_history(KeptHistory((KeptPlace("a.md", 1), KeptPlace("c.md", 2)), 1))
    state.add_bookmark("a.md", 3, "Heading", "label")
    state.add_bookmark("d/b.md", 3, "Other", "other")
    state.save_folders(opened=["x"])
    state.note_opened("a.md")
    state.moved({"a.md": "d/b.md", "x": "y", "never opened.md": "z.md"})
    assert state.place_in("a.md") is None and state.last_place() == KeptPlace("d/b.md", 7)
    assert [place.note for place in state.history().places] == ["d/b.md", "c.md"]
    assert [(mark.note, mark.label) for mark in state.bookmarks()] == [("d/b.md", "other")]
    assert state.open_folders() == {"y"}
    assert [entry.note for entry in state.recent()] == ["d/b.md"]
    state.close()
