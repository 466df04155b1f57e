"""Block tokens -> flat leaf blocks, each with its chain of containers; never by recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studytui.formulas import display_formula
from studytui.lazy_regex import lazy_regex
from studytui.markdown.build.anchors import in_block, in_text
from studytui.markdown.build.displays import paragraphs
from studytui.markdown.build.inlines import InlineBuilder
from studytui.markdown.callout_types import default_title
from studytui.markdown.document import (
    Align,
    Anchor,
    Block,
    BlockId,
    Code,
    Heading,
    Inline,
    Math,
    Paragraph,
    Row,
    Rule,
    Table,
    Title,
    plain,
)
from studytui.markdown.markdown_it_private import unescapeAll
from studytui.markdown.open_blocks import OpenBlocks
from studytui.markdown.syntax.attribute import split_block_id
from studytui.markdown.syntax.normalise import Moved, restored
from studytui.markdown.syntax.parse_state import new_environment, parse_state

if TYPE_CHECKING:
    from studytui.markdown.html.blocks import HtmlBlocks

_PART = 80
"""Blocks of the first part of a piece; each part after it is `_GROWTH` times as large."""
_GROWTH = 4
_TASK = lazy_regex(r"\[(.)\](?:[ \t]+|$|(?=\n))")
_ALIGN: dict[str, Align] = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}


class BlockBuilder:
    """Builds the blocks of one document, piece by piece."""

    def __init__(self, md: MarkdownIt, *, strict_breaks: bool = False, separators: bool = False) -> None:
        self.inlines = InlineBuilder(strict_breaks=strict_breaks, separators=separators)
        self.block_ids: list[BlockId] = []
        self.anchors: list[Anchor] = []
        self._blocks = OpenBlocks(self._set_footnotes)
        self._md = md
        self._env = new_environment()
        self._offset = 1
        self._moved: Moved = {}
        self._loose: set[int] = set()
        self._html: HtmlBlocks | None = None

    def build(
        self, tokens: Sequence[Token], env: dict[str, Any], offset: int, moved: Moved | None = None
    ) -> Iterator[tuple[Block, ...]]:
        """The blocks of a piece of the note, in parts as they are ready; `offset` is the line in the file of line 0."""
        self._moved = moved or {}
        if parse_state(env).defined_footnotes:
            self.inlines.footnotes.count(tokens, self._md, env)
        self._env, self._offset = env, offset
        self._loose = _loose_lists(tokens)
        lists: list[tuple[bool, int, int]] = []
        index, count, size = 0, len(tokens), _PART
        while index < count:
            token = tokens[index]
            kind = token.type
            if kind == "paragraph_open":
                self._paragraph(tokens[index + 1])
                index += 2
            elif kind == "heading_open":
                self._heading(token, tokens[index + 1])
                index += 2
            elif kind == "list_item_open":
                loose, number, start = lists[-1]
                lists[-1] = loose, number + 1, start
                self._item(token, tokens[index + 1 : index + 3], number, loose=loose)
            elif kind in ("bullet_list_open", "ordered_list_open"):
                lists.append((index in self._loose, int(token.attrs.get("start", 1)), self._line(token)))
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._blocks.sibling = lists.pop()[2]  # a block id below a list names all of it
            elif kind == "footnote_open":
                self._footnote(token.info, self.inlines.footnotes.number(token.info), self._line(token))
            elif kind in ("list_item_close", "footnote_close"):
                self._blocks.close_item()
            elif kind == "blockquote_open":
                self._quote(token, tokens[index + 1])
            elif kind == "blockquote_close":
                self._blocks.close()
            elif kind == "table_open":
                index = self._table(tokens, index)
            elif kind in ("fence", "code_block", "template_block"):
                self._code(token)
            elif kind == "html_block":
                self.anchors += in_block(token.content, self._line(token))
                self._html_blocks().read(token, self._line(token), self._offset)
            elif kind == "math_block":
                self._math(token)
            elif kind == "hr":
                self._blocks.add(Rule(self._line(token), self._end(token), self._blocks.inside))
            elif kind == "block_id":
                self._name(token.content, self._line(token))
            index += 1
            if len(self._blocks.leaves) >= size:
                yield self._blocks.take()
                size *= _GROWTH
        yield self._blocks.take()

    def finish(self) -> tuple[Block, ...]:
        """Completes the blocks with what only the end of the document tells."""
        while self._blocks.inside is not None:
            self._blocks.close()
        if self._html is not None:
            self._html.finish()
        return self._blocks.take()

    def _html_blocks(self) -> HtmlBlocks:
        if self._html is None:
            from studytui.markdown.html.blocks import HtmlBlocks  # only now: most notes have none

            self._html = HtmlBlocks(self._blocks, self.inlines)
        return self._html

    def inline(self, content: str, line: int, marks: Iterable[list[object]] = ()) -> tuple[Inline, ...]:
        """The inlines of Markdown text that begins on `line`; `marks` as in `InlineBuilder.build`."""
        if not content:
            return ()
        tokens = self._md.inline.parse(content, self._md, self._env, [])
        if "<" in content:
            self.anchors += in_text(tokens, line)
        return self.inlines.build(tokens, line, marks)

    def _line(self, token: Token) -> int:
        return self._offset + (token.map[0] if token.map else 0)

    def _end(self, token: Token) -> int:
        return self._offset + (token.map[1] if token.map else 1) - 1

    def _name(self, name: str, own: int) -> None:
        """A block id on a line of its own names what stands before it."""
        if name and self._blocks.sibling:
            self.block_ids.append(BlockId(name, self._blocks.sibling, own))

    def _paragraph(self, token: Token) -> None:
        content = token.content
        content, name = split_block_id(content)
        line = self._line(token)
        if name is not None and not content:
            self._name(name, line)
            return
        self.inlines.paragraph = True
        inlines = self.inline(content, line)
        self.inlines.paragraph = False
        if "$" in content and "\\begin" in content:
            for block in paragraphs(line, self._end(token), self._blocks.inside, inlines):
                self._blocks.add(block)
        elif inlines:
            self._blocks.add(Paragraph(line, self._end(token), self._blocks.inside, inlines))
        self._take_ids(name, line)

    def _take_ids(self, name: str | None, line: int) -> None:
        names = [*self.inlines.block_ids, *([name] if name is not None else ())]
        self.inlines.block_ids.clear()
        self.block_ids.extend(BlockId(found, line) for found in names)

    def _heading(self, opening: Token, token: Token) -> None:
        content, name = split_block_id(token.content)
        line, end, level = self._line(opening), self._end(opening), int(opening.tag[1])
        inlines = self.inline(content, line)
        if opening.markup == "-" and _only_images(inlines):
            self._blocks.add(Paragraph(line, end - 1, self._blocks.inside, inlines))
            self._blocks.add(Rule(end, end, self._blocks.inside))
        else:
            source = "" if plain(inlines) == token.content else token.content
            title = None if self._html is None else self._html.title(line, end, inlines)
            self._blocks.add(title or Heading(line, end, self._blocks.inside, level, inlines, source))
        self._take_ids(name, line)

    def _item(self, token: Token, following: Sequence[Token], number: int, *, loose: bool) -> None:
        task = None
        if len(following) == 2 and following[0].type == "paragraph_open":
            match = _TASK.match(following[1].content)
            if match:
                task = match[1]
                following[1].content = following[1].content[match.end() :]
        # Numbers are counted from that of the first item, whatever the others are written as.
        marker = f"{number}{token.markup}" if token.info else token.markup
        self._blocks.open("item", self._line(token), marker=marker, task=task, loose=loose)

    def _footnote(self, label: str, number: int, line: int) -> None:
        self.anchors.append(Anchor(f"[^{label}]", line))
        self._blocks.open("footnote", line, marker=str(number), label=label)

    def _set_footnotes(self) -> None:
        """Sets the text of inline footnotes, below the block that they were written in."""
        notes = self.inlines.footnotes
        if not notes.waiting:
            return
        while notes.waiting:
            footnote, content, line, depth = notes.waiting.popleft()
            self._blocks.open("footnote", line, marker=str(footnote.number), label=footnote.label)
            parse_state(self._env).footnote_depth = notes.depth = depth
            inlines = self.inline(content, line)
            self._blocks.leaves.append(Paragraph(line, line + content.count("\n"), self._blocks.inside, inlines))
            self._blocks.close()
        parse_state(self._env).footnote_depth = notes.depth = 0

    def _quote(self, token: Token, title: Token) -> None:
        line = self._line(token)
        if title.type != "callout_title":
            self._blocks.open("quote", line)
            return
        inside = self._blocks.open("callout", line, callout=title.info, fold=title.markup)
        content, name = split_block_id(title.content)
        inlines = self.inline(content, line) or (Inline(default_title(title.info), line),)
        self._blocks.add(Title(line, line, inside, inlines))
        self._take_ids(name, line)

    def _code(self, token: Token) -> None:
        line = self._line(token)
        fenced = token.type == "fence"
        first = line + 1 if fenced else line
        text = restored(token.content.removesuffix("\n"), first - self._offset, self._moved)
        info = unescapeAll(token.info.strip())
        self._blocks.add(Code(line, self._end(token), self._blocks.inside, text, info, first))

    def _math(self, token: Token) -> None:
        first = self._offset + token.meta["first"]
        shown = display_formula(token.content) or ()
        if "\n".join(shown) == token.content:
            shown = ()
        self._blocks.add(Math(self._line(token), self._end(token), self._blocks.inside, token.content, first, shown))

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """Adds the table that opens at `index`; returns the index of its closing token."""
        opening = tokens[index]
        rows: list[Row] = []
        align: list[Align] = []
        cells: list[tuple[Inline, ...]] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                cells = []
            elif token.type == "inline":
                cells.append(self.inline(token.content, self._line(token), token.meta.get("marks", ())))
            elif token.type == "th_open":
                align.append(_ALIGN.get(str(token.attrs.get("style", "")), ""))
            elif token.type == "tr_close":
                rows.append(Row(self._offset + self._row_line(tokens, index), tuple(cells)))
            index += 1
        line = self._line(opening)
        self._blocks.add(Table(line, self._end(opening), self._blocks.inside, tuple(align), rows[0], tuple(rows[1:])))
        self._take_ids(None, line)
        return index

    @staticmethod
    def _row_line(tokens: Sequence[Token], index: int) -> int:
        while tokens[index].type != "tr_open":
            index -= 1
        opened = tokens[index].map
        return opened[0] if opened else 0


def _only_images(inlines: Sequence[Inline]) -> bool:
    seen = False
    for inline in inlines:
        if inline.kind in ("image", "embed"):
            seen = True
        elif inline.kind != "break" and inline.text.strip():
            return False
    return seen


def _loose_lists(tokens: Sequence[Token]) -> set[int]:
    """The indexes of the opening tokens of lists with blank lines between their items."""
    loose: set[int] = set()
    lists: list[int] = []
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "paragraph_open":
            if lists and not token.hidden and token.level == tokens[lists[-1]].level + 2:
                loose.add(lists[-1])
        elif kind in ("bullet_list_open", "ordered_list_open"):
            lists.append(index)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
    return loose
