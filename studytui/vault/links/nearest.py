"""Fuzzy match: the names most like one that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from studytui.vault import names

_WORD = re.compile(r"\w+")
_ENOUGH_ALIKE = 60


def nearest_names(wanted: str, choices: Iterable[tuple[str, str]], limit: int) -> list[str]:
    """Of (name, value) pairs the values whose names are most like `wanted`, best first, each once."""
    from rapidfuzz import fuzz, process

    pairs = list(choices)
    initials = names.unaccented(wanted)
    by_initials = [value for name, value in pairs if len(initials) > 1 and _initials(name) == initials]
    found = process.extract(
        names.unaccented(wanted),
        [names.unaccented(name) for name, _ in pairs],
        scorer=fuzz.WRatio,
        score_cutoff=_ENOUGH_ALIKE,
        limit=limit * 3,
    )
    ranked = sorted(found, key=lambda hit: (-hit[1], len(pairs[hit[2]][0]), pairs[hit[2]]))
    return list(dict.fromkeys((*by_initials, *(pairs[position][1] for _, _, position in ranked))))[:limit]


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(names.unaccented(name)))
