"""Rules that comments, tests and documents cite stand in `studytui/BEHAVIOUR.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import studytui

PACKAGE = Path(studytui.__file__).parent
RULES = PACKAGE / "BEHAVIOUR.md"
TESTS = Path(__file__).parent

NUMBER = r"\d+(?:\.\d+)*[a-z]?\b"
HEADING = re.compile(rf"^#+ ({NUMBER})\.? ", re.MULTILINE)
RULE = re.compile(rf"^\*\*({NUMBER})\*\* ", re.MULTILINE)
CITATION = re.compile(rf"behaviour\s+{NUMBER}(?:(?:\s*[,;]\s*(?:and\s+)?|\s+(?:and|to|or)\s+){NUMBER})*", re.IGNORECASE)
INSIDE = re.compile(r"\((\d+(?:\.\d+)+[a-z]?)\)")
"""A rule that another one names: `(6.9)`."""


def _rules() -> list[str]:
    text = RULES.read_text(encoding="utf-8")
    found = [(match.start(), match[1]) for pattern in (HEADING, RULE) for match in pattern.finditer(text)]
    return [number for _, number in sorted(found)]


def _key(number: str) -> tuple[tuple[int, str], ...]:
    """`6.9` before `6.9b` before `6.10`."""
    parts = (re.fullmatch(r"(\d+)([a-z]?)", part) for part in number.split("."))
    return tuple((int(part[1]), part[2]) for part in parts if part is not None)


def _citing() -> Iterator[tuple[str, str]]:
    """Files that may cite rules, and their texts, comments joined over their lines."""
    for path in (*PACKAGE.rglob("*"), *TESTS.rglob("*"), TESTS.parent / "README.md"):
        if path.suffix not in (".py", ".md", ".txt", ".tcss") or path.is_relative_to(PACKAGE / "notes"):
            continue
        if path != Path(__file__) and path.is_file():
            yield path.name, re.sub(r"\n\s*#?\s*", " ", path.read_text(encoding="utf-8"))


def cited(text: str) -> set[str]:
    """The numbers of all rules that a text cites."""
    return {number for citation in CITATION.finditer(text) for number in re.findall(NUMBER, citation[0])}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(behaviour 6.9b, tier 8)", {"6.9b"}),
        ("(behaviour 1.1 to 1.3)", {"1.1", "1.3"}),
        ("(behaviour 6.8, 6.9)", {"6.8", "6.9"}),
        ("behaviour 2.2 and 2.3; 1.8: the rest", {"2.2", "2.3", "1.8"}),
        ("as behaviour 4.2 wants it", {"4.2"}),
        ("the table in behaviour 2.2.", {"2.2"}),
        ("this behaviour has no number", set()),
    ],
)
def test_citations_are_seen(text: str, numbers: set[str]) -> None:
    assert cited(text) == numbers


def test_every_rule_that_is_cited_is_there() -> None:
    rules = set(_rules())
    unknown = {(name, number) for name, text in _citing() for number in cited(text) if number not in rules}
    assert not unknown
    assert sum(len(cited(text)) for _, text in _citing()) > 60


def test_rules_cite_rules_that_are_there() -> None:
    found = set(INSIDE.findall(RULES.read_text(encoding="utf-8")))
    assert {"6.9b", "2.2.8"} <= found
    assert not found - set(_rules())


def test_rules_stand_once_and_in_order() -> None:
    rules = _rules()
    assert rules == sorted(set(rules), key=_key)


def test_the_table_of_contents_leads_to_every_section() -> None:
    text = RULES.read_text(encoding="utf-8")
    titles = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    slugs = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    assert re.findall(r"\]\(#([^)]+)\)", text) == slugs


def test_lines_are_no_wider_than_those_of_code() -> None:
    wide = [line for line in RULES.read_text(encoding="utf-8").splitlines() if len(line) > 120]
    assert not wide
