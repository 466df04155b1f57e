"""Footnotes and tags in the reader, driven by keys and the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, rows, until
from textual.pilot import Pilot

from studytui.tui.screens.footnote import FootnoteScreen
from studytui.tui.screens.reading import ReadingScreen
from studytui.tui.screens.search import SearchInput, SearchScreen
from studytui.tui.widgets.stops import Stop

FILLER = "".join(f"Line {number} of filler.\n\n" for number in range(40))
NOTE = (
    "---\ntags: [t1]\n---\nFirst[^a] and ^[an inline *note*] and #dose/daily here.\n\n"
    + FILLER
    + "Second[^a] near the end.\n\n"
    + FILLER
    + "> [^a]: The text, see [[Plain]].\n>\n>   Its second paragraph.\n"
)


@pytest.fixture
def noted(vault: Path) -> Path:
    """The vault with a note that has footnotes and tags."""
    (vault / "Noted.md").write_text(NOTE, encoding="utf-8")
    return vault


def selected(screen: ReadingScreen) -> Stop:
    stop = screen.pages.reader.selected
    assert stop is not None
    return stop


async def open_search_for(pilot: Pilot[None], screen: ReadingScreen) -> str:
    await until(pilot, lambda: isinstance(screen.app.screen, SearchScreen))
    return screen.app.screen.query_one(SearchInput).value


async def test_enter_goes_to_the_text_of_a_footnote_and_back_to_where_one_was(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "The text, see" in rows(screen))
        assert selected(screen).key[0] == "definition"
        await pilot.press("enter")
        await until(pilot, lambda: "First[1]" in rows(screen))
        assert (selected(screen).key, selected(screen).span.target) == (("footnote", 0), "a")


async def test_the_number_of_a_text_leads_back_to_the_reference_used_last(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        reader.select(("footnote", 2))
        await pilot.press("enter")
        await until(pilot, lambda: "The text, see" in rows(screen))
        await pilot.press("enter")
        await until(pilot, lambda: "Second[1]" in rows(screen))
        assert selected(screen).key == ("footnote", 2)


async def test_backspace_returns_from_a_footnote_to_the_same_scroll_place(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "The text, see" in rows(screen))
        await pilot.press("backspace")
        await until(pilot, lambda: screen.pages.reader.top == 0)
        assert path(screen) == "Noted.md"


async def test_an_inline_footnote_is_followed_to_its_text_below(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: selected(screen).key[0] == "definition")
        row = screen.pages.reader.lines[selected(screen).row]
        assert row.text == "[2] an inline note"


async def test_the_status_line_says_what_a_footnote_holds(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (_, pilot, screen):
        await pilot.press("tab")
        await until(pilot, lambda: "The text, see Plain." in screen.status_line.status.selected)


async def test_a_footnote_is_previewed_whole_and_closed_again(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        assert isinstance(app.screen, FootnoteScreen)
        shown = [line.text.strip() for line in app.screen.reader.lines if line.text.strip()]
        assert shown == ["[1] The text, see Plain.", "Its second paragraph."]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert "First[1]" in rows(screen)


async def test_enter_in_the_preview_of_a_footnote_goes_to_its_text(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and "The text, see" in rows(screen))
        await pilot.press("enter")
        await until(pilot, lambda: "First[1]" in rows(screen))


async def test_a_link_in_the_preview_of_a_footnote_is_followed(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_a_footnote_whose_text_the_view_leaves_out_is_shown_in_place(noted: Path, open_app: OpenApp) -> None:
    (noted / "Marked.md").write_text("==High[^1]== yield.\n\n" + FILLER + "[^1]: Left out.\n", encoding="utf-8")
    async with open_app(noted, "Marked.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "Left out." in rows(screen))


async def test_a_click_and_a_hint_follow_a_footnote(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("f", "a")
        await until(pilot, lambda: "The text, see" in rows(screen))
        await pilot.press("g")
        row = next(row for row, line in enumerate(screen.pages.reader.lines) if "First" in line.text)
        await until(pilot, lambda: screen.pages.reader.top == 0)
        await pilot.click(screen.pages.reader, offset=(2 + len("First["), row))
        await until(pilot, lambda: "The text, see" in rows(screen))


async def test_a_tag_in_the_text_opens_the_search_for_it(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (_, pilot, screen):
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: screen.status_line.status.selected == "enter searches for #dose/daily")
        await pilot.press("enter")
        assert await open_search_for(pilot, screen) == "tag:#dose/daily"


async def test_the_tags_above_the_text_come_after_its_links_and_search_too(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (_, pilot, screen):
        first = screen.pages.reader.stops.next_from(None, 0, 20, 1)
        assert first is not None
        assert first.key[0] == "footnote"
        above = [stop for stop in screen.pages.reader.stops.on_rows(0, 20) if stop.span.target == "#t1"]
        screen.pages.reader.select(above[0].key)
        await pilot.press("enter")
        assert await open_search_for(pilot, screen) == "tag:#t1"
