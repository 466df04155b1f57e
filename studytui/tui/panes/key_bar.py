"""The footer: the keys that work now, in one row.

Textual's own footer is a widget for each key, made anew whenever the focus moves; this one is a line of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from studytui.tui.keys import order_of

_LAST = 1_000
"""Place of a key that is no command of ours."""
_KEPT = ("app.help", "end")
"""Actions whose keys have room in the narrowest row: what shows all others, and the way out of a review."""


@runtime_checkable
class HasIdle(Protocol):
    """A node that knows which of its commands would do nothing now."""

    def idle(self, action: str) -> bool:
        """True for an action that has nothing to act on."""


@runtime_checkable
class HasForemost(Protocol):
    """A node that knows which of its commands are those of a mode that it is in."""

    def foremost(self, action: str) -> bool:
        """True for an action that the footer begins with."""


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
        """As many keys as fit, those of the focused pane first, and always those of `_KEPT`."""
        parts: list[Content] = []
        self._places = []
        at = 1
        bindings = list(self._working())
        kept = sum(self._width(binding) for binding in bindings if binding.action in _KEPT)
        for binding in bindings:
            width = self._width(binding)
            kept -= width if binding.action in _KEPT else 0
            if at + width + kept > self.size.width + 1:
                continue
            key = self.app.get_key_display(binding)
            self._places.append((at, at + width - 1, binding))
            parts += [Content(f" {key}").stylize("$footer-key-foreground bold"), Content(f" {binding.description}")]
            at += width
        return Content.assemble(*parts)

    def _width(self, binding: Binding) -> int:
        return cell_len(self.app.get_key_display(binding)) + cell_len(binding.description) + 2

    def _working(self) -> Iterator[Binding]:
        """What would do something now, each command once."""
        shown: set[str] = set()
        for active in sorted(self.screen.active_bindings.values(), key=self._order):
            action = active.binding.action
            if not active.binding.show or not active.enabled or action in shown:
                continue
            if isinstance(active.node, HasIdle) and active.node.idle(action):
                continue
            shown.add(action)
            yield active.binding

    def _order(self, active: ActiveBinding) -> tuple[bool, int, int]:
        """A mode first, then the focused pane; commands as they are written down, whatever keys the settings give."""
        here = self.screen.focused or self.screen
        chain = here.ancestors_with_self
        depth = chain.index(active.node) if active.node in chain else len(chain)
        first = isinstance(active.node, HasForemost) and active.node.foremost(active.binding.action)
        return not first, depth, order_of(type(active.node)).get(active.binding.id or "", _LAST)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        for first, last, binding in self._places:
            if first <= event.x < last:
                self.app.simulate_key(binding.key)
                return
