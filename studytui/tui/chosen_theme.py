"""The theme in force: chosen by the settings or here, tried on, and kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from textual.app import App

from studytui import paths
from studytui.settings import SettingsError
from studytui.tui.theme.own import own_themes
from studytui.tui.theme.paper import PAPER

DARK, LIGHT = "textual-dark", "textual-light"


def theme_name(wanted: str, environ: Mapping[str, str]) -> str:
    """The Textual theme for the setting; `auto` goes by `$COLORFGBG`, the background that a terminal may name."""
    if wanted == "auto":
        background = environ.get("COLORFGBG", "").rpartition(";")[2]
        return LIGHT if background in ("7", "15") else DARK
    return {"dark": DARK, "light": LIGHT}.get(wanted, wanted)


class ChosenTheme:
    """Which theme an app has, and which of them the settings know."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._kept = ""
        """The theme that the settings name."""
        self._before: str | None = None
        """The theme that was in force when others began to be tried on."""

    def load_own(self) -> list[str]:
        """Make the reader's own themes and the light one known; what is wrong with them."""
        self._app.register_theme(PAPER)
        themes, problems = own_themes(paths.themes_dir())
        for theme in themes:
            self._app.register_theme(theme)
        return problems

    def choose(self, setting: str) -> str | None:
        """Use the theme that the settings name; if there is none, that in words."""
        wanted = theme_name(setting, os.environ)
        if wanted not in self._app.available_themes:
            self._kept = self._app.theme
            return f"no theme is called {setting}; the command palette lists them"
        self._kept = wanted
        self._app.theme = wanted
        return None

    def try_on(self, name: str | None) -> None:
        """Show a theme without keeping it; without a name, the one before others were tried on."""
        if name is None:
            self._app.theme = self._before or self._app.theme
            return
        if self._before is None:
            self._before = self._app.theme
        self._app.theme = name

    def decide(self, name: str | None) -> None:
        """Keep a theme for this and the next start, or (None) go back to the one before others were tried on."""
        before, self._before = self._before, None
        if name is not None:
            self._app.theme = name
            self.keep()
        elif before is not None:
            self._app.theme = before

    def keep(self) -> None:
        """Write down a theme that was chosen here, unless it is only being tried on."""
        name = self._app.theme
        if self._before is not None or name == self._kept:
            return
        self._kept = name
        from studytui.settings.write import update as update_settings

        try:
            update_settings(paths.config_file(), "theme", name)
        except SettingsError as error:
            self._app.notify(f"the theme is not kept: {error}", severity="warning", markup=False)
