"""Other wordings of words of a query: `il 17` as `il17`, `mi` as *myocardial infarction* (behaviour 6.10c, 6.13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from studytui.search.query.candidates import Planner
from studytui.search.query.terms import OF_THE_NOTE, And, Meaning, Not, Or, Scope, Term, Word
from studytui.search.text.abbreviations import LONGEST, SHORTEST, long_key
from studytui.search.text.compounds import may_be_glued, may_be_parted, may_be_two_words
from studytui.search.text.fold import fold
from studytui.search.text.function_words import are_function_words
from studytui.search.text.plain_words import LONGEST_PHRASE, PlainWords

_MOST_GLUED = 3
"""Words that may be written as one."""
_MOST_MEANINGS = 4
_LONGEST_LONG_FORM = 6
"""Words of a query that may be the long form of an abbreviation."""


def with_wordings(term: Term, planner: Planner) -> Term:
    """The query whose words also count as the vault writes them otherwise."""
    return _written(term, planner, wanted=True)


def with_plain_words(term: Term, known: PlainWords, few: Callable[[tuple[str, ...]], bool]) -> Term:
    """The query whose plain words count as the medical ones too, where `few` notes hold them; else it itself."""
    parts = term.parts if isinstance(term, And) else (term,)
    found: dict[int, tuple[Meaning, ...]] = {}
    for places in sorted(_runs(parts, LONGEST_PHRASE), key=len, reverse=True):
        typed = tuple(word for at in places for word in _words(parts[at]))
        medical = known.get(long_key(typed), ()) if found.keys().isdisjoint(places) else ()
        if medical and few(typed):
            meanings = tuple(Meaning(tuple(fold(word)), word, plain=True) for word in medical)
            found.update(dict.fromkeys(places, meanings))
    if not found:
        return term
    changed = tuple(
        replace(part, meanings=(*part.meanings, *found[at])) if at in found and isinstance(part, Word) else part
        for at, part in enumerate(parts)
    )
    return And(changed) if isinstance(term, And) else changed[0]


def _written(term: Term, planner: Planner, *, wanted: bool) -> Term:
    """`wanted`: notes are looked for that hold it, and not such as do not."""
    if isinstance(term, Word):
        return _worded((term,), planner, wanted=wanted)[0]
    if isinstance(term, And):
        parts = [part if isinstance(part, Word) else _written(part, planner, wanted=wanted) for part in term.parts]
        return And(_worded(parts, planner, wanted=wanted))
    if isinstance(term, Or):
        return Or(tuple(_written(part, planner, wanted=wanted) for part in term.parts))
    if isinstance(term, Not):
        return Not(_written(term.inside, planner, wanted=False))
    if isinstance(term, Scope) and term.inside is not None and term.name not in OF_THE_NOTE:
        return Scope(term.name, _written(term.inside, planner, wanted=wanted))
    return term


def _worded(parts: Sequence[Term], planner: Planner, *, wanted: bool) -> tuple[Term, ...]:
    forms = _forms(parts, planner)
    meanings = _meanings(parts, planner) if wanted else {}
    return tuple(
        replace(part, forms=tuple(forms.get(at, ())), meanings=tuple(meanings.get(at, ())))
        if isinstance(part, Word) and (at in forms or at in meanings)
        else part
        for at, part in enumerate(parts)
    )


def _forms(parts: Sequence[Term], planner: Planner) -> dict[int, list[tuple[str, ...]]]:
    """Of words, by their places: they, or they and their neighbours, as one."""
    forms: dict[int, list[tuple[str, ...]]] = {}
    for places in _runs(parts, _MOST_GLUED):
        typed = ["".join(_words(parts[at])) for at in places]
        words = _words(parts[places[0]])
        whole = "".join(typed)
        found: list[tuple[str, ...]] = []
        if (len(words) > 1 if len(places) == 1 else may_be_glued(typed)) and planner.known(whole):
            found.append((whole,))
        if len(places) == 1:
            found += _parted(whole, planner)
            for at, word in enumerate(words if len(words) > 1 else ()):
                found += ((*words[:at], *split, *words[at + 1 :]) for split in _parted(word, planner))
        for at in places if found else ():
            forms.setdefault(at, []).extend(found)
    return forms


def _parted(whole: str, planner: Planner) -> Iterator[tuple[str, ...]]:
    """A word as notes may write it in parts; in two words of letters only where each of them is the more usual one."""
    for parts in may_be_parted(whole):
        if all(map(planner.known, parts)):
            yield parts
    least = planner.size(whole)
    yield from (parts for parts in may_be_two_words(whole) if all(planner.size(part) > least for part in parts))


def _meanings(parts: Sequence[Term], planner: Planner) -> dict[int, list[Meaning]]:
    """Of words, by their places: what they stand for, and what stands for them."""
    found: dict[int, list[Meaning]] = {}
    for places in _runs(parts, _LONGEST_LONG_FORM):
        typed = tuple(word for at in places for word in _words(parts[at]))
        meanings = [Meaning((short,), said) for short, said in planner.reader.shortened(long_key(typed))]
        short = "".join(typed)
        if SHORTEST <= len(short) <= LONGEST and _may_be_short(parts, places):
            meanings += [Meaning(*meaning) for meaning in planner.reader.meanings(short)[:_MOST_MEANINGS]]
        for at in places if meanings else ():
            found.setdefault(at, []).extend(meanings)
    return found


def _may_be_short(parts: Sequence[Term], places: Sequence[int]) -> bool:
    """True if what is typed may be an abbreviation; a function word only in capitals, or before all others."""
    words = [part for at in places if isinstance(part := parts[at], Word)]
    if len(words) > 2:
        return False
    typed = " ".join(word.text for word in words)
    return typed.isupper() or (places[0] == 0 and len(parts) > 1) or not are_function_words(words[0].words)


def _runs(parts: Sequence[Term], most: int) -> Iterator[range]:
    """The places of each word, and of neighbouring words."""
    for first in range(len(parts)):
        for last in range(first, min(len(parts), first + most)):
            if not isinstance(parts[last], Word):
                break
            yield range(first, last + 1)


def _words(part: Term) -> Sequence[str]:
    return part.words if isinstance(part, Word) else ()
