"""A card that is longer than the screen."""

from __future__ import annotations

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
