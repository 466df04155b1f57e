"""Settings that were saved meanwhile: what of the screen follows each."""

from __future__ import annotations

from collections.abc import Collection

from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.panes import Panes
from studytui.tui.screens.reading.vault_loading import VaultLoading


class SettingsInForce:
    """The settings lie in the session already; here what was made of them is made anew."""

    def __init__(self, screen: ReadingBase, panes: Panes, vault_loading: VaultLoading) -> None:
        self._screen = screen
        self._panes = panes
        self._vault_loading = vault_loading
        self._pages, self._session = screen.pages, screen.session

    def follow(self, changed: Collection[str]) -> None:
        """Show what the settings say now."""
        settings = self._session.settings
        self._pages.settings = settings
        if "legend" in changed and settings.legend != self._session.legend:
            self._session.legend = settings.legend
            self._pages.set_legend(settings.legend)
        if {"legend", "show_excluded"} & set(changed):
            self._vault_loading.read_vault(again=True)
        if "reading_width" in changed:
            self._pages.reader.reading_width = settings.reading_width
            self._pages.relayout()
        if self._pages.loader.look != settings.look:
            self._pages.loader.look = settings.look
            self._pages.relayout()
        if "strict_line_breaks" in changed:
            self._pages.follow.show_again(text=True)
        if "sidebar_width" in changed:
            self._panes.widths_changed()
        if "show_hidden" in changed and self._session.vault is not None:
            self._screen.sidebar.show(
                self._session.vault, self._session.state.open_folders(), show_hidden=settings.show_hidden
            )
        later = sorted({"images", "mouse", "vault"} & set(changed))
        if later:
            self._screen.say(f"settings read; {', '.join(later)} from the next start on")
        else:
            self._screen.say("settings read")
