"""Base classes of the screens over the main one: they are left once, dialogs also by a click outside of the frame."""

from __future__ import annotations

from typing import Any, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList

from studytui.tui.textual_private import SteadyScreen

Result = TypeVar("Result")


class LeftOnce(SteadyScreen[Result]):
    """A screen that keys may leave which were pressed before it had gone: Textual would pop the one below for them."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Go, unless this screen has gone, or is not the one that keys go to; first be there, if it is not yet."""
        if not self.is_active:
            return AwaitComplete()
        if not self.is_mounted:  # taken away now, it would be mounted without its widgets, and fail
            self.call_later(self._dismiss_now, result)
            return AwaitComplete()
        return super().dismiss(result)

    def _dismiss_now(self, result: Result | None) -> None:
        self.dismiss(result)


class Dialog(LeftOnce[Result], ModalScreen[Result]):
    """A modal screen whose ground around the frame is a way out."""

    def on_click(self, event: events.Click) -> None:
        """Close by a click beside the frame."""
        if self.is_current and self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            event.stop()
            self.leave_by_click()

    def leave_by_click(self) -> None:
        """Close as `escape` does."""
        self.dismiss(None)


def move_highlight(screen: Screen[Any], step: int) -> None:
    """Moves the highlight of the screen's list to its next or previous row that can be chosen."""
    options = screen.query_one(OptionList)
    if step > 0:
        options.action_cursor_down()
    else:
        options.action_cursor_up()
