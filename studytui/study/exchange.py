"""Export of what was learned as lines of JSON, and two such merged by time, so that two machines join (behaviour 14.4).

Every answer has an id of its own: what both have is one. Cards whose ids differ on two machines, because they were seen
first at different times, are matched as those of a note that was edited. The later word on suspending a card counts.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta, Struct

from studytui.sqlite import path_key, path_of
from studytui.study.identity import Known, match
from studytui.study.reviews import PHASES, Reviews, begun_of, start_row, starts_of
from studytui.study.schedule import Memory, Phase, Scheduler

if TYPE_CHECKING:
    from studytui.state import State
    from studytui.state.database import Statement

VERSION = 1
_FIRST, _LAST = 0.0, 250_000_000_000.0
"""Seconds that may be times of answers: from 1970 to a year in which an interval still fits."""
_known_cards = msgspec.msgpack.Decoder(list[Known]).decode
_known_card = msgspec.msgpack.Decoder(Known).decode


class NotAStateError(Exception):
    """A file that is no exported state, or a newer version's; the message says which line is wrong."""


class Merged(Struct, frozen=True):
    """The outcome of an import."""

    answers: int
    """Answers that were not here."""
    undone: int
    """Answers here that were taken back there."""
    cards: int
    """Cards that these are about."""
    unplaced: int
    """Cards that are in no note here; they wait for one."""


class _Head(Struct, frozen=True, tag="studytui", tag_field="kind"):
    version: int


class _Card(Struct, frozen=True, tag="card", tag_field="kind"):
    note: str
    card: Known
    gone: datetime | None = None


class _Answer(Struct, frozen=True, tag="answer", tag_field="kind"):
    id: str
    card: str
    at: datetime
    grade: Annotated[int, Meta(ge=1, le=4)]
    phase: Phase
    milliseconds: int | None
    due: datetime
    undone: datetime | None = None


class _Flag(Struct, frozen=True, tag="flag", tag_field="kind"):
    card: str
    suspended: bool
    buried: date | None
    changed: datetime
    leech: bool = False


class _Start(Struct, frozen=True, tag="start", tag_field="kind"):
    card: str
    memory: Memory


class _Exam(Struct, frozen=True, tag="exam", tag_field="kind"):
    day: date | None
    topics: list[str]
    most: int
    changed: datetime


_Row = _Head | _Card | _Start | _Answer | _Flag | _Exam


def exported(state: State) -> Iterator[str]:
    """The lines of an export, without newlines."""
    for row in _rows(state):
        yield json.dumps(msgspec.to_builtins(row))  # msgspec's own would not take names that are no Unicode


def _rows(state: State) -> Iterator[_Row]:
    yield _Head(VERSION)
    for note, packed in state.read("SELECT note, cards FROM study_note ORDER BY note"):
        for card in _known_cards(zlib.decompress(bytes(packed))):
            yield _Card(path_of(note), card)
    for note, gone, packed in state.read("SELECT note, gone, card FROM gone_card ORDER BY note, id"):
        yield _Card(path_of(note), _known_card(bytes(packed)), _moment(gone))
    for identity, memory in starts_of(state).items():
        yield _Start(identity, memory)
    for row in state.read("SELECT id, card, at, grade, phase, milliseconds, due, undone FROM answer ORDER BY at, id"):
        undone = None if row[7] is None else _moment(row[7])
        yield _Answer(row[0], row[1], _moment(row[2]), row[3], PHASES[row[4]], row[5], _moment(row[6]), undone)
    flags = state.read("SELECT card, suspended, buried, changed, leech FROM card_flag ORDER BY card")
    for card, suspended, buried, changed, leech in flags:
        day = date.fromisoformat(buried) if buried else None
        yield _Flag(card, bool(suspended), day, _moment(changed), bool(leech))
    for day, topics, most, changed in state.read("SELECT day, topics, most, changed FROM exam"):
        yield _Exam(date.fromisoformat(day) if day else None, json.loads(topics), most, _moment(changed))


def merge(
    reviews: Reviews, state: State, lines: Iterable[str], scheduler: Callable[[], Scheduler] | None = None
) -> Merged:
    """Takes in an export of this or another machine; as often as wanted, it adds what is new and nothing twice.

    `scheduler` makes the one that holds afterwards, as an exam may have come in; else it is that of `reviews`.
    Raises NotAStateError before anything is written, and `NotKeptError` when the disk does not take it.
    """
    rows = list(_read(lines))
    names = _Names(state)
    names.learn([row for row in rows if isinstance(row, _Card)])
    known = {row[0]: row[1] for row in state.read("SELECT id, undone FROM answer")}
    statements = names.statements(reviews.clock())
    begun = begun_of(state)
    touched: set[str] = set()
    new = undone = 0
    for row in rows:
        if isinstance(row, _Start):
            if names.here(row.card) not in begun:
                statements.append(start_row(names.here(row.card), row.memory))
                touched.add(names.here(row.card))
        elif isinstance(row, _Answer):
            if row.id not in known:
                new += 1
                known[row.id] = row.undone
                statements.append(_inserted(row, names.here(row.card)))
            elif row.undone is not None and known[row.id] is None:
                undone += 1
                statements.append(("UPDATE answer SET undone = ? WHERE id = ?", (_seconds(row.undone), row.id)))
            else:
                continue
            touched.add(names.here(row.card))
        elif isinstance(row, _Flag):
            statements.append(_flagged(row, names.here(row.card)))
        elif isinstance(row, _Exam):
            statements.append(_examined(row))
    state.write(*statements, durable=True, on_disk=True)
    if scheduler is not None:
        reviews.scheduler = scheduler()
    reviews.repair(touched)
    return Merged(new, undone, len(touched), len(names.unplaced))


def _read(lines: Iterable[str]) -> Iterator[_Row]:
    head = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = msgspec.convert(json.loads(line), _Row)
        except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors, too
            raise NotAStateError(f"line {number} is no line of an exported state ({error})") from error
        if not _is_possible(row):
            raise NotAStateError(f"line {number} has a time, a number or an id that cannot be")
        if head == isinstance(row, _Head):
            raise NotAStateError("it is no exported state of studytui")
        head = True
        if isinstance(row, _Head) and row.version > VERSION:
            raise NotAStateError("a newer studytui wrote it")
        yield row
    if not head:
        raise NotAStateError("it is empty")


def _is_possible(row: _Row) -> bool:
    """False for what the database does not take, or FSRS cannot go on from."""
    if isinstance(row, _Start):
        memory = row.memory
        learned = memory.phase == "review" if memory.step is None else 0 <= memory.step < 100
        times = (memory.last, memory.due)
        fits = learned and 0 < memory.stability < _LAST and 1 <= memory.difficulty <= 10
        return fits and _are_times(times) and _are_small(memory.reps, memory.lapses) and _is_id(row.card)
    if isinstance(row, _Answer):
        moments = (row.at, row.due) if row.undone is None else (row.at, row.due, row.undone)
        return (
            _are_times(map(datetime.timestamp, moments))
            and _are_small(row.milliseconds or 0)
            and _is_id(row.id)
            and _is_id(row.card)
        )
    if isinstance(row, _Flag):
        return _are_times([row.changed.timestamp()]) and _is_id(row.card)
    if isinstance(row, _Exam):
        return _are_times([row.changed.timestamp()]) and _are_small(row.most)
    if isinstance(row, _Card):
        card = row.card
        return _is_id(card.id) and _are_small(card.line, card.ordinal, card.number, card.highest)
    return True


def _are_times(times: Iterable[float]) -> bool:
    return all(_FIRST <= at < _LAST for at in times)


def _are_small(*numbers: int) -> bool:
    return all(0 <= number < 2**53 for number in numbers)


def _is_id(identity: str) -> bool:
    return identity.isascii() and 0 < len(identity) < 100


class _Names:
    """The ids of another machine, and those that the same cards have here."""

    def __init__(self, state: State) -> None:
        self._here = {row[0]: row[1] for row in state.read("SELECT other, card FROM other_id")}
        self._notes = {
            path_of(note): _known_cards(zlib.decompress(bytes(packed)))
            for note, packed in state.read("SELECT note, cards FROM study_note")
        }
        gone = state.read("SELECT id FROM gone_card")
        self._ids = {card.id for cards in self._notes.values() for card in cards} | {row[0] for row in gone}
        self._new: dict[str, str] = {}
        self.unplaced: list[tuple[str, Known]] = []

    def learn(self, rows: Iterable[_Card]) -> None:
        """Finds what each card is here: by its id, else as in a note that was edited."""
        theirs: dict[str, list[Known]] = defaultdict(list)
        ids = set()
        for row in rows:
            ids.add(row.card.id)
            if row.card.id not in self._ids and row.card.id not in self._here:
                theirs[row.note].append(row.card)
        for note, cards in theirs.items():
            ours = [card for card in self._notes.get(note, ()) if card.id not in ids]
            for card, place in zip(ours, match(cards, ours), strict=True):
                if place is not None:
                    self._new[cards[place].id] = card.id
            self.unplaced += ((note, card) for card in cards if card.id not in self._new)

    def here(self, identity: str) -> str:
        """The id that a card of the other machine has here."""
        return self._new.get(identity) or self._here.get(identity, identity)

    def statements(self, now: float) -> list[Statement]:
        """The SQL that keeps this: a card that is nowhere here is one that has gone, and may come."""
        found: list[Statement] = [("INSERT OR REPLACE INTO other_id VALUES (?, ?)", pair) for pair in self._new.items()]
        encode = msgspec.msgpack.encode
        found += (
            ("INSERT OR IGNORE INTO gone_card VALUES (?, ?, ?, ?)", (card.id, path_key(note), now, encode(card)))
            for note, card in self.unplaced
        )
        return found


def _inserted(row: _Answer, card: str) -> Statement:
    undone = None if row.undone is None else _seconds(row.undone)
    return (
        "INSERT OR IGNORE INTO answer (id, card, at, grade, phase, milliseconds, due, undone) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.id,
            card,
            _seconds(row.at),
            row.grade,
            PHASES.index(row.phase),
            row.milliseconds,
            _seconds(row.due),
            undone,
        ),
    )


def _flagged(row: _Flag, card: str) -> Statement:
    return (
        "INSERT INTO card_flag (card, suspended, buried, leech, changed) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET suspended = excluded.suspended, buried = excluded.buried, leech = excluded.leech, "
        "changed = excluded.changed WHERE excluded.changed > changed",
        (card, int(row.suspended), row.buried and row.buried.isoformat(), int(row.leech), _seconds(row.changed)),
    )


def _examined(row: _Exam) -> Statement:
    return (
        "INSERT INTO exam VALUES (1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET day = excluded.day, "
        "topics = excluded.topics, most = excluded.most, changed = excluded.changed WHERE excluded.changed > changed",
        (row.day and row.day.isoformat(), json.dumps(row.topics), row.most, _seconds(row.changed)),
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _seconds(moment: datetime) -> float:
    return round(moment.timestamp(), 3)
