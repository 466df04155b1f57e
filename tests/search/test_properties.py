"""Queries for properties, as Obsidian's help describes them (behaviour 6.3b)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studytui.search.query import And, Not, Or, Property, QueryError, Term, parse_query
from studytui.search.query.property_parser import bracket_end
from tests.search.conftest import Searched


def note(properties: str) -> str:
    return f"---\n{properties}\n---\nText.\n"


@pytest.fixture
def vault(tmp_path: Path) -> Any:
    found = Searched(tmp_path)
    found.open(
        {
            "Draft": note("status: draft\nrating: 3\ndue date: 2024-05-01"),
            "Published": note("status: published\nrating: 7\nauthors: [Ana Silva, Rui Costa]"),
            "Both": note('status: "draft, nearly published"\nstate: done'),
            "Empty": note("status:\nstate: Ação"),
            "Path": note('source: "a/b [1] (x)"\nstatus\u00a0code: "\u201cfinal\u201d"\nn: -5'),
            "None": "Plain text about a status.",
        }
    )
    yield found
    found.close()


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("[status:draft OR published]", {"Draft", "Published", "Both"}),
        ("[status:(draft OR published)]", {"Draft", "Published", "Both"}),
        ("[status:draft published]", {"Both"}),
        ("[status:published (draft OR final)]", {"Both"}),
        ('[status:"draft"]', {"Draft"}),
        ('["status":"Draft"]', {"Draft"}),
        ('[status:"draft" OR "published"]', {"Draft", "Published"}),
        ("[status:/^pub/]", {"Published"}),
        ("[status:/^(pub|nothing)/ OR null]", {"Published", "Empty"}),
        ("[status:-draft]", {"Published", "Empty"}),
        ("[status:null]", {"Empty"}),
        ("[status:null OR published]", {"Empty", "Published", "Both"}),
        ("[status OR state]", {"Draft", "Published", "Both", "Empty"}),
        ("[(status OR state):done]", {"Both"}),
        ("[/^stat/:done OR draft]", {"Draft", "Both"}),
        ("[/^stat/]", {"Draft", "Published", "Both", "Empty", "Path"}),
        ("[/(/]", None),
        ("[authors:ana costa]", {"Published"}),
        ("[authors:(ana silva)]", {"Published"}),
        ("[authors:/^rui/]", {"Published"}),
        ('[authors:"Rui Costa"]', {"Published"}),
        ("[rating:<5 OR >6]", {"Draft", "Published"}),
        ("[rating:(>2 <5)]", {"Draft"}),
        ("[rating:>= 7]", {"Published"}),
        ("[n:-5]", {"Path"}),
        ("[n:<-4]", {"Path"}),
        ("[due date:>2024-01-01]", {"Draft"}),
        ('["due date"]', {"Draft"}),
        ("[status code:final]", {"Path"}),
        ("[source:/[[]1[]] .x/]", {"Path"}),
        ('[source:"a/b [1] (x)"]', {"Path"}),
        ("[source:a/b]", {"Path"}),
        ("[state:acao]", {"Empty"}),
        ("[status:draft] -[state]", {"Draft"}),
        ("[status:draft] OR [rating:7]", {"Draft", "Both", "Published"}),
    ],
)
def test_a_query_for_properties_finds(vault: Searched, query: str, notes: set[str] | None) -> None:
    assert vault.engine is not None
    results = vault.engine.search(query, limit=50)
    if notes is None:
        assert results.error is not None
        return
    assert results.error is None
    assert {hit.note.removesuffix(".md") for hit in results.hits} == notes


@pytest.mark.parametrize(
    ("comparison", "notes"),
    [
        ("<3", set()),
        ("<=3", {"Draft"}),
        (">7", set()),
        (">=7", {"Published"}),
        ("=7", {"Published"}),
        ("=5", set()),
        ("<10", {"Draft", "Published"}),
    ],
)
def test_a_comparison_takes_numbers_as_numbers_and_its_own_only_with_an_equals_sign(
    vault: Searched, comparison: str, notes: set[str]
) -> None:
    assert {name.removesuffix(".md") for name in vault.notes(f"[rating:{comparison}]")} == notes


@pytest.mark.parametrize(("comparison", "found"), [("<", False), ("<=", True), ("=", True), (">=", True), (">", False)])
def test_a_comparison_of_dates_takes_its_own_day_only_with_an_equals_sign(
    vault: Searched, comparison: str, found: bool
) -> None:
    assert vault.notes(f"[due date:{comparison}2024-05-01]") == (["Draft"] if found else [])


def test_where_no_note_has_the_property_its_words_are_searched(vault: Searched) -> None:
    assert vault.notes("[about: status]") == ["None"]
    assert vault.notes("[about:(status OR status)]") == ["None"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("[n:!=5]", "!= is no operator of properties"),
        ("[n:<>5]", "<> is no operator of properties"),
        ("[n:==5]", "== is no operator of properties"),
        ("[n:=>5]", "=> is no operator of properties"),
        ("[n:4 OR ~=5]", "~= is no operator of properties"),
        ("[n:<]", "[n:<] needs a number or a date"),
        ("[n:(a]", "a ( is not closed"),
        ("[n:a)]", "a ) closes nothing"),
        ("[n:a OR]", "OR needs something before and after it"),
        ("[n:()]", "OR needs something"),
        ("[n:-]", None),
        ("[:x]", "[ ] needs the name of a property"),
        ("[n:/(/]", "is no regular expression"),
        ("[/(/:x]", "is no regular expression"),
        ("[n:/a{99999}/]", "repeats too much"),
        ("[n:" + "(" * 60 + "a" + ")" * 60 + "]", "too many ( in one another"),
        ("[n:a", "a [ is not closed"),
    ],
)
def test_what_is_wrong_is_said(query: str, message: str | None) -> None:
    if message is None:
        parse_query(query)
        return
    with pytest.raises(QueryError) as raised:
        parse_query(query)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("secton:bar ", "secton: is no operator and is searched as text; did you mean section:?"),
        ("secton: bar", "secton: is no operator and is searched as text; did you mean section:?"),
        ('titel:"a b" ', "titel: is no operator and is searched as text"),
        ("folder:x ", "folder: is no operator and is searched as text"),
    ],
)
def test_an_unknown_operator_is_said(query: str, hint: str) -> None:
    assert any(said.startswith(hint.split(";")[0]) for said in parse_query(query).hints)


def test_a_colon_behind_a_word_is_no_operator() -> None:
    assert parse_query("diagnosis: gout").hints == ()


def test_an_expression_that_runs_out_of_time_is_said(vault: Searched) -> None:
    vault.refresh({"Long": note("status: " + "a" * 900 + "!")})
    assert vault.engine is not None
    for query in ("[status:/(a+)+$/]", "[/(t+)+$/:draft] [status:/(a|aa)+$/]", "-[status:/(a|aa)+$/]"):
        results = vault.engine.search(query)
        assert any("takes too long" in hint for hint in results.hints), query
        assert not results.complete


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("[a:b]", Property("a", "text", "b")),
        ("[a:b OR c]", Or((Property("a", "text", "b"), Property("a", "text", "c")))),
        ("[a:-b]", And((Property("a"), Not(Property("a", "text", "b"))))),
        ("[/a/]", Property("a", pattern=True)),
        ("[ a b ]", Property("a b")),
        ("[url:https://x.org/y]", Property("url", "text", "https://x.org/y")),
        ("[at:10:30]", Property("at", "text", "10:30")),
    ],
)
def test_what_stands_in_the_brackets_is_read(query: str, term: Term) -> None:
    assert parse_query(query).term == term


def test_two_brackets_are_no_property() -> None:
    assert bracket_end("[[Note]]", 0) is None
    assert parse_query("[[Note]] ").term is not None
