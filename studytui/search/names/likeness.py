"""How like two words are, counted in slips of the hand or of the ear; no opposites are judged here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from studytui.search.text.spelling import sound

INSIDE: Final = 0.8
SOUNDS_ALIKE: Final = 0.6
BEGINNING_SOUNDS_ALIKE: Final = 0.95
ONE_SLIP: Final = 1.0
SLIP_IN_BEGINNING: Final = 1.35
NEARLY_SOUNDS_ALIKE: Final = 1.6
TWO_SLIPS: Final = 2.0
SLIP_IN_SOUND_OF_BEGINNING: Final = 2.0
NOT_ALIKE: Final = 9.0

SHORTEST_MISSPELT: Final = 3
SHORTEST_HEARD: Final = 2
SHORTEST_SLIPPED_BEGINNING: Final = 4
SHORTEST_INSIDE: Final = 4
SHORTEST_HEARD_BEGINNING: Final = 4
SHORTEST_NEARLY_HEARD: Final = 5
SHORTEST_TWICE_MISSPELT: Final = 6


def likeness(typed: str, word: str) -> float:
    """What it costs to read `typed` as `word`, or as its beginning; `NOT_ALIKE` when they are too far apart.

    A slip is a letter too much, too few, another, or two swapped. Two slips count in longer words only, and only if
    the first or last two letters are right: so much holds for nearly every slip, and few other words get in.
    """
    from rapidfuzz.distance import OSA

    if len(typed) < SHORTEST_MISSPELT:
        return NOT_ALIKE
    costs = [NOT_ALIKE]
    if len(typed) >= SHORTEST_INSIDE and word.find(typed, 1) > 0:
        costs.append(INSIDE)
    costs.append(_slip(typed, word, ONE_SLIP, SLIP_IN_BEGINNING))
    ends_right = typed[:2] == word[:2] or typed[-2:] == word[-2:]
    if len(typed) >= SHORTEST_TWICE_MISSPELT and ends_right and OSA.distance(typed, word) <= 2:
        costs.append(TWO_SLIPS)
    key, heard = sound(typed), sound(word)
    if len(key) >= SHORTEST_HEARD and heard.startswith(key):
        if len(heard) == len(key):
            costs.append(SOUNDS_ALIKE)
        elif len(key) >= SHORTEST_HEARD_BEGINNING:
            costs.append(BEGINNING_SOUNDS_ALIKE)
    if len(key) >= SHORTEST_NEARLY_HEARD:
        costs.append(_slip(key, heard, NEARLY_SOUNDS_ALIKE, SLIP_IN_SOUND_OF_BEGINNING))
    return min(costs)


def within_two_slips(typed: str, words: Sequence[str]) -> list[str]:
    """The words at most two slips away from `typed`."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return [word for word, _, _ in process.extract(typed, words, scorer=OSA.distance, score_cutoff=2, limit=None)]


def _slip(typed: str, word: str, whole: float, beginning: float) -> float:
    from rapidfuzz.distance import OSA

    if OSA.distance(typed, word, score_cutoff=1) == 1:
        return whole
    if len(typed) < SHORTEST_SLIPPED_BEGINNING:
        return NOT_ALIKE
    for length in range(max(SHORTEST_MISSPELT, len(typed) - 1), min(len(word), len(typed) + 2)):
        if OSA.distance(typed, word[:length], score_cutoff=1) == 1:
            return beginning
    return NOT_ALIKE
