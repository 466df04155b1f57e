"""A name index that is changed answers like one that is built anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.search.names.names import Name, NameIndex

TITLES = ["Heart failure", "Heart block", "Nephrotic syndrome", "Nephritic syndrome", "Gout", "Goat", "ALS", "Alsace"]
changes = st.lists(st.tuples(st.integers(0, 4), st.lists(st.sampled_from(TITLES), max_size=2)), max_size=12)
queries = st.sampled_from(
    ["heart", "nefrotic", "nephrotic", "gotu", "als", "goat", "hart falure", "syndrome neph", "hf"]
)


@given(changes, queries, st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_changed_index_answers_like_one_built_anew(
    changes: list[tuple[int, list[str]]], query: str, ask_between: bool
) -> None:
    index = NameIndex(Name(title, f"{number}.md", "title") for number, title in enumerate(TITLES[:3]))
    notes = {f"{number}.md": [title] for number, title in enumerate(TITLES[:3])}
    for number, titles in changes:
        note = f"{number}.md"
        index.replace(note, [Name(title, note, "title") for title in titles])
        notes[note] = titles
        if ask_between:
            index.search(query)
    fresh = NameIndex(Name(title, note, "title") for note, titles in notes.items() for title in titles)
    assert index.search(query) == fresh.search(query)
    assert len(index) == len(fresh)


def test_a_word_of_a_removed_note_no_longer_keeps_similar_names_away() -> None:
    index = NameIndex([Name("Gout", "1.md", "title"), Name("Goat", "2.md", "title")])
    assert [hit.name.text for hit in index.search("goat")] == ["Goat"]
    index.remove("2.md")
    assert [(hit.name.text, hit.tier) for hit in index.search("goat")] == [("Gout", 7)]


def test_many_changes_are_laid_out_anew_and_lose_nothing() -> None:
    index = NameIndex(Name(f"Old note {number}", f"{number}.md", "title") for number in range(700))
    for number in range(700):
        index.replace(f"{number}.md", [Name(f"New note {number}", f"{number}.md", "title")])
    assert index.search("old 5") == []
    assert [hit.name.text for hit in index.search("new 512")] == ["New note 512"]
    assert len(index) == 700


def test_removing_an_unknown_note_is_no_error() -> None:
    index = NameIndex([Name("Gout", "1.md", "title")])
    index.remove("2.md")
    assert len(index) == 1


def test_a_name_of_another_note_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2\.md"):
        NameIndex().replace("2.md", [Name("Gout", "1.md", "title")])
