"""Only one copy of the program builds an index at a time, and no copy waits for one that is gone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import studytui
from studytui.search.engine import open_engine
from studytui.search.index import update as lock
from studytui.search.index.update import only_builder

HOLDER = """
import sys, pathlib
from studytui.search.index.update import only_builder
with only_builder(pathlib.Path(sys.argv[1]), lambda: False) as held:
    print(held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lock, "LOOK", 0.01)
    return tmp_path / "lock"


def held(file: Path) -> bool:
    """True if another copy would have to wait."""
    with only_builder(file, lambda: True) as free:
        return not free


def test_the_lock_is_held_until_its_holder_lets_go(file: Path) -> None:
    with only_builder(file, lambda: False) as mine:
        assert mine
        assert held(file)
    assert not held(file)


def test_the_lock_is_let_go_by_an_error(file: Path) -> None:
    with pytest.raises(KeyError), only_builder(file, lambda: False):
        raise KeyError
    assert not held(file)


def test_who_waits_has_it_as_soon_as_it_is_free(file: Path) -> None:
    got: list[bool] = []
    waits = threading.Event()

    def asked() -> bool:
        waits.set()
        return False

    def wait() -> None:
        with only_builder(file, asked) as mine:
            got.append(mine)

    thread = threading.Thread(target=wait)
    with only_builder(file, lambda: False):
        thread.start()
        assert waits.wait(10)
        assert got == []
    thread.join(10)
    assert got == [True]


def test_a_holder_that_is_killed_leaves_it_free(file: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(studytui.__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    with process:
        assert process.stdout.readline().strip() == "True"
        assert held(file)
        process.kill()
    assert not held(file)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100], ids=["empty", "no database"])
def test_a_file_that_is_no_lock_holds_nobody_up(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with only_builder(file, lambda: False) as mine:
        assert mine
    assert not held(file)


def test_a_folder_in_its_place_is_moved_away_with_what_is_in_it(file: Path) -> None:
    file.mkdir()
    (file / "kept").touch()
    with only_builder(file, lambda: False) as mine:
        assert mine
    assert file.is_file()
    assert [moved.name for moved in file.parent.glob("lock.*/*")] == ["kept"]


def test_what_another_copy_did_while_this_one_waited_is_not_done_again(
    searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = searched.open({"A": "alpha"})
    searched.write({"B": "beta"})
    other = open_engine(searched.vault(), folder=searched.folder)

    @contextmanager
    def waited(file: Path, cancelled: Callable[[], bool]) -> Iterator[bool]:
        monkeypatch.setattr(lock, "only_builder", only_builder)
        assert other.refresh().added == 1
        with only_builder(file, cancelled) as alone:
            yield alone

    monkeypatch.setattr(lock, "only_builder", waited)
    report = mine.refresh(vault=searched.vault())
    assert report.problem is None
    assert (report.notes, report.added, report.changed, report.removed) == (2, 0, 0, 0)
    other.close()


def test_a_lock_out_of_reach_is_an_error_of_the_database(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error), only_builder(tmp_path / "no" / "folder" / "lock", lambda: False):
        pass
