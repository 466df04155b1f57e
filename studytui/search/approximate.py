"""What a query may have meant whose words are in no note, or in no note together (behaviour 6.8, 6.9, tier 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import islice, product
from typing import Final

from msgspec import Struct

from studytui.search.likeness import ONE_SLIP
from studytui.search.planning import Planner
from studytui.search.query import And, Term, Word
from studytui.search.ranking import BODY_TIER, LineHit, Ranking
from studytui.search.vocabulary import Vocabulary

SIMILAR_TIER: Final = 7
SHORTEST_LOOSE: Final = 5
"""Letters of a word that may be read as the misspelt beginning of a longer one; a shorter one begins too many."""
NEAR: Final = 8
"""Words that one word may be read as."""
READINGS: Final = 12
MOST_READINGS: Final = 500
"""Readings of a whole query that are tried, and that are weighed before."""
NOISE: Final = 1.3
"""A reading that costs so much more than the best with hits is noise."""


class Reading(Struct, frozen=True):
    """A query with some of its words read as others."""

    cost: float
    words: tuple[Word, ...]
    used: tuple[str, ...]
    """The words in place of those that were typed."""

    @property
    def term(self) -> Term:
        """What is searched."""
        return self.words[0] if len(self.words) == 1 else And(self.words)


def readings(words: Sequence[Word], planner: Planner, vocabulary: Vocabulary, held: Sequence[bool]) -> list[Reading]:
    """The likeliest readings, cheapest first, each with at least one word exchanged.

    A word that a note holds stays as it is, unless all do.
    """
    if all(held):
        found = [
            reading
            for at, word in enumerate(words)
            for cost, other in _alternatives(word, planner, vocabulary, NEAR)
            for reading in [_reading(words, {at: (cost, other)})]
        ]  # fmt: skip
    else:
        unknown = [at for at, fixed in enumerate(held) if not fixed]
        each = max(2, NEAR // len(unknown))
        options = [list(_alternatives(words[at], planner, vocabulary, each)) for at in unknown]
        choices = islice(product(*options), MOST_READINGS)
        found = [_reading(words, dict(zip(unknown, choice, strict=True))) for choice in choices]
    found.sort(key=lambda reading: reading.cost)
    return list(islice((reading for reading in found if planner.candidates(reading.term)), READINGS))


def _reading(words: Sequence[Word], exchanged: Mapping[int, tuple[float, str]]) -> Reading:
    return Reading(
        sum(cost for cost, _ in exchanged.values()),
        tuple(
            Word(exchanged[at][1], (exchanged[at][1],)) if at in exchanged else word for at, word in enumerate(words)
        ),
        tuple(other for _, (_, other) in sorted(exchanged.items())),
    )


def _word(text: str) -> Word:
    return Word(text, (text,))


def _alternatives(word: Word, planner: Planner, vocabulary: Vocabulary, count: int) -> list[tuple[float, str]]:
    """What a word may be read as and what that costs; of equally near words those that more notes hold come first."""
    if len(word.words) > 1:
        return []
    typed = word.words[0]
    near = [
        (cost, -len(planner.whole(other)), other)
        for other, cost in vocabulary.near(typed).items()
        if cost <= ONE_SLIP or len(typed) >= SHORTEST_LOOSE
    ]
    return [(cost, other) for cost, _, other in nsmallest(count, near)]


def similar_hits(
    found: Sequence[Reading], planner: Planner, ranking: Callable[[Planner], Ranking], want: int
) -> list[tuple[LineHit, Reading]]:
    """Lines for the readings, the likeliest and best first."""
    hits: list[tuple[float, LineHit, Reading]] = []
    best: float | None = None
    for reading in found:
        if best is not None and reading.cost > best + NOISE:
            break
        for hit in ranking(planner).search(reading.term, (), want):
            best = reading.cost if best is None else best
            weight = hit.score * (1.2 if hit.tier < BODY_TIER else 1.0)
            hits.append((weight / (1 + reading.cost), hit, reading))
    seen: set[tuple[int, int | None]] = set()
    chosen = []
    for _, hit, reading in nlargest(len(hits), hits, key=lambda item: item[0]):
        if (hit.view.note, hit.index) not in seen:
            seen.add((hit.view.note, hit.index))
            chosen.append((hit, reading))
    return chosen
