"""Identity of a card (behaviour 7.4g): its place, text and neighbours, matched when a note has changed.

Nothing is written into notes: ids live in the state, with what each card was when it was last seen (`Known`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from hashlib import blake2b

from msgspec import Struct

from studytui.study.card import Card, Kind
from studytui.study.likeness import Slot, likeness

MANY = 400_000
"""Pairs of old and new cards of one note that are compared word by word; a note that changed more begins anew."""


class Known(Struct, frozen=True, gc=False, array_like=True):
    """A card as it was when it was last seen."""

    id: str
    kind: Kind
    line: int
    headings: tuple[str, ...]
    parents: tuple[str, ...]
    text: str
    back: str
    ordinal: int
    number: int = 1
    """Of a cloze: its number in its line, which no other mark ever gets: the n of Anki's `{{cn::…}}`."""
    highest: int = 1
    """The highest number that its line ever had."""


def known(identity: str, card: Card, number: int = 1, highest: int = 1) -> Known:
    """The kept row of a card."""
    return Known(
        identity, card.kind, card.line, card.headings, card.parents, card.text, card.back, card.ordinal, number, highest
    )


def fresh_ids(note: str, cards: Sequence[Card], taken: Callable[[str], bool] | None = None) -> list[str]:
    """Ids of cards that were never seen before: equal for equal notes, on whatever machine, and never one `taken`."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for card in cards:
        what = (note, card.kind, *card.headings, "", *card.parents, "", card.text, card.back)
        seen[what] += 1
        fresh = hashed(*what, str(seen[what]))
        while taken is not None and taken(fresh):
            fresh = hashed(fresh)
        found.append(fresh)
    return found


def hashed(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for some texts."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def match(old: Sequence[Known], new: Sequence[Card] | Sequence[Known]) -> list[int | None]:
    """Of each new card of a note, the place of the old card that it is, or None; no two are the same.

    Equal cards in equal places are found first, in the order of the note, so that two lines alike stay two; then cards
    that only moved, or whose headings changed; then those that were edited, the likeliest first.
    """
    matching = _Matching(old, new)
    matching.align(_whole)
    matching.align(same_words)
    matching.compare()
    return matching.found


def same_words(card: Known | Card) -> Hashable:
    """The key that cards with the same words share, wherever they stand."""
    return _side(card), card.text, card.back


def same_place(card: Known | Card) -> Hashable:
    """The key that cards share that stand alike."""
    return card.headings, card.parents


def _whole(card: Known | Card) -> Hashable:
    return same_words(card), same_place(card), card.ordinal


def _side(card: Known | Card) -> str:
    """The part that never changes in one card: a mark may be widened to its line, but question and answer differ."""
    return "mark" if card.kind in ("cloze", "line", "basic") else card.kind


class _Matching:
    """Pairs of old and new cards of a note, as they are found."""

    def __init__(self, old: Sequence[Known], new: Sequence[Card] | Sequence[Known]) -> None:
        self._old = old
        self._new = new
        self.found: list[int | None] = [None] * len(new)
        self._gone = set(range(len(old)))

    def align(self, key: Callable[[Known | Card], Hashable]) -> None:
        """Pairs equal cards: those in the same order first, then the others, the first with the first."""
        old = sorted(self._gone)
        new = [place for place, was in enumerate(self.found) if was is None]
        if not old or not new:
            return
        old_keys, new_keys = [key(self._old[place]) for place in old], [key(self._new[place]) for place in new]
        for here, there, size in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_matching_blocks():
            for step in range(size):
                self._pair(old[here + step], new[there + step])
        left: dict[Hashable, list[int]] = defaultdict(list)
        for place, what in zip(old, old_keys, strict=True):
            if place in self._gone:
                left[what].append(place)
        for place, what in zip(new, new_keys, strict=True):
            if self.found[place] is None and left.get(what):
                self._pair(left[what].pop(0), place)

    def compare(self) -> None:
        """Pairs cards that are alike, the likest first."""
        new = [place for place, was in enumerate(self.found) if was is None]
        if not new or not self._gone or len(new) * len(self._gone) > MANY:
            return
        before, behind = self._neighbours()
        acronyms = _acronyms(self._old, self._new)
        pairs = []
        for was in self._gone:
            for now in new:
                slot = Slot(before[0][was] == before[1][now], behind[0][was] == behind[1][now])
                if _side(self._old[was]) != _side(self._new[now]):
                    continue
                like = likeness(self._old[was], self._new[now], slot, acronyms)
                if like is not None:
                    pairs.append((-like, abs(was - now), was, now))
        for _, _, was, now in sorted(pairs):
            if was in self._gone and self.found[now] is None:
                self._pair(was, now)

    def _pair(self, was: int, now: int) -> None:
        self.found[now] = was
        self._gone.discard(was)

    def _neighbours(self) -> tuple[tuple[list[int], list[int]], tuple[list[int], list[int]]]:
        """Of each old and each new card, the new place of the next card before it, and behind it, that is both."""
        now_of = {was: now for now, was in enumerate(self.found) if was is not None}
        old = [now_of.get(place) for place in range(len(self._old))]
        new = [place if was is not None else None for place, was in enumerate(self.found)]
        return (_last(old), _last(new)), (_last(old[::-1])[::-1], _last(new[::-1])[::-1])


def _last(places: Iterable[int | None]) -> list[int]:
    found, last = [], -1
    for place in places:
        found.append(last)
        last = last if place is None else place
    return found


def _acronyms(*cards: Sequence[Known | Card]) -> frozenset[str]:
    """Words with two capitals or more that occur twice and more: none is a slip of another."""
    counted = Counter(word for each in cards for text in {card.text for card in each} for word in set(text.split()))
    return frozenset(word.strip(".,;:()") for word in counted if sum(letter.isupper() for letter in word) > 1)
