from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.vault import decode
from studytui.vault.encoding import beginning

TEXT = "Ménière β ≥ 5\nzwei"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_text_survives_its_encoding(encoding):
    text = TEXT if encoding.startswith("utf") else "Ménière ñ\nzwei"
    assert decode(text.encode(encoding)) == text


def test_big_endian_utf_16_is_known_by_its_mark():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


NOTE = "---\ntitle: Ménière\n---\n# Signs\n\n- β ≥ 5 — “drop attacks”\n- 耳鸣\n"
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "# Hi\n",
        "梅尼埃病\n耳鸣，眩晕。\n" * 20,
        "Болезнь Меньера\n" * 9,
        "مرض منيير\nطنين",
        "😀 emoji " * 4,
        "a" * 5_001 + "é",
        "word " * 3_000 + "\n梅",
    ],
)
def test_wide_characters_are_known_without_a_mark(encoding, text):
    assert decode(text.encode(encoding)) == text
    assert decode(text.replace("\n", "\r\n").encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-32", *WIDE[2:]])
def test_utf_32_is_known_by_its_mark(encoding):
    mark = "" if encoding == "utf-32" else "\ufeff"
    assert decode((mark + TEXT).encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", [*WIDE, "utf-16", "utf-32"])
def test_frontmatter_is_read_in_every_encoding(make_vault, encoding):
    long = NOTE + "word " * 3_000
    vault = make_vault({"a.md": NOTE.encode(encoding), "b.md": long.encode(encoding), "s.md": "[[a#Signs]]"})
    assert [vault.title("a.md"), vault.title("b.md"), vault.facts("a.md").frontmatter.title] == ["Ménière"] * 3
    assert vault.outgoing("s.md")[0].status == "ok"


@pytest.mark.parametrize("encoding", WIDE)
def test_the_beginning_of_a_note_in_wide_characters_ends_between_two_of_them(encoding):
    data = ("βa\n" * 1_000).encode(encoding)
    assert ("βa\n" * 1_000).startswith(decode(beginning(data, 2_002)))


@pytest.mark.parametrize(
    "data", [b"\0" * 64, b"text \0 and \0 more of it\n" * 9, "耳鸣\0眩晕\n".encode() * 9, b"\0a" * 3]
)
def test_bytes_with_nuls_that_are_no_wide_text_are_read_as_they_are(data):
    assert decode(data) == data.decode()


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
