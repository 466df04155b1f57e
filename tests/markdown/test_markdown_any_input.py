"""What must hold for any text at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.markdown import (
    Block,
    Code,
    Document,
    Heading,
    Inline,
    Legend,
    Math,
    Rule,
    Table,
    links,
    logical_lines,
    marked_lines,
    outline,
    parse,
    parse_all,
    read,
    read_frontmatter,
)

SYNTAX = [
    "a", "b c", "é中", "\t", " ", "\n", "\n\n", "    ", "- ", "* ", "1. ", "2) ", "> ", ">", "# ", "### ", "---\n", "===\n",
    "```\n", "~~~ad-tip\n", "`", "``", "**", "*", "_", "~~", "==", "=", "%%", "$", "$$", "$$\n", "[[", "]]", "![[", "|", "\\|",
    "[", "](", ")", "![", "]", "[^1]", "[^1]: ", "[a]: b\n", "#tag", " #", " ^id", "^id\n", "{ #id}", "{ #9}\n",
    "{ .block-language-dataview}\n", "[!note]", "[!x|y]-", "[ ] ", "[x] ", '<span style="background:rgba(240, 200, 0, 0.2)">',
    "<span>", "</span>", "<mark>", "<mark class='hltr-red'>", "</mark>", '<font color="red">', "</font>", "<u>", "<br>", "<b>",
    "</b>", "<div>", "</div>", "<details>", "<summary>", "</summary>", "</details>", '<a href="x">', "</a>", "<svg>", "</svg>",
    "<script>", "</script>", "<ul>", "</ul>", "<ol start=3>", "</ol>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<h2>",
    "</h2>", "<p>", "</p>", "<tr>", "</tr>", "<th rowspan=2>", "</td>", "</table>", "<table>\n", "<td colspan=2>", "<caption>",
    "<dl>", "<dd>", "<input type=checkbox>", "<hr>", "<pre>", "</pre>", "<!--", "-->", "<table>", "<td>", "<img src=x>", "<iframe src='y'>", "<slug>",
    '<div class="transclusion">', '<a class="markdown-embed-link" href="/p/">', '<div class="markdown-embed-title">',
    "^[", "^[a]", "[^b]", "[^b]:\n", "\n  ", "[k:: ", "(k:: ", "k:: v\n", "::", "[k::v]", "<%", "<%*\n", "%>", "https://x.org/a", "www.x.org", "<https://y.org>", "&amp;", "| - | - |\n", "| a | b |\n", "<mark>| a | b |\n", "==| a | [[b|c]] |==\n", "| a |</mark>\n", "\\(", "\\)", "\\[", "\\]\n", "x=", "10", "\u2028", "\x85", "<", ">", "\ufeff", "\0",
]  # fmt: skip
NOTES = st.lists(st.sampled_from(SYNTAX), max_size=40).map("".join)


def inlines(block: Block) -> list[Inline]:
    if isinstance(block, Table):
        return [inline for row in (block.header, *block.rows) for cell in row.cells for inline in cell]
    return [] if isinstance(block, Code | Math | Rule) else list(block.inlines)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_gives_a_document(text: str) -> None:
    document = parse(text)
    assert document.frontmatter == read_frontmatter(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    )


@settings(max_examples=400, deadline=None)
@given(NOTES)
def test_any_syntax_gives_a_document_that_holds_together(note: str) -> None:
    document = parse(note)
    last = note.count("\n") + 1
    assert outline(document.blocks) == tuple(b for b in document.blocks if isinstance(b, Heading))
    marks: list[int] = []
    for block in document.blocks:
        assert 1 <= block.line <= block.end <= last
        for inline in inlines(block):
            assert block.line <= inline.line <= block.end
            assert inline.text
            if inline.kind == "text":
                assert "<span" not in inline.text
                assert "\n" not in inline.text
            if inline.mark is not None:
                marks.append(inline.mark.number)
        for line in logical_lines(block):
            assert 1 <= line.line <= last
    assert list(dict.fromkeys(marks)) == list(range(len(set(marks))))
    assert_footnotes_hold_together(document)
    numbers = [link.number for link in links(document.blocks)]
    assert len(set(numbers)) == len(numbers)
    for marked in marked_lines(document.blocks, Legend()):
        assert all(0 <= mark.start < mark.end <= len(marked.text) for mark in marked.marks)
    assert all(1 <= block_id.line <= last for block_id in document.block_ids)


def assert_footnotes_hold_together(document: Document) -> None:
    """Every reference has a definition with its label and number; references count up."""
    references = [run.footnote for block in document.blocks for run in inlines(block) if run.footnote is not None]
    occurrences = [reference.occurrence for reference in references]
    assert occurrences == sorted(set(occurrences))
    defined = {}
    for block in document.blocks:
        inside = block.inside
        while inside is not None:
            if inside.kind == "footnote":
                defined[inside.label.casefold()] = inside.marker
            inside = inside.inside
    assert len(set(defined.values())) == len(defined)
    for reference in references:
        assert defined[reference.label.casefold()] == str(reference.number)


@settings(max_examples=150, deadline=None)
@given(NOTES)
def test_containers_open_in_order_and_chain_outwards(note: str) -> None:
    for block in parse(note).blocks:
        inside = block.inside
        while inside is not None:
            assert inside.line <= block.line
            outer = inside.inside
            assert inside.depth == (0 if outer is None else outer.depth + 1)
            assert outer is None or outer.number < inside.number
            inside = outer


@settings(max_examples=100, deadline=None)
@given(NOTES)
def test_reading_twice_gives_the_same_pieces(note: str) -> None:
    reading = read(note)
    assert list(reading.blocks()) == list(reading.blocks())
    assert reading.document() == parse(note)


@settings(max_examples=50, deadline=None)
@given(st.lists(NOTES, max_size=4))
def test_notes_parsed_together_are_those_parsed_alone(notes: list[str]) -> None:
    assert parse_all(notes) == [parse(note) for note in notes]
