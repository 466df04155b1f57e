"""How long the high-yield page of a whole vault takes: its first screen, its end, and memory.

    python tests/benchmarks/bench_topic.py VAULT [-n 5] [--unindexed] [--note PATH]

The app runs in this process, driven through Textual's Pilot, on a vault of `make_vault.py`; the home folder is a
temporary one, and the index is whole before anything is timed unless `--unindexed` says that there is none. With a
note the page of the whole vault is opened from there, so that it opens at that note's lines. Times go from the key
until the rows stand in the reader, by the clock and of the processor, to which the rest of the machine adds next to
nothing. What the way back to the note takes stands beside them. Exit status 1 when the medians of both are above the
target.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stage import Cost
from textual.app import App
from textual.events import Key

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

FIRST, END = 0.3, 1.0
"""Seconds until the first screen, and until the end by `G`."""
PATIENCE = 300.0
HOME = "Home.md"


async def until(holds: Callable[[], bool], start: Cost | None = None) -> Cost:
    """What it costs, since `start`, until something holds."""
    start = start or Cost.now()
    while not holds():
        await asyncio.sleep(0.002)
        if time.perf_counter() - start.wall > PATIENCE:
            raise TimeoutError("it never came")
    return Cost.now().since(start)


def send(app: App[Any], key: str) -> Cost:
    """Sends a key, as a terminal would, and says when: Textual's Pilot waits for all that the key does."""
    event = Key(key, key)
    event.set_sender(app)
    assert app._driver is not None
    start = Cost.now()
    app._driver.send_message(event)
    return start


async def measure(folder: Path, runs: int, note: str, *, indexed: bool) -> dict[str, list[Cost]]:
    """What each run costs, by name."""
    from studytui.settings import Settings
    from studytui.state import open_state
    from studytui.tui.app import StudyApp
    from studytui.tui.screens.reading.screen import ReadingScreen

    state = open_state(folder)
    app = StudyApp(folder, Settings(), state, note)
    found: dict[str, list[Cost]] = {"first screen": [], "end by G": [], "a note again": []}
    async with app.run_test(size=(120, 40)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        pages = screen.pages

        def shows(kind: str) -> bool:
            return pages.page is not None and pages.page.kind == kind and pages.arrived is not None

        def at_end() -> bool:
            return shows("topic") and pages.reader.more_above and not pages.reader.more_below

        await until(lambda: shows("note") and pages.reader.complete)
        if indexed:
            await until(lambda: pages.stretch.marked is not None)
            await asyncio.sleep(2.0)
        for _ in range(runs):
            if note != HOME:
                screen.sidebar.topics.focus()
                screen.sidebar.topics.cursor_line = 0
                await pilot.pause()
            start = send(app, "H")
            found["first screen"].append(await until(lambda: shows("topic"), start))
            await until(lambda: pages.reader.complete and (pages.reader.more_above or pages.reader.more_below))
            pages.reader.focus()
            await pilot.pause()
            start = send(app, "G")
            found["end by G"].append(await until(at_end, start))
            start = send(app, "backspace")
            found["a note again"].append(await until(lambda: shows("note"), start))
            await until(lambda: pages.reader.complete)
            await pilot.pause()
    state.close()
    return found


def main() -> int:
    """Prints a row for each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("vault", type=Path)
    options.add_argument("-n", type=int, default=5, help="runs of each")
    options.add_argument("--unindexed", action="store_true", help="do not wait for the index")
    options.add_argument("--home", type=Path, help="the home folder for the index, kept for the next time")
    options.add_argument("--note", default=HOME, help="where to begin")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as new:
        os.environ["HOME"] = str(chosen.home or new)
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ.pop(name, None)
        found = asyncio.run(measure(chosen.vault.resolve(), chosen.n, chosen.note, indexed=not chosen.unindexed))
    missed = False
    print(f"{'':14} {'best':>8} {'median':>8} {'worst':>8} {'cpu':>8} {'target':>8}  seconds")
    for (name, costs), target in zip(found.items(), (FIRST, END, END), strict=True):
        wall = [cost.wall for cost in costs]
        median, cpu = statistics.median(wall), statistics.median(cost.cpu for cost in costs)
        missed |= min(median, cpu) > target
        print(f"{name:14} {min(wall):8.3f} {median:8.3f} {max(wall):8.3f} {cpu:8.3f} {target:8.3f}")
    print(f"the whole process at its largest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
