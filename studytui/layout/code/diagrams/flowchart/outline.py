"""A chart as indented lines: where a drawing has no room, or would not be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from studytui.layout.code.diagrams.flowchart.chart import Chart, Edge
from studytui.layout.wrap import cells, wrap

ABOVE = " (see above)"
BELOW = " (see below)"
CYCLE = " (again, in a circle)"
LEAST = 16
"""Cells that text has at least; what would stand further in begins anew."""

_ARROWS = {"": "─", "arrow": "→", "circle": "○", "cross": "×"}
_BACK = {"": "", "arrow": "←", "circle": "○", "cross": "×"}


def outline(chart: Chart, room: int) -> list[str]:
    """Rows of at most `room` cells, if that is not very few: every node once, and the edges that leave it below it."""
    return _Outline(chart, max(room, LEAST + 4)).rows()


class _Outline:
    def __init__(self, chart: Chart, room: int) -> None:
        self._chart = chart
        self._room = room
        self._after: dict[str, list[Edge]] = defaultdict(list)
        for edge in chart.drawn():
            self._after[edge.source].append(edge)
        self._rows: list[str] = []
        self._seen: set[str] = set()
        self._later: list[str] = []

    def rows(self) -> list[str]:
        targets = {edge.target for edge in self._chart.drawn() if edge.source != edge.target}
        names = [*self._chart.nodes, *(name for name in self._chart.groups if self._after[name])]
        for root in [*(name for name in names if name not in targets), *names]:
            waiting = [root]
            while waiting:
                name = waiting.pop(0)
                if name not in self._seen:
                    self._seen.add(name)
                    self._write(self._name(name), "", "")
                    self._tree(name)
                    waiting = [*self._later, *waiting]
                    self._later.clear()
        for name, group in self._chart.groups.items():
            members = [node.id for node in self._chart.nodes.values() if node.group == name]
            inner = [each.id for each in self._chart.groups.values() if each.inside == name]
            text = _joined(group.text) or "a frame"
            self._write(f"{text}: {' · '.join(map(self._name, [*members, *inner]))}", "▢ ", "  ")
        return self._rows

    def _name(self, name: str) -> str:
        node = self._chart.nodes.get(name)
        return _joined(node.text if node is not None else self._chart.groups[name].text)

    def _tree(self, root: str) -> None:
        """The successors of a node, depth first, without recursion."""
        path = {root}
        stack: list[tuple[str, Iterator[tuple[Edge, bool]], str]] = [(root, self._edges(root), "")]
        while stack:
            name, edges, indent = stack[-1]
            following = next(edges, None)
            if following is None:
                stack.pop()
                path.discard(name)
                continue
            edge, last = following
            alone = len(self._after[name]) == 1
            first = indent if alone else indent + ("└ " if last else "├ ")
            rest = indent if alone else indent + ("  " if last else "│ ")
            target = edge.target
            if target in self._seen:
                self._edge(edge, first, rest, CYCLE if target in path or target == name else ABOVE)
            elif self._room - cells(rest) < LEAST:
                self._edge(edge, first, rest, BELOW)
                self._later.append(target)
            else:
                self._seen.add(target)
                self._edge(edge, first, rest, "")
                path.add(target)
                stack.append((target, self._edges(target), rest))

    def _edges(self, name: str) -> Iterator[tuple[Edge, bool]]:
        edges = self._after[name]
        return ((edge, number == len(edges)) for number, edge in enumerate(edges, 1))

    def _edge(self, edge: Edge, first: str, rest: str, remark: str) -> None:
        label = _joined(edge.text)
        text = f"{_BACK[edge.start]}{label} {_ARROWS[edge.end]} {self._name(edge.target)}{remark}".strip()
        self._write(text, first, rest + "  " if rest == first else rest)

    def _write(self, text: str, first: str, rest: str) -> None:
        room = max(self._room - max(cells(first), cells(rest)), LEAST)
        for start, end in wrap(text, room):
            self._rows.append(first + text[start:end])
            first = rest


def _joined(text: str) -> str:
    return " ".join(text.split())
