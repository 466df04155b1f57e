"""How a reader answers and forgets, as far as the answers tell; until they do, as py-fsrs's defaults have it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from studytui.study.reviews import Answer
from studytui.study.schedule import Grade, Memory, Scheduler, forgetting_curve

ENOUGH = 50
"""Answers of a kind from which a reader's own habits are taken."""
_DAY = 86_400.0
_PACES = tuple(2 ** (step / 8) for step in range(-16, 17))
"""From four times as slow to four times as fast."""
_DOUBT = 1.2
"""How far from 1 a pace usually lies, in powers of two, as a normal distribution: what is known before any answer."""
_PARTS = (1 / 6, 1 / 2, 5 / 6)
"""Quantiles that stand for the slow, the middle and the fast third of what is thought possible."""


class Learner(Struct, frozen=True):
    """The forgetting speed that a forecast assumes of a reader."""

    paces: tuple[float, ...] = (1.0,)
    """How fast things are forgotten: at 2, a card is as well known after a day as FSRS has it after two. Several are
    equally likely, and the closer to each other the more answers there are."""
    first: tuple[float, float, float, float] = (0.2, 0.1, 0.6, 0.1)
    """How new cards are answered: Again, Hard, Good, Easy."""
    passes: tuple[float, float, float] = (0.0, 1.0, 0.0)
    """How cards that are known are answered: Hard, Good, Easy."""
    answers: int = 0
    """On how many reviews, a day and more after the last, this rests."""


def recall(scheduler: Scheduler, memory: Memory, at: float, pace: float = 1.0) -> float:
    """The chance that a card is known, by somebody who forgets at this pace."""
    return scheduler.retrievability(replace(memory, stability=memory.stability / pace), at)


def learner_of(answers: Iterable[Answer], scheduler: Scheduler) -> Learner:
    """Estimates the learner from the answers; for a worker thread."""
    given: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        given[answer.card].append(answer)
    first: Counter[Grade] = Counter()
    passes: Counter[Grade] = Counter()
    seen: list[tuple[float, bool]] = []
    for card, history in given.items():
        memory: Memory | None = None
        if history[0].phase != "new":
            continue  # it began elsewhere, and what was known then is not among the answers
        for answer in history:
            if memory is None:
                first[answer.grade] += 1
            else:
                days = math.floor((answer.at - memory.last) / _DAY)
                if days >= 1:
                    seen.append((days / memory.stability, answer.grade != Grade.AGAIN))
                    if answer.grade != Grade.AGAIN:
                        passes[answer.grade] += 1
            memory = scheduler.answer(memory, answer.grade, answer.at, card=card)
    default = Learner()
    return Learner(
        paces_of(seen),
        _shares(first, tuple(Grade), default.first),  # type: ignore[arg-type]  # one a grade: four
        _shares(passes, (Grade.HARD, Grade.GOOD, Grade.EASY), default.passes),  # type: ignore[arg-type]  # three
        len(seen),
    )


def _shares(counted: Counter[Grade], grades: Sequence[Grade], default: tuple[float, ...]) -> tuple[float, ...]:
    total = sum(counted.values())
    return default if total < ENOUGH else tuple(counted[grade] / total for grade in grades)


def paces_of(seen: Sequence[tuple[float, bool]] = ()) -> tuple[float, ...]:
    """The paces that are likely; `seen` are days between answers, in stabilities, and whether the card was known."""

    def likelihood(pace: float) -> float:
        found = -0.5 * (math.log2(pace) / _DOUBT) ** 2
        for elapsed, was_known in seen:
            chance = min(forgetting_curve(elapsed * pace, 1.0), 1 - 1e-9)
            found += math.log(chance if was_known else 1 - chance)
        return found

    found = [likelihood(pace) for pace in _PACES]
    best = max(found)
    weights = list(accumulate(math.exp(each - best) for each in found))
    return tuple(_PACES[bisect_left(weights, part * weights[-1])] for part in _PARTS)
