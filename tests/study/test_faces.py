"""What a card shows is its line as the note has it; nothing on the question's face tells the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytui.layout import lay_out, render_text
from studytui.markdown import Legend, parse
from studytui.study.cards import cards_of
from studytui.study.faces import faces_of

LEGEND = Legend()


def drawn(text: str, back: str, *, now: str | None = None) -> tuple[list[str], list[str]]:
    """The rows of both faces of the card with this answer; `now` is the note as it has become."""
    card = next(each for each in cards_of(parse(text), "Note", LEGEND, text=text) if each.back == back)
    faces = faces_of(card, "Note", parse(text if now is None else now), LEGEND)
    return rows(faces.question), rows(faces.answer)


def rows(blocks: object) -> list[str]:
    return [row.rstrip() for row in render_text(lay_out(blocks, 70)).splitlines() if row.strip()]


def test_a_phrase_is_a_blank_in_its_line_and_other_marks_stand():
    question, answer = drawn("# H\n- Lead:\n\t- a ==one== and ==1.two::hint== $\\alpha$ [[x|link]]\n", "one")
    assert question == ["Note › H › Lead", "a ______ and two α link"]
    assert answer == ["Note › H › Lead", "a one and two α link"]


def test_a_hint_stands_in_the_blank_and_blanks_of_one_number_are_asked_together():
    text = "a ==1.two::hint== b ==1.three== c\n"
    assert drawn(text, "two\nthree") == (["Note", "a [hint] b ______ c"], ["Note", "a two b three c"])


def test_a_marked_line_is_asked_from_its_place():
    question, answer = drawn("# H\n- ==all of it==\n- ==and this==\n", "and this")
    assert question == ["Note › H", "… what follows? (2 of 2)"]
    assert answer == ["Note › H", "and this"]


def test_a_cell_is_asked_in_its_table_with_its_heads_alone():
    text = "| Sign | Cause | Other |\n| --- | --- | --- |\n| x | y | z |\n| Babinski | ==lesion== | see |\n"
    question, answer = drawn(text, "lesion")
    assert question[1:] == ["Sign     │ Cause", "─────────┼───────", "Babinski │ ______"]
    assert answer[-1] == "Babinski │ lesion"


def test_the_head_of_a_row_is_asked_in_its_whole_row():
    text = "| Sign | Cause |\n| --- | --- |\n| ==Head== | b |\n"
    assert drawn(text, "Head")[0][-1] == "______ │ b"


def test_question_and_answer_of_the_plugin_are_drawn_with_their_marks():
    text = "#flashcards\n\nQ of **it**::the answer $\\beta$\n\nA:::B\n"
    assert drawn(text, "the answer β") == (["Note", "Q of it"], ["Note", "Q of it", "the answer β"])
    assert drawn(text, "A") == (["Note", "B"], ["Note", "B", "A"])


def test_a_note_that_is_another_by_now_shows_the_words_of_the_card():
    text = "# H\n- a ==one== b\n- ==whole==\n"
    assert drawn(text, "one", now="other\n") == (["Note › H", "a […] b"], ["Note › H", "a […] b", "one"])
    assert drawn(text, "whole", now="") == (["Note › H", "… what follows?"], ["Note › H", "whole"])


def test_what_is_asked_is_told_from_other_marks_without_colours():
    text = "a ==one== and ==two==\n"
    card = cards_of(parse(text), "Note", LEGEND, text=text)[1]
    lines = lay_out(faces_of(card, "Note", parse(text), LEGEND).answer, 70)
    underlined = [line.text[span.start : span.end] for line in lines for span in line.spans if span.role == "underline"]
    assert underlined == ["two"]


@pytest.mark.parametrize(
    "note", sorted((Path(__file__).parents[2] / "notes").rglob("*.md")), ids=lambda path: path.stem
)
def test_every_card_of_the_bundled_notes_is_drawn_from_its_line(note: Path):
    text = note.read_text(encoding="utf-8")
    document = parse(text)
    for card in cards_of(document, note.stem, LEGEND, text=text):
        faces = faces_of(card, note.stem, document, LEGEND)
        assert not any("[…]" in row for row in rows(faces.question)), card
        if card.kind == "cloze":
            assert "______" in " ".join(rows(faces.question)), card
