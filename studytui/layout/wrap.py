"""Cuts text into rows of so many cells, at blanks, never inside a grapheme.

A row is a pair of character offsets into the text, so that what lies between two rows is
exactly the blanks that the wrap has eaten. Widths are cells as `widths.py` counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from studytui.layout import widths
from studytui.lazy_regex import lazy_regex

RowRange = tuple[int, int]
Grapheme = tuple[int, int, int]
"""Start, end, cells."""

# Every character outside these ranges may be wide, or may join others: the slow road.
_UNUSUAL = lazy_regex(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u1d00-\u1dbf\u1e00-\u1eff\u2010-\u2027\u2030-\u205e"
    "\u2070-\u20c0\u2100-\u22ff\u2400-\u2426\u2500-\u25fc]"
)
_WORD = lazy_regex(r"[^ ]+")
# Where a word that is longer than a row is best broken.
_SOFT_BREAK = lazy_regex(r"[/\-_?&=.,;](?=[^/\-_?&=.,; ]*$)")
# The parts of a text that a narrow column had better hold whole; an address or a path has several.
_PARTS = lazy_regex(r" |(?<=[/_])")
# Chinese and Japanese break between any two characters, Korean at blanks.
_IDEOGRAPH_RANGES = "[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
_NOT_FIRST = frozenset("、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〟’”")
_NOT_LAST = frozenset("（「『【〔〈《〝‘“")


@cache
def _ideographs() -> re.Pattern[str]:
    # Slow to compile, and most vaults never need it.
    return re.compile(_IDEOGRAPH_RANGES)


def narrow(text: str) -> bool:
    """True if every character takes one cell and stands alone, so that characters are cells."""
    return text.isascii() or _UNUSUAL.search(text) is None


def cells(text: str) -> int:
    """Width of the text in cells."""
    return len(text) if narrow(text) else widths.width(text)


def wrap(text: str, width: int, rest: int | None = None) -> list[RowRange]:
    """Rows of `text`, the first at most `width` cells wide, the others `rest` (or `width`).

    Breaks at blanks, which belong to no row; a longer word is broken between graphemes, after `/`, `-` and the like
    where one is near. Always at least one row. Both widths must be 2 or more, so that any grapheme fits.
    """
    rest = width if rest is None else rest
    end = len(text.rstrip(" "))
    if narrow(text):
        return _wrap_narrow(text, end, width, rest)
    return _wrap_units(text[:end], width, rest)


def wrap_exactly(text: str, width: int, rest: int | None = None) -> list[RowRange]:
    """Rows of `text` that keep every blank (for code): each row is as full as graphemes allow."""
    rest = width if rest is None else rest
    if narrow(text):
        cuts = [0, *range(width, len(text), rest), len(text)] if len(text) > width else [0, len(text)]
        return list(pairwise(cuts))
    rows: list[RowRange] = []
    first, used = 0, 0
    for start, _end, size in graphemes(text):
        if used + size > (rest if rows else width) and start > first:
            rows.append((first, start))
            first, used = start, 0
        used += size
    rows.append((first, len(text)))
    return rows


def longest_word(text: str) -> int:
    """Width in cells of the widest piece that `wrap` would rather not break."""
    if narrow(text):
        return max(map(len, _PARTS.split(text)))
    return max((size for _, _, size in _units(text)), default=0)


@lru_cache(maxsize=512)
def graphemes(text: str) -> tuple[Grapheme, ...]:
    """The text in pieces that must stay together; the two letters of a flag are one."""
    found: list[Grapheme] = []
    flag = False
    for start, end, size in widths.graphemes(text):
        regional = "\U0001f1e6" <= text[start] <= "\U0001f1ff"
        if flag and regional:
            first, _, before = found[-1]
            found[-1] = (first, end, before + size)
            flag = False
        else:
            found.append((start, end, size))
            flag = regional
    return tuple(found)


def _wrap_narrow(text: str, end: int, width: int, rest: int) -> list[RowRange]:
    rows: list[RowRange] = []
    start, limit = 0, width
    while end - start > limit:
        cut = text.rfind(" ", start, start + limit + 1)
        if cut < 0:
            cut = start + limit
            near = _SOFT_BREAK.search(text, start + limit // 2, cut)
            cut = near.end() if near else cut
            rows.append((start, cut))
            start = cut
        else:
            stop = start + len(text[start:cut].rstrip(" "))
            if stop > start:
                rows.append((start, stop))
            start = cut + 1
            while text[start] == " ":
                start += 1
        limit = rest if rows else width
    rows.append((start, max(start, end)))
    return rows


def _wrap_units(text: str, width: int, rest: int) -> list[RowRange]:
    rows: list[RowRange] = []
    begin = end = used = 0
    limit = width
    for start, stop, size in _units(text):
        if used + start - end + size <= limit:
            used += start - end + size
            end = stop
            continue
        if end > begin:
            rows.append((begin, end))
            limit = rest
        begin, end, used = start, stop, size
        if size > limit:
            for cut, left in _breaks(text, start, stop, limit, rest):
                rows.append((begin, cut))
                begin, used = cut, left
            limit = rest
    rows.append((begin, end))
    return rows


def _units(text: str) -> Iterator[Grapheme]:
    """The units that a line break may stand between, with their cells: words, or single Chinese and Japanese signs."""
    for match in _WORD.finditer(text):
        start, stop = match.span()
        word = match[0]
        if narrow(word):
            yield start, stop, len(word)
        elif _ideographs().search(word) is None:
            yield start, stop, sum(size for _, _, size in graphemes(word))
        else:
            yield from _signs(word, start)


def _signs(word: str, at: int) -> Iterator[Grapheme]:
    first = used = 0
    previous = ""
    for start, end, size in graphemes(word):
        piece = word[start:end]
        if _may_break_between(previous, piece):
            yield at + first, at + start, used
            first, used = start, 0
        used += size
        previous = piece
    yield at + first, at + len(word), used


def _breaks(text: str, start: int, stop: int, limit: int, rest: int) -> Iterator[tuple[int, int]]:
    """Break offsets of a word that is longer than a row, and the cells of its last piece."""
    word = text[start:stop]
    if narrow(word):
        for _, cut in _wrap_narrow(word, len(word), limit, rest)[:-1]:
            yield start + cut, len(word) - cut
        return
    pieces = graphemes(word)
    left = sum(size for _, _, size in pieces)
    used = 0
    for place, (begin, _, size) in enumerate(pieces):
        if used + size > limit and place:
            left -= used
            yield start + begin, left
            used, limit = 0, rest
        used += size


def _may_break_between(left: str, right: str) -> bool:
    if not left or left == " " or left[-1] in _NOT_LAST or right[0] in _NOT_FIRST:
        return False
    return _ideographs().match(left) is not None or _ideographs().match(right) is not None
