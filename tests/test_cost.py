"""Twice as much takes about twice as long, in every room and for every kind of note, line and table."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from studytui.layout import lay_out
from studytui.markdown import Document, Legend, parse
from studytui.search.index.extract import Source, extract_all
from studytui.search.index.record import Stamp
from studytui.vault.facts import facts_from

LEGEND = Legend()
NOTES: dict[str, Callable[[int], str]] = {
    "links in a line": lambda n: "some words of text and [[Other|name]] " * n,
    "links in an item": lambda n: "- " + "[[Other|name]] " * n,
    "images in a line": lambda n: "![[a.png]] " * n,
    "addresses in a line": lambda n: "see https://a.b/c?d=e " * n,
    "sentences in a line": lambda n: "One two. " * n,
    "marks in a line": lambda n: "a ==b== c " * n,
    "marks in marks": lambda n: "==a <mark>b</mark> c== " * n,
    "tags in a line": lambda n: "#tag " * n,
    "a word": lambda n: "x" * 8 * n,
    "a wide word": lambda n: "漢字" * 2 * n,
    "emoji": lambda n: "👩‍👩‍👧 " * n,
    "lines": lambda n: "some words\n" * n,
    "items": lambda n: "- item ==a==\n" * n,
    "items in items": lambda n: "".join("  " * (i % 40) + "- a\n" for i in range(n)),
    "tasks": lambda n: "- [ ] a\n" * n,
    "headings": lambda n: "## a\n\ntext\n\n" * n,
    "marked headings": lambda n: "## ==a==\n\ntext\n\n" * n,
    "gaps": lambda n: "==a==\n\nb\n\n" * n,
    "callouts": lambda n: "> [!note] t\n> ==x==\n\n" * n,
    "quotes in quotes": lambda n: ">" * min(n, 1_500) + " a\n",
    "details in details": lambda n: "<details>\n\n" * n + "==a==\n",
    "html quotes": lambda n: "<blockquote>a\n\n" * n + "==a==\n",
    "html lists": lambda n: "<ul><li>a" * n,
    "footnotes": lambda n: "".join(f"a[^{i}]\n\n[^{i}]: b\n\n" for i in range(n)),
    "block ids": lambda n: "text ^id\n\n" * n,
    "rows of a table": lambda n: "| a | b |\n| - | - |\n" + "| c ==d== | e |\n" * n,
    "columns of a table": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "==b==|" * n,
    "a cell": lambda n: "| a | b |\n| - | - |\n| " + "word " * n + "| x |\n",
    "code": lambda n: "```python\n" + "x = 1\n" * n + "```\n",
    "formulas": lambda n: "$a_1$ " * n,
    "fields": lambda n: "[a:: b] " * n,
    "comments": lambda n: "a %%b%% " * n,
    "line breaks": lambda n: "a<br>" * n,
    "properties": lambda n: "---\nx:\n" + "  - abc\n" * n + "---\na\n",
}
STAGES: dict[str, Callable[[str, Document], object]] = {
    "parse": lambda text, _: parse(text),
    "lay out": lambda _, document: lay_out(document.blocks, 40),
    "lay out only": lambda _, document: lay_out(document.blocks, 80, view="only"),
    "facts": lambda _, document: facts_from(document, LEGEND),
    "extract": lambda text, _: extract_all([Source("a.md", text.encode(), Stamp(1, 1, 1))]),
}


def seconds(stage: Callable[[str, Document], object], text: str) -> float:
    document = parse(text)
    start = process_time()
    stage(text, document)
    return process_time() - start


@pytest.mark.parametrize("make", NOTES.values(), ids=NOTES)
def test_cost_grows_with_length_only(make: Callable[[int], str]) -> None:
    short, long = make(400), make(1_600)
    for name, stage in STAGES.items():
        few = min(seconds(stage, short) for _ in range(2))
        # Four times as much may take eight times as long, as a busy machine measures it; squared it would be sixteen.
        many = seconds(stage, long)
        if many >= 8 * max(few, 0.01):
            many = min(many, *(seconds(stage, long) for _ in range(3)))
        assert many < 8 * max(few, 0.01), f"{name}: {few:.3f} s, four times as much {many:.3f} s"
