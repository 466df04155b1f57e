"""Notes that hold most of the words of a query, and what each lacks (behaviour 6.9b, tier 8)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from heapq import nlargest, nsmallest
from math import ceil, log, sqrt
from typing import Final

from msgspec import Struct

from studytui.search.index.lines import NoteView
from studytui.search.index.record import IMPACT
from studytui.search.names.fuzzy_match import ONE_SLIP
from studytui.search.names.names import NameHit
from studytui.search.names.vocabulary import Vocabulary
from studytui.search.query import Word
from studytui.search.query.candidates import Planner
from studytui.search.query.expand import alternatives
from studytui.search.query.rank import LineHit, quality
from studytui.search.query.terms import one_word
from studytui.search.text.opposites import opposed
from studytui.search.tiers import Tier

FEWEST_WORDS: Final = 3
"""Words of a query, function words not counted, of which most may be enough."""
FEW_NOTES: Final = 10
"""Notes that hold all words: with so many nobody asks for those that hold most."""
HALF: Final = 0.5
"""The part of a query's weight that is enough; and what a slip or the like counts for its word."""
MORE_THAN_ONE: Final = 1.05
"""Words of average weight that are enough too: who describes a note at length has few words as it has them."""
NEARNESS_OF_MOST: Final = 0.3
"""How much more a note counts that holds all of the words on one line."""
SHORTEST_ROOT: Final = 4
ROOT: Final = 0.7
LONGEST_ENDING: Final = 5
"""Letters that words of one root share at least, also as a part of the word, and by how many they may differ."""
MOST_RELATED: Final = 60
"""Words that begin alike; more of them have no root in common."""
_SLIPS: Final = 3


class PartialLine(Struct, frozen=True):
    """A note that holds most of the words."""

    line: LineHit
    without: tuple[str, ...]
    """The words that it lacks, as typed."""
    read: tuple[Word, ...]
    """The words that it holds, or what they were read as."""
    used: tuple[str, ...]
    """The words that it holds in place of those that were typed."""


class PartialName(Struct, frozen=True):
    """A note whose names hold most of the words."""

    hit: NameHit
    """By the rarest of the words that they hold."""
    share: float
    """The part of the weight that they hold."""
    without: tuple[str, ...]


class _Asked(Struct, frozen=True):
    """One word of the query."""

    typed: str
    part: float
    """Share of its weight that counts where a note holds it, or what it was read as."""
    weight: float
    values: Mapping[int, int]
    held: Mapping[Word, Collection[int]]
    """The notes that hold the word, and those that hold what it may be read as."""

    def read(self, note: int) -> list[Word]:
        """The words of the query that the note holds."""
        return [word for word, notes in self.held.items() if note in notes]

    def used(self, note: int) -> list[str]:
        """The likeliest word that the note holds in its place, if it does."""
        return [word.text for word in self.read(note)[:1] if word.text.casefold() != self.typed.casefold()]


def most_words(
    words: Sequence[Word],
    planner: Planner,
    vocabulary: Vocabulary,
    view: Callable[[int], NoteView | None],
    skip: Collection[str],
    want: int,
) -> list[PartialLine]:
    """The best notes but those to `skip`, best first, each at the line that holds most of the words."""
    asked = [_ask(word, planner, vocabulary) for word in words]
    whole = sum(word.weight for word in asked)
    scored = _scores(asked, whole, planner, skip)
    found: list[tuple[float, PartialLine]] = []
    for score, note in nlargest(want, scored):
        seen = view(note)
        if seen is None:
            continue
        index, share = _best_line(seen, asked, planner, whole)
        without = dict.fromkeys(word.typed for word in asked if note not in word.values)
        total = score * (1 + NEARNESS_OF_MOST * share)
        read = tuple(form for word in asked for form in word.read(note))
        used = tuple(form for word in asked for form in word.used(note))
        line = LineHit(Tier.PARTIAL, quality(total), seen, index)
        found.append((total, PartialLine(line, tuple(without), read, used)))
    found.sort(key=lambda each: (-each[0], each[1].line.view.path))
    return [each for _, each in found[:want]]


def most_words_of_names(
    words: Sequence[str], search: Callable[[str], Sequence[NameHit]], count: int, skip: Collection[str], want: int
) -> list[PartialName]:
    """The best notes but those to `skip` whose names hold words of half of the weight, of `count` notes in all."""
    held = {word: {hit.name.note: hit for hit in search(word) if hit.tier < Tier.SIMILAR} for word in words}
    weights = {word: log(1 + max(count, 1) / len(notes)) for word, notes in held.items() if notes}
    rarest = sorted(weights, key=lambda word: -weights[word])
    whole = sum(weights.values())
    found = []
    for note in set[str]().union(*held.values()) - set(skip):
        has = [word for word in rarest if note in held[word]]
        share = sum(weights[word] for word in has) / whole
        if share >= HALF - 1e-9:
            found.append(PartialName(held[has[0]][note], share, tuple(word for word in words if word not in has)))
    return nsmallest(
        want, found, key=lambda each: (-each.share, each.hit.tier, len(each.hit.name.text), each.hit.name.note)
    )


def _ask(word: Word, planner: Planner, vocabulary: Vocabulary) -> _Asked:
    bare = Word(word.text, word.words, word.cut)
    others = [one_word(other) for other in _related(word, vocabulary)]
    others += [Word(" ".join(form), form) for form in planner.sought(word).forms]
    for form in (Word(word.text, word.words), bare):  # half typed only where no note holds it whole
        holding = planner.holding(form)
        if holding.values:
            values = dict(holding.values)
            held: dict[Word, Collection[int]] = {form: holding.values.keys()}
            for other in others:
                notes = planner.holding(other).values if len(other.words) > 1 else planner.whole(other.words[0])
                held[other] = notes.keys() - held[form]
                for note, value in notes.items():
                    values.setdefault(note, (value & ~IMPACT) | int(HALF * (value & IMPACT)))
            return _Asked(word.text, 1.0, holding.idf, values, held)
    near = [one_word(other) for cost, other in alternatives(bare, planner, vocabulary, _SLIPS) if cost <= ONE_SLIP]
    values, held = {}, {}
    for other in dict.fromkeys((*near, *others)):
        notes = planner.holding(other).values if len(other.words) > 1 else planner.whole(other.words[0])
        held[other] = notes.keys()
        values.update(notes)
    return _Asked(word.text, HALF, planner.idf(len(values)) if values else 0.0, values, held)


def _related(word: Word, vocabulary: Vocabulary) -> list[str]:
    """Words of the same root, as far as their beginnings show it: *infection*, *infectious*."""
    typed = word.words[-1]
    if len(word.words) > 1 or len(typed) <= SHORTEST_ROOT or not typed.isalpha():
        return []
    low, high = vocabulary.span(typed[: max(SHORTEST_ROOT, ceil(ROOT * len(typed)))])
    if high - low > MOST_RELATED:
        return []
    return [
        other
        for other in vocabulary.words[low:high]
        if other != typed and abs(len(other) - len(typed)) <= LONGEST_ENDING and not opposed(typed, other)
    ]


def _scores(
    asked: Sequence[_Asked], whole: float, planner: Planner, skip: Collection[str]
) -> Iterator[tuple[float, int]]:
    """BM25 of every note that holds enough of the weight, times the root of the part that it holds."""
    enough = min(HALF, MORE_THAN_ONE / max(1, sum(word.weight > 0 for word in asked))) * whole
    rarest = sorted(asked, key=lambda word: -word.weight)
    candidates: set[int] = set()
    left = whole
    for word in rarest:
        if left < enough:
            break  # with these and the commoner words alone no note has enough
        candidates.update(word.values)
        left -= word.weight
    for note in candidates:
        held = total = counted = 0.0
        for word in rarest:
            value = word.values.get(note)
            if value is not None:
                counted += word.part
                held += word.part * word.weight
                total += word.part * word.weight * (value & IMPACT)
        # One word that only resembles one of the query is no reason.
        path = planner.paths.get(note) if held >= enough - 1e-9 and counted > HALF else None
        if path is not None and path not in skip:
            yield total / IMPACT * sqrt(held / whole), note


def _best_line(view: NoteView, asked: Sequence[_Asked], planner: Planner, whole: float) -> tuple[int | None, float]:
    """The line that holds most of the weight, the first of several, and which part of the weight that is."""
    held: dict[int, float] = {}
    for word in asked:
        lines = frozenset[int]().union(*(view.lines_with(planner.sought(form)) for form in word.read(view.note)))
        for index in lines:
            held[index] = held.get(index, 0.0) + word.part * word.weight
    if not held:
        return None, 0.0
    best = min(held, key=lambda index: (-held[index], index))
    return best, held[best] / whole
