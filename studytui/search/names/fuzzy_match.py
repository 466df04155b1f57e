"""How far a name is from a query that nobody spelt so: tier 7, the group of similar names (behaviour 6.8, 6.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from studytui.search.names.exact_match import Place, begun_place
from studytui.search.text.folded_query import FoldedName, FoldedQuery
from studytui.search.text.opposites import is_designator, opposed, same_numbers
from studytui.search.text.spelling import spellings

INSIDE: Final = 0.8
SOUNDS_ALIKE: Final = 0.6
BEGINNING_SOUNDS_ALIKE: Final = 0.95
ONE_SLIP: Final = 1.0
SLIP_IN_BEGINNING: Final = 1.35
NEARLY_SOUNDS_ALIKE: Final = 1.6
TWO_SLIPS: Final = 2.0
SLIP_IN_SOUND_OF_BEGINNING: Final = 2.0
NOT_ALIKE: Final = 9.0
"""Edit costs: what it costs to read a word as another, in slips of the hand or of the ear."""

SHORTEST_MISSPELT: Final = 3
SHORTEST_HEARD: Final = 2
SHORTEST_SLIPPED_BEGINNING: Final = 4
SHORTEST_INSIDE: Final = 4
SHORTEST_HEARD_BEGINNING: Final = 4
SHORTEST_NEARLY_HEARD: Final = 5
SHORTEST_TWICE_MISSPELT: Final = 6
"""Letters of a word, or sounds of it, that may be misspelt so."""

BEGINNING: Final = 0.05
WORDS_LEFT_OVER: Final = 0.3
DISORDERED: Final = 0.1
WHOLE_TITLE: Final = 0.1
IGNORED: Final = 1.2
UNLIKE: Final = 3.0
"""Costs, in slips, of what else a name and a query differ in, on top of the edit costs."""
_LONGEST_IGNORED: Final = 3
"""A word of so few letters may be what a slip has left of another; if other words are found, it is passed over."""


class Resemblance(NamedTuple):
    """How a name resembles a query."""

    cost: float
    places: tuple[Place, ...]
    used: tuple[int, ...]
    """Indices of the words of the name that were read for others."""


def ignorable(wanted: FoldedQuery, near: Sequence[Mapping[str, float] | None]) -> list[bool]:
    """Which words of the query may be passed over: short ones beside a longer one, but none that is held (None)."""
    longer = any(len(word) > _LONGEST_IGNORED for word in wanted.words)
    short = [alike is not None and len(w) <= _LONGEST_IGNORED for w, alike in zip(wanted.words, near, strict=True)]
    return [longer and is_short for is_short in short]


def resembles(wanted: FoldedQuery, near: Sequence[Mapping[str, float] | None], title: FoldedName) -> Resemblance | None:
    """The cheapest reading of each word of the query as a word of the name, none used twice; None if there is none.

    `near` holds, for each word of the query, the words it may be read as and their costs; None for a word that must
    stand as it is. No reading leaves a word of the query beside its opposite (behaviour 6.8).
    """
    options: list[list[tuple[float, int]]] = []
    for number, (spelled, alike, spare) in enumerate(zip(wanted.spellings, near, ignorable(wanted, near), strict=True)):
        costs = [(_cost(spelled, alike or {}, word), place) for place, word in enumerate(title.words)]
        costs = sorted(cost for cost in costs if cost[0] < UNLIKE)
        if spare:
            costs.append((IGNORED, -1 - number))
        if not costs:
            return None
        options.append(costs)
    chosen = _cheapest(options)
    if chosen is None:
        return None
    places: list[Place] = []
    used = []
    total = 0.0
    for word, (cost, place) in zip(wanted.words, chosen, strict=True):
        total += cost
        if place < 0:
            left = {word for at, word in enumerate(title.words) if all(at != other for _, other in chosen)}
            if any(opposed(word, other) for other in title.words) or (
                is_designator(word) and any(map(is_designator, left))
            ):
                return None
        elif cost <= BEGINNING:
            places.append(begun_place(word, title.words[place], place))
        else:
            places.append((place, 0, len(title.words[place])))
            used.append(place)
    order = [place for _, place in chosen if place >= 0]
    total += WORDS_LEFT_OVER * (len(order) < len(title.words)) + DISORDERED * (order != sorted(order))
    return Resemblance(total, tuple(places), tuple(used))


def slips_allowed(glued: str) -> int:
    """How many slips a whole name may be away from the query."""
    return 0 if len(glued) < 3 else 1 if len(glued) == 3 else 2 if len(glued) < 12 else 3


def slips_allowed_in_beginning(glued: str) -> int:
    """How many slips the beginning of a name may be away from the query."""
    return 0 if len(glued) < 6 else 1 if len(glued) < 14 else 2


def slips_in_beginning(glued: str, name: str, most: int) -> int:
    """How many slips the query is away from the beginning of a name, both without blanks; more than `most` if many."""
    from rapidfuzz.distance import OSA

    ends = range(len(glued) - most, min(len(glued) + most, len(name) - 1) + 1)
    return min((OSA.distance(glued, name[:end], score_cutoff=most) for end in ends), default=most + 1)


def as_whole(wanted: FoldedQuery, slips: int, title: FoldedName) -> Resemblance | None:
    """The name as a whole, blanks aside, so many slips away from the query.

    None if that crosses to an opposite or to another number.
    """
    exchanged = [
        (place, part, word)
        for place, (part, word) in enumerate(zip(_parts(wanted, title), title.words, strict=True))
        if part != word
    ]
    if not same_numbers(wanted.spaced, title.spaced):
        return None
    if any(opposed(part, word) or _tells_apart(part, word) for _, part, word in exchanged):
        return None
    places = tuple((i, 0, len(word)) for i, word in enumerate(title.words))
    return Resemblance(slips + WHOLE_TITLE, places, tuple(place for place, _, _ in exchanged))


def as_beginning(wanted: FoldedQuery, slips: int, title: FoldedName) -> Resemblance | None:
    """The query as the beginning of the name, blanks aside, so many slips away; None if it crosses to an opposite."""
    words = title.words
    covered, letters = 0, 0
    while covered < len(words) and letters < len(wanted.glued):
        letters += len(words[covered])
        covered += 1
    start = FoldedName(title.text, words[:covered], " ".join(words[:covered]), "".join(words[:covered]))
    whole = as_whole(wanted, slips, start)
    return None if whole is None else whole._replace(cost=whole.cost + WORDS_LEFT_OVER)


def _tells_apart(typed: str, word: str) -> bool:
    """True if the two tell one of a series from another: `b` and `c`, `ii` and `iv`."""
    return is_designator(typed) and is_designator(word) and typed != word


def _cost(spelled: tuple[str, ...], alike: Mapping[str, float], word: str) -> float:
    best = UNLIKE
    for form in spellings(word):
        for typed in spelled:
            if form == typed:
                return 0.0
            if form.startswith(typed):
                best = min(best, BEGINNING)
        best = min(best, alike.get(form, UNLIKE))
    return best


def _cheapest(options: list[list[tuple[float, int]]]) -> list[tuple[float, int]] | None:
    """One option of each list, no place twice, with the least sum; ties go to the earlier places."""
    first = [costs[0] for costs in options]
    if len({place for _, place in first}) == len(first):
        return first
    best: tuple[float, list[tuple[float, int]]] | None = None
    rest = list(accumulate((costs[0][0] for costs in reversed(options)), initial=0.0))[::-1]
    tries = 0

    def go(index: int, total: float, chosen: list[tuple[float, int]]) -> None:
        nonlocal best, tries
        tries += 1
        if tries > 500 or (best is not None and total + rest[index] >= best[0]):
            return
        if index == len(options):
            best = (total, chosen)
            return
        taken = {place for _, place in chosen}
        for cost, place in options[index]:
            if place not in taken:
                go(index + 1, total + cost, [*chosen, (cost, place)])

    go(0, 0.0, [])
    return best[1] if best is not None else None


def _parts(wanted: FoldedQuery, title: FoldedName) -> list[str]:
    """For each word of the name, the part of the query that stands in its place."""
    if len(wanted.words) == len(title.words):
        return list(wanted.words)
    from rapidfuzz.distance import Levenshtein

    blocks = Levenshtein.opcodes(title.glued, wanted.glued)
    edges = []
    for start in title.starts():
        block = next((b for b in blocks if b.src_start <= start <= b.src_end), None)
        edges.append(0 if block is None else min(block.dest_start + start - block.src_start, block.dest_end))
    edges[-1] = len(wanted.glued)
    return [wanted.glued[low:high] for low, high in pairwise(edges)]


def within_two_slips(typed: str, words: Sequence[str]) -> list[str]:
    """The words at most two slips away from `typed`."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return [word for word, _, _ in process.extract(typed, words, scorer=OSA.distance, score_cutoff=2, limit=None)]
