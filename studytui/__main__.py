"""`python -m studytui`, and the `studytui` command."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Runs the command line of this process; the exit status."""
    from studytui.cli import main as run

    return run(sys.argv[1:])


def _look_here_last() -> None:
    """`python -m` looks for modules in the current folder first: a vault may hold a `json.py`."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - before any import
    if not sys.flags.safe_path and sys.path[0] != home:
        sys.path.append(sys.path.pop(0))


if __name__ == "__main__":
    _look_here_last()
    sys.exit(main())
