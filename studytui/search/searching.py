"""One query from its text to its list: names, text, and what is similar when neither has it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final

from studytui.markdown import Legend
from studytui.search.approximate import SIMILAR_TIER, readings, similar_hits
from studytui.search.catalog import Catalog
from studytui.search.hits import Results
from studytui.search.matching import Matcher
from studytui.search.names import NameHit
from studytui.search.planning import Planner
from studytui.search.presenting import Presenter, Row, in_order
from studytui.search.query import And, QueryError, Term, Word, parse_query, plain_words
from studytui.search.query.terms import required
from studytui.search.ranking import HEADING_TIER, Ranking
from studytui.search.reading import CancelledError, NoteFacts, Reader
from studytui.search.tiered import TieredNames
from studytui.search.view import NoteView
from studytui.search.vocabulary import Vocabulary
from studytui.search.wanted import Title, spellings

FILTERED: Final = 200
"""Names that are looked through for those that the rest of a query leaves."""


class Source(ABC):
    """What a query is asked of."""

    cancelled: Callable[[], bool]
    names_only: bool

    @abstractmethod
    def asking(self) -> AbstractContextManager[Reader]:
        """The reader on one state of the index."""

    @property
    @abstractmethod
    def catalog(self) -> Catalog:
        """Of that state."""

    @property
    @abstractmethod
    def legend(self) -> Legend:
        """What is high-yield."""

    @property
    @abstractmethod
    def complete(self) -> bool:
        """Whether the index is known to be up to date."""

    @abstractmethod
    def is_note(self, path: str) -> bool:
        """Whether the note is in the vault."""

    @abstractmethod
    def names(self) -> TieredNames:
        """The names of all notes."""

    @abstractmethod
    def vocabulary(self) -> Vocabulary:
        """The words of all notes."""

    @abstractmethod
    def view(self, note: int) -> NoteView | None:
        """A note, while asking."""

    @abstractmethod
    def opened(self) -> Mapping[str, float]:
        """When notes were last opened."""


class Query:
    """One query."""

    def __init__(self, text: str, source: Source) -> None:
        self._text = text
        self._source = source
        opened = source.opened()
        self._opened: Callable[[str], float] = lambda path: opened.get(path, 0.0)
        self._hints: list[str] = []
        self._complete = True

    def run(self, limit: int, *, titles_only: bool = False) -> Results:
        """The list. Raises CancelledError, DamagedIndexError or sqlite3.Error."""
        if not self._text.strip() or limit <= 0:
            return Results()
        if titles_only:
            return self._titles(limit)
        try:
            parsed = parse_query(self._text)
        except QueryError as error:
            return Results(error=str(error))
        self._hints.extend(parsed.hints)
        if self._source.names_only:
            return self._titles(limit)
        with self._source.asking() as reader:
            return self._results(self._rows(parsed.term, reader, limit), limit)

    def _titles(self, limit: int) -> Results:
        presenter = Presenter(None, self._source.catalog, self._source.legend, lambda path: None)
        return self._results([presenter.name(hit) for hit in self._names(self._text, limit)], limit)

    def _rows(self, term: Term | None, reader: Reader, limit: int) -> list[Row]:
        catalog = self._source.catalog
        presenter = Presenter(term, catalog, self._source.legend, _remembered(reader.facts))
        if term is None:
            return [presenter.name(hit) for hit in self._names(self._text, limit)]
        planner = Planner(reader, catalog.paths, self._source.cancelled)
        rows = [presenter.name(hit) for hit in self._held_names(term, planner, limit)]
        words = plain_words(term)
        if words is not None and sum(row.tier < HEADING_TIER for row in rows) >= limit:
            return rows  # text comes after all of them
        self._check()
        found = self._ranking(planner).search(term, catalog.paths, limit)
        if len({hit.view.note for hit in found}) < limit and not (words and all(word.cut for word in words)):
            partial = Planner(reader, catalog.paths, self._source.cancelled, partial=True)
            known = {hit.view.note for hit in found}
            found += self._ranking(partial).search(term, catalog.paths, limit - len(known), known)
        rows += [presenter.line(hit) for hit in found if self._source.is_note(hit.view.path)]
        if not rows and words is not None:
            planner = Planner(reader, catalog.paths, self._source.cancelled)
            rows = self._similar(words, planner, presenter, limit)
        return rows

    def _names(self, query: str, limit: int) -> list[NameHit]:
        found = self._source.names().search(query, limit, self._opened)
        return [hit for hit in found if self._source.is_note(hit.name.note)]

    def _held_names(self, term: Term, planner: Planner, limit: int) -> list[NameHit]:
        """Names that hold the words that the query requires, of notes that the rest of it is true of."""
        parts = required(term)
        words = " ".join(part.text for part in parts if isinstance(part, Word))
        rest = tuple(part for part in parts if not isinstance(part, Word))
        if not words or not self._source.names().may_hold(words):
            return []
        names = [hit for hit in self._names(words, FILTERED if rest else limit) if hit.tier < SIMILAR_TIER]
        return self._filtered(names, And(rest), planner)[:limit] if rest else names

    def _ranking(self, planner: Planner) -> Ranking:
        return Ranking(planner, self._source.view, self._source.cancelled, self._opened, self._stop)

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
            view = self._source.view(note) if note is not None else None
            if view is not None and matcher.match(term, view).holds:
                found.append(hit)
        return found

    def _similar(self, words: Sequence[Word], planner: Planner, presenter: Presenter, limit: int) -> list[Row]:
        held = [bool(planner.holding(Word(word.text, word.words, cut=True)).values) for word in words]
        names = self._names(" ".join(word.text for word in words), limit)
        kept = [hit for hit in names if _keeps(hit, words, held)]
        rows = [presenter.name(hit) for hit in kept]
        found = readings(words, planner, self._source.vocabulary(), held)
        self._check()
        for hit, reading in similar_hits(found, planner, self._ranking, limit):
            if self._source.is_note(hit.view.path):
                rows.append(presenter.line(hit, reading.used, reading.words))
        return rows

    def _check(self) -> None:
        if self._source.cancelled():
            raise CancelledError

    def _results(self, rows: Sequence[Row], limit: int) -> Results:
        complete = self._complete and self._source.complete
        return Results(in_order(rows, limit), None, tuple(self._hints), complete=complete)


def _keeps(hit: NameHit, words: Sequence[Word], held: Sequence[bool]) -> bool:
    """Whether a similar name has the words that some note holds, unless that is all of them."""
    if all(held):
        return True
    title = [form for word in Title.of(hit.name.text).words for form in spellings(word)]
    return all(
        any(form.startswith(part) for form in title)
        for word, fixed in zip(words, held, strict=True)
        if fixed
        for part in word.words
    )


def _remembered(facts: Callable[[str], NoteFacts | None]) -> Callable[[str], NoteFacts | None]:
    known: dict[str, NoteFacts | None] = {}

    def remembered(path: str) -> NoteFacts | None:
        if path not in known:
            known[path] = facts(path)
        return known[path]

    return remembered
