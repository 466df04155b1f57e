"""A look at the text of a footnote, without leaving the line that refers to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from studytui.layout import Line
from studytui.tui.reader.reader import Reader
from studytui.tui.reader.stops import Stop
from studytui.tui.screens.dialog import Dialog
from studytui.tui.theme.palette import Palette

WIDTH = 64
"""Columns of the text."""


class FootnoteScreen(Dialog[Stop | None]):
    """The text in a frame; answers with what is to be followed: a link in it, or the number before it."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In a footnote"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,K", "close", "Close", id="footnote.close", tooltip="Close the footnote"),
        Binding(
            "enter,o",
            "open",
            "Go there",
            id="footnote.open",
            tooltip="Go to the text, or follow its link",
            priority=True,
        ),
    ]

    def __init__(self, palette: Palette, lines: Sequence[Line]) -> None:
        super().__init__()
        self.reader = Reader(palette)
        self._lines = lines

    def compose(self) -> ComposeResult:
        """A frame with a reader as high as the text."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Footnote"
            dialog.border_subtitle = "enter goes there · escape closes"
            yield self.reader

    def on_mount(self) -> None:
        """Show the text."""
        self.reader.styles.height = len(self._lines)
        self.reader.styles.max_height = max(3, self.app.size.height * 2 // 3)
        self.reader.begin(self._lines, complete=True)
        self.reader.focus()

    def on_reader_followed(self, event: Reader.Followed) -> None:
        """Closes the dialog and follows what was clicked."""
        event.stop()
        self.dismiss(event.chosen)

    def on_reader_selected(self, event: Reader.Selected) -> None:
        """Keeps the message from the screen below."""
        event.stop()

    def on_reader_moved(self, event: Reader.Moved) -> None:
        """Keeps the message from the screen below."""
        event.stop()

    def action_open(self) -> None:
        """Follow the selected link, or go to the text."""
        number = (stop for stop in self.reader.stops.on_rows(0, len(self._lines)) if stop.key[0] == "definition")
        self.dismiss(self.reader.selected or next(number, None))

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
