"""One parser decides what is high-yield: `show`, `high-yield`, `tree`, the search index and the facts of a note agree."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from studytui.cli import main
from studytui.layout import lay_out
from studytui.layout.sanitise import clean
from studytui.markdown import Legend, marked_lines, marks_possible, parse
from studytui.markdown.numbered import numbered
from studytui.search.index.extract import Source, extract_all
from studytui.search.index.record import Stamp
from studytui.vault.facts import facts_of

TESTS = Path(__file__).parent
CASES = [
    pytest.param(note, id=f"{path.stem}:{line} {title}")
    for path in sorted((TESTS / "fixtures" / "markdown").glob("*.md"))
    for line, title, note, _ in read_fixture_file(path)
]
NOTES = [
    pytest.param(path.read_text(encoding="utf-8"), id=path.stem)
    for folder in (TESTS / "fixtures" / "words", TESTS.parent / "notes")
    for path in sorted(folder.rglob("*.md"))
]
LABEL = re.compile(r"\[(?:image|embed|pdf|audio|video|canvas|base): (.*?)(?:, not in this vault)?\]")
"""What the layout writes round the name of a picture or an embed."""

Marked = dict[int, list[str]]
"""Source line -> the words under high-yield marks, in any order: the rows of a table's cells are interleaved."""


def gathered(pieces: Iterable[tuple[int | None, str]], *, labels: bool = False) -> Marked:
    found: dict[int, list[str]] = {}
    for line, text in pieces:
        assert line is not None
        text = unicodedata.normalize("NFKC", clean(text if labels else LABEL.sub(r"\1", text))).replace("−", "-")
        found.setdefault(line, []).extend(re.findall(r"\w+|[^\w\s\[\]]", text))
    return {line: sorted(words) for line, words in found.items() if words}


def letters(marked: Marked) -> dict[int, Counter[str]]:
    """For rows that are so narrow that words are broken."""
    return {line: Counter("".join(words)) for line, words in marked.items()}


def from_lines(text: str, *, shown: bool = False) -> Iterator[tuple[int, str]]:
    for found in marked_lines(parse(text).blocks, Legend()):
        for mark in found.marks:
            text = found.text[mark.start : mark.end]
            yield found.line, without_number(text) if shown else text


def without_number(text: str) -> str:
    """What the screen shows of a mark: neither its number nor its hint (behaviour 7.4c)."""
    found = numbered(text)
    return text if found is None else text[found[1] : found[2]]


def from_screen(text: str, width: int, view: str = "all") -> Iterator[tuple[int | None, str]]:
    for line in lay_out(parse(text).blocks, width, view=view):  # type: ignore[arg-type]
        for span in line.spans:
            if span.role == "high-yield":
                yield line.source, line.text[span.start : span.end]


def from_index(text: str) -> Iterator[tuple[int, str]]:
    (record,) = extract_all([Source("note.md", text.encode("utf-8", "replace"), Stamp(0, 0, 0))])
    lines = record.lines
    for place, spans in lines.spans.items():
        for span in spans:
            if span.bucket == "yellow":
                yield lines.sources[place], lines.texts[place][span.start : span.end]


def check(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    expected = gathered(from_lines(text))
    assert gathered(from_index(text)) == expected
    expected = gathered(from_lines(text, shown=True))
    for view in ("all", "only", "dim"):
        assert gathered(from_screen(text, 5000, view)) == expected
        whole, broken = (gathered(from_screen(text, width, view), labels=True) for width in (5000, 30))
        assert letters(broken) == letters(whole)
    found = list(marked_lines(parse(text).blocks, Legend()))
    counts = facts_of(text, Legend()).high_yield
    assert counts.marks == len({mark.number for line in found for mark in line.marks})
    assert counts.lines == len(found)
    assert marks_possible(text) or not found


@pytest.mark.parametrize("note", CASES)
def test_a_fixture_has_the_same_marks_everywhere(note: str) -> None:
    check(note)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_has_the_same_marks_everywhere(note: str) -> None:
    check(note)


SYNTAX = [
    "a", "b c", "é中", "12.5 mg", " ", " ", "\n", "\n", "\n\n", "- ", "1. ", "> ", "# ", "[ ] ", "[!tip]- ", "==", "==", "==",
    "==x==", "===", "**", "*", "~~", "`", "`c`", "$x$", "<mark>", "<mark>", '<mark class="hltr-red">', "</mark>", "</mark>",
    '<span style="background:rgba(240, 200, 0, 0.2)">', '<span style="background:red">', "<span>", "</span>", "</span>",
    '<font color="red">', "</font>", "<u style='background:yellow'>", "</u>", "<br>", "[[n|", "[[n]]", "]]", "[t](u)", "[", "](x)",
    "![[p.png]]", "![[n]]", "#tag", " #t", "| a | b |\n| - | - |\n", "| ==c== | d |\n", "\n| ", " | ", "\\|", "\\", "<table>\n",
    "<tr>", "<td>", "</td>", "<th>", "</table>\n", "<ul>\n", "<li>", "</li>", "</ul>\n", "<details>\n", "<summary>", "</summary>",
    "</details>\n", "<div>\n", "</div>\n", "<p>", "<h2>", "</h2>", "<blockquote>\n", "</blockquote>\n", "%%", "<!--", "-->", "<sub>",
    "</sub>", "&nbsp;", "\t", " ^id\n", "```\n", "---\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SYNTAX), max_size=30).map("".join))
def test_any_note_has_the_same_marks_everywhere(note: str) -> None:
    check(note)


VAULT = {
    "a/Marks.md": "---\n{\"dg-publish\":true}\n---\n# ==H== one\n- <mark>- b</mark>\n\n| x | ==y== |\n|--|--|\n"
    "| ==c **d** [[e\\|f]]== | ==g==<br>==h== |\n\n> [!note]- <mark>t</mark>\n> ==i\n> j== <mark class=\"hltr-red\">k</mark>\n",
    "a/Html.md": "<table><tr><td><mark>a</mark></td></tr></table>\n\n<ul><li><mark>b</mark> c</li></ul>\n\nhy<mark></mark>per\n",
    "None.md": "nothing == here ==\n",
}  # fmt: skip


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[object]:
    assert main(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_commands_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in VAULT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    vault = ("--vault", str(tmp_path))
    (entries,) = printed(capsys, "high-yield", "--json", *vault)
    shown = printed(capsys, "show", "--all", "--format", "json", *vault)
    (tree,) = printed(capsys, "tree", "--json", *vault)
    counts = {leaf["path"]: leaf["high_yield"] for leaf in leaves(tree)}
    for note, text in VAULT.items():
        expected = gathered(from_lines(text))
        assert expected == gathered(
            (entry["line"], entry["text"][mark["start"] : mark["end"]])
            for entry in entries  # type: ignore[attr-defined]
            if entry["note"] == note
            for mark in entry["marks"]
        )
        (page,) = (each for each in shown if each["note"] == note)  # type: ignore[index]
        assert expected == gathered(
            (line["line"], line["text"][span["start"] : span["end"]])
            for line in page["lines"]  # type: ignore[index]
            for span in line["spans"]
            if span["role"] == "high-yield"
        )
        assert counts[note] == facts_of(text, Legend()).high_yield.marks
    assert counts == {"a/Marks.md": 8, "a/Html.md": 2, "None.md": 0}


def leaves(node: dict) -> Iterator[dict]:  # type: ignore[type-arg]
    for child in node["children"]:
        yield from [child] if child["children"] is None else leaves(child)
