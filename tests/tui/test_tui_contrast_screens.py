"""Every cell of every screen reads, in every theme; focus is seen without colour (behaviour 13.15)."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, open_app, vault
from screens_seen import SCREENS, poor, seen
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from studytui.tui.theme.palette import contrast

__all__ = ["open_app", "vault"]

THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
FEW = ("textual-light", "solarized-dark", "rose-pine-dawn")


@pytest.mark.parametrize("name", SCREENS)
async def test_every_cell_of_a_screen_reads_in_every_theme(
    open_app: OpenApp, vault: Path, name: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(140, 40)) as (app, pilot, screen):
        monkeypatch.setattr(app.themes, "keep", lambda: None)
        await SCREENS[name](app, pilot, screen)
        found = {}
        for theme in THEMES if request.config.getoption("--long") else FEW:
            app.theme = theme
            await pilot.pause(0.05)
            found.update({(theme, what): ratio for what, ratio in poor(app).items()})
        assert found == {}


@pytest.mark.parametrize("keys", [("t",), ("o",), ("b",)], ids="".join)
async def test_the_pane_and_the_row_that_have_the_keys_are_seen_without_colour(
    open_app: OpenApp, vault: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(vault, "Neurology/Stroke.md", size=(150, 40)) as (app, pilot, _):
        await pilot.pause(0.3)
        before = {segment.text for _, segment in seen(app) if segment.style and segment.style.reverse}
        await pilot.press(*keys)
        await pilot.pause(0.3)
        after = {segment.text for _, segment in seen(app) if segment.style and segment.style.reverse}
        assert len(after - before) >= 1


async def test_the_light_theme_is_paper_under_black_text(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, theme="light") as (app, _, __):
        colors = {name: Color.parse(app.theme_variables[name]) for name in ("background", "surface", "foreground")}
        assert contrast(colors["background"], colors["foreground"]) > 17
        assert contrast(colors["surface"], colors["foreground"]) > 15
