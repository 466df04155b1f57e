from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui import paths
from studytui.state import Bookmark, KeptHistory, KeptPlace, Recent, State, open_state
from studytui.state.state import HISTORY_LIMIT


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


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
