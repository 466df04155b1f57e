"""Implicit aliases: what links to a note show (behaviour 1.5)."""

from __future__ import annotations

from collections.abc import Iterable

from studytui.search.text.fold import fold
from studytui.vault import Vault
from studytui.vault.names import stem, without_suffix

MOST_NOTES = 3
"""A text that is shown for more notes than these says nothing about any of them."""


def implicit_aliases(
    vault: Vault, shown: Iterable[tuple[str, str, str]], names: Iterable[tuple[str, str | None, tuple[str, ...]]]
) -> list[tuple[str, str]]:
    """Path of a note and a text that links to it show, for each that is none of its names.

    `shown` gives target, text and a note with such a link; `names` path, title and aliases.
    """
    known: dict[str, set[str]] = {}
    for path, title, aliases in names:
        known[path] = {_key(name) for name in (stem(path), without_suffix(path), title or "", *aliases)}
    notes: dict[str, dict[str, str]] = {}
    resolved: dict[tuple[str, str], str | None] = {}
    for target, text, source in shown:
        where = (target, source if "/" not in target else "")
        if where not in resolved:
            resolved[where] = vault.resolve(source, target, quick=True).note
        note = resolved[where]
        if note is not None and "#" not in target:
            notes.setdefault(_key(text), {}).setdefault(note, text.strip())
    return [
        (note, text)
        for key, texts in notes.items()
        if key and len(texts) <= MOST_NOTES
        for note, text in texts.items()
        if key not in known.get(note, ())
    ]


def _key(text: str) -> str:
    return " ".join(fold(text))
