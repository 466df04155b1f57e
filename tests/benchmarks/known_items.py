"""Known-item queries made by rule from real titles: what a reader types who remembers a note, however badly."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz"
HEARD = (
    ("^ps", "s"), ("^pn", "n"), ("^pt", "t"), ("^kn", "n"), ("^x", "z"), ("ph", "f"), ("rrh", "r"), ("rh", "r"), ("sch", "sk"),
    ("ch(?=[lrn])", "k"), ("th", "t"), ("qu", "kw"), ("ae", "e"), ("oe", "e"), ("y", "i"), ("c(?=[eiy])", "s"),
    ("c(?=[aou])", "k"), ("([bdfglmnprst])\\1", "\\1"), ("x", "ks"), ("ck", "k"), ("ea", "ee"), ("ss", "s"), ("ç", "s"),
)  # fmt: skip
"""Spelling -> what is heard: English, with what Portuguese shares."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A query and the title its maker had in mind."""

    kind: str
    query: str
    title: str


def plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def words_of(title: str) -> list[str]:
    """Words of a title, as a maker of queries sees them."""
    return re.findall(r"\w+", plain(title).replace("_", " "))


def typo(text: str, rng: random.Random) -> str:
    """One letter lost, added, exchanged or swapped with the next, anywhere."""
    place = rng.randrange(len(text))
    how = rng.choice(("delete", "insert", "substitute", "swap"))
    if how == "delete":
        return text[:place] + text[place + 1 :]
    if how == "insert":
        return text[:place] + rng.choice(LETTERS) + text[place:]
    if how == "substitute":
        return text[:place] + rng.choice(LETTERS.replace(text[place].lower(), "")) + text[place + 1 :]
    place = min(place, len(text) - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def one_typo(title: str, rng: random.Random) -> str | None:
    return typo(title.casefold(), rng) if len(title) >= 5 else None


def two_typos(title: str, rng: random.Random) -> str | None:
    return typo(typo(title.casefold(), rng), rng) if len(title) >= 8 else None


def backwards(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    return " ".join(reversed(words)) if len(words) > 1 else None


def shuffled(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    if len(words) < 3:
        return None
    rng.shuffle(words)
    return " ".join(words)


def beginnings(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    return " ".join(word[: rng.randint(2, 4)] for word in words) if len(words) > 1 else None


def initials(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    if rng.random() < 0.4:
        words = [
            word
            for word in words
            if word not in {"of", "the", "and", "in", "a", "for", "to", "de", "da", "do", "e", "em"}
        ]
    return "".join(word[0] for word in words) if len(words) > 2 else None


def cut(title: str, rng: random.Random) -> str | None:
    return title.casefold()[: max(4, round(len(title) * rng.uniform(0.4, 0.8)))].rstrip() if len(title) >= 8 else None


def inner_word(title: str, rng: random.Random) -> str | None:
    long = [word for word in words_of(title)[1:] if len(word) >= 5]
    return rng.choice(long) if long else None


def inner_typo(title: str, rng: random.Random) -> str | None:
    word = inner_word(title, rng)
    return typo(word, rng) if word is not None and len(word) >= 6 else None


def as_heard(title: str, rng: random.Random) -> str | None:
    heard = [_heard(word) for word in plain(title).split()]
    query = " ".join(heard)
    return query if query != plain(title) else None


def slip_half_typed(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    long = [i for i, word in enumerate(words) if len(word) >= 6]
    if len(words) < 2 or not long:
        return None
    wrong = rng.choice(long)
    return " ".join(typo(w, rng) if i == wrong else w[: rng.randint(3, 4)] for i, w in enumerate(words))


def cut_with_slip(title: str, rng: random.Random) -> str | None:
    part = title.casefold()[: round(len(title) * 0.7)].rstrip()
    return typo(part, rng) if len(part) >= 8 else None


def glued(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    return "".join(words) if len(words) > 1 else None


def glued_typo(title: str, rng: random.Random) -> str | None:
    words = words_of(title)
    return typo("".join(words), rng) if len(words) > 1 and len(title) >= 8 else None


KINDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "one typo": one_typo,
    "two typos": two_typos,
    "reversed": backwards,
    "shuffled": shuffled,
    "beginnings": beginnings,
    "initials": initials,
    "cut": cut,
    "inner word": inner_word,
    "inner word, typo": inner_typo,
    "as heard": as_heard,
    "half typed, slip": slip_half_typed,
    "cut, slip": cut_with_slip,
    "glued": glued,
    "glued, typo": glued_typo,
}


def make(titles: Iterable[str], per_kind: int, seed: int) -> Iterator[KnownItem]:
    """Up to `per_kind` queries of each kind, none that another title answers as well."""
    pool = sorted({plain(title): title for title in titles}.values())
    rivals = Rivals(pool)
    rng = random.Random(seed)
    for kind, maker in KINDS.items():
        made = 0
        for title in rng.sample(pool, len(pool)):
            query = maker(title, rng)
            if query and not rivals.answer(kind, query, title):
                yield KnownItem(kind, query, title)
                made += 1
                if made == per_kind:
                    break


class Rivals:
    """Which titles answer a query as well as the one it was made from, by obvious rules over all titles."""

    def __init__(self, titles: list[str]) -> None:
        self._words = {title: words_of(title) for title in titles}
        self._joined = {title: " ".join(words) for title, words in self._words.items()}
        self._initials = Counter("".join(w[0] for w in words) for words in self._words.values())
        self._initials.update(
            "".join(
                w[0]
                for w in words
                if w not in {"of", "the", "and", "in", "a", "for", "to", "de", "da", "do", "e", "em"}
            )
            for words in self._words.values()
        )
        self._tokens = Counter(word for words in self._words.values() for word in set(words))

    def answer(self, kind: str, query: str, title: str) -> bool:
        """True if another title holds the query literally, or is within as many slips of it."""
        asked = words_of(query)
        if not asked:
            return True
        text = " ".join(asked)
        for other, words in self._words.items():
            if other == title:
                continue
            if self._joined[other].startswith(text) or "".join(words).startswith("".join(asked)):
                return True
            if all(any(word.startswith(part) for word in words) for part in asked):
                return True
        if kind == "initials":
            ways = {"".join(w[0] for w in self._words[title])}
            return self._initials[query] > (
                2 if query in ways and self._initials[query] == 2 and self._alone(query, title) else 1
            )
        if kind == "cut, slip":
            return self._near_beginning(text, title)
        if kind == "inner word, typo":
            return self._near_word(asked[0], title)
        if "typo" in kind or "slip" in kind or kind == "as heard":
            return self._near_title(text, title)
        return False

    def _alone(self, query: str, title: str) -> bool:
        return all(
            "".join(w[0] for w in words)[: len(query)] != query
            for other, words in self._words.items()
            if other != title
        )

    def _near_title(self, text: str, title: str) -> bool:
        from rapidfuzz.distance import OSA

        own = OSA.distance(text, self._joined[title])
        if own > 3:
            return False
        return any(
            OSA.distance(text, j, score_cutoff=own) <= own for other, j in self._joined.items() if other != title
        )

    def _near_beginning(self, text: str, title: str) -> bool:
        from rapidfuzz.distance import OSA

        own = OSA.distance(text, self._joined[title][: len(text)])
        return any(
            OSA.distance(text, joined[: len(text)], score_cutoff=own) <= own
            for other, joined in self._joined.items()
            if other != title
        )

    def _near_word(self, word: str, title: str) -> bool:
        from rapidfuzz.distance import OSA

        return any(
            OSA.distance(word, other, score_cutoff=1) <= 1 or word in other
            for other in self._tokens
            if self._tokens[other] > (other in self._words[title])
        )


def _heard(word: str) -> str:
    for pattern, heard in HEARD:
        word = re.sub(pattern, heard, word)
    return word


def titles_of(folder: Path, *, headings: bool = False) -> list[str]:
    """File stems, and with `headings` also the headings, of the notes under a folder."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.md")):
        found[path.stem] = None
        if headings:
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                if match := re.match(r"#{1,6} +(.{3,90}?)[ #]*$", line):
                    found[re.sub(r"[*_`\[\]]", "", match[1])] = None
    return list(found)
