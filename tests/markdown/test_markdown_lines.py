"""Source lines of inlines, and the questions that other rooms ask of blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.markdown import (
    Heading,
    Inline,
    Legend,
    Paragraph,
    Table,
    links,
    logical_lines,
    marked_lines,
    marks_possible,
    outline,
    parse,
    plain,
)


def inlines(note: str, *, strict: bool = False) -> tuple[Inline, ...]:
    shown = parse(note, strict_breaks=strict).blocks[0]
    assert isinstance(shown, Paragraph | Heading)
    return shown.inlines


@pytest.mark.parametrize(
    "before",
    ["`a\nb`", "[a\nb](c)", "[a](b\n'title')", '<b\nclass="x">', "<!-- a\nb -->", "%%a\nb%%", "$a\nb$", "a\\\nb", "a  \nb",
     "**a\nb**", "![a\nb](c.png)", "<mark>a\nb</mark>", "==a\nb=="],
)  # fmt: skip
def test_text_knows_its_line_behind_anything_that_spans_lines(before: str) -> None:
    note = f"---\nx: y\n---\n\nz {before} ==c==\nd"
    texts = {inline.text.strip(): inline.line for inline in inlines(note) if inline.kind == "text"}
    assert (texts["c"], texts["d"]) == (6, 7)


def test_a_link_over_two_lines_knows_its_first() -> None:
    found = list(links(parse("a\n[b\nc](d)").blocks))
    assert [(link.text, link.line) for link in found] == [("b c", 2)]


def test_a_setext_heading_of_two_lines_has_two() -> None:
    assert [(line.line, line.text) for line in logical_lines(parse("a\nb\n===").blocks[0])] == [(1, "a"), (2, "b")]


def test_strict_line_breaks_make_a_paragraph_one_line() -> None:
    blocks = parse("a\nb  \nc", strict_breaks=True).blocks
    assert [line.text for line in logical_lines(blocks[0])] == ["a b", "c"]
    assert [(inline.text, inline.line) for inline in inlines("a\nb", strict=True)] == [("a ", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("note", "lines"),
    [("<div>\na\nb\n</div>\nc<br>d", ["a b", "c", "d"]), ("<b>\na\nb", ["a b"]), ("<del\nclass='x'>\na</del>", ["a"])],
)
def test_strict_line_breaks_keep_what_html_sets_apart(note: str, lines: list[str]) -> None:
    blocks = parse(note, strict_breaks=True).blocks
    assert [line.text for block in blocks for line in logical_lines(block)] == lines


def test_a_paragraph_has_a_line_a_break() -> None:
    lines = logical_lines(parse("a **b**\n[[c]]<br>d").blocks[0])
    assert [(line.line, line.text) for line in lines] == [(1, "a b"), (2, "c"), (2, "d")]


def test_a_table_has_a_line_a_row_with_its_cells() -> None:
    table = parse("| a | b |\n| - | - |\n| c<br>d | **e** |").blocks[0]
    assert isinstance(table, Table)
    rows = logical_lines(table)
    assert [(row.line, row.text) for row in rows] == [(1, "a · b"), (3, "a: c d · b: e")]
    assert [plain(cell) for cell in rows[1].cells] == ["c\nd", "e"]


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("| Drug | Dose |\n|-|-|\n| bumetanide | 1 mg |", ["Drug · Dose", "Drug: bumetanide · Dose: 1 mg"]),
        (
            "| Drug: | |\n|-|-|\n| a | b |\n| | c |\n| d | |\n| | |",
            ["Drug:", "Drug: a · b", "Drug: a · c", "Drug: d", ""],
        ),
        ("| | |\n|-|-|\n| a | b |", ["", "a · b"]),
        (
            "| CD4 | what |\n|-|-|\n| **< 100** | |\n| | lymphoma |\n| | toxo |\n| < 200 | PCP |\n| | thrush |",
            [
                *("CD4 · what", "CD4: < 100", "CD4: < 100 · what: lymphoma", "CD4: < 100 · what: toxo"),
                *("CD4: < 200 · what: PCP", "CD4: < 200 · what: thrush"),
            ],
        ),
        (
            "| Drug | Dose | For |\n|-|-|-|\n| furosemide | | |\n| torsemide | 1 mg | x |\n| | | y |",
            [
                *("Drug · Dose · For", "Drug: furosemide", "Drug: torsemide · Dose: 1 mg · For: x"),
                "Drug: torsemide · Dose: 1 mg · For: y",
            ],
        ),
        ("| a |\n|-|\n| ![[p.png]] |\n| b | c |", ["a", "a: p.png", "a: b | c"]),
        ("| [[x|a b]] | **c**<br>d |\n|-|-|\n| e | f |", ["a b · c d", "a b: e · c d: f"]),
        ("<table><tr><th>a<th>b</tr><tr><td>1<td>2</tr></table>", ["a · b", "a: 1 · b: 2"]),
    ],
)
def test_a_row_is_read_with_the_names_of_its_columns(table: str, texts: list[str]) -> None:
    assert [line.text for line in logical_lines(parse(table).blocks[0])] == texts


def test_marks_of_a_row_are_where_they_stand_in_it() -> None:
    (marked,) = marked_lines(parse("| Drug | Dose |\n|-|-|\n| a | ==1== mg |").blocks, Legend())
    assert marked.text == "Drug: a · Dose: 1 mg"
    assert [marked.text[mark.start : mark.end] for mark in marked.marks] == ["1"]


def test_code_has_a_line_a_line_and_rules_have_none() -> None:
    lines = [line for block in parse("```py\na\n\nb\n```\n\n---\n\n$$\nc\n$$").blocks for line in logical_lines(block)]
    assert [(line.line, line.text, line.inlines[0].kind) for line in lines] == [
        (2, "a", "code"),
        (3, "", "code"),
        (4, "b", "code"),
        (10, "c", "math"),
    ]


def test_only_high_yield_marks_make_a_marked_line() -> None:
    note = "# A\n## B\n==a== <mark style='background:red'>b</mark>\n<mark style='background:red'>c</mark>\n## D\n==e=="
    lines = list(marked_lines(parse(note).blocks, Legend()))
    assert [(line.headings, line.text, [(m.start, m.end) for m in line.marks]) for line in lines] == [
        (("A", "B"), "a b", [(0, 1)]),
        (("A", "D"), "e", [(0, 1)]),
    ]
    red = Legend({"red": "high-yield", "yellow": "label"})
    assert [line.text for line in marked_lines(parse(note).blocks, red)] == ["a b", "c"]


def test_a_marked_heading_stands_under_the_ones_above_it() -> None:
    lines = list(marked_lines(parse("# A\n## ==B==\ntext").blocks, Legend()))
    assert [(line.headings, line.text) for line in lines] == [(("A",), "B")]


def test_one_mark_with_bold_and_links_in_it_is_one() -> None:
    (line,) = marked_lines(parse("x ==a **b** [[c]] d== y").blocks, Legend())
    assert [(mark.start, mark.end) for mark in line.marks] == [(2, 9)]
    assert line.text == "x a b c d y"


def test_a_mark_over_two_lines_counts_on_both() -> None:
    lines = list(marked_lines(parse("==a\nb== c").blocks, Legend()))
    assert [(line.line, line.marks[0].number, line.marks[0].end) for line in lines] == [(1, 0, 1), (2, 0, 1)]


def test_a_mark_around_another_colour_is_interrupted() -> None:
    note = "<mark>a <mark style='background:red'>b</mark> c</mark>"
    (line,) = marked_lines(parse(note).blocks, Legend())
    assert [(mark.start, mark.end, mark.number) for mark in line.marks] == [(0, 2, 0), (3, 5, 0)]


def test_an_image_in_a_mark_is_high_yield() -> None:
    (line,) = marked_lines(parse("==![x](y.png)==").blocks, Legend())
    assert line.text == "x"


def test_marks_in_a_table_have_offsets_in_its_row() -> None:
    (line,) = marked_lines(parse("| a | b |\n| - | - |\n| c | ==d== |").blocks, Legend())
    assert (line.line, line.text[line.marks[0].start : line.marks[0].end]) == (3, "d")


def test_the_outline_is_the_headings() -> None:
    blocks = parse("# A\n- # B\n\nC\n---\n> ## D").blocks
    assert [(h.level, plain(h.inlines), h.line) for h in outline(blocks)] == [
        (1, "A", 1),
        (1, "B", 2),
        (2, "C", 4),
        (2, "D", 6),
    ]


def test_a_link_of_many_runs_is_one_link() -> None:
    found = list(links(parse("[[a|b **c** d]] [e *f*](g) ![[h]]\n\n| [[i]] |\n| - |").blocks))
    assert [(link.number, link.text) for link in found] == [(0, "b c d"), (1, "e f"), (2, "h"), (3, "i")]


@given(
    st.lists(
        st.sampled_from(["==", "a", " ", "<mark>", "</mark>", '<span style="', "BACKGROUND:", 'red">', "\n", "<U "])
    )
)
def test_a_text_without_a_possible_mark_has_none(parts: list[str]) -> None:
    text = "".join(parts)
    everything = Legend(dict.fromkeys(["yellow", "red"], "high-yield"))
    if any(marked_lines(parse(text).blocks, everything)):
        assert marks_possible(text)


def test_a_link_round_an_image_is_one_of_the_links() -> None:
    document = parse("[![a](b.png)](c.md) [[d]]\n\n[![[e.png]]](f) [x ![y](g.png)](h)")
    assert [link.target for link in links(document.blocks)] == ["b.png", "c.md", "d", "e.png", "f", "h", "g.png"]
