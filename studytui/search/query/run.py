"""One query from its text to its list: names, text, and what is similar when neither has it."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from math import inf
from typing import Final

from msgspec import Struct

from studytui.markdown import Legend
from studytui.search.hits import Results
from studytui.search.index.lines import NoteView
from studytui.search.index.note_names import Catalog
from studytui.search.index.reader import CancelledError, IndexReader
from studytui.search.names.names import NameHit, NameIndex
from studytui.search.names.vocabulary import Vocabulary
from studytui.search.query import And, Or, Phrase, QueryError, Term, Word, parse_query, plain_words
from studytui.search.query.candidates import Planner
from studytui.search.query.expand import NOISE, apart, are_held, rewritings, similar_hits, together
from studytui.search.query.match import Matcher
from studytui.search.query.most_words import most_words, most_words_of_names
from studytui.search.query.named import MOST_SIDES, best_of_each, names_called, names_meant
from studytui.search.query.rank import Ranking
from studytui.search.query.results import HitRow, Presenter, in_order
from studytui.search.query.steps import (
    answering,
    as_text,
    bare_text,
    cheapest,
    is_description,
    is_in_few,
    keeps,
    keeps_held,
    make_room,
    remembered,
    room,
    whole,
    without_function_words,
)
from studytui.search.query.terms import one_word, required, wanted_words
from studytui.search.query.wordings import with_plain_words, with_wordings
from studytui.search.text.fold import fold, plain
from studytui.search.text.function_words import are_function_words
from studytui.search.text.plain_words import PlainWords
from studytui.search.text.words import Sought
from studytui.search.tiers import Tier

FILTERED: Final = 200
"""Names that are looked through for those that the rest of a query leaves."""


class Index(Struct, frozen=True):
    """The sources of a query: the state of the vault, and of its index what costs something only when it is used."""

    notes: Container[str]
    """Paths of the notes of the vault that are searched; the index may still have others."""
    paths: Callable[[], Mapping[int, str]]
    """Of the notes of the index that are searched."""
    legend: Legend
    complete: bool
    """True if the index is known to be up to date."""
    opened: Mapping[str, float]
    """When notes were last opened."""
    asking: Callable[[], AbstractContextManager[IndexReader]] | None
    """The reader on one state of the index; None where names alone are to be searched."""
    catalog: Callable[[], Catalog]
    """Of that state."""
    names: Callable[[], NameIndex]
    """The names of the notes."""
    excluded_names: Callable[[], NameIndex]
    """Those of the notes that the vault excludes, which names alone find last (behaviour 2.6)."""
    vocabulary: Callable[[], Vocabulary]
    """The words of all notes."""
    view: Callable[[int], NoteView | None]
    """A note, while asking."""
    plain_words: Callable[[], PlainWords]
    """Medical words for plain ones."""
    cancelled: Callable[[], bool]


class Query:
    """One query."""

    def __init__(self, text: str, index: Index) -> None:
        self._text = text
        self._index = index
        self._opened: Callable[[str], float] = lambda path: index.opened.get(path, 0.0)
        self._hints: list[str] = []
        self._complete = True
        self._unknown: tuple[str, ...] = ()
        self._plain_words = True

    def run(self, limit: int, *, titles_only: bool = False) -> Results:
        """The list. Raises CancelledError, DamagedError or sqlite3.Error."""
        if not self._text.strip() or limit <= 0:
            return Results()
        if titles_only:
            return self._titles(limit)
        try:
            parsed = parse_query(self._text)
        except QueryError as error:
            return Results(error=str(error))
        self._hints.extend(parsed.hints)
        if self._index.asking is None:
            return self._titles(limit)
        with self._index.asking() as reader:
            return self._results(self._rows(parsed.term, reader, limit), limit)

    def _results(self, rows: Sequence[HitRow], limit: int) -> Results:
        complete = self._complete and self._index.complete
        hits = in_order(rows, limit)
        return Results(
            hits,
            hints=tuple(self._hints),
            complete=complete,
            unknown=() if hits else self._unknown,
            plain=self._plain_words,
        )

    # Names alone

    def _titles(self, limit: int) -> Results:
        presenter = Presenter(None, self._index.catalog(), self._index.legend, lambda path: None, whole)
        found = self._meant_names(fold(self._text), self._names(self._text, limit), limit)
        if not any(hit.tier <= Tier.IMPLICIT for hit in found):
            bare = bare_text(fold(self._text), self._is_named)
            others = self._names(bare, limit) if bare is not None else []
            found = others if any(hit.tier <= Tier.IMPLICIT for hit in others) else cheapest([*found, *others])
        rows = [presenter.name(hit) for hit in found]
        rows += self._partial_names(rows, presenter, limit)
        excluded = self._index.excluded_names().search(self._text, limit, self._opened)
        rows += [presenter.excluded(hit) for hit in excluded if hit.tier < Tier.SIMILAR]
        return self._results(rows, limit)

    def _meant_names(self, typed: Sequence[str], found: list[NameHit], limit: int) -> list[NameHit]:
        """The names, with those that hold what abbreviations and plain words stand for."""
        if self._index.asking is None or not typed:
            return found
        with self._index.asking() as reader:
            planner = Planner(reader, self._index.paths(), self._index.cancelled)
            term = with_wordings(And(tuple(map(one_word, typed))), planner)
            called = plain_words(self._called(term, planner) or And(()))
        words = plain_words(term) or ()
        held = [hit for hit in found if hit.tier < Tier.SIMILAR]
        if any(word.meanings for word in words):
            held = names_meant(words, held, lambda text: self._names(text, limit))
        if called:
            known = {hit.name.note for hit in held}
            others = names_called(called, lambda text: self._names(text, limit))
            held += [hit for hit in others if hit.name.note not in known]
        return held or found

    def _partial_names(self, rows: list[HitRow], presenter: Presenter, limit: int) -> list[HitRow]:
        """Tier 8 of names. Makes room among similar `rows`."""
        words = [word for word in dict.fromkeys(fold(self._text)) if not are_function_words((word,))]
        known = answering(rows)
        if not is_description(words, known, limit):
            return []
        count = len(self._index.paths())
        found = most_words_of_names(words, lambda word: self._names(word, FILTERED), count, known, room(limit))
        skip = make_room(rows, known, len(found), limit)
        return [presenter.partial_name(each) for each in found if each.hit.name.note not in skip]

    def _names(self, query: str, limit: int) -> list[NameHit]:
        found = self._index.names().search(query, limit, self._opened)
        return [hit for hit in found if hit.name.note in self._index.notes]

    def _is_named(self, pair: tuple[str, str]) -> bool:
        """True if these two words stand side by side in a name, as *vitamin* and *a* do."""
        held = (fold(hit.name.text) for hit in self._names(" ".join(pair), FILTERED) if hit.tier < Tier.SIMILAR)
        return any(pair in pairwise(found) for found in held)

    # Names and text

    def _rows(self, term: Term | None, reader: IndexReader, limit: int) -> list[HitRow]:
        if term is None:
            presenter = self._presenter(None, reader, whole)
            return [presenter.name(hit) for hit in self._names(self._text, limit)]
        planner = Planner(reader, self._index.paths(), self._index.cancelled)
        term = with_wordings(as_text(term, planner), planner)
        called = self._called(term, planner)
        rows = self._plain(term, planner, reader, limit)
        if not any(row.tier <= Tier.HEADING for row in rows):
            bare = without_function_words(term, self._is_named)
            if bare is not None:
                term = bare
                rows = self._plain(term, planner, reader, limit)
        if called is not None:
            rows += self._by_plain_words(called, planner, reader, rows, limit)
        words = plain_words(term)
        if words is None:
            self._plain_words = False
            if not rows:
                self._held([leaf for leaf in wanted_words(term) if isinstance(leaf, Word)], planner)
            return rows
        presenter = self._presenter(term, reader, planner.sought)
        for respaced in (together, apart):
            parts = respaced(words, planner) if not rows else words
            if parts != words:
                rows = self._plain(And(parts), planner, reader, limit)
                if rows or respaced is apart:
                    term, words = And(parts), parts
                    presenter = self._presenter(term, reader, planner.sought)
        if not rows:
            held = self._held(words, planner)
            rows = self._similar(words, held, planner, presenter, limit)
        return rows + self._partial(plain_words(called or term) or words, rows, planner, presenter, limit)

    def _called(self, term: Term, planner: Planner) -> Term | None:
        """The query with the medical words for plain ones that few notes hold; None where it has none."""

        def few(typed: tuple[str, ...]) -> bool:
            return is_in_few(typed, planner, self._index.view)

        called = with_plain_words(term, self._index.plain_words(), few)
        return None if called is term else without_function_words(called, self._is_named) or called

    def _by_plain_words(
        self, called: Term, planner: Planner, reader: IndexReader, known: Sequence[HitRow], limit: int
    ) -> list[HitRow]:
        """The hits of the query by the medical words for its plain ones."""
        presenter = self._presenter(called, reader, planner.sought)
        words = plain_words(called)
        named = {row.note for row in known if row.tier <= Tier.IMPLICIT}
        rows = []
        if words is not None:
            hits = names_called(words, lambda text: self._names(text, limit))
            rows = [presenter.name(hit) for hit in hits if hit.name.note not in named]
        self._check()
        found = self._ranking(planner).search(called, self._index.paths(), limit)
        shown = (presenter.also(hit) for hit in found if hit.view.path in self._index.notes)
        return rows + [row for row in shown if row is not None]

    def _held(self, words: Sequence[Word], planner: Planner) -> list[bool]:
        """Which of the words some note holds; the others are kept, to be named if nothing is found."""
        held = are_held(words, planner)
        self._unknown = tuple(word.text for word, is_held in zip(words, held, strict=True) if not is_held)
        return held

    def _presenter(
        self, term: Term | None, reader: IndexReader, sought: Callable[[Word | Phrase], Sought]
    ) -> Presenter:
        return Presenter(term, self._index.catalog(), self._index.legend, remembered(reader.facts), sought)

    def _plain(self, term: Term, planner: Planner, reader: IndexReader, limit: int) -> list[HitRow]:
        """The hits of the query as it stands: tiers 1 to 6."""
        presenter = self._presenter(term, reader, planner.sought)
        rows = [presenter.name(hit) for hit in self._held_names(term, planner, limit)]
        words = plain_words(term)
        if words is not None and sum(row.tier < Tier.HEADING for row in rows) >= limit:
            return rows  # text comes after all of them
        self._check()
        paths = self._index.paths()
        found = self._ranking(planner).search(term, paths, limit)
        few = len({hit.view.note for hit in found}) < limit and planner.stopped is None
        if few and not (words and all(word.cut for word in words)):
            begun = Planner(reader, paths, self._index.cancelled, begun=True)
            known = {hit.view.note for hit in found}
            found += self._ranking(begun).search(term, paths, limit - len(known), known)
        return rows + [presenter.line(hit) for hit in found if hit.view.path in self._index.notes]

    def _held_names(self, term: Term, planner: Planner, limit: int) -> list[NameHit]:
        """Names that hold the words that the query requires, of notes that the rest of it is true of."""
        if isinstance(term, Or):
            either = (hit for part in term.parts[:MOST_SIDES] for hit in self._held_names(part, planner, limit))
            return best_of_each(either)[:limit]
        parts = required(term)
        text = " ".join(part.text for part in parts if isinstance(part, Word))
        rest = tuple(part for part in parts if not isinstance(part, Word))
        found = []
        if text and self._index.names().may_hold(text):
            found = [hit for hit in self._names(text, FILTERED if rest else limit) if hit.tier < Tier.SIMILAR]
        sides = [part for part in parts if isinstance(part, Or)]
        if sides and not text:
            found = self._held_names(sides[0], planner, limit)
        words = [part for part in parts if isinstance(part, Word)]
        if any(word.meanings for word in words):
            found = names_meant(words, found, lambda text: self._names(text, limit))
        if not rest:
            return found
        typed = plain(self._text).strip()  # what reads as operators may be a name as it stands: `[GI] bleeding`
        named = [hit for hit in self._names(typed, limit) if typed in plain(hit.name.text)]
        known = {hit.name.note for hit in named}
        return (named + [hit for hit in self._filtered(found, And(rest), planner) if hit.name.note not in known])[
            :limit
        ]

    def _ranking(self, planner: Planner) -> Ranking:
        return Ranking(planner, self._index.view, self._index.cancelled, self._opened, self._stop)

    def _stop(self, why: str) -> None:
        self._complete = False
        if why not in self._hints:
            self._hints.append(why)

    def _filtered(self, names: Sequence[NameHit], term: Term, planner: Planner) -> list[NameHit]:
        """The names of the notes that the term is true of."""
        ids = {path: note for note, path in planner.paths.items()}
        matcher = Matcher(planner)
        found = []
        for hit in names:
            self._check()
            note = ids.get(hit.name.note)
            view = self._index.view(note) if note is not None else None
            if view is not None and matcher.match(term, view).holds:
                found.append(hit)
        return found

    def _check(self) -> None:
        if self._index.cancelled():
            raise CancelledError

    # Slips, and what is missing

    def _similar(
        self, words: Sequence[Word], held: Sequence[bool], planner: Planner, presenter: Presenter, limit: int
    ) -> list[HitRow]:
        """Tier 7, where nothing holds the query as it stands; `held` are the words that some note has."""
        bare = " ".join(word for part in words for word in part.words)
        names: list[NameHit] = []
        loose: list[NameHit] = []
        for text in dict.fromkeys((" ".join(fold(self._text)), bare)):
            found_names = self._names(text, limit)
            loose = loose or found_names
            names = [hit for hit in found_names if (hit.read == 1 if all(held) else keeps(hit, words, held))]
            if names:
                break
        self._check()
        found = rewritings(words, planner, self._index.vocabulary(), held)
        self._check()
        if not names and not all(held) and not any(keeps_held(rewriting, words, held) for rewriting in found):
            names = loose
        lines = similar_hits(found, planner, self._ranking, limit, Tier.HEADING if all(held) else Tier.PLACE)
        least = min((rewriting.cost for hit, rewriting in lines if hit.tier is Tier.HEADING), default=inf)
        rows = [presenter.name(hit) for hit in names if hit.cost <= least + NOISE]
        return rows + [
            presenter.similar(hit, rewriting.cost, rewriting.used, rewriting.words)
            for hit, rewriting in lines
            if hit.view.path in self._index.notes
        ]

    def _partial(
        self, words: Sequence[Word], rows: list[HitRow], planner: Planner, presenter: Presenter, limit: int
    ) -> list[HitRow]:
        """Tier 8, where few notes hold all of three or more words. Makes room among similar `rows`."""
        parts = [word for word in words if not are_function_words(word.words)]
        known = answering(rows)
        if not is_description(parts, known, limit):
            return []
        self._check()
        found = most_words(parts, planner, self._index.vocabulary(), self._index.view, known, room(limit))
        found = [each for each in found if each.line.view.path in self._index.notes]
        skip = make_room(rows, known, len(found), limit)
        found = [each for each in found if each.line.view.path not in skip]
        return [presenter.partial(each.line, each.used, each.read, each.without) for each in found]
