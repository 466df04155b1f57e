"""How the screen bears a vault that changes under it: frames that come late, and how soon all of it is settled.

    python tests/benchmarks/bench_storm.py VAULT [--seconds 30]

A copy of a vault of `make_vault.py` is open in this process, driven through Textual's Pilot, with its index whole. Then
another process pulls 1,000 changed notes at once, renames a folder and renames it back, and changes 200 notes a second.
*Seen* is from the last change until the tree has one, *settled* until nothing is read or indexed any more; *late* is how
much later than wanted a task came that asks to run every 5 ms, as a frame does. The row *nothing* is the floor: the
same watch while nothing changes. Exit status 1 when a target was missed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

SEEN, SETTLED, LATE = 1.0, 2.0, 0.050
"""Seconds."""
TICK = 0.005
STILL = 2.5
"""Seconds without work after which the vault is settled."""
PATIENCE = 60.0

CHANGES = """
import pathlib, random, sys, time
folder, what, seconds = pathlib.Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
notes, chosen = sorted(folder.rglob("*.md")), random.Random(3)
if what == "nothing":
    time.sleep(5)
elif what == "1,000 notes pulled":
    for note in chosen.sample(notes, 1000):
        note.write_text(note.read_text() + "\\npulled\\n")
elif what.startswith("a folder renamed"):
    old, new = folder / "USMLE" / "MSK", folder / "USMLE" / "Bones"
    (new if what.endswith("back") else old).rename(old if what.endswith("back") else new)
else:
    start = time.monotonic()
    for number in range(int(200 * seconds)):
        time.sleep(max(0.0, start + number / 200 - time.monotonic()))
        note = chosen.choice(notes)
        note.write_text(note.read_text() + f"\\nchange {number}\\n")
"""
KINDS = ("nothing", "1,000 notes pulled", "a folder renamed", "a folder renamed back", "200 changes a second")


class Outcome(NamedTuple):
    """What one kind of change cost."""

    kind: str
    seen: float
    settled: float
    late: list[float]
    memory: float

    @property
    def missed(self) -> bool:
        """True if a target was missed."""
        return self.kind != "nothing" and (self.seen > SEEN or self.settled > SETTLED or self.late[-1] > LATE)


def memory() -> float:
    """Megabytes of this process now; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, AttributeError):
        return 0.0


async def ticks(late: list[float]) -> None:
    """Notes how late each tick comes."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - start - TICK)


async def measure(folder: Path, seconds: float) -> list[Outcome]:
    """Every kind of change, one after the other."""
    from studytui.settings import Settings
    from studytui.state import open_state
    from studytui.tui.app import StudyApp
    from studytui.tui.screens.reading.screen import ReadingScreen

    state = open_state(folder)
    app = StudyApp(folder, Settings(), state, "Home.md")
    outcomes = []
    async with app.run_test(size=(120, 40)):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)

        def works() -> bool:
            engine = screen.session.engine
            return engine is None or not engine.complete or screen.indexing._at_work or screen.vault_loading._scanning

        await still(works)
        for kind in KINDS:
            late: list[float] = []
            watch = asyncio.create_task(ticks(late))
            vault = screen.session.vault
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", CHANGES, str(folder), kind, str(seconds)
            )
            await process.wait()
            ended = time.perf_counter()
            while kind != "nothing" and screen.session.vault is vault:
                await asyncio.sleep(TICK)
            seen = time.perf_counter() - ended
            settled = await still(works) - ended
            watch.cancel()
            outcomes.append(Outcome(kind, seen, max(settled, 0.0), sorted(late), memory()))
        await app.action_quit()
    state.close()
    return outcomes


async def still(works: Callable[[], bool]) -> float:
    """Waits until there has been no work for a while; when it ended."""
    last = start = time.perf_counter()
    while (now := time.perf_counter()) - last < STILL:
        if works():
            last = now
        if now - start > PATIENCE:
            raise TimeoutError(f"not settled after {PATIENCE:.0f} s")
        await asyncio.sleep(TICK)
    return last


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vault", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0, help="of 200 changes each")
    options = parser.parse_args(arguments)
    gc.disable()  # until the first page stands, and then more rarely, as the command line has it
    gc.set_threshold(10_000, 20, 100)
    with tempfile.TemporaryDirectory() as place:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            os.environ[name] = str(Path(place) / "home")
        folder = Path(place) / "vault"
        shutil.copytree(options.vault, folder)
        outcomes = asyncio.run(measure(folder, options.seconds))
    print(f"{'':22} {'seen':>7} {'settled':>8} {'late: p50':>10} {'p99':>5} {'worst':>6} ms {'memory':>8}")
    for kind, seen, settled, late, used in outcomes:
        middle, most, worst = (1000 * late[int(share * (len(late) - 1))] for share in (0.5, 0.99, 1.0))
        print(f"{kind:22} {seen:6.2f}s {settled:7.2f}s {middle:10.0f} {most:5.0f} {worst:6.0f}    {used:5.0f} MB")
    print(f"{'target':22} {SEEN:6.2f}s {SETTLED:7.2f}s {'':16} {1000 * LATE:6.0f}")
    return any(outcome.missed for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main())
