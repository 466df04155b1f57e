"""The list of trials, and how one is carried out."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faults.ground import Ground

FAMILIES = (
    "kills", "copies", "index", "state", "settings", "room", "surroundings", "streams", "signals", "sizes", "keys",
    "queries", "quitting", "vaults", "opened", "changes", "paths", "frontmatter", "notes",
)  # fmt: skip
"""The modules that hold trials, in the order of the table."""

Run = Callable[["Ground"], str]


class SkipError(Exception):
    """The trial cannot be made here; the message says why."""


@dataclass(frozen=True)
class Trial:
    """One fault, and what the program is expected to do about it."""

    name: str
    done: str
    """What is done, in one line."""
    expected: str
    """What is expected, in one line."""
    run: Run
    """Carries it out; returns in a few words what was seen. Raises AssertionError when that is not what is expected."""
    long: bool
    """True if it is left out unless asked for."""
    needs: tuple[str, ...]
    """Of `NEEDS`."""


@dataclass(frozen=True)
class Outcome:
    """How a trial went."""

    seen: str
    verdict: str
    """`pass`, `FAIL` or `skipped`."""
    seconds: float
    details: str = ""
    """The whole of a failure, with what stood on the screen."""


NEEDS: dict[str, Callable[[], bool]] = {
    "Linux": lambda: sys.platform.startswith("linux"),
    "a user other than root": lambda: os.geteuid() != 0,
}

TRIALS: dict[str, Trial] = {}


def trial(
    name: str, done: str, expected: str, *, long: bool = False, needs: tuple[str, ...] = ()
) -> Callable[[Run], Run]:
    """Puts a function into the list of trials."""

    def register(run: Run) -> Run:
        assert name not in TRIALS, f"two trials are called {name}"
        TRIALS[name] = Trial(name, done, expected, run, long, needs)
        return run

    return register


def repeated(
    name: str, done: str, expected: str, few: int, many: int
) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Puts a function of `times` into the list twice: for a few times, and for many, which is long."""

    def register(run: Callable[..., str]) -> Callable[..., str]:
        for times in (few, many):
            trial(f"{name} x{times}", done, expected, long=times == many)(partial(run, times=times))
        return run

    return register


def all_trials() -> dict[str, Trial]:
    """Every trial by its name."""
    for family in FAMILIES:
        import_module(f"faults.{family}")
    return TRIALS


def chosen(words: Iterable[str] = (), *, long: bool = False) -> list[Trial]:
    """The trials whose name holds one of the words, or is one; without words the short ones, or all."""
    trials, words = all_trials(), tuple(words)
    if not words:
        return [one for one in trials.values() if long or not one.long]
    return [one for one in trials.values() if one.name in words or any(word in one.name for word in words)]


def carry_out(one: Trial) -> Outcome:
    """Carries a trial out in a folder of its own, of which nothing is left afterwards."""
    from faults.ground import Ground

    missing = [need for need in one.needs if not NEEDS[need]()]
    if missing:
        return Outcome(f"needs {', '.join(missing)}", "skipped", 0.0)
    start = time.monotonic()
    try:
        with Ground() as ground:
            seen = one.run(ground)
        seen = "; ".join(filter(None, (seen, ground.noted())))
    except SkipError as error:
        return Outcome(str(error), "skipped", time.monotonic() - start)
    except (AssertionError, OSError, sqlite3.Error) as error:
        whole = str(error) or type(error).__name__
        return Outcome(whole.split("\n")[0].strip(), "FAIL", time.monotonic() - start, whole)
    except Exception as error:
        return Outcome(f"the trial itself: {error!r}", "FAIL", time.monotonic() - start, traceback.format_exc())
    return Outcome(seen, "pass", time.monotonic() - start)


def carry_out_by_name(name: str) -> Outcome:
    """For another process, which makes its own list of trials."""
    return carry_out(all_trials()[name])
