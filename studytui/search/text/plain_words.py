"""Plain words for medical ones (behaviour 6.13): a list that comes with studytui, and one of the reader's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from studytui.search.text.abbreviations import long_key
from studytui.search.text.fold import fold

LONGEST_PHRASE: Final = 6
"""Words of a plain phrase."""
MOST_BYTES: Final = 1_000_000
"""Of the reader's own list; what is behind them is not read."""

PlainWords = Mapping[str, tuple[str, ...]]
"""Medical words for a plain word or phrase, by the key of its words."""


def plain_words(own: Path) -> PlainWords:
    """The list of studytui, and what the file `own` adds to it if it is there: on each line, a tab between the two."""
    try:
        state = own.stat()
    except (OSError, ValueError):
        return _ours()
    return _with_own(own, state.st_mtime_ns, state.st_size)


@cache
def _ours() -> PlainWords:
    text = files("studytui.search.text").joinpath("plain_words.tsv").read_text(encoding="utf-8")
    return _pairs(text.splitlines())


@lru_cache(maxsize=1)
def _with_own(own: Path, mtime_ns: int, size: int) -> PlainWords:
    """Read again when the file is another."""
    try:
        with own.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return _ours()
    found = dict(_ours())
    for key, words in _pairs(text.removeprefix("\ufeff").splitlines()).items():
        found[key] = tuple(dict.fromkeys((*words, *found.get(key, ()))))
    return found


def _pairs(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        plain, tab, medical = line.partition("\t")
        words = tuple(fold(plain))
        if tab and words and fold(medical) and not line.startswith("#"):
            key = long_key(words)
            found[key] = (*found.get(key, ()), medical.strip())
    return found
