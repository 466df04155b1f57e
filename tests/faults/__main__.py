"""`python -m tests.faults [WORD ...] [--long] [--jobs N] [--list]`: a table of the trials and how they went."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

if sys.platform == "win32":
    raise SystemExit("there are no pseudo-terminals here")

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.trials import Outcome, Trial, carry_out, carry_out_by_name, chosen


def main(argv: Sequence[str] | None = None) -> int:
    """Carries trials out; 1 if any fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=sys.modules["faults"].__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="trials whose name is this, or holds it")
    parser.add_argument("--long", action="store_true", help="also those that take longer than some seconds")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at once (times are theirs together)")
    parser.add_argument("--list", action="store_true", help="only say which trials there are")
    arguments = parser.parse_args(argv)
    trials = chosen(arguments.words, long=arguments.long)
    if arguments.list:
        for one in trials:
            print(f"{one.name}{' (long)' if one.long else ''}: {one.done}")
        return 0
    if not trials:
        print("no trial is called so; --list names them", file=sys.stderr)
        return 2
    print("| trial | expected | seen | verdict | s |\n| --- | --- | --- | --- | --- |", flush=True)
    failures = []
    counts = {"pass": 0, "FAIL": 0, "skipped": 0}
    for one, outcome in _outcomes(trials, arguments.jobs):
        cells = (one.name, one.expected, outcome.seen, outcome.verdict, f"{outcome.seconds:.1f}")
        print("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |", flush=True)
        counts[outcome.verdict] += 1
        if outcome.verdict == "FAIL":
            failures.append((one, outcome))
    for one, outcome in failures:
        print(f"\n== {one.name}: {one.done}\n{outcome.details}")
    print("\n" + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 1 if failures else 0


def _outcomes(trials: list[Trial], jobs: int) -> Iterator[tuple[Trial, Outcome]]:
    if jobs < 2:
        for one in trials:
            yield one, carry_out(one)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        names = [one.name for one in trials]
        yield from zip(trials, pool.map(carry_out_by_name, names), strict=True)


if __name__ == "__main__":
    raise SystemExit(main())
