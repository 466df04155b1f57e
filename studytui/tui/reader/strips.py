"""One line -> one strip of the screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from studytui.layout import Line, Span
from studytui.layout.code.code import CODE_BAR
from studytui.layout.wrap import cells, graphemes, narrow
from studytui.tui.theme.palette import Palette

StopKey = tuple[str, int]
"""`("link", number)`, or `gap`, `footnote`, `definition`, `tag`, `fold` with a number; equal for all pieces of one
stop."""

_NUMBERED = frozenset(("gap", "footnote", "definition", "tag", "fold", "blank"))

GUTTER = 2
"""Cells to the left of the text: the high-yield bar and a blank."""

HERE = "›"
"""Stands between bar and text where the line is that keys act on."""

_MARKER = Span(0, 1, "marker")
_HERE = Span(0, 1, "heading", level=1)
_CODE = (Span(0, 1, "code"),)


class Overlay(Struct, frozen=True):
    """Characters `start` to `end` of a row get this style on top; `text` replaces what stands there."""

    start: int
    end: int
    style: Style
    text: str | None = None


def paint(
    line: Line,
    width: int,
    palette: Palette,
    overlays: Sequence[Overlay] = (),
    bar: bool = True,
    *,
    shift: int = 0,
    selected: tuple[int, int] | None = None,
    here: bool = False,
) -> Strip:
    """The strip of a line, exactly `width` cells, with offsets for selection and link numbers for the mouse.

    Segments carry `offset` (character, logical line) as Textual's selection wants it, and `stop` (row-independent
    identity of a link or gap) in their meta. The text of a wide line is moved `shift` cells to the left under its
    indent, with a mark at each edge where it is cut. Characters `selected` are laid on the ground of a selection.
    `here` marks the line that keys act on.
    """
    base = palette.base
    marked = any(span.role == "high-yield" for span in line.spans)
    segments = [Segment("▌ " if marked and bar else "  ", palette.gutter if marked else base)]
    if here:
        segments = [*Strip(segments).crop(0, GUTTER - 1), Segment(HERE, palette.style((_HERE,)))]
    indent = min(line.indent, len(line.text))
    seen = window(line, shift, width - GUTTER) if line.wide else Window(indent, len(line.text))
    segments += _body(line, palette, overlays, 0, indent, selected)
    if seen.before:
        segments.append(Segment(seen.before, palette.style((_MARKER,))))
    segments += _body(line, palette, overlays, seen.start, seen.end, selected)
    if seen.after:
        segments.append(Segment(seen.after, palette.style((_MARKER,))))
    strip = Strip(segments)
    for overlay in overlays:
        if overlay.text is not None and seen.start <= overlay.start <= seen.end:
            hidden = cell_len(line.text[indent : seen.start]) - cell_len(seen.before)
            at = GUTTER + cell_len(line.text[: overlay.start]) - hidden
            strip = overprint(strip, at, overlay.text, overlay.style)
    return strip.adjust_cell_length(width, palette.style(_CODE) if _in_code_block(line) else base)


def _in_code_block(line: Line) -> bool:
    """True if the row is of a code block, whose background reaches to the edge."""
    return CODE_BAR in line.text[: line.indent]


def _body(
    line: Line,
    palette: Palette,
    overlays: Sequence[Overlay],
    first: int,
    last: int,
    selected: tuple[int, int] | None,
) -> list[Segment]:
    """The segments of characters `first` to `last`."""
    spans = [span for span in line.spans if span.start < last and span.end > first]
    cuts = {first, last}
    pieces = [(span.start, span.end) for span in spans] + [(over.start, over.end) for over in overlays]
    if selected is not None:
        pieces.append(selected)
    for start, end in pieces:
        cuts.add(min(max(start, first), last))
        cuts.add(min(max(end, first), last))
    body: list[Segment] = []
    for start, end in pairwise(sorted(cuts)):
        under = [span for span in spans if span.start <= start and span.end >= end]
        style = palette.style(under)
        for overlay in overlays:
            if overlay.start <= start and overlay.end >= end:
                style += overlay.style
        if selected is not None and selected[0] <= start and end <= selected[1]:
            style = palette.selected(style)
        meta: dict[str, object] = {}
        if start >= line.indent:
            meta["offset"] = (line.offset + start - line.indent, line.logical)
        stop = next((stop_key(span) for span in under if stop_key(span)), None)
        if stop is not None:
            meta["stop"] = stop
        body.append(Segment(line.text[start:end], style + Style.from_meta(meta)))
    return body


def stop_key(span: Span) -> StopKey | None:
    """The identity of the stop that a span belongs to, or None."""
    if span.role in _NUMBERED and span.number is not None:
        return (span.role, span.number)
    if span.link is not None:
        return ("link", span.link.number)
    return None


def overprint(strip: Strip, at: int, text: str, style: Style) -> Strip:
    """The strip with this text over its cells from `at` on."""
    width = cell_len(text)
    total = strip.cell_length
    left = strip.crop(0, at)
    right = strip.crop(at + width, total) if at + width < total else Strip.blank(0)
    return Strip.join([left, Strip([Segment(text, style)]), right])


LEFT, RIGHT = "‹", "›"
"""Stand in the first and the last column where the text goes on beyond it."""


class Window(Struct, frozen=True):
    """Characters `start` to `end` of a line's text, and what is painted before and after them."""

    start: int
    end: int
    before: str = ""
    after: str = ""


def window(line: Line, shift: int, width: int) -> Window:
    """The horizontal window of a wide line: `width` cells with its indent, its text scrolled left by `shift` cells."""
    indent, text = line.indent, line.text[line.indent :]
    room = max(1, width - cells(line.text[:indent]))
    places = _places(text)
    total = places.cells(len(text))
    first = min(shift, total)
    last = min(shift + room, total)
    cut_left, cut_right = bool(text) and shift > 0, total > shift + room
    start = places.at_or_after(first + cut_left) if cut_left else 0
    end = max(start, places.at_or_before(last - cut_right))
    if not cut_left and not cut_right:
        return Window(indent, indent + len(text))
    # Half a wide character is a blank.
    before = LEFT + " " * (min(places.cells(start), last) - first - 1) if cut_left else ""
    after = " " * (last - 1 - max(places.cells(end), first + cut_left)) + RIGHT if cut_right else ""
    return Window(indent + start, indent + end, before, after)


class _Places:
    """Offset of each grapheme of a text, and the cell that it begins in."""

    def __init__(self, text: str) -> None:
        if narrow(text):
            self._offsets: list[int] | range = range(len(text) + 1)
            self._cells: list[int] | range = self._offsets
        else:
            found = graphemes(text)
            self._offsets = [start for start, _, _ in found] + [len(text)]
            self._cells = list(accumulate((size for _, _, size in found), initial=0))

    def cells(self, offset: int) -> int:
        return self._cells[bisect_left(self._offsets, offset)]

    def at_or_after(self, cell: int) -> int:
        return self._offsets[min(bisect_left(self._cells, cell), len(self._offsets) - 1)]

    def at_or_before(self, cell: int) -> int:
        return self._offsets[max(0, bisect_right(self._cells, cell) - 1)]


@lru_cache(maxsize=256)
def _places(text: str) -> _Places:
    return _Places(text)
