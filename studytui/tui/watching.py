"""Tells when something in the vault changes on disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

SETTLE_MILLISECONDS = 150
"""Changes that follow each other this quickly count as one."""
STOP_MILLISECONDS = 200
"""How often a wish to stop is looked at."""
FALLBACK_SECONDS = 30.0
"""How often to look where the system does not tell."""


def changes(root: Path, stop: threading.Event) -> Iterator[None]:
    """One item after each change of a note or file below `root`, until `stop` is set; blocks in between.

    Where the system can't watch the folder, one item every half minute.
    """
    from watchfiles import watch

    prefix = len(str(root))

    def visible(_change: object, path: str) -> bool:
        return "/." not in path[prefix:].replace("\\", "/")

    try:
        for _ in watch(
            root,
            watch_filter=visible,
            debounce=4 * SETTLE_MILLISECONDS,
            step=SETTLE_MILLISECONDS,
            stop_event=stop,
            rust_timeout=STOP_MILLISECONDS,
            raise_interrupt=False,
        ):
            yield None
    except (OSError, RuntimeError):
        while not stop.wait(FALLBACK_SECONDS):
            yield None
