"""What each operator of a query leaves (behaviour 6.3 to 6.5), on a note as the Digital Garden publishes them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PIECES = [
    *("riluzole", "sodium-channel", "dysphagia", "x", "rilzole", "t1", "é", "心", "β", " ", " ", " OR ", "-", "(", ")"),
    *('"', "/", "[n", "]", "[", ":<5", "tag:", "path:", "line:", "section:", "block:", "heading:", "hy:", "color:red"),
    *("task:", "task-todo:", "match-case:", "content:", "file:", "#", ".*", "foo:", "\\", "\n", "🔥"),
]

NOTE = """\
---
{"dg-publish":true,"permalink":"/Neuro/Amyotrophy/","tags":["t1","exam/step1"],"n":3,"source":null}
---

a disease of upper motor neurons

---
# Etiology

# Clinical features
- <span style="background:rgba(240, 200, 0, 0.2)">Bulbar symptoms: dysarthria, dysphagia</span>
- Aphasia is rare (see [[Neuro/Bulbar palsy\\|Pseudobulbar palsy]])
- UMN or LMN signs, never both

# Treatment
- Riluzole
\t- A <mark style="background:#ff5582a6">sodium-channel blocker</mark> of glutamate
- Edaravone
- [ ] read about tofersen
- [x] read about baclofen #🔥
"""
OTHER = "# Elsewhere\n\nNothing of interest here.\n"

HITS = [
    "riluzole sodium",
    '"sodium-channel blocker"',
    '"sodium channel blocker"',
    "sodium-channel",
    "section:(riluzole edaravone)",
    "line:(sodium glutamate)",
    "block:(upper neurons)",
    "path:Neuro",
    "path:euro/Amyo",
    "file:trophy",
    "tag:#🔥",
    "#🔥",
    "tag:t1 (dysphagia OR tofersen)",
    "tag:#t1",
    "tag:exam",
    "tag:exam/step1",
    "#exa",
    "riluzole -tag:t2",
    "riluzole -levodopa",
    "/UMN|LMN/",
    r"/\bLMN\b.*both/",
    "path:/^Neuro/ riluzole",
    "[permalink]",
    "[n]",
    "[n:3]",
    "[n:<5]",
    "[n:>=3]",
    "[source:null]",
    "hy:dysphagia",
    "hy:(bulbar dysarthria)",
    "color:red",
    "color:yellow",
    "heading:treat",
    "heading:clinical aphasia",
    "task:tofersen",
    "task-todo:tofersen",
    "task-done:baclofen",
    "task-todo:",
    "match-case:UMN",
    "ignore-case:umn",
    "content:riluzole",
    "amyotrophy riluzole",
    "neuro riluzole",
    "(riluzole levodopa) OR edaravone",
]
NO_HITS = [
    "line:(riluzole edaravone)",
    "block:(riluzole edaravone)",
    "section:(dysphagia riluzole)",
    "path:Neuro -tag:t1",
    "tag:t",
    "tag:step1",
    "tag:exa",
    "riluzole -edaravone",
    '"channel sodium"',
    '"neurons etiology"',
    r"/^LMN/",
    "[n:>3]",
    "[n:null]",
    "[source:x]",
    "[nothing]",
    "hy:riluzole",
    "hy:(dysphagia riluzole)",
    "color:green",
    "heading:riluzole",
    "task:riluzole",
    "task-done:tofersen",
    "match-case:umn",
    "content:amyotrophy",
    "rgba",
    "span",
    "background",
    "ff5582a6",
    "permalink",
]


@pytest.fixture(autouse=True)
def vault(searched):
    searched.open({"Neuro/Amyotrophy": NOTE, "Other/Elsewhere": OTHER})


@pytest.mark.parametrize("query", HITS)
def test_the_note_is_found(searched, query: str) -> None:
    assert searched.notes(query) == ["Neuro/Amyotrophy"]


@pytest.mark.parametrize("query", NO_HITS)
def test_the_note_is_not_found(searched, query: str) -> None:
    assert "Neuro/Amyotrophy" not in searched.notes(query)


def test_a_query_of_nothing_but_what_must_not_occur_leaves_the_other_notes(searched) -> None:
    assert searched.notes("-riluzole") == ["Other/Elsewhere"]


def test_a_hit_says_where_its_line_is(searched) -> None:
    (hit,) = searched.hits('"sodium-channel blocker"')
    assert (hit.line, hit.heading, hit.kind) == (17, ("Treatment",), "text")
    assert hit.snippet == "A sodium-channel blocker of glutamate"
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["sodium", "channel", "blocker"]


def test_high_yield_text_is_told_from_other_colours(searched) -> None:
    (hit,) = searched.hits("dysarthria")
    assert (hit.kind, hit.high_yield) == ("high-yield", True)
    (red,) = searched.hits("color:red")
    assert (red.kind, red.high_yield) == ("text", False)


def test_what_a_regular_expression_matched_is_marked(searched) -> None:
    (hit,) = searched.hits("/[UL]MN/")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["UMN", "LMN"]


def test_a_tag_is_shown_as_the_reason(searched) -> None:
    (hit,) = searched.hits("#t1")
    assert (hit.kind, hit.snippet) == ("tag", "#t1")


def test_a_path_is_shown_as_the_reason(searched) -> None:
    (hit,) = searched.hits("path:neuro")
    assert (hit.kind, hit.snippet) == ("path", "Neuro/Amyotrophy.md")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Neuro"]


def test_a_bad_query_is_an_error_and_no_hits(searched) -> None:
    results = searched.engine.search("(riluzole")
    assert results.error == "a ( is not closed"
    assert results.hits == ()


def test_an_empty_query_has_no_hits(searched) -> None:
    assert searched.engine.search("  ").hits == ()


def test_signs_are_looked_for_in_names_only(searched) -> None:
    assert searched.notes("???") == []


def test_an_expression_that_would_run_for_ever_is_given_up(searched) -> None:
    searched.refresh({"Long": "a" * 5000 + "!"})
    for query in ("/(a+)+$/", "-/(a+)+$/"):
        results = searched.engine.search(query)
        assert "takes too long" in results.hints[0]
        assert not results.complete


def test_an_expression_that_would_run_for_ever_on_a_path_is_given_up(searched) -> None:
    searched.refresh({"a" * 60 + "!": "alpha"})
    results = searched.engine.search("/(a|aa)+$/")
    assert "takes too long" in results.hints[0]


@pytest.mark.parametrize(
    "query",
    [
        "path:/(a|aa)+$/",
        "file:/(a|aa)+$/ alpha",
        "content:/(a+)+$/",
        "section:(alpha /(a+)+$/)",
        "match-case:/(a+)+$/",
        "alpha OR /(a+)+$/",
    ],
)
def test_an_expression_that_runs_out_of_time_anywhere_is_said(searched, query: str) -> None:
    searched.refresh({"a" * 60 + "!": "alpha " + "a" * 5000 + "!"})
    results = searched.engine.search(query)
    assert any("takes too long" in hint for hint in results.hints)
    assert not results.complete


def test_a_search_that_is_no_longer_wanted_ends(searched) -> None:
    assert searched.engine.search("riluzole", cancelled=lambda: True).cancelled


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_is_answered(searched, query: str) -> None:
    results = searched.engine.search(query)
    assert not results.cancelled
    for hit in results.hits:
        assert hit.line >= 1
        ends = [0, *(edge for mark in hit.marks for edge in mark), len(hit.snippet)]
        assert ends == sorted(ends)


def test_a_formula_is_found_by_the_letters_that_it_shows(searched) -> None:
    searched.open(
        {
            "Gap": "The gap is $Na^+ - (Cl^- + HCO_3^-)$.",
            "Buffer": "$$\npH = 6.1 + \\log \\frac{[HCO_3^-]}{0.03 \\times P_{CO_2}}\n$$",
        }
    )
    assert set(searched.notes("HCO3")) == {"Gap", "Buffer"}
    assert set(searched.notes("HCO₃⁻")) == {"Gap", "Buffer"}
    assert searched.notes("CO2") == ["Buffer"]
    assert searched.hits("frac") == [] or all(hit.kind == "similar" for hit in searched.hits("frac"))


def test_high_yield_text_may_be_asked_for_inside_a_section(searched) -> None:
    searched.open(
        {"n": "# Signs\n==ptosis== and gait\n\n# Other\ngait\n", "m": "# Signs\nptosis ==gait==\n\n# Other\ngait\n"}
    )
    assert searched.notes("section:(hy:ptosis gait)") == ["n"]
