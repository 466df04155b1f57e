"""HTML blocks -> leaf blocks: text without tags, details, transclusions of the Digital Garden (behaviour 3, 4.10)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.token import Token

from studytui.markdown.document import Block, Code, Container, ContainerKind, Inline, Link, Paragraph, Rule, Title
from studytui.markdown.elements import DROPPED, Tag, parse_tag
from studytui.markdown.media import file_name
from studytui.markdown.rules.angle import CARELESS_TAG

if TYPE_CHECKING:
    from studytui.markdown.blocks import BlockBuilder

_SHOWN = frozenset(("audio", "embed", "iframe", "img", "video"))


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)


class _Open(NamedTuple):
    """An element that is open, and the container that it made, if it made one."""

    name: str
    made: Container | None
    inside: Container | None


class _Untitled(NamedTuple):
    text: str
    target: str


class HtmlBlocks:
    """Reads the HTML blocks of one document; its elements may stay open over Markdown blocks."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._open: list[_Open] = []
        self._tokens: list[Token] = []
        self._begun = False
        self._start = self._row = 0
        self._untitled: dict[int, _Untitled] = {}
        self._title_of: Container | None = None

    def read(self, token: Token, line: int) -> None:
        """Adds the blocks of one `html_block` token that begins on `line`."""
        source = token.content
        self._start = self._row = line
        pos = 0
        while pos < len(source):
            start = source.find("<", pos)
            start = start if start >= 0 else len(source)
            self._text(source[pos:start])
            if source.startswith("<!--", start):
                end = source.find("-->", start)
                pos = self._skip(source, start, end + 3 if end >= 0 else len(source))
            elif match := HTML_TAG_RE.match(source, start) or CARELESS_TAG.match(source, start):
                pos = self._tag(source, start, match.end())
            else:
                self._text(source[start : start + 1])
                pos = start + 1
        self._flush()

    def title(self, line: int, end: int, inlines: tuple[Inline, ...]) -> Title | None:
        """A heading inside `markdown-embed-title` as the title of its embed."""
        inside = self._builder.inside
        if inside is None or not self._open or self._open[-1] != _Open("title", None, inside):
            return None
        untitled = self._untitled.pop(inside.number, None)
        if untitled is None or not inlines:
            return None
        link = self._link(untitled.target, "".join(inline.text for inline in inlines), line)
        return Title(line, end, inside, tuple(replace(inline, link=inline.link or link) for inline in inlines))

    def before_leaf(self, block: Block) -> None:
        """Gives the container that the leaf stands in its title, if it has none yet."""
        inside = block.inside
        while self._untitled and inside is not None:
            if inside.number in self._untitled and not (isinstance(block, Title) and inside is block.inside):
                self._default_title(inside)
            inside = inside.inside

    def before_close(self, container: Container) -> None:
        """Forgets what was opened inside a container that closes."""
        if container.number in self._untitled:
            self._default_title(container)
        while self._open and container in (self._open[-1].made, self._open[-1].inside):
            self._open.pop()

    def _default_title(self, container: Container) -> None:
        text, target = self._untitled.pop(container.number)
        if text:
            link = self._link(target, text, container.line)
            inline = Inline(text, container.line, link=link)
            self._builder.blocks.append(Title(container.line, container.line, container, (inline,)))

    def _link(self, target: str, text: str, line: int) -> Link | None:
        return Link(self._builder.inlines.next_link(), target, text, line, "markdown") if target else None

    def _skip(self, source: str, start: int, end: int) -> int:
        self._row += source.count("\n", start, end)
        return end

    def _tag(self, source: str, start: int, end: int) -> int:
        """Reads one tag; returns where to go on."""
        tag = parse_tag(source[start:end])
        opened = tag.kind == "open"
        classes = tag.attributes.get("class", "").split()
        hides = opened and (tag.name in DROPPED or "markdown-embed-link" in classes)
        if hides and (closing := _closing(tag.name).search(source, end)):
            if tag.name == "svg":
                self._push("text", "[drawing]")
            elif tag.name == "a":
                self._name_embed(tag.attributes.get("href", ""))
            return self._skip(source, start, closing.end())
        if opened and tag.name in ("pre", "textarea") and (closing := _closing(tag.name).search(source, end)):
            self._row += source.count("\n", start, end)
            self._preformatted(source[end : closing.start()])
            return self._skip(source, end, closing.end())
        if tag.name in ("div", "details", "summary"):
            self._division(tag, classes, opened=opened)
        elif tag.name == "hr":
            self._flush()
            self._builder.add(Rule(self._row, self._row, self._builder.inside))
        elif tag.name == "br" and self._begun:
            self._end_line()
        else:
            self._push("html_inline", source[start:end])
            self._begun = self._begun or tag.name in _SHOWN
        return self._skip(source, start, end)

    def _division(self, tag: Tag, classes: list[str], *, opened: bool) -> None:
        """Details with their summary, a transclusion and its title, any other `div`."""
        if tag.name == "summary":
            self._flush()
            inside = self._builder.inside
            self._title_of = inside if opened and inside is not None and inside.kind == "details" else None
        elif not opened:
            self._close(tag.name)
        elif tag.name == "details":
            self._begin("details", "details", _Untitled("Details", ""), "+" if "open" in tag.attributes else "-")
        elif "transclusion" in classes:
            self._begin("div", "embed", _Untitled("", ""))
        else:
            self._end_line()
            name = "title" if "markdown-embed-title" in classes else "div"
            self._open.append(_Open(name, None, self._builder.inside))

    def _begin(self, name: str, kind: ContainerKind, untitled: _Untitled, fold: str = "") -> None:
        self._flush()
        inside = self._builder.inside
        made = self._builder.open(kind, self._row, fold=fold)
        self._untitled[made.number] = untitled
        self._open.append(_Open(name, made, inside))

    def _close(self, name: str) -> None:
        """Closes the innermost element of that name in this container, and with it the container that it made."""
        self._end_line()
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            inside = self._builder.inside
            if element.made is not None and element.made is not inside:
                return
            if element.name == name or (element.name, name) == ("title", "div"):
                if element.made is not None:
                    self._flush()
                    self._builder.close()
                else:
                    del self._open[index:]
                return

    def _name_embed(self, target: str) -> None:
        inside = self._builder.inside
        if inside is not None and inside.number in self._untitled and target:
            self._untitled[inside.number] = _Untitled(file_name(target), target)

    def _text(self, text: str) -> None:
        for index, line in enumerate(text.split("\n")):
            if index:
                self._row += 1
                self._end_line("softbreak")
            line = line if self._begun else line.lstrip()
            if line:
                self._push("text", unescape(line))
                self._begun = self._begun or not line.isspace()

    def _push(self, kind: str, content: str) -> None:
        if not self._tokens:
            self._start = self._row
        self._begun = self._begun or (kind == "text" and not content.isspace())
        self._tokens.append(Token(kind, "", 0, content=content, map=[self._row - self._start]))

    def _end_line(self, how: str = "hardbreak") -> None:
        """A line ends here, if it has begun; only those of the source are soft."""
        if self._tokens and self._tokens[-1].type == "softbreak":
            self._tokens[-1].type = how
        elif self._begun:
            self._tokens.append(Token(how, "", 0))
            self._begun = False

    def _flush(self) -> None:
        """The text so far becomes a paragraph or a title."""
        tokens, self._tokens, self._begun = self._tokens, [], False
        inlines = _stripped(self._builder.inlines.build(tokens, self._start)) if tokens else ()
        title, self._title_of = self._title_of, None
        if not inlines:
            return
        if title is not None:
            self._untitled.pop(title.number, None)
        make = Paragraph if title is None else Title
        self._builder.add(make(inlines[0].line, inlines[-1].line, self._builder.inside, inlines))

    def _preformatted(self, source: str) -> None:
        self._flush()
        text = unescape(HTML_TAG_RE.sub("", source))
        first = self._row
        if text.startswith("\n"):
            text, first = text[1:], first + 1
        text = text.rstrip("\n")
        self._builder.add(Code(self._row, first + text.count("\n"), self._builder.inside, text, "", first))


def _stripped(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without breaks and blanks at the ends."""
    first, last = 0, len(inlines)
    while first < last and _blank(inlines[first]):
        first += 1
    while last > first and _blank(inlines[last - 1]):
        last -= 1
    return inlines[first:last]


def _blank(inline: Inline) -> bool:
    return inline.kind == "break" or (inline.kind == "text" and inline.text.isspace())
