from __future__ import annotations

import random
import sys
from itertools import count
from pathlib import Path

import pytest

from studytui.markdown import Legend, logical_lines, parse
from studytui.study.cards import cards_of

TESTS = Path(__file__).parents[1]
BUNDLED = sorted((TESTS.parent / "notes").rglob("*.md"))

sys.path.insert(0, str(TESTS / "benchmarks"))
import seed_note  # noqa: E402

sys.path.remove(str(TESTS / "benchmarks"))


def asked(cards):
    return [(card.front, card.back) for card in cards]


def test_a_note_of_the_seed_s_form_gives_nine_lines_two_clozes_of_one_line_and_one_more(cards):
    found = cards(seed_note.BODY)
    assert [(card.kind, card.front) for card in found] == [
        ("line", "Note › Pathophysiology … what follows?"),
        ("line", "Note › Pathophysiology › Pathology … what follows? (1 of 2)"),
        ("line", "Note › Pathophysiology › Pathology … what follows? (2 of 2)"),
        (
            "cloze",
            "Note › Clinical features › General disease characteristics: […] (see Weakness of the terminal vs. weakness "
            "of the receptor)",
        ),
        (
            "cloze",
            "Note › Clinical features › General disease characteristics: […]: it usually starts in the hips and thighs "
            "then goes on to the shoulders and arms",
        ),
        (
            "cloze",
            "Note › Clinical features › General disease characteristics: Slow progression: it usually starts in the "
            "hips and thighs then goes on to the […]",
        ),
        ("line", "Note › Clinical features › Early symptoms … what follows? (1 of 2)"),
        ("line", "Note › Clinical features › Early symptoms … what follows? (2 of 2)"),
        ("line", "Note › Clinical features › Late symptoms › Symptoms that need care at once … what follows?"),
        ("line", "Note › Differential Diagnosis › Myasthenia … what follows?"),
        ("line", "Note › Treatment … what follows?"),
        ("line", f"Note › Treatment › {found[10].back} … what follows?"),
    ]
    parent, child = found[10:]
    assert child.front == f"Note › Treatment › {parent.back} … what follows?"
    assert (parent.root, child.root) == (parent.line, parent.line)
    assert [card.root for card in found[4:6]] == [found[4].line] * 2
    assert len({card.root for card in found}) == 10


def test_a_marked_phrase_is_a_blank_and_the_rest_of_its_line_stands(cards):
    assert asked(cards("# H\n==a b== leads to ==c=={.x} and c")) == [
        ("Note › H: […] leads to c{.x} and c", "a b"),
        ("Note › H: a b leads to […]{.x} and c", "c"),
    ]


@pytest.mark.parametrize(
    "line",
    ["==all of it==", "**==all of it==**.", "==all==  ==of it==", "==all of it== ![[x.png]]", "==all of it== #tag"],
)
def test_a_line_is_wholly_marked_when_no_word_is_left_beside_its_marks(cards, line):
    (card,) = cards(f"# H\n{line}\n")
    assert (card.kind, card.front) == ("line", "Note › H … what follows?")
    assert card.back.startswith("all of it")


@pytest.mark.parametrize("line", ["==all== of it", "==all== → ==of it==", "==all of it== (x)", "1 ==all of it=="])
def test_a_line_with_a_word_or_an_arrow_between_its_marks_has_blanks(cards, line):
    assert {card.kind for card in cards(line)} == {"cloze"}


def test_a_line_is_asked_from_headings_callouts_leads_and_items_around_it(cards):
    found = cards(
        """\
        # One
        ## Two
        > [!tip] Called
        > The causes are:
        > - first ==marked== item
        >   ==second line==
        >     - ==leaf==
        """
    )
    assert [card.front for card in found] == [
        "Note › One › Two › Called › The causes are: first […] item",
        "Note › One › Two › Called › The causes are › first marked item … what follows? (1 of 2)",
        "Note › One › Two › Called › The causes are › first marked item … what follows? (2 of 2)",
    ]


def test_a_lead_ends_with_the_next_paragraph_or_heading(cards):
    assert [card.front for card in cards("Lead:\n\n- ==a==\n\nText\n\n- ==b==\n")] == [
        "Note › Lead … what follows?",
        "Note … what follows?",
    ]


def test_lines_that_follow_one_place_say_which_they_are(cards):
    assert [card.front for card in cards("# H\n- ==a==\n- b\n- ==c==\n# I\n- ==d==\n")] == [
        "Note › H … what follows? (1 of 2)",
        "Note › H … what follows? (2 of 2)",
        "Note › I … what follows?",
    ]


def test_a_heading_is_asked_from_the_headings_above_it(cards):
    assert asked(cards("# One\n## ==Two==\n- ==a==\n")) == [
        ("Note › One … what follows?", "Two"),
        ("Note › One › Two … what follows?", "a"),
    ]


def test_a_mark_of_another_meaning_is_no_card_and_is_no_blank(cards):
    blue = '<mark style="background:rgba(5, 117, 197, 0.2)">blue</mark>'
    assert asked(cards(f"{blue} and ==yellow==")) == [("Note: blue and […]", "yellow")]


def test_a_picture_alone_and_what_is_embedded_are_no_cards(cards):
    assert cards("==![[x.png]]==\n") == []
    assert cards('<div class="transclusion internal-embed is-loaded">\n\n- ==a== b\n\n</div>\n') == []


# Numbers and hints


def test_marks_of_one_number_are_one_card_and_neither_number_nor_hint_is_shown(cards):
    found = cards("Causes: ==1.warfarin use==, ==2.liver disease::organ== and ==1.vitamin K==.")
    assert [(card.front, card.back, card.hint) for card in found] == [
        ("Note: Causes: […], liver disease and […].", "warfarin use\nvitamin K", None),
        ("Note: Causes: warfarin use, [organ] and vitamin K.", "liver disease", "organ"),
    ]


@pytest.mark.parametrize("mark", ["0.1 mg", "1.96 SD", "1. first", "std::vector", "1."])
def test_a_decimal_or_a_list_s_number_is_no_number_of_a_mark(cards, mark):
    (card,) = cards(f"It is =={mark}== here")
    assert (card.back, card.hint) == (mark, None)


def test_what_is_asked_are_characters_of_the_line_as_the_reader_has_it(cards):
    text = "- It is ==1.one== and **<mark> three </mark>** then\n"
    (block,) = parse(text).blocks
    (line,) = logical_lines(block)
    spans = [line.text[start:end] for card in cards(text) for start, end in card.spans]
    assert spans == ["1.one", "three"]


# Tables


def test_a_cell_is_asked_by_the_heads_of_its_row_and_column(cards):
    table = (
        "# H\n| Drug | Works on | Dose |\n|---|---|---|\n| ==A== | ==B== | up to ==1 mg== a day |\n| C | ==D== | |\n"
    )
    assert asked(cards(table)) == [
        ("Note › H: Drug: […]; Works on: B; Dose: up to 1 mg a day", "A"),
        ("Note › H › A › Works on?", "B"),
        ("Note › H › A › Dose: up to […] a day", "1 mg"),
        ("Note › H › C › Works on?", "D"),
    ]
    assert {card.root for card in cards(table)} == {4, 5}


def test_rows_without_a_head_and_single_columns_have_context_too(cards):
    assert asked(cards("| A | B |\n|---|---|\n| | ==x== |\n| | ==y== |\n")) == [
        ("Note › B … what follows? (1 of 2)", "x"),
        ("Note › B … what follows? (2 of 2)", "y"),
    ]
    assert asked(cards("| ==A== | B |\n|---|---|\n| c | d |\n")) == [("Note: […] | B", "A")]


def test_a_blank_head_of_a_row_means_the_one_above(cards):
    table = "| CD4 | what |\n|---|---|\n| < 100 | |\n| | ==lymphoma== |\n| < 200 | PCP |\n| | ==thrush== |\n"
    assert asked(cards(table)) == [("Note › < 100 › what?", "lymphoma"), ("Note › < 200 › what?", "thrush")]


def test_two_rows_of_one_head_are_told_apart(cards):
    assert [card.front for card in cards("| A | B |\n|---|---|\n| r | ==x== |\n| r | ==y== |\n")] == [
        "Note › r › B? (1 of 2)",
        "Note › r › B? (2 of 2)",
    ]


# Siblings and sections


def test_children_of_a_marked_item_are_its_siblings_however_deep(cards):
    found = cards("- ==a==\n\t- b\n\t\t- ==c== x\n- ==d==\n")
    assert [card.root for card in found] == [1, 1, 4]


def test_sections_are_asked_on_request_with_their_high_yield_lines_for_an_answer(cards):
    found = cards("# One\n- ==a==\n## Two\nb ==c== d\n# Three\n", sections=True)
    assert asked(card for card in found if card.kind == "section") == [
        ("Note: One?", "a"),
        ("Note › One: Two?", "b c d"),
    ]


# What other plugins write


def test_the_plugin_s_cards_are_read_where_the_note_has_its_tag(cards):
    text = (
        "# H\n- a::b\n- What:::that ==x==\n\nkey:: value\n[due:: x] y\n\nlong\nquestion\n??\n- one\n- two\n\n`c::d`\n"
    )
    assert [card.kind for card in cards(text)] == ["cloze"]
    found = cards(f"---\ntags: [flashcards/deck]\n---\n{text}")
    assert [(card.kind, card.front, card.back) for card in found] == [
        ("basic", "Note › H: a", "b"),
        ("basic", "Note › H: What", "that x"),
        ("reversed", "Note › H: that x", "What"),
        ("basic", "Note › H: key", "value"),
        ("basic", "Note › H: long\nquestion", "one\ntwo"),
        ("reversed", "Note › H: one\ntwo", "long\nquestion"),
    ]
    assert found[1].root == found[2].root


def test_the_plugin_s_hints_and_numbers_stand_behind_the_mark(cards):
    line = "It is ==a==^[first] or ==b==[^1] and ==c==[^1] with ==d==[^ash].\n"
    found = cards(f"#flashcards\n\n{line}")
    assert [(card.front, card.back) for card in found] == [
        ("Note: It is [first] or b and c with d.", "a"),
        ("Note: It is a or […] and […] with d.", "b\nc"),
        ("Note: It is a or b and c with […].", "d"),
    ]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("a ==b== c <!--SR:!2023-09-02,4,270-->\n\na ==d== c\n", ["sr", None]),
        ("a ==b== c\na ==d== c\n<!--SR:!2023-09-02,4,270!fsrs,2023-09-06T00:10:00.000Z,0,0.4-->\n", ["sr", "sr"]),
        ("a ==b== c\n<!--ID: 1700000000000-->\na ==d== c\n", ["anki", None]),
        ("a ==b== c\na ==d== c\n<!--ID: 1700000000000-->\n", [None, "anki"]),
        ("a ==b== c <!-- Why so? b:1700000000000 -->\na ==d== c\n", ["anki", None]),
        ("a ==b== c <!-- Why so? c:1700000000000 -->", ["anki"]),
        ("a::b\n<!--SR:!2023-09-02,4,270-->\n", ["sr"]),
        ("```\n<!--ID: 1700000000000-->\n```\n==x== y", [None]),
        ("a ==b== c <!-- SR is a plugin, ID: too -->", [None]),
    ],
)
def test_what_is_a_card_already_is_told(cards, text, known):
    assert [card.known_as for card in cards(text)] == known


# Whole vaults


@pytest.mark.skipif(not BUNDLED, reason="the notes are only in the checkout")
def test_every_card_of_the_bundled_notes_has_context_and_its_answer_stands_in_the_note():
    fronts = []
    for path in BUNDLED:
        text = path.read_text(encoding="utf-8")
        document = parse(text)
        shown = " ".join(" ".join(line.text.split()) for block in document.blocks for line in logical_lines(block))
        for card in cards_of(document, path.stem, Legend(), text=text):
            fronts.append((path, card.front))
            assert len(card.front.replace("[…]", "").split()) > 1, card
            assert all(part in shown for part in card.back.split("\n") if "::" not in shown), card
            if card.kind == "cloze":
                bare = card.front.replace("[…]", "")
                written = f"{path.stem} {' '.join((*card.headings, *card.parents))} {card.text}"
                assert bare.count(card.back) < max(1, written.count(card.back)), card
    assert len(fronts) > 300
    assert len(set(fronts)) == len(fronts)


def made_note(chance: random.Random, *, phrases: bool) -> str:
    """A note whose every word is another; by phrases two marks stand in a line, else whole lines are marked."""
    number = count()

    def words(most: int = 4) -> str:
        return " ".join(f"w{next(number)}" for _ in range(chance.randint(1, most)))

    def line() -> str:
        if phrases:
            return f"{words()} =={words()}== {words()} =={words()}== {words()}"
        return f"=={words(8)}==" if chance.random() < 0.6 else words(6)

    parts = []
    for _ in range(chance.randint(2, 6)):
        parts.append(f"{'#' * chance.randint(1, 3)} {words()}")
        kind = chance.choice(("list", "table", "callout", "text", "lead"))
        if kind == "table":
            rows = "\n".join(f"| {words(2)} | {line()} | {line()} |" for _ in range(3))
            parts.append(f"| {words(1)} | {words(2)} | {words(2)} |\n| --- | --- | --- |\n{rows}")
        elif kind == "callout":
            parts.append(f"> [!tip] {words()}\n> {line()}\n> - {line()}")
        elif kind == "text":
            parts.append(line())
        else:
            lead = f"{words()}:\n" if kind == "lead" else ""
            parts.append(lead + "\n".join(f"{'  ' * (at % 3)}- {line()}" for at in range(chance.randint(2, 7))))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("phrases", [False, True], ids=["marked by lines", "marked by phrases"])
def test_in_a_made_vault_each_question_has_context_and_none_has_a_word_of_its_answer(cards, phrases) -> None:
    made = 0
    for seed in range(120):
        text = made_note(random.Random(seed), phrases=phrases)
        for card in cards(text):
            made += 1
            asked, answer = set(card.front.split()), card.back
            assert "Note" in asked, card
            assert not {word.strip(":") for word in asked} & set(answer.split()), card
            assert all(part in text.replace("==", "") for part in answer.split("\n")), card
            assert card.kind == ("cloze" if phrases else "line") or "|" in text, card
    assert made > 500
