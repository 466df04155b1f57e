"""Words of the review screen: intervals, what is left, and what was done and comes next."""

from __future__ import annotations

import time
from datetime import datetime

from studytui.study.desk import Rest
from studytui.study.schedule import Grade
from studytui.study.scope import Scope
from studytui.study.session import Left

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_MONTH, _YEAR = 30 * _DAY, 365 * _DAY
NO_CARDS = (
    "High-yield text makes them: highlight a line, or some words of it, in Obsidian with ==two equal signs== or in "
    "yellow, and it is asked here."
)
NAMES = {Grade.AGAIN: "Again", Grade.HARD: "Hard", Grade.GOOD: "Good", Grade.EASY: "Easy"}


def interval(seconds: float) -> str:
    """How long a button puts a card off: `10m`, `5h`, `8d`, `2.1mo`, `1.3y`, as Anki writes it."""
    if seconds < _HOUR:
        return f"{max(1, round(seconds / _MINUTE))}m"
    if seconds < _DAY:
        return f"{round(seconds / _HOUR)}h"
    if seconds < _MONTH:
        return f"{round(seconds / _DAY)}d"
    if seconds < _YEAR:
        return f"{seconds / _MONTH:.1f}mo"
    return f"{seconds / _YEAR:.1f}y"


def making(done: int, of: int) -> list[str]:
    """The page while cards are made, a paragraph each."""
    why = "Cards are made of what is high-yield in the notes. Later only notes that have changed are read."
    return [f"Making cards: {done:,} of {of:,} notes are read.", why, "q ends."]


def left_text(left: Left, *, cram: bool) -> str:
    """The text of the counts still to come."""
    if cram:
        return f"CRAM {left.due} left"
    return f"new {left.new} · learning {left.learning} · due {left.due}"


def not_kept(reason: str) -> str:
    """The message when the disk does not take an answer."""
    full = "full" in reason.casefold() or "no space" in reason.casefold()
    read_only = "readonly" in reason.casefold() or "read-only" in reason.casefold()
    why = "disk full" if full else "the disk is read-only" if read_only else reason
    return f"not kept, {why}: the card stays"


def end_of(scope: Scope, rest: Rest, seconds: float, now: float | None = None) -> list[str]:
    """The page at the end, a paragraph each: what was done, and when there is something again."""
    now = time.time() if now is None else now
    said = [_done(rest, seconds, scope)]
    if scope.cram:
        return [*said, "This was a cram: no schedule has changed.", "q ends, u takes the last answer back."]
    if not rest.cards:
        return [f"There are no cards in {scope if scope.name else 'this vault'}.", NO_CARDS, "q ends."]
    if rest.wait is not None:
        said.append(
            f"The next card that you are learning comes in {interval(rest.wait)}, at {_clock(now + rest.wait)}; "
            "it is asked here then."
        )
    said += _waiting(rest)
    if rest.next_due is not None:
        at, cards = rest.next_due
        noun, verb = _cards(cards).rsplit(" ", 1)
        said.append(f"{noun}{_of(scope)} {verb} due on {_day(at, now)}.")
    elif rest.wait is None and not rest.waiting.new and not rest.waiting.due:
        said.append(f"Nothing{_of(scope)} will become due.")
    keys = "q ends, u takes the last answer back." if rest.answered else "q ends."
    return [*said, keys]


def _of(scope: Scope) -> str:
    return f" of {scope}" if scope.name else ""


def _done(rest: Rest, seconds: float, scope: Scope) -> str:
    total = sum(rest.answered.values())
    if not total:
        return f"Nothing{_of(scope)} is due now."
    counted = ", ".join(f"{NAMES[grade]} {rest.answered[grade]}" for grade in Grade if rest.answered[grade])
    minutes = max(1, round(seconds / _MINUTE))
    return f"Done: {total} {'answer' if total == 1 else 'answers'} in {minutes} min — {counted}."


def _waiting(rest: Rest) -> list[str]:
    waiting, limits = rest.waiting, rest.limits
    said = []
    if rest.plan is not None:
        said.append(f"The plan for the exam: {rest.plan}.")
    if waiting.due:
        limit = limits.due if limits.total is None else limits.total
        said.append(f"{_cards(waiting.due)} due, and wait for tomorrow: {limit} a day, and siblings rest.")
    if waiting.new:
        number = (
            f"{limits.new} a day, and siblings rest" if rest.plan is None else f"the plan has {limits.new} for today"
        )
        said.append(f"{waiting.new:,} new {_wait(waiting.new)} for later days: {number}.")
    return said


def _wait(count: int) -> str:
    return "card waits" if count == 1 else "cards wait"


def _cards(count: int) -> str:
    return f"{count:,} {'card is' if count == 1 else 'cards are'}"


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at):%H:%M}"


def _day(at: float, now: float) -> str:
    day = datetime.fromtimestamp(at)
    days = max(1, round((at - now) / _DAY))
    return f"{day:%A} {day.day} {day:%B} (in {days} {'day' if days == 1 else 'days'})"
