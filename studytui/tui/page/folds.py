"""Folds that `z` and `Z` open or close at a place of a page; plain functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from studytui.layout import Line
from studytui.layout.folding import Region
from studytui.layout.folds import Folds, heading_key, is_heading
from studytui.markdown.document import Document, Heading, containers, logical_lines, plain


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


def carried(folds: Folds, before: Document, after: Document) -> Folds:
    """The folds of a note in another text of it: of the same headings and blocks, by what these begin with."""
    if not folds.opened and not folds.closed:
        return folds
    was = {key: name for name, key in _named(before)}
    now = dict(_named(after))

    def moved(keys: frozenset[int]) -> frozenset[int]:
        return frozenset(now[was[key]] if key in was else key for key in keys if key not in was or was[key] in now)

    return replace(folds, opened=moved(folds.opened), closed=moved(folds.closed))


def _named(document: Document) -> Iterator[tuple[tuple[str, str, int], int]]:
    """The foldable blocks of a note, as kind, first text and how many such there were before; and their keys."""
    met: Counter[tuple[str, str]] = Counter()
    known: set[int] = set()
    for block in document.blocks:
        fresh = [each for each in containers(block.inside) if each.number not in known]
        if not fresh and not isinstance(block, Heading):
            continue
        text = next((plain(line.inlines) for line in logical_lines(block)), "")
        for container in fresh:
            known.add(container.number)
            met[container.kind, text] += 1
            yield (container.kind, text, met[container.kind, text]), container.number
        if isinstance(block, Heading):
            kind = f"h{block.level}"
            met[kind, text] += 1
            yield (kind, text, met[kind, text]), heading_key(block)
