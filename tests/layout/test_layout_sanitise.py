"""Nothing from a note steers the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from studytui.layout.sanitise import clean, clean_code


def test_control_characters_are_shown_as_their_pictures() -> None:
    assert clean("a\x1b[31mb\x00\x7f") == "a␛[31mb␀␡"


def test_what_has_no_picture_is_shown_as_a_fixed_symbol() -> None:
    assert clean("\x9b\u202e\u2066\u2028\u2029\ud800") == "�" * 6


def test_tabs_become_a_blank_in_text_and_columns_in_code() -> None:
    assert clean("a\tb\nc") == "a b c"
    assert clean_code("\tx\ty") == "    x   y"


def test_ordinary_text_in_any_script_is_left_alone() -> None:
    text = "naïve µg 日本 👩‍👧 عربى\u200f \u00a0x"
    assert clean(text) is text


@given(st.text(st.characters()))
def test_cleaning_keeps_the_length_and_leaves_no_control_character(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in cleaned)
    assert clean(cleaned) == cleaned
