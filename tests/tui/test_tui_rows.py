"""Rows that are filled anew while one of them is chosen, or lies under the cursor."""

from __future__ import annotations

from pathlib import Path

from app_on_vault import OpenApp, path, until
from textual.widgets import OptionList

from studytui.study.glance import Expected
from studytui.tui.screens.choose import Choice, ChooseScreen
from studytui.tui.screens.overview.screen import OverviewScreen


async def overview(opened) -> tuple[OverviewScreen, OptionList]:
    app, pilot, _ = opened
    await pilot.press("S")
    await until(pilot, lambda: isinstance(app.screen, OverviewScreen) and bool(app.screen.rows))
    options = app.screen.query_one(OptionList)
    while "Continue" not in app.screen.rows[options.highlighted].text:
        await pilot.press("j")
    return app.screen, options


def forecast_comes(screen: OverviewScreen, monkeypatch) -> None:
    """As when what is expected on the day of an exam has been simulated: a row more above the others."""
    monkeypatch.setattr("studytui.tui.screens.overview.rows._exam", lambda found, expected: iter(screen.rows[2:3] * 4))
    screen.expected = Expected(0.5, 0.5, 0, (0.4, 0.6))
    screen._show()


async def test_the_cursor_stays_on_its_row_when_a_forecast_comes_above_it(
    vault: Path, open_app: OpenApp, monkeypatch
) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as opened:
        screen, options = await overview(opened)
        at = options.highlighted
        forecast_comes(screen, monkeypatch)
        assert options.highlighted == at + 3
        assert "Continue" in screen.rows[options.highlighted].text


async def test_a_row_that_is_chosen_leads_where_it_said_though_others_stand_there_by_then(
    vault: Path, open_app: OpenApp, monkeypatch
) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as opened:
        app, pilot, reading = opened
        screen, options = await overview(opened)
        options.action_select()
        forecast_comes(screen, monkeypatch)
        await until(pilot, lambda: app.screen is reading)
        assert path(reading) == "Neurology/Stroke.md"


async def test_a_heading_that_is_chosen_as_the_outline_empties_ends_nothing(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(160, 40)) as (_, pilot, screen):
        await until(pilot, lambda: bool(screen.outline_pane.entries))
        screen.outline_pane.highlighted = len(screen.outline_pane.entries) - 1
        screen.outline_pane.action_select()
        screen.outline_pane.show(())
        await pilot.pause()
        assert path(screen) == "Neurology/Stroke.md"


async def test_a_choice_whose_row_goes_before_it_is_heard_of_is_the_one_that_was_meant(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, "Home.md") as (app, pilot, _):
        chosen: list[str | None] = []
        screen = ChooseScreen("Some", [Choice("a", "a"), Choice("b", "b")], deletes=True)
        await app.push_screen(screen, chosen.append)
        screen.query_one(OptionList).action_select()
        screen.action_delete()
        await until(pilot, lambda: bool(chosen))
        assert chosen == ["a"]


async def test_a_bookmark_whose_note_is_moved_while_it_is_in_the_list_is_deleted_or_gone_to(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, "Home.md") as (app, pilot, screen):
        state = screen.session.state
        for keys in (["d", "escape"], ["enter"]):
            state.add_bookmark("Old.md", 1, "", "what it said")
            await pilot.press("apostrophe")
            await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
            state.moved({"Old.md": "Neurology/Stroke.md"})
            await pilot.press(*keys)
            await until(pilot, lambda: app.screen is screen)
            assert len(state.bookmarks()) == (0 if "d" in keys else 1)
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
