"""The row below a card: how to turn it, then the four answers with the intervals that they give."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from studytui.study.schedule import Grade, Memory
from studytui.tui.screens.review.words import NAMES, interval

_COMMANDS = {
    Grade.AGAIN: "review.again",
    Grade.HARD: "review.hard",
    Grade.GOOD: "review.good",
    Grade.EASY: "review.easy",
}


class Grades(Widget):
    """One row of text; a click presses the key under it."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="grades")
        self._shown: tuple[str, ...] = ()
        self._short: tuple[str, ...] = ()
        """The same without names, for where these leave intervals no room."""
        self._places: list[tuple[int, int, str]] = []

    def wait(self) -> None:
        """Nothing can be pressed."""
        self._show()

    def ask(self) -> None:
        """The card waits to be turned."""
        self._show(f"{self._key('review.show')} shows the answer")

    def offer(self, previews: Mapping[Grade, Memory] | None) -> None:
        """The four answers; in a cram, without intervals."""
        cells, short = [], []
        for grade, command in _COMMANDS.items():
            after = "" if previews is None else f" {interval(previews[grade].interval)}"
            cells.append(f"{self._key(command)} {NAMES[grade]}{after}")
            short.append(f"{self._key(command)}{after}")
        self._show(*cells)
        self._short = () if previews is None else tuple(short)

    def _show(self, *cells: str) -> None:
        self._shown, self._short = cells, ()
        self.refresh()

    def _binding(self, command: str) -> Binding | None:
        if not self.is_attached:
            return None  # the review was left while a step was under way
        bindings = (active.binding for active in self.screen.active_bindings.values())
        return next((binding for binding in bindings if binding.id == command), None)

    def _key(self, command: str) -> str:
        binding = self._binding(command)
        return "" if binding is None else self.app.get_key_display(binding)

    def _keys(self) -> list[str]:
        return ["review.show"] if len(self._shown) == 1 else list(_COMMANDS.values())

    def render(self) -> Content:
        """The cells beside each other; Good, which `space` gives too, stands out."""
        parts: list[Content] = []
        self._places = []
        at = 1
        cells, wide = self._shown, sum(map(cell_len, self._shown))
        gap = 3 if wide + 3 * len(cells) < self.size.width else 1
        if self._short and wide + gap * len(cells) > self.size.width:
            cells, gap = self._short, 2
        for command, cell in zip(self._keys(), cells, strict=False):
            key, _, rest = cell.partition(" ")
            style = "bold underline" if command == "review.good" else "bold"
            self._places.append((at, at + cell_len(cell), command))
            parts += [Content(f"{key} ").stylize("bold $found"), Content(rest).stylize(style)]
            parts.append(Content(" " * gap))
            at += cell_len(cell) + gap
        return Content.assemble(" ", *parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        for first, last, command in self._places:
            binding = self._binding(command)
            if first <= event.x < last and binding is not None:
                self.app.simulate_key(binding.key)
                return
