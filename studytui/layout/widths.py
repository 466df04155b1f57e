"""Cells of a text as terminals count them, and the form of it that all of them draw in as many.

Nearly all terminals count code points: a spacing vowel sign has a cell of its own, a variation selector changes
nothing, and what a joiner joins stands side by side. Rich counts grapheme clusters. Here clusters are kept together,
and are as wide as most terminals draw their simplified form.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

import rich.cells
from rich._unicode_data import load

from studytui.lazy_regex import lazy_regex

Span = tuple[int, int, int]
"""Start, end, cells."""

_EMOJI = (
    "\u2100-\u214f\u2190-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_JOINED = lazy_regex(f"(?<=[{_EMOJI}\ufe0f])\u200d[{_EMOJI}]")
_DROPPED = lazy_regex(
    f"{_JOINED.pattern}|(?<=[0-9#*])\ufe0f?\u20e3"
    "|[\u00ad\u200b\u2060\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_JAMO = lazy_regex("[\u1100-\u11ff]+")
_UNSURE = lazy_regex(
    "[\u0900-\u0dff\u0f00-\u109f\u1700-\u18af\u1a00-\u1cff\ua800-\ua8ff\ua930-\ua9df\uaa00-\uaaff\uabc0-\uabff"
    "\u1100-\u11ff\u200c\u200d\U00011000-\U00011fff\U0001f6d5-\U0001f6df\U0001f7f0\U0001f90c\U0001f93f\U0001f971-\U0001f97f"
    "\U0001f9a3-\U0001f9af\U0001f9cb-\U0001f9cf\U0001fa70-\U0001faff]+"
)

_NARROW = ((0x2010, 0x2027), (0x2190, 0x2319), (0x2500, 0x25FC))
"""Dashes, arrows, lines and blocks, of one cell each: the screen's own signs need no table, which takes a while."""


@lru_cache(maxsize=1)
def _table() -> rich.cells.CellTable:
    """Rich's widths with a cell for each spacing mark, none for a soft hyphen, and no variation selectors."""
    stock = load("latest")
    marks = (
        code for start, end, width in stock.widths if not width and end < 0xE0000 for code in range(start, end + 1)
    )
    changed = {code: 1 for code in marks if unicodedata.category(chr(code)) == "Mc"}
    return stock._replace(widths=_overlaid(stock.widths, {0xAD: 0, **changed}), narrow_to_wide=frozenset())


def _overlaid(stock: Sequence[Span], changed: dict[int, int]) -> list[Span]:
    """The ranges of a width table, sorted, with single code points changed."""
    codes = sorted(changed)
    ranges = [(code, code, changed[code]) for code in codes]
    at = 0
    for start, end, width in sorted(stock):
        first = start
        while at < len(codes) and codes[at] <= end:
            code = codes[at]
            at += 1
            if code >= start:
                if first < code:
                    ranges.append((first, code - 1, width))
                first = code + 1
        if first <= end:
            ranges.append((first, end, width))
    return sorted(ranges)


def graphemes(text: str) -> list[Span]:
    """Grapheme clusters of a text, with the cells of each; joined emoji and their modifiers are one."""
    joined = {match.start() for match in _JOINED.finditer(text)} if "\u200d" in text else frozenset()
    found: list[Span] = []
    index, count = 0, len(text)
    while index < count:
        if index in joined:
            start, _, size = found[-1]
            index += 2
            found[-1] = (start, index, size)
            continue
        size = _size_of(text[index])
        index += 1
        if size or not found:
            found.append((index - 1, index, size))
        else:
            start, _, size = found[-1]
            found[-1] = (start, index, size)
    return found


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Width of a text in cells."""
    if "\u200d" in text:
        text = _JOINED.sub("", text)
    return sum(map(_size_of, text))


@lru_cache(maxsize=4096)
def _size_of(character: str) -> int:
    code = ord(character)
    if code < 0x300:
        return 0 if code < 32 or 0x7F <= code < 0xA0 or code == 0xAD else 1
    if any(first <= code <= last for first, last in _NARROW):
        return 1
    ranges = _table().widths
    at = bisect_right(ranges, code, key=itemgetter(0)) - 1
    _, end, size = ranges[at]
    return size if code <= end else 1


def use_terminal_widths() -> None:
    """Has Rich, and with it Textual, count cells as this module does; Rich has no public way to be told.

    `tests/layout/test_layout_widths.py` says what breaks when one of these names goes.
    """

    def table(unicode_version: str = "auto") -> rich.cells.CellTable:
        return _table()

    def spans(text: str, unicode_version: str = "auto") -> tuple[list[Span], int]:
        return graphemes(text), width(text)

    def length(text: str, unicode_version: str = "auto") -> int:
        return len(text) if text.isascii() and text.isprintable() else width(text)

    for name, function in {"load_cell_table": table, "split_graphemes": spans, "_cell_len": length}.items():
        setattr(rich.cells, name, function)
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()


def painted(text: str) -> str:
    """The text in the form that terminals draw in the cells counted here.

    Variation selectors, skin tones, what is joined to an emoji, and invisible characters are left out; letters of
    Hangul are composed.
    """
    if _JAMO.search(text):
        text = _JAMO.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    return _DROPPED.sub("", text)


def is_sure(cluster: str) -> bool:
    """True if all terminals draw the grapheme cluster in the cells counted here."""
    return _UNSURE.search(cluster) is None
