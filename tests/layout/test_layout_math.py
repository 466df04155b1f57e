"""Formulas on the page: drawn rows stay whole, and the source can be asked for (behaviour 8.3)."""

from __future__ import annotations

import pytest

from studytui.layout import Line, lay_out, render_text
from studytui.layout.layout import Layout
from studytui.markdown import parse

CASES = "$$\nf(x) = \\begin{cases} 0 & \\text{if } x < 0 \\\\ 1 & x = 0 \\\\ 2 & x > 0 \\end{cases}\n$$"
WIDE = "$$\n\\begin{bmatrix} aaaaaaaaaa & bbbbbbbbbb \\\\ c & d \\end{bmatrix}\n$$"


def lines(note: str, width: int = 60, **options: object) -> list[Line]:
    layout = Layout(width, **options)  # type: ignore[arg-type]
    return layout.feed(parse(note).blocks) + layout.finish()


def shown(note: str, width: int = 60, **options: object) -> str:
    return render_text(lines(note, width, **options)).rstrip("\n")


def test_the_rows_of_a_formula_stay_aligned() -> None:
    assert shown(f"a\n\n{CASES}\n\nb").split("\n") == [
        "a",
        "",
        "         ⎧ 0  if x < 0",
        "  f(x) = ⎨ 1  x = 0",
        "         ⎩ 2  x > 0",
        "",
        "b",
    ]


def test_the_rows_of_a_formula_stand_under_their_bullet_and_behind_their_bar() -> None:
    assert shown("- $$\n  \\begin{matrix} a \\\\ b \\end{matrix}\n  $$") == "•   a\n    b"
    assert shown("> $$\n> \\begin{matrix} a \\\\ b \\end{matrix}\n> $$") == "▎   a\n▎   b"


def test_every_row_of_a_formula_has_a_source_line_and_role() -> None:
    rows = lines(CASES)
    assert [row.source for row in rows] == [2, 2, 2]
    assert all(span.role == "math" for row in rows for span in row.spans)
    assert [row.text[row.indent :] for row in rows][1] == "f(x) = ⎨ 1  x = 0"


def test_a_formula_of_rows_that_is_too_wide_shows_its_source_wrapped() -> None:
    assert shown(WIDE, 30).split("\n") == ["  ⎡aaaaaaaaaa  bbbbbbbbbb⎤", "  ⎣    c           d     ⎦"]
    narrow = shown(WIDE, 24)
    assert "⎡" not in narrow
    assert " ".join(narrow.split()) == " ".join(WIDE.strip("$").split())


def test_a_formula_of_one_row_is_wrapped_at_its_blanks() -> None:
    assert shown("$$ aaaaaaa + bbbbbbb = ccccccc + ddddddd $$", 20).split("\n") == [
        "  aaaaaaa + bbbbbbb",
        "  = ccccccc +",
        "  ddddddd",
    ]


@pytest.mark.parametrize("view", ["all", "dim"])
def test_the_source_of_formulas_is_shown_when_it_is_asked_for(view: str) -> None:
    note = f"see $x^2$ and $y$\n\n{CASES}\n\n$$\n\\alpha\n\\to \\beta\n$$"
    rows = lines(note, 90, view=view, written=True)
    assert render_text(rows).split("\n")[:6] == [
        "see x^2 and y",
        "",
        "  " + CASES.split("\n")[1],
        "",
        "  \\alpha",
        "  \\to \\beta",
    ]
    assert [row.source for row in rows] == [1, None, 4, None, 8, 9]
    assert ("math", "x^2") in [(span.role, rows[0].text[span.start : span.end]) for span in rows[0].spans]


def test_a_formula_under_a_highlight_is_high_yield_as_it_is_shown() -> None:
    (row,) = lines("==pH $x^2$== b", view="all")
    assert row.text == "pH x² b"
    assert ("high-yield", "pH x²") in [(span.role, row.text[span.start : span.end]) for span in row.spans]


def test_a_formula_between_high_yield_lines_is_counted_by_its_rows() -> None:
    assert "a ⋯ 3\n" in render_text(lay_out(parse(f"==a==\n\n{CASES}\n\n==b==").blocks, 60, view="only"))


def test_a_formula_in_a_table_is_as_wide_as_it_is_shown() -> None:
    assert shown("| a | b |\n| - | - |\n| $\\frac{x}{yz}$ | $\\mathrm{Na}^+$ |").split("\n")[-1] == "x/(yz) │ Na⁺"
