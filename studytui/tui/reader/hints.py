"""Letters over links: type them to follow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from rich.style import Style

from studytui.tui.reader.stops import Stop
from studytui.tui.reader.strips import Overlay

ALPHABET = "asdfghjklqwertyuiopzxcvbnm"
"""Home row first."""


def labels(count: int) -> list[str]:
    """As many labels as asked for, all of one length, so that none begins another."""
    length = 1
    while len(ALPHABET) ** length < count:
        length += 1
    found = ("".join(letters) for letters in product(ALPHABET, repeat=length))
    return [label for label, _ in zip(found, range(count), strict=False)]


class Hints:
    """The labels of the stops on the screen and what was typed of them."""

    def __init__(self, stops: Sequence[Stop]) -> None:
        self._stops = dict(zip(labels(len(stops)), stops, strict=True))
        self._typed = ""

    @property
    def open(self) -> bool:
        """True if the letters typed begin the label of a stop."""
        return bool(self._matching())

    def _matching(self) -> dict[str, Stop]:
        return {label: stop for label, stop in self._stops.items() if label.startswith(self._typed)}

    def type(self, key: str) -> Stop | None:
        """Take one key; the stop if its label is complete. A key that leads nowhere closes the hints."""
        self._typed += key.lower() if len(key) == 1 else "\0"
        return self._stops.get(self._typed)

    def overlays(self, row: int, style: Style) -> list[Overlay]:
        """The labels to print over this row: cell and text of each."""
        return [
            Overlay(start, start, style, label[len(self._typed) :])
            for label, stop in self._matching().items()
            for at, start, _ in stop.pieces[:1]
            if at == row
        ]
