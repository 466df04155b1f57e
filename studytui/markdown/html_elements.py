"""HTML tags: which names are elements, and what a tag means for the text inside it (behaviour 4.10, 5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from typing import Literal

from msgspec import Struct, field

from studytui.lazy_regex import lazy_regex
from studytui.markdown.colors import DEFAULT, HIGHLIGHTR, parse_color
from studytui.markdown.document import Style

_NAMES = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt
    em embed fieldset figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i
    iframe img input ins isindex kbd keygen label legend li line link listing main map mark marquee math menu menuitem
    meta meter nav nobr noembed noframes noscript object ol optgroup option output p param path picture plaintext pre
    progress q rb rect rp rt rtc ruby s samp script search section select slot small source spacer span strike strong
    style sub summary sup svg table tbody td template text textarea tfoot th thead time title tr track tt u ul var
    video wbr xmp
"""
ELEMENTS = frozenset(_NAMES.split())
"""The names of HTML, of all its versions; any other name is a placeholder that somebody wrote."""

DROPPED = frozenset(("script", "style", "svg", "template", "math", "head", "noscript"))
"""Elements whose content is not text."""

STYLES: Mapping[str, Style] = {
    "b": Style.BOLD,
    "strong": Style.BOLD,
    "th": Style.BOLD,
    "dt": Style.BOLD,
    "i": Style.ITALIC,
    "em": Style.ITALIC,
    "cite": Style.ITALIC,
    "dfn": Style.ITALIC,
    "var": Style.ITALIC,
    "u": Style.UNDERLINE,
    "ins": Style.UNDERLINE,
    "s": Style.STRIKE,
    "del": Style.STRIKE,
    "strike": Style.STRIKE,
    "sub": Style.SUB,
    "sup": Style.SUP,
    "kbd": Style.KBD,
    "small": Style.SMALL,
    **{f"h{level}": Style.BOLD for level in range(1, 7)},
}

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(_VOID_NAMES.split())
"""Elements without a closing tag."""

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header html legend li main menu nav ol option p section summary table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin and end on lines of their own."""

CELLS = frozenset(("td", "th"))
LISTS = frozenset(("dir", "menu", "ol", "ul"))

_TAG = lazy_regex(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = lazy_regex(r"([a-zA-Z_:][\w:.-]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_BACKGROUND = lazy_regex(r"(?:^|;)\s*background(?:-color)?\s*:([^;]*)", re.IGNORECASE)
_COLOR = lazy_regex(r"(?:^|;)\s*color\s*:([^;]*)", re.IGNORECASE)
_CLASS = lazy_regex(r"\bhltr-([\w-]+)", re.IGNORECASE)
_HIGHLIGHTING = frozenset(("span", "mark", "font", "u"))


class Tag(Struct, frozen=True):
    """One tag, understood."""

    name: str
    """Lower case; empty for a comment, a declaration or a processing instruction."""
    kind: Literal["open", "close", "void"]
    attributes: Mapping[str, str] = field(default_factory=dict)
    style: Style = Style.NONE
    mark: str | None = None
    """The colour of the highlight that it opens, as `#rrggbbaa`."""
    color: str | None = None
    """The colour that it gives to the text, as `#rrggbbaa`."""


@lru_cache(maxsize=1024)
def parse_tag(source: str) -> Tag:
    """A tag from `<` to `>`."""
    match = _TAG.match(source)
    if match is None:
        return Tag("", "void")
    name = match[2].lower()
    if match[1]:
        return Tag(name, "close")
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(source, match.end()):
        value = next((group for group in found.groups()[1:] if group is not None), "")
        attributes.setdefault(found[1].lower(), unescape(value))
    void = name in VOID or (source.endswith("/>") and name not in _HIGHLIGHTING)
    return Tag(
        name,
        "void" if void else "open",
        attributes,
        STYLES.get(name, Style.NONE),
        _mark(name, attributes),
        _text_color(name, attributes),
    )


def neutral(source: str, name: str) -> str:
    """The opening tag of an element that says nothing but what its attributes say."""
    return "<bdi" + source[1 + len(name) :]


def _mark(name: str, attributes: Mapping[str, str]) -> str | None:
    if name not in _HIGHLIGHTING:
        return None
    background = _BACKGROUND.findall(attributes.get("style", ""))
    if background:
        value = background[-1].replace("!important", "")
        color = parse_color(value)
        if color is None and name == "mark" and "var(" in value:
            return DEFAULT
        return color
    named = _CLASS.search(attributes.get("class", ""))
    if named:
        return HIGHLIGHTR.get(named[1].lower()) or parse_color(named[1]) or DEFAULT
    return DEFAULT if name == "mark" else None


def _text_color(name: str, attributes: Mapping[str, str]) -> str | None:
    found = _COLOR.findall(attributes.get("style", ""))
    if found:
        return parse_color(found[-1].replace("!important", ""))
    return parse_color(attributes["color"]) if name == "font" and "color" in attributes else None
