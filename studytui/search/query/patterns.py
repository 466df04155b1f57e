"""Regular expressions of a query, looked for in texts without what does not show (behaviour 6.10b)."""

from __future__ import annotations

from typing import Any

from studytui import expressions
from studytui.characters import plainly_blank, visible_places
from studytui.expressions import SlowPatternError
from studytui.search.query.terms import QueryError

__all__ = ["SlowPatternError", "compile_pattern", "finds", "found_in"]


def compile_pattern(pattern: str, *, cased: bool = False) -> Any:
    """The compiled expression. Raises QueryError."""
    try:
        return expressions.compile_expression(pattern, cased=cased)
    except expressions.BadPatternError as error:
        raise QueryError(str(error)) from error


def finds(pattern: Any, text: str) -> list[tuple[int, int]]:
    """Where the expression matches in a line. Raises SlowPatternError."""
    shown = plainly_blank(text)
    found = expressions.places_in(pattern, shown)
    if len(shown) == len(text):
        return found
    places = [*visible_places(text), len(text)]
    return [(places[start], places[end - 1] + 1 if end > start else places[end]) for start, end in found]


def found_in(pattern: Any, text: str) -> bool:
    """True if the expression matches anywhere in a line. Raises SlowPatternError."""
    return expressions.found_in(pattern, plainly_blank(text))
