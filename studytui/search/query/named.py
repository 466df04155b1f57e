"""Names by what abbreviations of the query stand for (behaviour 6.13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from studytui.search.names.names import NameHit
from studytui.search.query.terms import Word
from studytui.search.text.abbreviations import LONGEST
from studytui.search.text.fold import fold
from studytui.search.tiers import Tier, below, score

_MOST_WORDINGS: Final = 6
"""Ways of reading a query whose names are looked up."""
MOST_SIDES: Final = 8
"""Sides of an `OR` whose names are looked up."""
_LESS_USUAL: Final = 0.03
_ABOVE_INITIALS: Final = 0.75
"""Between names that hold the words and those that have them as their initials (`names.exact_match`)."""


def names_meant(
    words: Sequence[Word], named: Sequence[NameHit], search: Callable[[str], Sequence[NameHit]]
) -> list[NameHit]:
    """The names that were found, and those that hold a meaning, as tier 3; the more usual meaning first.

    A name that has the abbreviation as its initials, and is its meaning, goes before others with such initials.
    """
    found = {hit.name.note: hit for hit in named}
    for place, (text, said, short) in enumerate(_wordings(words)):
        for hit in search(text):
            if hit.tier >= Tier.HEADING or (short is not None and short not in fold(hit.name.text)):
                continue
            known = found.get(hit.name.note)
            if known is None:
                worth = (hit.score % 10) / 10 * (1 - _LESS_USUAL * place)
                changed = replace(
                    hit, tier=Tier.IMPLICIT, inner=Tier.IMPLICIT, score=score(Tier.IMPLICIT, worth), said=said
                )
                found[hit.name.note] = changed
            elif known.said is None and known.tier is Tier.NAME and hit.tier is Tier.EXACT:
                worth = score(Tier.NAME, _ABOVE_INITIALS - _LESS_USUAL / 10 * place)
                found[hit.name.note] = replace(known, score=max(known.score, worth), said=said)
    return sorted(found.values(), key=lambda hit: (hit.tier, -hit.score))


def names_called(words: Sequence[Word], search: Callable[[str], Sequence[NameHit]]) -> list[NameHit]:
    """The names that hold the medical words in place of plain ones, one tier below what they are by these."""
    found: dict[str, NameHit] = {}
    for text, said, _ in _wordings(words, plain=True):
        for hit in search(text):
            if hit.tier <= Tier.IMPLICIT and hit.name.note not in found:
                tier = below(hit.tier)
                worth = score(tier, (hit.score % 10) / 10)
                found[hit.name.note] = replace(hit, tier=tier, inner=tier, score=worth, also=(said,))
    return list(found.values())


def best_of_each(hits: Iterable[NameHit]) -> list[NameHit]:
    """Each note once, by the name that is best; best first."""
    best: dict[str, NameHit] = {}
    for hit in sorted(hits, key=lambda hit: (hit.tier, -hit.score)):
        best.setdefault(hit.name.note, hit)
    return list(best.values())


class _Wording(NamedTuple):
    """The text of a query with a meaning in place of the words that stand for it."""

    text: str
    said: str
    short: str | None
    """The meaning, if it is an abbreviation: *MI* does not begin *Mitral stenosis*."""


def _wordings(words: Sequence[Word], *, plain: bool = False) -> list[_Wording]:
    """The query with each of its meanings."""
    wordings: list[_Wording] = []
    for said in dict.fromkeys(meaning for word in words for meaning in word.meanings if meaning.plain is plain):
        parts: list[str] = []
        put = False
        for word in words:
            if said not in word.meanings:
                parts.append(word.text)
            elif not put:
                parts.append(" ".join(said.words))
                put = True
        short = said.words[0] if len(said.words) == 1 and len(said.words[0]) <= LONGEST and not plain else None
        wordings.append(_Wording(" ".join(parts), said.said, short))
    return wordings[:_MOST_WORDINGS]
