"""Find in the note: a one-line box with a count."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, Static

from studytui.tui.panes.box import TextBox


class FindInput(TextBox):
    """The box; `enter` goes to the note, where `n` and `N` go on."""

    BINDING_GROUP_TITLE = "In the find box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "close", "To the note", id="find.close", tooltip="To the note; n and N go on"),
        Binding("down", "step(1)", "Next", id="find.next", tooltip="Next place in the note"),
        Binding("up", "step(-1)", "Previous", id="find.previous", tooltip="Previous place in the note"),
    ]

    def action_step(self, step: int) -> None:
        """Ask for the next or previous place."""
        self.post_message(FindBar.Stepped(step))

    def action_close(self) -> None:
        """Ask to leave the box."""
        self.post_message(FindBar.Left())


class FindBar(Horizontal):
    """Shown while something is looked for; says `3/12`, or that nothing was found."""

    class Queried(Message):
        """The text changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Stepped(Message):
        """The next (1) or previous (-1) place is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Left(Message):
        """The box is done with; the marks stay until the next `escape`."""

    def compose(self) -> ComposeResult:
        """The box and its count."""
        yield Label("find ", markup=False)
        yield FindInput(id="find-input", compact=True, select_on_focus=True)
        yield Static("", id="find-count", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the text on."""
        event.stop()
        self.post_message(self.Queried(event.value))

    def say(self, text: str) -> None:
        """Show the count, or why there is none."""
        for count in self.query("#find-count").results(Static):
            count.update(Content(text))

    @property
    def text(self) -> str:
        """The query as typed."""
        return self.query_one(FindInput).value
