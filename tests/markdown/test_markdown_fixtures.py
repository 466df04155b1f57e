"""Each construct against its fixture file: title, note, document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from studytui.markdown import Document, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "markdown"
CASES = [
    pytest.param(note.removesuffix("\n"), expected.removesuffix("\n"), id=f"{path.stem}:{line} {title}")
    for path in sorted(FIXTURES.glob("*.md"))
    for line, title, note, expected in read_fixture_file(path)
]


@pytest.mark.parametrize(("note", "expected"), CASES)
def test_a_note_is_read_as_its_fixture_says(note: str, expected: str, written: Callable[[Document], str]) -> None:
    assert written(parse(note)) == expected
