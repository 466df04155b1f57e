"""The lines of a note in the index: packed, and unpacked piece by piece as a query asks for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from studytui.markdown import Legend
from studytui.search.index.database import damage_to_values
from studytui.search.index.record import Lines, Span, as_json, pack, unpack


class PackedLines(NamedTuple):
    """As they are stored."""

    text: bytes
    """The lines with newlines between."""
    folded: bytes
    """The same, as words are looked for in them."""
    places: str
    """Source line and block of each line."""
    details: str
    """What only some lines have."""


def pack_lines(lines: Lines, folded: Sequence[str]) -> PackedLines:
    """The lines as they are stored."""
    details = [
        {str(at): level for at, level in lines.levels.items()},
        {str(at): task for at, task in lines.tasks.items()},
        {str(at): spans for at, spans in lines.spans.items()},
        lines.british,
    ]
    return PackedLines(
        pack("\n".join(lines.texts)),
        pack("\n".join(folded)),
        as_json([_gaps(lines.sources), _gaps(lines.blocks)]),
        as_json(details) if any(details) else "",
    )


class StoredLines:
    """As `Lines`, from what is stored. Everything raises DamagedIndexError when that is not what was written."""

    def __init__(self, packed: PackedLines) -> None:
        self._packed = packed

    @cached_property
    def folded(self) -> str:
        """The lines as words are looked for in them, with newlines between."""
        with damage_to_values():
            return unpack(self._packed.folded)

    @cached_property
    def count(self) -> int:
        """How many lines there are."""
        return self.folded.count("\n") + 1 if self.folded else 0

    @cached_property
    def texts(self) -> list[str]:
        """The rendered lines."""
        with damage_to_values():
            found = unpack(self._packed.text).split("\n") if self.count else []
            if len(found) != self.count:
                raise ValueError("lines are missing")
            return found

    @property
    def sources(self) -> list[int]:
        """The source line of each, from 1."""
        return self._places[0]

    @property
    def blocks(self) -> list[int]:
        """The ordinal of the block that each belongs to."""
        return self._places[1]

    @property
    def levels(self) -> Mapping[int, int]:
        """Of headings: their level."""
        levels: dict[int, int] = self._details[0]
        return levels

    @property
    def tasks(self) -> Mapping[int, str]:
        """Of lines of a task: the character between its brackets."""
        tasks: dict[int, str] = self._details[1]
        return tasks

    @property
    def spans(self) -> Mapping[int, Sequence[Span]]:
        """Of highlighted lines: what is highlighted, in any colour."""
        spans: dict[int, list[Span]] = self._details[2]
        return spans

    @property
    def british(self) -> Mapping[str, Sequence[str]]:
        """Words that American spelling writes otherwise, by that spelling."""
        british: dict[str, list[str]] = self._details[3]
        return british

    def path(self, index: int) -> tuple[str, ...]:
        """The headings that a line stands under, outermost first; a heading does not stand under itself."""
        return tuple(self.texts[place] for place in self.above(index))

    def above(self, index: int) -> list[int]:
        """The lines of these headings."""
        found: list[int] = []
        lowest = self.levels.get(index, 7)
        for place in sorted((at for at in self.levels if at < index), reverse=True):
            if self.levels[place] < lowest:
                lowest = self.levels[place]
                found.append(place)
        return found[::-1]

    def high_yield(self, index: int, legend: Legend) -> list[tuple[int, int]]:
        """Characters of a line that are high-yield under this legend, as half-open ranges in order."""
        spans = self.spans.get(index)
        if not spans:
            return []
        return [(span.start, span.end) for span in spans if legend.meanings.get(span.bucket) == "high-yield"]

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        with damage_to_values():
            sources, blocks = json.loads(self._packed.places)
            if len(sources) != self.count or len(blocks) != self.count:
                raise ValueError("lines are missing")
            return _sums(sources), _sums(blocks)

    @cached_property
    def _details(self) -> tuple[Any, ...]:
        if not self._packed.details:
            return {}, {}, {}, {}
        with damage_to_values():
            levels, tasks, spans, british = json.loads(self._packed.details)
            return (
                {int(at): int(level) for at, level in levels.items()},
                {int(at): str(task) for at, task in tasks.items()},
                {int(at): [Span(*span) for span in found] for at, found in spans.items()},
                british,
            )


def _gaps(numbers: Sequence[int]) -> list[int]:
    return [number - before for number, before in zip(numbers, [0, *numbers[:-1]], strict=True)] if numbers else []


def _sums(gaps: Sequence[int]) -> list[int]:
    total = 0
    return [total := total + gap for gap in gaps]
