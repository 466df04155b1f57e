"""Places inside a note that a link's subpath names: headings and blocks (behaviour 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.vault import names

_IGNORED = lazy_regex(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n\s]+")
_BLOCK_ID = lazy_regex(r"\s\^[A-Za-z0-9-]+\s*\Z")


class Section(Struct, frozen=True, gc=False):
    """A heading as links see it."""

    level: int
    text: str
    """Rendered, without markup."""
    line: int
    """Source line, from 1."""
    source: str = ""
    """As it is written; empty where that is no other than `text`."""


def strip_heading(text: str) -> str:
    """A heading as links compare it: without most punctuation, without case (behaviour 2.3.1)."""
    return _IGNORED.sub(" ", names.casefold(text)).strip()


def footnote_of(subpath: str) -> str | None:
    """The footnote that a subpath names, as it is referred to: `[^1]`, `H#[^1]`."""
    last = subpath.rpartition("#")[2].strip()
    return last if last.startswith("[^") and last.endswith("]") else None


class HeadingIndex:
    """Index of the headings of a note, as written, as shown and by slug: for many questions about one note."""

    def __init__(self, sections: Iterable[Section], anchors: Iterable[tuple[str, int]] = ()) -> None:
        self._sections = tuple(sections)
        self._anchors = tuple(anchors)

    def find(self, subpath: str) -> int | None:
        """As `find_heading`."""
        footnote = footnote_of(subpath)
        if footnote is not None:
            return self._anchor(footnote)
        wanted = [part for part in map(strip_heading, subpath.split("#")) if part]
        if not wanted:
            return self._anchor(subpath)
        if len(wanted) == 1:
            return self._first(wanted[0]) or self._anchor(subpath) or self._slugs.get(names.slug_key(subpath))
        found = self._walk(wanted, self._written) or self._walk(wanted, self._forms)
        # `#` may be part of the heading itself: `C# for beginners`.
        return found or self._first(strip_heading(subpath)) or self._anchor(subpath)

    def _anchor(self, subpath: str) -> int | None:
        """As it is written, or else in another case."""
        wanted = subpath.strip()
        folded = names.casefold(wanted)
        same = [(name == wanted, line) for name, line in self._anchors if names.casefold(name) == folded]
        return next((line for exact, line in same if exact), same[0][1] if same else None)

    def _first(self, wanted: str) -> int | None:
        return self._first_written.get(wanted) or self._first_called.get(wanted)

    def _walk(self, wanted: list[str], forms: Sequence[Sequence[str]]) -> int | None:
        level = found = 0
        for section, texts in zip(self._sections, forms, strict=True):
            if section.level > level and wanted[found] in texts:
                level = section.level
                found += 1
                if found == len(wanted):
                    return section.line
        return None

    @cached_property
    def _written(self) -> tuple[tuple[str, ...], ...]:
        """Each heading by its source, with a block id and without."""
        return tuple(
            (strip_heading(section.source), strip_heading(_BLOCK_ID.sub("", section.source)))
            if section.source
            else (strip_heading(section.text),)
            for section in self._sections
        )

    @cached_property
    def _forms(self) -> tuple[tuple[str, ...], ...]:
        """Each heading by all that it can be called."""
        return tuple(
            (*written, strip_heading(section.text)) if section.source else written
            for section, written in zip(self._sections, self._written, strict=True)
        )

    @cached_property
    def _first_written(self) -> Mapping[str, int]:
        return self._firsts(self._written)

    @cached_property
    def _first_called(self) -> Mapping[str, int]:
        return self._firsts(self._forms)

    def _firsts(self, forms: Sequence[Sequence[str]]) -> Mapping[str, int]:
        firsts: dict[str, int] = {}
        for section, texts in zip(self._sections, forms, strict=True):
            for text in texts:
                firsts.setdefault(text, section.line)
        return firsts

    @cached_property
    def _slugs(self) -> Mapping[str, int]:
        slugs: dict[str, int] = {}
        seen: Counter[str] = Counter()
        for section in self._sections:
            key = names.slug_key(section.text)
            slug = f"{key}{seen[key]}" if seen[key] else key
            if slug:
                slugs.setdefault(slug, section.line)
            seen[key] += 1
        return slugs


def find_heading(outline: Iterable[Section], subpath: str, anchors: Iterable[tuple[str, int]] = ()) -> int | None:
    """The source line of `H1#H2`: each part is deeper than the one before it, the first match wins.

    Headings are compared as they are written, then as they are shown (behaviour 2.3.1). A single
    part may also be the heading's slug, with `-1`, `-2` … for repeats, as in the addresses of a
    published site (behaviour 2.3.5). Between the two come `anchors`: what tags of HTML name, and
    its line (2.3.6). `[^1]` is the text of a footnote, which is one of them.
    """
    return HeadingIndex(outline, anchors).find(subpath)
