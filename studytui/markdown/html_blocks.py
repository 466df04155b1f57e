"""HTML blocks -> leaf blocks and containers, as a browser shows them (behaviour 3, 4.10)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.token import Token

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
)
from studytui.markdown.elements import DROPPED, LISTS, Tag, first_number, parse_tag
from studytui.markdown.html_tables import HtmlTable
from studytui.markdown.html_text import HtmlText
from studytui.markdown.media import file_name
from studytui.markdown.rules.angle import CARELESS_TAG

if TYPE_CHECKING:
    from studytui.markdown.blocks import BlockBuilder

_SHOWN = frozenset(("audio", "embed", "iframe", "img", "input", "video"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROWS = frozenset(("tbody", "tfoot", "thead"))
_REACH = 200
"""Open elements that a closing tag looks for its own among."""


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)


class _Open:
    """An element that is open, and the container that it made, if it made one."""

    __slots__ = ("inside", "made", "name", "number")

    def __init__(self, name: str, made: Container | None, inside: Container | None, number: int | None = None) -> None:
        self.name = name
        self.made = made
        self.inside = inside
        self.number = number
        """Of an ordered list: that of its next item."""


class _Untitled(NamedTuple):
    text: str
    target: str


class HtmlBlocks:
    """Reads the HTML blocks of one document; its elements may stay open over Markdown blocks."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._open: list[_Open] = []
        self._text = HtmlText()
        self._row = 0
        self._untitled: dict[int, _Untitled] = {}
        self._title_of: Container | None = None
        self._level = 0
        self._table: HtmlTable | None = None

    def read(self, token: Token, line: int, offset: int) -> None:
        """Adds the blocks of one `html_block` token that begins on `line`; `offset` is the line of line 0."""
        source = token.content
        self._row = line
        if self._table is not None and line > self._table.last:
            self._end_table()
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
        if self._table is not None:
            ending = token.meta.get("table end")
            if ending is None:
                self._end_table()
            else:
                self._table.last = offset + ending

    def takes(self, block: Block) -> bool:
        """Whether a block of Markdown is the text of a cell, because a table is open around it."""
        table = self._table
        if table is None:
            return False
        if block.line > table.last:
            self._end_table()
            return False
        table.take(block)
        return True

    def finish(self) -> None:
        """The end of the document."""
        self._end_table()

    def title(self, line: int, end: int, inlines: tuple[Inline, ...]) -> Title | None:
        """A heading inside `markdown-embed-title` as the title of its embed."""
        inside = self._builder.inside
        if inside is None or not self._open or self._open[-1].name != "title" or self._open[-1].inside is not inside:
            return None
        untitled = self._untitled.pop(inside.number, None)
        if untitled is None or not inlines:
            return None
        link = self._link(untitled.target, "".join(inline.text for inline in inlines), line)
        return Title(line, end, inside, tuple(replace(inline, link=inline.link or link) for inline in inlines))

    def before_leaf(self, block: Block) -> None:
        """Gives the container that the leaf stands in its title, if it has none yet."""
        self._settle(block.inside, block.inside if isinstance(block, Title) else None)

    def _settle(self, inside: Container | None, titled: Container | None = None) -> None:
        while self._untitled and inside is not None:
            if inside.number in self._untitled and inside is not titled:
                self._default_title(inside)
            inside = inside.inside

    def before_close(self, container: Container) -> None:
        """Forgets what was opened inside a container that closes."""
        if self._table is not None and self._table.inside is container:
            self._end_table()
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
                self._text.content("text", "[drawing]", self._row)
            elif tag.name == "a":
                self._name_embed(tag.attributes.get("href", ""))
            return self._skip(source, start, closing.end())
        if opened and tag.name in ("pre", "textarea") and (closing := _closing(tag.name).search(source, end)):
            self._row += source.count("\n", start, end)
            self._preformatted(source[end : closing.start()])
            return self._skip(source, end, closing.end())
        if self._table is not None:
            self._in_table(tag, source[start:end])
        elif tag.name == "table" and opened:
            self._begin_table()
        elif tag.name in ("div", "details", "summary"):
            self._division(tag, classes, opened=opened)
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
            self._builder.add(Rule(self._row, self._row, self._builder.inside))
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

    def _division(self, tag: Tag, classes: list[str], *, opened: bool) -> None:
        """Details with their summary, a transclusion and its title, any other `div`."""
        if tag.name == "summary":
            self._flush()
            inside = self._builder.inside
            self._title_of = inside if opened and inside is not None and inside.kind == "details" else None
        elif not opened:
            self._text.end_line()
            self._close("title" if self._open and self._open[-1].name == "title" else tag.name)
        elif tag.name == "details":
            self._begin("details", "details", _Untitled("Details", ""), fold="+" if "open" in tag.attributes else "-")
        elif "transclusion" in classes:
            self._begin("div", "embed", _Untitled("", ""))
        else:
            self._text.end_line()
            name = "title" if "markdown-embed-title" in classes else "div"
            self._open.append(_Open(name, None, self._builder.inside))

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
            self._open.append(_Open(name, None, self._builder.inside, first_number(tag)))
        elif (listing := self._listing()) is None:
            self._inline(tag, source)
        else:
            if listing.number is None:
                marker = "-"
            else:
                number = tag.attributes.get("value", "")
                listing.number = int(number) if number.isdecimal() and len(number) < 10 else listing.number
                marker = f"{listing.number}."
                listing.number += 1
            self._begin(name, "item", marker=marker)
            self._text.open(name, _neutral(source, name), "</bdi>", self._row)

    def _listing(self) -> _Open | None:
        """The list that an item is of, after closing the item before it; None for an item of no list."""
        for element in reversed(self._open[-_REACH:]):
            if element.name in LISTS:
                self._flush()
                while self._open[-1] is not element:
                    self._pop()
                return element
            if element.made is not None and element.name != "li":
                return None
        return None

    def _heading(self, tag: Tag, source: str, *, opened: bool) -> None:
        self._flush()
        self._level = _HEADINGS[tag.name] if opened else 0
        self._text.close("h1", self._row)
        if opened:
            self._text.open("h1", _neutral(source, tag.name), "</bdi>", self._row)

    def _begin(
        self, name: str, kind: ContainerKind, untitled: _Untitled | None = None, *, fold: str = "", marker: str = ""
    ) -> None:
        self._flush()
        inside = self._builder.inside
        made = self._builder.open(kind, self._row, fold=fold, marker=marker)
        if untitled is not None:
            self._untitled[made.number] = untitled
        self._open.append(_Open(name, made, inside))

    def _close(self, name: str) -> bool:
        """Closes the innermost element of that name in this Markdown container, if there is one, and what is in it."""
        inside = self._builder.inside
        for element in reversed(self._open[-_REACH:]):
            if element.made is not None and element.made is not inside:
                return False
            if element.name == name:
                if self._open[-1].made is not None or element.made is not None:
                    self._flush()
                while self._pop() is not element:
                    pass
                return True
            inside = element.inside
        return False

    def _pop(self) -> _Open:
        """Closes the element that was opened last, with the container that it made."""
        element = self._open[-1]
        if element.made is None:
            self._open.pop()
        elif element.name == "li":
            self._text.close("li", self._row)
            self._builder.close_item()
        else:
            self._builder.close()
        return element

    def _begin_table(self) -> None:
        self._flush()
        self._settle(self._builder.inside)
        self._table = HtmlTable(self._row, self._builder.inside)
        self._text.open("table", "<bdi>", "</bdi>", self._row)

    def _in_table(self, tag: Tag, source: str) -> None:
        """A tag between `<table>` and `</table>`."""
        table, name = self._table, tag.name
        assert table is not None
        opened = tag.kind == "open"
        if name == "table":
            table.depth += 1 if opened else -1
            if table.depth == 0:
                self._end_table(self._row)
                return
        if table.depth > 1 or name == "table":
            self._inline(tag, source)
        elif name == "caption":
            self._flush()
            self._text.close(name, self._row)
            if opened and table.empty:
                self._text.open(name, "<bdi>", "</bdi>", self._row)
        elif name == "tr" or name in _ROWS:
            self._end_cell()
            if name in _ROWS:
                table.section(head=opened and name == "thead")
            elif opened:
                table.begin_row(self._row)
            else:
                table.end_row()
        elif name in ("td", "th"):
            self._end_cell()
            if opened:
                header = table.begin_cell(tag, self._row)
                self._text.open("td", _neutral(source, name) if header else source, f"</{name}>", self._row)
        elif name == "li" and tag.kind == "close":
            self._text.close(name, self._row)
        else:
            self._inline(tag, source)

    def _end_cell(self) -> None:
        self._flush()
        self._text.close("td", self._row)
        if self._table is not None:
            self._table.in_cell = False

    def _end_table(self, end: int = 0) -> None:
        """Adds the table that is open, closed on that line or ended by what comes now."""
        table = self._table
        if table is None:
            return
        self._end_cell()
        self._text.close("table", self._row)
        self._table = None
        block = table.block(end)
        if block is not None:
            self._builder.add(block)

    def _name_embed(self, target: str) -> None:
        inside = self._builder.inside
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
        inlines = _stripped(self._builder.inlines.build(tokens, start)) if tokens else ()
        if not inlines:
            return
        line, end, inside = inlines[0].line, inlines[-1].line, self._builder.inside
        table = self._table
        if table is not None and not (table.empty and self._text.holds("caption")):
            table.add(inlines, line)
            return
        title, self._title_of = self._title_of, None
        block: Block = Paragraph(line, end, inside, inlines)
        if title is not None and title is inside:
            self._untitled.pop(title.number, None)
            block = Title(line, end, inside, inlines)
        elif self._level:
            block = self.title(line, end, inlines) or Heading(line, end, inside, self._level, inlines)
        if table is not None:
            self._table = None
        self._builder.add(block)
        self._table = table

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


def _neutral(source: str, name: str) -> str:
    """The opening tag of an element that says nothing but what its attributes say."""
    return "<bdi" + source[1 + len(name) :]
