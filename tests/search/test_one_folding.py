"""One folding in every box (behaviour 6.10, 6.10b): what looks alike is found alike, and the marks stay right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studytui.vault import Vault
from tests.search.conftest import Searched

SPELLINGS = [
    ("pancreatitis", "pan\u200ccreatitis"),
    ("hyperthyroidism", "hyper\u00adthyroidism"),
    ("nephrolithiasis", "nephro&shy;lithiasis"),
    ("celecoxib", "cele\u2060coxib"),
    ("amoxicillin", "amoxi\ufeffcillin"),
    ("warfarin", "war\u200bfarin"),
    ("heparin", "hepa\u200erin"),
    ("crohn's", "Crohn’s"),
    ("L4-L5", "L4–L5"),
    ("co2", "CO₂"),
    ("beta-blocker", "β-blocker"),
    ("fibrosis", "ﬁbrosis"),
    ("abg", "ＡＢＧ"),
    ("ca2+", "Ca²⁺"),
    ("ug", "µg"),
    ("ug", "μg"),
    ("500ug", "500µg"),
    ("uIU", "µIU"),
    ("umol", "μmol"),
    ("um3", "µm³"),
    ("2x2", "2×2"),
    ("deltaF508", "∆F508"),
    ("vasopressin", "vaso\u00adpressin"),
    ("meniere's", "Ménière´s"),
    ("guillain-barre", "Guillain−Barré"),
    ("hco3", "HCO₃"),
]


@pytest.mark.parametrize(("typed", "written"), SPELLINGS)
def test_text_is_found_however_it_is_written(searched: Searched, typed: str, written: str) -> None:
    searched.open({"Note": f"Acute {written} here.", "Other": "Nothing."})
    assert searched.notes(typed) == ["Note"]
    assert searched.notes(f'"{typed}"') == ["Note"]
    (hit,) = searched.hits(typed)
    assert hit.snippet[hit.marks[0][0] : hit.marks[-1][1]] in (written.replace("&shy;", "\u00ad"), written.rstrip("⁺"))


@pytest.mark.parametrize(("typed", "written"), [pair for pair in SPELLINGS if "&" not in pair[1]])
def test_names_and_tags_are_found_however_they_are_written(searched: Searched, typed: str, written: str) -> None:
    searched.open({written: "Text.", "Tagged": f"---\ntags: [x/{written.replace(' ', '')}]\n---\nText."})
    assert searched.notes(typed, titles_only=True)[:1] == [written]
    assert searched.notes(f"file:{typed}") == [written]
    assert searched.notes(f"tag:x/{typed}") == ["Tagged"]


def test_a_microgram_is_found_however_it_is_shortened(searched: Searched) -> None:
    searched.open({"One": "50 µg daily", "Two": "50 mcg daily", "Three": "50 ug daily", "Mu": "A μ-opioid, μ alone."})
    for typed in ("ug", "µg", "mcg", "50ug", "50 µg"):
        assert set(searched.notes(typed)) == {"One", "Two", "Three"}, typed
    assert searched.notes("mu") == ["Mu"]


def test_a_tag_in_the_text_has_a_name_without_what_does_not_show(searched: Searched) -> None:
    searched.open({"One": "About #heart\u200bfailure.", "Two": "\u200b#sepsis\u00ad", "Three": "#19\u200b84"})
    assert searched.engine is not None
    assert searched.engine.tags() == {"heartfailure": ["One.md"], "sepsis": ["Two.md"]}
    assert searched.notes("#heartfailure") == ["One"]


def test_an_expression_and_exact_letters_pass_over_what_does_not_show(searched: Searched) -> None:
    searched.open({"Note": "x Acute Pan\u200ccreatitis, heart\u00a0failure."})
    (hit,) = searched.hits("/pancreat/")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Pan\u200ccreat"]
    assert searched.notes("/heart failure/") == ["Note"]
    assert searched.notes("match-case:Pancreatitis") == ["Note"]
    assert searched.notes("match-case:pancreatitis") == []


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("Heart\u00a0failure", "Heart failure.md"),
        ("Heart failure", "Heart\u202ffailure.md"),
        ("pan\u200ccreatitis", "Pancreatitis.md"),
        ("\ufeffSepsis\u200b", "sepsis.md"),
        ("Sepsis \u200b", "sepsis.md"),
        ("hyper\u00adthyroidism", "a/Hyperthyroidism.md"),
        ("Folder\u2007one/Note", "x/Folder one/Note.md"),
    ],
)
def test_links_lead_where_they_seem_to(make_vault: Callable[..., Vault], link: str, path: str) -> None:
    vault = make_vault({path: "", "src.md": ""})
    assert vault.resolve("src.md", link).note == path


def test_a_link_that_is_spelt_exactly_so_goes_first(make_vault: Callable[..., Vault]) -> None:
    vault = make_vault({"Heart failure.md": "", "Heart\u00a0failure.md": "", "src.md": ""})
    assert vault.resolve("src.md", "Heart failure").note == "Heart failure.md"
    assert vault.resolve("src.md", "Heart\u00a0failure").note == "Heart\u00a0failure.md"


def test_aliases_and_headings_of_links_compare_without_what_does_not_show(make_vault: Callable[..., Vault]) -> None:
    note = "---\naliases: [Heart\u00a0failure]\n---\n# Left\u00a0\u200b sided\n\ntext ^ab\n"
    vault = make_vault({"CHF.md": note, "src.md": ""})
    assert vault.resolve("src.md", "Heart failure#Left sided").note == "CHF.md"
    assert vault.facts("CHF.md").line_of("Left sided") == 4


@pytest.fixture
def make_vault(write_files: Callable[..., Path]) -> Callable[..., Vault]:
    from studytui.vault import open_vault

    return lambda files: open_vault(write_files(files, "linked"))
