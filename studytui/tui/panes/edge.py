"""A pane whose right edge is moved with the mouse."""

from __future__ import annotations

from textual import events
from textual.containers import Vertical
from textual.message import Message


class EdgeMoves(Vertical):
    """Says to which width its edge is moved; whoever lays the panes out gives it."""

    class Dragged(Message):
        """The edge was moved to this width."""

        def __init__(self, width: int) -> None:
            super().__init__()
            self.width = width

    _held = False
    """True if the mouse holds the edge."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The edge is held."""
        if event.button == 1 and event.screen_x == self.region.right - 1:
            event.stop()
            self._held = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The edge follows."""
        if self._held:
            event.stop()
            self.post_message(self.Dragged(event.screen_x - self.region.x + 1))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The edge stays."""
        if self._held:
            self._held = False
            self.release_mouse()
