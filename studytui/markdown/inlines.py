"""Inline tokens -> runs of text that are set alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markdown_it.token import Token

from studytui.markdown.colors import DEFAULT, bucket
from studytui.markdown.document import Highlight, Inline, InlineKind, Link, Style
from studytui.markdown.elements import BLOCKS, CELLS, DROPPED, ELEMENTS, Tag, parse_tag
from studytui.markdown.media import file_name, is_image, split_parts, without_tags
from studytui.markdown.rules.wikilink import shown_text

_SETS = {
    "strong_open": (Style.BOLD, 1),
    "strong_close": (Style.BOLD, -1),
    "em_open": (Style.ITALIC, 1),
    "em_close": (Style.ITALIC, -1),
    "s_open": (Style.STRIKE, 1),
    "s_close": (Style.STRIKE, -1),
}
_ATOMS: dict[str, InlineKind] = {"code_inline": "code", "math_inline": "math", "tag": "tag", "footnote": "footnote"}
_FLAGS = [Style(bits) for bits in range(256)]


@dataclass(slots=True, eq=False)
class _Mark:
    """A highlight that is being read; it gets its number when it turns out to hold text."""

    color: str
    closed: bool = False
    used: bool = False
    made: Highlight | None = None


@dataclass(slots=True, eq=False)
class _OpenLink:
    number: int
    target: str
    line: int
    kind: Any
    shown: bool = False
    closed: bool = False
    made: Link | None = None


class _Run(NamedTuple):
    text: str
    line: int
    kind: InlineKind = "text"
    style: int = 0
    mark: _Mark | None = None
    link: _OpenLink | Link | None = None
    color: str | None = None
    width: int | None = None


@dataclass(slots=True)
class _Element:
    """An HTML element, or a `==` pair, that is open."""

    style: int = 0
    mark: _Mark | None = None
    link: _OpenLink | None = None
    color: list[str] | None = None
    kind: InlineKind = "text"


class InlineBuilder:
    """Builds the inlines of one document: it numbers its links and highlights."""

    def __init__(self, *, strict_breaks: bool = False) -> None:
        self.strict_breaks = strict_breaks
        self.block_ids: list[str] = []
        """Ids met since they were last taken, in order."""
        self._links = 0
        self._marks = 0

    def build(self, tokens: Sequence[Token], line: int) -> tuple[Inline, ...]:
        """The inlines of one block whose text begins on `line`."""
        if len(tokens) == 1 and tokens[0].type == "text":
            text = tokens[0].content
            return (Inline(text, line),) if text else ()
        reading = _Reading(self, line)
        reading.read(tokens)
        return self._finish(reading.runs)

    def next_link(self) -> int:
        """The ordinal of the next link."""
        self._links += 1
        return self._links - 1

    def _finish(self, runs: list[_Run]) -> tuple[Inline, ...]:
        texts: dict[int, list[str]] = {}
        marked = False
        for run in runs:
            if run.mark is not None:
                marked = True
                if run.kind != "break" and (run.kind in ("image", "embed") or not run.text.isspace()):
                    run.mark.used = True
            if isinstance(run.link, _OpenLink):
                texts.setdefault(run.link.number, []).append(run.text)
        made = []
        for text, line, kind, style, mark, link, color, width in runs:
            highlight = None
            if marked and mark is not None and mark.used:
                highlight = mark.made
                if highlight is None:
                    highlight = mark.made = Highlight(self._marks, bucket(mark.color), mark.color)
                    self._marks += 1
            if isinstance(link, _OpenLink):
                if link.made is None:
                    shown = " ".join("".join(texts[link.number]).split("\n"))
                    link.made = Link(link.number, link.target, shown, link.line, link.kind)
                link = link.made
            made.append(Inline(text, line, kind, _FLAGS[style], highlight, link, color, width))
        return tuple(made)


class _Reading:
    """One pass over the tokens of a block."""

    def __init__(self, builder: InlineBuilder, line: int) -> None:
        self.builder = builder
        self.runs: list[_Run] = []
        self._base = self._line = line
        self._texts: list[str] = []
        self._counts: dict[Style, int] = {}
        self._style = 0
        self._marks: list[_Mark] = []
        self._links: list[_OpenLink] = []
        self._colors: list[list[str]] = []
        self._elements: dict[str, list[_Element]] = {}
        self._literal = 0
        self._apart: InlineKind | None = None
        self._dropping: str | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        """Reads all tokens; what is still open ends here."""
        closes = None
        for index, token in enumerate(tokens):
            kind = token.type
            if token.map:
                line = self._base + token.map[0]
                if line != self._line:
                    self._flush()
                    self._line = line
            if self._dropping is not None and kind != "html_inline":
                continue
            if kind == "text" or kind == "text_special":
                self._texts.append(token.content)
            elif kind == "html_inline":
                if closes is None:
                    closes = _last_closes(tokens)
                self._html(token.content, index, closes)
            elif kind in _SETS:
                self._flush()
                self._set(*_SETS[kind])
            elif kind == "softbreak" or kind == "hardbreak":
                self._break(soft=kind == "softbreak")
            elif kind in _ATOMS:
                self._atom(token.content, _ATOMS[kind])
            elif kind == "link_open":
                self._open_link(token)
            elif kind == "link_close":
                self._close_link()
            elif kind == "mark_open":
                self._open("==", _Element(mark=_Mark(DEFAULT)))
            elif kind == "mark_close":
                self._close("==")
            elif kind == "embed":
                self._embed(token.meta["target"], token.meta["parts"], "wiki")
            elif kind == "image":
                self._image(token)
            elif kind == "block_id" and token.content:
                self.builder.block_ids.append(token.content)
        self._flush()

    def _flush(self) -> None:
        if self._texts:
            text = "".join(self._texts)
            self._texts.clear()
            if text and not (self._apart and text.isspace()):
                self._atom(text, "code" if self._literal else "text")

    def _atom(self, text: str, kind: InlineKind, link: Link | None = None, width: int | None = None) -> None:
        self._flush()
        if self._apart is not None:
            self._keep_apart()
        mark = self._marks[-1] if self._marks else None
        color = self._colors[-1][0] if self._colors else None
        inside = link or (self._links[-1] if self._links else None)
        if isinstance(inside, _OpenLink) and not text.isspace():
            inside.shown = True
        self.runs.append(_Run(text, self._line, kind, self._style, mark, inside, color, width))

    def _keep_apart(self) -> None:
        """Sets what follows apart from what stands before, when block-level HTML came between them."""
        kind, self._apart = self._apart, None
        if self.runs and self.runs[-1].kind != "break":
            if kind == "break":
                self._break(soft=False)
            else:
                self.runs.append(_Run(" ", self._line))

    def _break(self, *, soft: bool) -> None:
        if soft and self.builder.strict_breaks:
            self._texts.append(" ")
            self._flush()
        else:
            self._flush()
            self._apart = None
            self.runs.append(_Run("\n", self._line, "break", link=self._links[-1] if self._links else None))

    def _set(self, style: Style, change: int) -> None:
        count = self._counts[style] = self._counts.get(style, 0) + change
        self._style = self._style | style.value if count > 0 else self._style & ~style.value

    def _open(self, name: str, element: _Element) -> None:
        self._flush()
        self._elements.setdefault(name, []).append(element)
        if element.mark:
            self._marks.append(element.mark)
        if element.color:
            self._colors.append(element.color)
        if element.link:
            self._links.append(element.link)
        if element.kind == "code":
            self._literal += 1
        if element.style:
            self._set(Style(element.style), 1)

    def _close(self, name: str) -> None:
        open_elements = self._elements.get(name)
        if not open_elements:
            return
        self._flush()
        element = open_elements.pop()
        if element.mark:
            element.mark.closed = True
            while self._marks and self._marks[-1].closed:
                self._marks.pop()
        if element.color:
            element.color.append("closed")
            while self._colors and len(self._colors[-1]) > 1:
                self._colors.pop()
        if element.link:
            self._end_link(element.link)
        if element.kind == "code":
            self._literal -= 1
        if element.style:
            self._set(Style(element.style), -1)

    def _open_link(self, token: Token) -> None:
        self._flush()
        kind = token.info or "markdown"
        target = token.meta["target"] if token.meta else str(token.attrs.get("href", ""))
        self._links.append(_OpenLink(self.builder.next_link(), target, self._line, kind))

    def _close_link(self) -> None:
        self._flush()
        if self._links:
            self._end_link(self._links[-1])

    def _end_link(self, link: _OpenLink) -> None:
        # A link without text of its own (an image, or nothing) shows where it leads, or it could not be followed.
        if not link.shown:
            self._atom(without_tags(link.target), "text")
        link.closed = True
        while self._links and self._links[-1].closed:
            self._links.pop()

    def _embed(self, target: str, parts: Sequence[str], kind: Any) -> None:
        self._flush()
        alt, width = split_parts(parts)
        image = is_image(target, markdown=kind == "markdown")
        text = alt or (file_name(target) if image or kind == "markdown" else shown_text(target))
        link = Link(self.builder.next_link(), target, text, self._line, kind, embed=True)
        self._atom(text, "image" if image else "embed", link, width)

    def _image(self, token: Token) -> None:
        self._embed(str(token.attrs.get("src", "")), _pipes(plain_tokens(token.children or ())), "markdown")

    def _html(self, source: str, index: int, closes: dict[str, int]) -> None:
        tag = parse_tag(source)
        name = tag.name
        if self._dropping is not None:
            if tag.kind == "close" and name == self._dropping:
                self._dropping = None
            return
        if not name:
            return
        if name in BLOCKS or (name in CELLS and tag.kind == "open"):
            self._flush()
            self._apart = "break" if name in BLOCKS or self._apart == "break" else "text"
        if name not in ELEMENTS:
            self._texts.append(source)
        elif tag.kind == "close":
            self._close(name)
        elif name in DROPPED and tag.kind == "open":
            if closes.get(name, -1) > index:
                self._dropping = name
                if name == "svg":
                    self._texts.append("[drawing]")
        elif name == "br":
            self._break(soft=False)
        elif name == "img" and tag.attributes.get("src"):
            self._html_image(tag)
        elif name in ("audio", "video", "iframe", "embed", "source") and tag.attributes.get("src"):
            target = tag.attributes["src"]
            link = Link(self.builder.next_link(), target, file_name(target), self._line, "markdown")
            self._atom(file_name(target), "text", link)
        elif tag.kind == "open":
            self._open(name, self._element(tag))

    def _html_image(self, tag: Tag) -> None:
        target = tag.attributes["src"]
        text = tag.attributes.get("alt") or file_name(target)
        width = tag.attributes.get("width", "").removesuffix("px")
        link = Link(self.builder.next_link(), target, text, self._line, "markdown", embed=True)
        self._atom(text, "image", link, int(width) if width.isdecimal() and len(width) < 6 else None)

    def _element(self, tag: Tag) -> _Element:
        href = tag.attributes.get("href") if tag.name == "a" else None
        return _Element(
            tag.style.value,
            _Mark(tag.mark) if tag.mark else None,
            _OpenLink(self.builder.next_link(), href, self._line, "markdown") if href else None,
            [tag.color] if tag.color else None,
            "code" if tag.name in ("code", "samp", "tt") else "text",
        )


def _last_closes(tokens: Iterable[Token]) -> dict[str, int]:
    """Where the last `</script>` and the like stand: an element that is never closed hides nothing."""
    found = {}
    for index, token in enumerate(tokens):
        if token.type == "html_inline" and token.content.startswith("</"):
            name = parse_tag(token.content).name
            if name in DROPPED:
                found[name] = index
    return found


def _pipes(text: str) -> list[str]:
    return text.replace("\\|", "|").split("|")


def plain_tokens(tokens: Iterable[Token]) -> str:
    """The text of inline tokens."""
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain_tokens(token.children or ()))
        elif token.type == "embed":
            parts.append(shown_text(token.meta["target"]))
        elif token.type not in ("html_inline", "comment", "block_id"):
            parts.append(token.content)
    return "".join(parts)
