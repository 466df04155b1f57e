"""The words of a note, each with where it stands and how much the note is about it (BM25F)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from studytui.search.index.record import BODY, HEADING, MARKED, PATH, TAG, TITLE, Lines
from studytui.search.text.fold import fold
from studytui.search.text.folded_query import initial_letters, spellings
from studytui.search.text.words import pairs, words
from studytui.vault.names import parent, stem

WEIGHTS: Final = {TITLE: 6.0, HEADING: 3.0, MARKED: 1.0, TAG: 1.0, PATH: 0.5}
"""What one occurrence counts, beside 1 for the body. Highlighted text is body text too, so it counts twice."""
SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.6
USUAL_LENGTH: Final = 200
"""BM25's k1, b and average length in words; fixed, so that a note's postings do not depend on the other notes."""


def weigh(
    path: str, names: Iterable[str], tags: Iterable[str], lines: Lines, folded: Sequence[list[str]]
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Each word's posting (`record`), and the words that American spelling writes otherwise, by that spelling.

    A British word has a posting under either spelling. `folded` are the words of each line.
    """
    body: list[str] = []
    places: dict[int, list[str]] = {HEADING: []}
    for place, found in enumerate(folded):
        field = places[HEADING] if place in lines.levels else body
        field += found
        if not lines.texts[place].isascii():
            field += pairs(found)
    length = len(body) + len(places[HEADING])
    marked = [lines.texts[place][span.start : span.end] for place, spans in lines.spans.items() for span in spans]
    titles = {stem(path), *names}
    places[MARKED] = [word for text in marked for word in _words(text)]
    places[TITLE] = [word for title in titles for word in (*_words(title), *initial_letters(title, fold(title)))]
    places[PATH] = [word for part in parent(path).split("/") for word in _words(part)]
    places[TAG] = [word for tag in tags for word in _words(tag)]
    counts: dict[str, float] = dict(Counter(body))
    flags = dict.fromkeys(counts, BODY)
    for flag, held in places.items():
        weight = WEIGHTS[flag]
        for word in held:
            counts[word] = counts.get(word, 0.0) + weight
            flags[word] = flags.get(word, 0) | flag
    british: dict[str, list[str]] = {}
    for word in [word for word in counts if spellings(word)[-1] != word]:
        form = spellings(word)[-1]
        british.setdefault(form, []).append(word)
        counts[form] = counts.get(form, 0.0) + counts[word]
        flags[form] = flags.get(form, 0) | flags[word]
    half = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / USUAL_LENGTH)
    impacts = {count: max(1, round(255 * count / (count + half))) for count in set(counts.values())}
    return {word: flags[word] | impacts[count] for word, count in counts.items()}, british


def _words(text: str) -> list[str]:
    found = words(text)
    return found if text.isascii() else [*found, *pairs(found)]
