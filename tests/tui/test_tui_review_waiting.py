"""What a review shows, and takes, while no card is asked: cards are being made, or there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from app_on_vault import HY, OpenApp, until

from studytui.study import desk
from studytui.tui.app import StudyApp
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.screens.review import screen as review_screen
from studytui.tui.screens.review.screen import ReviewScreen


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    root.mkdir()
    for at in range(3):
        (root / f"{at}.md").write_text(f"- {HY}mark {at}</span> of it\n", encoding="utf-8")
    return root


@pytest.fixture
def made_slowly(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Cards are told as made in part, and are ready when this is set."""
    go_on = threading.Event()
    opened = desk.open_desk

    def slowly(*given: Any, progress: Callable[[int, int], None], **named: Any) -> object:
        progress(1, 3)
        go_on.wait(10)
        return opened(*given, progress=progress, **named)

    monkeypatch.setattr(review_screen, "open_desk", slowly)
    monkeypatch.setattr(review_screen, "_QUICK", 0.0)
    return go_on


def page(app: StudyApp) -> str:
    review = app.screen
    return "\n".join(line.text for line in review.reader.lines) if isinstance(review, ReviewScreen) else ""


def footer(app: StudyApp) -> str:
    bars = app.screen.query(KeyBar)
    return bars.first().render().plain if bars else ""


async def test_while_cards_are_made_the_page_says_so_and_how_far_it_is(
    notes: Path, open_app: OpenApp, made_slowly: threading.Event
) -> None:
    async with open_app(notes, size=(80, 24)) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: "1 of 3 notes" in page(app))
        assert "q ends" in page(app)
        made_slowly.set()
        await until(pilot, lambda: "mark" not in page(app) and "______" in page(app))


async def test_keys_pressed_while_cards_are_made_grade_no_card_that_was_not_seen(
    notes: Path, open_app: OpenApp, made_slowly: threading.Event
) -> None:
    async with open_app(notes) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: "1 of 3 notes" in page(app))
        await pilot.press("space", "space", "s", "exclamation_mark")
        made_slowly.set()
        review = app.screen
        assert isinstance(review, ReviewScreen)
        await until(pilot, lambda: review.asked is not None)
        await pilot.pause()
        assert review.asked is not None
        assert review.asked.question.deck_card.note == "0.md"
        assert not review.shown
        assert review.asked.question.left.new == 3


async def test_the_footer_has_no_key_of_a_card_while_none_is_asked_and_always_the_way_out(
    notes: Path, open_app: OpenApp, made_slowly: threading.Event
) -> None:
    async with open_app(notes, size=(60, 20)) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: "1 of 3 notes" in page(app))
        assert footer(app).split() == ["q", "End", "?", "Help"]
        made_slowly.set()
        await until(pilot, lambda: "space Show, Good" in footer(app))
        assert footer(app).endswith(" q End ? Help")


async def test_a_vault_without_cards_says_how_one_makes_them(tmp_path: Path, open_app: OpenApp) -> None:
    root = tmp_path / "bare"
    root.mkdir()
    (root / "Bare.md").write_text("**bold** is no mark\n", encoding="utf-8")
    async with open_app(root) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: "There are no cards in this vault." in page(app))
        assert "==two equal signs==" in " ".join(page(app).split())
        assert footer(app).split() == ["q", "End", "?", "Help"]
