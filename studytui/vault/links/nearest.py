"""Fuzzy match: the names most like one that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from studytui.lazy_regex import lazy_regex
from studytui.vault import names

_WORD = lazy_regex(r"\w+")
_WHOLE_ALIKE = 70
"""Per cent of edits by which two names are alike."""
_WORD_ALIKE = 78
"""The same of two words."""
_ENOUGH_WORDS = 0.6
"""Share of what was wanted, in letters, that a name must have in words like it: scattered letters are none."""


def nearest_names(wanted: str, choices: Iterable[tuple[str, str]], limit: int) -> list[str]:
    """Of (name, value) pairs the values whose names are like `wanted`, best first, each once; none if none is near."""
    pairs = list(choices)
    plain = names.unaccented(wanted)
    by_initials = [value for name, value in pairs if len(plain) > 1 and _initials(name) == plain]
    words = _WORD.findall(plain)
    found = sorted(
        (-likeness, len(name), name, value)
        for name, value in pairs
        if (likeness := _likeness(plain, words, names.unaccented(name)))
    )
    return list(dict.fromkeys((*by_initials, *(value for *_, value in found))))[:limit]


def _likeness(wanted: str, words: list[str], name: str) -> float:
    """How much a name is like what was wanted, 0 to 100; 0 where it is not near."""
    from rapidfuzz import fuzz

    whole: float = fuzz.ratio(wanted, name, score_cutoff=_WHOLE_ALIKE)
    letters = sum(map(len, words))
    of_name = _WORD.findall(name)
    there = sum(len(word) for word in words if any(_alike(word, other) for other in of_name))
    share = there / letters if letters else 0.0
    return max(whole, 90 * share if share >= _ENOUGH_WORDS else 0.0)


def _alike(word: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if word == other:
        return True
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < 3:
        return False
    begins = longer.startswith(shorter) and (len(shorter) > 3 or shorter == word)
    return begins or (len(shorter) > 3 and fuzz.ratio(word, other) >= _WORD_ALIKE)


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(names.unaccented(name)))
