from __future__ import annotations

import pytest

from studytui.markdown import Legend
from studytui.vault import Section, find_heading
from studytui.vault.facts import facts_of
from studytui.vault.sections import strip_heading

OUTLINE = (
    Section(1, "Treatment", 1),
    Section(2, "Drugs", 3),
    Section(1, "Diagnosis", 5),
    Section(2, "Drugs", 7),
    Section(3, "Upper motor neuron (UMN): signs", 9),
    Section(2, "Ménière's disease", 11),
)


@pytest.mark.parametrize(
    ("subpath", "line"),
    [
        ("Treatment", 1),
        ("drugs", 3),
        ("Diagnosis#Drugs", 7),
        ("Diagnosis#Drugs#upper motor neuron umn signs", 9),
        ("Upper motor neuron (UMN): *signs*", 9),
        ("Drugs#Treatment", None),
        ("Me\u0301nie\u0300re's disease", 11),
        ("nothing", None),
        ("", None),
        ("#", None),
    ],
)
def test_headings_are_found_part_by_part(subpath, line):
    assert find_heading(OUTLINE, subpath) == line


@pytest.mark.parametrize(
    ("slug", "line"),
    [("upper-motor-neuron-umn-signs", 9), ("menieres-disease", 11), ("drugs-1", 7), ("drugs-2", None), ("---", None)],
)
def test_the_address_of_a_heading_on_a_site_is_found(slug, line):
    assert find_heading(OUTLINE, slug) == line


def test_punctuation_and_case_of_headings_do_not_count():
    assert strip_heading("Upper motor neuron (UMN): *signs*") == strip_heading("upper motor neuron umn signs")
    assert strip_heading('a!"#$%&()*+,.:;<=>?@^`{|}~/[]\\b\r\nc') == "a b c"
    assert strip_heading("it's-ok_so") == "it's-ok_so"


def test_blocks_are_found_without_case():
    facts = facts_of("# H\n\npara ^Abc-1\n\n- item\n\n^list\n", Legend())
    assert facts.line_of("^abc-1") == 3
    assert facts.line_of("^LIST") == 5
    assert facts.line_of("H#^abc-1") == 3
    assert facts.line_of("^nothing") is None


def test_a_heading_is_compared_as_it_is_shown():
    facts = facts_of("## Upper <span style='background:#ff0'>motor</span> **neuron** [[x\\|(UMN)]]\n", Legend())
    assert facts.line_of("Upper motor neuron UMN") == 1


def test_a_heading_with_a_formula_is_named_as_it_is_written() -> None:
    sections = facts_of("# The $x^2$ law\n", Legend()).sections
    assert find_heading(sections, "The $x^2$ law") == 1
