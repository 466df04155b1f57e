"""Names of properties: how they compare, and where they stand (behaviour 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Mapping

_TOGETHER = "dg-note-properties"


def fold_key(key: object) -> str:
    """What names of properties compare by (behaviour 1.3)."""
    return str(key).strip().casefold()


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
