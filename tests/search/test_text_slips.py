"""Slips, function words, endings and most of the words (behaviour 6.9, 6.9b)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.search.text.endings import inflections, same_but_ending, word_stem
from studytui.search.text.function_words import are_function_words
from studytui.search.tiers import Tier, score


def found(searched, query: str, **options) -> list[tuple[str, str]]:
    return [(hit.note.removesuffix(".md"), hit.kind) for hit in searched.hits(query, **options)]


# Similar


def test_similar_titles_come_before_similar_headings_and_these_before_lines(searched) -> None:
    searched.open(
        {
            "Line": "The treatment of asthma is long.",
            "Treatment": "Something.",
            "Headed": "# Treatment\n\nSomething.",
        }
    )
    assert [note for note, _ in found(searched, "tretment")] == ["Treatment", "Headed", "Line"]
    assert {kind for _, kind in found(searched, "tretment")} == {"similar"}


def test_of_several_readings_the_one_whose_words_meet_in_a_title_comes_first(searched) -> None:
    searched.open({"Heart failure": "x", "Notes": "hard failure of a pump, and a harp", "Hard": "nothing"})
    assert found(searched, "hart failre")[0] == ("Heart failure", "similar")


def test_a_word_that_another_note_begins_with_may_be_a_slip_where_nothing_else_holds_the_query(searched) -> None:
    searched.open({"Heart failure": "x", "Vitamins": "Hartnup disease", "Acute": "renal failure"})
    assert found(searched, "hart failre")[0] == ("Heart failure", "similar")
    assert found(searched, "hart")[0] == ("Vitamins", "text")


def test_numbers_are_never_replaced(searched) -> None:
    searched.open({"Interleukins": "IL-17 is a cytokine.", "Fever": "IL-6 makes fever.", "Il 6": "IL-6"})
    assert searched.notes("il17") == ["Interleukins"]
    assert searched.notes("il17", titles_only=True) == []
    assert searched.notes("il18") == []


@pytest.mark.parametrize(("query", "other"), [("hepatitis d", "Hepatitis B"), ("type ii diabetes", "Type I diabetes")])
def test_letters_and_roman_numerals_that_tell_things_apart_are_never_replaced(searched, query: str, other: str) -> None:
    searched.open({other: "Something."})
    assert ("similar" not in {kind for _, kind in found(searched, query)}) or searched.notes(query) == []


@pytest.mark.parametrize(
    ("query", "own", "other"),
    [
        ("nephrotic", "Nephrotic syndrome", "Nephritic syndrome"),
        ("nephritic", "Nephritic syndrome", "Nephrotic syndrome"),
        ("hypokalemia", "Hypokalemia", "Hyperkalemia"),
        ("hyperkalemia", "Hyperkalemia", "Hypokalemia"),
        ("abduction", "Abduction", "Adduction"),
    ],
)
def test_opposites_are_never_offered_for_each_other(searched, query: str, own: str, other: str) -> None:
    searched.open({own: f"{own}.", other: f"{other}."})
    assert searched.notes(query) == [own]
    (searched.root / f"{own}.md").unlink()
    searched.refresh()
    assert searched.notes(query) == []


def test_a_slip_that_may_be_either_offers_both(searched) -> None:
    searched.open({"Nephrotic syndrome": "x", "Nephritic syndrome": "y"})
    hits = searched.hits("nefrotic")
    assert [hit.reason for hit in hits] == ["similar: Nephrotic", "similar: Nephritic"]


def test_trophic_and_tropic_are_a_slip_of_each_other(searched) -> None:
    searched.open({"Amyotrophic lateral sclerosis": "x"})
    assert found(searched, "amyotropic") == [("Amyotrophic lateral sclerosis", "similar")]


# Function words


def test_a_letter_that_a_name_holds_is_asked_for_as_typed(searched) -> None:
    searched.open({"Hepatitis A": "Faecal-oral.", "Hepatitis B": "Blood.", "Liver": "Hepatitis is a problem."})
    assert searched.notes("hepatitis a")[0] == "Hepatitis A"
    assert "Hepatitis B" not in searched.notes("hepatitis a")


def test_an_abbreviation_is_kept_though_it_is_spelt_like_a_function_word(searched) -> None:
    searched.open(
        {
            "Aortic stenosis": "---\naliases: [AS]\n---\n# Treatment\n\nValve replacement.",
            "Other": "# Treatment\n\nAs needed.",
        }
    )
    hit = searched.hits("as treatment")[0]
    assert (hit.title, hit.snippet) == ("Aortic stenosis", "Treatment")


def test_function_words_go_where_no_name_or_heading_holds_them(searched) -> None:
    searched.open({"Gout": "# Treatment\n\nColchicine.", "Which": "What is the use of this."})
    hit = searched.hits("what is the treatment of gout")[0]
    assert (hit.title, hit.snippet, hit.kind) == ("Gout", "Treatment", "heading")


def test_function_words_in_quotes_or_behind_an_operator_stay(searched) -> None:
    searched.open({"Gout": "treatment of gout", "Other": "gout: treatment"})
    assert searched.notes('"treatment of gout"') == ["Gout"]
    assert searched.notes("gout line:(of treatment)") == ["Gout"]


def test_a_negation_is_no_function_word(searched) -> None:
    assert not any(are_function_words((word,)) for word in ("no", "not", "without", "non"))
    searched.open({"Cough": "cough without fever", "Cold": "cough with fever"})
    assert searched.notes("cough without fever")[0] == "Cough"


@pytest.mark.parametrize("word", ["the", "which", "der", "qui", "cuando", "quais"])
def test_function_words_of_five_languages_are_known(word: str) -> None:
    assert are_function_words((word,))


# Endings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("drugs", "drug"),
        ("seizure", "seizures"),
        ("prolonged", "prolong"),
        ("bleeding", "bleed"),
        ("biopsies", "biopsy"),
    ],
)
def test_a_word_finds_its_other_endings_and_ranks_the_form_as_typed_first(searched, one: str, other: str) -> None:
    searched.open({"Typed": f"About {one} here.", "Other": f"About {other} here."})
    assert searched.notes(one) == ["Typed", "Other"]


@pytest.mark.parametrize(("one", "other"), [("ras", "ra"), ("pus", "pu"), ("gas", "ga"), ("virus", "viru")])
def test_short_words_and_those_in_us_have_no_plural(one: str, other: str) -> None:
    assert not same_but_ending(one, other)


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_inflections_share_a_stem_and_find_each_other(word: str) -> None:
    for form in inflections(word):
        assert word_stem(form) == word_stem(word)
        assert form != word


# Most of the words


def test_a_note_with_most_of_the_words_says_what_it_lacks(searched) -> None:
    notes = {f"Filler {n}": f"pain in the back {n}" for n in range(8)}
    searched.open(notes | {"Syrinx": "Loss of pain, cape-like.\n\nBladder and weakness of the hands in a cape."})
    hit = searched.hits("cape weakness hands wheelchair")[0]
    assert (hit.title, hit.kind, hit.without) == ("Syrinx", "partial", ("wheelchair",))
    assert hit.line == 3


def test_names_answer_by_most_of_the_words_too(searched) -> None:
    searched.open({"Spinal muscular atrophy": "x", "Muscular dystrophy": "y", "Asthma": "spinal atrophy wheelchair"})
    (hit,) = searched.hits("spinal atrophy wheelchair", titles_only=True)
    assert (hit.title, hit.kind, hit.without) == ("Spinal muscular atrophy", "partial", ("wheelchair",))


def test_two_words_are_no_description(searched) -> None:
    searched.open({"One": "alpha", "Two": "beta"})
    assert searched.notes("alpha beta") == []


def test_rows_with_most_of_the_words_have_two_fifths_of_the_list_beside_similar_ones(searched) -> None:
    similar = {f"Similar {n}": "valve stenosis murmur sound" for n in range(20)}
    most = {f"Most {n}": "valve murmur and much else" for n in range(20)}
    searched.open(similar | most)
    kinds = [kind for _, kind in found(searched, "valve stenosys murmur", limit=10)]
    assert kinds == ["similar"] * 6 + ["partial"] * 4


def test_no_row_with_most_of_the_words_where_ten_notes_hold_all(searched) -> None:
    searched.open({f"All {n}": "alpha beta gamma" for n in range(12)} | {"Most": "alpha beta"})
    assert {kind for _, kind in found(searched, "alpha beta gamma", limit=20)} == {"text"}


def test_a_slip_counts_as_the_word_and_is_named(searched) -> None:
    searched.open({"Syrinx": "cape weakness of hands", "Other": "weakness"})
    hit = searched.hits("cape weaknes wheelchair hands")[0]
    assert (hit.kind, hit.reason, hit.without) == ("partial", "similar: weakness", ("wheelchair",))


def test_a_word_that_only_resembles_one_is_not_most_of_the_words(searched) -> None:
    searched.open({"Asthma": "mucus plugs"})
    assert searched.notes("zzqx plugh xyzzy") == []


def test_what_no_note_holds_is_named_where_nothing_is_found(searched) -> None:
    searched.open({"Asthma": "mucus plugs"})
    assert searched.engine.search("mucus qwertz").unknown == ("qwertz",)
    assert searched.engine.search("qwertz").unknown == ("qwertz",)
    assert searched.engine.search("mucus").unknown == ()
    assert not searched.engine.search("tag:none qwertz").plain


# Tiers

tiers = st.sampled_from(list(Tier))
qualities = st.floats(0, 1)


@given(tiers, qualities, tiers, qualities)
def test_no_row_of_a_lower_tier_scores_above_one_of_a_higher(
    one: Tier, quality: float, other: Tier, another: float
) -> None:
    if one < other:
        assert score(one, quality) > score(other, another)


@given(st.sampled_from([*Tier][:6]), qualities, st.sampled_from([*Tier][:6]), qualities)
def test_the_tiers_hold_again_among_similar_rows(one: Tier, quality: float, other: Tier, another: float) -> None:
    if one < other:
        assert score(Tier.SIMILAR, quality, one) > score(Tier.SIMILAR, another, other)
    assert score(Tier.PLACE, 0) > score(Tier.SIMILAR, quality, one) > score(Tier.PARTIAL, 1)
