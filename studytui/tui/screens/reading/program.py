"""Keys of the main screen whose actions are the app's: help and quit."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType


class Program:
    """Help and leaving: keys of the main screen, as in a box they are letters."""

    BINDING_GROUP_TITLE = "Program"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "app.help", "Help", key_display="?", id="help", tooltip="Every key"),
        Binding("q", "app.quit", "Quit", id="quit", tooltip="Quit; the place is kept"),
    ]
