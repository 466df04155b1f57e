"""Tables, wide and narrow."""

from __future__ import annotations

from textwrap import dedent

from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.layout import Line, lay_out, render_text
from studytui.markdown import parse

DRUGS = dedent(
    """
    | Drug | Mechanism | Side effects |
    |--|--|--|
    | [[Riluzole]] | ==blocks sodium channels== and inhibits glutamate release | dizziness, raised transaminases |
    | Edaravone | free radical scavenger | bruises |
    """
).strip("\n")


def lines(markdown: str, width: int) -> list[Line]:
    return lay_out(parse(markdown).blocks, width)


def drawn(markdown: str, width: int) -> list[str]:
    return render_text(lines(markdown, width)).rstrip("\n").split("\n")


def test_a_table_that_fits_has_its_natural_widths() -> None:
    assert drawn("| a | bb |\n|--|--|\n| ccc | d |", 40) == ["a   │ bb", "────┼───", "ccc │ d"]


def test_columns_are_aligned_as_the_note_says() -> None:
    assert drawn("| left | right | mid |\n|:--|--:|:-:|\n| a | b | c |", 40)[2] == "a    │     b │  c"


def test_cells_wrap_and_light_rules_part_the_rows() -> None:
    assert drawn(DRUGS, 56) == [
        "Drug      │ Mechanism               │ Side effects",
        "──────────┼─────────────────────────┼───────────────────",
        "Riluzole  │ blocks sodium channels  │ dizziness, raised",
        "          │ and inhibits glutamate  │ transaminases",
        "          │ release                 │",
        "┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄",
        "Edaravone │ free radical scavenger  │ bruises",
    ]


def test_where_the_longest_words_do_not_fit_rows_become_records() -> None:
    assert drawn(DRUGS, 30) == [
        "Drug: Riluzole",
        "Mechanism: blocks sodium",
        "  channels and inhibits",
        "  glutamate release",
        "Side effects: dizziness,",
        "  raised transaminases",
        "┄┄┄┄┄┄┄┄",
        "Drug: Edaravone",
        "Mechanism: free radical",
        "  scavenger",
        "Side effects: bruises",
    ]


def test_links_and_marks_keep_their_place_in_cells_and_records() -> None:
    for width in (60, 30):
        spans = [(span.role, line.text[span.start : span.end]) for line in lines(DRUGS, width) for span in line.spans]
        assert ("link", "Riluzole") in spans
        assert " ".join(text for role, text in spans if role == "high-yield") == "blocks sodium channels"


def test_the_header_is_bold_in_both_shapes() -> None:
    for width in (60, 30):
        bold = [line.text[s.start : s.end] for line in lines(DRUGS, width) for s in line.spans if s.role == "bold"]
        assert bold[0].startswith("Drug")


def test_wide_characters_keep_the_columns_straight() -> None:
    assert drawn("| a | b |\n|--|--|\n| 漢字 | x |\n| é | y |", 40) == ["a    │ b", "─────┼──", "漢字 │ x", "é    │ y"]


def test_ragged_rows_are_padded() -> None:
    assert drawn("| a | b |\n|--|--|\n| c |", 40)[2] == "c │"


def test_a_row_knows_its_source_line() -> None:
    assert [line.source for line in lines("| a |\n|--|\n| b |\n| c |", 40)] == [1, None, 3, 4]


def test_a_table_of_headers_alone_is_shown_at_any_width() -> None:
    header = "| Pathophysiology | Epidemiology | Differential |\n|--|--|--|"
    for width in (20, 60):
        assert (
            " ".join(" ".join(drawn(header, width)).replace("│", " ").replace("─", "").split())[:15]
            == "Pathophysiology"
        )


def test_a_line_break_in_a_cell_is_a_new_row_of_the_cell() -> None:
    assert drawn("| a | b |\n|--|--|\n| c<br>d | e |", 40)[2:] == ["c │ e", "d │"]


CELL = st.lists(st.sampled_from(["alpha", "beta", "x", "sodium-channel", "漢字"]), max_size=6).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=4), st.integers(20, 100))
def test_no_word_of_a_table_is_lost_at_any_width(rows: list[list[str]], width: int) -> None:
    source = ["| " + " | ".join(row) + " |" for row in rows]
    text = "".join(drawn("\n".join([source[0], "|--|--|--|", *source[1:]]), width))
    for word in " ".join(cell for row in rows for cell in row).split():
        for character in word:
            assert text.count(character) >= sum(cell.count(character) for row in rows for cell in row)


LONG = "word " * 30


def test_a_short_column_keeps_its_width_beside_a_long_one() -> None:
    rows = drawn(f"| Drug | Notes |\n|--|--|\n| Edaravone (infusion) | {LONG}|", 80)
    assert rows[2].startswith("Edaravone (infusion) │ word")
    assert max(map(len, rows)) > 70


def test_twenty_columns_become_records() -> None:
    names = [f"column{number}" for number in range(20)]
    source = f"|{'|'.join(names)}|\n|{'-|' * 20}\n|{'|'.join('abcdefghijklmnopqrst')}|"
    assert drawn(source, 80) == [f"{name}: {value}" for name, value in zip(names, "abcdefghijklmnopqrst", strict=True)]


def test_columns_of_prose_that_would_be_narrow_and_tall_become_records() -> None:
    assert drawn("|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n|" + f"{LONG}|" * 6, 80)[0].startswith("a: word word")


def test_numbers_and_names_of_drugs_stay_whole() -> None:
    source = f"| Dose | Drug | Notes |\n|--|--|--|\n| 12.5 mg | hydroxychloroquine | {LONG}|"
    for width in (30, 50, 80):
        text = "\n".join(drawn(source, width))
        assert "hydroxychloroquine" in text and "12.5" in text


def test_wrapped_rows_are_aligned_too() -> None:
    rows = drawn("| left | right |\n|:--|--:|\n| " + "one two three " * 4 + "| " + "four five six " * 4 + "|", 40)
    for row in rows[2:]:
        left, right = row.split(" │ ")
        assert left == left.lstrip() and right == right.rstrip()


def test_columns_without_names_have_no_header() -> None:
    assert drawn("|  |  |\n|--|--|\n| a | b |", 40) == ["a │ b"]
    assert drawn("- <table><tr><td>a</td><td>b</td></tr></table>", 40) == ["• a │ b"]
    assert drawn("|  |  |\n|--|--|\n| " + "alphabetically " * 2 + "| stands |", 20) == [
        "alphabetically",
        "  alphabetically",
        "stands",
    ]


def test_links_images_and_code_in_cells_are_shown_by_what_they_are_called() -> None:
    source = "| [[A\\|x]] | ![[p.png\\|100]] |\n|--|--|\n| `a \\| b` | ~~c~~ **d** |"
    assert drawn(source, 60) == ["x     │ [image: p.png]", "──────┼───────────────", "a | b │ c d"]
    assert [span.role for span in lines(source, 60)[0].spans if span.role in ("link", "image")] == ["link", "image"]


def test_rows_of_the_body_know_the_rows_of_their_header() -> None:
    found = lines(DRUGS, 56)
    header = tuple(found[:2]) if found[1].text.startswith("─") else tuple(found[:3])
    assert header[-1].text.startswith("─")
    assert [line.under for line in found[: len(header)]] == [()] * len(header)
    assert all(line.under == header for line in found[len(header) :])
    assert len({id(line.under) for line in found[len(header) :]}) == 1


def test_tables_below_each_other_have_each_its_own_header_and_records_have_none() -> None:
    found = lines("| a | b |\n|--|--|\n| c | d |\n\n- | e | f |\n  |--|--|\n  | g | h |", 40)
    assert [[row.text for row in line.under] for line in found if line.under] == [
        ["a │ b", "──┼──"],
        ["• e │ f", "  ──┼──"],
    ]
    assert not any(line.under for line in lines(DRUGS, 24))


def test_rules_part_only_rows_of_which_one_takes_more_than_a_screen_row() -> None:
    source = "| A | B |\n|--|--|\n| a | b |\n| c | d |\n| e | one two three four five |\n| f | g |\n| h | i |"
    rows = drawn(source, 24)
    assert sum("┄" in row for row in rows) == 2
    at = next(row for row, text in enumerate(rows) if text.startswith("e"))
    assert "┄" in rows[at - 1] and "┄" in rows[at + 2]


def test_a_record_leaves_empty_fields_out_but_no_name_of_a_column() -> None:
    rows = drawn(f"| {' | '.join(['name' * 4, 'value' * 4, 'never' * 4])} |\n|--|--|--|\n| a | | |\n| b | c | |", 30)
    assert rows == [
        "namenamenamename: a",
        "nevernevernevernever:",
        "┄" * 8,
        "namenamenamename: b",
        "valuevaluevaluevalue: c",
    ]
