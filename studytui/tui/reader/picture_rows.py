"""Pictures in the rows of the reader: cells in strips, and sixels over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from studytui.layout import Line, Span
from studytui.layout.sanitise import clean
from studytui.tui.reader.strips import GUTTER, Overlay, overprint

if TYPE_CHECKING:
    from studytui.tui.pictures.gallery import Drawn


def pictures_of(line: Line) -> list[Span]:
    """The spans of the pictures that a row is a part of: in a table there may be several."""
    return [span for span in line.spans if span.role == "picture"]


def is_faint(line: Line) -> bool:
    """True if the row is dimmed."""
    return any(span.role == "dim" for span in line.spans)


def columns_of(line: Line, span: Span) -> tuple[int, int]:
    """The first cell of the span in a painted row, and the one after its last."""
    start = GUTTER + cell_len(line.text[: span.start])
    return start, start + cell_len(line.text[span.start : span.end])


def with_cells(strip: Strip, line: Line, span: Span, cells: list[Segment]) -> Strip:
    """The painted row with the cells of its picture."""
    start, end = columns_of(line, span)
    total = strip.cell_length
    end = min(end, total)
    return Strip.join([strip.crop(0, start), Strip(cells).crop(0, end - start), strip.crop(end, total)])


def name_of(span: Span) -> str:
    """The label of a selected picture: the name of its file, no wider than it is."""
    name = unquote(span.target or "").rstrip("/").rpartition("/")[2]
    return f" {clean(name)} "[: max(0, span.end - span.start)]


def with_labels(strip: Strip, line: Line, overlays: Sequence[Overlay]) -> Strip:
    """The painted row with what stands over its pictures: the letters of hints, and the name of a selected one."""
    for overlay in overlays:
        if overlay.text:
            at = GUTTER + cell_len(line.text[: overlay.start])
            strip = overprint(strip, at, overlay.text, overlay.style)
    return strip


def over_rows(
    rows: Sequence[tuple[int, Line]],
    drawn: Callable[[Line, Span], Drawn | None],
    at: tuple[int, int],
    uncovered: Callable[[int, int], bool],
) -> str:
    """The escape sequences that draw the sixels of these rows.

    Args:
        rows: Rows of the widget, with what stands there.
        drawn: Gives the picture of a row.
        at: Where the widget is on the screen.
        uncovered: Whether a cell of the screen shows the widget: a picture stays below what lies over it.
    """
    parts: list[str] = []
    for y, line in rows:
        for span in pictures_of(line):
            picture = drawn(line, span)
            if picture is None or not picture.strips:
                continue
            start, end = columns_of(line, span)
            left, right, row = at[0] + start, at[0] + end - 1, at[1] + y
            if all(uncovered(x, row) for x in {*range(left, right, 8), right}):
                parts.append(f"\x1b[{row + 1};{left + 1}H{picture.strips[span.number or 0]}")
    return "\x1b7" + "".join(parts) + "\x1b8" if parts else ""
