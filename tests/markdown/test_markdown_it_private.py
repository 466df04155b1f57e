"""What `markdown/markdown_it_private.py` uses of markdown-it-py that is not public, and what breaks when it goes."""

from __future__ import annotations

import ast
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.common import html_re, utils
from markdown_it.ruler import Rule

import studytui

PACKAGE = Path(studytui.__file__).parent
PRIVATE = (
    "markdown_it.common",
    "markdown_it.rules_inline.link",
    "markdown_it.helpers",
)


def test_without_the_list_of_a_ruler_every_block_rule_is_asked_at_every_line() -> None:
    rules = MarkdownIt("commonmark").block.ruler.__rules__
    assert all(isinstance(rule, Rule) for rule in rules)
    assert {"name", "enabled", "fn", "alt"} <= set(dir(rules[0]))


def test_without_the_pattern_of_a_tag_html_is_shown_as_it_is_written() -> None:
    assert html_re.HTML_TAG_RE.match('<a href="x">y</a>')[0] == '<a href="x">'  # type: ignore[index]  # it matches
    assert html_re.HTML_TAG_RE.match("<3 patients") is None


def test_without_unescaping_the_language_of_a_fence_keeps_its_entities() -> None:
    assert utils.unescapeAll(r"f&ouml;\*") == "fö*"


def test_no_other_file_imports_what_is_private() -> None:
    private = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PRIVATE):
                private.add(file.name)
            if isinstance(node, ast.Attribute) and node.attr in ("__rules__", "__cache__", "__find__", "__compile__"):
                private.add(file.name)
    assert private == {"markdown_it_private.py"}
