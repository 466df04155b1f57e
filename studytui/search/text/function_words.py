"""Function words (behaviour 6.9b), from one data file; read when a query is first asked again without them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files


@cache
def function_words() -> frozenset[str]:
    """Folded words that carry a sentence and no meaning, in several languages."""
    text = files("studytui.search.text").joinpath("function_words.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].partition(":")[2] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.split())


def are_function_words(words: Iterable[str]) -> bool:
    """True if all of the folded words are."""
    return function_words().issuperset(words)


def may_be_function_word(word: str) -> bool:
    """True if the word is a slip away from one: two letters swapped (`teh`), or another one behind a right first."""
    from rapidfuzz.distance import OSA

    return any(
        (len(word) == len(other) >= 3 and sorted(word) == sorted(other))
        or (len(word) > 3 and len(other) > 3 and word[0] == other[0])
        for other in function_words()
        if OSA.distance(word, other, score_cutoff=1) <= 1
    )


def content_words(words: Sequence[str], is_named: Callable[[tuple[str, str]], bool]) -> list[int]:
    """The places of the words that are left without function words.

    A letter stays where it names something: at the end (`hepatitis a`), or where a name holds it behind the word
    before it, as `is_named` says.
    """
    kept = []
    for at, word in enumerate(words):
        if are_function_words((word,)):
            before = words[at - 1] if at else ""
            letter = len(word) == 1 and before and not are_function_words((before,))
            if not letter or not (at == len(words) - 1 or is_named((before, word))):
                continue
        kept.append(at)
    return kept
