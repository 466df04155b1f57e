"""Grades of a name that holds the query as it was typed: tiers 1 to 3 (behaviour 6.9)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise
from typing import Final, NamedTuple

from studytui.search.text.folded_query import FoldedName, FoldedQuery, initials_places
from studytui.search.text.spelling import spellings

SHORTEST_GLUED: Final = 3
SHORTEST_GLUED_INSIDE: Final = 4
LONGEST_INITIALS: Final = 14
"""Letters of a query word that may be initials; a longer one is no abbreviation."""
SHORTEST_INNER_INITIALS: Final = 3
LONGEST_INNER_INITIALS: Final = 5


class Grade(IntEnum):
    """How a name holds a query, best first."""

    EXACT = 0
    PREFIX = 1
    """The name begins with the query, with or without its blanks."""
    WHOLE = 2
    """Every word of the query is a word of the name, in any order."""
    INITIALS = 3
    """The query is the initials of the name."""
    BEGINNINGS = 4
    """Every word of the query begins a word of the name, in any order."""
    GLUED = 5
    """The query without its blanks is a run of words of the name."""
    MIXED = 6
    """Words, glued words and initials, together."""
    REPEATED = 7
    """As `BEGINNINGS`, but one word of the name answers several of the query."""


Place = tuple[int, int, int]


class Held(NamedTuple):
    """How a name holds a query: sorts best first, apart from `places`."""

    grade: Grade
    respelt: bool
    """A word is held in the other spelling, British or American, than was typed."""
    partial: bool
    """Words of the name are left over."""
    disordered: bool
    places: tuple[Place, ...]
    """Matched words: index of the word in the name, first and last letter (half-open) in its folded form."""

    @property
    def order(self) -> tuple[int, ...]:
        """The sort key of a match; less is better."""
        return int(self.grade), int(self.respelt), int(self.partial), int(self.disordered)


def literal(wanted: FoldedQuery, title: FoldedName) -> Held | None:
    """How the name holds the query literally, or None."""
    words = title.words
    count = len(wanted.words)
    if not count or not words:
        return None
    if _pairwise(wanted, words):
        complete = count == len(words) and _equal(wanted.spellings[-1], words[-1])
        return _chosen(Grade.EXACT if complete else Grade.PREFIX, wanted, words, range(count), partial=False)
    if len(wanted.glued) >= SHORTEST_GLUED and title.glued.startswith(wanted.glued):
        partial = len(title.glued) > len(wanted.glued)
        return Held(Grade.PREFIX, False, partial, False, run_places(title, 0, len(wanted.glued)))
    partial = count < len(words)
    whole = [[i for i, word in enumerate(words) if _equal(spelled, word)] for spelled in wanted.spellings]
    if all(whole) and (chosen := assign(whole)) is not None:
        return _chosen(Grade.WHOLE, wanted, words, chosen, partial=partial)
    if count == 1 and (way := _initials(wanted.glued, title)) is not None:
        return Held(Grade.INITIALS, False, False, False, tuple((i, 0, 1) for i in sorted(set(way))))
    begun = [[i for i, word in enumerate(words) if _begins(spelled, word)] for spelled in wanted.spellings]
    if all(begun) and (chosen := assign(begun)) is not None:
        return _chosen(Grade.BEGINNINGS, wanted, words, chosen, partial=partial)
    if len(wanted.glued) >= SHORTEST_GLUED_INSIDE and (start := glued_start(wanted.glued, title)) is not None:
        return Held(Grade.GLUED, False, True, False, run_places(title, start, len(wanted.glued)))
    if count > 1 and all(begun):
        return _chosen(Grade.REPEATED, wanted, words, [places[0] for places in begun], partial=True)
    return None


def _chosen(grade: Grade, wanted: FoldedQuery, words: list[str], chosen: Sequence[int], *, partial: bool) -> Held:
    """The words of the query held by these words of the name, in this order."""
    respelt = not all(words[i].startswith(typed) for typed, i in zip(wanted.words, chosen, strict=True))
    disordered = any(later < earlier for earlier, later in pairwise(chosen))
    places = tuple(begun_place(typed, words[i], i) for typed, i in zip(wanted.words, chosen, strict=True))
    return Held(grade, respelt, partial, disordered, places)


def mixed(wanted: FoldedQuery, held: Sequence[bool], title: FoldedName) -> Held | None:
    """How the name holds each word of the query: as a beginning, as initials of a run of words, or as words glued.

    `held` marks the words that begin a word of any name; only others may be glued.
    """
    first_letters = "".join(word[0] for word in title.words)
    places: list[Place] = []
    for word, spelled, is_held in zip(wanted.words, wanted.spellings, held, strict=True):
        begun = next((i for i, other in enumerate(title.words) if _begins(spelled, other)), None)
        if begun is not None:
            places.append(begun_place(word, title.words[begun], begun))
        elif SHORTEST_INNER_INITIALS <= len(word) <= LONGEST_INNER_INITIALS and word in first_letters:
            first = first_letters.index(word)
            places.extend((first + i, 0, 1) for i in range(len(word)))
        elif not is_held and len(word) >= SHORTEST_GLUED_INSIDE and (start := glued_start(word, title)) is not None:
            places.extend(run_places(title, start, len(word)))
        else:
            return None
    return Held(Grade.MIXED, False, True, False, tuple(places))


def assign(options: Sequence[Sequence[int]]) -> list[int] | None:
    """One option for each, none twice, in ascending order where that is possible; None if there is no such choice."""
    ascending: list[int] = []
    last = -1
    for places in options:
        following = next((place for place in places if place > last), None)
        if following is None:
            break
        ascending.append(following)
        last = following
    else:
        return ascending
    taken: dict[int, int] = {}

    def settle(index: int, seen: set[int]) -> bool:
        for place in options[index]:
            if place not in seen:
                seen.add(place)
                if place not in taken or settle(taken[place], seen):
                    taken[place] = index
                    return True
        return False

    if not all(settle(index, set()) for index in range(len(options))):
        return None
    chosen = {index: place for place, index in taken.items()}
    return [chosen[index] for index in range(len(options))]


def glued_start(run: str, title: FoldedName) -> int | None:
    """Where `run` stands in the name without its blanks, from the start of a word on; None if nowhere."""
    starts = set(title.starts())
    place = title.glued.find(run)
    while place >= 0:
        if place in starts:
            return place
        place = title.glued.find(run, place + 1)
    return None


def run_places(title: FoldedName, start: int, length: int) -> tuple[Place, ...]:
    """Words under letters `start` to `start + length` of the name without its blanks."""
    places = []
    offset = 0
    for index, word in enumerate(title.words):
        low, high = max(start - offset, 0), min(start + length - offset, len(word))
        if low < high:
            places.append((index, low, high))
        offset += len(word)
    return tuple(places)


def _initials(letters: str, title: FoldedName) -> tuple[int, ...] | None:
    return initials_places(letters, title.text, title.words) if len(letters) <= LONGEST_INITIALS else None


def _pairwise(wanted: FoldedQuery, words: list[str]) -> bool:
    """True if the name begins with the words of the query, the last of them perhaps cut short."""
    last = len(wanted.words) - 1
    if last >= len(words):
        return False
    for index in range(last):
        if not _equal(wanted.spellings[index], words[index]):
            return False
    return _begins(wanted.spellings[last], words[last])


def _equal(spelled: tuple[str, ...], word: str) -> bool:
    return word in spelled or spellings(word)[-1] == spelled[-1]


def _begins(spelled: tuple[str, ...], word: str) -> bool:
    return word.startswith(spelled) or spellings(word)[-1].startswith(spelled)


def begun_place(typed: str, word: str, index: int) -> Place:
    """The range that a typed prefix covers of its word: as many letters, or all if that is spelt otherwise."""
    return index, 0, len(typed) if word.startswith(typed) else len(word)
