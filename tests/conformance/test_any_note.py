"""What holds for any whole note, made of every construct nested in every other, at any width, in every view."""

from __future__ import annotations

import re
from collections import Counter

import words
from any_note import Note, Writer
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.layout import lay_out
from studytui.markdown import parse

PLANTED = re.compile(r"[wcf]\d+x")
WIDTHS = st.integers(20, 120)


def notes(*, careless: bool) -> st.SearchStrategy[Note]:
    return st.builds(
        lambda seed, blocks: Writer(seed, careless=careless).note(blocks), st.integers(0), st.integers(1, 12)
    )


def planted(note: Note, width: int) -> list[str]:
    """The planted words that are shown, in order, whatever stands next to them."""
    found = words.shown(lay_out(parse(note.text).blocks, width), html_tables=False)
    return PLANTED.findall(" ".join(found.words))


@settings(max_examples=150, deadline=None)
@given(notes(careless=True), WIDTHS)
def test_each_word_of_a_note_is_shown_once_and_in_order(note: Note, width: int) -> None:
    found = planted(note, width)
    assert [word for word in found if word[0] == "w"] == note.seen
    assert Counter(word for word in found if word[0] == "f") == Counter(note.footnotes)


@settings(max_examples=150, deadline=None)
@given(notes(careless=False), WIDTHS)
def test_a_note_without_a_slip_shows_no_raw_markup_and_no_comment(note: Note, width: int) -> None:
    assert words.remains(lay_out(parse(note.text).blocks, width)) == []
    assert not set(planted(note, width)) & set(note.unseen)


@settings(max_examples=150, deadline=None)
@given(notes(careless=True), WIDTHS)
def test_no_view_of_a_note_is_too_wide_or_holds_control_characters(note: Note, width: int) -> None:
    blocks = parse(note.text).blocks
    everything, only, dim = (lay_out(blocks, width, view=view) for view in ("all", "only", "dim"))
    for lines in (everything, only, dim):
        assert words.faults(lines, width) == []
    assert [line.text for line in dim] == [line.text for line in everything]
    shown, kept = (
        Counter(PLANTED.findall(" ".join(words.shown(lines, html_tables=False).words))) for lines in (everything, only)
    )
    assert kept <= shown
