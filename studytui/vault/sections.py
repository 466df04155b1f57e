"""Places inside a note that a link's subpath names: headings and blocks (behaviour 2.3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from studytui.vault import names

_IGNORED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n\s]+")


class Section(Struct, frozen=True, gc=False):
    """A heading as links see it."""

    level: int
    text: str
    """Rendered, without markup."""
    line: int
    """Source line, from 1."""


def strip_heading(text: str) -> str:
    """A heading as links compare it: without most punctuation, without case (behaviour 2.3.1)."""
    return _IGNORED.sub(" ", names.casefold(text)).strip()


class HeadingIndex:
    """Index of the headings of a note, by text and by slug: for many questions about one note."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._sections = tuple(sections)

    def find(self, subpath: str) -> int | None:
        """As `find_heading`."""
        wanted = [part for part in map(strip_heading, subpath.split("#")) if part]
        if len(wanted) == 1:
            return self._firsts.get(wanted[0]) or self._slugs.get(names.slug_key(subpath))
        return self._walk(wanted)

    def _walk(self, wanted: list[str]) -> int | None:
        level = found = 0
        for section, text in zip(self._sections, self._stripped, strict=True) if wanted else ():
            if section.level > level and text == wanted[found]:
                level = section.level
                found += 1
                if found == len(wanted):
                    return section.line
        return None

    @cached_property
    def _stripped(self) -> tuple[str, ...]:
        return tuple(strip_heading(section.text) for section in self._sections)

    @cached_property
    def _firsts(self) -> Mapping[str, int]:
        firsts: dict[str, int] = {}
        for section, text in zip(self._sections, self._stripped, strict=True):
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


def find_heading(outline: Iterable[Section], subpath: str) -> int | None:
    """The source line of `H1#H2`: each part is deeper than the one before it, the first match wins.

    A single part may also be the heading's slug, with `-1`, `-2` … for repeats, as in the
    addresses of a published site (behaviour 2.3.5).
    """
    return HeadingIndex(outline).find(subpath)
