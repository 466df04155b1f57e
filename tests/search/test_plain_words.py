"""Plain words for medical ones: used where few notes hold the plain one, one tier lower, and said (behaviour 6.13)."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from studytui.search.text.abbreviations import long_key
from studytui.search.text.fold import fold
from studytui.search.text.plain_words import LONGEST_PHRASE
from studytui.search.tiers import Tier, below
from tests.search.conftest import Searched

NOTES = {
    "Syncope": "# Causes\nOrthostatic\n\nText",
    "Collapse": "# Syncope at rest\nx\n\nHe had ==syncope== in the ward.\n\nAnother syncope.",
    "Myocardial infarction": "# Treatment\nAspirin",
    "Pruritus": "# Causes\nCholestasis",
    "Breathing": "# Dyspnea on exertion\nA note.",
    "Stones": "# Nephrolithiasis, treatment\nFluids",
}


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDYTUI_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "first", "also"),
    [
        ("fainting", "Syncope", "syncope"),
        ("causes of fainting", "Syncope", "syncope"),
        ("heart attack", "Myocardial infarction", "myocardial infarction"),
        ("heart attack treatment", "Myocardial infarction", "myocardial infarction"),
        ("what is the treatment of a heart attack", "Myocardial infarction", "myocardial infarction"),
        ("itching", "Pruritus", "pruritus"),
        ("itching causes", "Pruritus", "pruritus"),
        ("shortness of breath", "Breathing", "dyspnea"),
        ("kidney stones treatment", "Stones", "nephrolithiasis"),
        ("kidney stone", "Stones", "nephrolithiasis"),
    ],
)
def test_a_plain_word_finds_the_medical_one_and_says_so(searched: Searched, typed: str, first: str, also: str) -> None:
    searched.open(NOTES)
    hit = searched.hits(typed)[0]
    assert (hit.note, hit.also) == (f"{first}.md", (also,))
    assert hit.kind in ("title", "heading")


def test_a_name_is_found_by_a_plain_word_too(searched: Searched) -> None:
    searched.open(NOTES)
    (hit,) = searched.hits("heart attack", titles_only=True)
    assert (hit.note, hit.kind, hit.also) == ("Myocardial infarction.md", "title", ("myocardial infarction",))


def test_each_hit_is_one_tier_below_what_the_medical_word_would_find(searched: Searched) -> None:
    searched.open(NOTES)
    medical = {(hit.note, hit.line): 9 - int(hit.score // 10) for hit in searched.hits("syncope")}
    plain = {(hit.note, hit.line): 9 - int(hit.score // 10) for hit in searched.hits("fainting")}
    assert set(plain) == set(medical)
    assert {place: below(Tier(tier)) for place, tier in medical.items()} == plain


def test_what_holds_the_word_as_typed_has_its_own_place_and_says_nothing(searched: Searched) -> None:
    searched.open({**NOTES, "Ward": "A word on fainting.", "Fainting": "Text"})
    hits = searched.hits("fainting")
    assert (hits[0].note, hits[0].also) == ("Fainting.md", ())
    assert hits[1].note == "Syncope.md"
    assert {hit.also for hit in hits if hit.note == "Ward.md"} == {()}


def test_medical_words_are_not_tried_where_ten_notes_hold_the_plain_one(searched: Searched) -> None:
    many = {f"Case {number}": "She reports itching at night." for number in range(10)}
    searched.open({**NOTES, **many})
    assert {hit.also for hit in searched.hits("itching")} == {()}
    apart = {f"Apart {number}": "The attack hit his heart." for number in range(12)}
    searched.refresh(apart)
    assert searched.hits("heart attack")[0].note == "Myocardial infarction.md"


def test_a_word_of_an_operator_or_phrase_is_as_typed(searched: Searched) -> None:
    searched.open(NOTES)
    assert searched.notes('"fainting"') == []
    assert searched.notes("tag:fainting") == []


def test_the_reader_adds_words(searched: Searched, settings: Path) -> None:
    own = settings / "words.tsv"
    own.write_text("\ufeff# mine\nwobbly tummy\tPruritus\nbroken line\n\t\nfainting\tCollapse\n", encoding="utf-8")
    searched.open(NOTES)
    assert searched.hits("wobbly tummy")[0].also == ("Pruritus",)
    assert {hit.note for hit in searched.hits("fainting")} >= {"Syncope.md", "Collapse.md"}
    own.write_text("sick skin\tpruritus\n" * 2, encoding="utf-8")
    assert searched.hits("sick skin")[0].note == "Pruritus.md"
    own.unlink()
    assert [hit for hit in searched.hits("sick skin") if hit.also] == []
    own.write_bytes(b"\xff\xfe\x00x\ty\n")
    assert searched.hits("fainting")[0].note == "Syncope.md"


def test_the_list_has_about_three_hundred_pairs_that_can_be_found() -> None:
    text = files("studytui.search.text").joinpath("plain_words.tsv").read_text(encoding="utf-8")
    pairs = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    assert 280 <= len(pairs) <= 360
    keys = [long_key(tuple(fold(plain))) for plain, _ in pairs]
    assert len(set(keys)) == len(keys)
    for plain, medical in pairs:
        assert len(fold(plain)) <= LONGEST_PHRASE
        assert long_key(tuple(fold(plain))) != long_key(tuple(fold(medical)))


def test_json_and_a_terminal_say_what_was_also_searched(
    searched: Searched, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from studytui.cli import main

    searched.write(NOTES)
    assert main(["search", "fainting", "--vault", str(searched.root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["also"] == ["syncope"]
    monkeypatch.setattr("studytui.cli.search.on_terminal", lambda: True)
    assert main(["search", "fainting", "--vault", str(searched.root)]) == 0
    assert "also searched: syncope" in capsys.readouterr().out
