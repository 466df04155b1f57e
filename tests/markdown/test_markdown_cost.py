"""Reading twice as much takes about twice as long, whatever it is."""

from __future__ import annotations

from time import process_time

import pytest
from markdown_it import MarkdownIt

from studytui.markdown import parse, read

GARDEN = """# Heading
- <span style="background:rgba(240, 200, 0, 0.2)">Classically affects the whole system at two levels (both of them).</span>
	- Neurons in the gyrus and, frequently, in the [[Block/Neurology/Some note\\|spinal cord]] and elsewhere
- Pathology
	- Muscle: atrophy (angular fibres with crowded nuclei), and a long line of words that says nothing else

---
"""
HARD = {
    "wikilinks": "[[", "embeds": "![[", "equals": "==", "equals a": "a== ", "spans": "<span>", "comments": "%%",
    "comments a": "x %% ", "stars": "*", "stars a": "**a ", "stars _": "*a_ ", "brackets": "[", "images": "![",
    "targets": "[a](", "quotes": ">", "items": "- ", "ticks": "`", "ticks a": "` ", "dollars": "$", "dollars a": "$a ",
    "formulas": "$$a\n\n", "angles": "<", "html comments": "<!--", "attributes": '<a b="', "closers": "</span>",
    "marks": '<span style="background:yellow">x ', "hashes": "#a ", "braces": "{ #a}\n", "backslashes": "\\",
    "entities": "&", "addresses": "http://a.b/c ", "parentheses": "http://a)", "tables": "|a|b|\n|-|-|\n",
    "divisions": "<div>\n\n", "scripts": "<script>\n\n", "drawings": "<svg>\n\n", "details": "<details>\n\n", "fences": "```\n",
    "moved": "<mark>- a</mark>\n", "escapes": "[[a\\|", "notes": "[^1] ", "ids": "a ^b\n\n", "hats": "^a ", "references": "[a]: b\n",
    "footnotes": "[^a]: b\n", "rules": "---\n", "words": "word ", "lines": "word\n", "callouts": "> [!x]\n", "closed": "<b>a</b>",
    "open scripts": "<script>x ", "open texts": "<pre>x ", "html tables": "<table>\n\n", "html table cells": "<table><td>x\n\ny\n\n", "closed html tables": "<table><td>\n\nx\n\n</table>\n\n",
    "html lists": "<ul><li>", "html items": "<ul><li>x</li>\n</ul>\n", "orphans": "<li>x\n\n", "html quotes": "<blockquote>a\n\n",
    "html headings": "<h2>a", "html paragraphs": "<b><p>a", "html closers": "<div><ul>\n\n</details></ul>\n\n",
    "wide rows": "<table><tr><td colspan=99 rowspan=99>a", "marked items": "<mark>**- a\n", "pairs": "a==b ",
    "admonitions": "```ad-x\n", "quoted": "> > a\n",
    "inline footnotes": "^[", "noted": "^[a] ", "nested notes": "[^a]: ", "noted items": "- [^a]: b\n", "fields": "[a:: ",
    "field lines": "a:: b\n", "round fields": "(a:: ", "keys": "a::b::", "templates": "<%", "template blocks": "<%*\n",
    "math brackets": "\\(x=", "math lines": "\\[\n", "math lines x": "\\[x=\n", "math ends": "\\]", "math pairs": "\\(x=1\\)",
    "ticked notes": "^[`a", "defined": "[^a]: b [^a]\n\n",
}  # fmt: skip


def seconds(text: str) -> float:
    start = process_time()
    parse(text)
    return process_time() - start


@pytest.mark.parametrize("part", HARD.values(), ids=HARD)
def test_cost_grows_with_length_only(part: str) -> None:
    few = part * (2_000 // len(part))
    short = min(seconds(few) for _ in range(2))
    # Four times as much may take eight times as long, as a busy machine measures it; squared it would be sixteen.
    assert min(seconds(few * 4) for _ in range(2)) < 8 * max(short, 0.01)


@pytest.mark.parametrize(
    "part",
    ["<mark>|a|b|\n", "==|a|b|\n", "a</mark>|\n", "|<mark>a|", "[[a|", "![a|1", "[[a]|", "**|", "`<b>|", "|a|==\n", "==a|b==\n"],
)  # fmt: skip
@pytest.mark.parametrize("head", ["|a|b|\n|-|-|\n", "<mark>\n|a|b|\n|-|-|\n", "==|a|b|\n|-|-|\n"])
def test_rows_cost_grows_with_length_only(head: str, part: str) -> None:
    few = part * (1_000 // len(part))  # rows are many tokens, which more of them would make garbage collection dear
    short = min(seconds(head + few) for _ in range(2))
    assert min(seconds(head + few * 4) for _ in range(2)) < 8 * max(short, 0.01)


@pytest.mark.parametrize("pair", ["^[]", "[k:: ]", "(k:: )"])
def test_brackets_in_brackets_cost_no_more(pair: str) -> None:
    def nested(times: int) -> str:
        return pair[:-1] * times + "a" + pair[-1] * times

    short = min(seconds(nested(1_000)) for _ in range(2))
    assert min(seconds(nested(4_000)) for _ in range(2)) < 8 * max(short, 0.01)


def test_a_line_of_a_megabyte_is_read() -> None:
    assert seconds("word " * 200_000) < 3


def test_a_garden_note_costs_little_more_than_its_markdown() -> None:
    note = GARDEN * 120
    markdown = MarkdownIt("commonmark", {"maxNesting": 1000}).enable(["table", "strikethrough"])
    ours, theirs = [], []
    for _ in range(4):
        ours.append(seconds(note))
        start = process_time()
        markdown.parse(note)
        theirs.append(process_time() - start)
    assert min(ours) < 1.7 * min(theirs)


def test_the_first_piece_does_not_wait_for_a_long_note() -> None:
    note = GARDEN * 2500
    times = []
    for _ in range(3):
        start = process_time()
        next(read(note).blocks())
        times.append(process_time() - start)
    assert min(times) < 0.05
