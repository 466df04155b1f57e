"""Abbreviations that a vault defines itself: a query in the one form finds the other (behaviour 6.13)."""

from __future__ import annotations

import pytest

from studytui.search.text.abbreviations import defined, definitions
from tests.search.conftest import Searched

WARD = {
    "Ward": (
        "Think of myocardial infarction (MI), atrial fibrillation (AF) and HTN (hypertension).\n\n"
        "Acute kidney injury (AKI) too; multiple sclerosis (MS).\n"
    ),
    "Rounds": "Mitral stenosis (MS), not multiple sclerosis (MS). An HTN patient with AKI and MI.\n",
    "Myocardial infarction": "# Causes\nPlaque\n\n# Treatment\nAspirin\n",
    "Hypertension": "# Causes\nSalt\n\n# Treatment\nThiazides\n",
    "Acute kidney injury": "# Causes\nTubules\n",
    "Multiple sclerosis": "# Treatment\nInterferon\n",
    "Mitral stenosis": "# Treatment\nValvotomy\n",
    "Marfan syndrome": "# Treatment\nBeta-blockers\n",
    "Rhythms": "## Atrial fibrillation with rapid response\n\ntext\n",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An acute myocardial infarction (MI).", [("MI", "myocardial infarction")]),
        ("In MI (myocardial infarction), pain", [("MI", "myocardial infarction")]),
        ("several transient ischaemic attacks (TIAs)", [("TIA", "transient ischaemic attacks")]),
        ("hypertension (HTN) and HbA1c (haemoglobin A1c)", [("HTN", "hypertension"), ("HbA1c", "haemoglobin A1c")]),
        ("tumour necrosis factor alpha (TNF-α)", [("TNF-α", "tumour necrosis factor alpha")]),
        ("insuficiência cardíaca (IC)", [("IC", "insuficiência cardíaca")]),
        ("doença de Creutzfeldt-Jakob (DCJ)", [("DCJ", "doença de Creutzfeldt-Jakob")]),
        ("CT (computed tomography of the chest)", [("CT", "computed tomography")]),
        ("SIADH (syndrome of inappropriate ADH, rare)", [("SIADH", "syndrome of inappropriate ADH")]),
        ("messenger RNA (mRNA)", [("mRNA", "messenger RNA")]),
        ("It ended. Infarction (MI)", []),
        ("pain (pleuritic and inspiratory)", []),
        ("Pain (pleuritic and inspiratory)", []),
        ("see below (Fig 2), or (a), (II), ()", []),
        ("salbutamol via inhaler, preferred (SABA)", []),
        ("five patients (n = 5)", []),
    ],
)
def test_what_a_line_defines(text: str, found: list[tuple[str, str]]) -> None:
    assert list(definitions(text)) == found


def test_an_alias_and_what_a_link_shows_define_too() -> None:
    assert defined("ALS", "Amyotrophic lateral sclerosis") == ("ALS", "Amyotrophic lateral sclerosis")
    assert defined("Heart attack", "Myocardial infarction") is None
    assert defined("GI", "Heart") is None


@pytest.mark.parametrize(
    ("query", "note", "heading", "said"),
    [
        ("mi treatment", "Myocardial infarction", "Treatment", "MI: myocardial infarction"),
        ("MI causes", "Myocardial infarction", "Causes", "MI: myocardial infarction"),
        ("htn treatment", "Hypertension", "Treatment", "HTN: hypertension"),
        ("treatment htn", "Hypertension", "Treatment", "HTN: hypertension"),
        ("aki causes", "Acute kidney injury", "Causes", "AKI: Acute kidney injury"),
        ("rapid AF", "Rhythms", "Atrial fibrillation with rapid response", "AF: atrial fibrillation"),
    ],
)
def test_an_abbreviation_and_a_heading_find_the_note_of_the_long_form(
    searched: Searched, query: str, note: str, heading: str, said: str
) -> None:
    searched.open(WARD)
    first = searched.hits(query)[0]
    assert (first.note, first.snippet, first.kind, first.reason) == (f"{note}.md", heading, "heading", said)


def test_a_name_is_found_by_its_abbreviation_in_the_third_tier(searched: Searched) -> None:
    searched.open({**WARD, "HTN drugs": ""})
    for options in ({}, {"titles_only": True}):
        hits = searched.hits("htn", **options)
        assert [hit.note for hit in hits[:2]] == ["HTN drugs.md", "Hypertension.md"]
        assert hits[1].reason == "HTN: hypertension"
        assert hits[1].kind == "title"


def test_two_meanings_are_offered_the_more_usual_one_first(searched: Searched) -> None:
    searched.open(WARD)
    for query in ("ms", "ms treatment", "MS"):
        assert searched.notes(query)[:3] == ["Multiple sclerosis", "Mitral stenosis", "Marfan syndrome"]
        assert [hit.reason for hit in searched.hits(query)[:2]] == ["MS: multiple sclerosis", "MS: Mitral stenosis"]


def test_the_long_form_finds_the_abbreviation_that_means_nothing_else(searched: Searched) -> None:
    searched.open({**WARD, "Short": "AKI after contrast; MS after virus."})
    hit = next(hit for hit in searched.hits("acute kidney injury contrast") if hit.note == "Short.md")
    assert (hit.kind, hit.reason) == ("text", "AKI: Acute kidney injury")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["AKI", "contrast"]
    assert "Short" not in [hit.note for hit in searched.hits("multiple sclerosis virus") if hit.kind == "text"]


def test_what_stands_there_as_typed_is_not_explained(searched: Searched) -> None:
    searched.open(WARD)
    (hit,) = [hit for hit in searched.hits("aki patient") if hit.note == "Rounds.md"]
    assert hit.reason is None


def test_names_aliases_and_links_define(searched: Searched) -> None:
    searched.open(
        {
            "Deep vein thrombosis (DVT)": "# Treatment\nHeparin",
            "Pulmonary embolism": "---\naliases: [PulmE]\n---\n# Treatment\nLysis",
            "Stroke": "See [[Transient ischaemic attack|TIA]]",
            "Notes": "About deep vein thrombosis, and a transient ischaemic attack in 5 minutes",
        }
    )
    assert searched.notes("dvt treatment")[0] == "Deep vein thrombosis (DVT)"
    assert searched.notes("dvt minutes") == ["Notes"]
    assert searched.notes("tia minutes") == ["Notes"]


def test_a_note_that_is_gone_defines_nothing(searched: Searched) -> None:
    searched.open(WARD)
    (searched.root / "Ward.md").unlink()
    searched.refresh({"Rounds": "nothing", "Other": "HTN"})
    assert [hit.note for hit in searched.hits("htn") if hit.kind == "title"] == []


def test_a_phrase_and_what_must_not_hold_are_as_typed(searched: Searched) -> None:
    searched.open(WARD)
    assert searched.notes('"htn"') == ["Rounds", "Ward"] or searched.notes('"htn"') == ["Ward", "Rounds"]
    assert "Hypertension" in searched.notes("treatment -htn")


@pytest.mark.parametrize("word", ["of", "is", "what"])
def test_a_small_word_inside_a_question_is_no_abbreviation(searched: Searched, word: str) -> None:
    long = {"of": "orbital fracture (OF)", "is": "infective sinusitis (IS)", "what": "weight and height (WHAT)"}[word]
    searched.open({**WARD, "Trap": f"{long}. # Treatment", long.partition(" (")[0]: "# Treatment\nx"})
    assert searched.notes(f"treatment {word} hypertension")[0] == "Hypertension"


def test_plural_and_british_forms_are_one_meaning(searched: Searched) -> None:
    searched.open(
        {
            "One": "transient ischaemic attacks (TIAs)",
            "Two": "transient ischemic attack (TIA)",
            "Transient ischaemic attack": "# Treatment\nAspirin",
        }
    )
    assert searched.hits("tia treatment")[0].reason in (
        "TIA: transient ischaemic attacks",
        "TIA: transient ischemic attack",
    )
    assert searched.notes("tia treatment")[0] == "Transient ischaemic attack"


def test_a_short_form_that_the_long_one_finds_is_a_whole_word(searched: Searched) -> None:
    searched.open(
        {"Myocardial infarction": "", "Mitral stenosis": "", "MI pearls": "", "x": "myocardial infarction (MI)"}
    )
    assert searched.notes("myocardial infarction") == ["Myocardial infarction", "MI pearls", "x"]
    assert searched.notes("myocardial infarction", titles_only=True) == ["Myocardial infarction", "MI pearls"]


def test_either_side_of_or_finds_titles_and_abbreviations_first(searched: Searched) -> None:
    searched.open(
        {"Myocardial infarction": "", "Sepsis": "", "x": "myocardial infarction (MI), sepsis", "y": "no sepsis at all"}
    )
    assert set(searched.notes("mi OR sepsis")[:2]) == {"Myocardial infarction", "Sepsis"}
    assert {hit.kind for hit in searched.hits("mi OR sepsis")[:2]} == {"title"}
    assert searched.notes("(mi OR sepsis) -no")[:2] == searched.notes("mi OR sepsis")[:2]
    assert searched.notes("(mi OR sepsis) -path:Sepsis")[0] == "Myocardial infarction"
