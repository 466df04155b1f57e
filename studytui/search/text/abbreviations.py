"""Abbreviations as a text defines them: `long form (LF)` and `LF (long form)` (behaviour 6.13).

After A. S. Schwartz and M. A. Hearst, *A simple algorithm for identifying abbreviation definitions in biomedical text*,
2003: from its last character backwards each of the short form stands in order in the long form, the first one at the
beginning of a word. Beyond them, most of the words of a long form give their first letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from studytui.characters import trimmed
from studytui.lazy_regex import lazy_regex
from studytui.search.text.endings import word_stem
from studytui.search.text.fold import Plain, fold
from studytui.search.text.function_words import are_function_words
from studytui.search.text.spelling import spellings

SHORTEST: Final = 2
LONGEST: Final = 10
_MOST_WORDS: Final = 2
"""Characters, and words, of a short form."""
_LEFT_OUT: Final = 0.34
"""The part of the words of a long form whose first letters may be missing in the short one."""
_BRACKETED: Final = lazy_regex(r"\(([^()]{2,150})\)")
_BEFORE: Final = 200
"""Characters before the bracket that are looked at."""
_SENTENCE: Final = lazy_regex(r"[.!?;:]\s|[|•·→]|\s[-–—]\s")
_PART: Final = lazy_regex(r"\s*(?:[,;:=/|]|\s[-–—]\s|\bor\b|\baka\b|\bi\.e\.)")
_EDGES: Final = "\"'“”‘’«»„*_.,"


class Definition(NamedTuple):
    """A short and a long form, as they are written."""

    short: str
    long: str

    @property
    def key(self) -> str:
        """The key that all spellings of the short form share."""
        return short_key(self.short)

    @property
    def words(self) -> tuple[str, ...]:
        """The long form, folded."""
        return tuple(fold(self.long))


def short_key(text: str) -> str:
    """The key that all spellings of a short form share: `T2-DM`, `T2DM`."""
    return "".join(fold(text))


def long_key(words: tuple[str, ...]) -> str:
    """The key that all forms of a long form share: plural and singular, British and American."""
    return " ".join(word_stem(spellings(word)[-1]) for word in words)


def definitions(text: str) -> Iterator[Definition]:
    """Every definition in a line."""
    if "(" not in text:
        return
    for match in _BRACKETED.finditer(text):
        before = _SENTENCE.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1].strip(" " + _EDGES)
        inside = _PART.split(match[1], maxsplit=1)[0].strip(" " + _EDGES)
        if not before:
            continue
        found = _as_short(inside, before) or _as_long(inside, before)
        if found is not None:
            yield found


def defined(short: str, long: str) -> Definition | None:
    """The definition that a name and another one make together: an alias and a title, a link's text and its target."""
    short, long = trimmed(short), trimmed(long)
    if is_short_form(short) and not is_short_form(long) and _whole(short, long):
        return Definition(_singular(short), long)
    return None


def is_short_form(text: str) -> bool:
    """True if this may be an abbreviation: at most two words, and capitals or digits where a word has none."""
    if not SHORTEST <= len(text) <= LONGEST or not text[0].isalnum() or len(text.split()) > _MOST_WORDS:
        return False
    capitals = sum(map(str.isupper, text))
    if not capitals:
        return text[0].isalpha() and text[-1].isdigit() and " " not in text
    inner = any(map(str.isupper, text[1:]))
    return inner or any(map(str.isdigit, text)) or (len(text) == SHORTEST and not are_function_words(fold(text)))


def _as_short(inside: str, before: str) -> Definition | None:
    """`myocardial infarction (MI)`."""
    if not is_short_form(inside):
        return None
    candidate = " ".join(before.split()[-_most_words(inside) :])
    long = _ending(_singular(inside), candidate)
    return _checked(inside, long.strip(" " + _EDGES) if long is not None else None)


def _as_long(inside: str, before: str) -> Definition | None:
    """`MI (myocardial infarction)`: what is in the bracket, or the first words of it that give the initials."""
    short = before.split()[-1].strip(_EDGES)
    if not is_short_form(short) or len(inside) <= len(short):
        return None
    words = inside.split()
    letters = short_key(_singular(short))
    initials = ""
    for at, word in enumerate(words):
        folded = fold(word)
        more = initials + "".join(part[0] for part in folded)
        if letters.startswith(more) or not are_function_words(folded):
            initials = more
        if initials == letters:
            return _checked(short, " ".join(words[: at + 1]).strip(" " + _EDGES))
    return _checked(short, inside) if _whole(short, inside) else None


def _checked(short: str, long: str | None) -> Definition | None:
    if long is None or len(long) <= len(short) or len(long.split()) > _most_words(short):
        return None
    short = _singular(short)
    words = fold(long)
    key = short_key(short)
    if not words or len("".join(words)) <= len(key) or key in words:
        return None
    if are_function_words(words[:1]) and "".join(word[0] for word in words) != key:
        return None
    telling = [word for word in words if not are_function_words((word,))]
    if sum(word[0] not in key for word in telling) > _LEFT_OUT * len(telling):
        return None
    return Definition(short, long)


def _whole(short: str, long: str) -> bool:
    """True if the whole text may be the long form."""
    return _ending(_singular(short), long) == long and _checked(short, long) is not None


def _most_words(short: str) -> int:
    return min(len(short) + 5, 2 * len(short))


def _singular(short: str) -> str:
    """`MIs` is several of `MI`."""
    return short[:-1] if len(short) > SHORTEST and short[-1] == "s" and short[-2].isupper() else short


def _ending(short: str, candidate: str) -> str | None:
    """The shortest end of the candidate that holds the letters of the short form in order, the first beginning a word.

    One that begins with a function word only where there is no other.
    """
    letters = [letter for letter in Plain.of(short).text if letter.isalnum()]
    text, origins = Plain.of(candidate)
    at = len(text)
    for left in range(len(letters) - 1, -1, -1):
        at = text.rfind(letters[left], 0, at)
        if at < 0:
            return None
    starts = [at for at in _places(text, letters[0], at) if not at or not text[at - 1].isalnum()]
    found = [text.rfind(" ", 0, at) + 1 for at in starts]
    telling = (start for start in found if not are_function_words(fold(text[start:].split(" ", 1)[0])))
    start = next(telling, found[0] if found else None)
    return None if start is None else candidate[origins[start] :]


def _places(text: str, letter: str, at: int) -> Iterator[int]:
    """Where a letter stands, from `at` backwards."""
    while at >= 0:
        yield at
        at = text.rfind(letter, 0, at)
