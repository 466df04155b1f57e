"""Index of paths for links: by exact spelling, without case, and by the last segment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from studytui.vault import names


class PathIndex:
    """The paths of a vault (notes and files), found as links find them (behaviour 2.2)."""

    def __init__(self, paths: Iterable[str]) -> None:
        """An index of these paths, which are gone through when a link is first looked for."""
        self._paths = paths

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(self._paths)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        """By the last segment, without case; made when a link is first not spelt as its path.

        There is no second one by whole paths: their folded spellings would take as much memory as all names of notes.
        """
        by_name: dict[str, list[str]] = {}
        for path in sorted(self._exact):
            by_name.setdefault(names.base_name(names.fold_path(path)), []).append(path)
        return {name: tuple(paths) for name, paths in by_name.items()}

    def at(self, path: str) -> tuple[str, ...]:
        """The paths with this spelling: the exact one alone if it exists, else every other."""
        if path in self._exact:
            return (path,)
        folded = names.fold_path(path)
        found = self._by_name.get(names.base_name(folded), ())
        return exact_first(tuple(hit for hit in found if names.fold_path(hit) == folded), path)

    def ending_with(self, path: str) -> tuple[str, ...]:
        """Every path whose last segments are these, whatever folders stand before them."""
        folded = names.fold_path(path)
        found = self._by_name.get(names.base_name(folded), ())
        if "/" in folded:
            tail = "/" + folded
            found = tuple(hit for hit in found if ("/" + names.fold_path(hit)).endswith(tail))
        return _without_other_spellings(found, path)


def exact_first(paths: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """Only the paths with the wanted spelling up to NFC, if there are some; else all."""
    if len(paths) < 2:
        return paths
    wanted = names.nfc(wanted)
    return tuple(path for path in paths if names.nfc(path) == wanted) or paths


def _without_other_spellings(paths: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """Drops `note.md` beside `Note.md` when the link is spelt `Note` (and never `b/note.md`)."""
    if len(paths) < 2:
        return paths
    wanted = names.nfc(wanted)
    exact = {names.fold_path(path) for path in paths if names.nfc(path).endswith(wanted)}
    return tuple(path for path in paths if names.fold_path(path) not in exact or names.nfc(path).endswith(wanted))
