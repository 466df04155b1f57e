"""Errors of the command line: one line and an exit status each."""

from __future__ import annotations

from collections.abc import Iterable

NOT_THERE = 1
"""Exit status: what was asked for is not there, or a strict check failed."""
UNUSABLE = 2
"""Exit status: wrong usage, or an unusable vault."""


class CommandError(Exception):
    """Ends the command; the message is one line that says what to do."""

    def __init__(self, message: str, status: int = NOT_THERE) -> None:
        super().__init__(message)
        self.status = status


class UsageError(CommandError):
    """The command line itself is wrong."""

    def __init__(self, message: str) -> None:
        super().__init__(message, UNUSABLE)


def or_list(choices: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(choices[:-1]), *choices[-1:])))


LIKE_A_COMMAND = 67
"""Similarity in per cent from which a word may be a misspelt command: *review* is no *tree*."""


def nearest(written: str, choices: Iterable[str], alike: int = 60) -> list[str]:
    """The choice most like what was written; none if none is like it by `alike` per cent of edits."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(written, list(choices), scorer=fuzz.ratio, score_cutoff=alike)
    return [best[0]] if best else []


def did_you_mean(choices: list[str]) -> str:
    """`; did you mean a or b?`, or nothing."""
    return f"; did you mean {or_list(choices)}?" if choices else ""
