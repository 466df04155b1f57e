"""The distinct words of a set of names, and which names hold each: exactly, by its beginning, or nearly."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from studytui.search.names.fuzzy_match import (
    BEGINNING_SOUNDS_ALIKE,
    INSIDE,
    NEARLY_SOUNDS_ALIKE,
    NOT_ALIKE,
    ONE_SLIP,
    SHORTEST_HEARD,
    SHORTEST_HEARD_BEGINNING,
    SHORTEST_INSIDE,
    SHORTEST_MISSPELT,
    SHORTEST_NEARLY_HEARD,
    SHORTEST_SLIPPED_BEGINNING,
    SHORTEST_TWICE_MISSPELT,
    SLIP_IN_BEGINNING,
    SLIP_IN_SOUND_OF_BEGINNING,
    SOUNDS_ALIKE,
    TWO_SLIPS,
    within_two_slips,
)
from studytui.search.text.opposites import numbered_otherwise, opposed
from studytui.search.text.spelling import sound
from studytui.search.text.words import BEHIND_ALL

_ALPHABET: Final = 64
"""Letters tried for a missing or wrong one: all of an alphabet, but not every sign of a script with thousands."""
_HEAD: Final = 5
_WIDEST: Final = 150
"""Words that may share a misspelt beginning; what more of them share says too little about which was meant."""
_REMEMBERED: Final = 256
"""Misspelt words whose near words are kept: with every further letter of a query its earlier words come again."""


class Vocabulary:
    """Folded words in alphabetical order, each with the ascending ids of the names that hold it.

    `lists` maps a word to the names that have it, ascending. A British word is entered under its American
    spelling too, so that either finds it.
    """

    def __init__(self, lists: Mapping[str, Sequence[int]]) -> None:
        self.words: list[str] = sorted(lists)
        self._known: dict[str, dict[str, float]] = {}
        self._ids = array("I")
        for word in self.words:
            self._ids.extend(lists[word])
        self._starts = array("I", accumulate((len(lists[word]) for word in self.words), initial=0))

    def span(self, beginning: str) -> tuple[int, int]:
        """The range of `words` that begin so."""
        low = bisect_left(self.words, beginning)
        return low, bisect_left(self.words, beginning + BEHIND_ALL, lo=low)

    def holding(self, word: str) -> array[int]:
        """Ids of the names that hold exactly this word, ascending; none if it is no word of theirs."""
        low = bisect_left(self.words, word)
        if low == len(self.words) or self.words[low] != word:
            return array("I")
        return self._ids[self._starts[low] : self._starts[low + 1]]

    def beginning(self, text: str) -> array[int]:
        """Ids of the names that hold a word that begins so; in no order, with repeats."""
        low, high = self.span(text)
        return self._ids[self._starts[low] : self._starts[high]]

    def may_be_run(self, text: str) -> bool:
        """True if the text can be cut into words, the last perhaps cut short; only then may a name hold it glued."""
        reached = [True] + [False] * len(text)
        for start in range(len(text)):
            if not reached[start]:
                continue
            low, high = 0, len(self.words)
            for end in range(start + 1, len(text) + 1):
                part = text[start:end]
                low = bisect_left(self.words, part, low, high)
                high = bisect_left(self.words, part + BEHIND_ALL, low, high)
                if low == high:
                    break
                if self.words[low] == part:
                    reached[end] = True
            else:
                return True
        return reached[-1]

    def near(self, word: str) -> dict[str, float]:
        """Words like `word`, or that begin like it, each with the least edit cost (`fuzzy_match`).

        A slip is a letter too much, too few, another, or two swapped. Two slips count in longer words only, and only
        if the first or last two letters are right: so much holds for nearly every slip, and few other words get in.
        Without those that begin with it, its opposites and words with other numbers.
        """
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._near(word)
        return known

    def _near(self, word: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for candidate, cost in self._candidates(word):
            if cost < found.get(candidate, NOT_ALIKE):
                found[candidate] = cost
        return {
            other: cost
            for other, cost in found.items()
            if not (other.startswith(word) or numbered_otherwise(word, other) or opposed(word, other))
        }

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < SHORTEST_MISSPELT:
            return
        if len(word) >= SHORTEST_INSIDE:
            for other in self._inside(word):
                yield other, INSIDE
        variants = _slips(word, self.words, self._alphabet)
        if len(word) < SHORTEST_SLIPPED_BEGINNING:
            yield from ((variant, ONE_SLIP) for variant in variants if len(self.holding(variant)))
        else:
            for other, whole in _beginning_so(self.words, variants, self._heads):
                yield other, ONE_SLIP if whole else SLIP_IN_BEGINNING
        if len(word) >= SHORTEST_TWICE_MISSPELT:
            yield from ((other, TWO_SLIPS) for other in within_two_slips(word, self._with_right_end(word)))
        yield from self._heard(sound(word))

    def _with_right_end(self, word: str) -> list[str]:
        """Words of about that length with the same first or last two letters."""
        ends = self._ends
        lengths = range(len(word) - 2, len(word) + 3)
        return [o for n in lengths for end in (word[:2] + "-", "-" + word[-2:]) for o in ends.get((end, n), ())]

    def _inside(self, word: str) -> Iterator[str]:
        """Words inside which this one stands, not at their beginning."""
        place = self._text.find(word)
        while place >= 0:
            start = self._text.rfind("\n", 0, place) + 1
            end = self._text.find("\n", place)
            if start < place:
                yield self._text[start:end]
            place = self._text.find(word, end)

    def _heard(self, key: str) -> Iterator[tuple[str, float]]:
        if len(key) < SHORTEST_HEARD:
            return
        keys, words_of, heads, alphabet = self._sounds
        for heard, whole in _beginning_so(keys, [key], heads):
            if whole or len(key) >= SHORTEST_HEARD_BEGINNING:
                yield from ((other, SOUNDS_ALIKE if whole else BEGINNING_SOUNDS_ALIKE) for other in words_of[heard])
        if len(key) >= SHORTEST_NEARLY_HEARD:
            for heard, whole in _beginning_so(keys, _slips(key, keys, alphabet), heads):
                cost = NEARLY_SOUNDS_ALIKE if whole else SLIP_IN_SOUND_OF_BEGINNING
                yield from ((other, cost) for other in words_of[heard])

    @cached_property
    def _text(self) -> str:
        return "\n".join(["", *self.words, ""])

    @cached_property
    def _alphabet(self) -> str:
        return _alphabet(self.words)

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(word[:_HEAD] for word in self.words)

    @cached_property
    def _ends(self) -> dict[tuple[str, int], list[str]]:
        """Words by their first two letters and a dash, or a dash and their last two, and by their length."""
        lists: dict[tuple[str, int], list[str]] = {}
        for word in self.words:
            if len(word) >= SHORTEST_TWICE_MISSPELT - 2:
                lists.setdefault((word[:2] + "-", len(word)), []).append(word)
                lists.setdefault(("-" + word[-2:], len(word)), []).append(word)
        return lists

    @cached_property
    def _sounds(self) -> tuple[list[str], dict[str, tuple[str, ...]], frozenset[str], str]:
        """The keys of `sound` in order, the words of each, the first letters of the keys, and their alphabet."""
        alike: dict[str, list[str]] = {}
        for word in self.words:
            alike.setdefault(sound(word), []).append(word)
        words_of = {key: tuple(words) for key, words in alike.items()}  # in half the memory
        return sorted(words_of), words_of, frozenset(key[:_HEAD] for key in words_of), _alphabet(words_of)

    def prepare(self) -> None:
        """Lays out now what the first misspelt query would otherwise wait for."""
        _ = self._text, self._alphabet, self._heads, self._ends, self._sounds


def _alphabet(words: Iterable[str]) -> str:
    return "".join(letter for letter, _ in Counter("".join(words)).most_common(_ALPHABET))


def _slips(word: str, texts: list[str], alphabet: str) -> set[str]:
    """Texts one slip away from `word`, as far as any of the sorted `texts` can begin so."""
    found = set()
    low, high = 0, len(texts)
    for place in range(len(word) + 1):
        before, after, rest = word[:place], word[place:], word[place + 1 :]
        low = bisect_left(texts, before, low, high)
        high = bisect_left(texts, before + BEHIND_ALL, low, high)
        if low == high:
            break  # whatever is wrong, it is further to the left
        few = high - low <= 4 * len(alphabet)
        for letter in {text[place : place + 1] for text in texts[low:high]} if few else alphabet:
            found.add(before + letter + after)
            if after:
                found.add(before + letter + rest)
        if after:
            found.add(before + rest)
            if rest:
                found.add(before + rest[0] + after[0] + rest[1:])
    found.discard(word)
    return found


def _beginning_so(texts: list[str], beginnings: Iterable[str], heads: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The sorted `texts` that begin with any of `beginnings`, and whether they are no longer than it.

    `heads` are the first letters of the texts, to pass over most beginnings at once. Of a beginning that too many
    texts have, only the one that is no longer than it.
    """
    for beginning in beginnings:
        if len(beginning) >= _HEAD and beginning[:_HEAD] not in heads:
            continue
        place = bisect_left(texts, beginning)
        if place == len(texts) or not texts[place].startswith(beginning):
            continue
        if texts[place] == beginning:
            yield beginning, True
            place += 1
        end = place + _WIDEST
        if end < len(texts) and texts[end].startswith(beginning):
            continue
        while place < len(texts) and texts[place].startswith(beginning):
            yield texts[place], False
            place += 1
