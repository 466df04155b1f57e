"""Fuzzy search over the names of notes: titles, aliases and the display texts of links (behaviour 6.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from studytui.search.names.find import Layer, NameMatch, find, find_signs
from studytui.search.names.name_table import Name, NameTable
from studytui.search.text.fold import locate
from studytui.search.text.folded_query import FoldedQuery
from studytui.search.tiers import Tier, score

__all__ = ["Name", "NameHit", "NameIndex"]

_FRESH: Final = 512
"""Names that may be added before all are laid out anew; looking through so few costs nothing."""


class NameHit(Struct, frozen=True):
    """A name that answers a query."""

    name: Name
    tier: Tier
    score: float
    """Higher is better; falls along a list of hits."""
    marks: tuple[tuple[int, int], ...]
    """Characters of `name.text` that matched: half-open ranges, ascending, apart."""
    inner: Tier
    """Of a similar name: its tier when the slips are put right; else the tier."""
    similar_to: str | None = None
    """Of a similar name: its words that the query was read as."""
    cost: float = 0.0
    """Of a similar name: slips."""
    said: str | None = None
    """Of a name that was found by an abbreviation: what that stands for."""
    also: tuple[str, ...] = ()
    """Of a name that was found by a plain word: the medical one."""
    read: int = 0
    """How many of its words the query was read as; 0 for letters that are scattered over the name."""


class NameIndex:
    """Names of notes, searched in an instant: 65,000 of them in a few milliseconds.

    Names that a reader was given (titles, aliases) and implicit ones lie apart, for these never come before those.
    A changed note goes into a small layer beside the large one; both are laid out anew when the small one has grown.
    """

    def __init__(self, names: Iterable[Name] = ()) -> None:
        given: dict[str, list[Name]] = {}
        for name in names:
            given.setdefault(name.note, []).append(name)
        self._notes = {note: tuple(names) for note, names in given.items()}
        self._fresh: dict[str, tuple[Name, ...]] = {}
        self._base: list[Layer] = []
        self._beside: list[Layer] | None = []
        self._lay_out()

    def __len__(self) -> int:
        return sum(map(len, self._notes.values()))

    def replace(self, note: str, names: Iterable[Name]) -> None:
        """Gives the note these names in place of those it had; no names remove it.

        Names of another note among them raise ValueError.
        """
        given = tuple(names)
        if any(name.note != note for name in given):
            raise ValueError(f"not all of these are names of {note!r}")
        if note not in self._fresh:
            for layer in self._base:
                layer.dead.update(i for i, name in enumerate(layer.table.names) if name.note == note)
        self._fresh[note] = given
        self._beside = None
        if given:
            self._notes[note] = given
        else:
            self._notes.pop(note, None)
        if sum(map(len, self._fresh.values())) > max(_FRESH, len(self._notes) // 20):
            self._lay_out()

    def remove(self, note: str) -> None:
        """Forgets the names of the note, if it has any."""
        self.replace(note, ())

    def prepare(self) -> None:
        """Lays out now what the first queries would otherwise wait for: up to half as long again as building."""
        for layer in self._layers():
            layer.table.prepare()

    def search(self, query: str, limit: int = 20, opened: Callable[[str], float] | None = None) -> list[NameHit]:
        """The best names for the query, a note at most once, best first; none for an empty query.

        `opened` tells when a note was last opened, later is more: it decides between names that answer equally well.
        """
        wanted = FoldedQuery.of(query)
        found = find(self._layers(), wanted, limit) if wanted.words else find_signs(self._layers(), query)
        return _hits(found, query, limit, opened)

    def may_hold(self, query: str) -> bool:
        """True if some name may hold the query plainly; when not, `search` gives similar names only."""
        wanted = FoldedQuery.of(query)
        if not wanted.words:
            return True
        layers = self._layers()
        looks = [(layer, layer.shortlist(wanted, 1)) for layer in layers]
        if any(candidates.literal() for _, candidates in looks):
            return True
        if wanted.without_possessives() is not None:
            return True
        if len(wanted.words) == 1:
            return False
        begun = [any(layer.begins(spelled) for layer in layers) for spelled in wanted.spellings]
        return any(candidates.mixed(begun) for _, candidates in looks)

    def _lay_out(self) -> None:
        self._base = _layers_of(name for names in self._notes.values() for name in names)
        self._fresh = {}
        self._beside = []

    def _layers(self) -> list[Layer]:
        if self._beside is None:
            self._beside = _layers_of(name for names in self._fresh.values() for name in names)
        return self._base + self._beside


def _layers_of(names: Iterable[Name]) -> list[Layer]:
    given: list[Name] = []
    implicit: list[Name] = []
    for name in names:
        (implicit if name.kind == "implicit" else given).append(name)
    return [Layer(NameTable(part), set()) for part in (given, implicit) if part]


def _hits(found: Iterable[NameMatch], query: str, limit: int, opened: Callable[[str], float] | None) -> list[NameHit]:
    typed = query.strip().casefold()

    def key(hit: NameMatch) -> tuple[object, ...]:
        name = hit.name
        as_typed = name.text.casefold() == typed
        last = opened(name.note) if opened is not None else 0.0
        where = hit.tier, hit.inner, hit.order, name.kind != "title", hit.length
        return *where, not as_typed, -last, name.text, name.note

    hits: dict[str, NameHit] = {}
    for hit in sorted(found, key=key):
        if len(hits) >= limit:
            break
        if hit.name.note not in hits:
            hits[hit.name.note] = _shown(hit)
    return list(hits.values())


def _shown(hit: NameMatch) -> NameHit:
    words = locate(hit.name.text)
    marks = _joined(words[index].span(low, high) for index, low, high in hit.places)
    used = None
    if hit.tier is Tier.SIMILAR:
        read = sorted(words[index].span() for index in hit.used)
        used = " ".join(hit.name.text[low:high] for low, high in read) or hit.name.text
        worth = score(Tier.SIMILAR, 1 / (1 + hit.order[0]), hit.inner)
        return NameHit(hit.name, hit.tier, worth, marks, hit.inner, used, hit.order[0], read=len(hit.used))
    worse = sum(part * weight for part, weight in zip(hit.order, (1.0, 0.4, 0.2, 0.1), strict=False))
    return NameHit(hit.name, hit.tier, score(hit.tier, 1 - worse / 10), marks, hit.inner)


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    marks: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if marks and low <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(high, marks[-1][1]))
        else:
            marks.append((low, high))
    return tuple(marks)
