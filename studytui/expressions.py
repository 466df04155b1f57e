"""Regular expressions that somebody else writes, in a query or in a file: any of them, and none may hold the app up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from studytui.lazy_regex import lazy_regex

LINE_SECONDS: Final = 0.05
"""The longest that one line may take; after that the expression is given up."""
LARGEST_PATTERN: Final = 20_000
"""Steps of an expression: the library lays out every repeat of a count in braces, each in some 200 bytes."""
_COUNT: Final = lazy_regex(r"\{(\d+)?(?:,(\d+)?)?\}")
_CLASS: Final = lazy_regex(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)


class BadPatternError(ValueError):
    """A regular expression cannot be used; the message says why, in one line."""


class SlowPatternError(Exception):
    """The expression takes too long on some line."""


@lru_cache(maxsize=64)
def compile_expression(pattern: str, *, cased: bool = False) -> Any:
    """The compiled expression. Raises BadPatternError.

    The library `regex` reads what JavaScript's expressions have in common with Python's and also `(?<name>…)`, stops
    after a time, and lets other threads run meanwhile.
    """
    import regex

    if _steps(pattern) > LARGEST_PATTERN:
        raise BadPatternError(f"/{pattern}/ repeats too much: it comes to more than {LARGEST_PATTERN:,} steps")
    try:
        return regex.compile(pattern, 0 if cased else regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError) as error:
        raise BadPatternError(f"/{pattern}/ is no regular expression: {error}") from error


def found_in(pattern: Any, text: str) -> bool:
    """True if the compiled expression matches anywhere in a line. Raises SlowPatternError."""
    try:
        return pattern.search(text, timeout=LINE_SECONDS, concurrent=True) is not None
    except TimeoutError as error:
        raise SlowPatternError from error


def places_in(pattern: Any, text: str) -> list[tuple[int, int]]:
    """Where the compiled expression matches in a line. Raises SlowPatternError."""
    try:
        return [match.span() for match in pattern.finditer(text, timeout=LINE_SECONDS, concurrent=True)]
    except TimeoutError as error:
        raise SlowPatternError from error


def _steps(pattern: str) -> int:
    """How many steps an expression comes to, with the repeats of its groups multiplied."""
    groups = [[0, 0]]  # of each open group: its steps so far, and those of the last thing in it
    at = 0
    while at < len(pattern):
        character = pattern[at]
        count = _COUNT.match(pattern, at) if character == "{" else None
        if count is not None:
            times = max((int(number[:9]) for number in count.groups() if number), default=1)
            groups[-1] = [groups[-1][0] + groups[-1][1] * (times - 1), groups[-1][1] * times]
            at = count.end()
            continue
        thing = 1
        if character == "(":
            groups.append([0, 0])
            thing = 0
        elif character == ")" and len(groups) > 1:
            thing = 1 + groups.pop()[0]
        in_class = _CLASS.match(pattern, at) if character == "[" else None
        at = in_class.end() if in_class is not None else at + (2 if character == "\\" else 1)
        if thing:
            groups[-1] = [groups[-1][0] + thing, thing]
    return sum(steps for steps, _ in groups)
