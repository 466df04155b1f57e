"""Counts of a tree, and names that give way to them."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len, set_cell_size

_SHORTEST = 8
"""Cells that a name is never cut below."""


def summed(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of notes, and of folders the sums of theirs."""
    known: dict[str, int] = {}
    for path, count in counts.items():
        known[path] = count
        folder = path
        while folder and count:
            folder = folder.rpartition("/")[0]
            known[folder] = known.get(folder, 0) + count
    return known


def fitting(name: str, beside: str, room: int) -> tuple[str, str]:
    """The name, and its folder beside it, with their ends left out where the counts behind would not be seen."""
    room = max(room, _SHORTEST)
    if cell_len(name) > room:
        return set_cell_size(name, room - 1).rstrip() + "…", ""
    if cell_len(name + beside) > room:
        left = room - cell_len(name)
        return name, set_cell_size(beside, left - 1).rstrip() + "…" if left > _SHORTEST else ""
    return name, beside
