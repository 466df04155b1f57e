"""Who links to a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from studytui.markdown.document import Frontmatter, Link
from studytui.vault import names
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.links.prefilter import link_key, link_keys
from studytui.vault.scan import Note


class Backlink(Struct, frozen=True):
    """One place that links to a note."""

    note: str
    """The note that links."""
    line: int
    snippet: str
    """The rendered line, or the sentence of it, that holds the link."""
    link: Link
    hidden: bool = False
    """The linking note hides itself on the site."""


LinkKeyCache = dict[str, tuple[tuple[int, int], frozenset[str]]]
"""Path to the stamp of the file when it was read, and what it may link to."""


class LinkPrefilter:
    """Inverted index from the key of a name to the notes that may link to it, over one state of a vault."""

    def __init__(self, notes: Iterable[Note], text: Callable[[str], str], cache: LinkKeyCache) -> None:
        self._notes: dict[str, list[str]] = {}
        for note in notes:
            for key in _keys(note, text, cache):
                self._notes.setdefault(key, []).append(note.path)

    def candidates(self, path: str, frontmatter: Frontmatter) -> tuple[str, ...]:
        """The notes that may link to this one by its path, a permalink or an alias; in alphabetical order."""
        keys = {link_key(name) for name in (path, names.stem(path), *frontmatter.aliases, *frontmatter.permalinks)}
        if frontmatter.home:
            keys.add("")
        return tuple(sorted({note for key in keys for note in self._notes.get(key, ())} - {path}))


def _keys(note: Note, text: Callable[[str], str], cache: LinkKeyCache) -> frozenset[str]:
    known = cache.get(note.path)
    if known is not None and known[0] == note.stamp:
        return known[1]
    try:
        keys = link_keys(text(note.path))
    except UnreadableNoteError:
        keys = frozenset()
    cache[note.path] = (note.stamp, keys)
    return keys


def by_label(links: Iterable[Backlink], labels: Mapping[str, str]) -> list[Backlink]:
    """Backlinks by the label of their note, then by line."""
    return sorted(links, key=lambda link: (names.natural_key(labels[link.note]), link.note, link.line))
