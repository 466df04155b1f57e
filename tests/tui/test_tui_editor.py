"""Handing a note to the editor, and what is copied."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from app_on_vault import OpenApp, Opened, path, rows, until
from textual.app import SuspendNotSupported

from studytui import paths
from studytui.tui import external
from studytui.tui.external import editor_command, open_outside, run_in_terminal
from studytui.tui.screens import editing

Ran = list[list[str]]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Every command that the editor was called by; none is run."""
    called: Ran = []
    monkeypatch.setattr(editing, "run_in_terminal", called.append)
    return called


def hands_over(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The headless terminal is handed over like a real one."""
    monkeypatch.setattr(opened[0], "suspend", nullcontext)


async def test_a_line_of_a_topic_is_edited_in_the_note_that_it_is_from(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, ran: Ran
) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 8), editor="ed") as opened:
        hands_over(opened, monkeypatch)
        _, pilot, screen = opened
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        await until(pilot, lambda: "Atherosclerosis" in rows(screen))
        await pilot.press("]")
        await pilot.press("e")
        note = vault / "Neurology/Stroke.md"
        line = 1 + next(n for n, text in enumerate(note.read_text("utf-8").splitlines()) if "Atherosclerosis" in text)
        assert ran == [["ed", f"+{line}", str(note)]]


async def test_what_the_editor_has_written_is_shown_when_it_is_back(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(command: list[str]) -> None:
        Path(command[-1]).write_text("rewritten in the editor\n", encoding="utf-8")

    monkeypatch.setattr(editing, "run_in_terminal", write)
    async with open_app(vault, "Home.md", editor="ed") as opened:
        hands_over(opened, monkeypatch)
        _, pilot, screen = opened
        await pilot.press("e")
        await until(pilot, lambda: "rewritten in the editor" in rows(screen))


async def test_bundled_notes_are_not_edited(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, ran: Ran) -> None:
    async with open_app(paths.bundled_notes(), editor="ed") as opened:
        hands_over(opened, monkeypatch)
        await opened[1].press("e")
        assert "part of studytui" in opened[2].status_line.status.message
    assert ran == []


async def test_without_an_editor_the_status_line_says_how_to_set_one(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, ran: Ran
) -> None:
    monkeypatch.setattr(external.shutil, "which", lambda name: None)
    async with open_app(vault, "Home.md") as (_, pilot, screen):
        await pilot.press("e")
        assert "no editor: set $EDITOR" in screen.status_line.status.message
    assert ran == []


async def test_a_terminal_that_can_not_be_handed_over_is_said(vault: Path, open_app: OpenApp, ran: Ran) -> None:
    @contextmanager
    def refuses() -> Iterator[None]:
        raise SuspendNotSupported
        yield

    async with open_app(vault, "Home.md", editor="ed") as (app, pilot, screen):
        app.suspend = refuses  # type: ignore[method-assign]
        await pilot.press("e")
        assert "can't be handed to an editor" in screen.status_line.status.message
        assert path(screen) == "Home.md"
    assert ran == []


@pytest.mark.parametrize(
    ("code", "said"),
    [("", None), ("raise SystemExit(3)", "ended with status 3"), ("raise SystemExit(0)", None)],
)
def test_how_a_program_ended_is_said_in_words(code: str, said: str | None) -> None:
    problem = run_in_terminal([sys.executable, "-I", "-c", code])
    assert problem == (None if said is None else f"{Path(sys.executable).name} {said}")


def test_a_program_that_is_not_there_or_can_not_be_run_is_said(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("no program")
    assert run_in_terminal(["no-such-program-here"]) == "no-such-program-here is not installed here"
    assert run_in_terminal([str(plain)]) == f"{plain} is no program that can be run"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems open files in their own way")
@pytest.mark.parametrize(("status", "said"), [(0, None), (4, "can't open it (status 4)")], ids=["opens", "fails"])
def test_what_opens_files_is_asked_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, said: str | None
) -> None:
    asked, opener = tmp_path / "asked", tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" > "{asked}"\nexit {status}\n')
    opener.chmod(0o755)
    monkeypatch.setattr(external.shutil, "which", lambda name: str(opener) if name == "xdg-open" else None)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    problem = open_outside(tmp_path / "a picture.png")
    assert problem == (said and f"xdg-open {said}")
    assert asked.read_text() == f"{tmp_path / 'a picture.png'}\n"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems open files in their own way")
def test_an_address_may_go_to_the_browser_and_a_file_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external.shutil, "which", lambda name: name if name == sys.executable else None)
    monkeypatch.setenv("BROWSER", f"{sys.executable} -I -c pass %s")
    assert open_outside("https://example.org") is None
    assert open_outside(tmp_path) == "no program to open it with (xdg-open is missing)"


def test_an_editor_whose_quotes_do_not_close_is_taken_at_its_blanks() -> None:
    assert editor_command(Path("n.md"), 2, "'my editor") == ["'my", "editor", "+2", "n.md"]


async def test_y_copies_the_selected_link_or_says_that_there_is_nothing(vault: Path, open_app: OpenApp) -> None:
    (vault / "Empty.md").write_text("")
    async with open_app(vault, "Home.md") as (app, pilot, screen):
        await pilot.press("tab", "y")
        assert app.clipboard == "Neurology/Stroke"
        assert screen.status_line.status.message == "copied the link: Neurology/Stroke"
    async with open_app(vault, "Empty.md") as (app, pilot, screen):
        screen.pages.reader.line_text = lambda: ""  # type: ignore[method-assign]
        await pilot.press("y")
        assert screen.status_line.status.message == "there is nothing to copy here"
