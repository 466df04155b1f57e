"""The footer: the keys that work now, in one row.

Textual's own footer is a widget for each key, made anew whenever the focus moves; this one is a line of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from studytui.tui.keys import order_of

_LAST = 1_000
"""Place of a key that is no command of ours."""
_KEPT = ("app.help", "end")
"""Actions whose keys have room in the narrowest row: what shows all others, and the way out of a review."""


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
        depths: dict[DOMNode, int] = {
            node: depth for depth, node in enumerate((self.screen.focused or self.screen).ancestors_with_self)
        }

        def order(active: ActiveBinding) -> tuple[bool, int, int]:
            """A mode first, then the focused pane; commands as they are written down, whatever keys they have."""
            first = _says(active.node, "foremost", active.binding.action)
            rank = order_of(type(active.node)).get(active.binding.id or "", _LAST)
            return not first, depths.get(active.node, len(depths)), rank

        offered = (each for each in self.screen.active_bindings.values() if each.binding.show and each.enabled)
        for active in sorted(offered, key=order):
            action = active.binding.action
            if action not in shown and not _says(active.node, "idle", action):
                shown.add(action)
                yield active.binding

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        for first, last, binding in self._places:
            if first <= event.x < last:
                self.app.simulate_key(binding.key)
                return


def _says(node: DOMNode, question: str, action: str) -> bool:
    """The answer of a node that knows which of its commands are `idle` now, or `foremost`, as those of a mode."""
    ask: Callable[[str], bool] | None = getattr(node, question, None)
    return ask is not None and ask(action)
