"""A sitting at its desk: the cards that a reader chose, made and named, and what each of them shows; for one thread
at a time, which may wait for the disk.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from studytui.markdown import Document, parse
from studytui.study.cards import cards_of
from studytui.study.collect import Progress, VaultCards, collect
from studytui.study.deck import DeckCard, Decks
from studytui.study.exam import Exam, Plan, exam_of
from studytui.study.faces import Faces, faces_of
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade
from studytui.study.scope import Scope, notes_of
from studytui.study.session import Left, Limits, Question, Session
from studytui.study.today import scheduler_of, today_of
from studytui.vault import UnreadableNoteError, Vault
from studytui.vault.names import base_name

if TYPE_CHECKING:
    from studytui.state import State

_PARSED = 12
"""Notes of the last and the next cards that are kept parsed."""


class Asked(Struct, frozen=True):
    """A card as it is asked."""

    question: Question
    faces: Faces


class Rest(Struct, frozen=True):
    """The end of a sitting: what was done, and what comes."""

    cards: int
    """Of the deck."""
    answered: Counter[Grade]
    wait: float | None
    """Seconds until a card in learning comes."""
    waiting: Left
    """Counts of cards that the limits of the day leave for later."""
    next_due: tuple[float, int] | None
    """When the next card becomes due after today, and how many do on that day."""
    limits: Limits
    plan: Plan | None


class Desk:
    """Cards, answers and the session over them. What changes anything raises `NotKeptError`: the card then stays."""

    def __init__(
        self,
        vault: Vault,
        state: State,
        scope: Scope,
        cards: VaultCards,
        *,
        limits: Limits | None = None,
        strict_breaks: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`limits` are those of a day without an exam."""
        self.scope = scope
        self._vault = vault
        self._state = state
        self._limits = limits or Limits()
        self._strict_breaks = strict_breaks
        self._cards = cards
        self._changed: set[str] = set()
        """Notes whose cards are made anew when one of them is to be asked."""
        self._documents: OrderedDict[str, Document | None] = OrderedDict()
        self._reading = threading.Lock()
        self._known = sync(state, cards, keep=True)
        decks = Decks(cards, self._known)
        self.reviews = Reviews(state, clock=clock)
        self.reviews.scheduler = scheduler_of(vault, state, decks, self.reviews.today)
        self.reviews.repair()
        self._day: date | None = None
        self._exam: Exam | None = None
        self._plan: Plan | None = None
        self._today = self._limits
        deck = self._deck(decks)
        self.session = Session(self.reviews, deck, self._today, cram=scope.cram)

    # The deck

    def _deck(self, decks: Decks | None = None) -> list[DeckCard]:
        """The cards of the scope; while there is an exam its cards come first, and its limits and scheduler hold."""
        colors = [self.scope.name] if self.scope.kind == "color" else None
        decks = decks or Decks(self._cards, self._known)
        deck = decks.of(notes_of(self._vault, self.scope), colors=colors)
        self._day = self.reviews.today
        today = today_of(self._vault, self._state, decks, self.reviews, self._limits)
        self._exam, self.reviews.scheduler = today.exam, today.scheduler
        deck, self._today, self._plan = today.sorted(deck)
        return deck

    def follow(self, vault: Vault, moved: Mapping[str, str], changed: Iterable[str]) -> None:
        """Goes on with another state of the vault.

        Args:
            vault: That state.
            moved: Old path to new one of the notes and folders that lie elsewhere now.
            changed: Notes that came or were written. Those without cards so far join the next sitting.
        """
        before, self._vault = self._vault, vault
        changed = set(changed)
        with self._reading:
            for note in (*moved, *changed):
                self._documents.pop(note, None)
        if self.scope.kind in ("topic", "note"):
            self.scope = replace(self.scope, name=moved.get(self.scope.name, self.scope.name))
        back = (note for note in changed if note not in before.notes)
        if any(note in self._cards for note in (*moved, *back)):
            self._changed = {moved.get(note, note) for note in self._changed}
            self._go_on_with(self._cards.moved(moved))
        self._changed |= {note for note in changed if note in self._cards and note not in moved.values()}
        self.session.ask_again()

    def edited(self, note: str) -> None:
        """Makes the cards of a note anew, and goes on with them."""
        self._changed.discard(note)
        with self._reading:
            self._documents.pop(note, None)
        try:
            text = self._vault.text(note)
        except UnreadableNoteError:
            return
        document = parse(text, strict_breaks=self._strict_breaks)
        made = cards_of(document, self._title(note, document), self._vault.legend, text=text)
        packed = zlib.compress(msgspec.msgpack.encode(made), 1) if made else b""
        self._go_on_with(self._cards.with_note(note, packed))

    def _go_on_with(self, cards: VaultCards) -> None:
        self._cards = cards
        self._known = sync(self._state, cards, keep=True)
        self.session.use_deck(self._deck(), self._today)

    def problem(self) -> str | None:
        """The warning, in a sentence, when the clock is wrong or notes cannot be read."""
        return self.reviews.clock_problem() or self._cards.problem

    # Asking

    def ask(self) -> Asked | None:
        """The next card with its faces; None when nothing is asked now."""
        if self.reviews.today != self._day or exam_of(self._state) != self._exam:  # another copy may have set one
            self.session.use_deck(self._deck(), self._today)
        question = self.session.next()
        while question is not None and question.deck_card.note in self._changed:
            self.edited(question.deck_card.note)
            question = self.session.next()
        if question is None:
            return None
        each = question.deck_card
        document = self._document(each.note)
        return Asked(question, faces_of(each.card, self._title(each.note, document), document, self._vault.legend))

    def _title(self, note: str, document: Document | None) -> str:
        """The title of a note; of one that is gone, the name of its file."""
        if document is not None and document.frontmatter.title:
            return document.frontmatter.title
        return self._vault.title(note) if note in self._vault.notes else base_name(note).removesuffix(".md")

    def coming(self) -> list[str]:
        """Notes of the cards that are likely to be asked next."""
        return [each.note for each in self.session.coming()]

    def read_ahead(self, notes: Iterable[str]) -> None:
        """Parses notes that will be needed; beside anything else that is done here."""
        for note in notes:
            self._document(note)

    def _document(self, note: str) -> Document | None:
        with self._reading:
            if note in self._documents:
                self._documents.move_to_end(note)
                return self._documents[note]
        try:
            document = parse(self._vault.text(note), strict_breaks=self._strict_breaks)
        except UnreadableNoteError:
            document = None
        with self._reading:
            self._documents[note] = document
            while len(self._documents) > _PARSED:
                self._documents.popitem(last=False)
        return document

    def rest(self) -> Rest:
        """The summary that is shown when nothing is asked."""
        session = self.session
        return Rest(
            cards=session.cards,
            answered=session.answered,
            wait=session.wait(),
            waiting=session.waiting(),
            next_due=session.next_due(),
            limits=self._today,
            plan=self._plan,
        )


def open_desk(
    vault: Vault,
    state: State,
    scope: Scope,
    *,
    limits: Limits | None = None,
    strict_breaks: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Desk | None:
    """Makes the cards of the vault that are new or changed, and sits down; None when it was cancelled."""
    cards = collect(vault, strict_breaks=strict_breaks, progress=progress, cancelled=cancelled)
    if cards is None:
        return None
    return Desk(vault, state, scope, cards, limits=limits, strict_breaks=strict_breaks)
