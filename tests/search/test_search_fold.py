"""Folding: what no longer differs, and that marks find their way back to the original text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.search.text.fold import _SIGNED_TABLE, Plain, _spelled, fold, locate, plain
from studytui.search.text.spelling import american, sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Beta-blocker", "beta blocker"),
        ("β-blocker", "Beta-Blocker"),
        ("TGF-β1", "tgf beta1"),
        ("Ação da Insulina", "acao da insulina"),
        ("STRASSE", "straße"),
        ("Œdème", "oedeme"),
        ("H₂O", "h2o"),
        ("[HCO₃⁻] / P_(CO₂)", "hco3 p co2"),
        ("𝐱 ∈ ℝ, ϕ, x̄", "x r phi x"),
        ("Crohn’s disease", "crohns disease"),
        ("Crohn's disease", "CROHNS DISEASE"),
        ("3.1. Signs/symptoms: (acute)", "3 1 signs symptoms acute"),
        ("ＡＢＣ", "abc"),
        ("e\u0301tude", "étude"),
        ("pan\u200ccreatitis", "pancreatitis"),
        ("hyper\u00adthyroidism", "hyperthyroidism"),
        ("\ufeffcele\u2060coxib\u200e", "celecoxib"),
        ("\u202bsep\u200bsis\u202c", "sepsis"),
        ("Heart\u00a0failure", "heart failure"),
        ("❤\ufe0f-rate", "❤-rate"),
        ("Crohn\u00ad’s", "crohns"),
        ("Crohn`s", "Crohn′s"),
        ("ﬁbrosis, ﬂuid", "fibrosis fluid"),
        ("L4\u2011L5", "L4—L5"),
    ],
)
def test_spellings_that_differ_in_form_alone_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_greek_word_keeps_its_letters() -> None:
    assert fold("Ψυχή") == ["ψυχη"]


def test_scripts_without_blanks_give_a_word_a_character() -> None:
    assert fold("心臓病 notes") == ["心", "臓", "病", "notes"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=200)
def test_located_words_are_the_folded_ones_and_lie_in_the_text(text: str) -> None:
    words = locate(text)
    assert [word.text for word in words] == fold(text)
    for word in words:
        low, high = word.span()
        assert 0 <= low < high <= len(text)
        assert list(word.origins) == sorted(word.origins)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=200)
def test_every_letter_of_a_plain_text_has_a_place(text: str) -> None:
    folded = Plain.of(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    assert plain(folded.text) == folded.text


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(" ".join(fold(text))) == fold(text)


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("oedema", "edema"),
        ("anaemia", "anemia"),
        ("haemophilia", "hemophilia"),
        ("diarrhoea", "diarrhea"),
        ("oesophagus", "esophagus"),
        ("tumour", "tumor"),
        ("behavioural", "behavioral"),
        ("localisation", "localization"),
        ("paralysed", "paralyzed"),
        ("centre", "center"),
        ("sulphate", "sulfate"),
        ("defence", "defense"),
        ("sclerosis", "sclerosis"),
    ],
)
def test_british_spelling_has_an_american_form(british: str, expected: str) -> None:
    assert american(british) == expected
    assert american(expected) == expected


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("pneumonia", "neumonia"),
        ("psoriasis", "soriasis"),
        ("pharynx", "farinks"),
        ("rheumatism", "rumatism"),
        ("haemorrhage", "hemorage"),
        ("ischaemia", "iskemia"),
        ("cephalic", "sefalik"),
        ("quartz", "kwartz"),
        ("knee", "nee"),
    ],
)
def test_a_word_sounds_like_its_spelling_by_ear(written: str, heard: str) -> None:
    assert sound(written) == sound(heard)


@pytest.mark.parametrize(
    "text", ["Ménière ↗", "µg", "5 μM β-blocker", "β", "naïve ﬁne", "ß and Ø", "TGF‑β1 → x²", "α\u200bβ"]
)
def test_a_text_that_folds_letter_for_letter_is_as_any_other(text: str) -> None:
    letters = _spelled(((character, at) for at, character in enumerate(text)), _SIGNED_TABLE)
    found = Plain.of(text)
    assert found.text == "".join(letter for letter, _ in letters)
    assert list(found.origins) == [origin for _, origin in letters]
