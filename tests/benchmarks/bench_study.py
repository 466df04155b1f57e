"""How long studying takes: from a key to the next card, the overview, and what both add to the start.

    python tests/benchmarks/bench_study.py [-n 40] [--answers 50000]

A made vault of 5,000 cards in 250 notes, of which each was answered, all together 50,000 times. A review step is what
lies between two keys: the answer on the disk, the next card chosen, its note read, and both of its faces laid out; it
is measured without the screen and, driven through Textual's Pilot, with it. Beside it stands what the disk alone takes
for one durable row. Exit status 1 when a target was missed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from stage import QuietDriver, Stage

STEP, OVERVIEW = 0.030, 0.100
NOTES, CARDS = 250, 20


def write_vault(folder: Path) -> None:
    """Notes of about 4 KB."""
    for number in range(NOTES):
        topic = folder / f"Topic {number % 10}"
        topic.mkdir(exist_ok=True)
        parts = [
            f"# Section {card}\n\nSome words about what note {number} says in general, with [[Note 1]] and $x_{card}$.\n\n"
            f"- ==phrase {card} of {number}== belongs to this line\n- another line that is not marked\n\n"
            for card in range(CARDS)
        ]
        (topic / f"Note {number}.md").write_text("".join(parts), encoding="utf-8")


def write_answers(file: Path, ids: Sequence[str], answers: int) -> None:
    """Answers of 300 days, and what follows from them; half of the cards are due."""
    chance, now = random.Random(1), time.time()
    with sqlite3.connect(file) as connection:
        connection.executemany(
            "INSERT INTO answer (id, card, at, grade, phase, milliseconds, due) VALUES (?, ?, ?, ?, 2, 4000, ?)",
            (
                (
                    str(n),
                    ids[n % len(ids)],
                    now - chance.randrange(1, 300) * 86_400 + chance.uniform(0, 5400),
                    chance.choice((1, 3, 3, 3, 4)),
                    now,
                )
                for n in range(answers)
            ),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO schedule VALUES (?, 2, NULL, ?, 5.0, ?, ?, ?, ?)",
            (
                (card, chance.uniform(3, 60), now + chance.uniform(-20, 20) * 86_400, now - 25 * 86_400,
                 answers // len(ids), chance.choice((0, 0, 1, 4)))
                for card in ids
            ),
        )  # fmt: skip


def durable_row(folder: Path, times: int) -> list[float]:
    """What the disk takes for one row that a loss of power leaves."""
    with sqlite3.connect(folder / "alone.db", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE t (x)")
        found = []
        for number in range(times):
            begin = time.perf_counter()
            connection.execute("INSERT INTO t VALUES (?)", (number,))
            found.append(time.perf_counter() - begin)
    return found


def steps_headless(root: Path, times: int) -> list[float]:
    """From an answer to the next card, laid out."""
    from studytui.layout import lay_out
    from studytui.state import open_state
    from studytui.study.desk import open_desk
    from studytui.study.schedule import Grade
    from studytui.study.scope import EVERYTHING
    from studytui.study.session import Limits
    from studytui.vault import open_vault

    state = open_state(root)
    desk = open_desk(open_vault(root), state, EVERYTHING, limits=Limits(due=10_000))
    assert desk is not None
    desk.ask()
    found = []
    for number in range(times):
        begin = time.perf_counter()
        desk.session.answer(Grade.AGAIN if number % 5 == 0 else Grade.GOOD, milliseconds=1)
        asked = desk.ask()
        assert asked is not None
        lay_out(asked.faces.question, 80)
        lay_out(asked.faces.answer, 80)
        found.append(time.perf_counter() - begin)
    state.close()
    return found


async def steps_on_screen(root: Path, times: int) -> list[float]:
    """From the key to the next card in the reader."""
    from studytui.settings import Settings
    from studytui.state import open_state
    from studytui.study.scope import EVERYTHING
    from studytui.tui.app import StudyApp
    from studytui.tui.screens.review.screen import ReviewScreen

    state = open_state(root)
    app = StudyApp(root, Settings(review_due=10_000), state, None)
    app.driver_class = QuietDriver
    app.session.review = EVERYTHING
    found = []
    async with app.run_test(headless=False, size=(120, 40)) as pilot:
        while not (isinstance(app.screen, ReviewScreen) and app.screen.asked is not None):
            await asyncio.sleep(0.02)
        await asyncio.sleep(1)  # the index of the vault is made meanwhile
        review = app.screen
        for _ in range(times):
            await pilot.press("space")
            while not review.shown:
                await asyncio.sleep(0.001)
            before, begin = review.asked, time.perf_counter()
            await pilot._wait_for_screen()
            app.simulate_key("3")
            while review.asked is before or review.shown:
                await asyncio.sleep(0.001)
            found.append(time.perf_counter() - begin)
    state.close()
    return found


def overviews(root: Path, times: int) -> list[float]:
    """All that the overview says, of cards that are made, and its rows."""
    from studytui.state import open_state
    from studytui.study.collect import collect
    from studytui.study.days import Days
    from studytui.study.glance import glance
    from studytui.study.scope import EVERYTHING, notes_of
    from studytui.tui.screens.overview.rows import Places, rows_of
    from studytui.vault import open_vault

    state, vault = open_state(root), open_vault(root)
    cards = collect(vault)
    assert cards is not None
    notes = notes_of(vault, EVERYTHING)
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        seen = glance(vault, state, cards, notes)
        rows_of(seen, Places(), None, 100, Days().day(time.time()))
        found.append(time.perf_counter() - begin)
    state.close()
    return found


async def overviews_on_screen(root: Path, times: int, size: tuple[int, int]) -> list[float]:
    """From the key until the rows are painted, the first time first."""
    from studytui.settings import Settings
    from studytui.state import open_state
    from studytui.tui.app import StudyApp

    state = open_state(root)
    app = StudyApp(root, Settings(), state, None)
    app.driver_class = QuietDriver
    found = []
    async with app.run_test(headless=False, size=size) as pilot:
        stage = Stage(app, pilot)
        await stage.settled(1.0)
        gc.freeze()  # as the program does behind its first page
        for _ in range(times):
            found.append((await stage.painted("A random high-yield line", "S")).wall)
            await stage.settled()
            await pilot.press("escape")
            await stage.settled()
    state.close()
    return found


def loaded_at_start() -> list[str]:
    """What of the study room the screen loads before it is asked for."""
    code = (
        "import sys, studytui.tui.app\n"
        "print(*[name for name in sys.modules if name.startswith(('studytui.study.', 'fsrs'))])"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def row(name: str, times: Sequence[float], target: float | None = None) -> bool:
    """Prints the median and the 95th percentile in milliseconds; whether the target was missed."""
    ordered = sorted(times)
    median, high = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    missed = target is not None and median > target
    wanted = "" if target is None else f"{target * 1000:8.0f}{'  missed' if missed else ''}"
    print(f"{name:46} {median * 1000:8.1f} {high * 1000:8.1f} {wanted}")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-n", type=int, default=40, help="steps")
    parser.add_argument("--answers", type=int, default=50_000)
    arguments = parser.parse_args()
    gc.set_threshold(10_000, 20, 100)  # as the command line does
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = str(folder / name.lower())
        root = folder / "vault"
        root.mkdir()
        write_vault(root)
        from studytui.state import open_state
        from studytui.study.collect import collect
        from studytui.study.registry import sync
        from studytui.vault import open_vault

        state = open_state(root)
        vault = open_vault(root)
        cards = collect(vault)
        assert cards is not None
        known = sync(state, cards, keep=True)
        state.close()
        (file,) = folder.rglob("state.db")
        write_answers(file, [*known.places], arguments.answers)
        print(f"{'milliseconds':46} {'median':>8} {'95 %':>8} {'target':>8}")
        row("one durable row in SQLite alone", durable_row(folder, arguments.n))
        missed = [
            row("review step: answer kept, next card laid out", steps_headless(root, arguments.n), STEP),
            row("review step on the screen", asyncio.run(steps_on_screen(root, arguments.n)), STEP),
            row(f"overview, {arguments.answers:,} answers", overviews(root, 15), OVERVIEW),
            *(
                row(
                    f"overview on the screen, {size[0]}x{size[1]}",
                    asyncio.run(overviews_on_screen(root, 12, size)),
                    OVERVIEW,
                )
                for size in ((80, 24), (160, 45))
            ),
        ]
        print("of study loaded at the start:", *loaded_at_start())
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
