"""`python -m studytui`, and the `studytui` command."""

from __future__ import annotations

import sys

from studytui.cli import main as run


def main() -> int:
    """Runs the command line of this process; the exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
