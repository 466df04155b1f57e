"""When a card is due: FSRS by py-fsrs, with its default weights (behaviour 7.3). Loads py-fsrs when it is first needed.

Times are seconds since 1970 (UTC), whole milliseconds. Weights are never fitted to answers: that needs torch.
"""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import IntEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    import fsrs

RETENTION = 0.9
"""Desired retention: how surely a card is still known when it becomes due."""
MAXIMUM_INTERVAL = 36_500
"""Days."""
LEECH = 8
LEECH_AGAIN = 4
"""A card with so many lapses is a leech, and is said to be one again after so many more."""

DAY = 86_400.0
Phase = Literal["new", "learning", "review", "relearning"]
_PHASES: Mapping[int, Phase] = {1: "learning", 2: "review", 3: "relearning"}
_NUMBERS = {phase: number for number, phase in _PHASES.items()}
_one_at_a_time = threading.Lock()


class Grade(IntEnum):
    """An answer button of Anki's; a rating of FSRS. Hard is a pass: who forgot presses Again."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Memory(Struct, frozen=True, gc=False):
    """The memory state of a card in FSRS, once it was answered."""

    phase: Phase
    """`learning` and `relearning` have steps of minutes; `review` has intervals of days."""
    step: int | None
    stability: float
    """Days after which it is known with a chance of 90 %."""
    difficulty: float
    """1 to 10."""
    due: float
    last: float
    """When it was answered last."""
    reps: int
    """Answers so far."""
    lapses: int
    """How often a card in review was forgotten."""

    @property
    def interval(self) -> float:
        """Seconds from the last answer to the next."""
        return self.due - self.last

    @property
    def is_leech(self) -> bool:
        """True if it was forgotten so often that its line should be written anew."""
        return self.lapses >= LEECH


def became_leech(before: Memory | None, after: Memory) -> bool:
    """True if an answer made a card a leech, or one again: at 8 lapses, and every 4 after."""
    lapsed = after.lapses > (before.lapses if before else 0)
    return lapsed and after.lapses >= LEECH and (after.lapses - LEECH) % LEECH_AGAIN == 0


class Scheduler:
    """Gives answers their consequences. Equal answers at equal times have equal ones; two cards differ by `fuzz`."""

    def __init__(
        self, *, maximum_interval: int = MAXIMUM_INTERVAL, fuzz: bool = True, retention: float = RETENTION
    ) -> None:
        self.maximum_interval = max(1, maximum_interval)
        self.fuzz = fuzz
        self.retention = retention

    def answer(self, memory: Memory | None, grade: Grade, at: float, *, card: str = "") -> Memory:
        """The memory state of a card after an answer; None is a new card.

        A clock that was set back never makes an answer older than the one before it. `card` is the id that the fuzz
        depends on, with the number of answers: so that what a button shows is what it does.
        """
        import fsrs

        at = at_least(at, memory)
        with self._fuzzed(f"{card}:{memory.reps if memory else 0}"):
            after, _ = self._fsrs.review_card(_as_fsrs(memory), fsrs.Rating(int(grade)), _moment(at))
        lapsed = grade == Grade.AGAIN and memory is not None and memory.phase == "review"
        assert after.stability is not None
        assert after.difficulty is not None
        return Memory(
            _PHASES[int(after.state)],
            after.step,
            after.stability,
            after.difficulty,
            round(after.due.timestamp(), 3),
            at,
            (memory.reps if memory else 0) + 1,
            (memory.lapses if memory else 0) + lapsed,
        )

    def previews(self, memory: Memory | None, at: float, *, card: str = "") -> dict[Grade, Memory]:
        """The outcome of each grade."""
        return {grade: self.answer(memory, grade, at, card=card) for grade in Grade}

    def replay(
        self, answers: Iterable[tuple[Grade, float]], *, card: str = "", start: Memory | None = None
    ) -> Memory | None:
        """The memory state of a card after all of its answers, oldest first; `start` is the state before them."""
        memory = start
        for grade, at in answers:
            memory = self.answer(memory, grade, at, card=card)
        return memory

    def difficulty_for(self, stability: float, growth: float) -> float:
        """The difficulty of a card whose stability (days) grows so many times when it is known as it becomes due.

        FSRS's formula for an answer of Good, turned round: how a schedule with an ease becomes one with a difficulty.
        """
        weights = self._fsrs.parameters
        gain = math.exp(weights[8]) * stability ** -weights[9] * math.expm1((1 - self.retention) * weights[10])
        return float(min(max(11 - (growth - 1) / gain, 1.0), 10.0))

    def retrievability(self, memory: Memory | None, at: float) -> float:
        """The chance that a card is known at some time; 0 for a new card."""
        if memory is None:
            return 0.0
        return float(self._fsrs.get_card_retrievability(_as_fsrs(memory), _moment(at)))

    @cached_property
    def _fsrs(self) -> fsrs.Scheduler:
        import fsrs

        return fsrs.Scheduler(
            desired_retention=self.retention,
            maximum_interval=self.maximum_interval,
            enable_fuzzing=self.fuzz,
        )

    def _fuzzed(self, seed: str) -> AbstractContextManager[None]:
        return _seeded(seed) if self.fuzz else nullcontext()


def forgetting_curve(elapsed: float, stability: float) -> float:
    """FSRS's chance that a card is known so many days after its last answer."""
    decay, factor = _curve()
    return float((1 + factor * elapsed / stability) ** decay)


def retrievabilities(memories: Iterable[Memory], at: float) -> list[float]:
    """As `Scheduler.retrievability`, of many cards at once: whole days count there, too."""
    decay, factor = _curve()
    return [float((1 + factor * max(0, (at - memory.last) // DAY) / memory.stability) ** decay) for memory in memories]


@cache
def _curve() -> tuple[float, float]:
    from fsrs.scheduler import FSRS_DEFAULT_DECAY

    return -FSRS_DEFAULT_DECAY, 0.9 ** (1 / -FSRS_DEFAULT_DECAY) - 1


def at_least(at: float, memory: Memory | None) -> float:
    """The time in whole milliseconds, behind the last answer."""
    at = round(at, 3)
    return at if memory is None else max(at, round(memory.last + 0.001, 3))


def _as_fsrs(memory: Memory | None) -> fsrs.Card:
    import fsrs

    # Without an id it waits a millisecond to find one.
    if memory is None:
        return fsrs.Card(card_id=1, due=_moment(0))
    state = fsrs.State(_NUMBERS[memory.phase])
    return fsrs.Card(
        1, state, memory.step, memory.stability, memory.difficulty, _moment(memory.due), _moment(memory.last)
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


@contextmanager
def _seeded(seed: str) -> Iterator[None]:
    """py-fsrs takes its fuzz from Python's own random numbers, which go on afterwards as if nothing had been."""
    with _one_at_a_time:
        before = random.getstate()
        random.seed(seed)
        try:
            yield
        finally:
            random.setstate(before)
