"""The notes that a filter leaves, and why those whose names do not show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from studytui.search.text.fold import plain
from studytui.vault import Leaf, Vault


def filtered(vault: Vault, query: str, wanted: Callable[[str], bool]) -> Iterator[tuple[Leaf, str]]:
    """Notes of which a path, title or alias holds all words of a query, each with the alias if it is that.

    Args:
        vault: Whose notes.
        query: What is typed.
        wanted: Whether a note is to be looked at at all.
    """
    words = plain(query).split()
    for path in (*vault.included, *sorted(vault.excluded)):
        if not wanted(path):
            continue
        head = vault.frontmatter(path)
        names = (path, head.title or "", *head.aliases)
        name = next((name for name in names if all(word in plain(name) for word in words)), None)
        if name is not None:
            leaf = vault.topics.leaf(vault.notes[path])
            yield leaf, "" if name in (path, leaf.label) else f"alias: {name}"
