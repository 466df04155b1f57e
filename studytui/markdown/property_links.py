"""Links in properties: `up: "[[Arthritis]]"`, in lists too, and those that stand together (behaviour 1.4, 2.5.2)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Link, PropertyLink
from studytui.markdown.file_types import shown_target
from studytui.markdown.property_names import places

_WIKI = r"!?\[\[(?![\s\\]*+[|\]])([^\[\]|\n]++)(?:\|([^\[\]]*+))?\]\]"
_MARKDOWN = r"(?<!!)\[([^\[\]\n]*+)\]\((<[^<>\n]*+>|[^\s()<>]++(?:\([^\s()]*+\)[^\s()]*+)*+)\)"
_ADDRESS = r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)]"
LINK = lazy_regex(f"{_WIKI}|{_MARKDOWN}|{_ADDRESS}")
_KEY = lazy_regex(
    r"^([ \t]*)(?:-[ \t]+)?(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s\"'#:{\[,-][^\n:]*?))[ \t]*:(?=\s|\Z)", re.MULTILINE
)
_QUOTED_KEY = lazy_regex(r"[{,]\s*\"([^\"\n]*)\"\s*:")
"""The names of properties, one a line or between braces."""
_Outermost = tuple[int, str]
"""The name of a property, behind 1 if it stands among those that are put together (behaviour 1.4), else 0."""
_MOST = 20_000
"""Values that are looked into: an alias of YAML may hold ten of one that holds ten of another."""
_MOST_LOST = 50
"""Links that are not found as they are written, after which the others are not looked for."""


def link_of(match: re.Match[str], number: int, line: int) -> Link:
    """The link of a match of `LINK`."""
    if match[1] is not None:
        target = match[1].rstrip("\\").strip()
        shown = (match[2] or "").strip() or shown_target(target)
        return Link(number, target, shown, line, "wiki")
    if match[4] is not None:
        target = match[4].removeprefix("<").removesuffix(">").strip()
        return Link(number, target, match[3].strip() or target, line, "markdown")
    return Link(number, match[0], match[0], line, "autolink")


def property_links(values: Mapping[str, object], text: str) -> tuple[PropertyLink, ...]:
    """The links of the properties of a note in the order of its lines; `text` begins with its frontmatter."""
    if "[[" not in text and "](" not in text:
        return ()
    found: list[PropertyLink] = []
    lines = _Lines(text)
    for outer, name, value in _texts(values):
        matches = [match for match in LINK.finditer(value) if match[1] is not None or match[4] is not None]
        shown = LINK.sub(lambda match: link_of(match, 0, 0).text, value) if matches else ""
        for match in matches:
            link = link_of(match, -1 - len(found), lines.line_of(outer, match))
            found.append(PropertyLink(name, link, " ".join(shown.split())))
    return tuple(sorted(found, key=lambda each: each.link.line))


def _texts(values: Mapping[str, object]) -> Iterator[tuple[_Outermost, str, str]]:
    """Each text that may hold a link: its outermost property, that which it is of (`a.b` of one in another), itself."""
    pending: list[tuple[_Outermost, str, object]] = []
    for together, place in reversed([*enumerate(places(values))]):
        pending += reversed([((together, str(name)), str(name), value) for name, value in place.items()])
    for _ in range(_MOST):
        if not pending:
            return
        outer, name, value = pending.pop()
        if isinstance(value, str):
            if "](" in value or "[[" in value:
                yield outer, name, value
        elif isinstance(value, Mapping):
            pending += reversed([(outer, f"{name}.{key}", inner) for key, inner in value.items()])
        elif isinstance(value, list | tuple):
            pending += reversed([(outer, name, inner) for inner in value])


class _Key(NamedTuple):
    """The name of a property in the text."""

    end: int
    """Where its value begins."""
    start: int
    indent: int | None
    """Blanks before it; None of one between braces."""


class _Lines:
    """Tells where the links of values stand in the text that the values were read from."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
        self._blocks = [_Key(key.end(), key.start(), len(key[1])) for key in _KEY.finditer(text)]
        self._keys: dict[str, list[_Key]] = {}
        for key, match in zip(self._blocks, _KEY.finditer(text), strict=True):
            self._keys.setdefault(match[2] or match[3] or match[4], []).append(key)
        for match in _QUOTED_KEY.finditer(text):
            self._keys.setdefault(match[1], []).append(_Key(match.end(), match.start(), None))
        self._property: _Outermost | None = None
        self._start = self._pos = 0
        self._end = len(text)
        """Where the property begins and ends, and where to look for its next link."""
        self._lost = 0

    def line_of(self, name: _Outermost, match: re.Match[str]) -> int:
        """The line of a link of this property; one that is not written as it reads is on the line of the property."""
        if name != self._property:
            self._property = name
            self._find(*name)
        words = f"[[{match[1]}" if match[1] is not None else f"]({match[4]}"
        at = self._text.find(words, self._pos, self._end) if self._lost < _MOST_LOST else -1
        if at >= 0:
            self._pos = at + len(words)
        else:
            self._lost += 1
            at = self._start
        return bisect_right(self._ends, at) + 1

    def _find(self, together: int, name: str) -> None:
        keys = self._keys.get(name, ())
        outer = [key for key in keys if together or not key.indent]
        key = next((key for key in outer if key.end > self._start), next(iter(outer or keys), None))
        if key is None:
            self._start = self._pos = min(self._text.find("\n") + 1, len(self._text))
            self._end = len(self._text)
            return
        self._start = self._pos = key.end
        self._end = len(self._text)
        if key.indent is not None:
            at = bisect_right(self._blocks, key)
            while at < len(self._blocks) and (self._blocks[at].indent or 0) > key.indent:
                at += 1
            self._end = self._blocks[at].start if at < len(self._blocks) else len(self._text)
