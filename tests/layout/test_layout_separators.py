"""Separators of Unicode end a row of the screen, and no line of the file (behaviour 1.1b)."""

from __future__ import annotations

import pytest

from studytui.layout import lay_out
from studytui.markdown import Heading, Legend, Paragraph, marked_lines, parse, read_frontmatter

SEPARATORS = ("\u2028", "\u2029", "\x85")


def rows(note: str) -> list[tuple[int | None, str]]:
    return [(line.source, line.text) for line in lay_out(parse(note).blocks, 40)]


@pytest.mark.parametrize("end", SEPARATORS)
@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("one|two\nthree", [(1, "one"), (1, "two"), (2, "three")]),
        ("one|# two|- three|> four", [(1, "one"), (1, "# two"), (1, "- three"), (1, "> four")]),
        ("**a|b** [[c~d|e]]", [(1, "a"), (1, "b d"), (1, "e")]),
        ("`a|b`", [(1, "a"), (1, "b")]),
        ("a||b|", [(1, "a"), (1, ""), (1, "b")]),
        ("- a|b\n- c", [(1, "• a"), (1, "  b"), (2, "• c")]),
        ("# a|b\n\nc", [(1, "a"), (1, "b"), (None, "━━━"), (3, "c")]),
        ("```\na|b\nc\n```", [(2, "│ a"), (2, "│ b"), (3, "│ c")]),
        ("    a|b", [(1, "│ a"), (1, "│ b")]),
        ("<p>a|b</p>\nc", [(1, "a"), (1, "b"), (None, ""), (2, "c")]),
        ("> a|b", [(1, "▎ a"), (1, "▎ b")]),
    ],
)
def test_a_separator_ends_a_row_and_begins_no_block(
    end: str, note: str, expected: list[tuple[int | None, str]]
) -> None:
    assert rows(note.replace("|", end).replace("~", "|")) == expected


@pytest.mark.parametrize("end", SEPARATORS)
def test_cells_have_rows_of_their_own(end: str) -> None:
    assert rows(f"| a{end}b | c |\n|-|-|\n| d | e |") == [
        (1, "a │ c"), (1, "b │"), (None, "──┼──"), (3, "d │ e"),
    ]  # fmt: skip


@pytest.mark.parametrize("end", SEPARATORS)
def test_lines_of_the_file_are_counted_without_them(end: str) -> None:
    note = f"---\ntitle: a{end}b\n---\n{end}x{end}y\r\n# Head\rlast ==m{end}n=="
    document = parse(note)
    assert document.frontmatter.title == "a b"
    assert [(type(block), block.line) for block in document.blocks] == [(Paragraph, 4), (Heading, 5), (Paragraph, 6)]
    assert [(found.line, found.text) for found in marked_lines(document.blocks, Legend())] == [(6, "last m"), (6, "n")]
    assert "line 4: " in (read_frontmatter(f"---\na: '1{end}b: 2'\nc: [\n---\n").error or "")
