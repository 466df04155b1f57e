"""Base class of all dialogs: a click outside of the frame closes them."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A modal screen whose ground around the frame is a way out."""

    def on_click(self, event: events.Click) -> None:
        """Close by a click beside the frame."""
        if self.is_current and self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            event.stop()
            self.leave_by_click()

    def leave_by_click(self) -> None:
        """Close as `escape` does."""
        self.dismiss(None)
