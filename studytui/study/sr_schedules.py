"""Schedules that the Spaced Repetition plugin wrote into notes, in both of its forms (behaviour 7.1b). Only read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from studytui.study import plugins
from studytui.study.days import Days
from studytui.study.deck import DeckCard
from studytui.study.reviews import Reviews
from studytui.study.schedule import Memory, Phase, Scheduler
from studytui.vault import UnreadableNoteError, Vault
from studytui.vault.names import is_canvas

_DAY = 86_400.0
_PLACEHOLDER = date(2000, 1, 1)
"""The plugin's date for a card of a comment that was never asked."""
_PHASES: dict[str, Phase] = {"1": "learning", "2": "review", "3": "relearning"}
_SHORTEST = 0.1
"""Days of stability that are the least."""


class TakenIn(Struct, frozen=True):
    """The outcome of reading the plugin's schedules."""

    cards: int
    """Cards whose schedule was taken in."""
    before: int
    """Cards with a history here, or whose schedule was taken in before."""
    new: int
    """Cards that were never asked there either."""
    unmatched: tuple[tuple[str, int], ...]
    """Note and line of comments that are not understood, or hold another number of schedules than there are cards."""
    unread: tuple[str, ...]
    """Notes that cannot be read."""


def take_in(reviews: Reviews, vault: Vault, deck: Iterable[DeckCard]) -> TakenIn:
    """Begins cards with what the plugin knew of them, each once and only while it has no history here.

    For a worker thread. Raises `NotKeptError` when the disk does not take it.
    """
    cards: dict[str, list[DeckCard]] = {}
    for each in deck:
        if each.card.known_as == "sr":
            cards.setdefault(each.note, []).append(each)
    starts: dict[str, Memory] = {}
    unmatched: list[tuple[str, int]] = []
    unread: list[str] = []
    new = 0
    for note, held in cards.items():
        if is_canvas(note):
            continue
        try:
            text = vault.text(note)
        except UnreadableNoteError:
            unread.append(note)
            continue
        for lines, content in plugins.sr_comments(text):
            about = [each for each in held if each.card.line in lines]
            found = list(schedules(content, reviews.days, reviews.scheduler))
            if about and (len(found) != len(about) or None in found):
                unmatched.append((note, lines.stop - 1))
                continue
            for each, memory in zip(about, found, strict=False):
                if isinstance(memory, Memory):
                    starts[each.id] = memory
                else:
                    new += 1
    taken = reviews.begin_with(starts)
    return TakenIn(len(taken), len(starts) - len(taken), new, tuple(unmatched), tuple(unread))


class Unasked(Struct, frozen=True):
    """A card that the plugin lists, and never asked."""


def schedules(content: str, days: Days, scheduler: Scheduler) -> Iterator[Memory | Unasked | None]:
    """The schedules in a comment, a card each (`!2023-09-02,4,270!fsrs,…`); None for one that is not understood."""
    for entry in content.strip().removeprefix("!").split("!"):
        parts = [part.strip() for part in entry.split(",")]
        try:
            yield _fsrs(parts[1:]) if parts[0] == "fsrs" else _sm2(parts, days, scheduler)
        except (ValueError, IndexError, OverflowError):
            yield None


def _sm2(parts: Sequence[str], days: Days, scheduler: Scheduler) -> Memory | Unasked:
    """Date, days of the interval, and ease in per cent: the stability is the interval, which the plugin means to be
    known at its end; the difficulty is the one at which FSRS would have it grow by the ease.
    """
    day, interval, ease = date.fromisoformat(parts[0]), _number(parts[1]), _number(parts[2]) / 100
    if day == _PLACEHOLDER:
        return Unasked()
    stability = max(interval, _SHORTEST)
    due = days.start(day)
    difficulty = scheduler.difficulty_for(stability, ease)
    return Memory("review", None, stability, difficulty, due, due - interval * _DAY, 1, 0)


def _fsrs(parts: Sequence[str]) -> Memory | Unasked:
    """Due, interval, stability, difficulty, state, answers, lapses, step, and the last answer or `-`."""
    due, interval = _moment(parts[0]), _number(parts[1])
    stability, difficulty = _number(parts[2]), _number(parts[3])
    if parts[4] == "0":
        return Unasked()
    phase = _PHASES.get(parts[4])
    if phase is None:
        raise ValueError(parts[4])
    last = due - interval * _DAY if parts[8] == "-" else _moment(parts[8])
    step = None if phase == "review" else 0 if phase == "relearning" else min(int(parts[7]), 1)
    return Memory(
        phase, step, max(stability, _SHORTEST), min(max(difficulty, 1.0), 10.0), due, min(last, due),
        max(int(parts[5]), 1), max(int(parts[6]), 0),
    )  # fmt: skip


def _number(text: str) -> float:
    if not re.fullmatch(r"\d+(?:\.\d+)?", text):
        raise ValueError(text)
    number = float(text)
    if not math.isfinite(number) or number > 1e6:
        raise ValueError(text)
    return number


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return round(moment.timestamp(), 3)
