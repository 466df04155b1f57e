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


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("## Drugs: [[Loop diuretics|loops]]", "Drugs Loop diuretics loops"),
        ("## Drugs: [[Renal/Loop diuretics#Dose|loops]] (again)", "Drugs Renal Loop diuretics Dose loops again"),
        ("## Drugs: [[Loop diuretics\\|loops]]", "Drugs Loop diuretics loops"),
        ("## See [the help](https://a.org/b?c=d)", "See the help https a org b c d"),
        ("## H<sub>2</sub>O and <b>salt</b>", "H sub 2 sub O and b salt b"),
        ("## Salt &amp; water", "Salt amp water"),
        ("## Signs %%not yet%% of ALS", "Signs not yet of ALS"),
        ("## Signs <!-- later --> of ALS", "Signs -- later -- of ALS"),
        ("## Heart ![[heart.png|100]]", "Heart heart png 100"),
        ("## Heart ![a heart|100](heart.png)", "Heart a heart 100 heart png"),
        ("## Dose[^1] ^[as always]\n\n[^1]: x", "Dose 1 as always"),
        ("## ==Riluzole== and **edaravone**", "Riluzole and edaravone"),
        ('## <mark style="background:#fff88f">Riluzole</mark>', "mark style background fff88f Riluzole mark"),
        ("## $x^2$ and `a|b`", "x 2 and a b"),
        ("## With an id ^abc", "With an id abc"),
        ("## Tagged #neuro/als ##", "Tagged neuro als"),
        ("Under [[a|b]]\n---", "Under a b"),
        ("> ## Quoted [[a|b]]", "Quoted a b"),
        ("- # Listed [[a|b]]", "Listed a b"),
    ],
)
def test_a_heading_is_found_as_it_is_written_and_as_it_is_shown(heading, written):
    sections = facts_of(heading, Legend()).sections
    assert find_heading(sections, written) == 1
    assert find_heading(sections, written.upper()) == 1
    assert find_heading(sections, sections[0].text) == 1


def test_the_heading_as_written_goes_before_one_that_only_looks_like_the_link():
    sections = facts_of(
        "# [[Loop diuretics|Loops]]\n\n## x\n\n# Loops\n\n## x\n\n# Loop diuretics Loops\n", Legend()
    ).sections
    assert find_heading(sections, "Loops") == 5
    assert find_heading(sections, "Loops#x") == 7
    assert find_heading(sections, "Loop diuretics Loops") == 1
    assert find_heading(sections, "loop-diuretics-loops") == 9


def test_a_heading_with_an_id_is_found_without_it():
    sections = facts_of("## With [[an|one]] id ^abc", Legend()).sections
    assert find_heading(sections, "With an one id") == 1
    assert find_heading(sections, "With one id") == 1


def test_a_number_sign_may_be_part_of_a_heading():
    sections = facts_of("# C# for beginners\n\n# F#\n", Legend()).sections
    assert find_heading(sections, "C# for beginners") == 1
    assert find_heading(sections, "C for beginners") == 1
    assert find_heading(sections, "F#") == 3


@pytest.mark.parametrize(
    ("note", "subpath", "line"),
    [
        ('text\n\nhere <a id="dose"></a> it is', "dose", 3),
        ('one\ntwo <a name="dose">x</a>\nthree', "dose", 2),
        ('<a id="dose"></a>\n\n# H', "dose", 1),
        ("<div class=x id='my dose'>\ntext\n</div>", "my dose", 1),
        ("<div>\n<p>a</p>\n<ul>\n<li ID=dose>b</li>\n</ul>\n</div>", "dose", 4),
        ("- item <span id=\"dose\" style='color:red'>x</span>", "dose", 1),
        ('| a | b |\n|-|-|\n| c | <sup id="dose">d</sup> |', "dose", 3),
        ('## Head <a id="dose"/>', "dose", 1),
        ("<table>\n<tr><td id=dose>x</td></tr>\n</table>", "dose", 2),
        ('<x-note id="dose">x</x-note>', "dose", 1),
        ('<mark id="DOSE">x</mark>', "dose", 1),
        ('> <details id="a#b">\n> <summary>x</summary>', "a#b", 1),
        ('<a id="x" name="dose">y</a>', "dose", 1),
        ('<img src="p.png" id="dose">', "dose", 1),
        ('`<a id="dose">`', "dose", None),
        ('<!-- <a id="dose"> -->', "dose", None),
        ('<input name="dose">', "dose", None),
        ('<a href="#dose">x</a>', "dose", None),
        ('<a id="">x</a>', "", None),
    ],
)
def test_a_place_that_html_names_is_found(note, subpath, line):
    assert facts_of(note, Legend()).line_of(subpath) == line


def test_a_heading_goes_before_a_place_of_html_and_that_before_a_slug():
    facts = facts_of(
        '<a id="drugs"></a>\n\n# Drugs\n\n# x\n\n# Drugs\n\n<i id="drugs-1">x</i> <b id="Drugs-1">', Legend()
    )
    assert facts.line_of("drugs") == 3
    assert facts.line_of("drugs-1") == 9
    assert facts.line_of("Drugs-1") == 9


def test_places_of_html_are_the_same_when_a_note_is_read_in_pieces():
    note = "\n\n".join(f'para {number} <a id="a{number}"></a> {"word " * 30}' for number in range(100))
    facts = facts_of(note, Legend())
    assert [facts.line_of(f"a{number}") for number in range(100)] == [2 * number + 1 for number in range(100)]


@pytest.mark.parametrize(
    ("subpath", "line"),
    [
        ("[^1]", 5),
        ("[^TWO]", 6),
        ("1#[^two]", 6),
        (" [^1] ", 5),
        ("[^9]", None),
        ("^1", None),
        ("1", 1),
        ("[^a]", None),
    ],
)
def test_a_footnote_is_a_place(subpath, line):
    note = "# 1\n\ntext[^1] ^[a]\n\n[^1]: the first\n[^two]: the second\n"
    assert facts_of(note, Legend()).line_of(subpath) == line
