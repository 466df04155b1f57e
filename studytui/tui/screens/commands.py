"""Textual's command palette, which in Textual 8.2 ends the app when enter is pressed twice in a row."""

from __future__ import annotations

from textual import on
from textual.command import CommandPalette
from textual.widgets import Input, OptionList


class Commands(CommandPalette):
    """The palette; once a command is chosen, a second enter that was on its way chooses nothing."""

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        if not self.is_current:
            event.stop()
            event.prevent_default()
