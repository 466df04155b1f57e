"""Names of properties: how they compare, and where they stand (behaviour 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from unicodedata import normalize

from studytui.characters import plainly_blank

_TOGETHER = "dg-note-properties"


def fold_key(key: object) -> str:
    """The form in which names of properties compare (behaviour 1.3, 2.2): NFC, no case, blanks alike, none outside."""
    return _folded(str(key))


@lru_cache(maxsize=2000)
def _folded(name: str) -> str:
    if name.isascii():
        return name.strip().lower()
    return normalize("NFC", normalize("NFC", plainly_blank(name)).strip().casefold())


def places(values: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The properties themselves, without what holds others, then those that it holds (behaviour 1.4)."""
    beside: dict[str, object] = {}
    together: dict[str, object] = {}
    for key, value in values.items():
        if fold_key(key) != _TOGETHER:
            beside[key] = value
        elif isinstance(value, Mapping):
            together.update((str(name), inner) for name, inner in value.items())
    return (beside, together) if together else (beside,)
