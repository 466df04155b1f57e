"""Every answer, durable before it counts, and what follows from the answers; shared by running copies.

The answers are the truth; `schedule` is what follows from them, so that what is due is found at once. Answers are never
deleted: one that is undone says so, so that two machines can be joined.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from studytui.study.days import Days
from studytui.study.schedule import Grade, Memory, Phase, Scheduler, became_leech

if TYPE_CHECKING:
    from studytui.state import State
    from studytui.state.database import Statement

PHASES: Sequence[Phase] = ("new", "learning", "review", "relearning")
"""As numbers of the database."""
_FUTURE = 86_400.0
"""Seconds that an answer may lie ahead of the clock before that is said."""


class Flag(Struct, frozen=True):
    """The reader's flags of a card: suspended until it is said otherwise, buried up to a day, or marked as a leech."""

    suspended: bool = False
    buried: date | None = None
    """The last day on which it is not asked."""
    leech: bool = False
    """True if the reader marked it as one whose line should be written anew."""

    def hides(self, today: date) -> bool:
        """True if the card is not asked today."""
        return self.suspended or (self.buried is not None and self.buried >= today)


class Answer(Struct, frozen=True):
    """One answer: Anki's revlog entry."""

    id: str
    card: str
    at: float
    grade: Grade
    phase: Phase
    """Phase of the card until then: the type of Anki's entry."""
    milliseconds: int | None
    due: float
    """When it made the card due."""


class Answered(Struct, frozen=True):
    """The outcome of an answer."""

    answer: Answer
    before: Memory | None
    after: Memory
    leech: bool
    """True if it made the card a leech, which is offered for a rewrite."""


class Undone(Struct, frozen=True):
    """The answers that were taken back, and their cards."""

    what: Literal["answer", "flag"]
    cards: tuple[str, ...]


class Reviews:
    """The answers of one vault. Every method may be called from any thread, and sees what other copies wrote.

    `clock` tells the time; `scheduler` what answers do (another one while there is an exam date). What changes anything
    raises `NotKeptError` when the disk does not take it: nothing is changed then.
    """

    def __init__(
        self,
        state: State,
        *,
        clock: Callable[[], float] = time.time,
        days: Days | None = None,
        scheduler: Scheduler | None = None,
    ) -> None:
        self._state = state
        self.clock = clock
        self.days = days or Days()
        self.scheduler = scheduler or Scheduler()
        self._acts: list[tuple[Literal["answer", "flag"], tuple[str, ...], list[Statement], str]] = []
        """Stack of `undo`: kind of the act, its cards, the statements that take it back, and the answer."""

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.days.day(self.clock())

    def clock_problem(self) -> str | None:
        """The warning, in a sentence, when answers were given after now."""
        last = self._state.read("SELECT max(at) FROM answer WHERE undone IS NULL")
        ahead = (last[0][0] or 0) - self.clock() if last else 0
        if ahead <= _FUTURE:
            return None
        return f"The clock of this computer is {ahead / 86_400:.0f} days behind the last answer: is it right?"

    # What is known

    def memories(self) -> dict[str, Memory]:
        """The memory state of every card that was answered."""
        rows = self._state.read(f"SELECT card, {_COLUMNS} FROM schedule")
        found: dict[str, Memory] = {}
        with suppress(TypeError, IndexError):
            return {row[0]: _memory(row[1:]) for row in rows}
        for row in rows:
            with suppress(TypeError, IndexError):  # what a damaged file holds
                found[row[0]] = _memory(row[1:])
        return found

    def memory(self, card: str) -> Memory | None:
        """The memory state of a card; None for a new one."""
        rows = self._state.read(f"SELECT {_COLUMNS} FROM schedule WHERE card = ?", (card,))
        with suppress(TypeError, IndexError):  # none, or what a damaged file holds
            return _memory(rows[0])
        return None

    def flags(self) -> dict[str, Flag]:
        """The cards that are suspended, buried or marked as leeches."""
        rows = self._state.read(
            "SELECT card, suspended, buried, leech FROM card_flag WHERE suspended OR leech OR buried IS NOT NULL"
        )
        return {card: _flag(suspended, buried, leech) for card, suspended, buried, leech in rows}

    def answers(self, card: str | None = None, *, since: float = 0.0) -> list[Answer]:
        """The answers to a card, or all, oldest first; none that was undone."""
        wanted, parameters = ("AND card = ?", (card, since)) if card is not None else ("", (since,))
        rows = self._state.read(
            "SELECT id, card, at, grade, phase, milliseconds, due FROM answer "
            f"WHERE undone IS NULL {wanted} AND at >= ? ORDER BY at, id",
            parameters,
        )
        return [Answer(row[0], row[1], row[2], Grade(row[3]), PHASES[row[4]], row[5], row[6]) for row in rows]

    def answers_today(self) -> list[Answer]:
        """The answers since the day began, oldest first; none that was undone."""
        return self.answers(since=self.days.start(self.today))

    def stamp(self, day: date) -> tuple[int, int, float]:
        """Three numbers that other copies change: the row kept last, the answers since a day began, times of flags."""
        rows = self._state.read(
            "SELECT (SELECT coalesce(max(rowid), 0) FROM answer), "
            "(SELECT count(*) FROM answer WHERE undone IS NULL AND at >= ?), "
            "(SELECT total(changed) FROM card_flag)",
            (self.days.start(day),),
        )
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else (0, 0, 0.0)

    def previews(self, card: str) -> dict[Grade, Memory]:
        """The outcome of each grade now: `interval` is what its button shows."""
        return self.scheduler.previews(self.memory(card), self.clock(), card=card)

    # What changes

    def answer(self, card: str, grade: Grade, *, milliseconds: int | None = None) -> Answered:
        """Grades a card. When this returns, the answer is on the disk; it raises `NotKeptError` when it is not."""
        before = self._replayed(card)
        after = self.scheduler.answer(before, grade, self.clock(), card=card)
        phase: Phase = "new" if before is None else before.phase
        given = Answer(secrets.token_hex(8), card, after.last, grade, phase, milliseconds, after.due)
        self._state.write(
            (
                "INSERT OR IGNORE INTO answer (id, card, at, grade, phase, milliseconds, due) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (given.id, card, given.at, int(grade), PHASES.index(phase), milliseconds, given.due),
            ),
            _schedule(card, after),
            durable=True,
            on_disk=True,
        )
        self._acts.append(("answer", (card,), [], given.id))
        return Answered(given, before, after, became_leech(before, after))

    def begin_with(self, starts: Mapping[str, Memory]) -> list[str]:
        """Begins cards with what was known of them elsewhere; those that have a history here, or a start, keep it.

        The cards that were begun. Raises `NotKeptError` when the disk does not take it.
        """
        known = begun_of(self._state)
        taken = [card for card in starts if card not in known]
        statements = [start_row(card, starts[card]) for card in taken]
        statements += (_schedule(card, starts[card]) for card in taken)
        if statements:
            self._state.write(*statements, durable=True, on_disk=True)
        return taken

    def bury(self, cards: Collection[str]) -> None:
        """Lets cards rest until tomorrow."""
        today = self.today
        self._set_flags(cards, lambda flag: replace(flag, buried=today))

    def suspend(self, cards: Collection[str], *, suspended: bool = True) -> None:
        """Lets cards rest until they are taken back, or takes them back."""
        self._set_flags(cards, lambda flag: replace(flag, suspended=suspended))

    def mark_leech(self, card: str, *, leech: bool = True) -> None:
        """Marks a card as a leech whose line should be written anew, or takes that back."""
        self._set_flags((card,), lambda flag: replace(flag, leech=leech))

    @property
    def undoable(self) -> bool:
        """True if `undo` would take something back."""
        return bool(self._acts)

    def undo(self) -> Undone | None:
        """Takes back the last answer, bury or suspend of this run; None when there is none."""
        if not self._acts:
            return None
        what, cards, statements, answer = self._acts[-1]
        if what == "answer":
            statements = [
                ("UPDATE answer SET undone = ? WHERE id = ?", (self.clock(), answer)),
                self._rescheduled(cards[0], without=answer),
            ]
        self._state.write(*statements, durable=True, on_disk=True)
        self._acts.pop()
        return Undone(what, cards)

    def repair(self, cards: Iterable[str] | None = None) -> int:
        """Makes the schedule what follows from the answers: of these cards, else where their number differs.

        Two copies may have answered one card at the same moment, and a damaged file may have lost rows.
        """
        if cards is None:
            rows = self._state.read(
                "SELECT card FROM (SELECT card, count(*) AS n FROM answer WHERE undone IS NULL GROUP BY card) "
                "LEFT JOIN schedule USING (card) LEFT JOIN card_start USING (card) "
                "WHERE schedule.reps IS NOT n + coalesce(card_start.reps, 0) "
                "UNION SELECT card FROM schedule WHERE card NOT IN (SELECT card FROM answer WHERE undone IS NULL) "
                "AND card NOT IN (SELECT card FROM card_start) "
                "UNION SELECT card FROM card_start WHERE card NOT IN (SELECT card FROM schedule)"
            )
            cards = [row[0] for row in rows]
        statements = [self._rescheduled(card, joined=True) for card in cards]
        if statements:
            self._state.write(*statements, durable=True)
        return len(statements)

    def _set_flags(self, cards: Collection[str], change: Callable[[Flag], Flag]) -> None:
        if not cards:
            return
        known = self.flags()
        now = self.clock()
        back, forth = [], []
        for card in cards:
            had = known.get(card, Flag())
            back.append(_flagged(card, had, now + 0.001))
            forth.append(_flagged(card, change(had), now))
        self._state.write(*forth, durable=True, on_disk=True)
        self._acts.append(("flag", tuple(cards), back, ""))

    def _replayed(self, card: str, without: str = "", *, joined: bool = False) -> Memory | None:
        """The memory state after the answers to a card; when it is due was decided when the last was given.

        Unless that is of other answers than these: they were `joined`, or one before the last was undone since.
        """
        given = [answer for answer in self.answers(card) if answer.id != without]
        rows = self._state.read(f"SELECT {_COLUMNS} FROM card_start WHERE card = ?", (card,))
        start = _memory(rows[0]) if rows else None
        memory = self.scheduler.replay([(answer.grade, answer.at) for answer in given], card=card, start=start)
        if memory is None or joined or not given or self._lost_one(given[-1], without):
            return memory
        return replace(memory, due=given[-1].due)

    def _lost_one(self, last: Answer, without: str) -> bool:
        """True if an answer that was known when the last one was given is none any more, or is the one left out."""
        rows = self._state.read(
            "SELECT 1 FROM answer WHERE card = ? AND at < ? AND (undone >= ? OR id = ?) LIMIT 1",
            (last.card, last.at, last.at, without),
        )
        return bool(rows)

    def _rescheduled(self, card: str, without: str = "", *, joined: bool = False) -> Statement:
        memory = self._replayed(card, without, joined=joined)
        return ("DELETE FROM schedule WHERE card = ?", (card,)) if memory is None else _schedule(card, memory)


_COLUMNS = "state, step, stability, difficulty, due, last, reps, lapses"


def _memory(row: Sequence[Any]) -> Memory:
    return Memory(PHASES[row[0]], row[1], row[2], row[3], row[4], row[5], row[6], row[7])


def _schedule(card: str, memory: Memory) -> Statement:
    return f"INSERT OR REPLACE INTO schedule (card, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(card, memory)


def start_row(card: str, memory: Memory) -> Statement:
    """The row that keeps the start of a card, once and for all."""
    values = _row(card, memory)
    return f"INSERT OR IGNORE INTO card_start (card, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values


def begun_of(state: State) -> set[str]:
    """The cards that have a history: answers here, or a start from elsewhere."""
    rows = state.read("SELECT card FROM answer WHERE undone IS NULL UNION SELECT card FROM card_start")
    return {row[0] for row in rows}


def starts_of(state: State) -> dict[str, Memory]:
    """The memory states that cards were begun with, from elsewhere."""
    return {row[0]: _memory(row[1:]) for row in state.read(f"SELECT card, {_COLUMNS} FROM card_start ORDER BY card")}


def _row(card: str, memory: Memory) -> tuple[object, ...]:
    return (
        card, PHASES.index(memory.phase), memory.step, memory.stability, memory.difficulty, memory.due,
        memory.last, memory.reps, memory.lapses,
    )  # fmt: skip


def _flag(suspended: int, buried: str | None, leech: int) -> Flag:
    return Flag(bool(suspended), None if buried is None else date.fromisoformat(buried), bool(leech))


def _flagged(card: str, flag: Flag, changed: float) -> Statement:
    return (
        "INSERT OR REPLACE INTO card_flag (card, suspended, buried, leech, changed) VALUES (?, ?, ?, ?, ?)",
        (card, int(flag.suspended), flag.buried and flag.buried.isoformat(), int(flag.leech), changed),
    )
