"""The words under which text is indexed: folded, and pairs of characters where a script has no spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from studytui.search.text.fold import fold
from studytui.search.text.spelling import spellings

BEHIND_ALL = "\U0010ffff"
"""Sorts behind whatever a text may go on with."""
LONGEST_INDEXED = 60
"""Letters of a word that count; longer ones are keys, hashes and addresses."""


class Sought(NamedTuple):
    """Folded words that stand side by side."""

    words: tuple[str, ...]
    cut: bool = False
    """The last may go on."""
    others: tuple[str, ...] = ()
    """Words that count as the last: it with another ending (behaviour 6.9b)."""
    forms: tuple[tuple[str, ...], ...] = ()
    """Other words, whole and side by side, that count as they: another way of writing (behaviour 6.10c, 6.13)."""

    @property
    def as_typed(self) -> Sought:
        """Without the other endings."""
        return self._replace(others=())

    @property
    def runs(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """All that may stand there, and whether the last word of it may go on."""
        yield self.words, self.cut
        for other in self.others:
            yield (*self.words[:-1], other), False
        for form in self.forms:
            yield form, False


def words(text: str) -> list[str]:
    """The folded words of a line, cut to `LONGEST_INDEXED` letters; a character of a script without spaces is one."""
    found = fold(text)
    if len(text) > LONGEST_INDEXED:
        return [word if len(word) <= LONGEST_INDEXED else word[:LONGEST_INDEXED] for word in found]
    return found


def pairs(found: Iterable[str]) -> Iterator[str]:
    """The bigrams of a script without spaces: what is searched there is rarely one character."""
    for first, second in pairwise(found):
        if spaceless(first) and spaceless(second):
            yield first + second


@lru_cache(maxsize=20_000)
def spaceless(word: str) -> bool:
    """True if this is a character that is a word by itself because its script has no spaces."""
    return not word.isascii() and fold(word + word) == [word, word]


def in_american(found: Iterable[str]) -> list[str]:
    """The words, each in American spelling."""
    return [spellings(word)[-1] for word in found]
