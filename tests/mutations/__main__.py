"""`python -m tests.mutations --notes N --queries N --seed S [--jobs J] [--from N]`: counts, and each fault with its number."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutations.tried import Fault, Tried, engine_over_package, try_notes, try_query

_AT_ONCE = 200
_SHOWN = 40
"""Faults that are printed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Tries them; 1 if any goes wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=sys.modules["mutations"].__doc__)
    parser.add_argument("--notes", type=int, default=1_000, metavar="N")
    parser.add_argument("--queries", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="N", help="number of the first one")
    parser.add_argument("--jobs", type=int, default=1, metavar="J", help="processes at once, for notes")
    arguments = parser.parse_args(argv)
    numbers = range(arguments.first, arguments.first + arguments.notes)
    faults = _report("notes", _notes(arguments.seed, numbers, arguments.jobs))
    with tempfile.TemporaryDirectory() as folder:
        numbers = range(arguments.first, arguments.first + arguments.queries)
        engine = engine_over_package(Path(folder))
        faults += _report("queries", (try_query(engine, arguments.seed, number) for number in numbers))
        engine.close()
    for fault in faults[:_SHOWN]:
        print(f"{fault.kind}: number {fault.number}: {fault.what}")
    return bool(faults)


def _notes(seed: int, numbers: range, jobs: int) -> Iterator[Tried]:
    parts = [numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE)]
    if jobs == 1:
        yield from (tried for part in parts for tried in try_notes(seed, part))
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(partial(try_notes, seed), parts):
            yield from found


def _report(what: str, outcomes: Iterable[Tried]) -> list[Fault]:
    start = time.perf_counter()
    count, slowest = 0, 0.0
    faults: list[Fault] = []
    for tried in outcomes:
        count += 1
        slowest = max(slowest, tried.seconds)
        faults += tried.faults
    kinds = (
        ", ".join(f"{kind} {times}" for kind, times in Counter(fault.kind for fault in faults).items()) or "no fault"
    )
    print(f"{count} {what}: {kinds}; the slowest took {slowest:.2f} s; {time.perf_counter() - start:.0f} s", flush=True)
    return faults


if __name__ == "__main__":
    sys.exit(main())
