"""Lists to choose from: rows that hang, deletions that can be undone, a way out by a click (behaviour 13.13, 2.4.1)."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import pytest
from app_on_vault import OpenApp, open_app, path, until, vault
from textual.containers import Vertical
from textual.widgets import OptionList

from studytui.layout.wrap import cells
from studytui.tui.app import StudyApp
from studytui.tui.screens.choose import ChooseScreen, short_path
from studytui.tui.screens.search import SearchScreen

__all__ = ["open_app", "vault"]


def shown(app: StudyApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


async def test_a_broken_link_offers_a_search_first_and_only_near_names(open_app: OpenApp, vault: Path) -> None:
    (vault / "Broken.md").write_text("[[Neurology/Strok#Signs of it]] and [[a missing phrase]]\n")
    async with open_app(vault, "Broken.md") as (app, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        assert [row.split("\n")[0] for row in shown(app) if row.strip()] == [
            "search all notes for “Strok Signs of it”",
            "Stroke",
        ]
        await pilot.press("down", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Broken.md" and screen.pages.reader.complete)
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "a missing phrase" in screen.status_line.status.selected)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        assert shown(app) == ["search all notes for “a missing phrase”"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert isinstance(app.screen, SearchScreen) and app.screen._box.value == "a missing phrase"


async def test_bookmarks_hang_have_air_and_shortened_paths(open_app: OpenApp, vault: Path) -> None:
    folder = "A folder with a very long name/another folder/and a third one with a name"
    (vault / folder).mkdir(parents=True)
    (vault / folder / "Note.md").write_text("# Here\n" + "a line of many words " * 8 + "\n\nshort\n")
    async with open_app(vault, f"{folder}/Note.md", size=(80, 24)) as (app, pilot, screen):
        screen.session.state.add_bookmark(f"{folder}/Note.md", 2, "Here", "a line of many words " * 8)
        screen.session.state.add_bookmark(f"{folder}/Note.md", 4, "Here", "short")
        await pilot.press("apostrophe")
        rows = shown(app)
        assert rows[1].strip() == ""
        assert rows[0].split("\n") == ["short", "  A folder with a very long name/…/Note · Here · line 4"]
        first, *more = rows[2].split("\n")
        assert first.startswith("a line of many words") and all(line.startswith("  ") for line in more)
        width = app.screen.query_one(OptionList).size.width
        assert all(cells(line) <= width for row in rows for line in row.split("\n"))


async def test_a_deletion_can_be_undone_until_the_list_is_closed(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault) as (app, pilot, screen):
        for line in (1, 3):
            screen.session.state.add_bookmark("Home.md", line, "", f"line {line}")
        await pilot.press("apostrophe", "d", "d")
        assert "none yet" in shown(app)[0]
        await pilot.press("u")
        assert "u undoes" in str(app.screen.query_one(".dialog", Vertical).border_subtitle)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert [mark.line for mark in screen.session.state.bookmarks()] == [1]


@pytest.mark.parametrize("key", ["apostrophe", "c", "question_mark", "slash", "ctrl+p", "K"])
async def test_a_click_outside_closes_a_dialog_and_one_inside_does_not(
    open_app: OpenApp, vault: Path, key: str
) -> None:
    async with open_app(vault, size=(180, 50)) as (app, pilot, screen):
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not screen and bool(app.screen.query(".dialog")))
        await pilot.pause(0.1)
        region = app.screen.query_one(".dialog").region
        await pilot.click(offset=(region.x + 5, region.y))
        assert app.screen is not screen
        await pilot.click(offset=(0, 0))
        await until(pilot, lambda: app.screen is screen)


@pytest.mark.parametrize(
    ("width", "shortened"),
    [(30, "a/b/c/Name of note"), (14, "a/…/ccccc/Name"), (8, "a/…/Name"), (6, "…/Name"), (4, "Name"), (3, "…me")],
)
def test_paths_lose_their_inner_folders_first(width: int, shortened: str) -> None:
    path = "a/b/c/Name of note" if width == 30 else "a/bbbbb/ccccc/Name"
    assert cells(short_path(path, width)) <= width
    assert short_path(path, width) == shortened


async def test_a_list_that_two_keys_leave_at_once_takes_nothing_else_along(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md") as (app, pilot, screen):
        await pilot.press("m", "apostrophe")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        dialog = app.screen
        key = OptionList.OptionSelected(
            dialog.query_one(OptionList), dialog.query_one(OptionList).get_option_at_index(0), 0
        )
        dialog.post_message(key)
        dialog.post_message(copy(key))
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("j")
        assert path(screen) == "Home.md"


async def test_the_links_pane_gives_a_path_one_row_and_the_backlinks_the_top_of_the_pane(
    open_app: OpenApp, vault: Path
) -> None:
    folder = vault / "A folder" / "another folder with a long name"
    folder.mkdir(parents=True)
    for number in range(20):
        (folder / f"Target {number:02}.md").write_text("[[Many]]\n")
    (vault / "Many.md").write_text("\n\n".join(f"[[Target {number:02}]]" for number in range(20)))
    async with open_app(vault, "Many.md", size=(120, 40)) as (_, pilot, screen):
        await until(pilot, lambda: "20 backlinks" in screen.status_line.status.links)
        await pilot.press("b")
        await until(pilot, lambda: screen.links_pane.has_focus)
        prompts = [str(option.prompt) for option in screen.links_pane.options]
        assert prompts[1] == "→ Target 00\n  A folder/…/Target 00.md"
        await pilot.press("tab")
        await until(pilot, lambda: screen.links_pane.render_line(0).text.startswith("Backlinks · 20"))
        await pilot.press("tab")
        await until(pilot, lambda: screen.links_pane.render_line(0).text.startswith("Links from here · 20"))
