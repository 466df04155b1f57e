"""Lines and names that were found -> the one list that is shown (behaviour 6.9, 6.12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from studytui.markdown import Legend
from studytui.search.hits import SIMILAR, Hit, Kind
from studytui.search.index.lines import Initials, Unit
from studytui.search.index.note_names import Catalog
from studytui.search.index.reader import NoteFacts
from studytui.search.names.names import NameHit
from studytui.search.query import And, Cased, Meaning, Or, Phrase, Regex, Scope, Term, Word
from studytui.search.query.most_words import PartialName
from studytui.search.query.patterns import SlowPatternError, compile_pattern, finds
from studytui.search.query.rank import LineHit
from studytui.search.query.terms import wanted_words
from studytui.search.text.endings import same_but_ending
from studytui.search.text.fold import Plain, plain
from studytui.search.text.snippet import matches, snippet
from studytui.search.text.words import Sought
from studytui.search.tiers import Tier, below, score

_KINDS: Final[dict[Tier, Kind]] = {Tier.HEADING: "heading", Tier.MARKED: "high-yield", Tier.BODY: "text"}


class HitRow(Struct, frozen=True):
    """The rank of a hit in the list, and how its row is made if it gets one."""

    tier: Tier
    inner: Tier
    """Inside of `Tier.SIMILAR`: the tier that it has when the slips are put right; else the tier."""
    note: str
    score: float
    make: Callable[[], Hit]


class Presenter:
    """Makes the rows of one query."""

    def __init__(
        self,
        term: Term | None,
        catalog: Catalog,
        legend: Legend,
        facts: Callable[[str], NoteFacts | None],
        sought: Callable[[Word | Phrase], Sought],
    ) -> None:
        self._term = term
        self._sought = sought
        self._catalog = catalog
        self._legend = legend
        self._facts = facts

    def name(self, found: NameHit) -> HitRow:
        """A note that was found by a name."""
        name = found.name
        kind: Kind = "title" if name.kind == "title" else "alias"
        reason = None if name.kind == "title" else f"alias: {name.text}"
        if found.tier is Tier.SIMILAR:
            kind, reason = "similar", f"{SIMILAR}{found.similar_to or name.text}"
        elif found.said is not None:
            reason = found.said
        return HitRow(
            found.tier,
            found.inner,
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
                also=found.also,
                high_yield=self._has_marks(name.note),
            ),
        )

    def excluded(self, found: NameHit) -> HitRow:
        """A note that the vault excludes, found by a name: behind all others."""
        row = self.name(found)
        worth = score(Tier.PARTIAL, found.score / 1000)
        why = found.said or "excluded"
        make = lambda: replace(row.make(), score=worth, reason=why)  # noqa: E731 - as every row has
        return replace(row, tier=Tier.PARTIAL, inner=Tier.PARTIAL, score=worth, make=make)

    def line(self, found: LineHit) -> HitRow:
        """A line that answers."""
        worth = score(found.tier, found.quality)
        leaves = list(wanted_words(self._term)) if self._term is not None else []
        return HitRow(found.tier, found.tier, found.view.path, worth, lambda: self._row(found, leaves, worth))

    def similar(self, found: LineHit, cost: float, used: Sequence[str], words: Sequence[Word]) -> HitRow:
        """A line that answers a reading of the query: its words, and those of them that were not typed."""
        worth = score(Tier.SIMILAR, found.quality / (1 + cost), found.tier)
        reason = f"{SIMILAR}{' '.join(used)}"
        return HitRow(
            Tier.SIMILAR,
            found.tier,
            found.view.path,
            worth,
            lambda: replace(self._row(found, words, worth), kind="similar", reason=reason),
        )

    def also(self, found: LineHit) -> HitRow | None:
        """A line that answers by the medical words for the plain ones of the query; None if it does without them."""
        if found.index is None:
            return None
        said = self._said(found, found.index, plain=True)
        if not said:
            return None
        leaves = list(wanted_words(self._term)) if self._term is not None else []
        tier = below(found.tier)
        worth = score(tier, found.quality)
        inner = found.tier if tier is Tier.PLACE else tier  # text, which is more than a path
        return HitRow(tier, inner, found.view.path, worth, lambda: replace(self._row(found, leaves, worth), also=said))

    def partial(self, found: LineHit, used: Sequence[str], words: Sequence[Word], without: tuple[str, ...]) -> HitRow:
        """A line of a note that holds most of the words, those of them that were not typed, and what it lacks."""
        worth = score(Tier.PARTIAL, found.quality)
        reason = f"{SIMILAR}{' '.join(used)}" if used else None
        return HitRow(
            Tier.PARTIAL,
            Tier.PARTIAL,
            found.view.path,
            worth,
            lambda: replace(self._row(found, words, worth), kind="partial", reason=reason, without=without),
        )

    def partial_name(self, found: PartialName) -> HitRow:
        """A note whose names hold most of the words."""
        row = self.name(found.hit)
        worth = score(Tier.PARTIAL, found.share)
        return replace(
            row,
            tier=Tier.PARTIAL,
            inner=Tier.PARTIAL,
            score=worth,
            make=lambda: replace(row.make(), kind="partial", score=worth, without=found.without),
        )

    def _row(self, found: LineHit, leaves: Sequence[Word | Phrase], worth: float) -> Hit:
        text = found.view.path if found.index is None else found.view.lines.texts[found.index]
        unit = Unit(text)
        sought = [self._marked(leaf, unit) for leaf in leaves]
        if found.index is None:
            return self._note(found, sought, worth)
        return self._line(found, found.index, sought, worth)

    def _marked(self, leaf: Word | Phrase, unit: Unit) -> Sought:
        """The words to highlight: the word as it is, or where it is not there, words that begin with it."""
        sought = self._sought(leaf)
        whole = isinstance(leaf, Phrase) or (not leaf.cut and unit.holds(sought._replace(cut=False, others=())))
        return sought._replace(cut=not whole)

    def _line(self, found: LineHit, index: int, sought: Sequence[Sought], worth: float) -> Hit:
        view = found.view
        cut = snippet(view.lines.texts[index], sought, self._patterns())
        return Hit(
            note=view.path,
            title=self._catalog.title(view.path),
            heading=view.lines.path(index),
            line=view.lines.sources[index],
            kind=_KINDS.get(found.tier, "text"),
            snippet=cut.text,
            marks=cut.marks,
            score=worth,
            high_yield=bool(view.lines.high_yield(index, self._legend)),
            reason="; ".join(self._said(found, index)) or None,
        )

    def _said(self, found: LineHit, index: int, *, plain: bool = False) -> tuple[str, ...]:
        """The meanings of abbreviations (`plain`: of plain words) that a line, a heading above it or a name holds."""
        wanted = wanted_words(self._term) if self._term is not None else ()
        leaves = [leaf for leaf in wanted if isinstance(leaf, Word) and leaf.meanings]
        if not leaves:
            return ()
        view = found.view
        units = [*view.names, *map(view.line, (*view.lines.above(index), index))]
        said = (meaning.said for leaf in leaves for meaning in self._meant(leaf, units) if meaning.plain is plain)
        return tuple(dict.fromkeys(said))

    def _meant(self, leaf: Word, units: Sequence[Unit]) -> list[Meaning]:
        """The reading of a misspelt word, if it does not stand there itself."""
        if any(unit.holds(Sought(leaf.words, leaf.cut)) for unit in units if not isinstance(unit, Initials)):
            return []
        forms = self._sought(leaf).forms
        held = [form for form in forms if any(unit.holds(Sought(form)) for unit in units)]
        return [meaning for meaning in leaf.meanings if any(_is_form(form, meaning.words) for form in held)][:1]

    def _note(self, found: LineHit, sought: Sequence[Sought], worth: float) -> Hit:
        path = found.view.path
        kind: Kind = "path"
        shown = path
        tags = self._tags(path, sought)
        if tags:
            kind, shown = "tag", " ".join(f"#{tag}" for tag in tags)
        elif not matches(path, sought) and not _scoped(self._term, ("path", "file")):
            kind, shown = "text", next(iter(found.view.lines.texts), path)
        scoped = _scoped(self._term, ("tag",) if tags else ("path", "file") if kind == "path" else ())
        texts = [plain(leaf.text).lstrip("#") for leaf in scoped]
        cut = snippet(shown, sought, lambda text: [place for part in texts for place in Plain.of(text).places(part)])
        return Hit(
            note=path,
            title=self._catalog.title(path),
            heading=(),
            line=1,
            kind=kind,
            snippet=cut.text,
            marks=cut.marks,
            score=worth,
            high_yield=self._has_marks(path),
        )

    def _tags(self, path: str, sought: Sequence[Sought]) -> list[str]:
        wanted = [plain(leaf.text).lstrip("#") for leaf in _scoped(self._term, ("tag",))]
        if not wanted and matches(path, sought):
            return []
        facts = self._facts(path)
        if facts is None:
            return []
        if wanted:
            return [tag for tag in facts.tags if any(plain(tag).startswith(part) for part in wanted)]
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


def _is_form(form: Sequence[str], words: Sequence[str]) -> bool:
    """True if these are the words, the last perhaps with another ending."""
    same = form[-1] == words[-1] or same_but_ending(words[-1], form[-1])
    return same and tuple(form[:-1]) == tuple(words[:-1])


def in_order(rows: Iterable[HitRow], limit: int) -> tuple[Hit, ...]:
    """The best rows as they are shown."""
    hits = []
    least = float("inf")
    for row in ordered(rows)[:limit]:
        least = min(least, row.score)
        hits.append(replace(row.make(), score=least))
    return tuple(hits)


def ordered(rows: Iterable[HitRow]) -> list[HitRow]:
    """The rows by tier; in a tier every note's best row before the second of any (behaviour 6.9)."""
    seen: dict[tuple[Tier, Tier, str], int] = {}
    better: dict[tuple[bool, str], tuple[Tier, Tier]] = {}
    placed: list[tuple[Tier, Tier, int, float, int, HitRow]] = []
    for number, row in enumerate(sorted(rows, key=lambda row: (row.tier, row.inner))):
        tiers = row.tier, row.inner
        key = (row.tier > Tier.PLACE, row.note)
        if row.inner is Tier.PLACE and key in better:
            continue  # the note is there already, for a better reason
        turn = seen.get((*tiers, row.note), 0)
        seen[(*tiers, row.note)] = turn + 1
        turn += better.setdefault(key, tiers) < tiers
        placed.append((*tiers, turn, -row.score, number, row))
    placed.sort(key=lambda item: item[:5])
    return [row for *_, row in placed]


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
