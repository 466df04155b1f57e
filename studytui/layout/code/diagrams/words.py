"""Which words of a Mermaid source a drawing of it must show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from unicodedata import normalize

from studytui.lazy_regex import lazy_regex

_WORD = lazy_regex(r"[^\W_]+")
_ENTITY = lazy_regex(r"#(\w+);")
_LABEL = lazy_regex(r'"[^"]*"|\|[^|]*\||\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|(?<=[\w ])>[^\]|-]*\]')
_LABELLED = lazy_regex(r"[^\s\[\](){}|\"'&;<>-]+(?=\s*(?:\[|\(|\{|>[^|\]>-]*\]))")
_NAME = lazy_regex(r"[^\s\[\](){}|\"'&;:,<>=.~-]+")
_ARROW = lazy_regex(r"-{2,}[->ox]|={2,}[=>ox]|-\.+-[>ox]?|~{3,}")
_ALIAS = lazy_regex(r'^\s*(?:(?:participant|actor)\s+(\S+)\s+as\s|state\s+"[^"]*"\s+as\s+(\S+))', re.MULTILINE)
_DESCRIBED = lazy_regex(r"^\s*(\w+)\s*:(?!:)", re.MULTILINE)
_ATTRIBUTES = lazy_regex(r"@\{([^}]*)\}")
_CLASS = lazy_regex(r":::[\w-]+")
_QUOTED = lazy_regex(r'"([^"]*)"')
_BRACKETED = lazy_regex(r"\[([^\]]*)\]")
_LOST = lazy_regex(r"-{1,2}[x)](?=\s*\w[^:\n]*:)")
"""The end of an arrow of a sequence diagram."""
_RELATION = lazy_regex(r"[|}o][|o](?:--|\.\.)[|o][|{o]")

NOT_SHOWN = lazy_regex(
    r"\s*class\s+\S+\s+[\w-]+\s*;?\s*$|\s*(?:classDef|style|linkStyle|click|direction|acc(?:Title|Descr)|dateFormat|axisFormat"
    r"|tickInterval|tickFormat|excludes|includes|todayMarker|weekday|rect|box|autonumber|callback|link|links|cssClass"
    r"|hide|scale|columns|::icon)\b"
)
"""Lines of any kind of diagram that say how it looks, not what it says."""

_KEYWORDS = {
    "sequence": "participant actor as loop end alt else opt par and note over left right of activate deactivate create "
    "destroy critical option break title",
    "class": "class namespace note for",
    "state": "state as note end left right of fork join choice",
    "er": "pk fk uk",
    "gantt": "title section",
    "pie": "pie showdata title",
    "timeline": "title section",
    "journey": "title section",
    "quadrant": "title x y axis quadrant 1 2 3 4",
}
_ONLY = {"git": _QUOTED, "xychart": _QUOTED, "packet": _QUOTED, "treemap": _QUOTED, "architecture": _BRACKETED}
"""Kinds of which only what stands in quotes or brackets is sure to be a label."""
_GRAPHS = {"block", "kanban"}
"""Kinds whose nodes are `id[label]`."""


def words_of(text: str) -> Iterator[str]:
    """The words of a text: runs of letters and digits, as they compare."""
    return (match[0].casefold() for match in _WORD.finditer(normalize("NFKC", text)))


def labels(kind: str, body: str) -> set[str]:
    """The words that a drawing must show.

    Args:
        kind: `sequence`, `class`, … as `mermaid.py` calls them.
        body: The source without its first line, without comments.
    """
    body = body.replace("\\n", " ")
    body = html.unescape(_ENTITY.sub(lambda match: f"&{_numbered(match[1])};", body))
    lines = [line for line in body.split("\n") if not NOT_SHOWN.match(line)]
    if kind in _ONLY:
        return {word for label in _ONLY[kind].findall("\n".join(lines)) for word in words_of(label)}
    keywords = set(_KEYWORDS.get(kind, "").split())
    if kind in _GRAPHS:
        return _of_graph("\n".join(lines), keywords)
    text = "\n".join(_shown(kind, line) for line in lines)
    aliased = {word for match in _ALIAS.finditer(text) for word in words_of(match[1] or match[2])}
    if kind == "state":
        aliased |= {match[1].casefold() for match in _DESCRIBED.finditer(text)}
    return set(words_of(text)) - keywords - aliased


def _of_graph(text: str, keywords: set[str]) -> set[str]:
    text = _ATTRIBUTES.sub(lambda match: f"[{' '.join(_QUOTED.findall(match[1]))}]", _CLASS.sub(" ", text))
    named = {match[0] for match in _LABELLED.finditer(text)}
    inside = {word for match in _LABEL.finditer(text) for word in words_of(match[0])}
    outside = _ARROW.sub(" ", _LABEL.sub(" ", text))
    bare = [match[0] for match in _NAME.finditer(outside) if match[0] not in named]
    return inside | ({word for name in bare for word in words_of(name)} - keywords)


def _shown(kind: str, line: str) -> str:
    """The part of a line that is drawn."""
    if kind == "gantt":
        return line.partition(":")[0]
    if kind == "pie":
        return " ".join(_QUOTED.findall(line)) if '"' in line else line
    if kind == "journey":
        name, _, rest = line.partition(":")
        return f"{name} {rest.partition(':')[2]}"
    if kind == "quadrant":
        return re.sub(r":\s*\[.*", " ", line)
    if kind == "sequence":
        return _LOST.sub(" ", line)
    if kind == "er":
        return _RELATION.sub(" ", line)
    return line


def _numbered(name: str) -> str:
    return f"#{name}" if name.isdecimal() else name
