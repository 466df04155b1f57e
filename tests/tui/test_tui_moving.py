"""Keys that move by high-yield lines, notes, halves and counts, and select lines (behaviour 13.7 to 13.9)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app_on_vault import OpenApp, open_app, path, rows, until, vault

from studytui.tui.keys import groups, problems_of
from studytui.tui.presets import PRESETS
from studytui.tui.screens.choose import ChooseScreen
from studytui.tui.screens.palette import PaletteScreen
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.screens.search import SearchScreen

__all__ = ["open_app", "vault"]

STROKE = "Neurology/Stroke.md"


def here(screen: ReadingScreen) -> str:
    reader = screen.pages.reader
    return next((line.text.strip() for line in reader.lines if line.logical == reader.here), "")


def status(screen: ReadingScreen) -> str:
    return str(screen.status_line.render())


async def test_brackets_go_from_one_high_yield_line_to_the_next_and_back(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        seen = []
        for key in ("]", "]", "]", "["):
            await pilot.press(key)
            seen.append(here(screen))
        assert [text.lstrip("•◦ ") for text in seen] == [
            "Atherosclerosis of large vessels",
            "atrial fibrillation",
            "Alteplase within 4.5 hours: a thrombolytic",
            "atrial fibrillation",
        ]
        await pilot.press("]", "]")
        assert "no high-yield line below" in status(screen)
        assert "Alteplase" in rows(screen)


async def test_the_line_that_keys_act_on_has_a_mark_and_is_named_when_it_is_copied(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault, STROKE) as (app, pilot, screen):
        await pilot.press("]")
        reader = screen.pages.reader
        row = reader.row_here()
        assert row is not None and "›" in reader.render_line(row - reader.top).text
        await pilot.press("y")
        assert app.clipboard == "Atherosclerosis of large vessels"
        assert "copied the line: Atherosclerosis of large vessels" in status(screen)
        assert reader._selected(reader.lines[row]) is not None  # lit
        await pilot.press("escape")
        assert "›" not in reader.render_line(row - reader.top).text


async def test_a_bookmark_is_named_and_taken_away_by_the_same_key(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        await pilot.press("]", "m")
        assert "bookmark set: Atherosclerosis" in status(screen)
        assert [mark.line for mark in screen.session.state.bookmarks()] == [7]
        await pilot.press("m")
        assert "bookmark taken away" in status(screen)
        assert screen.session.state.bookmarks() == ()


async def test_round_brackets_open_the_notes_of_the_folder_in_order(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await pilot.press(")")
        await until(pilot, lambda: path(screen) == STROKE)
        await pilot.press(")")
        await until(pilot, lambda: "this is the last note of Neurology" in status(screen))
        await pilot.press("(")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_a_number_first_is_so_many_times(open_app: OpenApp, vault: Path) -> None:
    for name in "cdefg":
        (vault / "a" / f"{name}.md").write_text(name)
    async with open_app(vault, STROKE) as (app, pilot, screen):
        await pilot.press("1", "2", "j")
        assert screen.pages.reader.top == 12
        await pilot.press("5", "k", "k")
        assert screen.pages.reader.top == 6
        await pilot.press("2", "]")
        assert "atrial" in here(screen)
        await pilot.press("9", "escape", "j")
        await pilot.press("3", "slash")
        assert isinstance(app.screen, SearchScreen) and len(app.screen_stack) == 2
    async with open_app(vault, "a/c.md") as (_, pilot, screen):
        await pilot.press("3", ")")
        await until(pilot, lambda: path(screen) == "a/f.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "a/c.md")


async def test_control_keys_scroll_by_halves_and_rows(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        reader = screen.pages.reader
        half = reader.size.height // 2
        for key, top in (("ctrl+d", half), ("ctrl+e", half + 1), ("ctrl+y", half), ("ctrl+u", 0)):
            await pilot.press(key)
            assert reader.top == top


async def test_whole_lines_are_selected_extended_copied_and_left(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (app, pilot, screen):
        await pilot.press("]", "V", "j")
        assert "2 lines: y copies, escape ends" in status(screen)
        await pilot.press("j", "y")
        assert app.clipboard == "• Atherosclerosis of large vessels\n  ◦ carotid bifurcation\n• Cardioembolism"
        assert "copied the selection: • Atherosclerosis of large vessels … 3 lines" in status(screen)
        assert not screen.selections
        await pilot.press("V", "G")
        assert "Aspirin ends the list" in rows(screen)
        await pilot.press("escape")
        assert not screen.selections and not screen.pages.reader.selecting
        before = screen.pages.reader.top
        await pilot.press("k")
        assert screen.pages.reader.top == before - 1


async def test_after_a_search_n_goes_on_into_the_next_note_found(open_app: OpenApp, vault: Path) -> None:
    for name, text in (("One.md", "x\n\nzebra once\n\nzebra twice\n"), ("Two.md", "x\n\na zebra\n")):
        (vault / name).write_text(text)
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await pilot.press("slash", *"zebra")
        found = app.screen
        assert isinstance(found, SearchScreen)
        await until(pilot, lambda: len(found._hits) >= 3)
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) in ("One.md", "Two.md") and screen.pages.find.finder is not None)
        first = path(screen)
        other = "Two.md" if first == "One.md" else "One.md"
        for _ in range(2):
            await pilot.press("n")
            if path(screen) != first:
                break
            await pilot.pause(0.1)
        await until(pilot, lambda: path(screen) == other)
        await until(pilot, lambda: screen.pages.find.finder is not None and bool(screen.pages.find.finder.matches))
        await pilot.press("N")
        await until(pilot, lambda: path(screen) == first)


async def test_backlinks_are_two_keys_away_grouped_by_note_with_the_link_emphasised(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        await pilot.press("b", "tab")
        pane = screen.links_pane
        await until(pilot, lambda: pane._known[1] is not None)
        await pilot.press("tab") if pane.highlighted is None or pane.highlighted < pane._backlinks_at else None
        assert pane.highlighted is not None
        shown = [str(pane.get_option_at_index(at).prompt) for at in range(pane.option_count)]
        links = "\n".join(shown[pane._backlinks_at :])
        assert links.count("← Start here") == 1 and links.count("Read stroke or its treatment") == 2
        first = pane.get_option_at_index(pane._backlinks_at).prompt
        assert any("underline" in str(span.style) for span in first.spans)
        assert all(not line.strip() or re.match(r"[→?←] |  |Links|Backlinks", line) for line in links.split("\n"))
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) != STROKE)


async def test_the_outline_begins_at_the_first_heading_when_one_reads_above_it(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        await pilot.press("G", "g", "o")
        await until(pilot, lambda: screen.outline_pane.highlighted == 0)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_commands_that_there_are_and_takes_no_key_from_another(name: str) -> None:
    lost = [problem for problem in problems_of(PRESETS[name], groups()) if "some panes" not in problem]
    assert lost == []


async def test_keys_of_a_preset_and_of_ones_own_hold_together(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE, key_preset="vim", keys={"reader.page_up": "B"}) as (app, pilot, screen):
        await pilot.press("ctrl+f")
        assert screen.pages.reader.top > 10
        await pilot.press("B")
        assert screen.pages.reader.top == 0
        await pilot.press("colon")
        assert isinstance(app.screen, PaletteScreen)


async def test_in_the_sidebar_h_closes_and_a_star_leaves_notes_with_marks(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (app, pilot, screen):
        await until(pilot, lambda: bool(screen.sidebar.topics.counts))
        topics = screen.sidebar.topics
        await pilot.press("t")
        await until(pilot, lambda: topics.cursor_node is not None)
        await pilot.press("h")
        assert topics.cursor_node is not None and topics.cursor_node.data is not None
        assert topics.cursor_node.data.path == "Neurology"
        await pilot.press("asterisk")
        await until(pilot, lambda: [node.data.path for node in topics._rows if node.data] == ["Neurology", STROKE])
        assert not isinstance(app.screen, ChooseScreen)
