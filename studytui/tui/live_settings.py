"""Keys and themes of the settings, at the start and whenever they are saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from threading import Event
from typing import Any

from msgspec.structs import replace
from textual.app import App

from studytui.settings import Loaded, Settings
from studytui.tui.chosen_theme import ChosenTheme
from studytui.tui.keys import groups, problems_of, usable
from studytui.tui.presets import PRESETS
from studytui.tui.session import Session


class LiveSettings:
    """The settings of a session, made the app's own; says what is wrong with them."""

    def __init__(
        self,
        app: App[Any],
        session: Session,
        *,
        sets: Sequence[str],
        warn: Callable[[str], None],
        follow: Callable[[Collection[str]], None],
    ) -> None:
        """The settings.

        Args:
            app: Whose keys and themes they are.
            session: Where the settings lie.
            sets: Those of the command line, which go before what is saved.
            warn: Says what is wrong.
            follow: Is told the names of settings that are others now.
        """
        self._app = app
        self._session = session
        self._sets = sets
        self._warn = warn
        self._follow = follow
        self._leaving = Event()
        self._preset: Mapping[str, str] = {}
        self.themes = ChosenTheme(app)
        self.keys: Mapping[str, str] = {}
        """Keys by command that are not the defaults."""

    def begin(self) -> list[str]:
        """Use the settings as they are; what is wrong with them."""
        settings = self._session.settings
        problems = [*self._use_keys(settings), *self.themes.load_own(), self.themes.choose(settings.theme)]
        return [problem for problem in problems if problem is not None]

    def _use_keys(self, settings: Settings) -> list[str]:
        own, unusable = usable(settings.keys)
        self._preset = PRESETS[settings.key_preset]
        self.keys = {**self._preset, **own}
        self._app.set_keymap(self.keys)
        return unusable

    def watch(self) -> None:
        """Say what is wrong with the keys, which needs to know every command; from now on follow what is saved."""
        self._find_key_problems_later()
        self._app.run_worker(self._watch, name="settings", thread=True, exit_on_error=False)

    def leave(self) -> None:
        """Follow nothing any more."""
        self._leaving.set()

    def _watch(self) -> None:
        from studytui.tui.settings_watch import saved_settings

        for loaded, changed in saved_settings(self._sets, self._leaving):
            self._app.call_from_thread(self._use, loaded, changed)

    def _use(self, loaded: Loaded, changed: dict[str, Any]) -> None:
        """Puts saved settings in force, and says what is wrong with them."""
        problems = [*map(str, loaded.problems), *self.themes.load_own()]
        before = replace(self._session.settings, theme=self._app.theme)  # what the app itself has saved is in force
        changed = {name: value for name, value in changed.items() if getattr(before, name) != value}
        self._session.settings = settings = replace(self._session.settings, **changed)
        if "theme" in changed:
            problems += filter(None, (self.themes.choose(settings.theme),))
        if changed.keys() & {"keys", "key_preset"}:
            problems += self._use_keys(settings)
            self._find_key_problems_later()
        for problem in problems:
            self._warn(problem)
        if changed:
            self._follow(changed.keys())

    def _find_key_problems_later(self) -> None:
        if self._session.settings.keys:
            self._app.run_worker(self._find_key_problems, name="keys", thread=True, exit_on_error=False)

    def _find_key_problems(self) -> None:
        for problem in problems_of(usable(self._session.settings.keys)[0], groups(), self._preset):
            self._app.call_from_thread(self._warn, problem)
