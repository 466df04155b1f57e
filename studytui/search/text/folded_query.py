"""Folded queries and folded names: the two sides of every comparison."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.search.text.fold import APOSTROPHES, fold
from studytui.search.text.spelling import spellings

MOST_WORDS: Final = 24
"""Words of a query that count; more is pasted text, and the rest is ignored."""
_LONGEST_WORD: Final = 200

_SMALL_WORDS = """
a an and as at by for from in into is of on or per the to versus via vs with without
ao aos com como da das de del dem der des di do dos du e el em en es et la las le les los na nas no nos o os ou
para pela pelo por que se sem sobre um uma una und von y zu zum zur
"""
SMALL_WORDS: Final = frozenset(_SMALL_WORDS.split())
"""Words that initials leave out, in the languages that notes are often written in."""
_APOSTROPHES: Final = frozenset(APOSTROPHES)
_POSSESSIVE_END: Final = lazy_regex(rf"[{APOSTROPHES}][sS]\W*$")
_BRACKETED: Final = lazy_regex(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


class FoldedQuery(Struct, frozen=True):
    """A folded query."""

    words: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]
    """Of each word: as typed, and in American spelling if that differs."""
    spaced: str
    glued: str

    @classmethod
    def of(cls, query: str) -> FoldedQuery:
        """The query folded, at most `MOST_WORDS` words of it."""
        return cls._of_words(tuple(word[:_LONGEST_WORD] for word in fold(query[:2000])[:MOST_WORDS]))

    @classmethod
    def _of_words(cls, words: tuple[str, ...]) -> FoldedQuery:
        return cls(words, tuple(spellings(word) for word in words), " ".join(words), "".join(words))

    def without_possessives(self) -> FoldedQuery | None:
        """The query without an `s` that stands alone, as in `crohn s disease`; None if it has none."""
        words = tuple(word for word in self.words if word != "s")
        return FoldedQuery._of_words(words) if words and words != self.words else None


class FoldedName(Struct, frozen=True):
    """A folded name."""

    text: str
    words: list[str]
    spaced: str
    glued: str

    @classmethod
    def of(cls, text: str) -> FoldedName:
        """The name `text`, folded."""
        words = fold(text)
        return cls(text, words, " ".join(words), "".join(words))

    def starts(self) -> list[int]:
        """Where each word starts in `glued`, and the end of the last."""
        return list(accumulate(map(len, self.words), initial=0))


def initial_letters(text: str, words: list[str]) -> set[str]:
    """The initials by which a name with these folded words is indexed: of all words, and without the small ones."""
    if len(words) < 2:
        return set()
    plain = text.count(" ") == len(words) - 1 and _APOSTROPHES.isdisjoint(text) and not ("(" in text or "[" in text)
    if plain and SMALL_WORDS.isdisjoint(words):
        return {"".join([word[0] for word in words])}
    ways = _ways(text, words)
    found = {"".join([letter for letter, _, _ in way]) for way in ways}
    found.update("".join([letter for letter, _, small in way if not small]) for way in ways)
    return {letters for letters in found if len(letters) > 1}


def initials_places(letters: str, text: str, words: list[str]) -> tuple[int, ...] | None:
    """The words of the name that give these letters as its initials, or None; any small word may be left out.

    Hyphenated words count as one or as several, what stands in brackets may be left out, and so may a possessive s.
    """
    if len(words) < 2 or len(letters) < 2:
        return None
    for way in _ways(text, words):
        places = _matched(letters, way)
        if places is not None:
            return places
    return None


_Way = tuple[tuple[str, int, bool], ...]
"""Of each word that gives an initial: the letter, the index of the word, and whether it is small."""


def _ways(text: str, words: list[str]) -> list[_Way]:
    every = tuple((word[0], place, word in SMALL_WORDS) for place, word in enumerate(words))
    ways = {every: None}
    if not _APOSTROPHES.isdisjoint(text):
        ways[tuple(_with_possessives(text, every))] = None
    chunks = text.split()
    if len(chunks) != len(words):
        firsts, place = [], 0
        for chunk in chunks:
            parts = _count(chunk)
            if parts:
                firsts.append(place)
            place += parts
        if place == len(words):
            ways[tuple(every[first] for first in firsts)] = None
    if "(" in text or "[" in text:
        short = fold(_BRACKETED.sub(" ", text))
        if short == words[: len(short)]:
            ways[every[: len(short)]] = None
    return list(ways)


def _with_possessives(text: str, way: _Way) -> Iterator[tuple[str, int, bool]]:
    """The way with an `s` of its own for every possessive: `Crohn's disease` as C S D."""
    place = 0
    for chunk in text.split():
        parts = _count(chunk)
        yield from way[place : place + parts]
        place += parts
        if parts and _POSSESSIVE_END.search(chunk):
            yield "s", place - 1, True


def _matched(letters: str, way: _Way) -> tuple[int, ...] | None:
    """The words of `way` that spell `letters`, where only small ones are passed over."""
    if len(letters) > len(way):
        return None
    if not letters:
        return () if all(small for _, _, small in way) else None
    if not way:
        return None
    letter, place, small = way[0]
    if letter == letters[0]:
        rest = _matched(letters[1:], way[1:])
        if rest is not None:
            return (place, *rest)
    return _matched(letters, way[1:]) if small else None


@lru_cache(maxsize=20_000)
def _count(chunk: str) -> int:
    return len(fold(chunk))
