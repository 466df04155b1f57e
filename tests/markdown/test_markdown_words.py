"""No word is lost: what a browser would show of markdown-it's own HTML is in the document, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.utils import read_fixture_file
from msgspec.structs import replace

from studytui.markdown import Document, Math, logical_lines, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "markdown"
# Fixtures whose point is that a browser would show something else: comments, what the Digital Garden leaves, …
PLAIN = ["highlight", "html_inline", "lines", "list", "math", "setext", "table", "tag"]
INLINE_NAMES = "a abbr b big code del em font i ins kbd label mark rt ruby s small span strong sub sup u"
INLINE = frozenset(INLINE_NAMES.split())
WORD = re.compile(r"[^\W_]+")
PLAIN_SYNTAX = [
    "one", "two", "three four", "5", " ", "\n", "\n\n", "    ", "- ", "* ", "1. ", "3. ", "> ", "# ", "## ", "---\n", "===\n",
    "```\n", "~~~\n", "`", "``", "**", "*", "_", "~~", "[x](y)", "[", "](", ")", "\\", "<b>", "</b>", "<i>", "</i>", "<br>",
    "<div>\n", "</div>\n", "<p>", "</p>", "<ul>\n", "</ul>\n", "<li>", "</li>", "<table>\n", "<tr>", "<td>", "<th>",
    "</table>\n", "<blockquote>\n", "</blockquote>\n", "<h2>", "</h2>", "<details>\n", "</details>\n", "<font color=red>", "&amp;", "&lt;", "| - | - |\n", "| a | b |\n", "|", "<5", ":", "!", ".",
]  # fmt: skip


class Browser(HTMLParser):
    """Shows the text of a page; blocks stand apart."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style", "svg")
        self._apart(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(self._hidden - (tag in ("script", "style", "svg")), 0)
        self._apart(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)

    def _apart(self, tag: str) -> None:
        if tag not in INLINE:
            self.text.append(" ")


def shown_by_a_browser(note: str) -> list[str]:
    html = MarkdownIt("commonmark", {"maxNesting": 1000}).enable(["table", "strikethrough"]).render(note)
    browser = Browser()
    browser.feed(html)
    browser.close()
    return WORD.findall("".join(browser.text))


def shown(document: Document) -> list[str]:
    blocks = [replace(block, shown=()) if isinstance(block, Math) else block for block in document.blocks]
    lines = [line for block in blocks for line in logical_lines(block)]
    # A browser shows the picture itself, apart from the words next to it.
    apart = {"image": " {} ", "embed": " {} "}
    # It shows LaTeX as it is written.
    texts = [
        "".join(apart.get(run.kind, "{}").format(run.source or run.text) for run in line.inlines) for line in lines
    ]
    return WORD.findall("\n".join(texts))


def missing(expected: list[str], found: Iterator[str]) -> list[str]:
    """The words that are not found in that order."""
    return [word for word in expected if word not in found]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PLAIN_SYNTAX), max_size=30).map("".join))
def test_no_word_of_commonmark_is_lost(note: str) -> None:
    note = "start\n\n" + note
    assert missing(shown_by_a_browser(note), iter(shown(parse(note)))) == []


NOT_PLAIN = ("[[", "==", "[!", '"class', "[x]", "<your", "<slug>", "%%", "---\na")
CASES = [
    pytest.param(note, id=f"{name}:{line} {title}")
    for name in PLAIN
    for line, title, note, _ in read_fixture_file(FIXTURES / f"{name}.md")
    if not any(sign in note for sign in NOT_PLAIN)
]


@pytest.mark.parametrize("note", CASES)
def test_no_word_of_a_fixture_is_lost(note: str) -> None:
    assert missing(shown_by_a_browser(note), iter(shown(parse(note)))) == []
