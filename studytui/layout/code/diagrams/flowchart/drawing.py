"""Chart -> rows: from roomy to narrow, first as the writer directed it, then turned."""

from __future__ import annotations

from collections.abc import Iterator

from studytui.layout.code.diagrams.flowchart.chart import Chart
from studytui.layout.code.diagrams.flowchart.layers import CrowdedError, Layers, layers_of
from studytui.layout.code.diagrams.flowchart.ordering import order
from studytui.layout.code.diagrams.flowchart.painting import paint
from studytui.layout.code.diagrams.flowchart.placing import Placing
from studytui.layout.code.diagrams.flowchart.sizes import Look, measure
from studytui.layout.wrap import cells

MOST_NODES = 150
"""A chart of more is not drawn."""


def drawings(chart: Chart, room: int) -> Iterator[list[str]]:
    """Drawings that fit into `room` cells, or as near as they come; the best first."""
    if len(chart.nodes) > MOST_NODES or len(chart.edges) > 2 * MOST_NODES:
        return
    try:
        layers = layers_of(chart)
    except CrowdedError:
        return
    order(layers)
    wide: list[tuple[int, int, Look]] = []
    for number, look in enumerate(_looks(sideways=chart.sideways)):
        measure(layers, look)
        least = _least(layers, look)
        if least > room:
            wide.append((least, number, look))
        else:
            yield from _drawing(layers, look, room)
    for _, _, look in sorted(wide, key=lambda each: each[:2]):
        measure(layers, look)
        yield from _drawing(layers, look, room)


def _drawing(layers: Layers, look: Look, room: int) -> Iterator[list[str]]:
    try:
        yield paint(layers, Placing(layers, look).places(0 if look.sideways else room), look)
    except CrowdedError:
        return


def _least(layers: Layers, look: Look) -> int:
    """Columns that a drawing takes at the least."""
    if look.sideways:
        return sum(max((item.along for item in row), default=0) + look.length for row in layers.rows) - look.length
    try:
        return Placing(layers, look).least
    except CrowdedError:
        return 0


def _looks(*, sideways: bool) -> Iterator[Look]:
    for way in (sideways, not sideways):
        for text, label, gap in ((28, 20, 3), (22, 16, 3), (18, 14, 2), (14, 12, 2), (11, 10, 1)):
            yield Look(way, text, label, 1 if way else gap, 3 if way and text > 18 else 1 if way else 0)


def width(rows: list[str]) -> int:
    """The cells of the widest row."""
    return max(map(cells, rows))
