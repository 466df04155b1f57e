"""Folding: the form of a name in which spelling, accents, case and punctuation no longer differ (behaviour 6.10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from studytui.characters import visible, visible_places
from studytui.lazy_regex import lazy_regex

_GREEK: Final = (
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu "
    "ν nu ξ xi ο omicron π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega"
)
_GREEK_NAMES: Final = dict(zip(_GREEK.split()[::2], _GREEK.split()[1::2], strict=True))
_UNDECOMPOSED: Final = dict(
    zip("æœøłđðþıŧħ×∆", ("ae", "oe", "o", "l", "d", "d", "th", "i", "t", "h", "x", "δ"), strict=True)
)
APOSTROPHES: Final = "'`´‘’‛′＇ʹʻʼʽˈ"
_QUOTES: Final = '"«»‟″“”„‹›＂ʺ「」『』'
_DASHES: Final = "-‐‑‒–—―−⁃﹘﹣－⸺⸻"
_SIGNS: Final = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("⁄∕", "/"),
    "≤": "<=",
    "≥": ">=",
}
"""Punctuation that is one thing in several forms."""
_POSSESSIVE: Final = lazy_regex(rf"(?<=\w)[{APOSTROPHES}](?=[sS]\b)")
_ASCII_WORD: Final = lazy_regex(r"[0-9a-z]+")
_GREEK_LETTERS: Final = frozenset(_GREEK_NAMES.values())
_LONE_GREEK: Final = lazy_regex(r"(?<![α-ω])[α-ω](?![α-ω])")
_MICRO: Final = lazy_regex(r"(?<![^\W\d_])μ(?=(?:g|l|m|s|v|w|u|iu|mol|kat|sv|gy|ci|eq|osm)(?:\d+|s)?(?![^\W_]))")
"""The Greek letter before a unit: people type `ug` for it."""
_SPACELESS: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_KEPT_MARKS: Final = range(0x0900, 0x1000)
"""Vowel signs of Indic and Thai scripts are letters to their readers, though Unicode calls some of them marks."""


class _FoldTable(dict[int, str]):
    """Code point -> its folded letters; a blank, or the sign itself, when it separates words. Filled as it is used."""

    def __init__(self, *, signs: bool) -> None:
        super().__init__()
        self._signs = signs

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code), signs=self._signs)
        self[code] = folded
        return folded


class LocatedWord(Struct, frozen=True):
    """A folded word and the characters of the original text that each of its letters came from."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Original characters under letters `start` to `end` of the word, as a half-open range."""
        covered = self.origins[start:end]
        return covered[0], covered[-1] + 1


def fold(text: str) -> list[str]:
    """Words of `text`, folded: lower case, no accents, hyphen = blank, Greek letters by name (behaviour 6.10)."""
    if "'" in text or "`" in text or not text.isascii():
        text = _POSSESSIVE.sub("", visible(text))
    folded = text.translate(_TABLE)
    if not folded.isascii():
        folded = _LONE_GREEK.sub(_greek_name, _MICRO.sub("u", folded))
    return folded.split()


def locate(text: str) -> list[LocatedWord]:
    """The words of `fold(text)`, each with the offsets it has in `text`; slower, for what is shown."""
    if text.isascii() and "'" not in text and "`" not in text:
        return [LocatedWord(match.group(), tuple(range(*match.span()))) for match in _ASCII_WORD.finditer(text.lower())]
    shown, places = visible(text), visible_places(text)
    dropped = {match.start() for match in _POSSESSIVE.finditer(shown)}
    spelled = _spelled(((shown[at], places[at]) for at in range(len(shown)) if at not in dropped), _TABLE)
    words: list[LocatedWord] = []
    run: list[tuple[str, int]] = []
    for letter, origin in [*spelled, (" ", len(text))]:
        if not letter.isspace():
            run.append((letter, origin))
        elif run:
            words.append(LocatedWord("".join(part for part, _ in run), tuple(place for _, place in run)))
            run = []
    return words


class Plain(NamedTuple):
    """A text as it is looked for letter by letter."""

    text: str
    """Folded, blanks and punctuation kept."""
    origins: Sequence[int]
    """The character of the original that each of its letters came from."""

    @classmethod
    def of(cls, text: str) -> Plain:
        """The text, folded."""
        if text.isascii():
            return cls(text.replace("`", "'").lower(), range(len(text)))
        table = _SIGNED_TABLE
        if all(len(table[ord(character)]) == 1 for character in set(text)):
            # Letter for letter, as nearly every text: many times as quick.
            folded = text.translate(table)
            if folded.isascii() or not (_MICRO.search(folded) or _LONE_GREEK.search(folded)):
                return cls(folded, range(len(text)))
        spelled = _spelled(((character, at) for at, character in enumerate(text)), _SIGNED_TABLE)
        return cls("".join(letter for letter, _ in spelled), [origin for _, origin in spelled])

    def places(self, needle: str) -> list[tuple[int, int]]:
        """Where a plain text stands, as half-open ranges of the original, apart; never in a part of a letter's name."""
        found: list[tuple[int, int]] = []
        at = self.text.find(needle) if needle else -1
        while at >= 0:
            end = at + len(needle)
            if self._parts(at) or self._parts(end):
                at = self.text.find(needle, at + 1)
                continue
            low, high = self.origins[at], self.origins[end - 1] + 1
            if not found or low >= found[-1][1]:
                found.append((low, high))
            at = self.text.find(needle, end)
        return found

    def _parts(self, at: int) -> bool:
        """True if the name of one Greek letter is before and behind this place."""
        if not 0 < at < len(self.text) or self.origins[at] != self.origins[at - 1]:
            return False
        first = last = at
        while first and self.origins[first - 1] == self.origins[at]:
            first -= 1
        while last < len(self.text) and self.origins[last] == self.origins[at]:
            last += 1
        return self.text[first:last] in _GREEK_LETTERS


def plain(text: str) -> str:
    """The text folded, with its punctuation, each kind in one form: how short texts are compared in filters."""
    return Plain.of(text).text


def _spelled(letters: Iterable[tuple[str, int]], table: _FoldTable) -> list[tuple[str, int]]:
    """Folded letters and where each came from, of characters and where they stand."""
    folded = [(letter, origin) for character, origin in letters for letter in table[ord(character)]]
    joined = "".join(letter for letter, _ in folded)
    if joined.isascii():
        return folded
    micro = {match.start() for match in _MICRO.finditer(joined)}
    lone = {match.start() for match in _LONE_GREEK.finditer(joined)}
    return [
        (out, origin)
        for position, (letter, origin) in enumerate(folded)
        for out in ("u" if position in micro else _GREEK_NAMES[letter] if position in lone else letter)
    ]


def _greek_name(match: re.Match[str]) -> str:
    return _GREEK_NAMES[match.group()]


def _fold_character(character: str, *, signs: bool) -> str:
    if not visible(character):
        return ""
    if character in _SIGNS:
        return _SIGNS[character] if signs else " "
    letters = []
    for part in unicodedata.normalize("NFKD", character.casefold()):
        for letter in _UNDECOMPOSED.get(part, part).casefold():
            code = ord(letter)
            if letter in _SIGNS:
                letters.append(_SIGNS[letter] if signs else " ")
            elif unicodedata.category(letter)[0] == "M":
                if not unicodedata.combining(letter) or code in _KEPT_MARKS:
                    letters.append(letter)
            elif not letter.isalnum():
                letters.append(letter if signs and not letter.isspace() else " ")
            elif any(low <= code <= high for low, high in _SPACELESS):
                # No blanks between words there: every character is a word.
                letters.append(letter if signs else f" {letter} ")
            else:
                letters.append("σ" if letter == "ς" else letter)
    folded = "".join(letters)
    return character if signs and folded.isspace() and not character.isspace() else folded


_TABLE: Final = _FoldTable(signs=False)
_SIGNED_TABLE: Final = _FoldTable(signs=True)
