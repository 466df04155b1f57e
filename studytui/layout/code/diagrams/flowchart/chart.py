"""The graph of a flowchart: nodes, edges between them, and groups (Mermaid's subgraphs) of nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field

Line = Literal["solid", "dotted", "thick", "hidden"]
Head = Literal["", "arrow", "circle", "cross"]

OPEN = "open"
"""The shape of a node that is only named: a box."""


class ChartError(Exception):
    """A source that Mermaid would not take either: what is wrong, and in which line."""


class Node(Struct):
    """A box: its text has `\\n` where the writer broke it."""

    id: str
    text: str
    shape: str = OPEN
    group: str = ""
    """The innermost group that it stands in."""


class Edge(Struct, frozen=True):
    """A line from a node, or a group, to another."""

    source: str
    target: str
    text: str = ""
    line: Line = "solid"
    start: Head = ""
    end: Head = "arrow"


class Group(Struct):
    """A frame around nodes."""

    id: str
    text: str
    inside: str = ""
    """The group that it stands in."""


class Chart(Struct):
    """A flowchart as it was written; nodes, edges and groups in the order in which they come."""

    direction: str = "TD"
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)

    @property
    def sideways(self) -> bool:
        """True if it goes from left to right, or back."""
        return self.direction in ("LR", "RL")

    @property
    def backwards(self) -> bool:
        """True if it goes up, or to the left."""
        return self.direction in ("BT", "RL")

    def drawn(self) -> Iterator[Edge]:
        """The edges that are to be seen."""
        return (edge for edge in self.edges if edge.line != "hidden")

    def around(self, group: str) -> tuple[str, ...]:
        """The groups that a group stands in, and itself; the outermost first."""
        path: list[str] = []
        while group and group not in path:
            path.append(group)
            group = self.groups[group].inside
        return tuple(reversed(path))

    def members(self, group: str) -> list[Node]:
        """The nodes of a group and of the groups in it."""
        return [node for node in self.nodes.values() if group in self.around(node.group)]

    def texts(self) -> Iterator[str]:
        """All that a drawing must show."""
        yield from (node.text for node in self.nodes.values())
        yield from (edge.text for edge in self.drawn())
        yield from (group.text for group in self.groups.values())
