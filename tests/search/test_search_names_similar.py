"""Misspelt words, and the opposites that a misspelling must never turn into (behaviour 6.8, 6.9)."""

from itertools import permutations

import pytest

from studytui.search.names.names import Name, NameIndex
from studytui.search.text.opposites import opposed

PAIRS = [
    ("Hypokalemia", "Hyperkalemia"),
    ("Hypoglycemia", "Hyperglycemia"),
    ("Hyponatraemia", "Hypernatraemia"),
    ("Hypocalcemia", "Hypercalcemia"),
    ("Abduction", "Adduction"),
    ("Nephrotic", "Nephritic"),
    ("Dysphagia", "Dysphasia"),
    ("Ileum", "Ilium"),
    ("Bacteremia", "Bacteriuria"),
    ("Afferent", "Efferent"),
    ("Intravascular", "Extravascular"),
    ("Supraspinatus", "Infraspinatus"),
    ("Tachycardia", "Bradycardia"),
    ("Ureter", "Urethra"),
    ("Symptomatic", "Asymptomatic"),
    ("Competent", "Incompetent"),
    ("Colectomy", "Colostomy"),
    ("Neutropenia", "Neutrophilia"),
    ("Internal", "External"),
]
BOTH_WAYS = [pair for both in PAIRS for pair in permutations(both)]


def index_of(*titles: str) -> NameIndex:
    return NameIndex(Name(title, f"{title}.md", "title") for title in titles)


def found(index: NameIndex, query: str) -> list[str]:
    return [hit.name.text for hit in index.search(query)]


@pytest.mark.parametrize(("searched", "other"), BOTH_WAYS)
def test_with_both_notes_there_only_the_searched_one_is_found(searched: str, other: str) -> None:
    assert found(index_of(searched, other), searched.lower()) == [searched]
    assert found(index_of(f"{searched} syndrome", f"{other} syndrome"), searched.lower()) == [f"{searched} syndrome"]


@pytest.mark.parametrize(("searched", "other"), BOTH_WAYS)
def test_the_opposite_is_not_offered_even_when_it_alone_is_there(searched: str, other: str) -> None:
    assert found(index_of(other, "Unrelated note"), searched.lower()) == []


@pytest.mark.parametrize(("searched", "other"), BOTH_WAYS)
def test_words_that_meet_in_no_name_do_not_lead_to_the_opposite(searched: str, other: str) -> None:
    index = index_of(f"{other} treatment", searched)
    assert found(index, f"{searched} treatment") == []
    assert found(index, f"{searched} treatmnt") == []


@pytest.mark.parametrize(("searched", "other"), BOTH_WAYS)
def test_blanks_left_out_do_not_lead_to_the_opposite(searched: str, other: str) -> None:
    index = index_of(f"{other} treatment", searched)
    assert found(index, f"{searched}treatment") == []
    assert found(index, f"treatment{searched}") == []


def test_a_misspelt_word_offers_every_word_it_may_be() -> None:
    hits = index_of("Nephrotic syndrome", "Nephritic syndrome", "Nephrectomy").search("nefrotic")
    assert [(hit.name.text, hit.tier, hit.similar_to) for hit in hits] == [
        ("Nephrotic syndrome", 7, "Nephrotic"),
        ("Nephritic syndrome", 7, "Nephritic"),
    ]


@pytest.mark.parametrize(
    ("query", "only"), [("hypokalmia", "Hypokalemia"), ("hiperkalemia", "Hyperkalemia"), ("hypok", "Hypokalemia")]
)
def test_a_misspelt_word_keeps_its_side(query: str, only: str) -> None:
    assert found(index_of("Hypokalemia", "Hyperkalemia"), query) == [only]


def test_half_a_word_does_not_lead_to_the_opposite() -> None:
    assert found(index_of("Hyperkalemia"), "hypoka") == []


def test_a_word_that_exists_stays_alone_beside_a_misspelt_one() -> None:
    assert found(index_of("Nephrotic syndrome", "Nephritic syndrome"), "nephrotic sindrome") == ["Nephrotic syndrome"]


@pytest.mark.parametrize(
    "query",
    [
        "amyotrphic lateral sclerosis",
        "myotrophic lateral sclerosis",
        "amyotrophic latreal sclerosis",
        "amyotrophic lateral sclerossi",
        "amyotrophiclateral sclerosiz",
        "amyotrophi clateral sclrosis",
        "amiotrofic lateral sklerosis",
        "amyotrphic lat scl",
        "sclerosis latteral amyotrofic",
        "amyotrophiclateralsclrosis",
        "amyotropihc latera",
        "latteral",
        "amyotrophicx",
        "amytrophc ltaeral sclerosis",
    ],
)
def test_one_or_two_slips_anywhere_still_find_the_name(query: str) -> None:
    index = index_of("Amyotrophic lateral sclerosis", "Multiple sclerosis", "Literature", "Amyloidosis", "Atrophy")
    hits = index.search(query)
    assert hits[0].name.text == "Amyotrophic lateral sclerosis"
    assert hits[0].tier == 7


def test_letters_scattered_over_a_name_are_the_last_resort() -> None:
    index = index_of("Amyotrophic lateral sclerosis", "Gout")
    (hit,) = index.search("amylatscl")
    assert (hit.name.text, hit.tier) == ("Amyotrophic lateral sclerosis", 7)
    assert hit.marks == ((0, 3), (12, 15), (20, 23))


def test_marks_of_a_similar_name_cover_the_word_it_used() -> None:
    (hit,) = index_of("Psoriasis: therapy").search("soriasis")
    assert [hit.name.text[low:high] for low, high in hit.marks] == ["Psoriasis"]
    assert hit.similar_to == "Psoriasis"


def test_a_word_in_no_way_like_another_finds_nothing() -> None:
    assert found(index_of("Gout", "Heart failure"), "xylophone") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("pneumonia", "neumonia"), ("abdomen", "abdominal"), ("inspection", "infection"), ("insulin", "inulin")],
)
def test_words_that_are_merely_alike_are_no_opposites(one: str, other: str) -> None:
    assert not opposed(one, other)
    assert not opposed(other, one)
