"""The box that a search is typed into."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from studytui.tui.panes.box import TextBox


class SearchInput(TextBox):
    """The query; the arrows move over the rows meanwhile."""

    BINDING_GROUP_TITLE = "In the search box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "Down", show=False, id="search.down", tooltip="Next row"),
        Binding("up,ctrl+p", "move(-1)", "Up", show=False, id="search.up", tooltip="Previous row"),
        Binding("pagedown", "move(10)", "Down", show=False, id="search.page_down", tooltip="Ten rows down"),
        Binding("pageup", "move(-10)", "Up", show=False, id="search.page_up", tooltip="Ten rows up"),
        Binding("enter", "choose", "Open", id="search.open", tooltip="Open at the line that was found"),
        Binding("escape", "leave", "Close", id="search.close", tooltip="Close the search"),
    ]

    taken_ahead = False
    """True if letters were put into the box before it was mounted."""

    class Moved(Message):
        """The highlight is to move by this many rows."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Wanted(Message):
        """The highlighted row is to be opened."""

    class Left(Message):
        """The search is to be closed."""

    def on_mount(self) -> None:
        """Selects the text that it was opened with, so that the first letter replaces it."""
        if not self.taken_ahead:
            self.select_all()

    def take(self, event: events.Key) -> None:
        """Edit as if the key had reached the box."""
        if self.is_mounted:
            if event.key == "backspace":
                self.action_delete_left()
            else:
                self.put(event.character or "")
            return
        before = self.value if self.taken_ahead else ""
        self.value = before[:-1] if event.key == "backspace" else before + (event.character or "")
        self.taken_ahead = True

    def action_move(self, step: int) -> None:
        """Ask for another row."""
        self.post_message(self.Moved(step))

    def action_choose(self) -> None:
        """Ask to open the row."""
        self.post_message(self.Wanted())

    def action_leave(self) -> None:
        """Ask to close."""
        self.post_message(self.Left())
