"""Where rows are cut, and how wide they are."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from studytui.layout.wrap import cells, longest_word, narrow, wrap, wrap_exactly


def rows(text: str, width: int, rest: int | None = None) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width, rest)]


def test_text_breaks_at_blanks_and_the_blanks_belong_to_no_row() -> None:
    assert rows("upper motor  neuron", 11) == ["upper motor", "neuron"]


def test_a_word_that_fills_the_row_exactly_stays_on_it() -> None:
    assert rows("abcde fgh", 5) == ["abcde", "fgh"]


def test_the_rows_after_the_first_may_be_narrower() -> None:
    assert rows("aa bb cc dd", 8, 5) == ["aa bb cc", "dd"]
    assert rows("aaaaaaaaaaaa", 8, 2) == ["aaaaaaaa", "aa", "aa"]


def test_no_text_is_one_empty_row() -> None:
    assert rows("", 10) == [""]
    assert rows("    ", 2) == [""]


def test_a_word_longer_than_a_row_is_broken_and_nothing_is_lost() -> None:
    assert rows("a " + "x" * 25, 10) == ["a", "x" * 10, "x" * 10, "x" * 5]


def test_an_address_is_broken_after_a_slash_where_one_is_near() -> None:
    assert rows("https://example.org/neurology/motor", 24) == ["https://example.org/", "neurology/motor"]


def test_wide_characters_never_stick_out() -> None:
    assert rows("日本語のテキスト", 5) == ["日本", "語の", "テキ", "スト"]


def test_chinese_and_japanese_break_between_characters_but_not_before_a_full_stop() -> None:
    assert rows("ab 漢字漢字", 7) == ["ab 漢字", "漢字"]
    assert rows("漢字漢字。", 8) == ["漢字漢", "字。"]


@pytest.mark.parametrize("whole", ["👩‍👩‍👧", "e\u0301", "👍🏽", "🇨🇭", "☀️", "1️⃣"])
@pytest.mark.parametrize("width", [2, 3, 4, 5])
def test_what_is_one_sign_to_the_reader_stays_together(whole: str, width: int) -> None:
    found = rows(whole * 7, width)
    assert "".join(found) == whole * 7
    assert all(len(row) % len(whole) == 0 for row in found)


def test_code_keeps_every_blank() -> None:
    text = "if x:    # " + "y" * 20
    assert [text[start:end] for start, end in wrap_exactly(text, 9, 7)] == [
        text[:9],
        *(text[i : i + 7] for i in (9, 16, 23, 30)),
    ]


def test_the_longest_word_is_measured_in_cells() -> None:
    assert longest_word("a sodium-channel blocker") == len("sodium-channel")
    assert longest_word("notes/neurology/Stroke.md") == len("neurology/")
    assert longest_word("e\u0301\u0301e a") == 2
    assert longest_word("漢字漢字") == 2


def test_what_counts_as_narrow_takes_one_cell_a_character() -> None:
    wrong = [code for code in range(0xA0, 0x10000) if narrow(chr(code)) and get_character_cell_size(chr(code)) != 1]
    assert wrong == []


ANY = st.one_of(
    st.text(st.sampled_from("ab -/漢\u200d\ufe0f\u0301🇩👩"), max_size=40),
    st.text(st.sampled_from("abc  "), max_size=80),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40),
)


@settings(max_examples=300, deadline=None)
@given(ANY, st.integers(2, 30), st.integers(2, 30))
@example("   a", 2, 2)
@example("\u200d\u200d漢漢", 2, 2)
def test_no_row_is_too_wide_and_only_blanks_fall_between_rows(text: str, width: int, rest: int) -> None:
    at = 0
    for number, (start, end) in enumerate(wrap(text, width, rest)):
        assert cell_len(text[start:end]) <= (rest if number else width)
        assert text[at:start].strip(" ") == ""
        at = end
    assert text[at:].strip(" ") == ""


@settings(max_examples=200, deadline=None)
@given(ANY, st.integers(2, 30), st.integers(2, 30))
def test_rows_of_code_are_full_and_lose_nothing(text: str, width: int, rest: int) -> None:
    found = wrap_exactly(text, width, rest)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(cell_len(text[start:end]) <= (rest if number else width) for number, (start, end) in enumerate(found))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abc  "), min_size=1, max_size=80), st.integers(4, 20))
def test_the_quick_road_for_plain_text_cuts_where_the_slow_one_does(text: str, width: int) -> None:
    text = text.strip()
    odd = text.replace("c", "e\u0301")  # two characters in one cell
    assert [row.replace("e\u0301", "c") for row in rows(odd, width)] == rows(text, width)


@given(ANY)
def test_cells_are_what_rich_counts(text: str) -> None:
    assert cells(text) == cell_len(text)
