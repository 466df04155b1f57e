"""Cells of texts, as terminals count them, and what of Rich is told."""

from __future__ import annotations

import inspect

import pytest
import rich.cells
from hypothesis import given
from hypothesis import strategies as st

from studytui.layout import widths
from studytui.layout.widths import graphemes, painted, use_terminal_widths, width

ANY = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\u200d\ufe0f\ufe0e\u20e3\U0001f3fd\U0001f468\U0001f469\u2640❤⚠1#हिन्दी\u1112\u1161\u11ab\u00ad\u200b"
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("❤️", 1), ("⚠️", 1), ("1️⃣", 1), ("✅", 2), ("👨‍👩‍👧‍👦", 2), ("👍🏿", 2), ("🇩🇪", 2), ("हिन्दी", 5), ("ক্ষেত্রে", 6), ("ភាសាខ្មែរ", 8),
        ("தமிழ்", 4), ("น้ำ", 2), ("العربية", 7), ("漢字", 4), ("d\u00ade", 2), ("a\u200bb", 2), ("é̂", 1),
    ],
)  # fmt: skip
def test_a_text_is_as_wide_as_most_terminals_draw_its_painted_form(text: str, cells: int) -> None:
    assert width(text) == cells


@given(ANY)
def test_the_painted_form_has_the_cells_of_the_text(text: str) -> None:
    assert width(painted(text)) == width(text)


@given(ANY)
def test_graphemes_cover_the_text_and_its_cells(text: str) -> None:
    spans = graphemes(text)
    assert "".join(text[start:end] for start, end, _ in spans) == text
    assert sum(size for _, _, size in spans) == width(text)


@given(ANY)
def test_rich_and_so_textual_count_the_same_cells(text: str) -> None:
    use_terminal_widths()
    assert rich.cells.cell_len(text) == width(text)


def test_without_these_names_of_rich_the_screen_and_the_terminal_count_differently() -> None:
    assert {"load_cell_table", "split_graphemes", "_cell_len"} <= set(vars(rich.cells))
    source = inspect.getsource(rich.cells)
    assert "return _cell_len(text, unicode_version)" in source
    assert "split_graphemes(text, unicode_version)" in source
    assert "load_cell_table(unicode_version).widths" in source


def test_the_signs_that_no_table_is_asked_for_have_one_cell_in_it():
    ranges = widths._table().widths
    for first, last in widths._NARROW:
        assert not [each for each in ranges if each[0] <= last and each[1] >= first and each[2] != 1]
