"""The tags of a vault as topics: nested as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from studytui.tui.panes.topic_node import TagNode
from studytui.vault import Leaf, Vault
from studytui.vault.names import casefold, natural_key


def tag_nodes(vault: Vault, notes: Mapping[str, Sequence[str]]) -> tuple[TagNode, ...]:
    """The outermost tags in natural order; in each those nested below it, then its own notes by label."""
    names: dict[str, str] = {}
    own: dict[str, set[str]] = {}
    for tag, paths in notes.items():
        parts = tag.split("/")
        for end in range(1, len(parts) + 1):
            name = "/".join(parts[:end])
            names.setdefault(casefold(name), name)
            own.setdefault(casefold(name), set())
        own[casefold(tag)].update(paths)
    nested: dict[str, list[str]] = {}
    for key in sorted(names, key=lambda key: natural_key(names[key])):
        nested.setdefault(key.rpartition("/")[0], []).append(key)

    def leaves(paths: Iterable[str]) -> tuple[Leaf, ...]:
        found = [vault.topics.leaf(vault.notes[path]) for path in paths if path in vault.notes]
        return tuple(sorted(found, key=lambda leaf: (natural_key(leaf.label), leaf.path)))

    made: dict[str, TagNode] = {}
    for key in sorted(names, key=lambda key: -key.count("/")):  # the innermost first
        inner = tuple(made[below] for below in nested.get(key, ()))
        every = own[key].union(*({leaf.path for leaf in tag.leaves} for tag in inner))
        made[key] = TagNode(f"#{names[key]}", leaves(every), inner, leaves(own[key]))
    return tuple(made[key] for key in nested.get("", ()))
