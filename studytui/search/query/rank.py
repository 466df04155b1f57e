"""Notes that a query is true of, best first, each with the lines that answer it best (behaviour 6.9, tiers 3 to 6)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Final

from msgspec import Struct

from studytui.search.index.lines import Initials, NoteView, Unit
from studytui.search.index.reader import CancelledError
from studytui.search.index.record import BODY, HEADING, IMPACT, MARKED, TITLE
from studytui.search.query import Phrase, Term, Word
from studytui.search.query.candidates import TOO_LONG, Planner
from studytui.search.query.match import Matcher
from studytui.search.query.terms import wanted_words
from studytui.search.text.function_words import are_function_words
from studytui.search.text.words import Sought
from studytui.search.tiers import Tier

LINES: Final = 3
"""Most lines of one note in one tier."""
SCORED: Final = 800
"""Notes that get a full score; of more, those whose rarest word says most. What so many notes hold tells little."""
MOST_LOOKS: Final = 60
LOOKED_AT: Final = 24
"""Notes of one tier whose lines are compared, so that words that stand together count for more."""
NEARNESS_OF_ALL: Final = 1.0
"""How much more a note counts whose words are all on one line."""
EXACT: Final = 0.3
"""How much more a note counts that holds a half typed word as it is."""
OTHER_ENDING: Final = 0.9
"""Weight of a word on a line that holds it with another ending only."""
FIT: Final = 0.9
"""How much the fit of a heading counts against the score of its note."""
LESS_USUAL: Final = 0.04
"""How much less a note counts for every meaning of an abbreviation that is more usual than its own."""
MERE_INITIALS: Final = 0.85
"""Weight of a note that only has the letters of a defined abbreviation as the initials of its name."""
_HALF: Final = 10.0
"""The score of a note of middling quality."""


class LineHit(Struct, frozen=True):
    """A line that answers a query, or a note that does by what it is called, where it lies or its tags."""

    tier: Tier
    quality: float
    """From 0 to 1: its place among the hits of its tier."""
    view: NoteView
    index: int | None
    """Of the line; None for a note."""


class Ranking:
    """Ranks the notes of one query."""

    def __init__(
        self,
        planner: Planner,
        view: Callable[[int], NoteView | None],
        cancelled: Callable[[], bool],
        opened: Callable[[str], float],
        stopped: Callable[[str], None],
    ) -> None:
        self._planner = planner
        self._matcher = Matcher(planner)
        self._view = view
        self._cancelled = cancelled
        self._opened = opened
        self._stopped = stopped

    def search(self, term: Term, every: Collection[int], want: int, known: Collection[int] = ()) -> list[LineHit]:
        """Lines of the notes that the term is true of, by tier and score; of at least `want` notes if there are.

        `every` is all notes, `known` those that are not wanted again.
        """
        ids = self._planner.candidates(term)
        leaves = list(dict.fromkeys(wanted_words(term)))
        self._say_why()
        pool = set(every) if ids is None else ids & self._planner.paths.keys()
        pool.difference_update(known)
        if not pool:
            return []
        if not leaves:
            found = self._unranked(term, sorted(pool), want)
            self._say_why()
            return found
        scored = self._scores(pool, leaves)
        found = list(self._ranked(term, leaves, scored, want))
        self._say_why()
        found.sort(key=lambda hit: (hit.tier, -round(hit.quality, 3), -self._opened(hit.view.path), hit.view.path))
        return found

    def _say_why(self) -> None:
        if self._planner.stopped is not None:
            self._stopped(self._planner.stopped)

    def _ranked(self, term: Term, leaves: Sequence[Word | Phrase], scored: _Scores, want: int) -> Iterator[LineHit]:
        """Hits of the likeliest notes of each tier, until there are enough that no other note could come before."""
        notes: dict[Tier, set[int]] = {}
        passed_over: list[int] = []
        for tier in scored.tiers:
            if sum(len(found) for other, found in notes.items() if other < tier) >= want:
                return
            for looks, note in enumerate(scored.best(tier)):
                if looks >= MOST_LOOKS or (looks >= LOOKED_AT and len(notes.get(tier, ())) >= want):
                    passed_over.append(note)
                    continue
                for hit in self._look(term, note, leaves, scored):
                    notes.setdefault(hit.tier, set()).add(note)
                    yield hit
        missing = want - len(set().union(*notes.values()))
        for note in passed_over:
            if missing <= 0:
                return
            if time.monotonic() > self._planner.deadline:
                self._stopped(TOO_LONG)
                return
            hits = self._look(term, note, leaves, scored)
            missing -= bool(hits)
            yield from hits

    def _unranked(self, term: Term, notes: Iterable[int], want: int) -> list[LineHit]:
        """Of a query without words to rank by, such as a tag: by when the notes were opened, then by their paths."""
        paths = self._planner.paths
        found: list[LineHit] = []
        count = 0
        for note in sorted(notes, key=lambda note: (-self._opened(paths[note]), paths[note])):
            if self._cancelled():
                raise CancelledError
            if time.monotonic() > self._planner.deadline:
                self._stopped(TOO_LONG)
                break
            view = self._view(note)
            truth = self._matcher.match(term, view) if view is not None else None
            if view is None or truth is None or not truth.holds:
                continue
            count += 1
            lines = sorted(truth.lines)[:LINES]
            for place, index in enumerate(lines):
                marked = bool(view.lines.high_yield(index, view.legend))
                tier = Tier.HEADING if index in view.lines.levels else Tier.MARKED if marked else Tier.BODY
                found.append(LineHit(tier, 1.0 / (1 + place), view, index))
            if not lines:
                found.append(LineHit(Tier.PLACE, 1.0, view, None))
            if count >= want:
                break
        found.sort(key=lambda hit: hit.tier)
        return found

    def _scores(self, pool: set[int], leaves: Sequence[Word | Phrase]) -> _Scores:
        holdings = [self._planner.holding(leaf) for leaf in leaves]
        if len(pool) > SCORED:
            rarest = max(holdings, key=lambda holding: holding.idf).values
            best = nlargest(SCORED, ((value, note) for note, value in rarest.items() if note in pool))
            pool = {note for _, note in best} or pool
        scored = _Scores()
        for note in pool:
            total = 0.0
            flags = ~0
            anywhere = 0
            for holding in holdings:
                value = holding.values.get(note)
                if value is not None:
                    total += holding.idf * (value & IMPACT)
                    if note in holding.exact:
                        total += EXACT * holding.idf * (holding.exact[note] & IMPACT)
                    # A word of the title goes with every line of the note.
                    flags &= value | (HEADING | MARKED if value & TITLE else 0)
                    anywhere |= value
            scored.add(note, total / IMPACT, flags & anywhere)
        return scored

    def _look(self, term: Term, note: int, leaves: Sequence[Word | Phrase], scored: _Scores) -> list[LineHit]:
        if self._cancelled():
            raise CancelledError
        view = self._view(note)
        if view is None:
            return []
        truth = self._matcher.match(term, view)
        if not truth.holds:
            return []
        score = scored.of[note]
        if not truth.lines:
            return [LineHit(Tier.PLACE, quality(score), view, None)]
        return list(self._best_lines(view, truth.lines, leaves, score))

    def _best_lines(
        self, view: NoteView, lines: Collection[int], leaves: Sequence[Word | Phrase], score: float
    ) -> Iterator[LineHit]:
        """The lines of each tier that hold most of the words; the first of them has the score of the note."""
        held: dict[int, dict[int, float]] = {index: {} for index in lines}
        for at, leaf in enumerate(leaves):
            sought = self._planner.sought(leaf)
            if sought.others:
                for index in view.lines_with(sought).intersection(lines):
                    held[index][at] = OTHER_ENDING
            for index in view.lines_with(sought.as_typed).intersection(lines):
                held[index][at] = 1.0
        named = self._named(view, leaves)
        needed = named.union(*held.values())
        weights = [self._planner.holding(leaf).idf + 0.01 for leaf in leaves]
        whole = sum(weights[leaf] for leaf in needed) or 1.0
        tiers: dict[Tier, list[tuple[float, int]]] = {}
        certainty = self._certainty(view, leaves)
        score *= certainty
        for index in lines:
            tier = self._tier(view, index, held[index].keys(), named, needed, leaves)
            if tier is Tier.HEADING:
                share = self._fit(view, index, held[index].keys(), needed, leaves)
            else:
                share = sum(weights[leaf] * part for leaf, part in held[index].items()) / whole
            tiers.setdefault(tier, []).append((share, -index))
        for tier, found in tiers.items():
            found.sort(reverse=True)
            best = found[0][0]
            for place, (share, index) in enumerate(found[:LINES]):
                if tier is Tier.HEADING:
                    fit = certainty * FIT * share
                    yield LineHit(tier, fit + (1 - FIT) * quality(score) / (1 + place), view, -index)
                elif share >= best / 2:
                    yield LineHit(tier, quality(score * (1 + NEARNESS_OF_ALL * share) / (1 + place)), view, -index)

    def _fit(
        self,
        view: NoteView,
        index: int,
        held: Collection[int],
        needed: Collection[int],
        leaves: Sequence[Word | Phrase],
    ) -> float:
        """How much of a heading, and of the title where words of the query stand in it alone, the query names."""
        elsewhere = [leaves[at] for at in needed if at not in held]
        line = view.line(index)
        covered = sum(self._length(leaves[at], line) for at in held)
        left_over = max(0, _counted(line) - covered)
        if elsewhere:
            words = sum(len(leaf.words) for leaf in elsewhere)
            named = [
                _counted(unit) - sum(self._length(leaf, unit) for leaf in elsewhere)
                for unit in view.names
                if all(unit.holds(self._planner.sought(leaf)) for leaf in elsewhere)
            ]
            left_over += max(0, min(named)) if named else 1
            covered += words
        return covered / (covered + left_over + (0.0 if elsewhere else 0.1))

    def _length(self, leaf: Word | Phrase, unit: Unit) -> int:
        """How many words of a text answer one of the query."""
        sought = self._planner.sought(leaf)
        if not sought.forms:
            return len(leaf.words)
        return max((len(run) for run, cut in sought.runs if unit.holds(Sought(run, cut))), default=len(leaf.words))

    def _certainty(self, view: NoteView, leaves: Sequence[Word | Phrase]) -> float:
        """How likely the note means what the abbreviations of the query stand for, the usual meaning first."""
        certainty = 1.0
        for leaf in leaves:
            if not isinstance(leaf, Word) or not leaf.meanings:
                continue
            typed = Sought(leaf.words, leaf.cut)
            if any(unit.holds(typed) for unit in view.names if not isinstance(unit, Initials)):
                continue
            runs = [[Sought(form) for form in self._planner.forms_of(meaning)] for meaning in leaf.meanings]
            named = (place for place, forms in enumerate(runs) if any(u.holds(f) for u in view.names for f in forms))
            inside = (place for place, forms in enumerate(runs) if any(map(view.lines_with, forms)))
            place = next(named, next(inside, None))
            if place is not None:
                certainty *= 1 - LESS_USUAL * place
            elif not view.lines_with(typed):
                certainty *= MERE_INITIALS
        return certainty

    def _tier(
        self,
        view: NoteView,
        index: int,
        held: Collection[int],
        named: frozenset[int],
        needed: frozenset[int],
        leaves: Sequence[Word | Phrase],
    ) -> Tier:
        if index in view.lines.levels and held:
            above = view.lines.above(index)
            lines = (view.lines_with(self._planner.sought(leaf)) for leaf in leaves)
            headed = {at for at, found in enumerate(lines) if not found.isdisjoint(above)}
            if needed <= named.union(headed, held):
                return Tier.HEADING
        if index in view.lines.spans and needed <= named.union(held):
            marked = self._held(view.high_yield(index), leaves)
            if marked and needed <= marked | named:
                return Tier.MARKED
        return Tier.BODY

    def _named(self, view: NoteView, leaves: Sequence[Word | Phrase]) -> frozenset[int]:
        """The words that a name of the note holds."""
        holdings = [self._planner.holding(leaf).values for leaf in leaves]
        if all(values.get(view.note, BODY) & TITLE == 0 for values in holdings if values):
            return frozenset()
        return frozenset[int]().union(*(self._held(unit, leaves) for unit in view.names))

    def _held(self, unit: Unit, leaves: Sequence[Word | Phrase]) -> frozenset[int]:
        return frozenset(
            at for at, leaf in enumerate(leaves) if unit.holds(self._planner.sought(leaf))
        )  # fmt: skip


class _Scores:
    """Notes by the best tier that they may have a line in."""

    def __init__(self) -> None:
        self.of: dict[int, float] = {}
        self._tiers: Mapping[Tier, list[tuple[float, int]]] = {Tier.HEADING: [], Tier.MARKED: [], Tier.BODY: []}

    def add(self, note: int, score: float, flags: int) -> None:
        """A note that holds all words in each of these parts."""
        tier = Tier.HEADING if flags & HEADING else Tier.MARKED if flags & MARKED else Tier.BODY
        # Only by its path or tags: behind everything else.
        self._tiers[tier].append((score if flags & (HEADING | MARKED | BODY) else score - 1000, note))
        self.of[note] = score

    @property
    def tiers(self) -> Iterable[Tier]:
        """The tiers, best first."""
        return self._tiers

    def best(self, tier: Tier) -> Iterator[int]:
        """The notes of a tier, the highest score first; quick for the first few."""
        found = self._tiers[tier]
        first = nlargest(MOST_LOOKS, found)
        yield from (note for _, note in first)
        if len(found) > len(first):
            yield from (note for _, note in sorted(found, reverse=True)[len(first) :])


def quality(score: float) -> float:
    """A score, which has no upper bound, as a number from 0 to 1."""
    return max(0.0, score) / (max(0.0, score) + _HALF)


def _counted(unit: Unit) -> int:
    """The words of a heading or a name, function words aside."""
    return sum(not are_function_words((word,)) for word in unit.spaced.split())
