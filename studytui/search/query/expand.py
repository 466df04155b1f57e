"""Queries with slips, put right: what each may have meant (behaviour 6.8, 6.9, tier 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice, product
from operator import attrgetter
from typing import Final

from msgspec import Struct

from studytui.search.index.record import HEADING, TITLE
from studytui.search.names.fuzzy_match import ONE_SLIP
from studytui.search.names.vocabulary import Vocabulary
from studytui.search.query import And, Term, Word
from studytui.search.query.candidates import Planner
from studytui.search.query.rank import LineHit, Ranking
from studytui.search.query.terms import one_word
from studytui.search.text.function_words import may_be_function_word
from studytui.search.text.words import spaceless
from studytui.search.tiers import Tier

SHORTEST_LOOSE: Final = 5
"""Letters of a word that may be read as the misspelt beginning of a longer one; a shorter one begins too many."""
SHORTEST_PART: Final = 3
"""Letters of a word that may be glued to another."""
NEAR: Final = 24
"""Words that one word may be read as."""
TRIED: Final = 12
MOST_WEIGHED: Final = 500
"""Rewritings of a whole query that are tried, and that are weighed before."""
NOISE: Final = 1.3
"""A rewriting that costs so much more than the best with hits is noise."""
_TWICE: Final = 12
"""Rewritings of which one more word is exchanged."""
_DROPPED: Final = ONE_SLIP + 0.1
"""Cost, in slips, of a word that is taken for a misspelt function word."""


class Rewriting(Struct, frozen=True):
    """A query with some of its words read as others."""

    cost: float
    words: tuple[Word, ...]
    used: tuple[str, ...]
    """The words in place of those that were typed."""

    @property
    def term(self) -> Term:
        """The rewritten query."""
        return self.words[0] if len(self.words) == 1 else And(self.words)


def apart(words: Sequence[Word], planner: Planner) -> tuple[Word, ...]:
    """The words, those that punctuation joins each for itself where no note holds them side by side."""
    found: list[Word] = []
    for word in words:
        joined = len(word.words) > 1 and not any(map(spaceless, word.words))
        if joined and not planner.holding(word).values:
            last = len(word.words) - 1
            found += [Word(text, (text,), word.cut and at == last) for at, text in enumerate(word.words)]
        else:
            found.append(word)
    return tuple(found)


def together(words: Sequence[Word], planner: Planner) -> tuple[Word, ...]:
    """The words, one that no note holds as two side by side that some note holds: `il17` as `il 17`."""
    return tuple(word if planner.holding(word).values else _parted(word, planner) for word in words)


def _parted(word: Word, planner: Planner) -> Word:
    typed = word.words[0] if len(word.words) == 1 else ""
    parts = [
        Word(word.text, (typed[:at], typed[at:]))
        for at in range(1, len(typed))
        if SHORTEST_PART <= at <= len(typed) - SHORTEST_PART or typed[at - 1].isdigit() != typed[at].isdigit()
    ]
    held = [pair for pair in parts if all(map(planner.size, pair.words))]
    return max(held, key=lambda pair: len(planner.holding(pair).values), default=word)


def are_held(words: Sequence[Word], planner: Planner) -> list[bool]:
    """Of each word, whether some note holds it, a word that begins with it, or has it as its initials."""
    return [bool(planner.holding(Word(word.text, word.words, cut=True)).values) for word in words]


def rewritings(
    words: Sequence[Word], planner: Planner, vocabulary: Vocabulary, held: Sequence[bool]
) -> list[Rewriting]:
    """The likeliest rewritings, those first that may stand in titles and headings, then the cheapest.

    Each has at least one word exchanged. A word that a note holds stays as it is; where all are held, one is
    exchanged, and the whole rewriting stands in the title and the headings of some note. So it is where no note holds
    the others with any reading of those that none holds: a note with *Hartnup* makes `hart` no word that was meant.
    """
    if all(held):
        found = list(_of_one_word(words, planner, vocabulary))
    else:
        unknown = [at for at, fixed in enumerate(held) if not fixed]
        each = max(4, NEAR // len(unknown))
        options = [
            [*alternatives(words[at], planner, vocabulary, each), *_left_out(words[at], len(words))] for at in unknown
        ]
        choices = islice(product(*options), MOST_WEIGHED)
        found = [_rewriting(words, dict(zip(unknown, choice, strict=True))) for choice in choices]
    holding = _with_notes(found, planner)
    if not holding and not all(held):
        likely = nsmallest(_TWICE, found, key=attrgetter("cost"))
        holding = _with_notes([one for each in likely for one in _of_one_more(each, planner, vocabulary)], planner)
    named = {word: _named(word, planner) for each, _ in holding for word in each.words}

    def likelihood(rewriting: tuple[Rewriting, set[int]]) -> tuple[bool, float]:
        together = set.intersection(*(named[word] for word in rewriting[0].words))
        return not together, rewriting[0].cost

    return [each for each, _ in nsmallest(TRIED, holding, key=likelihood)]


def _with_notes(found: Sequence[Rewriting], planner: Planner) -> list[tuple[Rewriting, set[int]]]:
    """The rewritings that a note may hold, with these notes."""
    holding = ((each, planner.candidates(each.term)) for each in found if each.words)
    return [(each, notes) for each, notes in holding if notes]


def _of_one_more(rewriting: Rewriting, planner: Planner, vocabulary: Vocabulary) -> Iterator[Rewriting]:
    """The rewriting with one more of its words exchanged, where the whole then stands in names and headings."""
    for more in _of_one_word(rewriting.words, planner, vocabulary):
        yield Rewriting(rewriting.cost + more.cost, more.words, rewriting.used + more.used)


def _of_one_word(words: Sequence[Word], planner: Planner, vocabulary: Vocabulary) -> Iterator[Rewriting]:
    named = [_named(word, planner) for word in words]
    for at, word in enumerate(words):
        others = [notes for place, notes in enumerate(named) if place != at]
        together = set.intersection(*others) if others else set(planner.paths)
        for cost, other in alternatives(word, planner, vocabulary, NEAR) if together else ():
            if not together.isdisjoint(_named(one_word(other), planner)):
                yield _rewriting(words, {at: (cost, other)})


def _named(word: Word, planner: Planner) -> set[int]:
    """The notes that hold the word in a name or a heading."""
    return {note for note, value in planner.holding(word).values.items() if value & (TITLE | HEADING)}


def _rewriting(words: Sequence[Word], exchanged: Mapping[int, tuple[float, str]]) -> Rewriting:
    read = [one_word(exchanged[at][1]) if at in exchanged else word for at, word in enumerate(words)]
    return Rewriting(
        sum(cost for cost, _ in exchanged.values()),
        tuple(word for word in read if word.text),
        tuple(other for _, (_, other) in sorted(exchanged.items()) if other),
    )


def _left_out(word: Word, among: int) -> Iterator[tuple[float, str]]:
    if among > 1 and len(word.words) == 1 and may_be_function_word(word.words[0]):
        yield _DROPPED, ""


def alternatives(word: Word, planner: Planner, vocabulary: Vocabulary, count: int) -> list[tuple[float, str]]:
    """The readings of a misspelt word with their edit cost; of equally near ones the more frequent come first."""
    if len(word.words) > 1:
        return []
    typed = word.words[0]
    inside: list[tuple[float, int, str]] = []
    near: list[tuple[float, int, str]] = []
    for other, cost in vocabulary.near(typed).items():
        if cost <= ONE_SLIP or len(typed) >= SHORTEST_LOOSE:
            (inside if typed in other else near).append((cost, -planner.size(other), other))
    # What is typed stands inside many a word, and few of these can have been meant.
    found = nsmallest(count, [*nsmallest(count // 4, inside), *near])
    return [(cost, other) for cost, _, other in found]


def similar_hits(
    found: Sequence[Rewriting], planner: Planner, ranking: Callable[[Planner], Ranking], want: int, worst: Tier
) -> list[tuple[LineHit, Rewriting]]:
    """Lines of no worse a tier for the rewritings, the likeliest first; a line for its best rewriting only."""
    hits: list[tuple[LineHit, Rewriting]] = []
    seen: set[tuple[int, int | None]] = set()
    best: float | None = None
    for rewriting in found:
        if best is not None and rewriting.cost > best + NOISE:
            continue
        for hit in ranking(planner).search(rewriting.term, (), want):
            place = hit.view.note, hit.index
            if hit.tier <= worst and place not in seen:
                best = rewriting.cost if best is None else min(best, rewriting.cost)
                seen.add(place)
                hits.append((hit, rewriting))
    return hits
