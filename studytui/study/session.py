"""A review: which card is asked next, and what the answer does. The screens draw it; nothing here does.

Order: what is being learned and is due now; then what is due, the most overdue relative to its interval first; then new
cards in reading order. Once a card was answered, its siblings wait until tomorrow. While a plan says so, new ones go
first.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from studytui.study.deck import DeckCard
from studytui.study.order import Order, Row, overdue
from studytui.study.reviews import Answered, Flag, Reviews, Undone
from studytui.study.schedule import Grade, Memory

LEARN_AHEAD = 1200.0
"""Seconds that a card in learning comes early when nothing else is left: Anki's learn ahead limit."""


class Limits(Struct, frozen=True):
    """How much a day may bring, over all topics; a card counts once a day."""

    new: int = 20
    due: int = 200
    total: int | None = None
    """Of both together."""
    new_first: bool = False
    """True if new cards go before those that are due."""
    counted: frozenset[str] | None = None
    """The only cards whose answers count; None: all."""


class Left(Struct, frozen=True):
    """The cards still to come today, as Anki counts them: one of each group of siblings."""

    new: int
    learning: int
    due: int


class Question(Struct, frozen=True):
    """A card that is asked, and the outcome of each grade (`previews[grade].interval` seconds)."""

    deck_card: DeckCard
    memory: Memory | None
    previews: Mapping[Grade, Memory]
    left: Left
    leech: bool = False
    """True if it was forgotten so often, or is marked, that its line should be written anew."""


class Session:
    """One sitting over a deck. `next` asks, then one of `answer`, `skip`, `bury` or `suspend`; `undo` at any time."""

    def __init__(
        self,
        reviews: Reviews,
        deck: Sequence[DeckCard],
        limits: Limits | None = None,
        *,
        cram: bool = False,
        memories: Mapping[str, Memory] | None = None,
    ) -> None:
        """`cram` goes through the whole deck, again and again where it was Again, and changes no schedule.

        `memories` are those of `reviews` if they are known.
        """
        self._reviews = reviews
        self._deck = {each.id: each for each in deck}
        self._limits = limits or Limits()
        self._cram = cram
        self._skipped: dict[str, int] = {}
        self._crammed = [each.id for each in deck]
        self._now: str | None = None
        self._first: str | None = None
        """Card to ask before all others: one that `undo` brought back, or that is asked once more."""
        self._crammed_before: list[tuple[list[str], int, Literal["crammed", "flag"]]] = []
        """Stack of `undo` in a cram: the cards before each act, the number of answers, and the act."""
        self._grades: list[Grade] = []
        self._stamp = (0, 0, 0.0)
        self._read(memories)

    @property
    def answered(self) -> Counter[Grade]:
        """The answers of this sitting that were not taken back."""
        return Counter(self._grades)

    @property
    def cards(self) -> int:
        """How many the deck has."""
        return len(self._deck)

    def use_deck(self, deck: Sequence[DeckCard], limits: Limits | None = None) -> None:
        """Goes on with other cards, as their notes were edited; what was asked is asked again if it is there."""
        self._limits = limits or self._limits
        self._deck = {each.id: each for each in deck}
        self._crammed = [card for card in self._crammed if card in self._deck]
        self._read_again(self._now or self._first)
        self._now = self._first

    def ask_again(self) -> None:
        """Has `next` ask what is asked now, whatever else has become due, if it is still to be asked."""
        self._first = self._now or self._first

    def asks(self, card: str) -> bool:
        """True if a card is the one that an answer would be to."""
        return self._now == card

    # Asking

    def next(self) -> Question | None:
        """The card that is asked now; None when nothing is left, or only what is learned later (`wait`)."""
        if self._reviews.today != self._today:
            self._read()
        elif not self._cram and self._reviews.stamp(self._today) != self._stamp:
            self._read_again(self._first)  # another copy of the program has done something meanwhile
        self._now = self._choose()
        if self._now is not None and not self._cram and self._is_old(self._now):
            self._read()
            self._now = self._choose()
        if self._now is None:
            return None
        memory = self._memories.get(self._now)
        previews = self._reviews.scheduler.previews(memory, self._reviews.clock(), card=self._now)
        leech = (memory is not None and memory.is_leech) or self._flag(self._now).leech
        return Question(self._deck[self._now], memory, previews, self.left(), leech)

    def _read_again(self, first: str | None) -> None:
        """Everything anew; `first` stays the card to ask first, if no other copy has answered it or put it aside."""
        stays = first is not None and (self._cram or not self._is_old(first))
        self._read()
        self._first = first if first is not None and stays and not self._has_gone(first) else None

    def _is_old(self, card: str) -> bool:
        """True if a card has other answers than are known here."""
        return self._reviews.memory(card) != self._memories.get(card)

    def _has_gone(self, card: str) -> bool:
        """True if a card is not in the deck (any more), or rests."""
        return card not in self._deck or (not self._cram and self._flag(card).hides(self._today))

    def coming(self, most: int = 3) -> list[DeckCard]:
        """Cards that are likely to be asked next."""
        if self._cram:
            return [self._deck[card] for card in self._crammed[1 : most + 1]]
        return [self._deck[card] for card in islice((card for _, card in self._rows() if card != self._now), most)]

    def waiting(self) -> Left:
        """The cards of the deck that the limits of the day, and nothing else, leave for later days."""
        left = self.left()
        return Left(max(0, len(self._new) - left.new), 0, max(0, len(self._due) - left.due))

    def next_due(self) -> tuple[float, int] | None:
        """When the first card of the deck becomes due after today, and how many do on that day."""
        days = self._reviews.days
        known = [(card, self._memories[card].due) for card in self._deck if card in self._memories]
        later = [due for card, due in known if due >= days.end(self._today) and not self._flag(card).suspended]
        if not later:
            return None
        ends = days.end(days.day(min(later)))
        return min(later), sum(due < ends for due in later)

    def wait(self) -> float | None:
        """Seconds until a card in learning comes, when `next` has nothing else."""
        now = self._reviews.clock()
        return min((max(0.0, self._memories[each].due - now) for each in self._learns()), default=None)

    def left(self) -> Left:
        """The cards still to come today."""
        if self._cram:
            return Left(0, 0, len(self._crammed))
        rows = Counter(row for row, _ in self._rows())
        return Left(rows["new"], len(self._learns()), rows["due"])

    # Answering

    def answer(self, grade: Grade, *, milliseconds: int | None = None) -> Answered | None:
        """Grades what `next` asked; None in cram. Raises `NotKeptError`: the card then stays."""
        card = self._asked()
        if self._cram:
            self._cram_on([card])
            if grade == Grade.AGAIN:
                self._crammed.append(card)
            self._grades.append(grade)
            return None
        answered = self._reviews.answer(card, grade, milliseconds=milliseconds)
        self._grades.append(grade)
        self._first = self._now = None
        kept, given, flags = self._stamp
        self._stamp = (kept + 1, given + 1, flags)
        self._count(card, answered.before)
        self._memories[card] = answered.after
        for row in (self._learning, self._due, self._new):
            if card in row:
                row.remove(card)
        if answered.after.phase != "review":
            self._learning.append(card)
        return answered

    def skip(self) -> None:
        """Lets the card come again after all others, and its siblings with it."""
        card = self._asked()
        self._skipped[card] = max(self._skipped.values(), default=0) + 1
        if self._cram:
            self._cram_on([card])
            self._crammed.append(card)
        self._sort_skipped()
        self._first = self._now = None

    def _sort_skipped(self) -> None:
        """Puts skipped cards behind all others, in the order in which they were skipped."""
        groups = ((self._groups[card], number) for card, number in self._skipped.items() if card in self._deck)
        self._skipped_groups = dict(sorted(groups, key=itemgetter(1)))
        if skipped := self._skipped_groups:
            for row in (self._due, self._new):
                row.sort(key=lambda card: skipped.get(self._groups[card], 0))

    def bury(self) -> None:
        """Lets the card and its siblings rest until tomorrow."""
        card = self._asked()  # comes first, as `undo` asks the first again
        group = self._groups[card]
        cards = [card, *(each.id for each in self._deck.values() if each.group == group and each.id != card)]
        if self._cram:
            self._cram_on(cards)
            return
        self._reviews.bury(cards)
        self._read()

    def suspend(self) -> None:
        """Lets the card rest until it is taken back."""
        card = self._asked()
        self._reviews.suspend([card])
        if self._cram:
            self._cram_on([card], undoes="flag")
        self._read()

    def mark_leech(self) -> bool:
        """Marks the card as a leech, or takes the mark back; whether it is marked now. It is asked again."""
        card = self._asked()
        marked = not self._flag(card).leech
        self._reviews.mark_leech(card, leech=marked)
        if self._cram:
            self._cram_on([], undoes="flag")
        self._read()
        self._first = card
        return marked

    @property
    def undoable(self) -> bool:
        """True if `undo` would take something back."""
        return bool(self._crammed_before) or self._reviews.undoable

    def undo(self) -> Undone | None:
        """Takes back the last answer, bury or suspend; `next` asks that card again."""
        undone = None
        if self._crammed_before:
            before, graded, act = self._crammed_before[-1]
            if act == "flag":
                undone = self._reviews.undo()
            self._crammed_before.pop()
            self._crammed = [card for card in before if card in self._deck]  # notes may have changed since
            self._grades = self._grades[:graded]
            if act == "crammed":
                self._now = None
                return Undone("answer", (before[0],))
        else:
            undone = self._reviews.undo()
        if undone is not None:
            if undone.what == "answer" and self._grades:
                self._grades.pop()
            self._read()
            card = undone.cards[0]
            self._first = card if card in self._deck else None
        return undone

    def _cram_on(self, done: Collection[str], *, undoes: Literal["crammed", "flag"] = "crammed") -> None:
        self._crammed_before.append((self._crammed, len(self._grades), undoes))
        self._crammed = [card for card in self._crammed if card not in done]
        self._now = None

    # Rows

    def _read(self, memories: Mapping[str, Memory] | None = None) -> None:
        """Everything anew from the answers."""
        reviews, today = self._reviews, self._reviews.today
        self._today = today
        self._groups = {each.id: each.group for each in self._deck.values()}
        self._first = self._now = None
        self._memories = reviews.memories() if memories is None else dict(memories)
        flags = self._flags = reviews.flags()
        self._stamp = reviews.stamp(today)
        given = Counter(answer.card for answer in reviews.answers_today())
        self._seen: dict[Row, set[str]] = {"learning": set(), "due": set(), "new": set()}
        self._rested: dict[Row, set[str]] = {"due": set(), "new": set()}
        counted = self._limits.counted
        for card, times in given.items():
            memory = self._memories.get(card)
            row: Row = "new" if memory is not None and memory.reps <= times else "due"
            self._rest(card, row)
            if counted is None or card in counted:
                self._seen[row].add(card)
        self._learning, self._due, self._new = [], [], []
        ends = reviews.days.end(today)
        for each in self._deck.values():
            if each.id in flags and flags[each.id].hides(today):
                continue
            memory = self._memories.get(each.id)
            if memory is None:
                if each.card.known_as is None:
                    self._new.append(each.id)
            elif memory.phase != "review":
                self._learning.append(each.id)
            elif memory.due < ends:
                self._due.append(each.id)
        now = reviews.clock()
        self._due.sort(key=lambda card: -overdue(self._memories[card], now))
        self._sort_skipped()

    def _choose(self) -> str | None:
        if self._cram:
            return self._crammed[0] if self._crammed else None
        if self._first is not None:
            first, self._first = self._first, None
            return first
        now = self._reviews.clock()
        learning = sorted(self._learns(), key=lambda card: (self._skipped.get(card, 0), self._memories[card].due))
        come = [card for card in learning if self._memories[card].due <= now]
        if come and come[0] not in self._skipped:
            return come[0]
        _, found = next(self._rows(), ("new", None))
        if come and (found is None or self._groups[found] in self._skipped_groups):
            return come[0]
        early = (card for card in learning if self._memories[card].due <= now + LEARN_AHEAD)
        return found or next(early, None)

    def _rows(self) -> Iterator[tuple[Row, str]]:
        """The cards that the day still brings besides those in learning, in the order in which they are asked."""
        now, learning = self._reviews.clock(), self._learns()
        before = sum(map(self._begun_before, learning))
        come = {self._groups[card] for card in learning if self._memories[card].due <= now}
        return Order(
            cards={"due": self._due, "new": self._new},
            groups=self._groups,
            rested={row: groups | come for row, groups in self._rested.items()},
            room={"due": self._room("due") - before, "new": self._room("new")},
            both=sys.maxsize if self._limits.total is None else self._room(None) - before,
            skipped=frozenset(self._skipped_groups),
            new_first=self._limits.new_first,
        ).rows()

    def _room(self, row: Row | None) -> int:
        """How many cards of a row, or of all, the day still takes."""
        limits = self._limits
        seen = len(self._seen["new"]) + len(self._seen["due"])
        whole = limits.new + limits.due if limits.total is None else limits.total
        if row is None:
            return max(0, whole - seen)
        room = (limits.new if row == "new" else limits.due) - len(self._seen[row])
        return max(0, room if limits.total is None else min(room, whole - seen))

    def _begun_before(self, card: str) -> bool:
        """True if a card in learning was not answered today: it then is one more of the day's number."""
        return card not in self._seen["new"] and card not in self._seen["due"]

    def _learns(self) -> list[str]:
        """The cards in learning that the day takes: those of today all, those left from another day while there is
        room for them, the first due first."""
        if self._limits.total is None:
            return self._learning
        before = sorted(filter(self._begun_before, self._learning), key=lambda card: self._memories[card].due)
        left_out = set(before[self._room(None) :])
        return [card for card in self._learning if card not in left_out] if left_out else self._learning

    def _count(self, card: str, before: Memory | None) -> None:
        row: Row = "new" if before is None or card in self._seen["new"] else "due"
        self._seen[row].add(card)
        self._rest(card, row)

    def _rest(self, card: str, row: Row) -> None:
        """Lets the siblings of a card that was answered wait; those that are due for no new one."""
        if card in self._deck:
            self._rested["new"].add(self._groups[card])
            if row == "due":
                self._rested["due"].add(self._groups[card])

    def _flag(self, card: str) -> Flag:
        return self._flags.get(card) or Flag()

    def _asked(self) -> str:
        if self._now is None:
            raise ValueError("nothing is asked")
        return self._now
