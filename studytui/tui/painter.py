"""One line -> one strip of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from studytui.layout import Line, Span
from studytui.tui.palette import Palette

StopKey = tuple[str, int]
"""`("link", number)`, `("gap", number)` or `("fold", key)`, equal for all pieces of one link."""

GUTTER = 2
"""Cells to the left of the text: the high-yield bar and a blank."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Characters `start` to `end` of a row get this style on top; `text` replaces what stands there."""

    start: int
    end: int
    style: Style
    text: str | None = None


def paint(line: Line, width: int, palette: Palette, overlays: Sequence[Overlay] = (), bar: bool = True) -> Strip:
    """The strip of a line, exactly `width` cells, with offsets for selection and link numbers for the mouse.

    Segments carry `offset` (character, logical line) as Textual's selection wants it, and `stop` (row-independent
    identity of a link or gap) in their meta.
    """
    base = palette.base
    marked = any(span.role == "high-yield" for span in line.spans)
    segments = [Segment("▌ " if marked and bar else "  ", palette.gutter if marked else base)]
    cuts = {0, min(line.indent, len(line.text)), len(line.text)}
    pieces = [(span.start, span.end) for span in line.spans] + [(over.start, over.end) for over in overlays]
    for start, end in pieces:
        cuts.add(min(max(start, 0), len(line.text)))
        cuts.add(min(end, len(line.text)))
    places = sorted(cuts)
    body: list[Segment] = []
    for start, end in pairwise(places):
        under = [span for span in line.spans if span.start <= start and span.end >= end]
        style = palette.style(under)
        for overlay in overlays:
            if overlay.start <= start and overlay.end >= end:
                style += overlay.style
        meta: dict[str, object] = {}
        if start >= line.indent:
            meta["offset"] = (line.offset + start - line.indent, line.logical)
        stop = next((stop_key(span) for span in under if stop_key(span)), None)
        if stop is not None:
            meta["stop"] = stop
        body.append(Segment(line.text[start:end], style + Style.from_meta(meta)))
    segments.extend(body)
    strip = Strip(segments)
    for overlay in overlays:
        if overlay.text is not None:
            strip = _overprint(strip, GUTTER + cell_len(line.text[: overlay.start]), overlay.text, overlay.style)
    return strip.adjust_cell_length(width, base)


def stop_key(span: Span) -> StopKey | None:
    """What identifies a link, image, gap or fold that the keyboard can stop at, or None."""
    if span.role == "gap" and span.number is not None:
        return ("gap", span.number)
    if span.role == "fold" and span.number is not None:
        return ("fold", span.number)
    if span.link is not None:
        return ("link", span.link.number)
    return None


def _overprint(strip: Strip, at: int, text: str, style: Style) -> Strip:
    width = cell_len(text)
    total = strip.cell_length
    left = strip.crop(0, at)
    right = strip.crop(at + width, total) if at + width < total else Strip.blank(0)
    return Strip.join([left, Strip([Segment(text, style)]), right])
