"""Letters of a query scattered over a name, in order: the last resort (behaviour 6.9)."""

from __future__ import annotations

import itertools
from typing import Final

from studytui.search.names.exact_match import Place
from studytui.search.names.fuzzy_match import Resemblance
from studytui.search.text.folded_query import FoldedName

SCATTERED: Final = 5.0
SHORTEST_SCATTERED: Final = 3
_A_RUN: Final = 0.2


def is_scattered(letters: str, name: str) -> bool:
    """True if `name` holds the letters in order."""
    place = 0
    for letter in letters:
        place = name.find(letter, place) + 1
        if not place:
            return False
    return True


def scatter(letters: str, title: FoldedName) -> Resemblance | None:
    """The letters over the name, from its first on, beginnings of words preferred; fewer runs are better."""
    if len(letters) < SHORTEST_SCATTERED or not title.glued.startswith(letters[0]):
        return None
    chosen = _by_words(letters, title) or _leftmost(letters, title.glued)
    if chosen is None:
        return None
    runs = 1 + sum(later != earlier + 1 for earlier, later in itertools.pairwise(chosen))
    owners = [(index, at) for index, word in enumerate(title.words) for at in range(len(word))]
    places: tuple[Place, ...] = tuple((owners[at][0], owners[at][1], owners[at][1] + 1) for at in chosen)
    return Resemblance(SCATTERED + _A_RUN * runs, places, ())


def _by_words(letters: str, title: FoldedName) -> list[int] | None:
    """Each letter right behind the one before, or else at the beginning of a later word."""
    starts = title.starts()[:-1]
    chosen: list[int] = []
    for letter in letters:
        last = chosen[-1] if chosen else -1
        if title.glued[last + 1 : last + 2] == letter:
            chosen.append(last + 1)
            continue
        start = next((start for start in starts if start > last and title.glued[start] == letter), None)
        if start is None:
            return None
        chosen.append(start)
    return chosen


def _leftmost(letters: str, name: str) -> list[int] | None:
    chosen: list[int] = []
    place = -1
    for letter in letters:
        place = name.find(letter, place + 1)
        if place < 0:
            return None
        chosen.append(place)
    return chosen
