"""Differences between two states of a vault, and the notes that have only been moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from studytui.vault import names
from studytui.vault.scan import Note


class Changes(Struct, frozen=True):
    """The notes that came, went, or were written, as they are now (those that went: as they were)."""

    came: tuple[Note, ...] = ()
    gone: tuple[Note, ...] = ()
    written: tuple[Note, ...] = ()

    @property
    def folders(self) -> frozenset[str]:
        """Every folder in which, at any depth, something is another."""
        found: set[str] = set()
        for note in (*self.came, *self.gone, *self.written):
            folder = note.folder
            while folder not in found:
                found.add(folder)
                folder = names.parent(folder)
        return frozenset(found)


def changes(before: Mapping[str, Note], after: Mapping[str, Note]) -> Changes:
    """The differences between the notes of two scans."""
    return Changes(
        came=tuple(note for path, note in after.items() if path not in before),
        gone=tuple(note for path, note in before.items() if path not in after),
        written=tuple(note for path, note in after.items() if path in before and before[path] != note),
    )


def moves(gone: Iterable[Note], came: Iterable[Note]) -> dict[str, str]:
    """Old path to new one of the notes that were moved: their files have the size and the time of change they had.

    Of several that are alike, the one whose path ends most like the old one; where that leaves a doubt, none. A note
    that came back where it was is not moved.
    """
    alike: dict[tuple[int, int], list[str]] = {}
    for note in came:
        alike.setdefault(note.stamp, []).append(note.path)
    found: dict[str, str] = {}
    for note in gone:
        ranked = sorted((_same_end(path, note.path), path) for path in alike.get(note.stamp, ()))
        if ranked and (len(ranked) == 1 or ranked[-1][0] > ranked[-2][0]):
            found[note.path] = ranked[-1][1]
    claimed = Counter(found.values())
    return {old: new for old, new in found.items() if claimed[new] == 1 and new != old}


def moved_folders(moved: Mapping[str, str], folders: Iterable[str]) -> dict[str, str]:
    """Old path to new one of the folders that were moved with these notes, of which none is among `folders` now."""
    here = frozenset(folders)
    found: dict[str, str] = {}
    for note, there in moved.items():
        old, new = note, there
        while names.base_name(old) == names.base_name(new):
            old, new = names.parent(old), names.parent(new)
            if old == new or not old or not new:
                break
            if old not in here and new in here:
                found.setdefault(old, new)
    return found


def _same_end(one: str, other: str) -> int:
    """How many of the last segments of two paths are equal."""
    count = 0
    for here, there in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if here != there:
            break
        count += 1
    return count
