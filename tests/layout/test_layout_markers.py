"""Markers that are read, the numbers and check boxes of items and the labels of code, are told from bullets and bars."""

from __future__ import annotations

import pytest

from studytui.layout import lay_out
from studytui.markdown import parse


def read(markdown: str, role: str) -> list[str]:
    lines = lay_out(parse(markdown).blocks, 40)
    return [line.text[span.start : span.end] for line in lines for span in line.spans if span.role == role]


@pytest.mark.parametrize(
    ("markdown", "marks"),
    [
        ("1. a\n2. b\n", ["1.", "2."]),
        ("10) a\n", ["10)"]),
        ("- [ ] a\n- [x] b\n- [?] c\n", ["☐", "☑", "[?]"]),
        ("- a\n\t- b\n", []),
        ("> a\n", []),
    ],
)
def test_numbers_and_check_boxes_are_ordinals_and_bullets_are_not(markdown: str, marks: list[str]) -> None:
    assert read(markdown, "ordinal") == marks
    assert set(marks) <= set(read(markdown, "marker"))


def test_what_a_code_block_is_called_is_told_from_its_code() -> None:
    markdown = "```python\nx = 1\n```\n\n```dataview\nLIST\n```\n"
    assert read(markdown, "code-label") == ["python", "dataview query, not run here"]
    assert {"x = 1", "LIST"} <= set(read(markdown, "code"))
