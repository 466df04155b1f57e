"""Rows wider than the screen, and the header of a table that stays in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, until
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.selection import Selection
from textual.theme import BUILTIN_THEMES

from studytui.layout import Line, Span
from studytui.tui.reader.rows import STEP
from studytui.tui.reader.strips import GUTTER, Overlay, Window, paint, window
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.theme.palette import Palette

COLORS = Palette(BUILTIN_THEMES["textual-dark"].to_color_system().generate(), dark=True)
WIDE = "".join(f"<{n:02}>" for n in range(40))
BLOCK = f"```\nshort\n{WIDE}\nfind me far out {'-' * 100} here\n```\n"
TABLE = "| Drug | [[Neurology/Plain\\|about]] |\n|--|--|\n" + "".join(
    f"| [[Neurology/Stroke\\|drug {n}]] | use {n} |\n" for n in range(40)
)


def screen_rows(screen: ReadingScreen) -> list[str]:
    """What is painted, row by row."""
    reader = screen.pages.reader
    return [reader.render_line(y).text.rstrip() for y in range(reader.size.height)]


# Painting

TEXT = st.text(st.sampled_from("abcdé漢字👍 <>"), max_size=60)


@given(TEXT, st.integers(0, 70), st.integers(14, 40))
@settings(max_examples=300, deadline=None)
def test_a_shifted_row_is_as_wide_as_asked_and_shows_what_lies_there(text: str, shift: int, width: int) -> None:
    line = Line(
        "│ " + text, (Span(0, 1, "marker"), Span(2, 2 + len(text), "code")) if text else (), indent=2, wide=True
    )
    strip = paint(line, width, COLORS, shift=shift)
    assert strip.cell_length == width
    seen = strip.text[GUTTER:]
    assert seen.startswith("│ ")
    room = width - GUTTER - 2
    whole = "".join(character if cell_len(character) == 1 else character + "\0" for character in text)
    expected = list(whole[shift : shift + room].ljust(room))
    if text and shift:
        expected[0] = "‹"
    if len(whole) > shift + room:
        expected[-1] = "›"
    got = "".join(character if cell_len(character) == 1 else character + "\0" for character in seen[2:])
    for ours, theirs in zip(got, expected, strict=False):
        assert ours == theirs or (ours == " " and cell_len(theirs) != 1) or theirs == "\0"


def test_offsets_of_a_shifted_row_are_those_of_its_characters() -> None:
    line = Line("│ 0123456789abcdefghij", (), 3, 7, indent=2, wide=True)
    places = {}
    for segment in paint(line, 14, COLORS, shift=5):
        offset = segment.style.meta.get("offset") if segment.style else None
        if offset is not None:
            places[segment.text] = offset
    assert places == {"6789abcd": (6, 7)}


def test_marks_and_hints_stand_on_their_text_in_a_shifted_row() -> None:
    line = Line("0123456789abcdefghij", (), wide=True)
    strip = paint(line, 12, COLORS, [Overlay(8, 10, COLORS.found), Overlay(12, 12, COLORS.hint, "X")], shift=5)
    assert strip.text == "  ‹6789abXd›"
    found = [segment.text for segment in strip if segment.style and segment.style.bgcolor == COLORS.found.bgcolor]
    assert found == ["89"]


def test_nothing_is_marked_as_cut_that_fits() -> None:
    line = Line("│ abc", (), indent=2, wide=True)
    assert window(line, 0, 5) == Window(2, 5)
    assert paint(line, 10, COLORS).text.rstrip() == "  │ abc"


# The reader


@pytest.fixture
def code(vault: Path) -> Path:
    (vault / "Code.md").write_text(f"# Title\n\n{BLOCK}\n" + "plain text\n\n" * 40 + "[[Home]]\n", encoding="utf-8")
    (vault / "Table.md").write_text(f"above\n\n{TABLE}\nbelow\n\n" + "text\n\n" * 20, encoding="utf-8")
    return vault


async def test_left_and_right_move_wide_rows_and_nothing_else(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (_, pilot, screen):
        before = screen_rows(screen)
        await pilot.press("right", "right")
        after = screen_rows(screen)
        assert screen.pages.reader.shift == 2 * STEP
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert [old[:8] for old, _ in changed] == ["  │ shor", "  │ <00>", "  │ find"]
        assert changed[0][1] == "  │ ‹"
        assert changed[1][1].startswith("  │ ‹" + WIDE[2 * STEP + 1 : 2 * STEP + 20])
        assert changed[1][1].endswith("›")
        await pilot.press(*["left"] * 3)
        assert screen_rows(screen) == before


async def test_the_end_of_the_widest_row_stops_the_shift(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press(*["right"] * 40)
        assert any(row.endswith("<39>") for row in screen_rows(screen))
        assert not any(row.endswith("›") for row in screen_rows(screen))


async def test_the_shift_ends_with_the_wide_rows_and_with_the_page(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press("right", "G")
        await until(pilot, lambda: screen.pages.reader.shift == 0)
        await pilot.press("g", "right")
        await until(pilot, lambda: screen.pages.reader.shift == STEP)
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: path(screen) == "Home.md")
        assert screen.pages.reader.shift == 0


async def test_shift_and_the_wheel_scroll_sideways(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        await pilot._post_mouse_events([MouseScrollDown], reader, offset=(5, 5), button=0, shift=True)
        await until(pilot, lambda: reader.shift == STEP)
        assert reader.top == 0


async def test_find_moves_wide_rows_until_the_match_is_in_sight(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press("ctrl+f", *"here")
        await until(pilot, lambda: any("here" in row for row in screen_rows(screen)))
        assert screen.pages.reader.shift > 60
        await pilot.press("escape", "escape", "ctrl+f", *"find me")
        await until(pilot, lambda: any("find me" in row for row in screen_rows(screen)))


async def test_copying_a_shifted_row_gives_its_whole_text(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press("right")
        reader = screen.pages.reader
        line = next(line for line in reader.lines if WIDE in line.text)
        found = reader.get_selection(Selection(Offset(4, line.logical), Offset(120, line.logical)))
        assert found is not None and found[0] == WIDE[4:120]


# Copy


async def test_y_copies_the_whole_code_block_that_is_at_the_top(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Code.md", size=(60, 20)) as (app, pilot, screen):
        await pilot.press("y")
        assert app.clipboard == "Title"
        screen.pages.reader.go_to_row(next(row for row, line in enumerate(screen.pages.reader.lines) if line.wide))
        await pilot.press("y")
        assert app.clipboard == BLOCK.split("```")[1].strip("\n")
        await pilot.press("shift+tab", "y")
        assert app.clipboard == "Home"


# Sticky header


async def test_the_header_of_a_table_stays_while_its_body_is_scrolled(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 20)) as (_, pilot, screen):
        header = [row for row in screen_rows(screen) if "Drug" in row]
        await pilot.press(*["j"] * 6)
        painted = screen_rows(screen)
        assert [painted[0]] == header and set(painted[1].strip()) == {"─", "┼"}
        top = screen.pages.reader.top
        assert painted[2].split() == screen.pages.reader.lines[top + 2].text.split()
        assert screen.pages.reader.first_row == top + 2


async def test_no_row_is_missed_by_page_down_and_up_under_a_header(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 20)) as (_, pilot, screen):
        for key, times in (("space", 4), ("pageup", 4)):
            seen: set[str] = set(screen_rows(screen))
            for _ in range(times):
                await pilot.press(key)
                await pilot.pause()
                seen |= set(screen_rows(screen))
            shown = " ".join(seen)
            assert [n for n in range(40) if f"drug {n} " not in shown] == []


async def test_the_header_goes_with_the_last_rows_of_its_table(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        last = max(row for row, line in enumerate(reader.lines) if line.under)
        for top, sticky in ((last - 2, True), (last - 1, False), (last, False), (last + 1, False)):
            reader.go_to_row(top)
            await pilot.pause()
            assert ("Drug" in screen_rows(screen)[0]) is sticky, top


async def test_a_header_that_is_high_for_the_screen_does_not_stay(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 7)) as (_, pilot, screen):
        assert screen.pages.reader.size.height < 6
        await pilot.press(*["j"] * 6)
        assert not any("Drug" in row for row in screen_rows(screen))


async def test_a_click_on_a_header_that_stays_follows_the_link_that_is_seen(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press(*["j"] * 6)
        await pilot.pause()
        column = screen_rows(screen)[0].index("about")
        await pilot.click(screen.pages.reader, offset=(column + 1, 0))
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_tab_begins_below_a_header_that_stays(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press(*["j"] * 6, "tab")
        stop = screen.pages.reader.selected
        assert stop is not None and stop.row == screen.pages.reader.first_row


async def test_a_selection_from_the_header_reaches_the_body(code: Path, open_app: OpenApp) -> None:
    async with open_app(code, "Table.md", size=(60, 20)) as (_, pilot, screen):
        await pilot.press(*["j"] * 6)
        reader = screen.pages.reader
        strip = reader.render_line(0)
        offset = next(s.style.meta["offset"] for s in strip if s.style and "offset" in s.style.meta and s.text.strip())
        assert offset[1] == reader.lines[reader.row_at(0)].logical
        below = reader.lines[reader.row_at(3)].logical
        found = reader.get_selection(Selection(Offset(*offset), Offset(6, below)))
        assert found is not None
        copied = found[0].split("\n")
        assert (copied[0].split(), copied[-1]) == (["Drug", "about"], reader.lines[reader.row_at(3)].text[:6])
