"""HTML blocks -> leaf blocks and containers, as a browser shows them (behaviour 3, 4.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import NamedTuple, Protocol

from markdown_it.token import Token
from msgspec.structs import replace

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import (
    Block,
    Code,
    Container,
    ContainerKind,
    Heading,
    Inline,
    Link,
    Paragraph,
    Rule,
    Title,
    containers,
)
from studytui.markdown.html.nesting import OpenElements, item_marker
from studytui.markdown.html.table_tags import TableTags
from studytui.markdown.html.text import HtmlText
from studytui.markdown.html_elements import DROPPED, LISTS, Tag, neutral, parse_tag
from studytui.markdown.html_lists import numbering_of
from studytui.markdown.lines import stripped
from studytui.markdown.markdown_it_private import HTML_TAG_RE
from studytui.markdown.media import file_name
from studytui.markdown.open_blocks import OpenBlocks
from studytui.markdown.syntax.angle import CARELESS_TAG

_SHOWN = frozenset(("audio", "embed", "iframe", "img", "input", "video"))
_QUERY_LINE = lazy_regex(r"^[ \t]*\{[ \t]*\.block-[^{}\n]*\}[ \t]*$", re.MULTILINE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)


class _Untitled(NamedTuple):
    text: str
    target: str


class Inlines(Protocol):
    """Makes the inlines of one document, of Markdown and of HTML alike."""

    def build(self, tokens: Sequence[Token], line: int) -> tuple[Inline, ...]:
        """The inlines of a text that begins on `line`."""

    def next_link(self) -> int:
        """The ordinal of the next link."""


class HtmlBlocks:
    """Reads the HTML blocks of one document; its elements may stay open over Markdown blocks."""

    def __init__(self, blocks: OpenBlocks, inlines: Inlines) -> None:
        self._blocks = blocks
        self._inlines = inlines
        self._text = HtmlText()
        self._open = OpenElements(blocks, self._text)
        self._tables = TableTags(blocks, self._text, self._flush, self._inline)
        blocks.takes, blocks.before_close = self._takes, self._before_close
        self._row = 0
        self._untitled: dict[int, _Untitled] = {}
        self._title_of: Container | None = None
        self._level = 0
        """Of the heading that is open, or 0."""
        self._unclosed: set[str] = set()
        """Elements that the block being read does not close any more: each is looked for only once."""

    def read(self, token: Token, line: int, offset: int) -> None:
        """Adds the blocks of one `html_block` token that begins on `line`; `offset` is the line of line 0."""
        source = token.content
        if ".block-" in source:
            source = _QUERY_LINE.sub("", source)
        self._unclosed.clear()
        self._row = line
        if self._tables.table is not None and line > self._tables.table.last:
            self._tables.end()
        pos = 0
        while pos < len(source):
            start = source.find("<", pos)
            start = start if start >= 0 else len(source)
            self._lines(source[pos:start])
            if source.startswith("<!--", start):
                end = source.find("-->", start)
                pos = self._skip(source, start, end + 3 if end >= 0 else len(source))
            elif match := HTML_TAG_RE.match(source, start) or CARELESS_TAG.match(source, start):
                pos = self._tag(source, start, match.end())
            else:
                self._lines(source[start : start + 1])
                pos = start + 1
        self._flush()
        self._text.forget()
        self._title_of, self._level = None, 0
        if self._tables.table is not None:
            ending = token.meta.get("table end")
            if ending is None:
                self._tables.end()
            else:
                self._tables.table.last = offset + ending

    def _takes(self, block: Block) -> bool:
        """True if a leaf is the text of a table's cell; else the container that it stands in gets its title now."""
        if self._tables.takes(block):
            return True
        self._settle(block.inside, block.inside if isinstance(block, Title) else None)
        return False

    def finish(self) -> None:
        """The end of the document."""
        self._tables.end()

    def title(self, line: int, end: int, inlines: tuple[Inline, ...]) -> Title | None:
        """A heading inside `markdown-embed-title` as the title of its embed."""
        inside = self._blocks.inside
        last = self._open.last
        if inside is None or last is None or last.name != "title" or last.inside is not inside:
            return None
        untitled = self._untitled.pop(inside.number, None)
        if untitled is None or not inlines:
            return None
        link = self._link(untitled.target, "".join(inline.text for inline in inlines), line)
        return Title(line, end, inside, tuple(replace(inline, link=inline.link or link) for inline in inlines))

    def _settle(self, inside: Container | None, titled: Container | None = None) -> None:
        """Gives a container, and those around it, the titles that they do not have yet."""
        if not self._untitled:
            return
        for container in containers(inside):
            if container.number in self._untitled and container is not titled:
                self._default_title(container)

    def _before_close(self, container: Container) -> None:
        """Forgets what was opened inside a container that closes."""
        if self._tables.table is not None and self._tables.table.inside is container:
            self._tables.end()
        if container.number in self._untitled:
            self._default_title(container)
        self._open.leave(container)

    def _default_title(self, container: Container) -> None:
        text, target = self._untitled.pop(container.number)
        if text:
            link = self._link(target, text, container.line)
            inline = Inline(text, container.line, link=link)
            self._blocks.leaves.append(Title(container.line, container.line, container, (inline,)))

    def _link(self, target: str, text: str, line: int) -> Link | None:
        return Link(self._inlines.next_link(), target, text, line, "markdown") if target else None

    def _skip(self, source: str, start: int, end: int) -> int:
        self._row += source.count("\n", start, end)
        return end

    def _closed(self, name: str, source: str, start: int) -> re.Match[str] | None:
        """The next closing tag of this name."""
        if name in self._unclosed:
            return None
        closing = _closing(name).search(source, start)
        if closing is None:
            self._unclosed.add(name)
        return closing

    def _tag(self, source: str, start: int, end: int) -> int:
        """Reads one tag; returns where to go on."""
        tag = parse_tag(source[start:end])
        opened = tag.kind == "open"
        classes = tag.attributes.get("class", "").split()
        hides = opened and (tag.name in DROPPED or "markdown-embed-link" in classes)
        if hides and (closing := self._closed(tag.name, source, end)):
            if tag.name == "svg":
                self._text.content("text", "[drawing]", self._row)
            elif tag.name == "a":
                self._name_embed(tag.attributes.get("href", ""))
            return self._skip(source, start, closing.end())
        if opened and tag.name in ("pre", "textarea") and (closing := self._closed(tag.name, source, end)):
            self._row += source.count("\n", start, end)
            self._preformatted(source[end : closing.start()])
            return self._skip(source, end, closing.end())
        if self._tables.table is not None:
            self._tables.read(tag, source[start:end], self._row)
        elif tag.name == "table" and opened:
            self._flush()
            self._settle(self._blocks.inside)
            self._tables.begin(self._row)
        elif tag.name in ("div", "details", "summary"):
            self._division(tag, source[start:end], classes, opened=opened)
        elif tag.name in LISTS or tag.name in ("li", "blockquote"):
            self._nest(tag, source[start:end], opened=opened)
        elif tag.name in _HEADINGS:
            self._heading(tag, source[start:end], opened=opened)
        elif tag.name == "p":
            self._flush()
            self._text.close("p", self._row)
            if opened:
                self._text.open("p", source[start:end], "</p>", self._row)
        elif tag.name == "hr":
            self._flush()
            self._blocks.add(Rule(self._row, self._row, self._blocks.inside))
        else:
            self._inline(tag, source[start:end])
        return self._skip(source, start, end)

    def _inline(self, tag: Tag, source: str) -> None:
        """A tag inside of running text."""
        if tag.name == "br":
            self._text.end_line(hard=True)
        elif tag.kind == "close":
            self._text.close(tag.name, self._row)
        elif tag.kind == "open" and tag.name not in DROPPED and tag.name not in _SHOWN:
            self._text.open(tag.name, source, f"</{tag.name}>", self._row)
        else:
            self._text.content("html_inline", source, self._row, shown=tag.name in _SHOWN)

    def _division(self, tag: Tag, source: str, classes: list[str], *, opened: bool) -> None:
        """Details with their summary, a transclusion and its title, any other `div`."""
        if tag.name == "summary":
            self._flush()
            inside = self._blocks.inside
            self._title_of = inside if opened and inside is not None and inside.kind == "details" else None
        elif not opened:
            self._text.end_line(hard=True)
            if self._text.holds("div"):
                self._text.close(tag.name, self._row)
            last = self._open.last
            self._close("title" if last is not None and last.name == "title" else tag.name)
        elif tag.name == "details":
            self._begin("details", "details", _Untitled("Details", ""), fold="+" if "open" in tag.attributes else "-")
        elif "transclusion" in classes:
            self._begin("div", "embed", _Untitled("", ""))
        else:
            self._text.end_line(hard=True)
            if "excalidraw" in tag.attributes.get("id", "").lower():
                self._text.content("text", "[drawing]", self._row)
                self._text.end_line()
            name = "title" if "markdown-embed-title" in classes else "div"
            self._open.open(name, None, self._blocks.inside)
            if tag.color or self._text.holds("div"):
                self._text.open("div", neutral(source, "div"), "</bdi>", self._row)

    def _nest(self, tag: Tag, source: str, *, opened: bool) -> None:
        """Lists, their items, and quotes."""
        name = tag.name
        if not opened:
            self._flush()
            if not self._close(name):
                self._text.close(name, self._row)
        elif name == "blockquote":
            self._begin(name, "quote")
        elif name in LISTS:
            self._flush()
            self._open.open(name, None, self._blocks.inside, numbering_of(tag))
        elif (listing := self._open.listing()) is None:
            self._inline(tag, source)
        else:
            self._flush()
            self._open.close_down_to(listing)
            self._begin(name, "item", marker=item_marker(listing, tag))
            self._text.open(name, neutral(source, name), "</bdi>", self._row)

    def _heading(self, tag: Tag, source: str, *, opened: bool) -> None:
        self._flush()
        self._level = _HEADINGS[tag.name] if opened else 0
        self._text.close("h1", self._row)
        if opened:
            self._text.open("h1", neutral(source, tag.name), "</bdi>", self._row)

    def _begin(
        self, name: str, kind: ContainerKind, untitled: _Untitled | None = None, *, fold: str = "", marker: str = ""
    ) -> None:
        self._flush()
        inside = self._blocks.inside
        made = self._blocks.open(kind, self._row, fold=fold, marker=marker)
        if untitled is not None:
            self._untitled[made.number] = untitled
        self._open.open(name, made, inside)

    def _close(self, name: str) -> bool:
        """Closes the innermost element of that name, if there is one, and what is in it."""
        element = self._open.innermost(name)
        if element is None:
            return False
        last = self._open.last
        if last is not None and (last.made is not None or element.made is not None):
            self._flush()
        self._open.close_down_to(element)
        self._open.pop()
        return True

    def _name_embed(self, target: str) -> None:
        inside = self._blocks.inside
        if inside is not None and inside.number in self._untitled and target:
            self._untitled[inside.number] = _Untitled(file_name(target), target)

    def _lines(self, text: str) -> None:
        for index, line in enumerate(text.split("\n")):
            if index:
                self._row += 1
                self._text.end_line()
            self._text.line(line, self._row)

    def _flush(self) -> None:
        """The text so far becomes a paragraph, a heading, a title, or the text of a cell."""
        tokens, start = self._text.take()
        inlines = stripped(self._inlines.build(tokens, start)) if tokens else ()
        if not inlines:
            return
        line, end, inside = inlines[0].line, inlines[-1].line, self._blocks.inside
        table = self._tables.table
        if table is not None and not self._tables.captioned():
            table.add(inlines, line)
            return
        title, self._title_of = self._title_of, None
        block: Block = Paragraph(line, end, inside, inlines)
        if title is not None and title is inside:
            self._untitled.pop(title.number, None)
            block = Title(line, end, inside, inlines)
        elif self._level:
            block = self.title(line, end, inlines) or Heading(line, end, inside, self._level, inlines)
        self._tables.table = None
        self._blocks.add(block)
        self._tables.table = table

    def _preformatted(self, source: str) -> None:
        self._flush()
        text = unescape(HTML_TAG_RE.sub("", source))
        first = self._row
        if text.startswith("\n"):
            text, first = text[1:], first + 1
        text = text.rstrip("\n")
        self._blocks.add(Code(self._row, first + text.count("\n"), self._blocks.inside, text, "", first))
