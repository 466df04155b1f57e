"""Nodes of the sidebar: folders, tags and notes, as a tree."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from studytui.vault import Folder, Leaf


class TagNode(Struct, frozen=True):
    """A tag as a topic: the tags nested below it, then the notes that have it itself."""

    path: str
    """With its `#`."""
    leaves: tuple[Leaf, ...]
    """The notes that have it, or one nested below it."""
    inner: tuple[TagNode, ...] = ()
    own: tuple[Leaf, ...] = ()

    @property
    def name(self) -> str:
        """The label of the row: what it adds to the tag that it is nested in."""
        head, slash, last = self.path.rpartition("/")
        return last if slash else head or self.path

    @property
    def notes(self) -> int:
        """Number of notes that have it."""
        return len(self.leaves)

    def children(self) -> tuple[TagNode | Leaf, ...]:
        """The topics in it."""
        return (*self.inner, *self.own)


Topic = Folder | TagNode | Leaf


class TopicNode:
    """A tree node: a folder, tag or note, which is one row; the root has none."""

    __slots__ = ("children", "data", "depth", "is_expanded", "parent")

    def __init__(self, data: Topic | None, parent: TopicNode | None = None) -> None:
        self.data = data
        self.parent = parent
        self.depth: int = -1 if parent is None else parent.depth + 1
        self.children: list[TopicNode] = []
        self.is_expanded = False

    @property
    def allow_expand(self) -> bool:
        """True for a folder or a tag, which can be expanded."""
        return not isinstance(self.data, Leaf)


def below(node: TopicNode) -> Iterator[TopicNode]:
    """The rows below an open folder, with those of the open folders in it."""
    waiting = list(reversed(node.children))
    while waiting:
        each = waiting.pop()
        yield each
        if each.is_expanded:
            waiting += reversed(each.children)


def look_of(topic: Topic) -> object:
    """The part of a topic that its row shows."""
    return (topic.path, topic.name, topic.notes) if isinstance(topic, Folder) else topic


def nodes_below(root: TopicNode) -> Iterator[TopicNode]:
    """Every node below one, open or not."""
    waiting = list(root.children)
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.children)
