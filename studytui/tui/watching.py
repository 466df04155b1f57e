"""Tells when something in the vault changes on disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

SETTLE_MILLISECONDS = 150
"""Changes that follow each other this quickly count as one."""
STOP_MILLISECONDS = 200
"""How often a wish to stop is looked at."""
FALLBACK_SECONDS = 3.0
"""How often to look where the system does not tell."""


def changes(root: Path, stop: threading.Event) -> Iterator[None]:
    """Yields after each change of a file below `root`, until `stop` is set; blocks in between.

    Also when the folder goes or comes back. Where the system can't watch it, one item every few seconds.
    """
    while not stop.is_set():
        yield from _watched(root, stop)
        if stop.wait(FALLBACK_SECONDS):
            return
        yield None


def _watched(root: Path, stop: threading.Event) -> Iterator[None]:
    """The changes below a folder for as long as that very folder is there, and can be watched."""
    from watchfiles import watch

    prefix, folder = len(str(root)), _identity(root)

    def visible(_change: object, path: str) -> bool:
        return "/." not in path[prefix:].replace("\\", "/")

    try:
        for found in watch(
            root,
            watch_filter=visible,
            debounce=4 * SETTLE_MILLISECONDS,
            step=SETTLE_MILLISECONDS,
            stop_event=stop,
            rust_timeout=STOP_MILLISECONDS,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            if found:
                yield None
            if _identity(root) != folder:
                yield None
                return
    except (OSError, RuntimeError, ValueError):  # a path that is no Unicode is a ValueError
        return


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
