"""Text -> `Document`, at once or in pieces whose first is ready while the rest is not yet read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markdown_it.token import Token

from studytui.lazy_regex import lazy_regex
from studytui.markdown.build.blocks import BlockBuilder
from studytui.markdown.document import Anchor, Block, BlockId, Document
from studytui.markdown.frontmatter import is_drawing, split_frontmatter
from studytui.markdown.syntax.normalise import Moved, normalise
from studytui.markdown.syntax.parse_state import new_environment, parse_state
from studytui.markdown.syntax.parser import parser

_FIRST = 2_500
_GROWTH = 2
_LATER = 60_000
"""Characters of a piece, at least: the first is small so that it is ready soon, and those after it grow up to this."""

_CUT = lazy_regex(r"\n(?=#{1,6}[ \t])|\n[ \t]*\n(?=[^\W\d_]|[>!|\[]|\*\*[^\W_])")
"""Where every CommonMark block but a fence, HTML or a formula has ended: an unindented heading, or after a blank line
a letter, or what begins a quote, an image, a row of a table, a link or bold text."""
_UNBROKEN = ("fence", "html_block", "math_block")
_REFERENCE = lazy_regex(r"(?<!\])\]:|\\\]\]:")


class _Piece(NamedTuple):
    """The block tokens of a piece of a note."""

    tokens: Sequence[Token]
    environment: dict[str, Any]
    line: int
    """Of the file, on which it begins."""
    moved: Moved


class Reading:
    """A note that is being parsed."""

    def __init__(self, text: str, *, strict_breaks: bool = False) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._text = text.replace("\0", "\ufffd")
        self.frontmatter, self._start = split_frontmatter(self._text)
        self._pieces: list[tuple[Block, ...]] = []
        self._ids: list[BlockId] = []
        self._anchors: list[Anchor] = []
        self._tokens: Iterable[_Piece] = self._tokenize()
        self._parsing = self._parse(strict_breaks)

    def blocks(self) -> Iterator[tuple[Block, ...]]:
        """The blocks in pieces; a piece may be empty."""
        index = 0
        while True:
            while index < len(self._pieces):
                yield self._pieces[index]
                index += 1
            piece = next(self._parsing, None)
            if piece is None:
                return
            self._pieces.append(piece)

    def once(self) -> Iterator[tuple[Block, ...]]:
        """The blocks in pieces, none of which is kept: for a note of any length, instead of the other two."""
        return self._parsing

    def tokenize(self) -> None:
        """Takes the first step for the whole note: its block tokens, of which nothing is built yet."""
        self._tokens = [*self._tokens]

    def document(self) -> Document:
        """The whole note."""
        blocks = tuple(block for piece in self.blocks() for block in piece)
        return Document(self.frontmatter, blocks, tuple(self._ids), tuple(self._anchors))

    def _parse(self, strict_breaks: bool) -> Iterator[tuple[Block, ...]]:
        separators = not self._text.isascii() and any(map(self._text.count, "\x85\u2028\u2029"))
        builder = BlockBuilder(parser(), strict_breaks=strict_breaks, separators=separators)
        self._ids, self._anchors = builder.block_ids, builder.anchors
        drawing = None
        if is_drawing(self.frontmatter):
            from studytui.markdown.excalidraw import DrawingText

            drawing = DrawingText()
        for piece in self._tokens:
            for blocks in builder.build(*piece):
                yield blocks if drawing is None else tuple(drawing.read(blocks))
        last = builder.finish()
        if last:
            yield last if drawing is None else tuple(drawing.read(last))

    def _tokenize(self) -> Iterator[_Piece]:
        md = parser()
        text, pos, line = self._text, self._start, self.frontmatter.end + 1
        whole = _is_whole(text)
        size = len(text) if whole else _FIRST
        while pos < len(text):
            end = _cut(text, pos + size)
            env = new_environment()
            chunk, moved = normalise(text[pos:end])
            tokens = md.block.parse(chunk, md, env, []) or []
            # A rule says `open` when it missed the end of what it began.
            if end < len(text) and (parse_state(env).open or (tokens and tokens[-1].type in _UNBROKEN)):
                size = 2 * (end - pos)
                continue
            yield _Piece(tokens, env, line, moved)
            line += text.count("\n", pos, end)
            pos = end
            size = min(_LATER, _GROWTH * size)


def _is_whole(text: str) -> bool:
    """True if a later part may change an earlier one: it may define links and footnotes."""
    return "]:" in text and _REFERENCE.search(text) is not None


def _cut(text: str, pos: int) -> int:
    """The end of a piece of at least that length."""
    match = _CUT.search(text, pos) if pos < len(text) else None
    return match.end() if match else len(text)


def read(text: str, *, strict_breaks: bool = False) -> Reading:
    """Begins to parse a note: its frontmatter is there at once, its blocks come in pieces."""
    return Reading(text, strict_breaks=strict_breaks)


def parse(text: str, *, strict_breaks: bool = False) -> Document:
    """The whole note; any text gives a document."""
    return Reading(text, strict_breaks=strict_breaks).document()


def parse_all(texts: Iterable[str], *, strict_breaks: bool = False) -> list[Document]:
    """The documents of many notes, each step for all of them before the next.

    The code of a step stays in the processor's caches then, which saves a sixth of the time that small notes take.
    """
    readings = [Reading(text, strict_breaks=strict_breaks) for text in texts]
    for reading in readings:
        reading.tokenize()
    return [reading.document() for reading in readings]
