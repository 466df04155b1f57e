"""In the view of high-yield lines, what a search, a bookmark or a link leads to is on the screen all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import HY, OpenApp, path, rows, until

from studytui.tui.panes.hit_list import HitList
from studytui.tui.screens.search import SearchScreen

NOTE = (
    f"# Skin\n\n- {HY}lamotrigine</span> is a cause\n\n## Same spot\n\n"
    + "".join(f"- filler {at}\n" for at in range(40))
    + f"- fixed eruption\n\n## Cancer\n\n- {HY}pearly</span> nodule\n"
)


@pytest.fixture
def skin(tmp_path: Path) -> Path:
    root = tmp_path / "skin"
    root.mkdir()
    (root / "Skin.md").write_text(NOTE, encoding="utf-8")
    (root / "Home.md").write_text("[[Skin#Same spot]]\n", encoding="utf-8")
    (root / "Plain.md").write_text("# Plain\n\n" + "nothing\n\n" * 30 + "wheals and hives\n", encoding="utf-8")
    return root


@pytest.mark.parametrize(("query", "note"), [("fixed eruption", "Skin.md"), ("wheals", "Plain.md")])
async def test_a_row_of_a_search_opens_at_its_line_and_is_seen_in_the_preview_before(
    skin: Path, open_app: OpenApp, query: str, note: str
) -> None:
    async with open_app(skin, "Home.md", size=(160, 30)) as (app, pilot, screen):
        await pilot.press("h", "slash")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await pilot.press(*("space" if letter == " " else letter for letter in query))
        box = app.screen
        assert isinstance(box, SearchScreen)
        await until(pilot, lambda: box.query_one(HitList).hit is not None)
        preview = box._preview.reader
        await until(pilot, lambda: any(query in line.text for line in preview.lines[preview.top : preview.top + 25]))
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == note and query in rows(screen))
        assert screen.pages.view == "only"
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: query in rows(screen))


async def test_a_link_to_a_heading_opens_what_stands_below_it(skin: Path, open_app: OpenApp) -> None:
    async with open_app(skin, "Home.md", size=(100, 30)) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Skin.md")
        await pilot.press("h")
        await until(pilot, lambda: "filler 0" not in rows(screen))
        await pilot.press("backspace", "h", "h")
        await until(pilot, lambda: path(screen) == "Home.md")
        await pilot.press("h")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Skin.md" and "filler 0" in rows(screen))


async def test_a_bookmark_of_a_line_that_is_not_high_yield_opens_there(skin: Path, open_app: OpenApp) -> None:
    async with open_app(skin, "Skin.md", size=(100, 20)) as (_, pilot, screen):
        await pilot.press("G", "m", "g")
        await until(pilot, lambda: "bookmark set" in screen.status_line.status.message)
        await pilot.press("h")
        await until(pilot, lambda: screen.pages.view == "only" and "filler" not in rows(screen))
        await pilot.press("apostrophe")
        await until(pilot, lambda: len(screen.app.screen_stack) > 1)
        await pilot.press("enter")
        await until(pilot, lambda: "filler" in rows(screen))


async def test_a_row_of_the_outline_opens_a_section_that_has_nothing_high_yield(skin: Path, open_app: OpenApp) -> None:
    async with open_app(skin, "Skin.md", size=(140, 30)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: screen.pages.view == "only" and "filler" not in rows(screen))
        await pilot.press("o")
        await until(pilot, lambda: not screen.pages.reader.has_focus)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Same spot" in rows(screen) and "filler 0" in rows(screen))
