"""A note read in pieces is the note read at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.markdown import Block, Document, Paragraph, reader
from studytui.markdown.build import blocks

SECTIONS = [
    "# Heading\n", "## Other ==x==\n", "text [[a]]\n\n", "- item\n\t- <mark>deep</mark>\n", "- loose\n\n- items\n\n",
    "```\n# no heading\n\nstill code\n```\n", "```\n# open\n\n", "$$\n# x\n\ny\n$$\n", "<div>\n# raw\n\n", "</div>\n\n",
    "<!--\n\n# hidden\n\n-->\n", "> quote\n\nafter\n", "> [!note] T\n> # inside\n\n", "| a | b |\n| - | - |\n| c | d |\n\n",
    "---\n", "    code\n\nmore\n", "<details>\n\n", "</details>\n\n", "%%hidden\n\n", "%%\n", "[r]: x\n\n", "[r] and\n\n",
    "1. one\n\n   two\n\nthree\n", "<script>\n\na\n\n", "</script>\n\n", "a ^id\n\n", "^lone\n\n",
    "a ^[b ^[c]]\n\n", "[^x] [^y]\n\n", "[^x]: d\n\n  e\n\n", "- ^[f]\n\n", "<%*\n# code\n\n%>\n\n", "<%* open\n\n", "k:: v\n\n",
    "![[i.png]]\n\n", "[[l]] x\n\n", "**b** c\n\n", "> a\n\n> [!x]- b\n> c\n\n", "- a\n\n> q\n\n", "| not |\n\n",
    "> ```\n> # a\n\n", "> - a\n\n> - b\n\n", "[a](b)\n---\n\n", "![[i.png]]\n---\n", "{ .block-language-dataview}\n", "^id\n\n",
    "a %%b\n\n", "c%% d\n\n", "`%%` x\n\n", "> %%q\n\n", "- %%li\n\n", "# h %%x\n\n", "| %%a | b |\n| - | - |\n\n",
    "<!-- %% -->\n\n", "```\n%%\n```\n", "%%a%% b\n\n", "%% a\n# in\n\nb %%\n", "- a\n  %%\n\n",
]  # fmt: skip


def in_pieces(note: str, first: int, later: int) -> tuple[list[tuple[Block, ...]], Document]:
    whole = reader._FIRST, reader._LATER, blocks._PART, blocks._GROWTH
    reader._FIRST, reader._LATER, blocks._PART, blocks._GROWTH = first, later, later, 1
    try:
        found = reader.read(note)
        return list(found.blocks()), found.document()
    finally:
        reader._FIRST, reader._LATER, blocks._PART, blocks._GROWTH = whole


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(SECTIONS), max_size=25).map("".join))
def test_however_a_note_is_cut_it_is_the_same(note: str) -> None:
    assert in_pieces(note, 1, 1)[1] == in_pieces(note, 10**9, 10**9)[1]


def test_the_first_piece_of_a_long_note_is_short() -> None:
    note = "".join(f"# H{number}\n- item\n\n" for number in range(5000))
    pieces = reader.read(note).blocks()
    assert 0 < len(next(pieces)) < 1000


@pytest.mark.parametrize(
    "part",
    ["> [!note]- T\n> body\n\n", "![[i.png]]\n\n", "[[link]] text\n\n", "**bold** text\n\n", "text %%hidden%%\n\n"],
)
def test_a_note_of_one_construct_alone_is_read_in_pieces_too(part: str) -> None:
    assert 0 < len(next(reader.read(part * 5000).blocks())) < 1000


def test_inline_footnotes_do_not_need_the_whole_note() -> None:
    note = "".join(f"# H{number}\na ^[b]\n\n" for number in range(5000))
    read = reader.read(note)
    assert 0 < len(next(read.blocks())) < 2000
    numbers = [
        inline.footnote.number
        for block in read.document().blocks
        if isinstance(block, Paragraph)
        for inline in block.inlines
        if inline.footnote is not None
    ]
    assert numbers == list(range(1, 5001))


@pytest.mark.parametrize(
    "note",
    ["- item\n" * 5000, "[^1]: a\n\n" + "# H\nb [^1]\n\n" * 5000, "> - a\n\n" * 5000],
    ids=["a list", "footnotes", "lists in quotes"],
)
def test_what_must_be_parsed_whole_is_given_in_parts(note: str) -> None:
    assert 0 < len(next(reader.read(note).blocks())) < 1000
    assert reader.read(note).document() == in_pieces(note, 10**9, 10**9)[1]


def test_a_list_is_the_same_wherever_it_is_cut() -> None:
    note = "a\n\n" + "- item\n\n  more\n" * 1000 + "\nend"
    assert reader.read(note).document() == in_pieces(note, 10**9, 1)[1]


def test_frontmatter_is_there_before_any_block() -> None:
    assert reader.read("---\ntitle: x\n---\nbody").frontmatter.title == "x"
