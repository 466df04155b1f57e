"""Folding: the form of a name in which spelling, accents, case and punctuation no longer differ (behaviour 6.10)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from msgspec import Struct

_GREEK: Final = (
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu "
    "ν nu ξ xi ο omicron π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega"
)
_GREEK_NAMES: Final = dict(zip(_GREEK.split()[::2], _GREEK.split()[1::2], strict=True))
_UNDECOMPOSED: Final = dict(zip("æœøłđðþıŧħ", ("ae", "oe", "o", "l", "d", "d", "th", "i", "t", "h"), strict=True))
_APOSTROPHES: Final = "'’ʼ‘´"
_POSSESSIVE: Final = re.compile(rf"(?<=\w)[{_APOSTROPHES}](?=[sS]\b)")
_ASCII_WORD: Final = re.compile(r"[0-9a-z]+")
_LONE_GREEK: Final = re.compile(r"(?<![α-ω])[α-ω](?![α-ω])")
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
    """Code point -> its folded letters, or a blank when it separates words; filled as it is used."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
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
    if "'" in text or not text.isascii():
        text = _POSSESSIVE.sub("", text)
    folded = text.translate(_TABLE)
    if not folded.isascii():
        folded = _LONE_GREEK.sub(_greek_name, folded)
    return folded.split()


def locate(text: str) -> list[LocatedWord]:
    """The words of `fold(text)`, each with the offsets it has in `text`; slower, for what is shown."""
    if text.isascii() and "'" not in text:
        return [LocatedWord(match.group(), tuple(range(*match.span()))) for match in _ASCII_WORD.finditer(text.lower())]
    dropped = {match.start() for match in _POSSESSIVE.finditer(text)}
    letters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        if offset not in dropped:
            folded = _TABLE[ord(character)]
            letters.append(folded)
            origins.extend([offset] * len(folded))
    joined = "".join(letters)
    spelled: list[tuple[str, int]] = []
    lone = {match.start() for match in _LONE_GREEK.finditer(joined)} if not joined.isascii() else set()
    for position, letter in enumerate(joined):
        for out in _GREEK_NAMES[letter] if position in lone else letter:
            spelled.append((out, origins[position]))
    words: list[LocatedWord] = []
    run: list[tuple[str, int]] = []
    for letter, origin in [*spelled, (" ", len(text))]:
        if not letter.isspace():
            run.append((letter, origin))
        elif run:
            words.append(LocatedWord("".join(part for part, _ in run), tuple(place for _, place in run)))
            run = []
    return words


def _greek_name(match: re.Match[str]) -> str:
    return _GREEK_NAMES[match.group()]


def _fold_character(character: str) -> str:
    letters = []
    for part in unicodedata.normalize("NFKD", character.casefold()):
        for letter in _UNDECOMPOSED.get(part, part).casefold():
            code = ord(letter)
            if unicodedata.category(letter)[0] == "M":
                if not unicodedata.combining(letter) or code in _KEPT_MARKS:
                    letters.append(letter)
            elif not letter.isalnum():
                letters.append(" ")
            elif any(low <= code <= high for low, high in _SPACELESS):
                letters.append(f" {letter} ")  # no blanks between words there: every character is a word
            else:
                letters.append("σ" if letter == "ς" else letter)
    return "".join(letters)


_TABLE: Final = _FoldTable()
