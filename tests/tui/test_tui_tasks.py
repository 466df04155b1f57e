"""What a reader does every day, by keyboard in a pseudo-terminal: each task in so many keys at most."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from terminal import Terminal

NOTES = Path(__file__).parents[2] / "notes"
NOTE = "USMLE/Neurology/Amyotrophic lateral sclerosis.md"
READY = "9 backlinks"
"""Stands in the status line once the index is ready and the note is laid out."""

EDITOR = """#!{python}
import json, pathlib, sys
pathlib.Path({said!r}).write_text(json.dumps(sys.argv[1:]))
note = pathlib.Path(sys.argv[-1])
note.write_text(note.read_text("utf-8").replace("Mostly ages 55", "Rewritten: mostly ages 55"), "utf-8")
"""


class Desk:
    """A copy of the bundled notes, and a home where they are indexed already."""

    def __init__(self, folder: Path) -> None:
        self.home, self.vault, self.said = folder / "home", folder / "notes", folder / "said.json"
        self.home.mkdir()
        shutil.copytree(NOTES, self.vault)
        (self.vault / ".obsidian").mkdir()
        editor = folder / "editor"
        editor.write_text(EDITOR.format(python=sys.executable, said=str(self.said)))
        editor.chmod(0o755)
        self._env = {"EDITOR": str(editor), "VISUAL": None, "PYTHONDONTWRITEBYTECODE": None}

    def sits_at(self, note: str = NOTE, size: tuple[int, int] = (120, 40)) -> Terminal:
        """The program on a note of which no place is known."""
        shutil.rmtree(self.home / "state", ignore_errors=True)
        return Terminal(self.home, self.vault / note, env=self._env, size=size)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    with made.sits_at() as terminal:
        terminal.until(READY)
    yield made


def keys_of(*pressed: str) -> list[str]:
    """Names of keys as they are, words in `"…"` letter by letter."""
    keys: list[str] = []
    for each in pressed:
        keys += list(each[1:-1]) if each.startswith("'") and len(each) > 2 else [each]
    return keys


def at_top(text: str) -> Callable[[Terminal], bool]:
    """The reader's first rows hold the text."""
    return lambda terminal: any(text in row for row in terminal.text().splitlines()[:6])


def seen(*texts: str) -> Callable[[Terminal], bool]:
    return lambda terminal: all(text in terminal.text() for text in texts)


TASKS: dict[str, tuple[int, tuple[str, ...], Callable[[Terminal], bool]]] = {
    "the treatment of ALS": (
        15,
        ("/", "'als treatment'", "enter"),
        seen("Riluzole: lowers presynaptic", "› Treatment"),
    ),
    "which drugs prolong survival": (
        24,
        ("/", "'drugs prolong survival'", "enter"),
        seen("Riluzole: lowers presynaptic"),
    ),
    "what links here": (8, ("b", "tab"), seen("Backlinks · 9", "← Bulbar palsy")),
    "the high-yield lines of neurology": (1, ("H",), seen("high-yield of USMLE/Neurology", "HY 231 in 19")),
    "follow a link and come back": (3, ("f", "a", "backspace"), seen(NOTE, READY, "Epidemiology")),
    "a misspelt name": (10, ("ctrl+o", "'parkinsn'", "enter"), seen("USMLE/Neurology/Parkinson disease.md")),
    "a phrase": (21, ("/", "'\"glutamate release\"'", "enter"), seen("Riluzole: lowers presynaptic", "› Treatment")),
    "a theme": (11, ("ctrl+p", "'theme'", "enter", "'dra'", "enter"), seen(READY, "Epidemiology")),
    "a bookmark and back to it": (4, ("m", "G", "'", "enter"), at_top("Amyotrophic lateral sclerosis")),
    "copy a line": (1, ("y",), seen("copied the line: ")),
}
"""Name -> keys that it took when it was tried first, keys, and what is seen at the end; `G` is reading on."""


@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_no_more_keys_than_before_and_ends_in_what_was_wanted(desk: Desk, task: str) -> None:
    most, pressed, done = TASKS[task]
    keys = keys_of(*pressed)
    assert len(keys) <= most
    with desk.sits_at() as terminal:
        terminal.until(READY)
        for key in keys:
            terminal.press(key, quiet=0.05 if len(key) == 1 else 0.4)
        terminal.until(lambda: done(terminal))
        terminal.settle()
        assert done(terminal), terminal.text()
        if task == "a theme":
            terminal.until(lambda: 'theme = "dracula"' in _config(desk))
            (file,) = desk.home.rglob("config.toml")
            file.unlink()
        if task == "copy a line":
            assert "Amyotrophic lateral sclerosis" in (terminal.copied() or "")


def _config(desk: Desk) -> str:
    return "".join(file.read_text("utf-8") for file in desk.home.rglob("config.toml"))


def test_one_key_edits_at_the_line_and_the_note_is_there_again_as_it_is_now(desk: Desk) -> None:
    with desk.sits_at() as terminal:
        terminal.until(READY)
        terminal.press("e")
        terminal.until("Rewritten: mostly ages 55")
        assert json.loads(desk.said.read_text("utf-8"))[-1] == str(desk.vault / NOTE)


def test_a_key_of_the_settings_works_once_they_are_saved(desk: Desk) -> None:
    folder = desk.home / "config" / "studytui"
    folder.mkdir(parents=True, exist_ok=True)
    with desk.sits_at() as terminal:
        terminal.until(READY)
        try:
            (folder / "config.toml").write_text('[keys]\nhigh_yield = "T"\n')
            terminal.until("T HY only")
            terminal.press("T")
            terminal.until("HIGH-YIELD ONLY")
            terminal.press("T")
        finally:
            (folder / "config.toml").unlink()


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (160, 45)])
def test_reading_searching_and_coming_back_work_in_windows_of_all_sizes(desk: Desk, size: tuple[int, int]) -> None:
    with desk.sits_at(size=size) as terminal:
        terminal.until("HY 10")
        panes = [name for name in ("─notes", "─Outline") if name in terminal.text()]
        assert panes == (["─notes", "─Outline"] if size[0] >= 160 else [])
        terminal.press("ctrl+o", *"parkinsn")
        terminal.press("enter", quiet=0.4)
        terminal.until("Parkinson disease")
        terminal.press("backspace", quiet=0.4)
        terminal.until(lambda: "Amyotrophic" in terminal.text().splitlines()[0])


def test_the_first_note_is_learned_in_ten_seconds(desk: Desk) -> None:
    with desk.sits_at("Home.md") as terminal:
        terminal.until("In ten seconds")
        terminal.press("h")
        terminal.until("HIGH-YIELD ONLY")
        assert "without leaving this note" not in terminal.text()
        terminal.press("h")
        terminal.until("without leaving this note")
