"""Places inside a note that a link's subpath names: headings and blocks (behaviour 2.3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studytui.vault import names

_IGNORED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n\s]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as links see it."""

    level: int
    text: str
    """Rendered, without markup."""
    line: int
    """Source line, from 1."""


def strip_heading(text: str) -> str:
    """A heading as links compare it: without most punctuation, without case (behaviour 2.3.1)."""
    return names.fold(_IGNORED.sub(" ", text).strip())


def find_heading(outline: Iterable[Section], subpath: str) -> int | None:
    """The source line of `H1#H2`: each part is deeper than the one before it, the first match wins.

    A single part may also be the heading's slug, with `-1`, `-2` … for repeats, as in the
    addresses of a published site (behaviour 2.3.5).
    """
    outline = tuple(outline)
    wanted = [part for part in map(strip_heading, subpath.split("#")) if part]
    if not wanted:
        return None
    return _walk(outline, wanted) or (_by_slug(outline, subpath) if len(wanted) == 1 else None)


def _walk(outline: Sequence[Section], wanted: list[str]) -> int | None:
    level = found = 0
    for section in outline:
        if section.level > level and strip_heading(section.text) == wanted[found]:
            level = section.level
            found += 1
            if found == len(wanted):
                return section.line
    return None


def _by_slug(outline: Sequence[Section], subpath: str) -> int | None:
    wanted = names.slug_key(subpath)
    seen: Counter[str] = Counter()
    for section in outline if wanted else ():
        key = names.slug_key(section.text)
        if wanted == (f"{key}{seen[key]}" if seen[key] else key):
            return section.line
        seen[key] += 1
    return None
