"""Lines and names that were found -> the one list that is shown (behaviour 6.9, 6.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from studytui.markdown import Legend
from studytui.search.catalog import Catalog
from studytui.search.hits import Hit, Kind
from studytui.search.names import NameHit
from studytui.search.query import And, Cased, Or, Phrase, Regex, Scope, Term, Word
from studytui.search.query.patterns import SlowPatternError, compile_pattern, finds
from studytui.search.query.terms import wanted_words
from studytui.search.ranking import BODY_TIER, HEADING_TIER, MARKED_TIER, PLACE_TIER, LineHit
from studytui.search.reading import NoteFacts
from studytui.search.snippet import Sought, matches, snippet
from studytui.search.view import Unit

_KINDS: Final[dict[int, Kind]] = {HEADING_TIER: "heading", MARKED_TIER: "high-yield", BODY_TIER: "text"}
_SIMILAR: Final = 7


class Row(Struct, frozen=True):
    """What decides the place of a hit in the list, and how it is made if it gets one."""

    tier: int
    note: str
    score: float
    make: Callable[[], Hit]


class Presenter:
    """Makes the rows of one query."""

    def __init__(
        self, term: Term | None, catalog: Catalog, legend: Legend, facts: Callable[[str], NoteFacts | None]
    ) -> None:
        self._term = term
        self._catalog = catalog
        self._legend = legend
        self._facts = facts

    def name(self, found: NameHit) -> Row:
        """A note that was found by a name."""
        name = found.name
        kind: Kind = "title" if name.kind == "title" else "alias"
        reason = None if name.kind == "title" else f"alias: {name.text}"
        if found.tier == _SIMILAR:
            kind, reason = "similar", f"similar: {found.similar_to or name.text}"
        return Row(
            found.tier,
            name.note,
            found.score,
            lambda: Hit(
                note=name.note,
                title=self._catalog.title(name.note),
                heading=(),
                line=1,
                kind=kind,
                snippet=name.text,
                marks=found.marks,
                score=found.score,
                reason=reason,
                high_yield=self._has_marks(name.note),
            ),
        )

    def line(self, found: LineHit, used: Sequence[str] | None = None, words: Sequence[Word] | None = None) -> Row:
        """A line that answers; `used` are the words that the query was read as, `words` the whole of that reading."""
        tier = found.tier if used is None else _SIMILAR
        return Row(tier, found.view.path, _score(found), lambda: self._row(found, used, words))

    def _row(self, found: LineHit, used: Sequence[str] | None, words: Sequence[Word] | None) -> Hit:
        leaves = list(words) if words is not None else list(wanted_words(self._term)) if self._term is not None else []
        text = found.view.path if found.index is None else found.view.lines.texts[found.index]
        sought = [_sought(leaf, text) for leaf in leaves]
        hit = self._note(found, sought) if found.index is None else self._line(found, found.index, sought)
        return hit if used is None else replace(hit, kind="similar", reason=f"similar: {' '.join(used)}")

    def _line(self, found: LineHit, index: int, sought: Sequence[Sought]) -> Hit:
        view = found.view
        spans = view.lines.high_yield(index, self._legend)
        cut = snippet(view.lines.texts[index], sought, spans, self._patterns())
        return Hit(
            note=view.path,
            title=self._catalog.title(view.path),
            heading=view.lines.path(index),
            line=view.lines.sources[index],
            kind=_KINDS.get(found.tier, "text"),
            snippet=cut.text,
            marks=cut.marks,
            score=_score(found),
            high_yield=bool(spans),
            high_yield_marks=cut.high_yield,
        )

    def _note(self, found: LineHit, sought: Sequence[Sought]) -> Hit:
        path = found.view.path
        kind: Kind = "path"
        shown = path
        tags = self._tags(path, sought)
        if tags:
            kind, shown = "tag", " ".join(f"#{tag}" for tag in tags)
        elif not matches(path, sought) and not _scoped(self._term, ("path", "file")):
            kind, shown = "text", next(iter(found.view.lines.texts), path)
        scoped = _scoped(self._term, ("tag",) if tags else ("path", "file") if kind == "path" else ())
        texts = [leaf.text.lstrip("#").casefold() for leaf in scoped]
        cut = snippet(shown, sought, (), lambda text: [place for part in texts for place in _places(text, part)])
        return Hit(
            note=path,
            title=self._catalog.title(path),
            heading=(),
            line=1,
            kind=kind,
            snippet=cut.text,
            marks=cut.marks,
            score=_score(found),
            high_yield=self._has_marks(path),
        )

    def _tags(self, path: str, sought: Sequence[Sought]) -> list[str]:
        wanted = [leaf.text.lstrip("#").casefold() for leaf in _scoped(self._term, ("tag",))]
        if not wanted and matches(path, sought):
            return []
        facts = self._facts(path)
        if facts is None:
            return []
        if wanted:
            return [tag for tag in facts.tags if any(tag.casefold().startswith(part) for part in wanted)]
        return [tag for tag in facts.tags if matches(tag, sought)]

    def _has_marks(self, path: str) -> bool:
        marks = self._catalog.marks.get(path)
        return marks is not None and marks.high_yield(self._legend)[0] > 0

    def _patterns(self) -> Callable[[str], list[tuple[int, int]]] | None:
        patterns = [compile_pattern(pattern) for pattern in _regexes(self._term)]
        if not patterns:
            return None

        def find(text: str) -> list[tuple[int, int]]:
            try:
                return [place for pattern in patterns for place in finds(pattern, text)]
            except SlowPatternError:
                return []

        return find


def in_order(rows: Iterable[Row], limit: int) -> tuple[Hit, ...]:
    """The best rows: by tier; in a tier every note's best row before the second of any (behaviour 6.9)."""
    seen: dict[tuple[int, str], int] = {}
    better: dict[str, int] = {}
    placed: list[tuple[int, int, float, int, Row]] = []
    for number, row in enumerate(sorted(rows, key=lambda row: row.tier)):
        if row.tier == PLACE_TIER and row.note in better:
            continue  # the note is there already, for a better reason
        turn = seen.get((row.tier, row.note), 0)
        seen[row.tier, row.note] = turn + 1
        turn += better.setdefault(row.note, row.tier) < row.tier
        placed.append((row.tier, turn, -row.score, number, row))
    placed.sort(key=lambda item: item[:4])
    hits = []
    score = float("inf")
    for *_, row in placed[:limit]:
        score = min(score, row.score)
        hits.append(replace(row.make(), score=score))
    return tuple(hits)


def _sought(leaf: Word | Phrase, text: str) -> Sought:
    """What is marked: the word as it is, or where it is not there, words that begin with it."""
    whole = isinstance(leaf, Phrase) or (not leaf.cut and Unit(text).holds(leaf.words))
    return Sought(leaf.words, not whole)


def _score(found: LineHit) -> float:
    """Between the scores that names of this tier and of the next have."""
    return round(90 - 10 * found.tier + 9.99 * found.score / (abs(found.score) + 10), 3)


def _regexes(term: Term | None) -> list[str]:
    if isinstance(term, Regex):
        return [term.pattern]
    if isinstance(term, And | Or):
        return [pattern for part in term.parts for pattern in _regexes(part)]
    if isinstance(term, Cased | Scope) and not (isinstance(term, Scope) and term.name in ("path", "file", "tag")):
        return _regexes(term.inside)
    return []


def _scoped(term: Term | None, names: Sequence[str]) -> list[Word | Phrase]:
    """The words and phrases after these operators."""
    if isinstance(term, And | Or):
        return [leaf for part in term.parts for leaf in _scoped(part, names)]
    if isinstance(term, Scope) and term.name in names and term.inside is not None:
        return list(wanted_words(term.inside))
    return []


def _places(text: str, part: str) -> list[tuple[int, int]]:
    """Where a text without case stands in another."""
    folded = text.casefold()
    if not part or len(folded) != len(text):
        return []
    return [(match.start(), match.end()) for match in re.finditer(re.escape(part), folded)]
