"""True if the value of a property is what `[name:value]` asks for."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from studytui.search.query.patterns import compile_pattern, found_in
from studytui.search.query.terms import Property
from studytui.search.text.fold import plain

_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def fits(term: Property, value: str | None) -> bool:
    """True if a property with this value (None: without one) fits; a list does when one of its items does.

    Raises SlowPatternError.
    """
    if term.comparison == "any":
        return True
    if term.comparison == "null" or value is None:
        return term.comparison == "null" and value is None
    if term.comparison == "text":
        return plain(term.value) in plain(value)
    if term.comparison == "exact":
        return plain(term.value).strip() == plain(value).strip()
    if term.comparison == "regex":
        return found_in(compile_pattern(term.value), value)
    compare = _OPERATORS[term.comparison]
    try:
        return compare(_number(value), _number(term.value))
    except ValueError:
        # Dates in ISO form compare as texts.
        return compare(value.casefold(), term.value.casefold())


def _number(text: str) -> float:
    """As a number is written in YAML; ValueError for any other text."""
    return float(int(text, 0) if text[:2] in ("0o", "0x") else text)
