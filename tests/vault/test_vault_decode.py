from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.vault import decode

TEXT = "Ménière β ≥ 5\nzwei"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_text_survives_its_encoding(encoding):
    text = TEXT if encoding.startswith("utf") else "Ménière ñ\nzwei"
    assert decode(text.encode(encoding)) == text


def test_big_endian_utf_16_is_known_by_its_mark():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_windows_quotes_are_quotes():
    assert decode(b"\x93a\x94 \x80 \x81") == "“a” € \x81"


def test_one_odd_byte_does_not_spoil_the_rest_of_a_utf_8_note():
    assert decode("Ménière ".encode() + b"\xe9" + " β".encode()) == "Ménière é β"


def test_half_a_utf_16_character_is_no_error():
    assert decode(b"\xff\xfea\x00b").startswith("a")


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_every_newline_is_one_newline(newline):
    assert decode(newline.join([b"a", b"", b"b"])) == "a\n\nb"


def test_nul_bytes_survive():
    assert decode(b"a\x00b") == "a\x00b"


@given(st.binary(max_size=200))
def test_any_bytes_are_some_text_without_carriage_returns(data):
    text = decode(data)
    assert "\r" not in text
    text.encode()


@given(st.text(st.characters(exclude_characters="\r\ufeff", exclude_categories=["Cs"])))
def test_utf_8_is_read_as_it_is(text):
    assert decode(text.encode()) == text
