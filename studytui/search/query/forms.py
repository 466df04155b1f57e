"""How the words of a query are looked for in paths."""

from __future__ import annotations

from functools import lru_cache

from studytui.search.query.terms import Phrase, Word
from studytui.search.text.fold import plain
from studytui.search.text.words import words


def forms_of(leaf: Word | Phrase) -> tuple[str, str]:
    """The forms to look for in a path: the text without case, and its folded words with blanks between."""
    return plain(leaf.text), " ".join(leaf.words)


def in_path(sought: tuple[str, str], text: str) -> bool:
    """True if a path holds this anywhere, also in the middle of a word; blanks and punctuation are alike."""
    written, folded = sought
    # Of plain letters the lower case is at hand: thousands of paths are not kept twice.
    lowered = text.lower() if text.isascii() and "`" not in text else _plain(text)
    return written in lowered or folded in _words_of(text)


@lru_cache(maxsize=20_000)
def _words_of(path: str) -> str:
    """The folded words with blanks between."""
    return " ".join(words(path))


_plain = lru_cache(maxsize=20_000)(plain)
