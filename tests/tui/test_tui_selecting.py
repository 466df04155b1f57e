"""Selecting text with the mouse: it stays readable, ends where the mouse is, and a copy holds words and markers."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from studytui.layout import Line, lay_out
from studytui.markdown import parse
from studytui.tui.page.unwrapped import LogicalText, selected_span
from studytui.tui.screens.reading.screen import ReadingScreen

NOTE = """\
# Head

First paragraph, with a [[Plain|link]] in it.

- outer item
\t- inner item
\t1. numbered
- [ ] a task

> quoted words

> [!tip] A title
> - in a callout

| Drug | Effect |
| --- | --- |
| loop | wastes potassium |

```python
code = 1
    deeper = 2
```

---

Last line[^1]

[^1]: a footnote
"""


@pytest.fixture
def select(tmp_path: Path) -> Path:
    (tmp_path / "Note.md").write_text(NOTE)
    (tmp_path / "Plain.md").write_text("Plain.\n")
    return tmp_path


def row_of(screen: ReadingScreen, text: str) -> int:
    reader = screen.pages.reader
    return next(row for row, line in enumerate(reader.lines) if text in line.text) - reader.top


def column_of(screen: ReadingScreen, text: str) -> int:
    reader = screen.pages.reader
    return next(line.text.index(text) for line in reader.lines if text in line.text) + 2


async def drag(pilot: Pilot[None], screen: ReadingScreen, start: tuple[int, int], end: tuple[int, int]) -> str:
    reader = screen.pages.reader
    await pilot.mouse_down(reader, offset=start)
    await pilot.hover(reader, offset=end)
    await pilot.mouse_up(reader, offset=end)
    await pilot.pause()
    return screen.get_selected_text() or ""


def copy_of(text: str, width: int = 60) -> str:
    return LogicalText(lay_out(parse(text).blocks, width)).extract(Selection(None, None))


def test_a_copy_holds_words_and_list_markers_but_nothing_that_is_drawn() -> None:
    assert copy_of(NOTE).split("\n") == [
        "Head", "First paragraph, with a link in it.", "",
        "• outer item", "  ◦ inner item", "   1. numbered", "☐ a task", "",
        "quoted words", "", "A title", "• in a callout", "",
        "Drug\tEffect", "loop\twastes potassium", "",
        "code = 1", "    deeper = 2", "",
        "", "Last line[1]", "", "[1] a footnote",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["> [!note]\n> > - deep", "> - deep", "<details><summary>s</summary>\n\n- deep\n\n</details>"]
)
def test_no_bar_is_copied_however_deep_a_marker_stands(text: str) -> None:
    last = copy_of(text).split("\n")[-1]
    assert last.strip() == "• deep"


def test_left_out_lines_are_no_text() -> None:
    lines = lay_out(parse("- a\n- ==b==\n- c").blocks, 60, view="only")
    assert LogicalText(lines).extract(Selection(None, None)) == "• b"


def test_a_wrapped_line_is_copied_as_one() -> None:
    text = "- " + "many words " * 20
    assert copy_of(text, 30) == "• " + ("many words " * 20).strip()


def test_a_selection_that_begins_inside_a_line_has_no_marker_of_it() -> None:
    lines = LogicalText(lay_out(parse("- one\n- two").blocks, 60))
    assert lines.extract(Selection(Offset(1, 0), Offset(2, 1))) == "ne\n• tw"
    assert lines.extract(Selection(Offset(-1, 0), Offset(2, 0))) == "• on"


@given(st.integers(-1, 9), st.integers(0, 5), st.integers(-1, 9), st.integers(0, 5), st.integers(0, 6))
def test_a_span_lies_within_its_selection(x: int, y: int, x2: int, y2: int, logical: int) -> None:
    first, last = sorted([Offset(x, y), Offset(x2, y2)], key=lambda place: (place.y, place.x))
    span = selected_span(Selection(first, last), logical)
    if not first.y <= logical <= last.y:
        assert span is None
    elif span is not None:
        start, end = span
        assert end is None or max(start, 0) < end
        assert start == (first.x if logical == first.y else -1)


@pytest.mark.parametrize("width", [20, 41, 80, 160])
def test_logical_lines_are_numbered_down_the_page(width: int) -> None:
    lines: list[Line] = lay_out(parse(NOTE * 3).blocks, width)
    numbers = [line.logical for line in lines]
    assert numbers == sorted(numbers)


async def test_a_drag_ends_at_the_blank_row_or_beside_the_text_where_the_mouse_is(
    select: Path, open_app: OpenApp
) -> None:
    async with open_app(select, "Note.md") as (_, pilot, screen):
        first, blank = row_of(screen, "First paragraph"), row_of(screen, "outer item") - 1
        whole = "First paragraph, with a link in it."
        assert await drag(pilot, screen, (2, first), (40, blank)) == whole
        assert await drag(pilot, screen, (40, blank), (2, first)) == whole
        assert await drag(pilot, screen, (2, first), (75, first)) == whole
        assert await drag(pilot, screen, (8, first), (0, row_of(screen, "inner item"))) == (
            "paragraph, with a link in it.\n\n• outer item"
        )
        head = row_of(screen, "Head")
        assert await drag(pilot, screen, (75, head), (30, first)) == "\n" + whole[:28]


async def test_a_drag_below_the_note_or_out_of_the_pane_ends_with_the_text(select: Path, open_app: OpenApp) -> None:
    (select / "Short.md").write_text("only line\n\nlast\n")
    async with open_app(select, "Short.md") as (_, pilot, screen):
        last = row_of(screen, "last")
        assert await drag(pilot, screen, (2, last), (30, last + 8)) == "last"
        reader = screen.pages.reader
        await pilot.mouse_down(reader, offset=(4, last))
        await pilot.hover(screen.status_line, offset=(5, 0))
        await pilot.mouse_up(screen.status_line, offset=(5, 0))
        assert screen.get_selected_text() == "st"


async def test_the_page_scrolls_while_the_mouse_is_held_below_it(select: Path, open_app: OpenApp) -> None:
    (select / "Long.md").write_text("".join(f"line {n}\n\n" for n in range(100)))
    async with open_app(select, "Long.md", size=(80, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        await pilot.mouse_down(reader, offset=(2, row_of(screen, "line 2")))
        await pilot.hover(screen.status_line, offset=(5, 0))
        await until(pilot, lambda: reader.top > 20)
        await pilot.mouse_up(screen.status_line, offset=(5, 0))
        text = screen.get_selected_text() or ""
        assert text.startswith("line 2\n\nline 3\n\n") and text.count("\n") > 30
        top = reader.top
        await pilot.pause(0.2)
        assert reader.top == top


async def test_two_clicks_select_a_word_and_three_its_line(select: Path, open_app: OpenApp) -> None:
    (select / "Words.md").write_text("- the beta-blocker lowers K+ by 0.5 mEq in Crohn's (so)\n")
    async with open_app(select, "Words.md") as (_, pilot, screen):
        row = row_of(screen, "beta")
        for at, word in (("a-bl", "beta-blocker"), ("5 m", "0.5"), ("s (s", "Crohn's"), ("+ b", "+")):
            await pilot.click(screen.pages.reader, offset=(column_of(screen, at), row), times=2)
            assert screen.get_selected_text() == word
        await pilot.click(screen.pages.reader, offset=(column_of(screen, "low"), row), times=3)
        assert screen.get_selected_text() == "• the beta-blocker lowers K+ by 0.5 mEq in Crohn's (so)"
        await pilot.click(screen.pages.reader, offset=(1, row + 3))
        assert not screen.get_selected_text()


async def test_a_drag_that_ends_on_a_link_selects_and_does_not_follow_it(select: Path, open_app: OpenApp) -> None:
    async with open_app(select, "Note.md") as (_, pilot, screen):
        row, column = row_of(screen, "First"), column_of(screen, "link")
        assert await drag(pilot, screen, (2, row), (column + 3, row)) == "First paragraph, with a link"
        await pilot.pause(0.1)
        assert screen.pages.page is not None and screen.pages.page.path == "Note.md"
        await pilot.click(screen.pages.reader, offset=(column, row))
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.path == "Plain.md")
        assert not screen.selections


async def test_copying_a_line_of_a_table_or_beside_a_rule_gives_words(select: Path, open_app: OpenApp) -> None:
    (select / "Table.md").write_text("---\n\n| a | b |\n| --- | --- |\n| c | d |\n")
    async with open_app(select, "Table.md", size=(60, 20)) as (app, pilot, screen):
        screen.pages.reader.go_to_row(row_of(screen, "a"))
        await pilot.press("y")
        assert app.clipboard == "a\tb"
