"""Compounds: `IL-17`, `IL 17` and `IL17` are one word in three ways of writing (behaviour 6.10b)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from studytui.characters import visible
from studytui.lazy_regex import lazy_regex
from studytui.search.text.fold import fold
from studytui.search.text.function_words import are_function_words
from studytui.search.text.words import spaceless

_LONGEST: Final = 40
"""Letters of a compound."""
_MOST_PARTS: Final = 4
SHORTEST_PART: Final = 3
"""Letters of a word that may be glued to another one of letters."""
_SHORT_PART: Final = 3
_SHORT: Final = 6
"""Letters of what may be an abbreviation in parts (`t PA`, `PD L1`), and of all of it."""
_HYPHENATED: Final = lazy_regex(r"[^\W_]+(?:[-‐‑–−][^\W_]+)+")
_HYPHEN: Final = lazy_regex(r"[-‐‑–−](?=[^\W_])")
_PREFIX_LIST: Final = """
    anti auto bi bio cardio chemo co dys electro endo epi extra gastro hemi hyper hypo immuno infra inter intra macro
    mega meta micro mid mini mono multi nano neo neuro non osteo peri photo poly post pre pro pseudo psycho quasi radio
    re retro self semi sub super supra thrombo trans tri ultra
"""
_PREFIXES: Final = frozenset(_PREFIX_LIST.split())
_UNITS: Final = "cm dl g iu kg l mcg meq mg mhz ml mm mmhg mmol ug ul um umol"
_NO_LABEL_LIST: Final = """
    a about all and ao are as at by com da das de do dos e em for from had has in is na no not of on or por the to und
    up von was with zu
"""
_NO_LABELS: Final = frozenset(_NO_LABEL_LIST.split())
"""Words that are no label of the number behind them."""
_GREEK_LIST: Final = "alpha beta gamma delta epsilon kappa lambda mu omega sigma theta zeta"
_GREEK: Final = tuple(_GREEK_LIST.split())
_LETTERED: Final = frozenset(["cell", "cells", "linked", "ray", "rays", "wave", "waves"])
"""What one letter before it makes a word of."""
_NUMBERED: Final = lazy_regex(
    rf" (?:([a-z]{{1,3}})(?= (\d{{1,4}}[a-z]{{0,2}}) )|(\d{{1,4}})(?= ({'|'.join(_UNITS.split())}) ))"
)
_LETTERS: Final = lazy_regex(
    rf" (?:([a-z]{{1,4}})(?= ((?:{'|'.join(_GREEK)})\d?) )"
    rf"|({'|'.join(sorted(_PREFIXES))})(?= ([a-z]{{{SHORTEST_PART},30}}) )"
    rf"|([a-z])(?= ({'|'.join(sorted(_LETTERED))}) ))"
)
"""Compounds that are often written with a blank in them: letters and their number, a dose, a prefix."""
_GREEK_INSIDE: Final = lazy_regex(rf"([a-z]{{2,5}})({'|'.join(_GREEK)})(\d[a-z\d]{{0,2}}|[a-z])?")
_BORDER: Final = lazy_regex(r"^[a-z]+(?=\d)|^\d+(?=[a-z])")
_DIGIT: Final = lazy_regex(r"\d")
_SIGNAL: Final = _PREFIXES.union(_LETTERED, _GREEK, (f"{letter}{digit}" for letter in _GREEK for digit in "123456789"))
"""Words without one of which a line holds none of `_LETTERS`."""


GLUED: Final = "\x1f"
"""Begins a compound in the index: it is found whole only, and offered for no slip (`inbod` is no *tag-in-body*)."""


def compounds(text: str, found: Sequence[str], spaced: str) -> Iterator[tuple[str, ...]]:
    """The parts of each compound in a line of which these are the folded words, also with blanks between and around."""
    if "-" in text or not text.isascii():
        for written in _hyphenated(visible(text)):
            parts = fold(written)
            if 1 < len(parts) <= _MOST_PARTS and not any(map(spaceless, parts)):
                runs = [tuple(parts), *pairwise(parts)] if len(parts) > 2 else [tuple(parts)]
                yield from (run for run in runs if sum(map(len, run)) <= _LONGEST and not all(map(str.isdigit, run)))
    if _DIGIT.search(spaced):
        yield from _parted(_NUMBERED, spaced)
    if not _SIGNAL.isdisjoint(found):
        yield from _parted(_LETTERS, spaced)


def may_hold_compounds(text: str, found: Iterable[str], spaced: str) -> bool:
    """True if it is worth looking for compounds in the lines of a text, each by itself."""
    if ("-" in text or not text.isascii()) and _HYPHEN.search(text):
        return True
    return _NUMBERED.search(spaced) is not None or not _SIGNAL.isdisjoint(found)


def _hyphenated(text: str) -> Iterator[str]:
    """The words that hyphens join; only what is round a hyphen is looked at."""
    end = 0
    for hyphen in _HYPHEN.finditer(text):
        if hyphen.start() >= end:
            start = max(end, text.rfind(" ", 0, hyphen.start()) + 1)
            end = text.find(" ", hyphen.end())
            end = len(text) if end < 0 else end
            yield from (match[0] for match in _HYPHENATED.finditer(text, start, end))


def is_always_glued(parts: Sequence[str]) -> bool:
    """Whether the index has these words as one wherever they stand side by side, also with a blank between."""
    spaced = f" {' '.join(parts)} "
    return any(run == tuple(parts) for pattern in (_NUMBERED, _LETTERS) for run in _parted(pattern, spaced))


def _parted(pattern: re.Pattern[str], spaced: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(spaced):
        first, second = filter(None, match.groups())
        if first not in _NO_LABELS and second not in _NO_LABELS:
            yield first, second


def glue(parts: Sequence[str]) -> str:
    """The compound as the index has it."""
    return GLUED + "".join(parts)


def may_be_glued(parts: Sequence[str]) -> bool:
    """True if words that are typed one after the other may be one: never `a symptomatic`, nor `no table`."""
    glued = "".join(parts)
    if len(glued) > _LONGEST or glued.isdigit() or any(map(spaceless, parts)):
        return False
    if not _NO_LABELS.isdisjoint(parts):
        return False
    if len(glued) <= _SHORT and all(
        len(part) == 1 or (len(part) <= _SHORT_PART and not are_function_words((part,))) for part in parts
    ):
        return True
    return all(
        one[-1].isdigit() != other[0].isdigit()
        or one in _PREFIXES
        or (other in _LETTERED and len(one) == 1)
        or one.endswith(_GREEK)
        or other.startswith(_GREEK)
        or (min(len(one), len(other)) >= SHORTEST_PART and not are_function_words((one,)))
        for one, other in pairwise(parts)
    )


def may_be_parted(word: str) -> Iterator[tuple[str, ...]]:
    """What a word may be in parts, where its letters do not tell: a number or a Greek letter (`cyp3a4`, `nfkappab`)."""
    greek = _GREEK_INSIDE.fullmatch(word)
    if greek is not None:
        yield tuple(filter(None, greek.groups()))
    border = _BORDER.search(word)
    if border is not None and _NO_LABELS.isdisjoint(parts := (word[: border.end()], word[border.end() :])):
        yield parts


def may_be_two_words(word: str) -> Iterator[tuple[str, str]]:
    """Every two words that this may be written as one of (`healthcare`)."""
    if word.isalpha() and len(word) <= _LONGEST:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            parts = word[:at], word[at:]
            if not any(are_function_words((part,)) for part in parts) and _NO_LABELS.isdisjoint(parts):
                yield parts
