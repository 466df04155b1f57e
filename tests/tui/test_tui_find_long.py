"""Find in a long page: its rows are made ready in a thread, and no key waits for that or is lost meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from textual.pilot import Pilot

from studytui.layout import Line
from studytui.tui.page.find import FoldedRows
from studytui.tui.reader import page_find
from studytui.tui.reader.page_find import PageFind
from studytui.tui.screens.reading.screen import ReadingScreen

LINES = 1500


@pytest.fixture
def long(tmp_path: Path) -> Path:
    text = "\n\n".join(f"needle {number}" if number % 500 == 499 else f"chaff {number}" for number in range(LINES))
    (tmp_path / "Long.md").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Set when rows may be made ready; none are before."""
    event = threading.Event()

    class Slow(FoldedRows):
        def __init__(self, lines: Sequence[Line]) -> None:
            assert threading.current_thread() is not threading.main_thread()
            event.wait(30)
            super().__init__(lines)

    monkeypatch.setattr(page_find, "FoldedRows", Slow)
    yield event
    event.set()


async def asked(pilot: Pilot[None], screen: ReadingScreen, *keys: str, query: str) -> PageFind:
    """The find of a whole page once this is typed into its box, and waits for its rows."""
    find = screen.pages.find
    await until(pilot, lambda: screen.pages.reader.complete)
    await pilot.press("ctrl+f", *keys)
    await until(pilot, lambda: find.waits and find.finder is not None and find.finder.query == query)
    return find


async def test_keys_are_taken_while_a_long_page_is_made_ready_and_done_when_it_is(
    long: Path, ready: threading.Event, open_app: OpenApp
) -> None:
    async with open_app(long, "Long.md") as (_, pilot, screen):
        find = await asked(pilot, screen, *"needle", query="needle")
        await pilot.press("enter", "n")
        assert screen.pages.reader.top == 0
        ready.set()
        await until(pilot, lambda: find.finder is not None and find.finder.at == 1)
        assert find.finder is not None
        assert find.finder.summary() == "2/3"
        assert screen.pages.reader.has_focus
        match = find.finder.current
        assert match is not None
        await until(pilot, lambda: screen.pages.reader.top <= match.row < screen.pages.reader.top + 30)


async def test_what_is_typed_last_is_looked_for_and_closing_ends_it(
    long: Path, ready: threading.Event, open_app: OpenApp
) -> None:
    async with open_app(long, "Long.md") as (_, pilot, screen):
        find = await asked(pilot, screen, *"chaff 1", "backspace", "7", "7", "7", query="chaff 777")
        ready.set()
        await until(pilot, lambda: find.finder is not None and find.finder.summary() == "1/1")
        ready.clear()
        await pilot.press("enter", "escape")
        await until(pilot, lambda: find.finder is None)
        await asked(pilot, screen, *"chaff", query="chaff")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: find.finder is None)
        ready.set()
        await pilot.press("j")
        assert find.finder is None
        assert not find.waits


async def test_a_long_page_that_changes_while_it_is_made_ready_is_looked_through_as_it_is_then(
    long: Path, ready: threading.Event, open_app: OpenApp
) -> None:
    async with open_app(long, "Long.md") as (_, pilot, screen):
        find = await asked(pilot, screen, *"needle", query="needle")
        note = long / "Long.md"
        note.write_text(note.read_text(encoding="utf-8") + "\n\nneedle last\n", encoding="utf-8")
        await until(pilot, lambda: screen.pages.reader.complete and "needle last" in screen.pages.reader.lines[-1].text)
        ready.set()
        await until(pilot, lambda: find.finder is not None and len(find.finder.matches) == 4)


@pytest.mark.parametrize("leave", [False, True])
async def test_keys_wait_for_the_rows_of_a_page_that_comes_in_anew(long: Path, open_app: OpenApp, leave: bool) -> None:
    async with open_app(long, "Long.md") as (_, pilot, screen):
        find, reader = screen.pages.find, screen.pages.reader
        await until(pilot, lambda: reader.complete)
        await pilot.press("ctrl+f", *"needle")
        await until(pilot, lambda: find.finder is not None and len(find.finder.matches) == 3)
        await pilot.press("down" if leave else "enter")
        await until(pilot, lambda: not find.waits)
        reader.begin(list(reader.lines)[:60], complete=False)
        await pilot.press("enter" if leave else "n")
        assert find.waits
        screen.pages.relayout()
        await until(pilot, lambda: reader.complete and not find.waits)
        assert find.finder is not None
        assert find.finder.at == 1
        assert reader.lines[reader.row_here() or 0].text
        await until(pilot, lambda: reader.top > 900)
