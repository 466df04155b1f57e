"""Formulas: right, or shown as their source (behaviour 8.3)."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from studytui.formulas import display_formula, inline_formula
from studytui.markdown import Math, logical_lines, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "formulas"
SOURCE = "(source)"
INLINE = [line.split("\t") for line in (FIXTURES / "inline.txt").read_text(encoding="utf-8").splitlines()]
DISPLAY = [
    pytest.param(latex.removesuffix("\n"), expected.removesuffix("\n"), id=title)
    for _, title, latex, expected in read_fixture_file(FIXTURES / "display.md")
]
PARTS = [
    "a", "b", "x", "12", "0.5", " ", "+", "-", "=", "(", ")", "[", "]", ",", "|", "_", "^", "{", "}", "'", "&", "$", "%",
    "\\frac", "\\sqrt", "\\text{a b}", "\\mathrm", "\\left(", "\\right)", "\\alpha", "\\to ", "\\sum", "\\log", "\\\\",
    "\\begin{cases}", "\\end{cases}", "\\begin{pmatrix}", "\\end{pmatrix}", "\\ce{H2O}", "\\ce", "\\hat", "\\,", "\\{",
    "\n", "\\", "\\unknown", "é", "→", "x_{12}", "y^{n}", "\\begin{aligned}", "\\end{aligned}", "\\not", "\\binom",
]  # fmt: skip
LATEX = st.lists(st.sampled_from(PARTS), max_size=14).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(("latex", "expected"), INLINE, ids=[latex for latex, _ in INLINE])
def test_a_formula_reads_in_one_line_as_its_table_says(latex: str, expected: str) -> None:
    assert (inline_formula(latex) or SOURCE) == expected


@pytest.mark.parametrize(("latex", "expected"), DISPLAY)
def test_a_formula_is_drawn_in_rows_as_its_fixture_says(latex: str, expected: str) -> None:
    rows = display_formula(latex)
    assert ("\n".join(rows) if rows else SOURCE) == expected


@settings(max_examples=400, deadline=None)
@given(LATEX)
def test_any_text_gives_one_safe_line_or_nothing(latex: str) -> None:
    shown = inline_formula(latex)
    assert shown is None or (shown.strip() == shown and shown)
    rows = display_formula(latex) or ()
    for row in (shown or "", *rows):
        assert not any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs") for character in row)


def alphanumerics(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from("abcxyzABN0123456789+-=()[],.|/_^{}' ") | st.characters(categories=("L", "N")), max_size=16
    ).map("".join)
    | st.lists(
        st.sampled_from(["\\frac{a1}{b2}", "\\sqrt{c3}", "x_{d4}^{e5}", "{f}", "+", " ", "6", "7", "g"]), max_size=8
    ).map("".join)
)
def test_no_letter_or_digit_is_lost_or_made_up(latex: str) -> None:
    shown = inline_formula(latex)
    written = latex.replace("\\frac", "").replace("\\sqrt", "")
    assert shown is None or alphanumerics(shown) == alphanumerics(written)


@pytest.mark.parametrize("latex", ["x_{%s}", "x^{%s}"])
@pytest.mark.parametrize("script", ["i=1", "max", "n+1", "12", "CO_2", "a,b", "q", "Q"])
def test_scripts_are_small_only_if_every_character_is(latex: str, script: str) -> None:
    shown = inline_formula(latex % script)
    assert shown is not None
    assert ("(" in shown) != (
        unicodedata.normalize("NFKC", shown).replace("x", "", 1) == script.replace(" ", "") or len(script) == 1
    )


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 50_000 + "x" + "}" * 50_000,
        "{" * 500 + "x" + "}" * 500,
        "{" * 200_000,
        "\\frac" * 50_000,
        "\\sqrt{" * 600 + "x" + "}" * 600,
        "x^{" * 300 + "x" + "}" * 300,
        "\\left(" * 500 + "x" + "\\right)" * 500,
        "\\begin{cases}" * 100 + "\\end{cases}" * 100,
        "a+" * 100_000,
        "\\begin{matrix}" + "&" * 3000 + "\\\\" * 400 + "\\end{matrix}",
    ],
)
def test_a_monstrous_formula_is_its_source_at_once(latex: str) -> None:
    before = time.process_time()
    assert inline_formula(latex) is None
    assert display_formula(latex) is None
    assert time.process_time() - before < 1


def test_a_run_of_formulas_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        note = "".join(f"$a_{{{number}}} $b " for number in range(count))
        before = time.process_time()
        parse(note)
        return time.process_time() - before

    seconds(500)
    assert seconds(8000) < 12 * max(seconds(2000), 0.02)


def test_a_note_knows_what_a_formula_shows_and_what_is_written() -> None:
    (block,) = parse(r"**A** $\alpha_1$, $\unknown$ and $x$").blocks
    formulas = [(inline.text, inline.source) for inline in block.inlines if inline.kind == "math"]  # type: ignore[union-attr]
    assert formulas == [("α₁", r"\alpha_1"), (r"\unknown", None), ("x", None)]


def test_rows_of_a_drawn_formula_are_lines_within_its_source() -> None:
    note = "text\n\n$$\nf(x) = \\begin{cases} 0 & a \\\\ 1 & b \\\\ 2 & c \\end{cases}\n$$\n"
    block = parse(note).blocks[-1]
    assert isinstance(block, Math)
    lines = logical_lines(block)
    assert [line.text for line in lines] == ["       ⎧ 0  a", "f(x) = ⎨ 1  b", "       ⎩ 2  c"]
    assert [line.line for line in lines] == [4, 4, 4]
    aligned = parse("$$\n\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}\n$$").blocks[0]
    assert [line.line for line in logical_lines(aligned)] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "$5 to $10", "`$HOME` and $HOME and $PATH", "costs $5, $6", r"\$5 and \$6", "$ x $", "$x$5", "5$ and 6$", "$x",
        "('$$') converted to single-line ('$')", "US$5-$10", r"$x\$", "$$", "$$$$", "$a\n\nb$",
    ],
)  # fmt: skip
def test_dollars_that_are_no_formula(text: str) -> None:
    assert not any(inline.kind == "math" for block in parse(text).blocks for inline in getattr(block, "inlines", ()))


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("# The $x^2$ law", ["x²"]),
        ("==a $x^2$ b==", ["x²"]),
        ("**$x^2$** ~~$y^2$~~", ["x²", "y²"]),
        ("> [!note] $x^2$\n> - $y^2$", ["x²", "y²"]),
        ("| a | $y_1$ |\n| - | - |\n| $\\|x^2\\|$ | $\\frac{a}{b}$ |", ["y₁", "|x²|", "a/b"]),
        ("[a $x^2$](b) [[c|$y^2$]]", ["x²", "y²"]),
        ("costs $5 and $6; a $x^2$ b", ["x²"]),
        ("$x^2$, $\\beta$-blocker", ["x²", "β"]),
        ("$$x^2$$ in a line", ["x²"]),
    ],
)
def test_formulas_are_found_wherever_text_stands(note: str, expected: list[str]) -> None:
    lines = [line for block in parse(note).blocks for line in logical_lines(block)]
    assert [inline.text for line in lines for inline in line.inlines if inline.kind == "math"] == expected


@pytest.mark.parametrize(
    ("note", "loads"),
    [
        ("$5 and text", ()),
        ("$x_1 \\to U_{Na}$", ("formulas.builder",)),
        ("$\\frac{a}{b}$", ("formulas.builder", "pylatexenc")),
    ],
)
def test_the_parser_of_latex_is_loaded_by_the_first_formula_that_needs_it(note: str, loads: tuple[str, ...]) -> None:
    names = ("formulas.builder", "pylatexenc")
    code = f"import sys; from studytui.markdown import parse; parse({note!r}); print([name for name in {names!r} if any(module.endswith(name) for module in sys.modules)])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == str(list(loads))
