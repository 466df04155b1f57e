"""What `z` and `Z` mean at a place of a page; plain functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studytui.layout import Line
from studytui.layout.folding import Region
from studytui.layout.folds import Folds, is_heading


def header_row(lines: Sequence[Line], key: int) -> int | None:
    """The first row of the header of a fold."""
    for row, line in enumerate(lines):
        if line.fold == key and (line.source is not None or any(span.number == key for span in line.spans)):
            return row
    return None


def innermost(lines: Sequence[Line], row: int, regions: Mapping[int, Region]) -> int | None:
    """The key of the innermost thing around the row that may fold, or that is folded there."""
    region = _region(lines, row, regions)
    while region is not None and not region.foldable:
        region = region.parent
    return None if region is None else region.key


def outermost_heading(lines: Sequence[Line], row: int, regions: Mapping[int, Region]) -> int | None:
    """The key of the outermost heading that the row stands under."""
    found: int | None = None
    region = _region(lines, row, regions)
    while region is not None:
        found = region.key if is_heading(region.key) else found
        region = region.parent
    return found


def _region(lines: Sequence[Line], row: int, regions: Mapping[int, Region]) -> Region | None:
    """The container or section that the row is in; a blank row belongs to the next one."""
    for line in lines[row:]:
        if line.text.strip():
            return None if line.fold is None else regions.get(line.fold)
    return None


def all_turned(folds: Folds, regions: Mapping[int, Region]) -> Folds:
    """All headings folded; with a heading folded, or no heading to fold, everything open."""
    headings = [region for key, region in regions.items() if is_heading(key) and region.foldable]
    if headings and not any(region.closed for region in headings):
        return folds.close_headings()
    if any(region.closed for region in regions.values()):
        return Folds(unfolded=True)
    return Folds()
