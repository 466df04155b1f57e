"""Backlinks: the links of other notes to a note, and the filter that finds who may have one (behaviour 2.5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from studytui.markdown.document import Frontmatter, Link
from studytui.vault import names
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.facts import Facts
from studytui.vault.links.prefilter import link_key, link_keys
from studytui.vault.links.target import split_target
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
    property: str | None = None
    """The property of the linking note that the link stands in, if it stands in one."""


LinkKeyCache = dict[str, tuple[tuple[int, int], frozenset[str]]]
"""Path to the stamp of the file when it was read, and what it may link to."""


class LinkPrefilter:
    """Inverted index from the key of a name to the notes that may link to it, over one state of a vault."""

    def __init__(self, notes: Iterable[Note], keys_of: Callable[[str], frozenset[str]], cache: LinkKeyCache) -> None:
        self._notes: dict[str, list[str]] = {}
        for note in notes:
            for key in _keys(note, keys_of, cache):
                self._notes.setdefault(key, []).append(note.path)

    def candidates(self, path: str, frontmatter: Frontmatter) -> tuple[str, ...]:
        """The notes that may link to this one by its path, a permalink or an alias; in alphabetical order."""
        keys = {link_key(name) for name in (path, names.stem(path), *frontmatter.aliases, *frontmatter.permalinks)}
        if frontmatter.home:
            keys.add("")
        return tuple(sorted({note for key in keys for note in self._notes.get(key, ())} - {path}))


def _keys(note: Note, keys_of: Callable[[str], frozenset[str]], cache: LinkKeyCache) -> frozenset[str]:
    known = cache.get(note.path)
    if known is not None and known[0] == note.stamp:
        return known[1]
    try:
        keys = keys_of(note.path)
    except UnreadableNoteError:
        return frozenset()  # not kept: it may be read again with the same stamp
    cache[note.path] = (note.stamp, keys)
    return keys


def keys_of_links(links: Iterable[Link]) -> frozenset[str]:
    """The keys of what these links lead to."""
    return frozenset(link_key(split_target(link.target, markdown=link.kind != "wiki").path) for link in links)


def keys_of_canvas(path: str, facts: Facts) -> frozenset[str]:
    """The keys of all that a canvas with these facts may link to. Raises UnreadableNoteError where they are none."""
    if facts.error is not None:
        raise UnreadableNoteError(path, facts.error)
    return keys_of_links(occurrence.link for occurrence in facts.links)


def keys_of_text(text: str) -> frozenset[str]:
    """The keys of all that a note with this text may link to."""
    keys = link_keys(text)
    if text.startswith("---") and "\\" in text.partition("\n---")[0]:
        # Escapes of JSON and YAML: `[[Caf\u00e9]]`.
        from studytui.markdown import read_frontmatter

        keys |= keys_of_links(found.link for found in read_frontmatter(text).links)
    return keys


def by_label(links: Iterable[Backlink], labels: Mapping[str, str]) -> list[Backlink]:
    """Backlinks by the label of their note, then by line."""
    return sorted(links, key=lambda link: (names.natural_key(labels[link.note]), link.note, link.line))
