"""What holds for any document whatever, at any width, in every view."""

from __future__ import annotations

import unicodedata
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from studytui.layout import Layout, Line, View, lay_out
from studytui.layout.folds import Folds
from studytui.markdown.document import (
    Block,
    Code,
    Container,
    ContainerKind,
    Heading,
    Highlight,
    Inline,
    InlineKind,
    Link,
    Math,
    Paragraph,
    Row,
    Rule,
    Style,
    Table,
    Title,
)

WIDTHS = st.one_of(st.integers(20, 40), st.sampled_from([60, 80, 200]))
VIEWS = st.sampled_from(["all", "only", "dim"])
PLAIN = "abcdefg   .,-"
HOSTILE = (
    "ab \x00\t\x07\x1b\x7f\x85\x9b\u202e\u2066\u2028\ud800\u00ad\u200d\ufe0f\u0301"
    "\U0001f1e9\U0001f469漢あ한é،ا👍🏽/-_[]"
)
TEXT = st.one_of(st.text(st.sampled_from(HOSTILE), max_size=40), st.text(st.characters(), max_size=40))
CONTAINERS: tuple[ContainerKind, ...] = ("item", "item", "item", "quote", "callout", "embed", "details", "footnote")
INLINES: tuple[InlineKind, ...] = (
    "text",
    "text",
    "text",
    "code",
    "tag",
    "image",
    "embed",
    "footnote",
    "field",
    "break",
)
FORBIDDEN = {"Cc", "Cs", "Zl", "Zp"}
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Writer:
    """Makes up blocks in arbitrary nesting, numbered in reading order as the parser numbers them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.containers, self.marks, self.links = count(), count(), count()
        self.inside: Container | None = None

    def blocks(self, number: int) -> list[Block]:
        found: list[Block] = []
        for line in range(1, number + 1):
            self.nest(line, found)
            found.append(self.block(line))
        return found

    def nest(self, line: int, found: list[Block]) -> None:
        pick = self.random.choice
        while self.inside is not None and pick((True, False)):
            self.inside = self.inside.inside
        while pick((True, False, False)):
            kind = pick(CONTAINERS)
            item = kind == "item"
            self.inside = Container(
                next(self.containers),
                kind,
                line,
                self.inside,
                self.inside.depth + 1 if self.inside is not None else 0,
                marker=pick(("-", "*", "3.", "12)", "123456789.")) if item else pick(("1", "12")),
                label=pick(("", "a", "b\x1b")),
                task=pick((None, " ", "x", "-", "漢")) if item else None,
                loose=pick((True, False)),
                callout=pick(("note", "Odd-Type", "warning")) if kind == "callout" else "",
            )
            if kind in ("callout", "embed", "details"):
                found.append(Title(line, line, self.inside, self.inlines(line, 1)))

    def block(self, line: int) -> Block:
        pick, place = self.random.choice, (line, line, self.inside)
        match pick(("text", "text", "text", "heading", "rule", "code", "math", "table")):
            case "heading":
                return Heading(*place, pick(range(1, 7)), self.inlines(line))
            case "rule":
                return Rule(*place)
            case "code":
                return Code(*place, self.text(), pick(("", "python", "\x1b[31m")), line)
            case "math":
                return Math(*place, self.text())
            case "table":
                rows = [Row(line, tuple(self.inlines(line, 2) for _ in range(pick(range(5))))) for _ in range(3)]
                return Table(*place, ("", "right", "center"), rows[0], tuple(rows[1 : pick((1, 2, 3))]))
        return Paragraph(*place, self.inlines(line))

    def inlines(self, line: int, most: int = 4) -> tuple[Inline, ...]:
        pick = self.random.choice
        found = []
        for _ in range(pick(range(most + 1))):
            kind, text = pick(INLINES), self.text()
            mark = pick((None, Highlight(next(self.marks), pick(("yellow", "red")), "#ffd00066")))
            linked = kind in ("image", "embed") or pick((True, False))
            link = Link(next(self.links), text or "x", text, line, "wiki") if linked else None
            style = pick((Style.NONE, Style.BOLD, Style.SUB, Style.SUP | Style.ITALIC))
            found.append(Inline(text, line, kind, style, mark, link))
        return tuple(found)

    def text(self) -> str:
        alphabet = self.random.choice((PLAIN, PLAIN, HOSTILE))
        return "".join(self.random.choices(alphabet, k=self.random.randrange(60)))


DOCUMENTS = st.builds(lambda seed, number: Writer(seed).blocks(number), st.integers(0, 2**32), st.integers(0, 8))


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, WIDTHS, VIEWS)
def test_no_row_is_wider_than_asked_and_none_holds_a_control_character(
    blocks: list[Block], width: int, view: View
) -> None:
    for line in lay_out(blocks, width, view=view):
        assert cell_len(line.text) <= width
        assert not any(unicodedata.category(character) in FORBIDDEN for character in line.text)
        assert not BIDI & set(line.text)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, WIDTHS, VIEWS)
def test_spans_lie_inside_their_row_and_none_is_empty(blocks: list[Block], width: int, view: View) -> None:
    for line in lay_out(blocks, width, view=view):
        assert 0 <= line.indent <= len(line.text) or not line.text
        for span in line.spans:
            assert 0 <= span.start < span.end <= len(line.text)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, WIDTHS, VIEWS, st.lists(st.integers(1, 3), max_size=12), st.sets(st.integers(1, 8)))
def test_the_result_is_the_same_however_the_blocks_are_cut_in_pieces(
    blocks: list[Block], width: int, view: View, sizes: list[int], expanded: set[int]
) -> None:
    layout = Layout(width, view=view, expanded=frozenset(expanded))
    lines: list[Line] = []
    rest = blocks
    for size in sizes:
        lines += layout.feed(rest[:size])
        rest = rest[size:]
    lines += layout.feed(rest)
    lines += layout.finish()
    assert lines == lay_out(blocks, width, view=view, expanded=frozenset(expanded))


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), WIDTHS)
def test_the_rows_of_a_paragraph_join_up_to_its_text(texts: list[str], width: int) -> None:
    item = Container(0, "item", 1, marker="-")
    wide = lay_out([Paragraph(1, 1, item, tuple(Inline(text, 1) for text in texts))], 10_000)
    rows = lay_out([Paragraph(1, 1, item, tuple(Inline(text, 1) for text in texts))], width)
    assert unwrapped(rows) == unwrapped(wide)


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, WIDTHS)
def test_every_word_of_every_paragraph_is_there_in_order(blocks: list[Block], width: int) -> None:
    plain = [
        Paragraph(
            block.line,
            block.end,
            block.inside,
            tuple(Inline(inline.text, inline.line) for inline in block.inlines if set(inline.text) <= set(PLAIN)),
        )
        for block in blocks
        if isinstance(block, Paragraph)
    ]
    wanted = [word for block in plain for word in "".join(inline.text for inline in block.inlines).split()]
    lines = lay_out(plain, width)
    found = []
    for logical in sorted({line.logical for line in lines}):
        found += unwrapped([line for line in lines if line.logical == logical]).split()
    assert found == wanted


def unwrapped(rows: list[Line]) -> str:
    """The text of one logical line, its eaten blanks restored from the offsets."""
    text = ""
    for row in rows:
        text += " " * (row.offset - len(text)) + row.text[row.indent :]
    return text.rstrip(" ")


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, WIDTHS)
def test_with_nothing_folded_it_is_as_without_folds(blocks: list[Block], width: int) -> None:
    def drawn(folds: Folds | None) -> list[tuple[str, int | None]]:
        return [(line.text, line.source) for line in lay_out(blocks, width, folds=folds)]

    assert drawn(Folds(unfolded=True)) == drawn(None)
