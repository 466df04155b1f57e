"""Checks a checkout from nothing: the test line of the README, then style, types and the order of the rooms.

Works wherever Python 3.11 or later has venv and a package index; leaves only .venv and ignored caches behind. Ends with
status 0 if all is well, else with that of the first check that failed.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST_LINE = "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest"
CHECKS = (
    ".venv/bin/ruff check",
    ".venv/bin/ruff format --check",
    ".venv/bin/mypy",
    ".venv/bin/lint-imports",
)
ANKI = ".venv/bin/pip install '.[anki]'"
COVERAGE = ("--cov", "--cov-report=term:skip-covered")
FAULTS = "the long trials of tests/faults (--long)"
FLOOR = "the floor of coverage (--coverage)"
IN_ANKI = "what needs Anki's own library: only Linux is sure to have it"
TERMINALS = "what needs a pseudo-terminal: Windows has none"


def command(line: str) -> list[str]:
    """The words of a command, with this Python for `python3` and the programs where this system puts them."""
    program, *rest = shlex.split(line)
    if program == "python3":
        return [sys.executable, *rest]
    if os.name == "nt":
        program = str(ROOT / ".venv" / "Scripts" / f"{Path(program).name}.exe")
    return [program, *rest]


def run(line: str) -> None:
    """Run a command in the checkout; if it fails, end with its status."""
    print(f"\n== {line}", flush=True)
    status = subprocess.run(command(line), cwd=ROOT, check=False).returncode
    if status:
        print(f"\n== failed with status {status}: {line}", flush=True)
        raise SystemExit(status if status > 0 else 1)


def main() -> None:
    """Run every check."""
    parser = argparse.ArgumentParser(prog=".ci/run", description="Checks a checkout from nothing.")
    parser.add_argument("--coverage", action="store_true", help="measure coverage, and fail below its floor")
    parser.add_argument("--long", action="store_true", help="also the trials of tests/faults: half an hour more")
    wanted = parser.parse_args()

    if TEST_LINE not in (ROOT / "README.md").read_text(encoding="utf-8"):
        raise SystemExit(f"README.md does not hold the test line: {TEST_LINE}")
    *steps, tests = TEST_LINE.split(" && ")
    with_anki = sys.platform == "linux"
    if with_anki:
        steps.append(ANKI)
        os.environ["STUDYTUI_TESTS_NEED_ANKI"] = "1"  # tests that are skipped without it fail
    options = [*(COVERAGE if wanted.coverage else ()), *(["--long"] if wanted.long else ())]
    for line in (*steps, shlex.join([tests, *options]), *CHECKS):
        run(line)

    left_out = [] if wanted.long else [FAULTS]
    left_out += [] if wanted.coverage else [FLOOR]
    left_out += [] if with_anki else [IN_ANKI]
    left_out += [TERMINALS] if os.name == "nt" else []
    print("\n== all checks passed", flush=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    print(f"== on Python {version}, {sys.platform}; not run: {'; '.join(left_out) or 'nothing'}", flush=True)


if __name__ == "__main__":
    main()
