"""The ways in which what was typed may be written: `il-17` and `il 17` also as `il17` (behaviour 6.10b)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from studytui.search.query.candidates import Planner
from studytui.search.query.terms import OF_THE_NOTE, And, Not, Or, Scope, Term, Word
from studytui.search.text.compounds import may_be_glued

_MOST_GLUED = 3
"""Words that may be written as one."""


def with_forms(term: Term, planner: Planner) -> Term:
    """The query whose words also count where some note writes them, or them and their neighbours, as one."""
    if isinstance(term, Word):
        return _joined((term,), planner)[0]
    if isinstance(term, And):
        return And(_joined([with_forms(part, planner) for part in term.parts], planner))
    if isinstance(term, Or):
        return Or(tuple(with_forms(part, planner) for part in term.parts))
    if isinstance(term, Not):
        return Not(with_forms(term.inside, planner))
    if isinstance(term, Scope) and term.inside is not None and term.name not in OF_THE_NOTE:
        return Scope(term.name, with_forms(term.inside, planner))
    return term


def _joined(parts: Sequence[Term], planner: Planner) -> tuple[Term, ...]:
    forms: dict[int, list[tuple[str, ...]]] = {}
    for places in _runs(parts):
        typed = [word for at in places for word in _words(parts[at])]
        whole = "".join(typed)
        joined = len(places) == 1
        if (joined or may_be_glued(typed)) and planner.known(whole, begun=joined and _is_cut(parts[places[0]])):
            for at in places:
                forms.setdefault(at, []).append((whole,))
    return tuple(
        replace(part, forms=tuple(forms[at])) if at in forms and isinstance(part, Word) else part
        for at, part in enumerate(parts)
    )


def _runs(parts: Sequence[Term]) -> Iterator[range]:
    """The places of neighbouring words, two or three, and of each that is already several."""
    for first in range(len(parts)):
        for last in range(first, min(len(parts), first + _MOST_GLUED)):
            if not isinstance(parts[last], Word):
                break
            if last > first or len(_words(parts[first])) > 1:
                yield range(first, last + 1)


def _words(part: Term) -> Sequence[str]:
    return part.words if isinstance(part, Word) else ()


def _is_cut(part: Term) -> bool:
    return isinstance(part, Word) and part.cut
