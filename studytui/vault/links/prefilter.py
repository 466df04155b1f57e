"""Link prefilter: which notes may link to a name, by a quick look at raw texts that never misses a link.

It finds too much (links in code, in comments, to namesakes); who asks parses the few notes that
it names. Texts are not kept, only the keys of what they seem to link to.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from studytui.characters import plainly_blank
from studytui.lazy_regex import lazy_regex
from studytui.vault import names

_WIKI = lazy_regex(r"\[\[(.+?)(?:\]\]|$)", re.MULTILINE)
_LONGEST = 1000
"""Characters of a destination that are looked at: no file system has longer names."""
_MOST_ENDS = 50
"""Parentheses in a destination that may be its end."""
_INLINE = lazy_regex(rf"\](?:\(|:)(?=\s{{0,9}}(<[^>\n]{{0,{_LONGEST}}}>|\S{{1,{_LONGEST}}}))")
_HREF = lazy_regex(r"href\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_END = lazy_regex(r"\\?\||#")


def link_key(name: str) -> str:
    """The key that every spelling of a link to this name shares: the slug of its last segment, without `.md`."""
    last = names.base_name(plainly_blank(name).strip().rstrip("/"))
    while names.is_note_name(last):
        last = names.without_suffix(last)
    return names.slug_key(last)


def link_keys(text: str) -> frozenset[str]:
    """The keys of everything that a note's raw text may link to."""
    return frozenset(map(link_key, set(_paths(text))))


def _paths(text: str) -> Iterator[str]:
    if "[[" in text:
        for match in _WIKI.finditer(text):
            for target in match[1].split("[["):
                yield _END.split(target, maxsplit=1)[0]
    if "](" in text or "]:" in text:
        for match in _INLINE.finditer(text):
            yield from _destinations(match[1])
    if "href" in text or "HREF" in text:
        for match in _HREF.finditer(text):
            yield _plain(match[1].strip("\"'"))


def _destinations(written: str) -> Iterator[str]:
    """A destination may end at any closing parenthesis, or hold it."""
    if written.startswith("<"):
        yield _plain(written[1:-1])
        return
    if ")" not in written:
        yield _plain(written)
        return
    for end, _ in zip(_ends(written), range(_MOST_ENDS), strict=False):
        yield _plain(written[:end])


def _ends(written: str) -> Iterator[int]:
    end = written.find(")")
    while end >= 0:
        yield end
        end = written.find(")", end + 1)


def _plain(address: str) -> str:
    # Entities first: `&#39;` holds no subpath.
    address = html.unescape(address) if "&" in address else address
    address = address.partition("#")[0]
    return unquote(address) if "%" in address else address
