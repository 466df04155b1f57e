"""The box that filters the sidebar."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from studytui.tui.panes.box import TextBox


class FilterInput(TextBox):
    """The input that filters the tree."""

    BINDING_GROUP_TITLE = "In the filter box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "done", "To the tree", id="filter.done", tooltip="Go to the rows that are left"),
        Binding("escape", "clear_filter", "Clear", id="filter.clear", tooltip="Show everything again"),
    ]

    class Done(Message):
        """The tree is to have the keys."""

    class Cleared(Message):
        """The filter ends."""

    def action_done(self) -> None:
        """Go to the tree."""
        self.post_message(self.Done())

    def action_clear_filter(self) -> None:
        """End the filter."""
        self.post_message(self.Cleared())
