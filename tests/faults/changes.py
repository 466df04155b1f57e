"""Many changes: a thousand files at once, and two hundred a second."""

from __future__ import annotations

import time
from functools import partial

from faults.ground import Ground
from faults.making import WORD, many, write
from faults.processes import memory
from faults.screen import Screen, limit
from faults.trials import trial

KEPT_MEGABYTES = 60
"""By so much memory may have grown when all is quiet again."""


def begun(ground: Ground, notes: int) -> None:
    ground.write(dict(many(notes)))
    assert ground.run("index", seconds=120).status == 0


def at_rest(screen: Screen) -> int:
    """The least memory within a second."""
    found = []
    for _ in range(4):
        screen.settle(9, 0.25)
        found.append(memory(screen.pid))
    return min(found)


@trial(
    "changes right after the start",
    "the open note changes 0, 100, 200 … 900 ms after the first page of a start",
    "each change is shown",
    long=True,
)
def early(ground: Ground) -> str:
    ground.write(dict(many(0)))
    lost = []
    for number in range(10):
        with ground.open(first=None) as screen:
            screen.until("Welcome", limit(20))
            screen.settle(9, 0.1 * number)
            ground.write({"Home.md": f"# Welcome\n\ntext number {number}\n"})
            ground.seal()
            try:
                screen.until(f"text number {number}", limit(4))
            except AssertionError:
                lost.append(f"{100 * number} ms")
    assert not lost, f"changes so long after the first page are never shown: {', '.join(lost)}"
    return "10 of 10 seen"


@trial(
    "1,000 files changed at once",
    "1,000 notes of 13,000 change at once, as by git checkout, while the screen is open",
    "keys are answered, the new words are found",
    long=True,
)
def checkout(ground: Ground) -> str:
    notes = 13_000
    begun(ground, notes)
    with ground.open() as screen:
        ground.watched(screen)
        screen.finds(WORD, 30)
        before = at_rest(screen)
        start = time.monotonic()
        changed = [(name, text) for name, text in many(notes) if name.startswith("Topic")][:1000]
        write(ground.vault, {name: f"{text}\nchanged by a checkout\n" for name, text in changed[:-1]})
        write(ground.vault, {changed[-1][0]: "# The last one\n\na numbat\n"})
        ground.seal()
        worst = screen.worst(2)
        screen.finds_after("numbat", 6, 10)
        took = time.monotonic() - start
        after = at_rest(screen)
    assert after - before <= 2 * KEPT_MEGABYTES, f"{before} MB before, {after} MB after"
    return f"worst key {worst:.2f} s, new word found within {took:.1f} s, {before} -> {after} MB"


CHURN = """
import itertools, pathlib, sys, time
root, seconds, rate = pathlib.Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
notes = sorted(root.glob("Topic */*.md"))
start = time.monotonic()
for number, note in enumerate(itertools.cycle(notes)):
    now = time.monotonic() - start
    if now > seconds:
        break
    time.sleep(max(0.0, number / rate - now))
    note.write_text(f"# Changed\\n\\n- text number {number} of [[Home]]\\n- ==fever {number}==\\n")
(root / "Last.md").write_text("# Last\\n\\na numbat\\n")
"""


def churn(ground: Ground, notes: int, seconds: float) -> str:
    """Two hundred changes a second; keys are answered meanwhile, and memory is given back."""
    begun(ground, notes)
    with ground.open() as screen:
        ground.watched(screen)
        screen.finds(WORD, 30)
        before, worst = at_rest(screen), 0.0
        with ground.python(CHURN, ground.vault, str(seconds), "200") as process:
            while process.poll() is None:
                worst = max(worst, screen.worst(0.3))
        start = time.monotonic()
        screen.finds_after("numbat", 6, 10)
        settled = time.monotonic() - start
        after = at_rest(screen)
        end = time.monotonic() + limit(20)
        while after - before > KEPT_MEGABYTES and time.monotonic() < end:
            after = at_rest(screen)
        ground.seal()
    seen = f"worst key {worst:.2f} s, settled after {settled:.1f} s, {before} -> {after} MB"
    assert after - before <= KEPT_MEGABYTES, f"memory stays: {seen}"
    return seen


for notes, seconds in ((1000, 60.0), (13_000, 30.0)):
    trial(
        f"200 changes a second for {seconds:.0f} s in {notes:,}",
        f"200 notes of {notes:,} are written every second for {seconds:.0f} s while the screen is open",
        f"keys are answered, it settles, at most {KEPT_MEGABYTES} MB more stay",
        long=True,
    )(partial(churn, notes=notes, seconds=seconds))
