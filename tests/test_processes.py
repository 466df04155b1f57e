"""No process of the program takes a module from the current folder, which may be a vault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import studytui
from studytui.layout.code.diagrams.helper import Helper
from studytui.processes import search_path
from studytui.search.index.record import Stamp
from studytui.search.index.workers import NOTES_A_WORKER, Crew, Task

HOME = Path(studytui.__file__).parents[1]
POISONED = ("json", "sqlite3", "pickle", "msgspec", "markdown_it", "typing", "logging", "subprocess", "termaid")
POISON = "import pathlib\npathlib.Path(__file__).with_suffix('.taken').touch()\nraise SystemExit('poisoned')\n"


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a vault with modules that would be taken for those of Python and of the program."""
    for name in POISONED:
        (tmp_path / f"{name}.py").write_text(POISON, encoding="utf-8")
    (tmp_path / "Note.md").write_text("alpha\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def taken(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.taken"))


@pytest.mark.parametrize("first", [(), ("",), ("{here}",)], ids=["installed", "as by -c", "as by -m"])
def test_the_workers_of_the_index_take_no_module_from_the_current_folder(
    poisoned: Path, monkeypatch: pytest.MonkeyPatch, first: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "path", [*(name.format(here=poisoned) for name in first), *sys.path])
    tasks = [Task(number, "Note.md", Stamp(6, 0, 0), None) for number in range(NOTES_A_WORKER)]
    batches = list(Crew(poisoned).run(tasks))
    errors = [row[-1] for batch in batches for row in batch.notes]
    assert (len(errors), set(errors)) == (NOTES_A_WORKER, {None})
    assert taken(poisoned) == []


@pytest.mark.parametrize("first", [(), ("",), ("{here}",)], ids=["installed", "as by -c", "as by -m"])
def test_the_process_that_draws_diagrams_takes_no_module_from_the_current_folder(
    poisoned: Path, monkeypatch: pytest.MonkeyPatch, first: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "path", [*(name.format(here=poisoned) for name in first), *sys.path])
    helper = Helper(limit=20)
    try:
        rows = helper.ask({"source": "graph LR\nA-->B", "room": 60, "most": 100})
    finally:
        helper.close()
    assert isinstance(rows, list)
    assert any("A" in row for row in rows)
    assert taken(poisoned) == []


def test_the_program_itself_takes_no_module_from_the_current_folder(poisoned: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(HOME), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("PYTHONSAFEPATH", None)
    for arguments in (("show", "Note"), ("search", "alpha")):
        command = [sys.executable, "-m", "studytui", *arguments, "--vault", str(poisoned)]
        done = subprocess.run(command, cwd=poisoned, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, "alpha" in done.stdout) == (0, True), done.stderr
    assert taken(poisoned) == []


def test_the_current_folder_is_looked_in_last_unless_the_program_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert search_path(["", "/a", str(tmp_path), "/b"]) == ["/a", "/b", str(tmp_path), str(tmp_path)]
    monkeypatch.chdir(HOME)
    assert search_path(["", "/a"]) == [str(HOME), "/a"]
