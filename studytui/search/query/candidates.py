"""Which notes a query can be true of, from the index alone: never too few, seldom many more."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from operator import itemgetter

from msgspec import Struct, field

from studytui.search.index.postings import Postings
from studytui.search.index.reader import CancelledError, IndexReader
from studytui.search.index.record import BODY, CONTENT, HEADING, IMPACT, MARKED
from studytui.search.query import And, Cased, Meaning, Or, Phrase, Property, Regex, Scope, Term, Word
from studytui.search.query.forms import forms_of, in_path
from studytui.search.query.patterns import SlowPatternError, compile_pattern, found_in
from studytui.search.query.properties import fits
from studytui.search.text.compounds import GLUED, is_always_glued
from studytui.search.text.endings import inflections
from studytui.search.text.fold import plain
from studytui.search.text.opposites import opposed
from studytui.search.text.spelling import spellings
from studytui.search.text.words import Sought, pairs, spaceless

SCAN_SECONDS = 1.5
"""The longest that a search looks through notes one by one."""
TOO_LONG = f"stopped after {SCAN_SECONDS} s; add a word or path: to look at fewer notes"
FEW_NOTES = 300
"""So few notes are rather looked into than compared with long postings."""
COSTLY = 3000
"""Postings that are long."""
MOST_BEGUN = 300
"""Words, those in most notes first, that a half typed one may stand for."""
_SHORTEST_BEGINNING = 3
_MASKS = {"heading": HEADING, "hy": MARKED, "task": BODY, "task-todo": BODY, "task-done": BODY}
_LOOKS = 200


class Holding(Struct):
    """The notes that hold a word or phrase."""

    values: dict[int, int]
    """Flags and impact by the note's id (`record`)."""
    exact: Mapping[int, int] = field(default_factory=dict)
    """Of a word that may be half typed: the notes that hold it as it is."""
    idf: float = 0.0
    """How much it tells that a note holds it."""


class Planner:
    """The answers of the index to one query: candidate notes for each term."""

    def __init__(
        self, reader: IndexReader, paths: Mapping[int, str], cancelled: Callable[[], bool], *, begun: bool = False
    ) -> None:
        self.reader = reader
        self.paths = paths
        self._cancelled = cancelled
        self._begun = begun
        """True if every word may be the beginning of one, and not only the last."""
        self.given_up: set[Regex] = set()
        self.deadline = time.monotonic() + SCAN_SECONDS
        """Until when notes are looked through one by one, over all steps of the query together."""
        self.stopped: str | None = None
        """Why some notes were not looked at."""
        self._sought: dict[Word | Phrase, Sought] = {}
        self._held: dict[Sought, Holding] = {}
        self._left: set[Sought] = set()
        """Words that are looked for in the text of the few notes that hold the others."""
        self._tagged: dict[tuple[str, bool], set[int]] = {}
        self._properties: dict[Property, set[int]] = {}

    def candidates(self, term: Term | None, mask: int = 0) -> set[int] | None:
        """Ids of notes, among them all that the term is true of; None for all notes."""
        if isinstance(term, Word | Phrase):
            values = self.holding(term).values
            return {note for note, value in values.items() if value & mask} if mask else set(values)
        if isinstance(term, And):
            return self._all(term, mask)
        if isinstance(term, Or):
            options = [self.candidates(part, mask) for part in term.parts]
            known = [ids for ids in options if ids is not None]
            return set().union(*known) if len(known) == len(options) else None
        if isinstance(term, Cased):
            return self.candidates(term.inside, mask)
        if isinstance(term, Regex):
            return self._scan(term)
        if isinstance(term, Property):
            return self.with_property(term)
        if isinstance(term, Scope):
            return self._scope(term)
        return None  # Not

    def _all(self, term: And, mask: int) -> set[int] | None:
        """The notes that may hold all parts, the rarest part first; what then would cost more than a look is left."""
        found: set[int] | None = None
        for cost, part in sorted(((self._cost(part), part) for part in term.parts), key=itemgetter(0)):
            if found is not None and not found:
                break
            if found is not None and len(found) <= FEW_NOTES and cost > COSTLY and isinstance(part, Word):
                self._left.add(self.sought(part))
                continue
            ids = self.candidates(part, mask)
            if ids is not None:
                found = ids if found is None else found & ids
        return found

    def _cost(self, term: Term) -> int:
        """How many postings tell which notes a term is true of; nothing for what tells it otherwise."""
        if isinstance(term, Word | Phrase):
            if self.is_cut(term):
                return self.reader.size_beginning(term.words[-1])
            return min(self.reader.size(word) for word in term.words)
        if isinstance(term, Or | And):
            return sum(map(self._cost, term.parts))
        if isinstance(term, Scope | Cased) and term.inside is not None:
            return 0 if isinstance(term, Scope) and term.name in ("tag", "color") else self._cost(term.inside)
        return 0 if isinstance(term, Property) else 10**9 if isinstance(term, Regex) else 0

    def _scope(self, term: Scope) -> set[int] | None:
        inside = term.inside
        if term.name in ("path", "file"):
            return None if inside is None else self._paths_with(term)
        if term.name == "tag":
            return self.tagged(inside) if isinstance(inside, Word | Phrase) else None
        if term.name == "color":
            return self.reader.colored(color_of(inside)) if isinstance(inside, Word | Phrase) else None
        return None if inside is None else self.candidates(inside, _MASKS.get(term.name, CONTENT))

    def _paths_with(self, term: Scope) -> set[int] | None:
        if not isinstance(term.inside, Word | Phrase):
            return None
        sought = forms_of(term.inside)
        return {
            note
            for note, path in self.paths.items()
            if in_path(sought, path if term.name == "path" else path.rpartition("/")[2])
        }

    def _scan(self, term: Regex) -> set[int]:
        pattern = compile_pattern(term.pattern)
        found: set[int] = set()
        try:
            found.update(note for note, path in self.paths.items() if found_in(pattern, path))
            for number, (note, text) in enumerate(self.reader.bodies()):
                if number % _LOOKS == 0:
                    if self._cancelled():
                        raise CancelledError
                    if time.monotonic() > self.deadline:
                        self.stopped = TOO_LONG
                        break
                if any(found_in(pattern, line) for line in text.split("\n")):
                    found.add(note)
        except SlowPatternError:
            self.give_up(term)
        return found

    def give_up(self, term: Regex) -> None:
        """The expression took too long on some line: notes that it may be true of are missing."""
        self.given_up.add(term)
        self.stopped = f"/{term.pattern}/ takes too long on some line; make it simpler"

    def tagged(self, tag: Word | Phrase) -> set[int]:
        """The notes with this tag or one nested below it; with one that begins so, if it is half typed as `#ta`."""
        name = plain(tag.text).lstrip("#").rstrip("/")
        cut = isinstance(tag, Word) and tag.cut and tag.text.startswith("#")
        key = (name, cut)
        if key not in self._tagged:
            self._tagged[key] = {
                note
                for note, tags in self.reader.tagged(name).items()
                if cut or any(f"{plain(found)}/".startswith(f"{name}/") for found in tags)
            }
        return self._tagged[key]

    def with_property(self, term: Property) -> set[int]:
        """The notes whose property fits."""
        if term not in self._properties:
            self._properties[term] = set()
            try:
                names = self._names_like(term.name) if term.pattern else (term.name,)
                rows = (row for name in names for row in self.reader.with_property(name))
                self._properties[term] = {note for note, value in rows if fits(term, value)}
            except SlowPatternError:
                self.give_up(Regex(term.value if term.comparison == "regex" else term.name))
        return self._properties[term]

    def _names_like(self, pattern: str) -> list[str]:
        """The names of properties that an expression is found in."""
        compiled = compile_pattern(pattern)
        return [name for name in self.reader.property_names() if found_in(compiled, name)]

    # Words

    def is_cut(self, word: Word | Phrase) -> bool:
        """True if words that begin with it count as it."""
        return isinstance(word, Word) and (word.cut or (self._begun and len(word.words[-1]) >= _SHORTEST_BEGINNING))

    def sought(self, word: Word | Phrase) -> Sought:
        """The forms of a term to look for in a text."""
        found = self._sought.get(word)
        if found is None:
            cut = self.is_cut(word)
            found = Sought(word.words, cut)
            if isinstance(word, Word):
                forms = (*word.forms, *(parts for whole in (word.words, *word.forms) for parts in self._parted(whole)))
                forms += tuple(form for meaning in word.meanings for form in self.forms_of(meaning))
                found = Sought(word.words, cut, self._others(word.words[-1], cut=cut), forms)
            self._sought[word] = found
        return found

    def _others(self, word: str, *, cut: bool) -> tuple[str, ...]:
        """Words that some note holds and that are this one with another ending, but none that means the opposite."""
        return tuple(
            form
            for form in inflections(word)
            if not (cut and form.startswith(word)) and self.reader.size(form) and not opposed(word, form)
        )

    def forms_of(self, meaning: Meaning) -> Iterator[tuple[str, ...]]:
        """The long forms of an abbreviation, with every ending that some note has."""
        *before, last = meaning.words
        yield meaning.words
        yield from ((*before, other) for other in self._others(last, cut=False))

    def _parted(self, words: Sequence[str]) -> Sequence[tuple[str, ...]]:
        """The parts in which notes write the word; their index has it as a whole too."""
        return self.reader.compounds(spellings(words[0])[-1]) if len(words) == 1 else ()

    def holding(self, word: Word | Phrase) -> Holding:
        """The notes that hold a word, or all words of a phrase."""
        key = self.sought(word)
        if key not in self._held:
            self._held[key] = Holding({}) if key in self._left else self._hold(key)
        return self._held[key]

    def _hold(self, sought: Sought) -> Holding:
        exact: Mapping[int, int] = {}
        found: dict[int, int] | None = None
        words = sought.words
        chained = list(pairs(words))
        single = [word for word in words[:-1] if not (chained and spaceless(word))]
        lists = [self.whole(word) for word in (*single, *chained)]
        last = words[-1]
        if sought.cut and not spaceless(last):
            exact, beginning = self._beginning(last)
            lists.append(self._with_endings(beginning, sought.others))
        elif not (chained and spaceless(last)):
            lists.append(self._with_endings(self.whole(last), sought.others))
        for values in sorted(lists, key=len):
            found = values if found is None else _meet(found, values)
        assert found is not None
        found = self._with_forms(found, sought)
        dead = found.keys() - self.paths.keys()
        if dead:
            found = {note: value for note, value in found.items() if note not in dead}
        return Holding(found, exact if len(words) == 1 else {}, self.idf(len(found)))

    def _with_forms(self, found: dict[int, int], sought: Sought) -> dict[int, int]:
        """The notes, and those that hold the words written as one; the parts of one are in the index as a whole."""
        wholes = {word for words in (sought.words, *sought.forms) if len(words) == 1 for word in words}
        for form in sought.forms:
            if len(form) > 1 and "".join(form) in wholes and is_always_glued(form):
                continue
            values = self.whole(form[0])
            if len(form) == 1:
                for spelled in spellings(form[0]):
                    for postings in self.reader.postings(GLUED + spelled):
                        _join(values, postings)
            for word in form[1:]:
                values = _meet(values, self.whole(word))
            for note, value in found.items():
                other = values.get(note)
                values[note] = value if other is None else _either(value, other)
            found = values
        return found

    def _with_endings(self, values: dict[int, int], others: Iterable[str]) -> dict[int, int]:
        """The notes that hold a word, and with less impact those that hold it with another ending."""
        for other in others:
            for form in spellings(other):
                for postings in self.reader.postings(form):
                    lessened = array("H", [(v & ~IMPACT) | ((v & IMPACT) * 3 >> 2) for v in postings.values])
                    _join(values, Postings(postings.ids, lessened))
        return values

    def idf(self, notes: int) -> float:
        """How much a word tells that so many notes hold."""
        return log(1 + (len(self.paths) - notes + 0.5) / (notes + 0.5))

    def known(self, word: str) -> bool:
        """True if a note holds this word, in either spelling, also in parts."""
        return any(self.reader.size(form) or self.reader.size(GLUED + form) for form in spellings(word))

    def size(self, word: str) -> int:
        """How many notes hold exactly this word, about."""
        return self.reader.size(word)

    def whole(self, word: str) -> dict[int, int]:
        """The notes that hold exactly this word, in either spelling; also notes that are gone."""
        values: dict[int, int] = {}
        for form in spellings(word):
            for postings in self.reader.postings(form):
                _join(values, postings)
        return values

    def _beginning(self, text: str) -> tuple[dict[int, int], dict[int, int]]:
        exact: dict[int, int] = {}
        values: dict[int, int] = {}
        for form in spellings(text):
            for postings in self.reader.postings(GLUED + form):
                _join(values, postings)
            for word, postings in self.reader.postings_beginning(form, MOST_BEGUN):
                if word == form:
                    _join(exact, postings)
                _join(values, postings)
        return exact, values


def color_of(term: Word | Phrase) -> str:
    """The name of a colour bucket."""
    name = term.text.casefold()
    return "grey" if name == "gray" else name


def _join(values: dict[int, int], postings: Postings) -> None:
    """Adds notes; for one that is there already, it stands in both places and the higher impact counts."""
    new = dict(zip(postings.ids, postings.values, strict=True))
    both = values.keys() & new.keys() if values else ()
    for note in both:
        new[note] = _either(values[note], new[note])
    values.update(new)


def _either(one: int, other: int) -> int:
    """The posting of a note that holds two words that count as one."""
    return ((one | other) & ~IMPACT) | max(one & IMPACT, other & IMPACT)


def _meet(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """The notes that hold both: where they stand together at best, and the lower impact."""
    return {
        note: (one[note] & other[note] & ~IMPACT) | min(one[note] & IMPACT, other[note] & IMPACT)
        for note in one.keys() & other.keys()
    }
