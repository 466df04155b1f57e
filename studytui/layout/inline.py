"""Runs of inline Markdown -> styled text: what is shown for a link, an image, a tag, a highlight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import unquote

from msgspec import Struct

from studytui.layout.line import Span, Styled
from studytui.layout.protocols import LinkStatusOf
from studytui.layout.sanitise import clean
from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Inline, Link, Style
from studytui.markdown.file_types import IMAGE, MEDIUM_OF, extension
from studytui.markdown.legend import Legend
from studytui.markdown.lines import is_high_yield
from studytui.markdown.numbered import without_numbers

STYLE_ROLES: tuple[tuple[Style, str], ...] = (
    (Style.BOLD, "bold"),
    (Style.ITALIC, "italic"),
    (Style.STRIKE, "strike"),
    (Style.UNDERLINE, "underline"),
    (Style.SUB, "sub"),
    (Style.SUP, "sup"),
    (Style.KBD, "kbd"),
    (Style.SMALL, "small"),
)
KIND_ROLES = {"code": "code", "math": "math", "field": "field", "image": "image", "embed": "embed"}

_PLAIN = Style.NONE
_TAGS_A_LINE = 1000
_PLAYERS = lazy_regex(
    r"https?://(?:www\.|player\.|m\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com)/", re.IGNORECASE
)

_ICONS = {"pdf": "▤", "audio": "♪", "video": "►"}
"""Text characters of one cell that common terminal fonts have."""

_SUPERSCRIPT = str.maketrans("0123456789+-−=()nabcdefghijklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_SUBSCRIPT = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


class InlineStyler:
    """Turns inlines into text with roles, by one legend and by what is known of links."""

    def __init__(self, legend: Legend, links: LinkStatusOf, *, written: bool = False) -> None:
        self._written = written
        self._legend = legend
        self._links = links
        self._tags: dict[int, int] = {}

    def style(self, inlines: Iterable[Inline]) -> Styled:
        """The text of one logical line with its spans; neighbours that share a mark, link or style share one span."""
        texts: list[str] = []
        grown: list[_Growing] = []
        open_: dict[object, _Growing] = {}
        at, begun = 0, -1
        for inline in without_numbers(inlines):
            if (
                inline.kind == "text"
                and inline.style is _PLAIN
                and inline.mark is None
                and inline.link is None
                and inline.color is None
            ):
                text = clean(inline.text)
                texts.append(text)
                at += len(text)
                continue
            text = self._text(inline)
            if not text:
                continue
            if inline.link is not None and inline.link.number != begun:
                begun = inline.link.number
                if inline.kind not in ("image", "embed") and (sign := icon(inline.link)):
                    texts.append(sign + " ")
                    grown.append(_Growing(at, at + len(sign), "marker", None, None, None, None))
                    marked = open_.get(("mark", inline.mark.number)) if inline.mark is not None else None
                    if marked is not None and marked.end == at:
                        marked.end += len(sign) + 1  # a mark goes on below it
                    at += len(sign) + 1
            texts.append(text)
            for key, role, target, color, number in self._roles(inline):
                growing = open_.get(key)
                if growing is not None and growing.end == at:
                    growing.end += len(text)
                else:
                    open_[key] = growing = _Growing(at, at + len(text), role, target, color, inline.link, number)
                    grown.append(growing)
            at += len(text)
        return Styled("".join(texts), [growing.placed() for growing in grown])

    def has_high_yield(self, inlines: Iterable[Inline]) -> bool:
        """True if anything to see in the line is under a high-yield mark."""
        return any(is_high_yield(inline, self._legend) for inline in inlines)

    def _text(self, inline: Inline) -> str:
        text = clean(inline.source if self._written and inline.source is not None else inline.text)
        if inline.kind == "image":
            return self._image(inline, text)
        if inline.kind == "embed":
            return self._embed(inline, text)
        if inline.style is not _PLAIN:
            roles = _style_roles(inline.style)
            if "sup" in roles:
                return _every(text, _SUPERSCRIPT)
            if "sub" in roles:
                return _every(text, _SUBSCRIPT)
        return text

    def _image(self, inline: Inline, alt: str) -> str:
        name = alt.strip() or _file_name(inline.link)
        if inline.link is not None and "://" in inline.link.target and name == _file_name(inline.link):
            name = clean(inline.link.target)  # nobody has named it, and nothing else says where it is
        missing = inline.link is not None and self._links.image_missing(inline.link)
        return f"[image: {name}, not in this vault]" if missing else f"[image: {name}]"

    def _embed(self, inline: Inline, text: str) -> str:
        link = inline.link
        if link is None:
            return text
        missing = ", not in this vault" if self._links.link_status(link) == "missing" else ""
        return f"[{medium(link)}: {_embedded(link, text.strip())}{missing}]"

    def _roles(self, inline: Inline) -> Iterator[tuple[object, str, str | None, str | None, int | None]]:
        """Key under which the span may grow, role, target, colour, number."""
        mark, link, kind = inline.mark, inline.link, inline.kind
        if mark is not None:
            meaning = self._legend.meaning(mark)
            if meaning != "ignore":
                role = "high-yield" if meaning == "high-yield" else "highlight"
                yield ("mark", mark.number), role, None, mark.bucket, mark.number
        if link is not None and kind == "embed" and self._links.link_status(link) == "missing":
            yield ("missing", link.number), "link-missing", link.target, None, None
        if kind == "footnote":
            note = inline.footnote
            label, number = (note.label, note.occurrence) if note is not None else (None, None)
            yield ("footnote", number), "footnote", label, None, number
        elif kind == "blank":
            yield ("blank", inline.number), "blank", None, None, inline.number
        elif kind == "tag":
            number = self._tag_number(inline.line)
            yield ("tag", number), "tag", inline.text, None, number
        elif link is not None and kind not in ("image", "embed"):
            yield ("link", link.number), self._link_role(link), link.target, None, None
        if kind in KIND_ROLES:
            target = link.target if link is not None else None
            yield (kind, link.number if link is not None else target), KIND_ROLES[kind], target, None, None
        if inline.style is not _PLAIN:
            for role in _style_roles(inline.style):
                yield role, role, None, None, None
        if inline.color is not None:
            yield ("color", inline.color), "color", None, inline.color, None

    def _tag_number(self, line: int) -> int:
        """A number that a tag has in every view and at every width: its line, and which of the line's tags it is."""
        which = self._tags[line] = self._tags.get(line, -1) + 1
        return line * _TAGS_A_LINE + which

    def _link_role(self, link: Link) -> str:
        status = self._links.link_status(link)
        if status == "external" or link.kind == "autolink":
            return "url"
        return "link-missing" if status == "missing" else "link"


class _Growing(Struct):
    start: int
    end: int
    role: str
    target: str | None
    color: str | None
    link: Link | None
    number: int | None

    def placed(self) -> Span:
        link = self.link if self.target is not None else None
        return Span(self.start, self.end, self.role, self.target, self.color, None, link, self.number)


@cache
def _style_roles(style: Style) -> tuple[str, ...]:
    return tuple(role for flag, role in STYLE_ROLES if flag in style)


def _embedded(link: Link, text: str) -> str:
    """The label of an embed; of a document, with its page in words (behaviour 4.8)."""
    name = text or _file_name(link)
    _, page, number = link.target.partition("#page=")
    number = number.partition("&")[0].partition("#")[0]
    if not page or not number.isdecimal() or medium(link) != "pdf":
        return name.partition(" › height=")[0]
    return f"{name.partition(' › page=')[0]}, page {number}"


def _file_name(link: Link | None) -> str:
    """Last segment of the link's path, decoded; what it is called when nobody has named it."""
    if link is None:
        return "?"
    return clean(unquote(link.target).rstrip("/").rpartition("/")[2]) or clean(link.target)


def _every(text: str, table: dict[int, int]) -> str:
    """The text in small letters above or below the line, if each of its characters has one."""
    return text.translate(table) if all(ord(character) in table for character in text) else text


def medium(link: Link) -> str:
    """`pdf`, `audio`, `video`, `canvas` or `base`, by the file's ending; else `embed`."""
    found = MEDIUM_OF.get(extension(link.target.partition("#")[0].strip()), "embed")
    return "embed" if found == IMAGE else found


def icon(link: Link) -> str:
    """The icon before the text of a link to a document, a sound or a film; empty for any other link."""
    if link.kind == "autolink":
        return ""
    found = _ICONS.get(medium(link), "")
    return found or (_ICONS["video"] if link.kind == "markdown" and _PLAYERS.match(link.target) else "")
