"""A card that is longer than the screen, or lies below a message, or on a narrow one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app_on_vault import HY, OpenApp, until
from textual.pilot import Pilot

from studytui.tui.app import StudyApp
from studytui.tui.screens.review.screen import ReviewScreen


@asynccontextmanager
async def reviewing(
    folder: Path, open_app: OpenApp, text: str, size: tuple[int, int]
) -> AsyncIterator[tuple[StudyApp, Pilot[Path], ReviewScreen]]:
    """A review of a vault with one note, at its first card."""
    root = folder / "notes"
    root.mkdir()
    (root / "Note.md").write_text(text, encoding="utf-8")
    async with open_app(root, size=size) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        assert isinstance(app.screen, ReviewScreen)
        yield app, pilot, app.screen


async def test_what_is_asked_and_its_answer_are_seen_in_a_line_longer_than_the_screen(
    tmp_path: Path, open_app: OpenApp
) -> None:
    text = f"- {'lorem ipsum ' * 450} {HY}needle</span> z\n"
    async with reviewing(tmp_path, open_app, text, (80, 24)) as (_, pilot, review):

        def seen() -> str:
            rows = review.reader.lines[review.reader.top :][: review.reader.size.height]
            return "\n".join(line.text for line in rows)

        await until(pilot, lambda: "______ z" in seen())
        await pilot.press("g", "space")
        await until(pilot, lambda: "needle z" in seen())


async def test_a_message_that_was_read_is_gone_with_the_next_key(tmp_path: Path, open_app: OpenApp) -> None:
    text = f"- {HY}one</span> a\n- {HY}two</span> b\n"
    async with reviewing(tmp_path, open_app, text, (80, 24)) as (app, pilot, _):
        app.notify("the disk is full", timeout=60)
        await until(pilot, lambda: len(app._notifications) == 1)
        await pilot.press("s")
        await pilot.pause()
        assert len(app._notifications) == 1
        for notification in app._notifications:
            notification.raised_at -= 3
        await pilot.press("s")
        await until(pilot, lambda: not app._notifications)


async def test_the_four_intervals_are_shown_in_forty_columns(tmp_path: Path, open_app: OpenApp) -> None:
    async with reviewing(tmp_path, open_app, f"- {HY}one</span> a\n", (40, 12)) as (_, pilot, review):
        await pilot.press("space")
        await until(pilot, lambda: review.shown)
        row = review.grades.render().plain
        assert len(row.rstrip()) <= 40
        assert re.fullmatch(r" 1 \d+m  2 \d+m  3 \d+m  4 \d+d", row.rstrip())
