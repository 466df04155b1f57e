"""The lines of a note in the index: packed, unpacked piece by piece, and looked at as a query asks for them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain, groupby
from typing import Any, Final, NamedTuple

from studytui.markdown import Legend
from studytui.search.index.database import damage_to_values
from studytui.search.index.record import Lines, PackedSpan, as_json, pack_text, unpack_text
from studytui.search.text.folded_query import initial_letters
from studytui.search.text.spelling import spellings
from studytui.search.text.words import Sought, in_american, words


class PackedLines(NamedTuple):
    """As they are stored."""

    text: bytes
    """The lines with newlines between."""
    folded: bytes
    """The same, as words are looked for in them."""
    places: str
    """Source line and block of each line."""
    details: str
    """Packed levels, tasks and marks, which only some lines have."""


def pack_lines(lines: Lines, folded: Sequence[str]) -> PackedLines:
    """The lines as they are stored."""
    details = [
        {str(at): level for at, level in lines.levels.items()},
        {str(at): task for at, task in lines.tasks.items()},
        {str(at): spans for at, spans in lines.spans.items()},
        lines.british,
    ]
    return PackedLines(
        pack_text("\n".join(lines.texts)),
        pack_text("\n".join(folded)),
        as_json([_gaps(lines.sources), _gaps(lines.blocks)]),
        as_json(details) if any(details) else "",
    )


class StoredLines:
    """As `Lines`, from what is stored. Everything raises DamagedError when that is not what was written."""

    def __init__(self, packed: PackedLines) -> None:
        self._packed = packed

    @cached_property
    def folded(self) -> str:
        """The lines as words are looked for in them, with newlines between."""
        with damage_to_values():
            return unpack_text(self._packed.folded)

    @cached_property
    def count(self) -> int:
        """How many lines there are."""
        return self.folded.count("\n") + 1 if self.folded else 0

    @cached_property
    def texts(self) -> list[str]:
        """The rendered lines."""
        with damage_to_values():
            found = unpack_text(self._packed.text).split("\n") if self.count else []
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
    def spans(self) -> Mapping[int, Sequence[PackedSpan]]:
        """Of highlighted lines: what is highlighted, in any colour."""
        spans: dict[int, list[PackedSpan]] = self._details[2]
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
        return [(span.start, span.end) for span in spans if legend.is_high_yield(span.bucket)]

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
                {int(at): [PackedSpan(*span) for span in found] for at, found in spans.items()},
                british,
            )


def _gaps(numbers: Sequence[int]) -> list[int]:
    return [number - before for number, before in zip(numbers, [0, *numbers[:-1]], strict=True)] if numbers else []


def _sums(gaps: Sequence[int]) -> list[int]:
    total = 0
    return [total := total + gap for gap in gaps]


_REMEMBERED: Final = 64
"""Words whose lines a note remembers: what is typed letter by letter asks for the same ones again."""


def spaced(text: str) -> str:
    """The folded words of a line with a blank before and after each: what words are looked for in."""
    return f" {' '.join(words(text))} "


class Unit:
    """A piece of text in which words are looked for."""

    __slots__ = ("_american", "_spaced", "raw")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._spaced: str | None = None
        self._american: str | None = None

    @property
    def spaced(self) -> str:
        """The folded text."""
        if self._spaced is None:
            self._spaced = spaced(self.raw)
        return self._spaced

    @property
    def american(self) -> str:
        """As `spaced`, in American spelling."""
        if self._american is None:
            self._american = f" {' '.join(in_american(self.spaced.split()))} "
        return self._american

    def holds(self, sought: Sought) -> bool:
        """True if these words stand here side by side, in either spelling."""
        needles = _needles(sought)
        text = self.spaced
        for needle in needles:
            if needle in text:
                return True
        text = self.american
        return any(needle in text for needle in needles)


class Initials(Unit):
    """The initials of a name: found as they are typed, and not as the short form of another (behaviour 6.13)."""

    __slots__ = ()

    def holds(self, sought: Sought) -> bool:
        """True if these are the initials."""
        return super().holds(sought._replace(forms=()))


class NoteView:
    """One note: its lines, and the names and folders that speak for all of it."""

    def __init__(self, note: int, path: str, names: Iterable[str], lines: StoredLines, legend: Legend) -> None:
        self.note = note
        self.path = path
        self.lines = lines
        self.legend = legend
        self.names = [Unit(name) for name in names]
        """Names of the note; their initials are names as well."""
        self.names += [
            Initials(letters)
            for unit in tuple(self.names)
            for letters in sorted(initial_letters(unit.raw, unit.spaced.split()))
        ]
        self.place = Unit(path)
        self._found: dict[Sought, frozenset[int]] = {}

    def line(self, index: int) -> Unit:
        """A line."""
        return Unit(self.lines.texts[index])

    def high_yield(self, index: int) -> Unit:
        """The high-yield ranges of a line; empty for most lines."""
        text = self.lines.texts[index]
        return Unit(" ".join(text[start:end] for start, end in self.lines.high_yield(index, self.legend)))

    def lines_with(self, sought: Sought) -> frozenset[int]:
        """The lines that hold these words side by side, in either spelling."""
        found = self._found.get(sought)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[sought] = frozenset(self._find(sought))
        return found

    def _find(self, sought: Sought) -> Iterable[int]:
        text, starts = self.lines.folded, self._starts
        for needle in self._spelled(sought):
            place = text.find(needle)
            while place >= 0:
                index = bisect_right(starts, place) - 1
                yield index
                place = text.find(needle, starts[index + 1])

    def _spelled(self, sought: Sought) -> Collection[str]:
        """The strings to look for: the words as they are, in American spelling, and as this note spells them."""
        needles = _needles(sought)
        british = self.lines.british
        if not british:
            return needles
        found = set(needles)
        for run, cut in sought.runs:
            for at, word in enumerate(run):
                last = cut and at == len(run) - 1
                form = spellings(word)[-1]
                spelled = [british.get(form, ())]
                if last:
                    spelled += [written for other, written in british.items() if other.startswith(form)]
                for spelling in chain.from_iterable(spelled):
                    found.add(_needle((*run[:at], spelling, *run[at + 1 :]), cut=False))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the folded text, and where one more would."""
        return list(accumulate((len(line) + 1 for line in self.lines.folded.split("\n")), initial=0))

    def everything(self) -> range:
        """Every line."""
        return range(self.lines.count)

    def blocks(self) -> list[list[int]]:
        """The lines of each block."""
        return [list(group) for _, group in groupby(self.everything(), key=self.lines.blocks.__getitem__)]

    def sections(self) -> list[list[int]]:
        """The lines from each heading to the next, and those before the first."""
        found: list[list[int]] = [[]]
        for index in self.everything():
            if index in self.lines.levels:
                found.append([])
            found[-1].append(index)
        return [section for section in found if section]


@lru_cache(maxsize=512)
def _needles(sought: Sought) -> frozenset[str]:
    """The strings to look for: the words as they are, and in American spelling."""
    return frozenset(_needle(form, cut) for run, cut in sought.runs for form in (run, in_american(run)))


def _needle(sought: Sequence[str], cut: bool) -> str:
    return f" {' '.join(sought)}" + ("" if cut else " ")
