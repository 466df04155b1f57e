"""Chart -> layers of items: each node in one, each edge a chain of segments from one layer to the next.

An edge that goes back is turned around for that, and one that goes over several layers bends in those between. A label
is an item too, in a layer of labels between two of nodes, so that nothing can be drawn over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct, field

from studytui.layout.code.diagrams.flowchart.chart import Chart, Edge, Node

NODE, LABEL, BEND, HOLD = "node", "label", "bend", "hold"
"""Kinds of items; a hold keeps room for a group in a layer where none of its nodes is."""


class CrowdedError(Exception):
    """No drawing of this chart would be right."""


class Item(Struct, eq=False):
    """A node, or the bend of a long edge, that takes a place in a layer."""

    kind: str
    layer: int
    groups: tuple[str, ...] = ()
    node: Node | None = None
    edge: Edge | None = None
    lines: list[str] = field(default_factory=list)
    above: list[Segment] = field(default_factory=list)
    below: list[Segment] = field(default_factory=list)
    across: int = 1
    """Cells that it takes in its layer."""
    along: int = 1
    """Cells that it takes from layer to layer."""
    at: int = 0
    """Where it begins in its layer."""
    order: int = 0
    """Its place in its layer."""


class Segment(Struct, eq=False):
    """The part of an edge between two layers."""

    edge: Edge
    upper: Item
    lower: Item
    turned: bool
    """True if the edge goes from the lower to the upper."""
    upper_group: str = ""
    """The group at whose border it ends, if it does not end at the item itself."""
    lower_group: str = ""
    bundle: int = 0
    """Segments of one bundle are drawn as one line that forks, or as several that join."""
    upper_port: int = 0
    """Where it leaves, from the item's beginning."""
    lower_port: int = 0

    @property
    def upper_head(self) -> str:
        """The arrowhead where the edge meets the upper item."""
        if self.upper.kind != NODE:
            return ""
        return self.edge.end if self.turned else self.edge.start

    @property
    def lower_head(self) -> str:
        """The arrowhead where the edge meets the lower item."""
        if self.lower.kind != NODE:
            return ""
        return self.edge.start if self.turned else self.edge.end


class Layers(Struct):
    """The items of a chart, layer by layer."""

    chart: Chart
    rows: list[list[Item]]
    segments: list[Segment]
    loops: dict[str, list[Edge]]
    """Edges from a node to itself, which are said in its box."""


class _Span(Struct, eq=False):
    """An edge with the nodes that it is laid out between."""

    edge: Edge
    upper: str
    lower: str
    turned: bool
    upper_group: str = ""
    lower_group: str = ""


def layers_of(chart: Chart) -> Layers:
    """The layers of a chart.

    Raises:
        CrowdedError: An edge goes from a group into itself.
    """
    loops: dict[str, list[Edge]] = defaultdict(list)
    plain: list[Edge] = []
    for edge in chart.edges:
        if edge.source == edge.target and edge.source in chart.nodes:
            loops[edge.source].append(edge)
        else:
            plain.append(edge)
    ends = {name: [name] for name in chart.nodes}
    for group in chart.groups:
        ends[group] = [node.id for node in chart.members(group)]
    if any(set(ends[edge.source]) & set(ends[edge.target]) for edge in plain):
        raise CrowdedError
    turned = _turned(chart, plain, ends)
    rank = _ranks(chart, plain, ends, turned)
    spans = [_span(edge, ends, rank, turn) for edge, turn in zip(plain, turned, strict=True) if edge.line != "hidden"]
    return _built(chart, spans, rank, loops)


def _turned(chart: Chart, edges: list[Edge], ends: dict[str, list[str]]) -> list[bool]:
    """Which edges must be turned around so that none goes in a circle; of a chart that goes up, all the others."""
    after: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, edge in enumerate(edges):
        for source in ends[edge.source]:
            after[source] += [(place, target) for target in ends[edge.target]]
    back: set[int] = set()
    state: dict[str, int] = {}
    for root in chart.nodes:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(after[root]))]
        while stack:
            name, rest = stack[-1]
            for place, target in rest:
                if place in back:
                    continue
                if state.get(target) == 1:
                    back.add(place)
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(after[target])))
                    break
            else:
                state[name] = 2
                stack.pop()
    return [(place in back) != chart.backwards for place in range(len(edges))]


def _ranks(chart: Chart, edges: list[Edge], ends: dict[str, list[str]], turned: list[bool]) -> dict[str, int]:
    before: dict[str, set[str]] = {name: set() for name in chart.nodes}
    after: dict[str, set[str]] = {name: set() for name in chart.nodes}
    for edge, turn in zip(edges, turned, strict=True):
        first, last = (edge.target, edge.source) if turn else (edge.source, edge.target)
        for upper in ends[first]:
            for lower in ends[last]:
                before[lower].add(upper)
                after[upper].add(lower)
    order: list[str] = []
    waiting = {name: len(names) for name, names in before.items()}
    ready = [name for name, count in waiting.items() if not count]
    while ready:
        name = ready.pop(0)
        order.append(name)
        for lower in after[name]:
            waiting[lower] -= 1
            if not waiting[lower]:
                ready.append(lower)
    if len(order) < len(chart.nodes):
        raise CrowdedError  # edges to groups go in a circle
    rank: dict[str, int] = {}
    for name in order:
        rank[name] = max((rank[upper] + 1 for upper in before[name]), default=0)
    for name in reversed(order):
        # What only leads to others stands right before them.
        if after[name] and len(before[name]) < len(after[name]):
            rank[name] = max(rank[name], min(rank[lower] for lower in after[name]) - 1)
    return rank


def _span(edge: Edge, ends: dict[str, list[str]], rank: dict[str, int], turn: bool) -> _Span:
    first, last = (edge.target, edge.source) if turn else (edge.source, edge.target)
    upper = max(ends[first], key=lambda name: rank[name])
    lower = min(ends[last], key=lambda name: rank[name])
    span = _Span(edge, upper, lower, turn)
    span.upper_group = first if first != upper else ""
    span.lower_group = last if last != lower else ""
    return span


def _built(chart: Chart, spans: list[_Span], rank: dict[str, int], loops: dict[str, list[Edge]]) -> Layers:
    # A layer of labels stands after the nodes of a rank if an edge has its label there.
    labelled = {rank[span.lower] - 1 if span.turned else rank[span.upper] for span in spans if span.edge.text}
    place: dict[int, int] = {}
    count = 0
    for each in range(max(rank.values()) + 1):
        place[each] = count
        count += 2 if each in labelled else 1
    rows: list[list[Item]] = [[] for _ in range(count)]
    items: dict[str, Item] = {}
    for name, node in chart.nodes.items():
        items[name] = item = Item(NODE, place[rank[name]], chart.around(node.group), node)
        rows[item.layer].append(item)
    segments: list[Segment] = []
    for span in spans:
        upper, lower = items[span.upper], items[span.lower]
        paths = [_outside(upper.groups, span.upper_group), _outside(lower.groups, span.lower_group)]
        groups = _common(*paths)
        at = place[rank[span.lower] - 1] if span.turned else upper.layer
        previous = upper
        for layer in range(upper.layer + 1, lower.layer):
            kind = LABEL if span.edge.text and layer == at + 1 else BEND
            item = Item(kind, layer, groups, edge=span.edge)
            rows[layer].append(item)
            _join(segments, span, previous, item)
            previous = item
        _join(segments, span, previous, lower)
    layers = Layers(chart, rows, segments, loops)
    _hold(layers)
    _bundle(layers)
    return layers


def _join(segments: list[Segment], span: _Span, upper: Item, lower: Item) -> None:
    segment = Segment(span.edge, upper, lower, span.turned)
    if upper.kind == NODE:
        segment.upper_group = span.upper_group
    if lower.kind == NODE:
        segment.lower_group = span.lower_group
    upper.below.append(segment)
    lower.above.append(segment)
    segments.append(segment)


def _outside(path: tuple[str, ...], group: str) -> tuple[str, ...]:
    """The groups around a group of a path, or the whole path."""
    return path[: path.index(group)] if group else path


def _common(left: Iterable[str], right: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        found.append(one)
    return tuple(found)


def _hold(layers: Layers) -> None:
    """Let every group have an item in each layer from its first to its last."""
    for name in layers.chart.groups:
        path = layers.chart.around(name)
        having = [number for number, row in enumerate(layers.rows) if any(name in item.groups for item in row)]
        for number in range(having[0], having[-1] + 1):
            if not any(name in item.groups for item in layers.rows[number]):
                layers.rows[number].append(Item(HOLD, number, path))


def _twins(chart: Chart) -> dict[int, int]:
    """Which of the edges between the same two nodes each is: they are lines of their own."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[int, int] = {}
    for edge in chart.edges:
        first, second = sorted((edge.source, edge.target))
        count[first, second] += 1
        found[id(edge)] = count[first, second]
    return found


def _bundle(layers: Layers) -> None:
    """Edges of one look that leave a node together fork, those that end at one and come from nowhere else join."""
    forks: dict[tuple[object, ...], list[Segment]] = defaultdict(list)
    twins = _twins(layers.chart)
    for segment in layers.segments:
        upper, twin = id(segment.upper), twins[id(segment.edge)]
        forks[upper, twin, segment.edge.line, segment.turned, segment.upper_head, segment.upper_group].append(segment)
    joins: dict[tuple[object, ...], list[Segment]] = defaultdict(list)
    number = 0
    for fork in forks.values():
        number += 1
        for segment in fork:
            segment.bundle = number
        only = fork[0]
        if len(fork) == 1 and len(only.upper.below) == 1:
            lower = id(only.lower)
            twin = twins[id(only.edge)]
            joins[lower, twin, only.edge.line, only.turned, only.lower_head, only.lower_group].append(only)
    for join in joins.values():
        number += 1
        for segment in join:
            segment.bundle = number
