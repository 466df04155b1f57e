"""Small steps of a query: what it is without function words, which rows make room for which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import ceil
from operator import is_
from typing import Final

from studytui.search.index.lines import NoteView
from studytui.search.index.reader import NoteFacts
from studytui.search.names.names import NameHit
from studytui.search.query import And, Phrase, Property, Term, Word
from studytui.search.query.candidates import Planner
from studytui.search.query.expand import Rewriting
from studytui.search.query.most_words import FEW_NOTES, FEWEST_WORDS
from studytui.search.query.results import HitRow, ordered
from studytui.search.query.terms import one_word, only_properties, required
from studytui.search.text.folded_query import FoldedName
from studytui.search.text.function_words import content_words
from studytui.search.text.spelling import spellings
from studytui.search.text.words import Sought, words
from studytui.search.tiers import Tier

MOST_WORDS_SHARE: Final = 0.4
"""The part of the list that notes with most of the words get beside similar ones (behaviour 6.9)."""
_MOST_LOOKS: Final = 500
"""Notes that hold all words of a phrase, of which it is looked whether they stand side by side."""
ENOUGH: Final = 20
"""Notes with most of the words that are enough in a longer list."""


def answering(rows: Sequence[HitRow]) -> set[str]:
    """The notes that hold the query as it stands."""
    return {row.note for row in rows if row.tier <= Tier.PLACE}


def is_description(words: Sequence[object], known: Collection[str], limit: int) -> bool:
    """True if most of the words may be enough: of several, without function words, that few notes hold all of."""
    return len(words) >= FEWEST_WORDS and len(known) < min(FEW_NOTES, limit)


def is_in_few(typed: tuple[str, ...], planner: Planner, view: Callable[[int], NoteView | None]) -> bool:
    """True if fewer than ten notes hold a word, or these words side by side."""
    holding = planner.holding(Word(" ".join(typed), typed))
    if len(holding.values) < FEW_NOTES or len(typed) == 1:
        return len(holding.values) < FEW_NOTES
    if len(holding.values) > _MOST_LOOKS:
        return False
    sought = Sought(typed)
    count = 0
    for note in holding.values:
        seen = view(note)
        if seen is not None and (seen.lines_with(sought) or any(unit.holds(sought) for unit in seen.names)):
            count += 1
            if count >= FEW_NOTES:
                return False
    return True


def room(limit: int) -> int:
    """How many notes with most of the words are asked for."""
    return min(limit, max(ceil(MOST_WORDS_SHARE * limit), ENOUGH))


def make_room(rows: list[HitRow], known: Collection[str], count: int, limit: int) -> set[str]:
    """Cuts similar rows so that as many with most of the words as are due fit; returns the notes that stay."""
    if not rows or known:
        return set()
    rows[:] = ordered(rows)[: limit - min(count, ceil(MOST_WORDS_SHARE * limit))]
    return {row.note for row in rows}


def whole(leaf: Word | Phrase) -> Sought:
    """The form to look for where no index is asked."""
    return Sought(leaf.words)


def as_text(term: Term, planner: Planner) -> Term:
    """The query with `[name: value]` read as words where no note has a property of that name."""
    parts: list[Term] = []
    for part in required(term):
        asked = only_properties(part)
        there = (planner.with_property(Property(each.name, pattern=each.pattern)) for each in asked)
        if asked and not any(there):
            said = dict.fromkeys(text for each in asked for text in (each.name, each.value))
            parts += map(one_word, words(" ".join(said)))
        else:
            parts.append(part)
    if not parts or (len(parts) == len(required(term)) and all(map(is_, parts, required(term)))):
        return term
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def without_function_words(term: Term, is_named: Callable[[tuple[str, str]], bool]) -> Term | None:
    """The query without its function words; None where it has none, or nothing else."""
    parts = required(term)
    at = [place for place, part in enumerate(parts) if isinstance(part, Word) and len(part.words) == 1]
    typed = [part.words[0] for part in parts if isinstance(part, Word) and len(part.words) == 1]
    kept = set(content_words(typed, is_named))
    # `il 17`, which some note writes as one, is no article; nor is the *of* in `shortness of breath`.
    meant = (isinstance(part := parts[place], Word) and bool(part.forms or part.meanings) for place in at)
    kept.update(number for number, means in enumerate(meant) if means)
    if len(kept) == len(typed) or (not kept and len(parts) == len(typed)):
        return None
    gone = {place for number, place in enumerate(at) if number not in kept}
    left = tuple(part for place, part in enumerate(parts) if place not in gone)
    return left[0] if len(left) == 1 else And(left)


def bare_text(typed: Sequence[str], is_named: Callable[[tuple[str, str]], bool]) -> str | None:
    """As `without_function_words`, of words alone."""
    kept = content_words(typed, is_named)
    return " ".join(typed[at] for at in kept) if 0 < len(kept) < len(typed) else None


def cheapest(hits: Sequence[NameHit]) -> list[NameHit]:
    """Similar names of several askings, each note once, by its cheapest."""
    best: dict[str, NameHit] = {}
    for hit in sorted(hits, key=lambda hit: (hit.tier, hit.inner, hit.cost)):
        best.setdefault(hit.name.note, hit)
    return list(best.values())


def keeps(hit: NameHit, words: Sequence[Word], held: Sequence[bool]) -> bool:
    """True if a similar name has the words that some note holds."""
    title = [form for word in FoldedName.of(hit.name.text).words for form in spellings(word)]
    return all(
        any(form.startswith(part) for form in title)
        for word, fixed in zip(words, held, strict=True)
        if fixed
        for part in word.words
    )


def keeps_held(rewriting: Rewriting, words: Sequence[Word], held: Sequence[bool]) -> bool:
    """True if the words that some note holds stand in the rewriting as they were typed."""
    return all(word in rewriting.words for word, is_held in zip(words, held, strict=True) if is_held)


def remembered(facts: Callable[[str], NoteFacts | None]) -> Callable[[str], NoteFacts | None]:
    """Asks for the facts of a note once."""
    known: dict[str, NoteFacts | None] = {}

    def remembered(path: str) -> NoteFacts | None:
        if path not in known:
            known[path] = facts(path)
        return known[path]

    return remembered
