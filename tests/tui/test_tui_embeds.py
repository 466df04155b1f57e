"""Embedded notes in the reader: read in place, followed, and left again."""

from __future__ import annotations

import json
import shlex
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, rows, until

from studytui.tui.page.pages import Page
from studytui.tui.screens.preview import PreviewScreen

LONG = "\n\n".join(f"paragraph {number} of the embedded note" for number in range(60))
FILES = {
    "Home.md": "first\n\n![[deep/n#Part]]\n\n![[deep/long]]\n\n![[c.canvas]]\n\n[[c.canvas]]\n\nlast\n",
    "deep/n.md": "intro\n\n# Part\nsee [[./x]]\n",
    "deep/x.md": "the x below deep\n",
    "near/x.md": "another x\n",
    "deep/long.md": LONG,
    "c.canvas": json.dumps({"nodes": [{"id": "1", "type": "file", "file": "deep/x.md"}], "edges": []}),
}


@pytest.fixture
def embedding(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


async def test_the_title_of_a_frame_leads_to_its_note_and_back_to_the_place(embedding: Path, open_app: OpenApp) -> None:
    async with open_app(embedding) as (_, pilot, screen):
        assert "║ see ./x" in rows(screen)
        await pilot.press("tab")
        await until(pilot, lambda: "deep/n.md › Part" in screen.status_line.status.selected)
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "deep/n.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Home.md")


async def test_a_link_in_a_frame_leads_where_it_does_in_its_own_note(embedding: Path, open_app: OpenApp) -> None:
    async with open_app(embedding) as (app, pilot, screen):
        await pilot.press("tab", "tab")
        await until(pilot, lambda: screen.status_line.status.selected == "→ deep/x.md")
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await pilot.press("escape")
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "deep/x.md")


async def test_back_and_another_width_keep_the_place_inside_a_frame(embedding: Path, open_app: OpenApp) -> None:
    async with open_app(embedding, size=(120, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        row = next(row for row, line in enumerate(reader.lines) if "paragraph 40 " in line.text)
        reader.go_to_row(row)
        await pilot.pause()
        await pilot.press("x")
        await until(pilot, lambda: path(screen) != "Home.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Home.md")
        assert reader.top == row
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: reader.text_width < 60 and reader.complete)
        assert "paragraph 40 " in rows(screen)


async def test_headings_of_embedded_notes_are_not_in_the_outline(embedding: Path, open_app: OpenApp) -> None:
    async with open_app(embedding) as (_, _, screen):
        assert [entry.text for entry in screen.outline_pane.entries] == []


async def test_a_link_to_a_canvas_opens_its_list_and_its_cards_lead_on(embedding: Path, open_app: OpenApp) -> None:
    async with open_app(embedding) as (_, pilot, screen):
        await pilot.press("G", "shift+tab", "enter")
        await until(pilot, lambda: path(screen) == "c.canvas")
        assert "• x" in rows(screen)
        assert screen.status_line.status.path == "c.canvas"
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "deep/x.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "c.canvas")
        await pilot.press("m", "d", "h", "h", "o", "b", "escape", "y", "backspace")
        await until(pilot, lambda: path(screen) == "Home.md")


async def test_the_editor_opens_the_note_that_the_row_is_from(
    embedding: Path, open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("studytui.tui.screens.editing.run_in_terminal", called.append)
    monkeypatch.setenv("VISUAL", shlex.quote(sys.executable))
    async with open_app(embedding) as (app, pilot, _):
        monkeypatch.setattr(app, "suspend", nullcontext)
        await pilot.press("tab", "tab", "e")
        await until(pilot, lambda: bool(called))
    assert str(embedding / "deep" / "n.md") in " ".join(called[0])


async def test_a_canvas_is_opened_as_any_note_is_and_shows_its_links(embedding: Path, open_app: OpenApp) -> None:
    async with open_app(embedding, "c.canvas") as (_, pilot, screen):
        await until(pilot, lambda: path(screen) == "c.canvas" and screen.pages.reader.complete)
        assert screen.pages.page == Page("canvas", "c.canvas") == Page("note", "c.canvas")
        await until(pilot, lambda: "1 link · " in screen.status_line.status.links)
        assert screen.status_line.status.links == "1 link · 2 backlinks"
