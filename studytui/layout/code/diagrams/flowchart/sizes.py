"""How large the items of a chart are, and where on them edges begin and end."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from studytui.layout.code.diagrams.flowchart.layers import BEND, HOLD, LABEL, NODE, Item, Layers, Segment
from studytui.layout.wrap import cells, longest_word, wrap

LONGEST_WORD = 32
"""Cells of a word that is not broken."""
LOOP = "↺"
"""Sign in the box of a node for an edge from it to itself."""


class Look(Struct, frozen=True):
    """How a chart is drawn."""

    sideways: bool
    text: int
    """Cells that a row of a node's text should have at most."""
    label: int
    gap: int
    """Cells between two boxes of a layer."""
    length: int = 1
    """Cells of a line from layer to layer, at the least; its head comes to that."""


def measure(layers: Layers, look: Look) -> None:
    """Give each item its lines and its size; the ports need the order of the items too."""
    for row in layers.rows:
        for item in row:
            _size(item, layers, look)
            _ports(item)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, none longer than it must be."""
    lines: list[str] = []
    for part in text.split("\n"):
        room = max(width, min(longest_word(part), LONGEST_WORD), 2)
        rows = wrap(part, room)
        # As few rows as that takes, and these as even as they can be.
        while room > 2 and len(rows) > 1 and room > longest_word(part):
            closer = wrap(part, room - 1)
            if len(closer) > len(rows):
                break
            room, rows = room - 1, closer
        lines += [part[start:end] for start, end in rows]
    return lines or [""]


def _size(item: Item, layers: Layers, look: Look) -> None:
    if item.kind in (BEND, HOLD):
        item.across = item.along = 1
        return
    if item.kind == LABEL:
        assert item.edge is not None
        item.lines = wrapped(item.edge.text, look.label)
        width, height = max(map(cells, item.lines)), len(item.lines)
        item.across, item.along = (height, width + 2) if look.sideways else (width, height)
        return
    node = item.node
    assert node is not None
    item.lines = wrapped(node.text, look.text)
    for loop in layers.loops.get(node.id, ()):
        item.lines += wrapped(f"{LOOP} {loop.text.replace(chr(10), ' ')}".rstrip(), look.text)
    width = max(map(cells, item.lines)) + 4
    height = len(item.lines) + (3 if node.shape == "cylinder" else 2)
    most = max(_count(item.above), _count(item.below))
    if look.sideways:
        item.across, item.along = max(height, most + 2), width
    else:
        width += 1 - width % 2
        item.across, item.along = max(width, 2 * most + 3 if most > 1 else 0), height


def _count(segments: list[Segment]) -> int:
    return len({segment.bundle for segment in segments})


def _ports(item: Item) -> None:
    for segments, upper in ((item.above, False), (item.below, True)):
        bundles: dict[int, list[Segment]] = defaultdict(list)
        for segment in segments:
            bundles[segment.bundle].append(segment)

        def place(bundle: list[Segment], upper: bool = upper) -> float:
            return sum((s.lower if upper else s.upper).order for s in bundle) / len(bundle)

        ordered = sorted(bundles.values(), key=place)
        for number, bundle in enumerate(ordered, 1):
            if item.kind == NODE and len(ordered) > 1:
                port = number * (item.across - 1) // (len(ordered) + 1)
                port = max(port, number)
            else:
                port = (item.across - 1) // 2
            for segment in bundle:
                if upper:
                    segment.upper_port = port
                else:
                    segment.lower_port = port
