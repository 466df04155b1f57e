"""Hyphenated, parted and glued spellings find one another in text, as they do in names (behaviour 6.10b)."""

from __future__ import annotations

import pytest

from studytui.search.text.compounds import compounds, may_be_glued
from studytui.search.text.fold import fold
from tests.search.conftest import Searched

WRITTEN = [
    ("IL-17", "IL 17", "IL17"),
    ("CA-125", "CA 125", "CA125"),
    ("post-operative", "post operative", "postoperative"),
    ("micro-RNA", "micro RNA", "microRNA"),
    ("p-53", "p 53", "p53"),
    ("TGF-β1", "TGF β1", "TGFβ1"),
    ("HbA-1c", "HbA 1c", "HbA1c"),
    ("anti-coagulant", "anti coagulant", "anticoagulant"),
    ("500-mg", "500 mg", "500mg"),
    ("haemo-dialysis", "haemo–dialysis", "hemodialysis"),
    ("SGLT-2", "SGLT 2", "SGLT2"),
    ("COVID-19", "COVID 19", "COVID19"),
    ("CYP-3A4", "CYP 3A4", "CYP3A4"),
    ("5-FU", "5 FU", "5FU"),
    ("NF-κB", "NF-kappa B", "NFκB"),
    ("X-ray", "X ray", "Xray"),
    ("50-µg", "50 ug", "50μg"),
    ("re-entry", "re entry", "reentry"),
    ("CA 19-9", "CA19-9", "CA-19-9"),
]
TWO_WORDS = [("health-care", "health care", "healthcare"), ("end-stage", "end stage", "endstage")]


def _letters(text: str) -> str:
    """The letters, but for the British ones."""
    return "".join(fold(text)).replace("a", "")


@pytest.mark.parametrize("ways", WRITTEN)
def test_each_way_of_writing_finds_every_other(searched: Searched, ways: tuple[str, ...]) -> None:
    searched.open({f"Note {at}": f"Some {way} was seen." for at, way in enumerate(ways)})
    for typed in ways:
        assert set(searched.notes(typed)) == {"Note 0", "Note 1", "Note 2"}, typed
        assert set(searched.notes(f"{typed} seen")) == {"Note 0", "Note 1", "Note 2"}, typed
        for hit in searched.hits(typed):
            marked = "".join(hit.snippet[start:end] for start, end in hit.marks)
            assert _letters(marked) in set(map(_letters, ways))


@pytest.mark.parametrize("ways", WRITTEN)
def test_each_way_of_writing_finds_every_other_in_headings_and_marks(searched: Searched, ways: tuple[str, ...]) -> None:
    searched.open(
        {
            **{f"Head {at}": f"# The {way}\n" for at, way in enumerate(ways)},
            **{f"Mark {at}": f"==The {way}==\n" for at, way in enumerate(ways)},
        }
    )
    for typed in ways:
        assert set(searched.notes(f"heading:({typed})")) == {"Head 0", "Head 1", "Head 2"}, typed
        assert set(searched.notes(f"hy:({typed})")) == {"Mark 0", "Mark 1", "Mark 2"}, typed


@pytest.mark.parametrize("ways", TWO_WORDS)
def test_two_words_and_one_find_one_another_where_each_is_the_more_usual(
    searched: Searched, ways: tuple[str, ...]
) -> None:
    parts = ways[1].split()
    searched.open({f"Note {at}": f"Some {way} was seen." for at, way in enumerate(ways)})
    searched.refresh({f"More {at}": f"The {part} alone." for at, part in enumerate([*parts, *parts])})
    for typed in ways:
        assert set(searched.notes(typed)) >= {"Note 0", "Note 1", "Note 2"}, typed
        assert not any(note.startswith("More") for note in searched.notes(typed)), typed


@pytest.mark.parametrize("ways", WRITTEN[:9])
def test_each_way_of_writing_finds_every_other_among_names(searched: Searched, ways: tuple[str, ...]) -> None:
    searched.open({f"{way} and more": "" for way in ways})
    for typed in ways:
        assert set(searched.notes(typed, titles_only=True)) == {f"{way} and more" for way in ways}, typed


def test_what_only_begins_a_word_in_parts_does_not_find_it(searched: Searched) -> None:
    searched.open({"Note": "A tag-in-body here.", "Inbox": "Things."})
    assert searched.notes("inbody") == ["Note"]
    assert searched.notes("inbod") == ["Inbox"]


def test_three_parts_are_one_word_too(searched: Searched) -> None:
    ways = ["SARS-CoV-2", "SARS-CoV2", "SARSCoV2", "SARS CoV-2"]
    searched.open({f"Note {at}": f"The {way} virus" for at, way in enumerate(ways)})
    for typed in ("sarscov2", "sars-cov-2", "sars-cov2"):
        assert len(searched.notes(typed)) >= 3, typed


def test_a_phrase_is_as_it_is_typed(searched: Searched) -> None:
    searched.open({"One": "IL-17 here", "Two": "IL17 here"})
    assert searched.notes('"IL17 here"') == ["Two"]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("a symptomatic", "asymptomatic"), ("no table", "notable"), ("a typical", "atypical"), ("in active", "inactive")],
)
def test_a_word_does_not_swallow_a_small_one_before_it(searched: Searched, typed: str, other: str) -> None:
    searched.open({"Note": f"An {other} one."})
    assert all(hit.kind in ("similar", "partial") for hit in searched.hits(typed))
    assert not may_be_glued(typed.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IL-17-producing cells", {"il17producing", "il17", "17producing"}),
        ("in 2020, of 5 and 2020-2021", set()),
        ("blood pressure — not high", set()),
        ("non invasive, non the", {"noninvasive"}),
        ("心-臓", set()),
    ],
)
def test_what_is_a_compound(text: str, found: set[str]) -> None:
    from studytui.search.text.words import words

    folded = words(text)
    assert {"".join(parts) for parts in compounds(text, folded, f" {' '.join(folded)} ")} == found


@pytest.mark.parametrize(
    ("typed", "written"), [("t PA", "tPA"), ("pd l1", "PDL1"), ("HBs Ag", "HBsAg"), ("hba 1c", "HbA1c")]
)
def test_an_abbreviation_typed_in_parts_finds_it_written_as_one(searched: Searched, typed: str, written: str) -> None:
    searched.open({"One": f"The {written} was seen.", "Other": "Something else."})
    assert searched.notes(typed) == ["One"]
    assert searched.notes(f"{typed} seen") == ["One"]
