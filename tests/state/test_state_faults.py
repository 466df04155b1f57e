"""A state outlives whatever happens to its file, to the disk and to its process."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studytui import paths
from studytui.state import KeptHistory, KeptPlace, State


def run(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Another Python with this studytui."""
    environment = {**os.environ, "PYTHONPATH": str(Path(paths.__file__).parents[1])}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)


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
