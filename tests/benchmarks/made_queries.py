"""Queries made by rule from any vault: what a person types into the search box, slips and all.

Four kinds: a title with a slip, a title and one of its headings, the same with a slip, and a question in plain words
(function words, two words of a line, the title). Queries that another note answers as well are left out, and slips
that some note answers as they stand. One half of each kind is to tune on, the other to report.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from known_items import Rivals, plain, typo, words_of

from studytui.markdown import logical_lines, outline, parse
from studytui.markdown import plain as text_of
from studytui.vault import Vault

Kind = Literal["misspelt title", "title and heading", "title and heading, slip", "plain question"]
KINDS: tuple[Kind, ...] = ("misspelt title", "title and heading", "title and heading, slip", "plain question")

_QUESTIONS = {
    "en": (
        "which {0} {1} in {t}", "what is the {0} of {1} in {t}", "how does {t} {0} the {1}", "why is there {0} and {1} with {t}",
        "when do you {0} a {1} in {t}", "what are the {0} and {1} for {t}", "is there a {0} of {1} in {t}",
        "how to {0} the {1} of {t}", "does {t} have {0} {1}",
    ),
    "pt": (
        "qual é a {0} do {1} na {t}", "quais são os {0} de {1} em {t}", "como {0} o {1} da {t}", "por que {0} {1} na {t}",
        "quando usar {0} para {1} em {t}", "o que é {0} e {1} na {t}",
    ),
}  # fmt: skip
_OFTEN = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "is",
            "in",
            "that",
            "it",
            "for",
            "with",
            "as",
            "are",
            "this",
            "you",
            "be",
            "on",
            "not",
            "or",
            "can",
        ]
    ),
    "pt": frozenset(
        [
            "de",
            "que",
            "em",
            "um",
            "uma",
            "para",
            "com",
            "não",
            "por",
            "mais",
            "como",
            "mas",
            "dos",
            "das",
            "pela",
            "pelo",
            "ser",
            "são",
        ]
    ),
}


@dataclass(frozen=True, slots=True)
class MadeQuery:
    """A query, and where its maker wants to land."""

    kind: Kind
    query: str
    note: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a maker of queries sees of a note."""

    path: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[str, ...]
    words: frozenset[str]
    alphabetic: tuple[str, ...]
    language: str


def make(vault: Vault, per_kind: int, seed: int) -> Iterator[MadeQuery]:
    """Up to `per_kind` queries of each kind."""
    notes = [_look(vault, path) for path in vault.notes]
    once = Counter(plain(note.title) for note in notes)
    usable = [note for note in notes if once[plain(note.title)] == 1 and len(plain(note.title)) >= 4]
    rivals = Rivals(sorted(note.title for note in usable))
    rng = random.Random(seed)
    for kind in KINDS:
        made: set[str] = set()
        turns = 0
        while len(made) < per_kind and turns < 12 * len(usable):
            note = usable[turns % len(usable)]
            if turns % len(usable) == 0:
                rng.shuffle(usable)
            turns += 1
            found = _made(kind, note, rng, rivals, notes)
            if found is not None and found.query not in made:
                made.add(found.query)
                yield found


def halves(queries: Sequence[MadeQuery]) -> tuple[list[MadeQuery], list[MadeQuery]]:
    """One half to tune on, the other to report."""
    return list(queries[::2]), list(queries[1::2])


def _look(vault: Vault, path: str) -> _Seen:
    document = parse(vault.text(path))
    lines = [
        line.text
        for block in document.blocks
        for line in logical_lines(block)
        if not any(run.kind in ("code", "math") for run in line.inlines)
    ]
    headings = [text_of(heading.inlines).strip() for heading in outline(document.blocks)]
    counts = Counter(headings)
    title = vault.title(path)
    words = words_of(" ".join(lines))
    language = max(_OFTEN, key=lambda name: sum(word in _OFTEN[name] for word in words))
    return _Seen(
        path,
        title,
        tuple(text for text in headings if counts[text] == 1),
        tuple(lines),
        held := frozenset((*words, *words_of(title))),
        tuple(sorted(held)),
        language,
    )


def _made(kind: Kind, note: _Seen, rng: random.Random, rivals: Rivals, notes: Sequence[_Seen]) -> MadeQuery | None:
    if kind == "misspelt title":
        return _misspelt(note, rng, rivals, notes)
    if kind == "plain question":
        return _question(note, rng, notes)
    return _with_heading(kind, note, rng, notes)


def _slipped(text: str, rng: random.Random) -> str | None:
    """The text with a slip inside one of its longer words."""
    places = list(re.finditer(r"[^\W\d_]{5,}", text))
    if not places:
        return None
    chosen = rng.choice(places)
    word = chosen[0]
    wrong = typo(word, rng)
    if wrong == word:
        return None
    return text[: chosen.start()] + wrong + text[chosen.end() :]


def _misspelt(note: _Seen, rng: random.Random, rivals: Rivals, notes: Sequence[_Seen]) -> MadeQuery | None:
    query = _slipped(note.title.casefold(), rng)
    if query is None or rivals.answer("one typo", query, note.title) or _is_held(query, notes):
        return None
    return MadeQuery("misspelt title", query, note.path)


def _with_heading(kind: Kind, note: _Seen, rng: random.Random, notes: Sequence[_Seen]) -> MadeQuery | None:
    usable = [text for text in note.headings if _is_heading(text, note.title)]
    if not usable:
        return None
    heading = rng.choice(usable)
    if _others_have((*words_of(note.title), *words_of(heading)), note, notes):
        return None
    query = f"{note.title} {heading}".casefold()
    if kind == "title and heading, slip":
        slipped = _slipped(query, rng)
        if slipped is None or _is_held(slipped, notes):
            return None
        query = slipped
    return MadeQuery(kind, query, note.path, heading)


def _is_heading(text: str, title: str) -> bool:
    """True if a heading is one that people type: a few words that the title does not have."""
    words = words_of(text)
    return 1 <= len(words) <= 5 and len(text) >= 4 and not set(words) <= set(words_of(title))


def _others_have(words: Sequence[str], note: _Seen, notes: Sequence[_Seen]) -> bool:
    """True if another note has all of the words in its title and headings, and so answers as well."""
    wanted = set(words)
    for other in notes:
        if other is not note:
            held = {word for text in (other.title, *other.headings) for word in words_of(text)}
            if wanted <= held:
                return True
    return False


def _is_held(query: str, notes: Sequence[_Seen]) -> bool:
    """True if a note holds all words of a query as they stand or as beginnings, and so is what was asked for."""
    words = words_of(query)
    return any(all(_begins(word, note.alphabetic) for word in words) for note in notes)


def _begins(word: str, alphabetic: Sequence[str]) -> bool:
    place = bisect_left(alphabetic, word)
    return place < len(alphabetic) and alphabetic[place].startswith(word)


def _question(note: _Seen, rng: random.Random, notes: Sequence[_Seen]) -> MadeQuery | None:
    if not note.lines or note.language not in _QUESTIONS:
        return None
    line = rng.choice(note.lines)
    titled = set(words_of(note.title))
    often = frozenset().union(*_OFTEN.values())
    words = [word for word in dict.fromkeys(words_of(line)) if len(word) >= 4 and word.isalpha()]
    words = [word for word in words if word not in titled and word not in often]
    if len(words) < 2:
        return None
    chosen = rng.sample(words, 2)
    asked = {*chosen, *titled}
    if sum(asked <= other.words for other in notes) > 3:
        return None
    question = rng.choice(_QUESTIONS[note.language]).format(*chosen, t=note.title.casefold())
    return MadeQuery("plain question", question, note.path)


def by_kind(queries: Sequence[MadeQuery]) -> Mapping[Kind, list[MadeQuery]]:
    """The queries of each kind."""
    return {kind: [query for query in queries if query.kind == kind] for kind in KINDS}
