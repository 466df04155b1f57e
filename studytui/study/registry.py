"""The ids of a vault's cards, in the state: kept with what each card was, and matched when notes have changed."""

from __future__ import annotations

import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from studytui.sqlite import path_key, path_of
from studytui.study.card import Card
from studytui.study.collect import VaultCards
from studytui.study.identity import Known, fresh_ids, known, match, same_place, same_words
from studytui.vault.names import stem

if TYPE_CHECKING:
    from studytui.state import State
    from studytui.state.database import Statement

ENOUGH_WORDS = 4
"""Words of a line that is found again in another note, wherever it stands there; a shorter one must stand alike."""
_decode = msgspec.msgpack.Decoder(list[Known]).decode
_encode = msgspec.msgpack.Encoder().encode


class CardPlace(Struct, frozen=True):
    """Where a card is now."""

    note: str
    position: int
    """Its place among the cards of its note."""


class KnownCards:
    """The ids of the cards of every note, as the last `sync` found them."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._places: dict[str, CardPlace] | None = None

    def known(self, note: str) -> list[Known]:
        """The cards of a note with their ids, in the order of `VaultCards.cards`."""
        packed = self._packed.get(note)
        return _unpacked(packed) if packed else []

    def ids(self, note: str) -> list[str]:
        """The ids of the cards of a note, in the order of `VaultCards.cards`."""
        return [card.id for card in self.known(note)]

    def find(self, identity: str) -> CardPlace | None:
        """Where a card is; None for one that is retired: it has gone, and its history is kept."""
        return self.places.get(identity)

    @property
    def places(self) -> Mapping[str, CardPlace]:
        """Where every card is, by its id."""
        if self._places is None:
            self._places = {
                identity: CardPlace(note, position)
                for note in self._packed
                for position, identity in enumerate(self.ids(note))
            }
        return self._places


def sync(
    state: State, cards: VaultCards, *, keep: bool | None = None, clock: Callable[[], float] = time.time
) -> KnownCards:
    """Gives every card of the vault its id: the one that it had, wherever it is now, or a new one.

    What is found is written into the state, unless `keep` is False, or is None and nothing was ever kept: whoever only
    lists cards leaves no trace. Notes that cannot be read now keep their ids there, and have none in what is returned.
    For a worker thread; a vault that has not changed takes a moment.
    """
    kept = {path_of(row[0]): (bytes(row[1]), bytes(row[2])) for row in state.read(_NOTES)}
    update = _Update(kept, cards, lambda: _retired(state))
    packed = update.run()
    if keep or (keep is None and kept):
        statements = update.statements(clock())
        if statements:
            state.write(*statements)
    return KnownCards(packed)


def suspended(state: State) -> list[tuple[str, Known]]:
    """The cards that are suspended and in a note, with the note, as they were when it was last seen."""
    wanted = {row[0] for row in state.read("SELECT card FROM card_flag WHERE suspended")}
    rows = state.read(f"{_NOTES} ORDER BY note") if wanted else ()
    return [(path_of(row[0]), card) for row in rows for card in _unpacked(bytes(row[2])) if card.id in wanted]


_NOTES = "SELECT note, digest, cards FROM study_note"


def _retired(state: State) -> list[tuple[str, Known]]:
    rows = state.read("SELECT note, card FROM gone_card ORDER BY gone DESC, id")
    return [(path_of(note), msgspec.msgpack.decode(bytes(card), type=Known)) for note, card in rows]


def _unpacked(packed: bytes) -> list[Known]:
    return _decode(zlib.decompress(packed))


class _Note:
    """A note whose cards are matched: what they were, what they are, and which are which."""

    def __init__(self, old: Sequence[Known], new: Sequence[Card]) -> None:
        self.old = old
        self.new = new
        found = match(old, new)
        self.was: list[Known | None] = [None if place is None else old[place] for place in found]
        self.left = [card for place, card in enumerate(old) if place not in set(found)]
        """Cards that are not found again."""

    def unknown(self) -> Iterator[int]:
        """The places of new cards that are none of the old ones."""
        return (place for place, was in enumerate(self.was) if was is None)


class _Update:
    def __init__(
        self,
        kept: Mapping[str, tuple[bytes, bytes]],
        cards: VaultCards,
        retired: Callable[[], list[tuple[str, Known]]],
    ) -> None:
        self._kept = kept
        self._cards = cards
        self._read_retired = retired
        self._unread = frozenset(cards.unread)
        self._digests = {note: cards.digest(note) for note in cards}
        self._gone: list[tuple[str, Known]] = []
        self._back: list[str] = []
        self._missing: list[str] = []
        self._packed: dict[str, bytes] = {}

    def run(self) -> dict[str, bytes]:
        """Keeps the cards of every note from now on."""
        kept, digests = self._kept, self._digests
        changed = [note for note, digest in digests.items() if note not in kept or kept[note][0] != digest]
        self._missing = [note for note in kept if note not in digests and note not in self._unread]
        packed = {note: both[1] for note, both in kept.items() if note in digests}
        if not changed and not self._missing:
            return packed
        old = {note: _unpacked(kept[note][1]) for note in (*changed, *self._missing) if note in kept}
        new = {note: self._cards.cards(note) for note in changed}
        renamed = _renamed(
            {note: old[note] for note in self._missing}, {note: new[note] for note in changed if note not in old}
        )
        notes = {note: _Note(old.get(renamed.get(note, note), ()), new[note]) for note in changed}
        left = [(note, card) for note, each in notes.items() for card in each.left]
        followed = set(renamed.values())
        left += [(note, card) for note in self._missing if note not in followed for card in old[note]]
        if any(True for each in notes.values() for _ in each.unknown()):
            left = self._from_elsewhere(notes, left)
        self._gone = left
        self._name(notes)
        return {**packed, **self._packed}

    def _from_elsewhere(self, notes: Mapping[str, _Note], left: list[tuple[str, Known]]) -> list[tuple[str, Known]]:
        """Cards that went to another note, or come back; what is left after that."""
        retired = self._read_retired()
        pool: dict[object, list[tuple[str, Known]]] = defaultdict(list)
        for note, card in (*left, *retired):
            pool[same_words(card)].append((note, card))
        taken: set[str] = set()
        for fits in (_stood_here, _was_here, _stands_alike, _is_long):
            for note, each in notes.items():
                for place in each.unknown():
                    here = each.new[place]
                    for origin, was in pool.get(same_words(here), ()):
                        if was.id not in taken and fits(note, here, origin, was):
                            each.was[place] = was
                            taken.add(was.id)
                            break
        self._follow_moved(notes, [(note, card) for note, card in left if card.id not in taken], taken)
        self._back = [card.id for _, card in retired if card.id in taken]
        return [(note, card) for note, card in left if card.id not in taken]

    @staticmethod
    def _follow_moved(notes: Mapping[str, _Note], left: list[tuple[str, Known]], taken: set[str]) -> None:
        """A short line that went, and came somewhere else just now, has moved where there is no other like it."""
        gone: dict[object, list[Known]] = defaultdict(list)
        for _, card in left:
            gone[same_words(card)].append(card)
        come: dict[object, list[tuple[_Note, int]]] = defaultdict(list)
        for each in notes.values():
            for place in each.unknown():
                come[same_words(each.new[place])].append((each, place))
        for words, places in come.items():
            if len(places) == len(gone.get(words, ())) == 1:
                (each, place), was = places[0], gone[words][0]
                each.was[place] = was
                taken.add(was.id)

    def _name(self, notes: Mapping[str, _Note]) -> None:
        """Gives new cards new ids, and packs the notes."""
        if any(True for each in notes.values() for _ in each.unknown()) and self._kept:
            every = {card.id for _, packed in self._kept.values() for card in _unpacked(packed)}
            every.update(card.id for _, card in self._read_retired())
        else:
            every = set()
        for note, each in notes.items():
            unknown = list(each.unknown())
            fresh = fresh_ids(note, [each.new[place] for place in unknown], every.__contains__)
            every.update(fresh)
            identities = dict(zip(unknown, fresh, strict=True))
            self._packed[note] = zlib.compress(_encode(_numbered(each, identities)), 1)

    def statements(self, now: float) -> list[Statement]:
        """The SQL that is to be run."""
        found: list[Statement] = [
            ("INSERT OR REPLACE INTO study_note VALUES (?, ?, ?)", (path_key(note), self._digests[note], packed))
            for note, packed in self._packed.items()
        ]
        found += (("DELETE FROM study_note WHERE note = ?", (path_key(note),)) for note in self._missing)
        found += (("DELETE FROM gone_card WHERE id = ?", (identity,)) for identity in self._back)
        found += (
            ("INSERT OR REPLACE INTO gone_card VALUES (?, ?, ?, ?)", (card.id, path_key(note), now, _encode(card)))
            for note, card in self._gone
        )
        return found


def _stood_here(note: str, card: Card, origin: str, was: Known) -> bool:
    return note == origin and same_place(card) == same_place(was)


def _was_here(note: str, card: Card, origin: str, was: Known) -> bool:
    return note == origin


def _stands_alike(note: str, card: Card, origin: str, was: Known) -> bool:
    return same_place(card) == same_place(was) and bool(card.headings or card.parents)


def _is_long(note: str, card: Card, origin: str, was: Known) -> bool:
    return len(card.text.split()) >= ENOUGH_WORDS


def _numbered(note: _Note, fresh: Mapping[int, str]) -> list[Known]:
    """The cards as they are kept; a mark that is new in its line gets a number that the line never had."""
    highest: Counter[int] = Counter()
    for card, was in zip(note.new, note.was, strict=True):
        if was is not None and card.kind == "cloze":
            highest[card.line] = max(highest[card.line], was.highest)
    numbers = []
    for card, was in zip(note.new, note.was, strict=True):
        if card.kind != "cloze":
            numbers.append(1)
        elif was is not None:
            numbers.append(was.number)
        else:
            highest[card.line] += 1
            numbers.append(highest[card.line])
    return [
        known(fresh[place] if was is None else was.id, card, numbers[place], max(1, highest[card.line]))
        for place, (card, was) in enumerate(zip(note.new, note.was, strict=True))
    ]


def _renamed(gone: Mapping[str, Sequence[Known]], come: Mapping[str, Sequence[Card]]) -> dict[str, str]:
    """New note -> the note that it was: one that holds at least half of its cards, and shares a place or the name."""
    if not gone or not come:
        return {}
    holders: dict[object, list[str]] = defaultdict(list)
    for note, cards in come.items():
        for what in {same_words(card) for card in cards}:
            holders[what].append(note)
    pairs = []
    for was, old in gone.items():
        shared: Counter[str] = Counter()
        for what in {same_words(card) for card in old}:
            shared.update(holders.get(what, ()))
        places = {(same_words(card), same_place(card)) for card in old}
        for note, count in shared.items():
            alike = _count(come[note], places)
            called_so = stem(note) == stem(was)
            if 2 * count >= len({same_words(card) for card in old}) and (alike or called_so):
                pairs.append((-called_so, -alike, -count, was, note))
    found: dict[str, str] = {}
    for *_, was, note in sorted(pairs):
        if note not in found and was not in found.values():
            found[note] = was
    return found


def _count(cards: Iterable[Card], places: set[tuple[object, object]]) -> int:
    return sum((same_words(card), same_place(card)) in places for card in cards)
