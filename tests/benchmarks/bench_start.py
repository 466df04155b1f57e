"""How soon the home note of the bundled vault stands on the screen, against an empty Textual app.

    python tests/benchmarks/bench_start.py [-n 15]
    python tests/benchmarks/bench_start.py --vault VAULT --target 1.5

Both programs run for real, in a pseudo-terminal of their own, by turns: the empty app has a tree and a footer. The
time goes from the start of the process until the text has arrived at the terminal. Every run of studytui has an empty
home folder, so that it is a first start; of a `VAULT` that `make_vault.py` has made, the index is whole and the home
note was the last one open, as on any day but the first. One run of each beforehand is not counted: it fills the disk's
cache and compiles. Ratios are of the best runs, to which the rest of the machine added least; processor time is of the
whole process, all threads together. Exit status 1 when both ratios are above the target.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shlex
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TARGET = 1.7
COLUMNS, ROWS = 120, 40
PATIENCE = 60.0
"""Seconds after which a program counts as hung."""

EMPTY_LABEL = "An empty tree"
EMPTY_APP = f"""
from textual.app import App
from textual.widgets import Footer, Tree

class Empty(App):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Tree({EMPTY_LABEL!r})
        yield Footer()

Empty().run()
"""

_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_].*?\x1b\\|\x1b[ -/]*[0-~]", re.DOTALL
)


class NeverPainted(Exception):
    """The program ended, or took too long, before its text stood on the screen."""


@dataclass
class Program:
    """A program to start, and the text by which its first screen is known."""

    name: str
    command: Sequence[str]
    text: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def first_paint(command: Sequence[str], text: str, home: Path, compiled: Path) -> tuple[float, float]:
    """Seconds, by the clock and of the processor, from the start of the process until its terminal has `text`.

    `home` is its home folder; `compiled` keeps what Python compiles, from one run to the next.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "STUDYTUI_", "PYTHON"))
    }
    environment |= {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=home, start_new_session=True
    )
    os.close(slave)
    try:
        seconds = _wait_for(text.encode(), master, start)
    finally:
        process.kill()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        os.close(master)
    return seconds, usage.ru_utime + usage.ru_stime


def _wait_for(text: bytes, terminal: int, start: float) -> float:
    received = b""
    while time.perf_counter() - start < PATIENCE:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break  # the program has closed its terminal
        seconds = time.perf_counter() - start
        received += part
        if text in _ESCAPES.sub(b"", received):
            return seconds
    raise NeverPainted(_ESCAPES.sub(b"", received).decode(errors="replace")[-2000:])


PREPARE = """
import sys
from pathlib import Path
from studytui.search.engine import open_engine
from studytui.state import KeptPlace, open_state
from studytui.vault import open_vault

vault = open_vault(Path(sys.argv[1]))
open_engine(vault).refresh()
state = open_state(vault.root)
state.save_place(KeptPlace(vault.home()))
state.close()
"""


def prepare(vault: Path, home: Path) -> None:
    """Makes the index of a vault, and has its home note be the last that was open."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "STUDYTUI_"))}
    environment |= {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", PREPARE, vault], env=environment, check=True)


def home_text(folder: Path | None = None) -> str:
    """The beginning of the first paragraph of the home note, the bundled one unless there is a vault."""
    from studytui import paths
    from studytui.markdown import Paragraph, parse, plain
    from studytui.vault import open_vault

    vault = open_vault(folder or paths.bundled_notes())
    home = vault.home()
    assert home is not None, "the bundled vault has no home note"
    blocks = parse(vault.text(home)).blocks
    text = next(plain(block.inlines) for block in blocks if isinstance(block, Paragraph) and block.inlines)
    return text.split("\n")[0][:40].rstrip()


def main() -> int:
    """Prints a row for each program, and the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", type=int, default=15, help="runs of each program")
    options.add_argument("--studytui", default=f"{shlex.quote(sys.executable)} -m studytui", help="how it is started")
    options.add_argument("--vault", type=Path, help="a vault of any size, in place of the bundled one")
    options.add_argument("--home", type=Path, help="the home folder for its index, kept for the next time")
    options.add_argument("--target", type=float, default=TARGET, help="the largest ratio that is good")
    chosen = options.parse_args()
    vault = None if chosen.vault is None else chosen.vault.resolve()
    command = shlex.split(chosen.studytui) + ([] if vault is None else [str(vault)])
    empty = Program("empty Textual app", [sys.executable, "-c", EMPTY_APP], EMPTY_LABEL)
    study = Program(f"studytui, {'bundled vault' if vault is None else vault.name}", command, home_text(vault))
    with tempfile.TemporaryDirectory() as compiled, tempfile.TemporaryDirectory() as new:
        kept = chosen.home or Path(new)
        if vault is not None:
            prepare(vault, kept)
        for run in range(chosen.n + 1):
            for program in (empty, study):
                with tempfile.TemporaryDirectory() as home:
                    own = kept if program is study and vault is not None else Path(home)
                    wall, cpu = first_paint(program.command, program.text, own, Path(compiled))
                if run:
                    program.wall.append(wall)
                    program.cpu.append(cpu)
    print(f"first paint, milliseconds, {chosen.n} runs each by turns, {COLUMNS}x{ROWS}\n")
    print(f"{'':26} {'best':>8} {'median':>8} {'worst':>8} {'cpu best':>8} {'median':>8}")
    for program in (empty, study):
        milliseconds = (min(program.wall), statistics.median(program.wall), max(program.wall))
        processor = (min(program.cpu), statistics.median(program.cpu))
        print(f"{program.name:26} " + " ".join(f"{each * 1000:8.0f}" for each in (*milliseconds, *processor)))
    ratio = min(study.wall) / min(empty.wall)
    ratio_cpu = min(study.cpu) / min(empty.cpu)
    print(f"{'ratio (at most ' + str(chosen.target) + ')':26} {ratio:8.2f} {'':8} {'':8} {ratio_cpu:8.2f}")
    return 1 if min(ratio, ratio_cpu) > chosen.target else 0


if __name__ == "__main__":
    sys.exit(main())
