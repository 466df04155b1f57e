"""`python -m studytui`, and the `studytui` command."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Runs the command line of this process; the exit status."""
    gc.disable()  # imports make no garbage in cycles; what is run turns the collector on again
    from studytui.cli import main as run

    status = run(sys.argv[1:])
    _leave(status)
    return status


def _leave(status: int) -> None:
    """Ends at once where threads are still at work: at the end of a program, Python waits for each."""
    import threading

    if all(thread.daemon or thread is threading.main_thread() for thread in threading.enumerate()):
        return
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def _look_here_last() -> None:
    """`python -m` looks for modules in the current folder first: a vault may hold a `json.py`."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - before any import
    if not sys.flags.safe_path and sys.path[0] != home:
        sys.path.append(sys.path.pop(0))


if __name__ == "__main__":
    _look_here_last()
    sys.exit(main())
