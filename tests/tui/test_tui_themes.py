"""Another theme: the page is painted in its colours at once, and it is there at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from rich.color import ColorType
from textual.theme import BUILTIN_THEMES

from studytui import paths
from studytui.layout import Span
from studytui.settings import load
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.theme.palette import Palette


def colours(screen: ReadingScreen) -> set[tuple[str, str]]:
    """Foreground and background of what the reader has painted."""
    reader = screen.pages.reader
    painted = {segment.style for row in range(reader.size.height) for segment in reader.render_line(row)}
    return {(str(style.color), str(style.bgcolor)) for style in painted if style is not None}


async def test_a_theme_repaints_the_page_and_is_kept_for_the_next_start(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", theme="dark") as (app, pilot, screen):
        before = colours(screen)
        app.theme = "textual-light"
        await until(pilot, lambda: not screen.palette.dark)
        assert colours(screen).isdisjoint(before)
        await until(pilot, lambda: load().settings.theme == "textual-light")
    async with open_app(vault, "Neurology/Stroke.md") as (app, _, screen):
        assert app.theme == "textual-light"
        assert not screen.palette.dark


async def test_a_theme_that_can_not_be_kept_is_used_and_said(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md", theme="dark") as (app, pilot, screen):
        paths.config_file().mkdir(parents=True)
        app.theme = "nord"
        await until(pilot, lambda: any("the theme is not kept" in note.message for note in app._notifications))
        assert app.theme == "nord"
        assert screen.palette.foreground == Palette(app.theme_variables, dark=True).foreground


async def test_a_theme_that_there_is_none_of_is_said_and_the_default_holds(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md", theme="no such") as (app, pilot, _):
        await until(pilot, lambda: any("no theme is called no such" in note.message for note in app._notifications))
        assert app.theme in BUILTIN_THEMES


ROLES = [
    Span(0, 1, role, color="green" if role == "highlight" else None)  # type: ignore[arg-type]
    for role in ("high-yield", "highlight", "dim", "heading", "link", "link-missing", "tag", "code", "math", "bold")
]


@pytest.mark.parametrize("span", ROLES, ids=[span.role for span in ROLES])
def test_a_theme_of_the_terminals_own_colours_paints_in_no_other(span: Span) -> None:
    theme = BUILTIN_THEMES["ansi-dark"]
    palette = Palette(theme.to_color_system().generate(), dark=theme.dark, ansi=True)
    style = palette.style([span])
    kinds = {color.type for color in (style.color, style.bgcolor) if color is not None}
    assert kinds <= {ColorType.DEFAULT, ColorType.STANDARD}
    assert style != palette.base
