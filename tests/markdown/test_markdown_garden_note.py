"""A whole note as the Digital Garden publishes it (behaviour 5.3, on a note of our own)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from studytui.markdown import Document, Legend, Rule, links, marked_lines, outline, parse, plain

NOTE = Path(__file__).parents[1] / "fixtures" / "markdown" / "notes" / "garden.md"


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(NOTE.read_text(encoding="utf-8"))


def test_its_frontmatter_is_json(document: Document) -> None:
    assert document.frontmatter.tags == ("t1",)
    assert document.frontmatter.permalinks == ("/Block/Nephrology/Nephrotic syndrome/",)
    assert document.frontmatter.end == 3


def test_its_headings_and_rules_are_counted(document: Document) -> None:
    headings = outline(document.blocks)
    assert [(block.level, plain(block.inlines)) for block in headings] == [
        (1, "Epidemiology"),
        (1, "Etiology"),
        (1, "Pathophysiology"),
        (1, "Clinical features"),
        (2, "Signs"),
        (2, "Complications"),
        (1, "Treatment"),
    ]
    assert [block.line for block in document.blocks if isinstance(block, Rule)] == [9, 13, 28, 33]


def test_its_high_yield_lines_stand_under_their_headings(document: Document) -> None:
    lines = list(marked_lines(document.blocks, Legend()))
    assert sum(len(line.marks) for line in lines) == 6
    assert Counter(line.headings for line in lines) == {
        ("Pathophysiology",): 2,
        ("Clinical features", "Signs"): 2,
        ("Treatment",): 1,
    }
    assert [line.line for line in lines] == [15, 18, 23, 24, 30]


def test_a_line_is_marked_wholly_or_in_parts(document: Document) -> None:
    lines = list(marked_lines(document.blocks, Legend()))
    shown = [[line.text[mark.start : mark.end] for mark in line.marks] for line in lines]
    assert shown[1] == ["Low albumin: oedema & effusions"]
    assert shown[3] == ["Foamy urine", "3.5 g a day"]
    assert {mark.bucket for line in lines for mark in line.marks} == {"yellow"}
    assert [mark.number for line in lines for mark in line.marks] == [0, 1, 2, 3, 4, 5]


def test_its_links_and_image_are_listed_in_order(document: Document) -> None:
    found = list(links(document.blocks))
    assert [(link.line, link.embed, link.target) for link in found] == [
        (16, False, "Block/Nephrology/Glomerular filtration"),
        (21, True, "/img/user/appendix/Pasted%20image%201.png"),
        (23, False, "Block/Nephrology/Oedema (causes) vs. ascites"),
        (26, False, "Block/Nephrology/Glomerular filtration"),
    ]
    assert [link.number for link in found] == [0, 1, 2, 3]
    assert [link.text for link in found if not link.embed] == ["filtration", "Oedema (causes) vs. ascites", "Loss"]
