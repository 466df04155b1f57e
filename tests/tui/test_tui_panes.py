"""The rows around the reader: status line, footer, sidebar."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until

from studytui.tui.panes.key_bar import KeyBar


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
    async with open_app(vault, "Home.md", size=(150, 30), sidebar_width=32) as (_, pilot, screen):
        topics = screen.sidebar.topics
        await until(pilot, lambda: topics.counts.get(f"{name}.md") == 1)
        await pilot.pause()
        rows = [topics.render_line(y).text.rstrip() for y in range(topics.size.height)]
        assert [row for row in rows if row.startswith("A note with")] == ["A note with a name that n… ▌1"]


async def test_a_folder_of_very_many_notes_opens_at_once_and_is_walked_to_its_end(
    tmp_path: Path, open_app: OpenApp
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(6_000):
        (many / f"{number:04}.md").write_text(f'---\n{{"title": "Note {number:04}"}}\n---\n' if number == 7 else "x\n")
    (tmp_path / "Home.md").write_text("home\n")
    async with open_app(tmp_path, "Home.md") as (_, pilot, screen):
        topics = screen.sidebar.topics
        await until(pilot, lambda: len(topics.root.children) == 2)
        await pilot.press("t", "home", "right")
        await until(pilot, lambda: len(topics.root.children[0].children) == 6_000)
        # Titles come later than names, and move their notes.
        await until(pilot, lambda: topics.root.children[0].children[-1].data.label == "Note 0007")
        await pilot.press("end", "up")
        assert topics.cursor_node is topics.root.children[0].children[-1]
        await pilot.press("left")
        assert topics.cursor_node is topics.root.children[0]
        await pilot.press("left")
        assert topics.virtual_size.height == 2


async def test_a_click_on_a_row_opens_and_closes_a_folder_and_opens_a_note(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        topics = screen.sidebar.topics
        await until(pilot, lambda: len(topics.root.children) == 4)
        await pilot.click(topics, offset=(20, 0))
        await until(pilot, lambda: bool(topics.root.children[0].children))
        await pilot.click(topics, offset=(3, 1))
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.path == "a/Twin.md")
        await pilot.click(topics, offset=(3, 0))
        assert not topics.root.children[0].is_expanded


async def test_the_footer_of_the_find_box_names_no_key_that_writes_into_it(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md", size=(160, 45)) as (_, pilot, screen):
        await pilot.press("ctrl+f")
        await until(pilot, lambda: screen.focused is not None and screen.focused.id == "find-input")
        footer = screen.query_one(KeyBar).render().plain
        assert "To the note" in footer
        assert "/ Search" not in footer and "? Help" not in footer


async def test_a_long_message_is_read_from_its_beginning(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md", size=(80, 24)) as (_, pilot, screen):
        said = (
            "bookmark set: Dermatitis herpetiformis has an antibody against epidermal transglutaminase and itches, last"
        )
        screen.say(said)
        await pilot.pause()
        row = screen.status_line.render().plain.strip()
        assert row.startswith(said[:45])
        assert "…" in row and "itches, last" in row
