"""Frontmatter of notes, read from their first bytes only and kept while the file does not change."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.markdown import read_frontmatter
from studytui.markdown.document import Frontmatter
from studytui.vault.disk import Disk
from studytui.vault.encoding import LONGEST_NOTE, beginning, decode
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.scan import Note

_HEAD = 4096
_BEGINNINGS = (
    *(b"---", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE),
    *(b"-\0", b"\0-", b"\0\0\0-"),
)
"""In UTF-8, UTF-16 and UTF-32; that of UTF-32 in the other order begins as that of UTF-16 does."""
_BLOCK = lazy_regex(r"\ufeff?---[ \t]*\n(?:.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_NAMING = lazy_regex(r"title|alias|permalink|dg-home|gardenEntry", re.IGNORECASE)
"""Words of frontmatter that gives a note a name."""
HOME = lazy_regex(r"dg-home|gardenEntry", re.IGNORECASE)
"""Words of frontmatter that makes a note the home of its garden."""
NO_FRONTMATTER = Frontmatter()


class Naming(Struct, frozen=True, gc=False):
    """Of a note's frontmatter, what it is called by: kept of every note, of which the rest takes four times as much."""

    title: str | None = None
    aliases: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    home: bool = False


NO_NAMES = Naming()

FrontmatterCache = dict[str, tuple[tuple[int, int], Frontmatter]]
"""Path to the stamp of the file when it was read, and its frontmatter."""


class Frontmatters:
    """Reads frontmatter; an unreadable note has none."""

    def __init__(self, disk: Disk, cache: FrontmatterCache) -> None:
        self._disk = disk
        self._cache = cache

    def of(self, note: Note) -> Frontmatter:
        """The note's frontmatter, from the cache if the file has not changed since."""
        known = self._cache.get(note.path)
        if known is not None and known[0] == note.stamp:
            return known[1]
        text = self._text(note)
        return NO_FRONTMATTER if text is None else self._keep(note, text)

    def known(self, note: Note) -> Frontmatter | None:
        """The note's frontmatter if it was read and has not changed since."""
        known = self._cache.get(note.path)
        return known[1] if known is not None and known[0] == note.stamp else None

    def with_words(self, note: Note, words: re.Pattern[str]) -> Frontmatter:
        """The frontmatter if these words are in it, else perhaps none: much quicker over many notes."""
        known = self._cache.get(note.path)
        if known is not None and known[0] == note.stamp:
            return known[1]
        text = self._text(note)
        if text is None or (text and not words.search(text)):
            return NO_FRONTMATTER
        return self._keep(note, text)

    def naming(self, note: Note) -> Naming | None:
        """The names that the note gives itself, None if it cannot be read; its frontmatter is not kept for that."""
        known = self.known(note)
        if known is None:
            text = self._text(note)
            if text is None:
                return None
            if not text or not _NAMING.search(text):
                return NO_NAMES
            known = read_frontmatter(text)
        found = Naming(known.title, known.aliases, known.permalinks, known.home)
        return NO_NAMES if found == NO_NAMES else found

    def _keep(self, note: Note, text: str) -> Frontmatter:
        frontmatter = read_frontmatter(text) if text else NO_FRONTMATTER
        self._cache[note.path] = (note.stamp, frontmatter)
        return frontmatter

    def _text(self, note: Note) -> str | None:
        """The frontmatter's own text, a second block (behaviour 1.8b) included; empty when there is none.

        None if the note cannot be read: it may be read again with the same stamp, so that nothing is kept of it.
        """
        try:
            data = self._disk.read(note.path, _HEAD)
            if not data.startswith(_BEGINNINGS):
                return ""
            text, whole = _cut(decode(data))
            if not whole and note.size > _HEAD:
                text, _ = _cut(decode(beginning(self._disk.read(note.path, LONGEST_NOTE + 1))))
        except UnreadableNoteError:
            return None
        return text


def _cut(text: str) -> tuple[str, bool]:
    """The frontmatter of a note, or of its beginning, and whether more text would change nothing about it."""
    match = _BLOCK.match(text)
    if match is None:
        return "", False
    rest = text[match.end() :].lstrip("\n")
    second = _BLOCK.match(rest)
    if second is not None:
        return text[: len(text) - len(rest) + second.end()], True
    return text[: match.end()], bool(rest) and not rest.startswith("-")
