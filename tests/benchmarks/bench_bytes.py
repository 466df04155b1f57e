"""Bytes that reach the terminal for what a person does, as over SSH, beside those of the program in another checkout.

python tests/benchmarks/bench_bytes.py [--before FOLDER]: FOLDER is a checkout with a `.venv`; size 120x40.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
NOTE = ROOT / "notes" / "USMLE" / "Neurology" / "Multiple sclerosis.md"
DEPTHS = {
    "truecolor": {"COLORTERM": "truecolor"},
    "256 colours": {"COLORTERM": None},
    "16 colours": {"COLORTERM": None, "TERM": "xterm"},
    "NO_COLOR": {"NO_COLOR": "1"},
}
STEPS: tuple[tuple[str, Sequence[str], int], ...] = (
    ("a line (j)", ("j",), 3),
    ("a page (space)", ("space",), 1),
    ("help (?)", ("?",), 1),
    ("help closed", ("escape",), 1),
    ("search (/)", ("/",), 1),
    ("a letter in it", ("t", "r", "e", "m"), 4),
)
"""What is done, by which keys, and how many times."""


def measure(python: str, env: dict[str, str | None]) -> list[float]:
    """Bytes of the start, of rest, and of each step."""
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(Path(home), NOTE, env=env, command=(python, "-m", "studytui"), size=(120, 40)) as terminal,
    ):
        terminal.until("Multiple sclerosis")
        terminal.settle(1.0, 20.0)
        found: list[float] = [len(terminal.raw)]
        before = len(terminal.raw)
        terminal.settle(2.0, 2.0)
        found.append(len(terminal.raw) - before)
        for _, keys, times in STEPS:
            before = len(terminal.raw)
            for number in range(times):
                terminal.send(keys[number % len(keys)])
                terminal.settle(0.5)
            found.append((len(terminal.raw) - before) / times)
        return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="a checkout to compare with")
    wanted = parser.parse_args()
    names = ("start", "at rest", *(name for name, _, _ in STEPS))
    for depth, env in DEPTHS.items():
        now = measure(sys.executable, dict(env))
        then = None
        if wanted.before:
            then = measure(os.fspath(wanted.before / ".venv" / "bin" / "python"), dict(env))
        print(f"\n{depth}")
        for index, name in enumerate(names):
            line = f"  {name:16} {now[index]:10,.0f}"
            if then:
                line += f"   before {then[index]:10,.0f}   {now[index] / then[index] if then[index] else 0:5.2f}"
            print(line)


if __name__ == "__main__":
    main()
