"""The high-yield page of a big topic: a stretch of it round the reader, which goes along."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, rows, says, until
from msgspec.structs import replace
from textual.pilot import Pilot

from studytui.tui.screens.reading.screen import ReadingScreen

NOTES = 1_000


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A thousand notes in ten folders, nine of ten with two high-yield lines."""
    root = tmp_path / "vault"
    for number in range(NOTES):
        file = root / f"T{number % 10}/Note {number:04}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        marks = f"- ==first of {number:04}==\n- ==second of {number:04}==\n"
        file.write_text("nothing\n" if number // 10 % 10 == 5 else marks)
    (root / "Home.md").write_text("# Home\n\ntext\n")
    return root


async def open_topic(pilot: Pilot[None], screen: ReadingScreen) -> None:
    await until(pilot, lambda: screen.pages.stretch.marked is not None)
    await pilot.press("H")
    await until(pilot, lambda: screen.pages.page.kind == "topic" and screen.pages.reader.complete)


async def test_a_big_topic_begins_with_a_stretch_and_counts_all_of_it(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        assert "first of 0000" in rows(screen)
        assert len(screen.pages.reader.lines) < 900
        assert screen.status_line.status.counts == "HY 1,800 in 900 of 1,001 notes"
        assert screen.status_line.status.place == "Top"


async def test_the_end_of_a_big_topic_is_one_key_away_and_so_is_its_top(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        await pilot.press("G")
        await until(pilot, lambda: "second of 0999" in rows(screen))
        assert screen.status_line.status.place == "End"
        await pilot.press("k")
        await pilot.press("g")
        await until(pilot, lambda: "first of 0000" in rows(screen))


async def test_reading_on_shows_every_line_of_a_big_topic_once_and_in_order(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md", size=(100, 40)) as (_, pilot, screen):
        await open_topic(pilot, screen)
        reader = screen.pages.reader
        seen: dict[str, None] = {}
        for _ in range(24):
            shown = rows(screen).split("\n")
            seen.update(dict.fromkeys(line for line in shown if "first of" in line or "second of" in line))
            bottom = shown[-1]
            await pilot.press("space")
            await until(pilot, lambda: screen.pages.arrived is not None)
            assert rows(screen).split("\n")[0] == bottom or reader.top == reader.max_scroll_y
        places = [line.split(" of ")[1].split()[0] for line in seen]
        wanted = [f"{n:04}" for n in sorted(range(NOTES), key=lambda n: (n % 10, n)) if n // 10 % 10 != 5]
        assert places == [n for n in wanted for _ in range(2)][: len(places)]
        assert len(places) > 160


async def test_a_place_in_a_big_topic_is_there_again_on_the_way_back(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        await pilot.press("G")
        await until(pilot, lambda: "second of 0999" in rows(screen))
        await pilot.press(*["pageup"] * 5)
        await until(pilot, lambda: screen.pages.arrived is not None)
        before = rows(screen)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen).endswith(".md"))
        await pilot.press("backspace")
        await until(pilot, lambda: screen.pages.page.kind == "topic" and screen.pages.reader.complete)
        assert rows(screen) == before


async def test_find_looks_through_all_of_a_big_topic(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        await pilot.press("ctrl+f", *"of 0999")
        await until(pilot, lambda: "first of 0999" in rows(screen), 30)


async def test_a_changed_note_of_a_big_topic_is_shown_anew_and_counted(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        (big / "T0/Note 0050.md").write_text("- ==now marked==\n")
        await until(pilot, lambda: screen.status_line.status.counts == "HY 1,801 in 901 of 1,001 notes")
        await until(pilot, lambda: any("now marked" in line.text for line in screen.pages.reader.lines))


async def test_all_of_a_big_topic_is_counted_as_a_stretch_is_and_typed_queries_are_looked_for_once(
    big: Path, open_app: OpenApp
) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: screen.pages.reader.complete and not screen.pages.reader.more_below, 30)
        await until(pilot, lambda: screen.status_line.status.counts == "HY 1,800 in 900 of 1,001 notes")
        find = screen.pages.find
        await pilot.press(*"of 0")
        find.look_for("of")
        assert find.finder is not None
        assert find.finder.query == "of 0"
        assert len(find.finder.matches) > NOTES


async def test_recall_in_a_big_topic_masks_the_stretch_and_asks_again_what_was_missed_elsewhere(
    big: Path, open_app: OpenApp
) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        view = screen.status_line
        await pilot.press("r")
        await until(pilot, lambda: "______" in rows(screen) and screen.pages.reader.complete)
        await until(pilot, lambda: view.status.view == "RECALL 0 shown")
        await pilot.press("space", "minus")
        await until(pilot, lambda: "first of 0000" in rows(screen) and "1 missed" in view.status.view)
        await pilot.press("G")
        assert "second of" not in rows(screen)
        await until(pilot, lambda: not screen.pages.reader.more_below)
        assert "second of" not in rows(screen)
        recall = screen.pages.recall
        assert recall is not None
        await until(pilot, lambda: bool(screen.pages.items) and screen.pages.arrived is not None)
        every = {item.number: -1 for item in screen.pages.items or ()}
        screen.recalling._change(replace(recall, shown={**recall.shown, **every}))
        await until(pilot, lambda: "second of 0999" in rows(screen) and screen.pages.reader.complete)
        await pilot.press("space")
        await until(pilot, lambda: "once more: 1 missed" in says(screen))
        await until(pilot, lambda: screen.pages.reader.complete and screen.pages.arrived is not None)
        await pilot.press("space")
        await until(pilot, lambda: "first of 0000" in rows(screen))
        assert "second of 0000" not in rows(screen)


async def test_going_back_to_the_first_high_yield_line_shows_the_title(big: Path, open_app: OpenApp) -> None:
    async with open_app(big, "Home.md") as (_, pilot, screen):
        await open_topic(pilot, screen)
        await pilot.press(*["]"] * 30)
        await until(pilot, lambda: screen.pages.reader.top > 8)
        await pilot.press(*["["] * 40)
        await until(pilot, lambda: screen.pages.reader.top == 0 and "High-yield of" in rows(screen))
