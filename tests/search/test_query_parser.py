"""Queries are understood as behaviour 6.3 to 6.5 say, and what is wrong with one is said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.search.query import (
    And,
    Cased,
    Not,
    Or,
    Phrase,
    Property,
    QueryError,
    Regex,
    Scope,
    Term,
    Word,
    parse_query,
)


def word(text: str, *words: str, cut: bool = False) -> Word:
    return Word(text, words or (text,), cut)


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("", None),
        ("riluzole ", word("riluzole")),
        ("riluzole", word("riluzole", cut=True)),
        ("riluzole sod", And((word("riluzole"), word("sod", cut=True)))),
        ("a OR b c ", Or((word("a"), And((word("b"), word("c")))))),
        ("a or b ", And((word("a"), word("or"), word("b")))),
        ("OR", word("OR", "or", cut=True)),
        ("-a b ", And((Not(word("a")), word("b")))),
        ("-(a OR b) ", Not(Or((word("a"), word("b"))))),
        ("- a ", word("a")),
        ('"sodium-channel blocker"', Phrase("sodium-channel blocker", ("sodium", "channel", "blocker"))),
        (r'"a \"b\""', Phrase('a "b"', ("a", "b"))),
        ('"not closed', Phrase("not closed", ("not", "closed"))),
        ("/UMN|LMN/", Regex("UMN|LMN")),
        (r"/a\/b/", Regex(r"a\/b")),
        ("/not closed", Regex("not closed")),
        ("beta-blocker ", word("beta-blocker", "beta", "blocker")),
        ("Na+(out) :) ", word("Na+(out)", "na", "out")),
        ("tag:t1 ", Scope("tag", word("t1"))),
        ("#t1 ", Scope("tag", word("#t1", "t1"))),
        ("line:(a b)", Scope("line", And((word("a"), word("b"))))),
        ("section:(line:(a b) c)", Scope("section", And((Scope("line", And((word("a"), word("b")))), word("c"))))),
        ("HY: a ", Scope("hy", word("a"))),
        ("task-todo:", Scope("task-todo", None)),
        ("task: a ", And((Scope("task", None), word("a")))),
        ("match-case:ALS ", Cased(True, word("ALS", "als"))),
        ("ignore-case:ALS ", Cased(False, word("ALS", "als"))),
        ("[permalink]", Property("permalink")),
        ("[Status:done]", Property("status", "text", "done")),
        ("[status:null]", Property("status", "null")),
        ("[n:<5]", Property("n", "<", "5")),
        ("[n:>= 5]", Property("n", ">=", "5")),
    ],
)
def test_a_query_is_read_as_its_terms(query: str, term: Term | None) -> None:
    assert parse_query(query).term == term


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("(a", "a ( is not closed"),
        ("a OR", "OR needs something before and after it"),
        ("OR a", "OR needs something before and after it"),
        ("[status", "a [ is not closed"),
        ("[]", "[ ] needs the name of a property"),
        ("[n:<]", "[n:<] needs a number or a date"),
        ("tag:", "tag: needs something after it"),
        ("line:block:a", "block: cannot stand inside line:"),
        ("/(/", "/(/ is no regular expression"),
        ("/(a{1000}){1000}/", "repeats too much: it comes to more than 20,000 steps"),
        ("(" * 60 + "a" + ")" * 60, "too many ( in one another"),
    ],
)
def test_what_is_wrong_with_a_query_is_said(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=r".") as raised:
        parse_query(query)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "a{10000000}",
        "(a{1000}){1000}",
        "a{,99999999}",
        "(abcdefghijklmnopqrst){99999}",
        "((a|b){10}c{10}){1000}",
        r"\p{L}{100000}",
        "(?<n>a)(?&n){99999}",
        r"[{\]]{40000}",
        "(" * 30 + "a" + "{9})" * 30,
        "a{" + "9" * 1500 + "}",
    ],
)
def test_an_expression_that_comes_to_too_much_is_refused_at_once(pattern: str) -> None:
    start = time.perf_counter()
    with pytest.raises(QueryError, match="repeats too much"):
        parse_query(f"/{pattern}/")
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    "pattern", [r"\d{1,100}-\d{1,100}-\d{1,100}", "a{1000}", "(ab{3}){900}", r"\{99999\}", "[{99999}]", "x{y}"]
)
def test_an_expression_of_a_usual_size_is_taken(pattern: str) -> None:
    assert parse_query(f"/{pattern}/").term == Regex(pattern)


def test_an_unknown_operator_is_text_with_a_hint() -> None:
    parsed = parse_query("foo:bar ")
    assert parsed.term == word("foo:bar", "foo", "bar")
    assert parsed.hints == ("foo: is no operator and is searched as text",)


def test_a_misspelt_operator_gets_its_right_name_in_the_hint() -> None:
    assert parse_query("secton:bar").hints == (
        "secton: is no operator and is searched as text; did you mean section:?",
    )


@pytest.mark.parametrize("query", ["https://example.org", "10:30", "ratio:"])
def test_an_address_or_a_time_is_no_operator(query: str) -> None:
    assert parse_query(query).hints == ()


@given(st.text(alphabet=st.sampled_from('ab "/()[]:-<#\\OR|*+tag line:hy\n\u4e2d'), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_query_or_an_error_of_one_line(query: str) -> None:
    try:
        parse_query(query)
    except QueryError as error:
        assert str(error)
        assert "\n" not in str(error) or "\n" in query


INSIDE = ("line", "block", "section", "heading", "hy")


@pytest.mark.parametrize("inner", INSIDE)
@pytest.mark.parametrize("outer", ["section", "content"])
def test_a_section_and_content_may_hold_operators_on_lines(outer: str, inner: str) -> None:
    assert parse_query(f"{outer}:{inner}:a ").term == Scope(outer, Scope(inner, word("a")))


@pytest.mark.parametrize("inner", ["content", "task", "task-todo"])
def test_content_may_hold_all_other_operators_on_lines(inner: str) -> None:
    assert parse_query(f"content:{inner}:a ").term == Scope("content", Scope(inner, word("a")))


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        *((outer, inner) for outer in ("line", "block", "heading", "hy", "task") for inner in INSIDE),
        *(("section", inner) for inner in ("content", "task", "task-todo", "task-done")),
    ],
)
def test_other_operators_on_lines_do_not_stand_in_each_other(outer: str, inner: str) -> None:
    with pytest.raises(QueryError, match=f"^{inner}: cannot stand inside {outer}:$"):
        parse_query(f"{outer}:{inner}:a ")
