"""Layers with their places -> rows of a drawing."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from studytui.layout.code.diagrams.flowchart.canvas import DOWN, LEFT, LEVEL, RIGHT, UP, UPRIGHT, Canvas, Cell
from studytui.layout.code.diagrams.flowchart.layers import BEND, LABEL, NODE, Item, Layers, Segment
from studytui.layout.code.diagrams.flowchart.placing import Frame, Places
from studytui.layout.code.diagrams.flowchart.routing import Net, nets_of
from studytui.layout.code.diagrams.flowchart.shapes import box
from studytui.layout.code.diagrams.flowchart.sizes import Look
from studytui.layout.wrap import cells

_HEADS = {"down": "▼", "up": "▲", "right": "►", "left": "◄"}
_OTHER_HEADS = {"circle": "○", "cross": "×"}


class _Layer(Struct):
    """Where a layer lies along the drawing: the borders before it, its items, the borders behind, then its tracks."""

    before: int
    """Cells of borders of frames that begin here."""
    heads: int
    size: int
    tails: int
    behind: int
    tracks: int
    """Cells of the room to the next layer."""
    start: int = 0

    @property
    def items(self) -> int:
        """Where its items begin."""
        return self.start + self.before + self.heads

    @property
    def borders(self) -> int:
        """Where the borders behind it begin."""
        return self.items + self.size + self.tails

    @property
    def room(self) -> int:
        """Where its tracks begin."""
        return self.borders + self.behind

    @property
    def end(self) -> int:
        """Where the next layer begins."""
        return self.room + self.tracks


def paint(layers: Layers, places: Places, look: Look) -> list[str]:
    """The rows of a drawing.

    Raises:
        CrowdedError: Something would stand on another.
    """
    return _Painter(layers, places, look).rows()


class _Painter:
    def __init__(self, layers: Layers, places: Places, look: Look) -> None:
        self._layers = layers
        self._frames = places.frames
        self._sideways = look.sideways
        self._look = look
        self._canvas = Canvas()
        between: dict[int, list[Segment]] = defaultdict(list)
        for segment in layers.segments:
            between[segment.upper.layer].append(segment)
        sides = {side for frame in self._frames.values() for side in (frame.left, frame.right)}
        self._nets = [nets_of(between[number], sides) for number in range(len(layers.rows))]
        self._along = [self._layer(number) for number in range(len(layers.rows))]
        self._lay()
        for frame in self._frames.values():
            self._stretch(frame)

    def rows(self) -> list[str]:
        for number, nets in enumerate(self._nets):
            for net in nets:
                self._net(net, self._along[number])
        for row in self._layers.rows:
            for item in row:
                self._item(item)
        for segment in self._layers.segments:
            self._ends(segment)
        for frame in self._frames.values():
            self._frame(frame)
        for frame in self._frames.values():
            self._title(frame)
        return self._canvas.rows()

    # Along the drawing

    def _layer(self, number: int) -> _Layer:
        row = self._layers.rows[number]
        before = max((self._before(frame) + self._head(frame) for frame in self._starting(number)), default=0)
        behind = max((self._behind(frame) + 1 for frame in self._ending(number)), default=0)
        heads = any(item.kind == NODE and item.above for item in row)
        tails = any(segment.upper_head and not segment.upper_group for item in row for segment in item.below)
        tracks = 1 + max((net.track for net in self._nets[number]), default=-1)
        last = number == len(self._layers.rows) - 1
        if self._sideways and not last:
            tracks = max(2 * tracks + 1 if tracks else 1, self._look.length)
        elif not last:
            # Between two boxes a line needs a row that shows how it is drawn; a corner of dots looks like any other.
            kinds = {each.edge.line for item in row for each in item.below if {item.kind, each.lower.kind} == {NODE}}
            tracks += "dotted" in kinds or ("thick" in kinds and not tracks)
        return _Layer(before, int(heads), max((item.along for item in row), default=0), int(tails), behind, tracks)

    def _lay(self) -> None:
        at = 0
        for layer in self._along:
            layer.start = at
            at = layer.end

    def _starting(self, number: int) -> list[Frame]:
        return [frame for frame in self._frames.values() if frame.first == number]

    def _ending(self, number: int) -> list[Frame]:
        return [frame for frame in self._frames.values() if frame.last == number]

    def _head(self, frame: Frame) -> int:
        return 1 if self._sideways else max(len(frame.title), 1)

    def _outer(self, frame: Frame) -> list[Frame]:
        return [self._frames[name] for name in self._layers.chart.around(frame.name)[:-1]]

    def _before(self, frame: Frame) -> int:
        return sum(self._head(outer) for outer in self._outer(frame) if outer.first == frame.first)

    def _behind(self, frame: Frame) -> int:
        return sum(outer.last == frame.last for outer in self._outer(frame))

    def _begin(self, frame: Frame) -> int:
        return self._along[frame.first].start + self._before(frame)

    def _finish(self, frame: Frame) -> int:
        return self._along[frame.last].room - 1 - self._behind(frame)

    def _stretch(self, frame: Frame) -> None:
        """Make a frame that goes sideways long enough for its title."""
        if self._sideways and frame.title:
            lacking = max(map(cells, frame.title)) + 5 - (self._finish(frame) - self._begin(frame))
            self._along[frame.last].size += max(lacking, 0)
            self._lay()

    # Lines

    def _cell(self, along: int, across: int) -> Cell:
        return (across, along) if self._sideways else (along, across)

    def _run(self, across: int, first: int, last: int, net: int, style: str) -> None:
        """A line along the drawing, through all of these cells."""
        bits = LEVEL if self._sideways else UPRIGHT
        for along in range(first, last + 1):
            self._canvas.line(self._cell(along, across), net, bits, style)

    def _track(self, layer: _Layer, net: Net) -> int:
        return layer.room + (1 + 2 * net.track if self._sideways else net.track)

    def _net(self, net: Net, layer: _Layer) -> None:
        number, style = net.segments[0].bundle, net.segments[0].edge.line
        if net.straight:
            self._run(net.uppers[0], layer.room, layer.end - 1, number, style)
        else:
            self._turning(net, layer, number, style)
        for segment in net.segments:
            if net.upper_net is None:
                start = self._upper_end(segment)
                self._run(segment.upper.at + segment.upper_port, start, layer.room - 1, number, style)
            if not net.goes_on:
                column = segment.lower.at + segment.lower_port
                self._run(column, layer.end, self._lower_end(segment), number, style)

    def _turning(self, net: Net, layer: _Layer, number: int, style: str) -> None:
        track = self._track(layer, net)
        top = layer.room if net.upper_net is None else self._track(layer, net.upper_net) + 1
        start, end = net.span
        if self._sideways:
            back, forth, less, more = LEFT, RIGHT, UP, DOWN
        else:
            back, forth, less, more = UP, DOWN, LEFT, RIGHT
        for across in range(start, end + 1):
            bits = (less if across > start else 0) | (more if across < end else 0)
            bits |= (back if across in net.uppers else 0) | (forth if across in net.lowers else 0)
            self._canvas.line(self._cell(track, across), number, bits, style)
        for across in net.uppers:
            self._run(across, top, track - 1, number, style)
        if not net.goes_on:
            for across in net.lowers:
                self._run(across, track + 1, layer.end - 1, number, style)

    def _upper_end(self, segment: Segment) -> int:
        """The first cell of a segment that is behind its upper item, or behind the border of its group."""
        if segment.upper_group:
            return self._finish(self._frames[segment.upper_group]) + 1
        return self._along[segment.upper.layer].items + segment.upper.along

    def _lower_end(self, segment: Segment) -> int:
        if segment.lower_group:
            return self._begin(self._frames[segment.lower_group]) - 1
        return self._along[segment.lower.layer].items - 1

    # What stands on them

    def _item(self, item: Item) -> None:
        layer = self._along[item.layer]
        start, column = layer.items, item.at + (item.across - 1) // 2
        if item.kind == NODE and item.node is not None:
            row, left = self._cell(start, item.at)
            height, width = (item.across, item.along) if self._sideways else (item.along, item.across)
            for down, text in enumerate(box(item.node.shape, item.lines, width, height)):
                self._canvas.put(row + down, left, text)
        elif item.kind == BEND:
            segment = item.below[0]
            self._run(column, start, start + item.along - 1, segment.bundle, segment.edge.line)
        elif item.kind == LABEL:
            self._label(item, layer)

    def _label(self, item: Item, layer: _Layer) -> None:
        segment = item.below[0]
        if not self._sideways:
            for down, text in enumerate(item.lines):
                self._canvas.put(layer.items + down, item.at + (item.across - cells(text)) // 2, text)
            return
        port = (item.across - 1) // 2
        for down, text in enumerate(item.lines):
            self._canvas.put(item.at + down, layer.items + 1, text)
        end = layer.items + 1 + cells(item.lines[port])
        self._run(item.at + port, layer.items, layer.items, segment.bundle, segment.edge.line)
        self._run(item.at + port, end, layer.items + item.along - 1, segment.bundle, segment.edge.line)

    def _ends(self, segment: Segment) -> None:
        upper, lower = segment.upper, segment.lower
        if upper.kind == NODE:
            at = self._upper_end(segment)
            head = self._sign(segment.upper_head, "left" if self._sideways else "up")
            across = upper.at + segment.upper_port
            if segment.upper_group:
                self._canvas.mark(self._cell(at - 1, across), head or ("├" if self._sideways else "┬"))
            elif head:
                self._canvas.mark(self._cell(at, across), head)
            else:
                self._canvas.mark(self._cell(at - 1, across), "├" if self._sideways else "┬")
        if lower.kind == NODE:
            at = self._lower_end(segment)
            head = self._sign(segment.lower_head, "right" if self._sideways else "down")
            across = lower.at + segment.lower_port
            if segment.lower_group:
                self._canvas.mark(self._cell(at + 1, across), head or ("┤" if self._sideways else "┴"))
            elif head:
                self._canvas.mark(self._cell(at, across), head)
            else:
                self._canvas.mark(self._cell(at + 1, across), "┤" if self._sideways else "┴")

    @staticmethod
    def _sign(head: str, way: str) -> str:
        return _HEADS[way] if head == "arrow" else _OTHER_HEADS.get(head, "")

    # Frames

    def _frame(self, frame: Frame) -> None:
        begin, finish = self._begin(frame), self._finish(frame)
        top, left = self._cell(begin, frame.left)
        bottom, right = self._cell(finish, frame.right)
        for column in range(left + 1, right):
            self._canvas.faint((top, column), "╌")
            self._canvas.faint((bottom, column), "╌")
        for row in range(top + 1, bottom):
            self._canvas.faint((row, left), "╎")
            self._canvas.faint((row, right), "╎")
        for cell, sign in (((top, left), "╭"), ((top, right), "╮"), ((bottom, left), "╰"), ((bottom, right), "╯")):
            self._canvas.faint(cell, sign)

    def _title(self, frame: Frame) -> None:
        if frame.title:
            row, left = self._cell(self._begin(frame), frame.left)
            _, right = self._cell(self._finish(frame), frame.right)
            self._canvas.title(row, left + 1, right - 1, frame.title)
