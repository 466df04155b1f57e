"""What comes before what: the ranking contract of behaviour 6.9, over names."""

from collections.abc import Iterable

import pytest

from studytui.search.names.names import Name, NameHit, NameIndex


def index_of(
    *titles: str, aliases: Iterable[tuple[str, str]] = (), implicit: Iterable[tuple[str, str]] = ()
) -> NameIndex:
    names = [Name(title, f"{title}.md", "title") for title in titles]
    names += [Name(text, f"{title}.md", "alias") for text, title in aliases]
    names += [Name(text, f"{title}.md", "implicit") for text, title in implicit]
    return NameIndex(names)


def texts(hits: Iterable[NameHit]) -> list[str]:
    return [hit.name.text for hit in hits]


def test_exact_comes_before_prefix_before_beginnings_and_initials() -> None:
    index = index_of("Alsace", "Balsam", "Amyotrophic lateral sclerosis", "ALS", "Treaty of Alsace", "Notes on ALS")
    assert texts(index.search("als")) == [
        "ALS",
        "Alsace",
        "Notes on ALS",
        "Amyotrophic lateral sclerosis",
        "Treaty of Alsace",
    ]


def test_an_explicit_alias_that_is_the_query_is_exact() -> None:
    index = index_of(
        "Amyotrophic lateral sclerosis", "Lou Gehrig museum", aliases=[("Lou Gehrig", "Amyotrophic lateral sclerosis")]
    )
    hits = index.search("lou gehrig")
    assert [(hit.name.note, hit.tier) for hit in hits] == [
        ("Amyotrophic lateral sclerosis.md", 1),
        ("Lou Gehrig museum.md", 2),
    ]


def test_an_implicit_alias_comes_after_every_title_that_holds_the_words() -> None:
    index = index_of("Neuroanatomy", "The long way down the spinal cord", implicit=[("spinal cord", "Neuroanatomy")])
    assert [(hit.name.text, hit.tier) for hit in index.search("spinal cord")] == [
        ("The long way down the spinal cord", 2),
        ("spinal cord", 3),
    ]


def test_a_similar_name_is_shown_only_if_no_name_holds_the_word() -> None:
    index = index_of("Gout", "Goat")
    assert texts(index.search("gout")) == ["Gout"]
    hits = index.search("goit")
    assert [(hit.name.text, hit.tier, hit.similar_to) for hit in hits] == [("Goat", 7, "Goat"), ("Gout", 7, "Gout")]


def test_an_implicit_alias_that_holds_the_word_keeps_similar_names_away() -> None:
    index = index_of("Gout", "Farm animals", implicit=[("goat", "Farm animals")])
    assert [hit.tier for hit in index.search("goat")] == [3]


def test_words_that_exist_but_meet_in_no_name_offer_similar_names() -> None:
    index = index_of("Heart failure", "Hart Crane")
    hits = index.search("hart failure")
    assert [(hit.name.text, hit.tier, hit.similar_to) for hit in hits] == [("Heart failure", 7, "Heart")]


def test_ties_go_to_the_shorter_name_and_then_to_the_last_opened() -> None:
    index = index_of("Heart failure", "Heart murmur", "Heart block", "Heart sound")
    assert texts(index.search("heart")) == ["Heart block", "Heart sound", "Heart murmur", "Heart failure"]
    opened = {"Heart sound.md": 5.0}
    hits = index.search("heart", opened=lambda note: opened.get(note, 0.0))
    assert texts(hits) == ["Heart sound", "Heart block", "Heart murmur", "Heart failure"]


def test_the_score_falls_along_the_list() -> None:
    index = index_of("Heart", "Heart failure", "Failing heart", "Heartburn", "Big hearts")
    scores = [hit.score for hit in index.search("heart")]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        "amyotrophic lateral sclerosis",
        "sclerosis amyotrophic lateral",
        "amy lat scl",
        "scl amy",
        "als",
        "amyotrophic lat",
        "lateralsclerosis",
        "amyotrophiclateral sclerosis",
        "amyotroph",
        "lateral",
        "AMYOTROPHIC-LATERAL",
        "amyotrophiclat",
    ],
)
def test_a_name_that_holds_the_query_in_any_of_the_ways_is_no_similar_one(query: str) -> None:
    index = index_of("Amyotrophic lateral sclerosis", "Multiple sclerosis", "Lateral medullary infarct")
    (first, *_) = index.search(query)
    if query == "lateral":
        assert {hit.name.text for hit in index.search(query)} >= {"Amyotrophic lateral sclerosis"}
    else:
        assert first.name.text == "Amyotrophic lateral sclerosis"
    assert first.tier <= 2


def test_several_initials_find_a_name_that_holds_both_runs() -> None:
    index = index_of("Upper motor neuron and lower motor neuron", "Lower motor neuron", "Umbrella")
    hits = index.search("umn lmn")
    assert texts(hits)[0] == "Upper motor neuron and lower motor neuron"
    assert hits[0].tier == 2


@pytest.mark.parametrize("query", ["aocc", "aotcc", "acc"])
def test_initials_may_leave_out_all_some_or_none_of_the_small_words(query: str) -> None:
    index = index_of("Agenesis of the corpus callosum", "Anterior pituitary")
    assert texts(index.search(query))[:1] == ["Agenesis of the corpus callosum"]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Acute lymphoblastic leukemia (ALL)", "all"),
        ("Beta-blocker overdose", "bo"),
        ("Beta-blocker overdose", "bbo"),
        ("Huntington's disease signs", "hds"),
        ("Huntington's disease signs", "hsds"),
    ],
)
def test_initials_follow_brackets_hyphens_and_possessives(title: str, query: str) -> None:
    (hit,) = index_of(title).search(query)
    assert hit.tier <= 2


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Beta-blockers", "β blocker"),
        ("β-blockers", "beta-blocker"),
        ("Pulmonary oedema", "pulmonary edema"),
        ("Pulmonary edema", "oedema"),
        ("Anaemia", "anem"),
        ("Esophageal varices", "oesophageal var"),
        ("Sífilis na Gestação", "sifilis gestacao"),
        ("Doença de Chagas", "doenca chagas"),
        ("Crohn's disease", "crohns"),
        ("Crohn's disease", "disease crohn s"),
        ("COVID-19", "covid19"),
        ("2024-01-15", "20240115"),
        ("心臓病", "臓病"),
        ("한국어 의학", "한국"),
    ],
)
def test_accents_greek_hyphens_and_spelling_do_not_matter(title: str, query: str) -> None:
    (hit,) = index_of(title, "Something else altogether").search(query)
    assert hit.name.text == title
    assert hit.tier <= 2


def test_the_name_spelt_as_typed_comes_before_its_other_spelling() -> None:
    index = index_of("Zinc sulfate", "Morphine sulphate")
    assert texts(index.search("sulphate")) == ["Morphine sulphate", "Zinc sulfate"]
    assert texts(index.search("sulfate")) == ["Zinc sulfate", "Morphine sulphate"]


def test_a_word_repeated_in_the_query_prefers_a_name_with_two_such_words() -> None:
    index = index_of("Cardiac arrest", "Cardiac cardiomyopathy")
    assert texts(index.search("car car")) == ["Cardiac cardiomyopathy", "Cardiac arrest"]


def test_names_of_signs_are_found_as_they_are_written() -> None:
    index = index_of("C", "C++", "C#", "???")
    assert texts(index.search("c++"))[0] == "C++"
    assert texts(index.search("C#"))[0] == "C#"
    assert texts(index.search("??")) == ["???"]


def test_a_note_is_listed_once_by_its_best_name() -> None:
    index = index_of(
        "Myocardial infarction", aliases=[("Heart attack", "Myocardial infarction"), ("MI", "Myocardial infarction")]
    )
    (hit,) = index.search("mi")
    assert (hit.name.text, hit.tier) == ("MI", 1)


def test_an_empty_query_finds_nothing() -> None:
    assert index_of("A").search("") == []
    assert index_of("A").search("  ") == []
    assert NameIndex().search("a") == []
