"""One list: tiers never mix, and in a tier the note that is most about the words comes first (behaviour 6.9)."""

from __future__ import annotations

import pytest

HIGH = '<span style="background:rgba(240, 200, 0, 0.2)">{}</span>'


def kinds(searched, query: str) -> list[tuple[str, str]]:
    return [(hit.note.removesuffix(".md"), hit.kind) for hit in searched.hits(query)]


def test_the_tiers_follow_each_other(searched) -> None:
    searched.open(
        {
            "Stroke": "The exact title.",
            "Stroke of luck": "A title that begins so.",
            "Heat stroke": "A title that holds it.",
            "Linked": "Other text.",
            "Linking": "See [[Linked|stroke unit]] and more.",
            "Headed": "# Stroke\n\nOther text.",
            "Marked": HIGH.format("After a stroke"),
            "Body": "After a stroke.",
            "stroke folder/Placed": "Other text.",
            "Tagged": "---\ntags: [stroke]\n---\nOther text.",
        }
    )
    found = kinds(searched, "stroke")
    assert found[:3] == [("Stroke", "title"), ("Stroke of luck", "title"), ("Heat stroke", "title")]
    assert set(found[3:5]) == {("Linked", "alias"), ("Headed", "heading")}
    assert found[5] == ("Marked", "high-yield")
    assert set(found[6:8]) == {("Body", "text"), ("Linking", "text")}
    assert set(found[8:]) == {("stroke folder/Placed", "path"), ("Tagged", "tag")}
    scores = [hit.score for hit in searched.hits("stroke")]
    assert scores == sorted(scores, reverse=True)


def test_a_note_that_is_about_the_word_comes_before_one_that_mentions_it(searched) -> None:
    filler = "Words of no matter fill this note to a usual length. " * 30
    searched.open({"About": f"Riluzole. Riluzole again, and riluzole. {filler}", "Mention": f"{filler} Riluzole."})
    assert searched.notes("riluzole") == ["About", "Mention"]


def test_words_on_one_line_come_before_words_apart(searched) -> None:
    searched.open(
        {
            "Apart": "Riluzole is one thing.\n\nAnd much further below there is sodium.",
            "Together": "Riluzole is a thing about sodium.\n\nAnd much further below there is more.",
        }
    )
    assert searched.notes("riluzole sodium") == ["Together", "Apart"]


def test_every_note_has_its_best_line_before_any_has_its_second(searched) -> None:
    searched.open({"Two": "Riluzole here.\n\nRiluzole there.", "One": "Riluzole " + "and other words " * 30})
    assert [hit.note for hit in searched.hits("riluzole")] == ["Two.md", "One.md", "Two.md"]


def test_equal_notes_come_by_when_they_were_last_opened(searched) -> None:
    opened = {"C.md": 2.0, "B.md": 1.0}
    searched.open(dict.fromkeys(("A", "B", "C"), "Riluzole."), recent=lambda: opened)
    assert searched.notes("riluzole") == ["C", "B", "A"]


def test_a_word_of_the_title_goes_with_a_heading(searched) -> None:
    searched.open({"Myasthenia gravis": "# Treatment\n\nText.", "Gout": "# Treatment\n\nNot for myasthenia."})
    assert kinds(searched, "myasthenia treatment")[0] == ("Myasthenia gravis", "heading")
    assert kinds(searched, "mg treatment")[0] == ("Myasthenia gravis", "heading")


def test_words_may_be_half_typed(searched) -> None:
    searched.open({"A": "Riluzole inhibits glutamate."})
    assert searched.notes("riluz glut") == ["A"]
    assert [hit.snippet[start:end] for hit in searched.hits("riluz glut") for start, end in hit.marks] == [
        "Riluz",
        "glut",
    ]


def test_whole_words_come_before_longer_ones(searched) -> None:
    searched.open({"A": "Some carditis there.", "B": "The cardia there."})
    assert searched.notes("cardia there") == ["B"]
    searched.refresh({"C": "Some cardiac there."})
    assert searched.notes("cardia there") == ["B", "C"]


def test_the_limit_counts_hits(searched) -> None:
    searched.open({f"Note {number}": "Riluzole.\n\nRiluzole." for number in range(9)})
    assert len(searched.hits("riluzole", limit=4)) == 4
    assert len({hit.note for hit in searched.hits("riluzole", limit=9)}) == 9
    assert searched.hits("riluzole", limit=0) == []


def test_titles_only_looks_at_names_alone(searched) -> None:
    searched.open({"Gout": "Riluzole.", "Riluzole": "Gout.", "Pain": "---\naliases: [riluzole pain]\n---\n"})
    assert kinds_of_titles(searched, "riluzole") == [("Riluzole", "title"), ("Pain", "alias")]


def kinds_of_titles(searched, query: str) -> list[tuple[str, str]]:
    return [(hit.note.removesuffix(".md"), hit.kind) for hit in searched.hits(query, titles_only=True)]


def test_an_alias_is_named_as_the_reason(searched) -> None:
    searched.open({"Paralysis": "---\naliases: [Charcot disease]\n---\n"})
    (hit,) = searched.hits("charcot")
    assert (hit.kind, hit.reason, hit.title) == ("alias", "alias: Charcot disease", "Paralysis")


def test_what_a_link_shows_is_an_alias_unless_many_notes_are_shown_so(searched) -> None:
    targets = {f"Target {number}": "Text." for number in range(5)}
    links = "".join(f"- [[Target {number}\\|here]]\n" for number in range(5)) + "- [[Target 3\\|Pseudobulbar]]\n"
    searched.open({**targets, "Source": links})
    assert ("Target 3", "alias") in kinds(searched, "pseudobulbar")
    assert {note for note, kind in kinds(searched, "here") if kind == "alias"} == set()


def test_frontmatter_title_and_file_name_both_find_a_note(searched) -> None:
    searched.open({"als": "---\ntitle: Lou Gehrig disease\n---\n"})
    assert kinds(searched, "gehrig")[0] == ("als", "title")
    assert kinds(searched, "als")[0] == ("als", "alias")


PAIRS = [
    ("hyperkalemia", "hypokalemia"),
    ("hyperglycemia", "hypercalcemia"),
    ("abduction", "adduction"),
    ("nephrotic", "nephritic"),
    ("dysphagia", "dysphasia"),
    ("ileum", "ilium"),
    ("afferent", "efferent"),
    ("hypercalcemia", "hypercalciuria"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS + [(other, one) for one, other in PAIRS])
def test_a_word_never_finds_its_opposite(searched, one: str, other: str) -> None:
    searched.open({"A": f"All about {one} here.", "B": f"All about {other} here."})
    assert searched.notes(one) == ["A"]
    searched.refresh({"A": "Nothing here."})
    assert searched.notes(one) == []


def test_a_misspelt_word_gets_near_ones_in_a_group_of_their_own(searched) -> None:
    searched.open({"A": "The nephrotic one.", "B": "The nephritic one."})
    hits = searched.hits("nefrotic")
    assert {(hit.note, hit.kind, hit.reason) for hit in hits} == {
        ("A.md", "similar", "similar: nephrotic"),
        ("B.md", "similar", "similar: nephritic"),
    }


def test_a_word_that_some_note_holds_is_not_read_as_another(searched) -> None:
    searched.open({"A": "The patient was seen.", "Patent ductus": "Text."})
    assert searched.notes("patient") == ["A"]


def test_of_words_that_meet_in_no_note_one_may_be_misspelt_if_all_then_stand_in_a_title_and_its_headings(
    searched,
) -> None:
    searched.open(
        {"A": "A form of gout.", "B": "# From the kidney\n\nIt comes.", "Rickets": "# From the sun\n\nLight."}
    )
    (hit,) = searched.hits("form rickets")
    assert (hit.note, hit.snippet, hit.kind, hit.reason) == ("Rickets.md", "From the sun", "similar", "similar: from")


def test_words_that_meet_in_no_note_are_not_read_as_others_in_text(searched) -> None:
    searched.open({"A": "Form of gout.", "B": "From there comes rickets."})
    assert searched.hits("form rickets") == []


def test_a_hit_in_the_text_of_a_similar_word_marks_that_word(searched) -> None:
    searched.open({"A": "About riluzole and sodium."})
    (hit,) = searched.hits("rilusole sodium")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["riluzole", "sodium"]
