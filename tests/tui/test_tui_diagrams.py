"""Diagrams on the screen: source first, drawn behind it, and `v`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from app_on_vault import OpenApp, rows, until

from studytui.layout.code.diagrams import Drawer
from studytui.layout.code.diagrams.helper import Helper
from studytui.tui.page.diagrams import Diagrams
from studytui.tui.page.pages import Page, Place

FLOW = "```mermaid\ngraph LR\n  A[Stroke] --> B[Bleed]\n```\n"
NEVER = "import json, time; print(json.dumps('ready'), flush=True); time.sleep(600)"


@pytest.fixture
def drawn(vault: Path) -> Path:
    (vault / "Flow.md").write_text(f"above\n\n{FLOW}\n" + "".join(f"line {n}\n\n" for n in range(60)), encoding="utf-8")
    return vault


async def test_a_diagram_is_drawn_behind_its_source(drawn: Path, open_app: OpenApp) -> None:
    async with open_app(drawn, "Flow.md") as (_, pilot, screen):
        await until(pilot, lambda: "│ Stroke ├───►│ Bleed │" in rows(screen), 60)
        assert "graph LR" not in rows(screen)


async def test_the_place_stays_when_a_diagram_above_is_drawn(drawn: Path, open_app: OpenApp) -> None:
    async with open_app(drawn, "Flow.md", size=(80, 14)) as (_, pilot, screen):
        await pilot.press("space", "space")
        first = rows(screen).split("\n")[0]
        await until(pilot, lambda: any("Stroke ├" in line.text for line in screen.pages.reader.lines), 60)
        assert rows(screen).split("\n")[0] == first


async def test_v_shows_the_source_and_the_drawing_again(drawn: Path, open_app: OpenApp) -> None:
    async with open_app(drawn, "Flow.md") as (_, pilot, screen):
        await until(pilot, lambda: "Stroke ├" in rows(screen), 60)
        await pilot.press("v")
        await until(pilot, lambda: "A[Stroke] --> B[Bleed]" in rows(screen))
        assert "mermaid" in rows(screen)
        await pilot.press("v")
        await until(pilot, lambda: "Stroke ├" in rows(screen))


async def test_an_error_of_a_source_is_said_above_it(drawn: Path, open_app: OpenApp) -> None:
    (drawn / "Bad.md").write_text("```mermaid\ngraph TD\n  A[Open --> B\n```\n", encoding="utf-8")
    async with open_app(drawn, "Bad.md") as (_, pilot, screen):
        await until(pilot, lambda: "mermaid · not drawn: a bracket is not closed in line 2" in rows(screen), 60)
        assert "A[Open --> B" in rows(screen)


async def test_y_on_a_drawing_copies_its_source(drawn: Path, open_app: OpenApp) -> None:
    async with open_app(drawn, "Flow.md", size=(80, 14)) as (app, pilot, screen):
        await until(pilot, lambda: "Stroke ├" in rows(screen), 60)
        lines = screen.pages.reader.lines
        screen.pages.reader.go_to_row(next(row for row, line in enumerate(lines) if "Stroke ├" in line.text))
        await pilot.press("y")
        assert app.clipboard == "graph LR\n  A[Stroke] --> B[Bleed]"


async def test_the_source_stays_when_drawing_never_ends(drawn: Path, open_app: OpenApp) -> None:
    helper = Helper(limit=0.3, command=[sys.executable, "-c", NEVER])
    drawer = Drawer(helper)
    async with open_app(drawn, "Home.md") as (_, pilot, screen):
        screen.pages.loader.diagrams = Diagrams(drawer)
        screen.navigation.go(Place(Page("note", "Flow.md")))
        await until(pilot, lambda: "graph LR" in rows(screen))
        width = screen.pages.reader.text_width
        source = "graph LR\n  A[Stroke] --> B[Bleed]"
        await until(pilot, lambda: drawer.known((source, width, 400)) == (), 20)
        assert "graph LR" in rows(screen)
        assert helper._process is None
