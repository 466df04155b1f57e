"""Regular expressions that a reader types: any of them, and none may hold the app up."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod
from typing import Any

from studytui.characters import plainly_blank, visible_places
from studytui.search.query.terms import QueryError

LINE_SECONDS = 0.05
"""The longest that one line may take; after that the expression is given up."""

MOST_REPEATS = 100_000
"""What the counts in braces may come to when they are multiplied: the library lays out every one of them."""
_COUNT = re.compile(r"\{(\d+)?(?:,(\d+)?)?\}")


class SlowPatternError(Exception):
    """The expression takes too long on some line."""


@lru_cache(maxsize=64)
def compile_pattern(pattern: str, *, cased: bool = False) -> Any:
    """The compiled expression. Raises QueryError.

    The library `regex` reads what JavaScript's expressions have in common with Python's and also `(?<name>…)`, stops
    after a time, and lets other threads run meanwhile.
    """
    import regex

    repeats = prod(max((int(count) for count in found if count), default=1) for found in _COUNT.findall(pattern))
    if repeats > MOST_REPEATS:
        raise QueryError(f"/{pattern}/ repeats more than {MOST_REPEATS:,} times")
    try:
        return regex.compile(pattern, 0 if cased else regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError) as error:
        raise QueryError(f"/{pattern}/ is no regular expression: {error}") from error


def finds(pattern: Any, text: str) -> list[tuple[int, int]]:
    """Where the expression matches in a line, without empty matches. Raises SlowPatternError."""
    try:
        shown = plainly_blank(text)
        found = [match.span() for match in pattern.finditer(shown, timeout=LINE_SECONDS, concurrent=True)]
    except TimeoutError as error:
        raise SlowPatternError from error
    if len(shown) == len(text):
        return found
    places = [*visible_places(text), len(text)]
    return [(places[start], places[end - 1] + 1 if end > start else places[end]) for start, end in found]


def found_in(pattern: Any, text: str) -> bool:
    """Whether the expression matches anywhere in a line. Raises SlowPatternError."""
    try:
        return pattern.search(plainly_blank(text), timeout=LINE_SECONDS, concurrent=True) is not None
    except TimeoutError as error:
        raise SlowPatternError from error
