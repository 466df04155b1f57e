"""Names found for a query in the layers of an index, and the key by which they rank (behaviour 6.9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from studytui.search.names.exact_match import Grade, Held, Place, literal, mixed
from studytui.search.names.fuzzy_match import Resemblance, as_beginning, as_whole, resembles
from studytui.search.names.name_table import Name, NameTable
from studytui.search.names.shortlist import Shortlist
from studytui.search.names.subsequence import SCATTERED, SHORTEST_SCATTERED, scatter
from studytui.search.text.fold import plain
from studytui.search.text.folded_query import FoldedName, FoldedQuery
from studytui.search.text.opposites import numbers, opposed
from studytui.search.tiers import Tier

_FEW: Final = 40
_FAR: Final = 2.0
"""Slips: a name that costs more has hardly the words that are held, together with the others."""
_COST_RANGE: Final = 1.3
"""Similar names that cost so much more than the best of them are noise."""


class Layer(Struct):
    """A table and the ids in it that have been replaced since."""

    table: NameTable
    dead: set[int]

    def begins(self, spelled: Sequence[str]) -> bool:
        """True if a name holds a word that begins so."""
        return any(self._alive(self.table.vocabulary.beginning(form)) for form in spelled)

    def holds(self, spelled: Sequence[str]) -> bool:
        """True if a name holds a word that begins so, or has it as its initials."""
        return self.begins(spelled) or self._alive(self.table.has_initials(spelled[0]))

    def _alive(self, ids: Iterable[int]) -> bool:
        return any(index not in self.dead for index in ids)

    def shortlist(self, wanted: FoldedQuery, few: int) -> Shortlist:
        """Names of the layer worth comparing with the query, `few` of each grade."""
        return Shortlist(self.table, wanted, few, self.dead)


_Look = tuple[Layer, Shortlist]


class NameMatch(Struct, frozen=True):
    """A name that answers the query, with what its place in the list depends on."""

    tier: Tier
    inner: Tier
    """Of a similar name: its tier when the slips are put right; else the tier."""
    order: tuple[float, ...]
    """Within the tier; less is better."""
    length: int
    name: Name
    places: tuple[Place, ...]
    used: tuple[int, ...] = ()


def find(layers: Sequence[Layer], wanted: FoldedQuery, limit: int) -> list[NameMatch]:
    """Names that hold the query; if none does so plainly, similar names too; at least the best `limit` of them."""
    looks = [(layer, layer.shortlist(wanted, max(_FEW, 2 * limit))) for layer in layers]
    found = _holding([(layer, chosen.literal()) for layer, chosen in looks], lambda title: literal(wanted, title))
    if any(hit.order[0] < Grade.REPEATED for hit in found):
        return found
    if not found and (bare := wanted.without_possessives()) is not None:
        return find(layers, bare, limit)
    if not found and len(wanted.words) > 1:
        begun = [any(layer.begins(spelled) for layer in layers) for spelled in wanted.spellings]
        found = _holding(
            [(layer, chosen.mixed(begun)) for layer, chosen in looks], lambda title: mixed(wanted, begun, title)
        )
    return found + _similar(looks, wanted)


def _similar(looks: Sequence[_Look], wanted: FoldedQuery) -> list[NameMatch]:
    """Names that the query may have meant.

    At first only words that no name holds may be read as others. If no name has these and all the other words,
    or none that is near, any word may be (behaviour 6.9), but no reading crosses to an opposite (6.8).
    """
    held = [any(layer.holds(spelled) for layer, _ in looks) for spelled in wanted.spellings]
    found = [] if all(held) else _resembling(looks, wanted, held)
    if any(held) and min((hit.order[0] for hit in found), default=_FAR) >= _FAR:
        found = _resembling(looks, wanted, [False] * len(held))
    found = found or _slipped(looks, wanted)
    found = found or _scattered(looks, wanted)
    best = min((hit.order[0] for hit in found), default=0.0)
    return [hit for hit in found if hit.order[0] <= best + _COST_RANGE]


def find_signs(layers: Iterable[Layer], query: str) -> list[NameMatch]:
    """Names that hold, as it is written, a query without letters or digits, such as `???`."""
    sought = _signs(query)
    found = []
    for layer in layers:
        for index, name in enumerate(layer.table.names):
            text = _signs(name.text)
            if sought and sought in text and index not in layer.dead:
                grade = Grade.EXACT if text == sought else Grade.PREFIX if text.startswith(sought) else Grade.GLUED
                tier = _tier(name, grade)
                found.append(NameMatch(tier, tier, (grade,), len(name.text), name, ()))
    return found


def _signs(text: str) -> str:
    return plain(text).strip() or text.strip()


def _holding(
    chosen: Iterable[tuple[Layer, Collection[int]]], read: Callable[[FoldedName], Held | None]
) -> list[NameMatch]:
    found = []
    for layer, ids in chosen:
        for index in ids:
            title = layer.table.title(index)
            held = read(title)
            if held is not None:
                name = layer.table.names[index]
                tier = _tier(name, held.grade)
                found.append(NameMatch(tier, tier, held.order, len(title.glued), name, held.places))
    return found


def _tier(name: Name, grade: Grade) -> Tier:
    if name.kind == "implicit":
        return Tier.IMPLICIT
    return Tier.EXACT if grade is Grade.EXACT else Tier.NAME


def _resembling(looks: Sequence[_Look], wanted: FoldedQuery, held: Sequence[bool]) -> list[NameMatch]:
    """Names read word by word, as a whole, or from their beginning; words that are `held` stand as they are."""
    near: list[Mapping[str, float] | None] = []
    for word, fixed in zip(wanted.words, held, strict=True):
        alike: dict[str, float] = {}
        for layer, _ in looks if not fixed else ():
            alike.update(layer.table.vocabulary.near(word))
        near.append(None if fixed else alike)
    worst = max(4.0, 1.5 + 0.75 * len(wanted.words))
    found: list[NameMatch] = []
    for layer, candidates in looks:
        title = layer.table.title
        resemblances = [
            *((index, as_whole(wanted, slips, title(index))) for index, slips in candidates.whole(held).items()),
            *(
                (index, as_beginning(wanted, slips, title(index)))
                for index, slips in candidates.beginning(held).items()
            ),
            *((index, resembles(wanted, near, title(index))) for index in candidates.alike(near)),
        ]
        found.extend(_cheapest(layer, resemblances, worst))
    return found


def _slipped(looks: Sequence[_Look], wanted: FoldedQuery) -> list[NameMatch]:
    """Names one slip further from the query than is usual."""
    found: list[NameMatch] = []
    for layer, candidates in looks:
        slips = candidates.whole([], more=1)
        resemblances = [(index, as_whole(wanted, count, layer.table.title(index))) for index, count in slips.items()]
        found.extend(_cheapest(layer, resemblances))
    return found


def _scattered(looks: Sequence[_Look], wanted: FoldedQuery) -> list[NameMatch]:
    """Names over which the letters of the query are scattered."""

    def crosses(title: FoldedName) -> bool:
        if not set(numbers(wanted.spaced)).issubset(numbers(title.spaced)):
            return True
        return any(opposed(word, other) for word in wanted.words for other in title.words)

    found: list[NameMatch] = []
    for layer, candidates in looks if len(wanted.glued) >= SHORTEST_SCATTERED else ():
        titles = [(index, layer.table.title(index)) for index in candidates.scattered()]
        resemblances = [(index, scatter(wanted.glued, title)) for index, title in titles if not crosses(title)]
        found.extend(_cheapest(layer, resemblances))
    return found


def _cheapest(
    layer: Layer, resemblances: Iterable[tuple[int, Resemblance | None]], worst: float = float("inf")
) -> Iterator[NameMatch]:
    best: dict[int, Resemblance] = {}
    for index, like in resemblances:
        if like is not None and like.cost <= worst and (index not in best or like.cost < best[index].cost):
            best[index] = like
    for index, like in best.items():
        length = len(layer.table.glued[index])
        name = layer.table.names[index]
        inner = Tier.SIMILAR if like.cost >= SCATTERED and not like.used else _tier(name, Grade.WHOLE)
        yield NameMatch(Tier.SIMILAR, inner, (like.cost,), length, name, like.places, like.used)
