"""Where the items of each layer, and the sides of the groups, stand across it.

Everything is a variable with a least distance to those left of it. There are two ways to push apart what stands too
close, to the right and to the left; both keep all distances, and so does what lies halfway between them.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from studytui.layout.code.diagrams.flowchart.layers import HOLD, LABEL, NODE, CrowdedError, Item, Layers, Segment
from studytui.layout.code.diagrams.flowchart.sizes import Look, wrapped
from studytui.layout.wrap import cells

SWEEPS = 30
FAR = 1 << 30


class Frame(Struct, eq=False):
    """The frame of a group across the layers: the cells of its two sides, and its title."""

    name: str
    title: list[str]
    first: int
    """Its first layer."""
    last: int
    left: int = 0
    right: int = 0


class Places(Struct):
    """The coordinates that `place` has found."""

    frames: dict[str, Frame]
    across: int
    """Cells that all takes."""


class Placing:
    """Gives each item of measured layers its place.

    Raises:
        CrowdedError: Groups stand in each other's way.
    """

    def __init__(self, layers: Layers, look: Look) -> None:
        self._layers = layers
        self._look = look
        self._items = [item for row in layers.rows for item in row]
        self._number = {id(item): number for number, item in enumerate(self._items)}
        self._frames: dict[str, Frame] = {}
        self._sides: dict[str, int] = {}
        self._inside: dict[str, list[int]] = {}
        count = len(self._items)
        for name, group in layers.chart.groups.items():
            having = [item.layer for item in self._items if name in item.groups]
            title = wrapped(group.text, max(look.text, 36)) if group.text else []
            self._frames[name] = Frame(name, title, min(having), max(having))
            self._sides[name] = count
            self._inside[name] = [
                number for number, item in enumerate(self._items) if name in item.groups and item.kind != HOLD
            ]
            count += 2
        self._count = count
        self._after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._before: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._constrain()
        self._order = self._sorted()
        self._least = self._push([0.0] * count)
        self.least = int(max(self._least[at] + self._extent(at) for at in range(count)))
        """Cells that all must have."""
        self._most: list[float] = []

    def places(self, room: int) -> Places:
        """The places, within `room` cells if it can be."""
        room = max(room, self.least)
        self._most = self._pull([float(room - self._extent(at)) for at in range(self._count)])
        at = self._settled()
        low = min(at)
        for item in self._items:
            item.at = at[self._number[id(item)]] - low
        for name, frame in self._frames.items():
            side = self._sides[name]
            frame.left, frame.right = at[side] - low, at[side + 1] - low
        return Places(self._frames, max(at[each] - low + self._extent(each) for each in range(self._count)))

    def _extent(self, at: int) -> int:
        return self._items[at].across if at < len(self._items) else 1

    # Distances

    def _least_apart(self, left: int, right: int, distance: int) -> None:
        self._after[left].append((right, distance))
        self._before[right].append((left, distance))

    def _constrain(self) -> None:
        look, chart = self._look, self._layers.chart
        ends = {name for edge in chart.edges for name in (edge.source, edge.target)}
        for name, frame in self._frames.items():
            side = self._sides[name]
            head = max(len(frame.title), 1) if look.sideways else 2
            tail = 1 if look.sideways else 2
            wide = max(map(cells, frame.title), default=0) + 4
            if name in ends:
                wide = 2 * wide + 1  # the title stands beside an edge that ends at the border
            wide = 2 if look.sideways else wide
            self._least_apart(side, side + 1, wide)
            outer = chart.groups[name].inside
            if outer:
                around = self._frames[outer]
                outer_head = max(len(around.title), 1) if look.sideways else 2
                self._least_apart(self._sides[outer], side, outer_head)
                self._least_apart(side + 1, self._sides[outer] + 1, tail)
            for number, item in enumerate(self._items):
                if item.groups and item.groups[-1] == name:
                    self._least_apart(side, number, head)
                    self._least_apart(number, side + 1, item.across + tail - 1)
        for row in self._layers.rows:
            for left, right in pairwise(row):
                self._neighbours(left, right)

    def _neighbours(self, left: Item, right: Item) -> None:
        depth = 0
        while depth < min(len(left.groups), len(right.groups)) and left.groups[depth] == right.groups[depth]:
            depth += 1
        number, other = self._number[id(left)], self._number[id(right)]
        before, after = number, other
        size = left.across
        if len(left.groups) > depth:
            before, size = self._sides[left.groups[depth]] + 1, 1
        if len(right.groups) > depth:
            after = self._sides[right.groups[depth]]
        self._least_apart(before, after, size + self._gap(left, right, framed=(before, after) != (number, other)))

    def _gap(self, left: Item, right: Item, *, framed: bool) -> int:
        if self._look.sideways:
            return 0 if framed or (NODE not in (left.kind, right.kind) and left.across == right.across == 1) else 1
        if framed:
            return 1
        if left.kind == right.kind == NODE:
            return self._look.gap
        return 2 if LABEL in (left.kind, right.kind) else 1

    def _sorted(self) -> list[int]:
        waiting = [len(each) for each in self._before]
        ready = [number for number, count in enumerate(waiting) if not count]
        order: list[int] = []
        while ready:
            number = ready.pop()
            order.append(number)
            for after, _ in self._after[number]:
                waiting[after] -= 1
                if not waiting[after]:
                    ready.append(after)
        if len(order) < self._count:
            raise CrowdedError
        return order

    # Pushing

    def _push(self, wanted: list[float]) -> list[float]:
        at = list(wanted)
        for number in self._order:
            for before, distance in self._before[number]:
                at[number] = max(at[number], at[before] + distance)
        return at

    def _pull(self, wanted: list[float]) -> list[float]:
        at = list(wanted)
        for number in reversed(self._order):
            for after, distance in self._after[number]:
                at[number] = min(at[number], at[after] - distance)
        return at

    def _within(self, wanted: list[float]) -> list[float]:
        bound = [min(max(want, least), most) for want, least, most in zip(wanted, self._least, self._most, strict=True)]
        return [(right + left) / 2 for right, left in zip(self._push(bound), self._pull(bound), strict=True)]

    def _settled(self) -> list[int]:
        at = self._within(self._least)
        for sweep in range(SWEEPS):
            at = self._within(self._wanted(at, sweep))
        whole = [int(each // 1) for each in at]
        for sweep in range(8):
            self._straighten(whole, backwards=sweep % 2 == 1)
        return whole

    def _wanted(self, at: list[float], sweep: int) -> list[float]:
        wanted = list(at)
        sides = (True, False) if sweep >= SWEEPS // 2 else ((True,) if sweep % 2 == 0 else (False,))
        for number, item in enumerate(self._items):
            total = weight = 0.0
            for segment, other in self._beside(item, sides):
                heavy = _weight(segment)
                total += heavy * (at[self._number[id(other)]] + self._shift(segment, item))
                weight += heavy
            if weight:
                wanted[number] = total / weight
        self._hug(wanted)
        return wanted

    def _hug(self, wanted: list[float]) -> None:
        for name, side in self._sides.items():
            own = self._inside[name]
            wanted[side] = min(wanted[number] for number in own) - 2
            wanted[side + 1] = max(wanted[number] + self._items[number].across for number in own) + 1

    @staticmethod
    def _beside(item: Item, sides: tuple[bool, ...]) -> list[tuple[Segment, Item]]:
        found: list[tuple[Segment, Item]] = []
        for above in sides:
            found += [(s, s.upper) for s in item.above] if above else [(s, s.lower) for s in item.below]
        return found

    @staticmethod
    def _shift(segment: Segment, item: Item) -> int:
        """How far an item begins from the other end's item where the segment is straight."""
        shift = segment.upper_port - segment.lower_port
        return shift if item is segment.lower else -shift

    def _straighten(self, at: list[int], *, backwards: bool) -> None:
        """Move each item to where one of its segments is straight, if that is better and there is room."""
        numbers = range(len(self._items))
        for number in reversed(numbers) if backwards else numbers:
            item = self._items[number]
            beside = self._beside(item, (True, False))
            if not beside:
                continue
            least = max((at[other] + distance for other, distance in self._before[number]), default=0)
            most = min((at[other] - distance for other, distance in self._after[number]), default=FAR)
            most = min(most, int(self._most[number]))
            goals = [(at[self._number[id(other)]] + self._shift(s, item), _weight(s)) for s, other in beside]

            def cost(place: int, goals: list[tuple[int, float]] = goals) -> float:
                return sum(heavy * (abs(goal - place) + (3 if goal != place else 0)) for goal, heavy in goals)

            choices = [goal for goal, _ in goals if least <= goal <= most]
            choices.append(at[number])
            at[number] = min(choices, key=lambda place: (cost(place), place != at[number]))
            # The sides of its groups stay where they are: they are settled by the distances.


def _weight(segment: Segment) -> float:
    bends = (segment.upper.kind != NODE) + (segment.lower.kind != NODE)
    return (1.0, 2.0, 6.0)[bends]
