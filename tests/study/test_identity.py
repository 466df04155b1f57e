from __future__ import annotations

import sys
import zlib
from pathlib import Path

import msgspec
import pytest

from studytui.markdown import Legend, parse
from studytui.state import State
from studytui.study.cards import cards_of
from studytui.study.collect import VaultCards
from studytui.study.likeness import are_twins
from studytui.study.registry import sync

sys.path.insert(0, str(Path(__file__).parent))
import edits

sys.path.remove(str(Path(__file__).parent))


class Kept:
    """A vault of texts, whose cards are matched with the same state each time."""

    def __init__(self, file: Path) -> None:
        self.state = State(file)

    def ids(self, keep: bool | None = True, **texts: str) -> dict[str, list[str]]:
        """The ids of the cards of each note, with their answers."""
        cards = {f"{name}.md": cards_of(parse(text), name, Legend(), text=text) for name, text in texts.items()}
        packed = {note: zlib.compress(msgspec.msgpack.encode(found)) for note, found in cards.items() if found}
        self.known = sync(self.state, VaultCards(packed), keep=keep, clock=lambda: 1000.0)
        return {note.removesuffix(".md"): self.known.ids(note) for note in cards}

    def retired(self) -> set[str]:
        return {row[0] for row in self.state.read("SELECT id FROM gone_card")}


@pytest.fixture
def kept(tmp_path):
    made = Kept(tmp_path / "state.db")
    yield made
    made.state.close()


@pytest.mark.parametrize("at_once", [1, 3])
def test_cards_keep_their_history_over_edits_and_none_takes_another_s(tmp_path, at_once):
    outcome = edits.run(150, 7, tmp_path, at_once=at_once)
    assert (outcome.taken, outcome.lost if at_once == 1 else {}) == (0, {})
    assert outcome.kept >= 0.99 * outcome.cards


def test_a_vault_that_is_only_listed_leaves_no_trace(tmp_path):
    kept = Kept(tmp_path / "none" / "state.db")
    first = kept.ids(keep=None, a="# H\n==a b== c\n")
    assert kept.ids(keep=None, a="# H\n==a b== c\n") == first
    assert not (tmp_path / "none").exists()
    assert kept.ids(keep=True, a="# H\n==a b== c\n") == first


def test_two_lines_alike_stay_two(kept):
    first = kept.ids(a="# H\n- ==Surgery==\n- ==Rest==\n- ==Surgery==\n")["a"]
    assert len(set(first)) == 3
    assert kept.ids(a="# H\n- ==Surgery==\n- ==Rest==\n- ==Surgery==\n")["a"] == first
    assert kept.ids(a="# H\n- ==Rest==\n- ==Surgery==\n")["a"] == first[1:]
    assert kept.retired() == {first[0]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("UMN: ==spastic== tone and UMN signs, LMN spared", "LMN: ==spastic== tone and UMN signs, LMN spared"),
        ("==hyperkalemia with peaked T waves==", "==hypokalemia with peaked T waves=="),
        ("==the left cortex is silent==", "==the right cortex is silent=="),
        ("give ==5 mg== of it at once", "give ==10 mg== of it at once"),
        ("==K ↑ in plasma==", "==K ↓ in plasma=="),
    ],
)
def test_a_twin_in_the_place_of_a_line_that_went_is_new(kept, old, new):
    first = kept.ids(a=f"# H\nUMN ==x==\nLMN ==y==\n- {old}\n- z ==z==\n")["a"]
    second = kept.ids(a=f"# H\nUMN ==x==\nLMN ==y==\n- {new}\n- z ==z==\n")["a"]
    assert [one == other for one, other in zip(first, second, strict=True)] == [True, True, False, True]
    assert kept.retired() == {first[2]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("degenration of the tract", "degeneration of the tract"),
        ("UNM signs", "UMN signs"),
        ("at 5 mg daily", "at daily"),
        ("usually seen", "usually not seen"),
        ("a big thing", "a large thing"),
    ],
)
def test_a_slip_put_right_and_a_word_more_make_no_twin(old, new):
    assert not are_twins(old, new, {"UMN"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- ==Riluzole==", "- ==Riluzole daily=="),
        ("- ==Riluzole==", "- Riluzole ==daily dose of it==, ==Riluzole=="),
        ("- ==degeneration of the tract==", "- degeneration of ==the tract=="),
        ("- a ==b c== d", "- ==a b c d=="),
    ],
)
def test_an_edited_line_or_mark_keeps_its_history(kept, old, new):
    first = kept.ids(a=f"# H\n- ==before it==\n{old}\n- ==behind it==\n")["a"]
    second = kept.ids(a=f"# H\n- ==before it==\n{new}\n- ==behind it==\n")["a"]
    assert set(first) <= set(second)


def test_another_mark_of_the_same_line_is_another_card(kept):
    first = kept.ids(a="==Constant progression== starts in one arm and ==then the other side==")["a"]
    second = kept.ids(a="Constant progression ==starts== in one arm and ==then the other side==")["a"]
    assert second[1] == first[1]
    assert second[0] not in first


def test_a_number_of_a_mark_is_never_given_to_another(kept):
    def numbers(text):
        identities = kept.ids(a=text)["a"]
        return dict(zip(identities, (card.number for card in kept.known.known("a.md")), strict=True))

    first = numbers("One ==alpha== two ==bravo== three ==charlie==")
    assert list(first.values()) == [1, 2, 3]
    second = numbers("One ==alpha== two bravo three charlie")
    third = numbers("One ==alpha== two bravo ==three== charlie")
    assert list(second.items()) == list(first.items())[:1]
    assert list(third.values()) == [1, 4]
    assert set(third) & set(first) == set(second)


def test_a_moved_or_renamed_note_keeps_its_cards(kept):
    text = "# H\n- ==one thing==\n- two ==things== here\n"
    first = kept.ids(a=text, b="# H\n==other== b")
    second = kept.ids(**{"folder/c": text, "b": "# H\n==other== b"})
    assert (second["folder/c"], second["b"]) == (first["a"], first["b"])
    assert kept.retired() == set()
    assert kept.known.find(first["a"][1]).note == "folder/c.md"


def test_a_line_that_moves_to_another_note_keeps_its_history(kept):
    first = kept.ids(a="# H\n- ==one long line of words==\n- ==Short==\n", b="# I\n==other== b")
    second = kept.ids(a="# H\n- none\n", b="# I\n==other== b\n- ==one long line of words==\n- ==Short==\n")
    assert second["b"] == [*first["b"], *first["a"]]


def test_what_has_gone_is_retired_and_comes_back_as_what_it_was(kept):
    first = kept.ids(a="# H\n- ==one==\n- ==two==\n")["a"]
    assert kept.ids(a="# H\n- ==one==\n")["a"] == first[:1]
    assert kept.known.find(first[1]) is None
    assert kept.retired() == {first[1]}
    assert kept.ids() == {}
    assert kept.retired() == set(first)
    assert kept.ids(a="# H\n- ==one==\n- ==two==\n")["a"] == first
    assert kept.retired() == set()


def test_a_new_card_never_gets_the_id_of_one_that_has_changed_or_moved(kept):
    (first,) = kept.ids(a="# H\nIt is ==one== thing\n")["a"]
    (same,) = kept.ids(a="# H\nIt is ==one== little thing\n")["a"]
    both = kept.ids(a="# H\nIt is ==one== little thing\n\nIt is ==one== thing\n")["a"]
    assert (same, both[0]) == (first, first)
    assert both[1] != first
    moved = kept.ids(b="# H\nIt is ==one== little thing\n\nIt is ==one== thing\n")["b"]
    assert moved == both
    again = kept.ids(a="# H\nIt is ==one== thing\n", b="# H\nIt is ==one== little thing\n\nIt is ==one== thing\n")
    assert again["b"] == both
    assert not set(again["a"]) & set(both)


def test_a_note_that_cannot_be_read_for_a_while_keeps_its_cards(kept):
    first = kept.ids(a="# H\n==one== b")["a"]
    assert sync(kept.state, VaultCards({}, unread=["a.md"]), keep=True).ids("a.md") == []
    assert kept.retired() == set()
    assert kept.ids(a="# H\n==one== b")["a"] == first


def test_nothing_is_written_when_nothing_has_changed(kept, monkeypatch):
    kept.ids(a="# H\n==one== b")
    monkeypatch.setattr(kept.state, "write", lambda *statements: pytest.fail("written"))
    kept.ids(a="# H\n==one== b")
