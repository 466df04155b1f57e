"""A card that is longer than the screen, or lies below a message, or on a narrow one."""

from __future__ import annotations

import re
from pathlib import Path

from app_on_vault import HY, OpenApp, until

from studytui.tui.screens.review.screen import ReviewScreen


async def test_what_is_asked_and_its_answer_are_seen_in_a_line_longer_than_the_screen(
    tmp_path: Path, open_app: OpenApp
) -> None:
    root = tmp_path / "notes"
    root.mkdir()
    (root / "Long.md").write_text(f"- {'lorem ipsum ' * 450} {HY}needle</span> z\n", encoding="utf-8")
    async with open_app(root, size=(80, 24)) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        review = app.screen
        assert isinstance(review, ReviewScreen)

        def seen() -> str:
            rows = review.reader.lines[review.reader.top :][: review.reader.size.height]
            return "\n".join(line.text for line in rows)

        await until(pilot, lambda: "______ z" in seen())
        await pilot.press("g", "space")
        await until(pilot, lambda: "needle z" in seen())


async def test_a_message_that_was_read_is_gone_with_the_next_key(tmp_path: Path, open_app: OpenApp) -> None:
    root = tmp_path / "notes"
    root.mkdir()
    (root / "Two.md").write_text(f"- {HY}one</span> a\n- {HY}two</span> b\n", encoding="utf-8")
    async with open_app(root, size=(80, 24)) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
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
    root = tmp_path / "notes"
    root.mkdir()
    (root / "One.md").write_text(f"- {HY}one</span> a\n", encoding="utf-8")
    async with open_app(root, size=(40, 12)) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        review = app.screen
        assert isinstance(review, ReviewScreen)
        await pilot.press("space")
        await until(pilot, lambda: review.shown)
        row = review.grades.render().plain
        assert len(row.rstrip()) <= 40
        assert re.fullmatch(r" 1 \d+m  2 \d+m  3 \d+m  4 \d+d", row.rstrip())
