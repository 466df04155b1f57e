"""Formulas: LaTeX -> Unicode that is surely right, or nothing (behaviour 8.3).

`reading` makes items of the source, `building` makes atoms of the items, `spacing` puts them together, and `grids`
draws what takes several rows. Whatever is not known raises `Unsure`, and the source is shown instead.
"""

from __future__ import annotations

from functools import lru_cache

_LONGEST = 4000
"""Characters of a formula that is looked at; a longer one is shown as its source."""
_DEEPEST = 24
"""Braces and environments inside each other that are looked into."""


@lru_cache(maxsize=4096)
def inline_formula(latex: str) -> str | None:
    """The formula in one line; None where only its source is sure to be right."""
    rows = _rows(latex, several=False)
    return rows[0] if rows else None


@lru_cache(maxsize=1024)
def display_formula(latex: str) -> tuple[str, ...] | None:
    """The rows of the formula: a matrix and `\\\\` take several; None where only its source is sure to be right."""
    return _rows(latex, several=True)


def _rows(latex: str, *, several: bool) -> tuple[str, ...] | None:
    if len(latex) > _LONGEST or _depth(latex) > _DEEPEST:
        return None
    from studytui.formulas.builder import draw
    from studytui.formulas.latex import read

    try:
        rows = draw(read(latex), several=several)
    except Exception:  # `Unsure`, or anything that the parser makes of a text that is no LaTeX
        return None
    return rows if any(rows) else None


def _depth(latex: str) -> int:
    deepest = depth = 0
    for part in latex.replace("\\begin", "{").replace("\\end", "}").replace("\\left", "{").replace("\\right", "}"):
        if part == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif part == "}":
            depth -= 1
    return deepest
