"""How surely an edited card is the one that it was: never where a word became its opposite, or a number another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz

from studytui.lazy_regex import lazy_regex
from studytui.search.text.fold import fold
from studytui.search.text.opposites import numbered_otherwise, opposed

ALIKE = 0.75
"""Of the characters of a line: so much of it is the same wherever it now stands."""
ALIKE_IN_PLACE = 0.6
"""The same between the same neighbours, where a short line also is the same with a few words more or less."""
SAME_ANSWER = 0.45
"""Of the characters of what is asked: less is another mark of the line."""
_CONTAINED = 0.8
_OPPOSED = """left right/upper lower/high low/higher lower/increased decreased/increase decrease/increases decreases/
elevated reduced/anterior posterior/dorsal ventral/medial lateral/proximal distal/superior inferior/positive negative/
present absent/acute chronic/before after/early late/first second/second third/first third/men women/male female/
boys girls/benign malignant/primary secondary/internal external/inner outer/arterial venous/artery vein/sensory motor/
central peripheral/direct indirect/more less/with without/systolic diastolic/children adults/afferent efferent/
agonist antagonist/agonists antagonists/activates inhibits/a b/b c/i ii/ii iii/spastic flaccid/oral intravenous/
always never/contraindicated indicated"""
_OPPOSITES = frozenset(frozenset(pair.split()) for pair in _OPPOSED.split("/"))
"""Words of which one never is a slip of the other."""
_PUNCTUATION = lazy_regex(r"[^\w+%.<>≤≥↑↓→-]+")


class Seen(Protocol):
    """The features of a card that are compared, old or new."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above it."""

    @property
    def parents(self) -> tuple[str, ...]:
        """The other lines that lead to it."""

    @property
    def text(self) -> str:
        """Its line."""

    @property
    def back(self) -> str:
        """Its answer."""

    @property
    def ordinal(self) -> int:
        """Which of its line it is."""


class Slot(NamedTuple):
    """True if the card before, and the card behind, are the same as they were."""

    before: bool
    behind: bool


def likeness(old: Seen, new: Seen, slot: Slot, acronyms: Collection[str] = ()) -> float | None:
    """How alike an old and a new card are, more is more; None where they are two."""
    line = fuzz.ratio(old.text, new.text) / 100
    if line < (ALIKE_IN_PLACE if all(slot) else ALIKE) and not (all(slot) and _contain(old.text, new.text)):
        return None
    answer = max(fuzz.ratio(old.back, new.back) / 100, _CONTAINED if _contain(old.back, new.back) else 0)
    if answer < SAME_ANSWER:
        return None
    if are_twins(old.text, new.text, acronyms) or are_twins(old.back, new.back, acronyms):
        return None
    where = (old.headings == new.headings) + (old.parents == new.parents) + sum(slot) / 2
    return 2 * line + answer + where / 4 + (old.ordinal == new.ordinal) / 10


def _contain(old: str, new: str) -> bool:
    """True if one text is the other and more words: a mark was widened or narrowed, a word added or removed."""
    ours, theirs = f" {old} ", f" {new} "
    return ours in theirs or theirs in ours


def are_twins(old: str, new: str, acronyms: Collection[str] = ()) -> bool:
    """True if two texts differ by a word that became its opposite, another number or another acronym."""
    ours, theirs = _PUNCTUATION.sub(" ", old).split(), _PUNCTUATION.sub(" ", new).split()
    for what, start, end, first, last in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "replace" and end - start == last - first:
            pairs = zip(ours[start:end], theirs[first:last], strict=True)
            if any(_means_otherwise(one, other, acronyms) for one, other in pairs):
                return True
    return False


def _means_otherwise(one: str, other: str, acronyms: Collection[str]) -> bool:
    if one in acronyms and other in acronyms:
        return True
    if _signs(one) != _signs(other):
        return True
    old, new = _folded(one), _folded(other)
    if any(character.isdigit() for character in one + other):
        return numbered_otherwise(old, new)
    return frozenset((old, new)) in _OPPOSITES or opposed(old, new) or opposed(new, old)


def _signs(word: str) -> str:
    return "".join(character for character in word if character in "<>≤≥↑↓")


def _folded(word: str) -> str:
    found: Sequence[str] = fold(word)
    return found[0] if found else ""
