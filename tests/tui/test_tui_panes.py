"""The rows around the reader: status line, footer, sidebar."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until

from studytui.tui.widgets.key_bar import KeyBar


async def test_a_message_gives_way_to_the_view_that_is_chosen_after_it(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await pilot.press("m")
        await until(pilot, lambda: "bookmark" in screen.status_line.status.message)
        await pilot.press("h")
        await until(pilot, lambda: screen.status_line.status.view == "HIGH-YIELD ONLY")
        assert not screen.status_line.status.message


async def test_a_message_gives_way_to_the_link_that_is_selected_after_it(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md") as (_, pilot, screen):
        await pilot.press("n")
        await until(pilot, lambda: "nothing to go on to" in screen.status_line.status.message)
        await pilot.press("tab")
        await until(pilot, lambda: bool(screen.status_line.status.selected))
        assert not screen.status_line.status.message


@pytest.mark.parametrize("key", ["t", "o", "b"])
async def test_the_footer_of_a_pane_says_how_to_open_and_how_to_leave(vault: Path, open_app: OpenApp, key: str) -> None:
    async with open_app(vault, "Home.md", size=(80, 24)) as (_, pilot, screen):
        await pilot.press(key)
        await until(pilot, lambda: not screen.pages.reader.has_focus)
        footer = screen.query_one(KeyBar).render().plain
        assert "Open" in footer and "esc Note" in footer
        await pilot.press("escape")
        await until(pilot, lambda: screen.pages.reader.has_focus)


async def test_a_long_name_in_the_sidebar_leaves_room_for_its_count(vault: Path, open_app: OpenApp) -> None:
    name = "A note with a name that no sidebar has room for"
    (vault / f"{name}.md").write_text("==one==\n", encoding="utf-8")
    async with open_app(vault, "Home.md", size=(150, 30)) as (_, pilot, screen):
        topics = screen.sidebar.topics
        await until(pilot, lambda: topics.counts.get(f"{name}.md") == 1)
        await pilot.pause()
        rows = [topics.render_line(y).text.rstrip() for y in range(topics.size.height)]
        assert [row for row in rows if row.startswith("A note with")] == ["A note with a name that n… ▌1"]
