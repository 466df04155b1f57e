"""The piece of a line that a row shows, and what in it matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from studytui.lazy_regex import lazy_regex
from studytui.search.text.fold import LocatedWord, fold, locate
from studytui.search.text.spelling import spellings
from studytui.search.text.words import Sought

LONGEST_SNIPPET: Final = 200
"""Characters of a snippet."""
BEFORE: Final = 50
"""Characters kept before the first match."""
_PIECE: Final = 400
_CHUNK: Final = lazy_regex(r"\S+")
_WHOLE: Final = Sought(())

Ranges = tuple[tuple[int, int], ...]


class Snippet(NamedTuple):
    """The part of a line that a row of results shows."""

    text: str
    marks: Ranges


def snippet(
    line: str,
    sought: Sequence[Sought],
    find: Callable[[str], list[tuple[int, int]]] | None = None,
) -> Snippet:
    """A piece of the line round the first match, of at most `LONGEST_SNIPPET` characters.

    `find` gives more places in a text that matched, such as those of a regular expression.
    """
    first = 0
    if len(line) > LONGEST_SNIPPET:
        first = _begin(line, sought, find)
    last = min(len(line), first + LONGEST_SNIPPET)
    first = max(0, min(first, last - LONGEST_SNIPPET))
    if first and (blank := line.find(" ", first, first + 20)) >= 0:
        first = blank + 1
    if last < len(line) and (blank := line.rfind(" ", last - 20, last)) >= 0:
        last = blank
    cut = line[first:last]
    lead = len(cut) - len(cut.lstrip())
    cut, first = cut.strip(), first + lead
    marks = matches(cut, sought)
    if find is not None:
        marks = _united([*marks, *find(cut)])
    before = "…" if line[:first].strip() else ""
    after = "…" if line[first + len(cut) :].strip() else ""
    shift = len(before)
    return Snippet(
        f"{before}{cut}{after}",
        tuple((start + shift, end + shift) for start, end in marks),
    )


def matches(text: str, sought: Sequence[Sought]) -> Ranges:
    """Characters of the text under the words that are sought."""
    chunks = [(match.start(), match[0]) for match in _CHUNK.finditer(text)]
    words = [(word, chunk, place) for chunk, (_, part) in enumerate(chunks) for place, word in enumerate(fold(part))]
    places: dict[str, list[int]] = {}
    for at, (word, _, _) in enumerate(words):
        places.setdefault(spellings(word)[-1], []).append(at)
    located: dict[int, list[LocatedWord]] = {}
    found: list[tuple[int, int]] = []
    for wanted in _one_by_one(sought):
        count = len(wanted.words)
        for at in _starts(wanted, places, len(words)):
            run = words[at : at + count]
            ends = [
                _reaches(word, run[place][0], wanted if place == count - 1 else _WHOLE)
                for place, word in enumerate(wanted.words[: len(run)])
            ]
            if len(ends) < count or not all(ends):
                continue
            for (_, chunk, place), end in zip(run, ends, strict=True):
                start, part = chunks[chunk]
                low, high = located.setdefault(chunk, locate(part))[place].span(0, end)
                found.append((start + low, start + high))
    return _united(found)


def _one_by_one(sought: Sequence[Sought]) -> Sequence[Sought]:
    """Each way of writing for itself."""
    if not any(wanted.forms for wanted in sought):
        return sought
    forms = (Sought(form) for wanted in sought for form in wanted.forms)
    return [*(wanted._replace(forms=()) for wanted in sought), *forms]


def _starts(wanted: Sought, places: Mapping[str, Sequence[int]], count: int) -> Iterable[int]:
    """Where the first of the words may stand, by the places of each word in American spelling."""
    if len(wanted.words) == 1 and wanted.cut:
        return range(count)
    firsts = (wanted.words[0], *(wanted.others if len(wanted.words) == 1 else ()))
    return [at for first in firsts for at in places.get(spellings(first)[-1], ())]


def _reaches(wanted: str, word: str, last: Sought) -> int:
    """How many letters of a word match; 0 if it does not. `last` is what it may be the last word of."""
    if word == wanted or spellings(word)[-1] == spellings(wanted)[-1] or word in last.others:
        return len(word)
    if not last.cut:
        return 0
    if word.startswith(wanted):
        return len(wanted)
    return min(len(word), len(wanted)) if spellings(word)[-1].startswith(spellings(wanted)[-1]) else 0


def _begin(line: str, sought: Sequence[Sought], find: Callable[[str], list[tuple[int, int]]] | None) -> int:
    """Where the snippet of a long line begins."""
    if find is not None:
        places = find(line)
        if places:
            return max(0, places[0][0] - BEFORE)
    sought = _one_by_one(sought)
    for match in _CHUNK.finditer(line):
        if len(match[0]) > _PIECE:
            pieces = range(match.start(), match.end(), _PIECE // 2)
        else:
            pieces = range(match.start(), match.start() + 1)
        for start in pieces:
            folded = fold(line[start : min(match.end(), start + _PIECE)])
            for wanted in sought:
                last = wanted if len(wanted.words) == 1 else _WHOLE
                if any(_reaches(wanted.words[0], word, last) for word in folded):
                    return max(0, start - BEFORE)
    return 0


def _united(ranges: Iterable[tuple[int, int]]) -> Ranges:
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
