"""The footer: the keys that work now, in one row.

Textual's own footer is a widget for each key, made anew whenever the focus moves; this one is a line of text.
"""

from __future__ import annotations

from textual import events
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from studytui.tui.keys import order_of

_LAST = 1_000
"""Place of a key that is no command of ours."""


class KeyBar(Widget):
    """Keys with their short names; a click presses the key."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, Binding]] = []

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """As many keys as fit, those of the focused pane first."""
        parts: list[Content] = []
        self._places = []
        at = 1
        shown: set[str] = set()
        for active in sorted(self.screen.active_bindings.values(), key=self._order):
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in shown:
                continue
            shown.add(binding.action)
            key = self.app.get_key_display(binding)
            width = len(key) + len(binding.description) + 2
            if at + width > self.size.width:
                break
            self._places.append((at, at + width - 1, binding))
            parts += [Content(f" {key}").stylize("$footer-key-foreground bold"), Content(f" {binding.description}")]
            at += width
        return Content.assemble(*parts)

    def _order(self, active: ActiveBinding) -> tuple[int, int]:
        """The focused pane first, and its commands as they are written down, whatever keys the settings give them."""
        here = self.screen.focused or self.screen
        chain = here.ancestors_with_self
        depth = chain.index(active.node) if active.node in chain else len(chain)
        return depth, order_of(type(active.node)).get(active.binding.id or "", _LAST)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        for first, last, binding in self._places:
            if first <= event.x < last:
                self.app.simulate_key(binding.key)
                return
