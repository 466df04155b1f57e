"""Bars of text, which read without colours: each has its number beside it."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"


def bar(value: float, most: float, width: int) -> str:
    """A bar of at most `width` cells, to the eighth of a cell; something is never nothing."""
    if value <= 0 or most <= 0 or width < 1:
        return ""
    eighths = max(1, round(8 * width * min(1.0, value / most)))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def heights(values: Sequence[float]) -> str:
    """A column a value, in eighths of a row; nothing is a dot on the ground."""
    most = max(values, default=0)
    return "".join("·" if value <= 0 else _HEIGHTS[min(7, int(8 * value / most))] for value in values)


def coverage(known: float, seen: int, cards: int, width: int) -> str:
    """How much of a topic is known, was seen, and was never seen, in `width` cells: `█`, `▒` and `·`."""
    if cards < 1:
        return " " * width
    first = min(width, round(width * known / cards))
    second = min(width - first, round(width * seen / cards) - first)
    second = max(second, 1 if seen > known and first < width else 0)
    if seen < cards and first + second == width:  # what was never seen is not hidden by rounding
        first, second = (first, second - 1) if second else (first - 1, 0)
    return "█" * first + "▒" * second + "·" * (width - first - second)
