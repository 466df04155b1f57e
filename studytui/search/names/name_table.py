"""A fixed set of names, folded and laid out so that the few worth a look are found without a walk over all."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, combinations
from operator import itemgetter
from typing import Final, Literal

from msgspec import Struct

from studytui.search.names.exact_match import LONGEST_INITIALS
from studytui.search.names.vocabulary import Vocabulary
from studytui.search.text.fold import fold
from studytui.search.text.folded_query import SMALL_WORDS, FoldedName, initial_letters, initials_places
from studytui.search.text.spelling import spellings
from studytui.search.text.words import BEHIND_ALL

_SMALL_INITIALS: Final = 3
"""Small words that initials may count although most people leave them out."""


class Name(Struct, frozen=True, gc=False):
    """A name of a note: what a reader may call it."""

    text: str
    note: str
    """Vault-relative path of the note."""
    kind: Literal["title", "alias", "implicit"]
    """`implicit`: the display text of a link to the note (behaviour 1.5)."""


class NameTable:
    """Names in the order of their length, so that of several ids the smallest is the shortest name."""

    def __init__(self, names: Iterable[Name]) -> None:
        known: dict[str, str] = {}  # the same word of many names is one text
        folded = [([known.setdefault(word, word) for word in fold(name.text)], name) for name in names]
        alphabetic = sorted(((" ".join(words), words, name) for words, name in folded), key=itemgetter(0))
        letters = [len(spaced) - max(len(words) - 1, 0) for spaced, words, _ in alphabetic]
        by_length = sorted(range(len(alphabetic)), key=letters.__getitem__)
        self.names: list[Name] = [alphabetic[at][2] for at in by_length]
        self.spaced: list[str] = [alphabetic[at][0] for at in by_length]
        self.glued: list[str] = [spaced.replace(" ", "") for spaced in self.spaced]
        self._lines = "\n".join(["", *self.glued, ""])
        self._places = array("I", accumulate((letters[at] + 1 for at in by_length), initial=1))
        self._order = array("I", [0]) * len(by_length)
        for index, at in enumerate(by_length):
            self._order[at] = index
        self._sorted = [spaced for spaced, _, _ in alphabetic]
        words_of = [alphabetic[at][1] for at in by_length]
        self.vocabulary = Vocabulary(_lists(words_of))

    @cached_property
    def _initials(self) -> dict[str, list[int]]:
        return _initials(self.names, map(str.split, self.spaced))

    @cached_property
    def _cores(self) -> dict[str, list[int]]:
        """For each sequence of initials without small words, the names with several small words that have it."""
        lists: defaultdict[str, list[int]] = defaultdict(list)
        for index, spaced in enumerate(self.spaced):
            words = spaced.split()
            kept = [word[0] for word in words if word not in SMALL_WORDS]
            if len(words) - len(kept) > 1:
                lists["".join(kept)].append(index)
        return lists

    @cached_property
    def _by_glued(self) -> tuple[list[int], list[str]]:
        order = sorted(self._order, key=self.glued.__getitem__)
        return order, [self.glued[index] for index in order]

    @cached_property
    def _initials_text(self) -> str:
        return "\n".join(["", *self._initials, ""])

    def prepare(self) -> None:
        """Lays out now what the first query, or the first misspelt one, would otherwise wait for."""
        _ = self._initials_text, self._cores, self._by_glued
        self.vocabulary.prepare()

    def title(self, index: int) -> FoldedName:
        """The folded name with this id."""
        spaced = self.spaced[index]
        return FoldedName(self.names[index].text, spaced.split(" ") if spaced else [], spaced, self.glued[index])

    def beginning(self, spaced: str) -> array[int]:
        """Ids of the names that begin with these folded words, the last perhaps cut short; in no order."""
        low = bisect_left(self._sorted, spaced)
        return self._order[low : bisect_right(self._sorted, spaced + BEHIND_ALL, lo=low)]

    def with_initials(self, letters: str) -> list[int]:
        """Ids of the names of which these are the initials, with all, some or none of the small words."""
        found = list(self.has_initials(letters))
        if len(letters) <= LONGEST_INITIALS:
            for left_out in range(1, min(_SMALL_INITIALS, len(letters) - 2) + 1):
                for kept in combinations(letters, len(letters) - left_out):
                    for index in self._cores.get("".join(kept), ()):
                        title = self.title(index)
                        if initials_places(letters, title.text, title.words) is not None:
                            found.append(index)
        return found

    def has_initials(self, letters: str) -> list[int]:
        """Ids of the names of which these are just the initials, of all words or of all but small ones."""
        return self._initials.get(letters, [])

    def with_inner_initials(self, letters: str) -> list[int]:
        """Ids of the names in which a run of words has these initials; in no order, with repeats."""
        found: list[int] = []
        place = self._initials_text.find(letters)
        while place >= 0:
            start = self._initials_text.rfind("\n", 0, place) + 1
            end = self._initials_text.find("\n", place)
            found.extend(self._initials[self._initials_text[start:end]])
            place = self._initials_text.find(letters, end)
        return found

    def glued_beginning(self, run: str) -> list[int]:
        """Ids of the names that begin with `run` when their blanks are left out; in no order."""
        order, texts = self._by_glued
        low = bisect_left(texts, run)
        return order[low : bisect_right(texts, run + BEHIND_ALL, lo=low)]

    def glued_holding(self, run: str) -> Iterator[int]:
        """Ids of the names that hold `run`, a run of words, when their blanks are left out, ascending.

        Some hold it only within their words.
        """
        place = self._lines.find(run) if self.vocabulary.may_be_run(run) else -1
        while place >= 0:
            index = bisect_right(self._places, place) - 1
            yield index
            place = self._lines.find(run, self._places[index + 1] - 1)

    def lengths(self, low: int, high: int) -> range:
        """Ids of the names of `low` to `high` letters, blanks not counted."""
        return range(
            bisect_left(self.glued, low, key=len),
            bisect_right(self.glued, high, key=len),
        )


def _lists(words_of: Iterable[list[str]]) -> dict[str, list[int]]:
    """For each spelling of each word, the ids of the names that hold it, ascending."""
    lists: defaultdict[str, list[int]] = defaultdict(list)
    lists_of: dict[str, list[list[int]]] = {}
    shared: set[str] = set()
    for index, words in enumerate(words_of):
        for word in words if len(words) == 1 else set(words):
            found = lists_of.get(word)
            if found is None:
                spelled = spellings(word)
                shared.update(spelled[1:])
                found = lists_of[word] = [lists[form] for form in spelled]
            for ids in found:
                ids.append(index)
    for word in shared:  # a name may hold both spellings
        lists[word] = sorted(set(lists[word]))
    return lists


def _initials(names: Iterable[Name], words_of: Iterable[list[str]]) -> dict[str, list[int]]:
    """For each sequence of initials, the ids of the names that have them, ascending."""
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for index, (name, words) in enumerate(zip(names, words_of, strict=True)):
        if len(words) > 1:
            for letters in initial_letters(name.text, words):
                lists[letters].append(index)
    return lists
