"""Screens over the main one: keys that come faster than they are made (behaviour 13.14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from textual import events
from textual.widgets import Static

from studytui.study.scope import EVERYTHING
from studytui.tui.reader.page_view import PageView
from studytui.tui.screens.choose import Choice, ChooseScreen
from studytui.tui.screens.dialog import LeftOnce
from studytui.tui.screens.help import HelpScreen
from studytui.tui.screens.overview.exam import ExamScreen
from studytui.tui.screens.overview.screen import OverviewScreen
from studytui.tui.screens.palette import PaletteScreen
from studytui.tui.screens.preview import PreviewScreen
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.screens.review.screen import ReviewScreen


@pytest.mark.parametrize("kind", ["help", "choose", "palette", "overview", "exam", "review"])
async def test_a_screen_that_is_left_before_it_is_mounted_goes(vault: Path, open_app: OpenApp, kind: str) -> None:
    async with open_app(vault) as (app, pilot, screen):
        made: LeftOnce[object] = _made(kind, screen)
        app.push_screen(made)
        assert not made.is_mounted
        made.dismiss(None)
        await until(pilot, lambda: app.screen is screen)


@pytest.mark.parametrize("kind", ["help", "choose", "palette", "overview", "exam", "review"])
async def test_keys_that_wait_for_a_screen_that_goes_do_nothing(vault: Path, open_app: OpenApp, kind: str) -> None:
    async with open_app(vault) as (app, pilot, screen):
        made = _made(kind, screen)
        await app.push_screen(made)
        for key in ("escape", "down", "up", "j", "1", "space", "enter", "backspace", "pagedown", "escape", "u", "d"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause(0.3)


async def test_what_is_counted_for_an_overview_that_was_left_meanwhile_is_dropped(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault) as (app, pilot, screen):
        overview = OverviewScreen(screen.session)
        await app.push_screen(overview)
        await until(pilot, lambda: overview.glance is not None)
        overview.dismiss(None)
        await until(pilot, lambda: app.screen is screen and not overview.is_attached)
        overview._show()


async def test_a_title_that_comes_for_a_preview_that_was_left_meanwhile_is_dropped(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[PageView.Opened] = []
    monkeypatch.setattr(PreviewScreen, "on_page_view_opened", lambda _, event: opened.append(event))
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: bool(opened))
        left = app.screen
        assert isinstance(left, PreviewScreen)
        monkeypatch.undo()
        left.dismiss(None)
        await until(pilot, lambda: app.screen is screen and not left.is_attached)
        await left.on_page_view_opened(opened[0])


@pytest.mark.parametrize("kind", ["reading", "overview", "review"])
async def test_a_press_of_the_mouse_on_a_message_that_has_just_gone_is_on_nothing(
    vault: Path, open_app: OpenApp, kind: str
) -> None:
    async with open_app(vault) as (app, pilot, screen):
        if kind != "reading":
            await app.push_screen(_made(kind, screen))
        message = Static("it goes soon")
        message.styles.dock = "top"
        await app.screen.mount(message)
        await until(pilot, lambda: message.region.width > 0)
        at = message.region.offset
        parent, message._parent = message._parent, None  # as when it goes, before the screen is laid out again
        try:
            app.screen._forward_event(events.MouseDown(app.screen, *at, 0, 0, 1, False, False, False, *at))
        finally:
            message._parent = parent


async def test_help_is_laid_out_once_for_each_width(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []
    laid_out = HelpScreen._column
    monkeypatch.setattr(
        HelpScreen, "_column", lambda self, groups, room: widths.append(room) or laid_out(self, groups, room)
    )
    async with open_app(vault, size=(80, 24)) as (app, pilot, screen):
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen is not screen and bool(widths))
        await pilot.pause(0.2)
        once = len(widths)
        await pilot.resize_terminal(70, 24)
        await until(pilot, lambda: widths[-1] == 70)
        assert (once, len(widths)) == (2, 4)  # both columns, of which the second is empty


def _made(kind: str, screen: ReadingScreen) -> LeftOnce[object]:
    match kind:
        case "help":
            return HelpScreen([ReadingScreen], {})
        case "choose":
            return ChooseScreen("Some", [Choice("a", "a")])
        case "palette":
            return PaletteScreen("Commands", [])
        case "overview":
            return OverviewScreen(screen.session)
        case "exam":
            return ExamScreen(screen.session)
        case _:
            return ReviewScreen(screen.session, screen.palette, EVERYTHING, screen.new_pages)
