"""Endings: `drugs` finds *drug*, `seizure` *seizures* (behaviour 6.9b): English plurals, -ed and -ing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from studytui.lazy_regex import lazy_regex

SHORTEST: Final = 4
"""Letters of a word that has an ending; what is shorter is often an abbreviation."""
_VOWEL: Final = lazy_regex(r"[aeiouy]")
_MEASURE: Final = lazy_regex(r"[aeiouy]+[^aeiouy]+")
_SHORT_SYLLABLE: Final = lazy_regex(r"[^aeiouy][aeiouy][^aeiouwxy]$")
_DOUBLED: Final = lazy_regex(r"([bdfgkmnprt])\1$")
_NO_PLURAL: Final = ("ss", "us", "is", "os", "as")


@lru_cache(maxsize=50_000)
def word_stem(word: str) -> str:
    """The key that a folded word shares with its plural and its forms in -ed and -ing (Porter's steps 1 and 5)."""
    if len(word) < SHORTEST or not word.isascii() or not word.isalpha():
        return word
    return _without_last(_verb(_singular(word)))


@lru_cache(maxsize=20_000)
def inflections(word: str) -> tuple[str, ...]:
    """The inflections that may be the same word, without the word itself; most of these are no words."""
    if len(word) < SHORTEST - 1 or not word.isascii() or not word.isalpha():
        return ()
    key = word_stem(word)
    found = (form for base in _bases(word) if word_stem(base) == key for form in _forms(base))
    return tuple(form for form in dict.fromkeys(found) if form != word and word_stem(form) == key)


def same_but_ending(one: str, other: str) -> bool:
    """True if two folded words differ in nothing but such an ending."""
    return one[:2] == other[:2] and other in inflections(one)


def _bases(word: str) -> Iterator[str]:
    """The words that this may be an inflection of."""
    yield word
    yield _singular(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            base = word[: -len(ending)]
            yield from (base, base + "e")
            if base[-2:-1] == base[-1:]:
                yield base[:-1]
            if base.endswith("i"):
                yield base[:-1] + "y"


def _forms(base: str) -> Iterator[str]:
    """The forms of a base."""
    yield from (base, base + "s")
    last = base[-1]
    if last == "e":
        yield from (base + "d", base[:-1] + "ing")
        if base.endswith("se"):
            yield base[:-1] + "is"
        return
    if base.endswith("sis"):
        yield from _forms(base[:-2] + "e")
    if last == "y":
        yield from (base[:-1] + "ies", base[:-1] + "ied")
    elif base.endswith(("s", "x", "z", "sh", "ch")):
        yield base + "es"
    yield from (base + "ed", base + "ing", base + last + "ed", base + last + "ing")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("sis"):  # diagnosis, diagnoses
        return word[:-2] + "e"
    if word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word


def _verb(word: str) -> str:
    for ending in ("ing", "ied", "ed"):
        if not word.endswith(ending):
            continue
        base = word[: -len(ending)]
        if ending == "ied":
            return base + "y" if len(base) > 1 else word
        if len(base) < 3 or not _VOWEL.search(base) or word.endswith("eed"):
            return word
        if _DOUBLED.search(base):
            return base[:-1]
        return base + "e" if _is_short(base) else base
    return word


def _without_last(word: str) -> str:
    if word.endswith("e") and not word.endswith("ee") and _measure(word[:-1]) and not _is_short(word[:-1]):
        return word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word


def _measure(word: str) -> int:
    """How often vowels are followed by consonants."""
    return len(_MEASURE.findall(word))


def _is_short(word: str) -> bool:
    return _measure(word) == 1 and _SHORT_SYLLABLE.search(word) is not None
