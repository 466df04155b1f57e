"""Examples of a specification or of a test suite: Markdown, and the HTML that it stands for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from markdown_it.utils import read_fixture_file

_FENCE = "`" * 32
_EXAMPLE = re.compile(rf"^{_FENCE} example(.*)\n((?:.*\n)*?)\.\n((?:.*\n)*?){_FENCE}$", re.MULTILINE)


class Example(NamedTuple):
    """One example; its number is what the specification calls it, or the line in the file of a suite."""

    number: int
    markdown: str
    html: str


def of_specification(path: Path) -> list[Example]:
    """The examples of `spec.txt`, of CommonMark or of GFM, in which an arrow stands for a tab."""
    text = path.read_text("utf-8").replace("→", "\t")
    found = [Example(number, match[2], match[3]) for number, match in enumerate(_EXAMPLE.finditer(text), 1)]
    return [each for each, match in zip(found, _EXAMPLE.finditer(text), strict=True) if "disabled" not in match[1]]


def of_suite(path: Path) -> list[Example]:
    """The examples of a fixture file of markdown-it-py."""
    return [Example(line, note, html) for line, _, note, html in read_fixture_file(path)]
