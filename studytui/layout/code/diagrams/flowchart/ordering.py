"""The order of the items in each layer: few crossings, groups together, else as the writer named them."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict

from studytui.layout.code.diagrams.flowchart.layers import HOLD, Item, Layers

SWEEPS = 12


def order(layers: Layers) -> None:
    """Put each layer into the best order that is found."""
    _first(layers)
    best, least = _kept(layers), _crossings(layers)
    for sweep in range(SWEEPS):
        if not least:
            break
        _sweep(layers, downwards=sweep % 2 == 0)
        _swap(layers)
        now = _crossings(layers)
        if now < least:
            best, least = _kept(layers), now
    for row, kept in zip(layers.rows, best, strict=True):
        row[:] = kept
        _number(row)


def _kept(layers: Layers) -> list[list[Item]]:
    return [list(row) for row in layers.rows]


def _number(row: list[Item]) -> None:
    for place, item in enumerate(row):
        item.order = place


def _first(layers: Layers) -> None:
    """By the edges, deep first, as they were written."""
    seen: dict[int, int] = {}
    for row in layers.rows:
        for root in row:
            stack = [root]
            while stack:
                item = stack.pop()
                if id(item) in seen:
                    continue
                seen[id(item)] = len(seen)
                stack += [segment.lower for segment in reversed(item.below)]
    _arrange(layers, {id(item): float(seen[id(item)]) for row in layers.rows for item in row})


def _sweep(layers: Layers, *, downwards: bool) -> None:
    wanted: dict[int, float] = {}
    rows = layers.rows if downwards else layers.rows[::-1]
    for row in rows:
        for item in row:
            beside = [s.upper for s in item.above] if downwards else [s.lower for s in item.below]
            own = (item.order + 0.5) / len(row)
            places = [wanted[id(other)] for other in beside]
            wanted[id(item)] = sum(places) / len(places) if places else own
    _arrange(layers, wanted)


def _arrange(layers: Layers, wanted: dict[int, float]) -> None:
    """Sort by what is wanted; a group has one place in all its layers."""
    of_groups: dict[str, list[float]] = defaultdict(list)
    for row in layers.rows:
        for item in row:
            if item.kind != HOLD:
                for name in item.groups:
                    of_groups[name].append(wanted[id(item)])
    middle = {name: sum(places) / len(places) for name, places in of_groups.items()}
    names = {name: place for place, name in enumerate(layers.chart.groups)}
    for row in layers.rows:
        keys: dict[int, list[tuple[float, int, float]]] = {}
        for item in row:
            path = [(middle.get(name, 0.0), names[name] + 1, 0.0) for name in item.groups]
            keys[id(item)] = [*path, (wanted[id(item)], 0, float(item.order))]
        row.sort(key=lambda item: keys[id(item)])
        _number(row)


def _swap(layers: Layers) -> None:
    """Swap neighbours where that takes crossings away."""
    for _ in range(4):
        better = False
        for row in layers.rows:
            for place in range(len(row) - 1):
                left, right = row[place], row[place + 1]
                if left.groups != right.groups:
                    continue
                if _between(left, right) > _between(right, left):
                    row[place], row[place + 1] = right, left
                    right.order, left.order = place, place + 1
                    better = True
        if not better:
            return


def _between(left: Item, right: Item) -> int:
    """Crossings of the edges of two neighbours that stand in this order."""
    count = 0
    for ours, theirs in (
        ([s.upper.order for s in left.above], [s.upper.order for s in right.above]),
        ([s.lower.order for s in left.below], [s.lower.order for s in right.below]),
    ):
        count += sum(one > other for one in ours for other in theirs)
    return count


def _crossings(layers: Layers) -> int:
    count = 0
    for row in layers.rows[1:]:
        ends = sorted((s.upper.order, s.lower.order) for item in row for s in item.above)
        seen: list[int] = []
        for _, lower in ends:
            count += len(seen) - bisect_right(seen, lower)
            insort(seen, lower)
    return count
