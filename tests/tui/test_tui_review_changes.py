"""A review whose notes change meanwhile goes on with them as they are, and where they lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import HY, OpenApp, Opened, until, watched

from studytui.study.reviews import Reviews
from studytui.tui.reader.page_view import PageView
from studytui.tui.screens.review.note import NoteScreen
from studytui.tui.screens.review.screen import ReviewScreen


@pytest.fixture
def studied(tmp_path: Path) -> Path:
    root = tmp_path / "studied"
    (root / "Neuro").mkdir(parents=True)
    (root / "Neuro/Cards.md").write_text(f"# Signs\n\n- {HY}Babinski</span> is upper\n- {HY}Romberg</span> is dorsal\n")
    return root


def card(review: ReviewScreen) -> str:
    """What stands on the card."""
    return "\n".join(line.text for line in review.reader.lines)


async def begin(opened: Opened, root: Path) -> ReviewScreen:
    """A review of the folder, that asks its first card."""
    app, pilot, screen = opened
    await watched(pilot, screen, root)
    await pilot.press("R")
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
    review = app.screen
    assert isinstance(review, ReviewScreen)
    return review


async def test_a_card_that_is_shown_is_shown_as_its_note_is_now(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, screen = opened
        review = await begin(opened, studied)
        await pilot.press("space")
        await until(pilot, lambda: review.shown and "Babinski is upper" in card(review))
        note = studied / "Neuro/Cards.md"
        note.write_text(note.read_text().replace("is upper", "is of the upper neuron"))
        await until(pilot, lambda: review.shown and "Babinski is of the upper neuron" in card(review))
        await pilot.press("3")
        await until(pilot, lambda: not review.shown and "is dorsal" in card(review))
        assert [answer.grade for answer in Reviews(screen.session.state).answers()] == [3]


async def test_a_card_whose_note_changed_is_asked_as_it_is_when_its_turn_comes(
    studied: Path, open_app: OpenApp
) -> None:
    (studied / "Neuro/More.md").write_text(f"- {HY}more</span> of it\n")
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, screen = opened
        review = await begin(opened, studied)
        before = screen.vault
        (studied / "Neuro/More.md").write_text(f"- {HY}more</span> of that\n")
        await until(pilot, lambda: screen.vault is not before)
        for _ in range(2):
            await pilot.press("space", "4")
        await until(pilot, lambda: "of that" in card(review))


async def test_a_review_goes_on_in_a_folder_that_was_renamed(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, _ = opened
        review = await begin(opened, studied)
        (studied / "Neuro").rename(studied / "Nerves")
        await until(pilot, lambda: review.asked is not None and review.asked.question.deck_card.note[:6] == "Nerves")
        assert "is upper" in card(review) and "Nerves" in str(review.status_line.status)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        pages = app.screen.query_one(PageView)
        await until(pilot, lambda: pages.page is not None and pages.page.path == "Nerves/Cards.md")
        await pilot.press("o", "space", "3")
        await until(pilot, lambda: "is dorsal" in card(review))


async def test_a_card_whose_note_is_gone_for_a_moment_is_asked_on(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, screen = opened
        (studied / "Plain.md").write_text("plain\n")
        review = await begin(opened, studied)
        note, away = studied / "Neuro/Cards.md", studied.parent / "away.md"
        note.rename(away)
        await until(pilot, lambda: "Neuro/Cards.md" not in screen.vault.notes)
        assert "is upper" in card(review)
        await pilot.press("space", "3")
        await until(pilot, lambda: "is dorsal" in card(review))
        away.rename(note)
        await until(pilot, lambda: "Neuro/Cards.md" in screen.vault.notes)
        note.write_text(note.read_text().replace("is dorsal", "is of the dorsal column"))
        await until(pilot, lambda: "is of the dorsal column" in card(review))
        assert not review.shown


async def test_a_card_can_be_answered_after_another_note_was_renamed(studied: Path, open_app: OpenApp) -> None:
    (studied / "Neuro/More.md").write_text(f"- {HY}more</span> of it\n")
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, screen = opened
        review = await begin(opened, studied)
        await pilot.press("space")
        (studied / "Neuro/More.md").rename(studied / "Neuro/Most.md")
        await until(pilot, lambda: screen.vault is not None and "Neuro/Most.md" in screen.vault.notes)
        await pilot.pause(0.3)  # the review follows in order, and says nothing of it
        assert review.shown
        await pilot.press("3")
        await until(pilot, lambda: not review.shown and "is dorsal" in card(review))
        assert [answer.grade for answer in Reviews(screen.session.state).answers()] == [3]


async def test_a_step_that_is_under_way_when_the_review_is_left_ends_quietly(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, screen = opened
        review = await begin(opened, studied)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen and not review.grades.is_attached)
        await review._next()
        await review._show()
