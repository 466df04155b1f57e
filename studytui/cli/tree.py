"""`studytui tree`: topics and notes with their counts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator

from msgspec import Struct

from studytui.cli.opening import Topic, open_for, the_topic
from studytui.cli.output import counted, on_terminal, with_progress, write, write_json
from studytui.vault import Folder, Leaf, Vault

_DEEPEST = 5000
"""Levels of folders: more than a path of any system can have."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares TOPIC and `--json`."""
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="a folder or #tag (default: the whole vault)")
    parser.add_argument("--json", action="store_true", help="one nested JSON object")


class _Node(Struct):
    """A folder or note with its counts."""

    name: str
    path: str
    notes: int
    high_yield: int
    children: list[_Node] | None
    hidden: bool = False
    excluded: bool = False

    def as_json(self) -> dict[str, object]:
        children = None if self.children is None else [child.as_json() for child in self.children]
        value: dict[str, object] = {
            "name": self.name,
            "path": self.path,
            "notes": self.notes,
            "high_yield": self.high_yield,
            "children": children,
        }
        if self.hidden:
            value["hidden"] = True
        if self.excluded:
            value["excluded"] = True
        return value


def run(arguments: argparse.Namespace) -> int:
    """Prints the tree of a topic, or of the whole vault."""
    vault = open_for(arguments)
    topic = Topic("", (), vault.tree()) if arguments.topic is None else the_topic(vault, arguments.topic)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 4 * _DEEPEST))
    counts = _counts(vault, topic)
    root = _folder(topic.folder, counts) if topic.folder is not None else _tag(vault, topic, counts)
    if arguments.json:
        write_json({**root.as_json(), "vault": str(vault.root)})
    else:
        _print(root, f" · {vault.root}" if on_terminal() and arguments.topic is None else "")
    return 0


def _counts(vault: Vault, topic: Topic) -> dict[str, int]:
    notes = topic.notes if topic.folder is None else tuple(leaf.path for leaf in topic.folder.leaves())
    counted = with_progress(vault.high_yields(notes), len(notes), "counting")
    return {path: high_yield.marks for path, high_yield in counted}


def _folder(folder: Folder, counts: dict[str, int]) -> _Node:
    children = [
        _folder(child, counts) if isinstance(child, Folder) else _leaf(child, counts) for child in folder.children()
    ]
    return _Node(folder.name, folder.path, folder.notes, _sum(children), children)


def _tag(vault: Vault, topic: Topic, counts: dict[str, int]) -> _Node:
    children = [_leaf(vault.topics.leaf(vault.notes[path]), counts) for path in topic.notes]
    return _Node(topic.name, topic.name, len(children), _sum(children), children)


def _leaf(leaf: Leaf, counts: dict[str, int]) -> _Node:
    return _Node(leaf.label, leaf.path, 1, counts.get(leaf.path, 0), None, leaf.hidden, leaf.excluded)


def _sum(nodes: Iterable[_Node]) -> int:
    return sum(node.high_yield for node in nodes)


def _print(root: _Node, where: str) -> None:
    write(_label(root) + where)
    for line in _rows(root, ""):
        write(line)


def _rows(node: _Node, indent: str) -> Iterator[str]:
    children = node.children or []
    for child in children:
        last = child is children[-1]
        yield f"{indent}{'└─ ' if last else '├─ '}{_label(child)}"
        yield from _rows(child, indent + ("   " if last else "│  "))


def _label(node: _Node) -> str:
    parts = [f"{node.name}/" if node.children is not None and not node.name.startswith("#") else node.name]
    if node.children is not None:
        parts.append(counted(node.notes, "note"))
    if node.high_yield:
        parts.append(f"HY {node.high_yield}")
    if node.hidden:
        parts.append("hidden")
    if node.excluded:
        parts.append("excluded")
    return parts[0] + ("  " + " · ".join(parts[1:]) if len(parts) > 1 else "")
