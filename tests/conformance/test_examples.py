"""The text and the structure of `show --format json` against what CommonMark, GFM and markdown-it's examples expect."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from browser_rows import browser_rows
from corpora import corpus
from differences import DIFFERENCES, Difference
from examples import Example, of_specification, of_suite
from markdown_it import MarkdownIt
from pages import Row
from shown_rows import shown_rows

from studytui import paths
from studytui.cli import main

Shows = Callable[[Mapping[int, str]], dict[int, list[Row]]]

SPECIFICATIONS = {"commonmark": "spec/commonmark-spec.txt", "gfm": "spec/gfm-spec.txt"}
SUITES = [
    "alerts", "commonmark_extras", "issue-fixes", "linkify", "normalize", "proto", "strikethrough", "tables", "tasklists", "xss",
]  # fmt: skip
"""The other suites are about options that CommonMark, GFM and Obsidian don't have: typographic quotes, host names, `~x~`."""


@pytest.fixture
def shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shows:
    """Runs `show --all` on a vault of those notes, wide enough for every row; rows by the number of the note."""

    def run(notes: Mapping[int, str]) -> dict[int, list[Row]]:
        vault = tmp_path / "vault"
        vault.mkdir()
        for number, text in notes.items():
            (vault / f"note {number}.md").write_bytes(text.encode())
        assert main(["show", "--all", "--format", "json", "--width", "400", "--vault", str(vault)]) == 0
        found = map(json.loads, capsys.readouterr().out.splitlines())
        return {int(note["title"].removeprefix("note ")): shown_rows(note["lines"]) for note in found}

    return run


def documented(source: str, *, strict: bool) -> dict[int, str]:
    """The examples that differ, and by which rule."""
    keys = [source] if strict else [source, f"{source}, breaks"]
    return {number: each.rule for each in DIFFERENCES for key in keys for number in each.examples.get(key, ())}


def disagreements(examples: Sequence[Example], shown: Mapping[int, list[Row]], *, strict: bool) -> dict[int, str]:
    """The examples that are shown otherwise than their HTML says, and how."""
    found = {}
    for example in examples:
        wanted = browser_rows(example.html, strict=strict)
        if wanted != shown[example.number]:
            wants, shows = "\n".join(map(str, wanted)), "\n".join(map(str, shown[example.number]))
            found[example.number] = f"{example.markdown}\nshould be\n{wants}\nand is\n{shows}\n"
    return found


def check(source: str, examples: Sequence[Example], shows: Shows, *, strict: bool = False) -> None:
    assert examples
    found = disagreements(examples, shows({each.number: each.markdown for each in examples}), strict=strict)
    known = documented(source, strict=strict)
    assert "\n".join(f"{number}: {how}" for number, how in found.items() if number not in known) == ""
    assert {number: rule for number, rule in known.items() if number not in found} == {}, "agree now"


@pytest.mark.parametrize("strict", [False, True], ids=["breaks", "strict"])
@pytest.mark.parametrize("source", SPECIFICATIONS)
def test_examples_of_a_specification_are_shown_as_it_says(source: str, strict: bool, shows: Shows) -> None:
    if strict:
        paths.config_file().parent.mkdir(parents=True)
        paths.config_file().write_text("strict_line_breaks = true\n")
    check(source, of_specification(corpus(SPECIFICATIONS[source])), shows, strict=strict)


@pytest.mark.parametrize("suite", SUITES)
def test_examples_of_a_suite_are_shown_as_it_says(suite: str, shows: Shows) -> None:
    check(suite, of_suite(corpus(f"markdown-it-py/{suite}.md")), shows)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: each.rule)
def test_a_difference_is_as_documented(difference: Difference, shows: Shows) -> None:
    assert "\n".join(map(str, shows({1: difference.note})[1])) == difference.shown


def test_no_example_differs_by_two_rules() -> None:
    for source in (*SPECIFICATIONS, *SUITES):
        numbers = [number for each in DIFFERENCES for number in each.examples.get(source, ())]
        assert len(numbers) == len(set(numbers))


# What both sides have in common, on texts of our own; and the check itself must be able to fail.

PAGE = """# Head *em*

Two
lines with **bold**, ~~gone~~, `code` and [a link](b.md "title").

> quote
>
> 3. three
> 1. four
>    - deep
>
>      more

***

| a | b |
|---|:-:|
| c |   |

```py
x  = 1
```
"""


def test_every_construct_of_commonmark_and_gfm_agrees(shows: Shows) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(PAGE)
    rows = shows({1: PAGE})[1]
    assert rows == browser_rows(html)
    assert list(map(str, rows)) == [
        "{heading:1|Head }{heading:1 italic|em}",
        "Two",
        "lines with {bold|bold}, {strike|gone}, {code|code }and {link:b.md|a link}.",
        "▎ quote",
        "▎  3. three",
        "▎  4. four",
        "▎     ◦ deep",
        "▎       more",
        "───",
        "{bold|a }│ {bold|b}",
        "c │",
        "│ {code|py}",
        "│ {code|x  = 1}",
    ]


@pytest.mark.parametrize(
    ("note", "other"),
    [
        ("# a", "## a"), ("**a**", "a"), ("*a*", "**a**"), ("~~a~~", "a"), ("`a`", "a"), ("[a](b)", "[a](c)"), ("- a", "a"),
        ("- a", "1. a"), ("> a", "a"), ("- a\n- b", "- a\n  - b"), ("    a", "a"), ("***", ""), ("a\nb", "a b"), ("a b", "b a"),
        ("![a](b.png)", "![c](b.png)"), ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|d|c|"), ("1. a", "2. a"),
    ],
)  # fmt: skip
def test_a_difference_is_found_out(note: str, other: str, shows: Shows) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(other)
    assert disagreements([Example(1, note, html)], shows({1: note}), strict=False)
