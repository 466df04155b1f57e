"""Tells when something in the vault changes on disk."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from studytui.lazy_regex import lazy_regex

SETTLE_MILLISECONDS = 150
"""Changes that follow each other this quickly count as one."""
STOP_MILLISECONDS = 200
"""How often a wish to stop is looked at."""
FALLBACK_SECONDS = 3.0
"""How often to look where the system does not tell."""
ELSEWHERE_SECONDS = 0.5
"""How often to look at files that are not watched."""


FOLDER = "/.obsidian"
OPTIONS = f"{FOLDER}/app.json"
"""The one hidden file that says something about the notes (behaviour 2.6)."""


def changes(
    root: Path, stop: threading.Event, outer: Path | None = None, elsewhere: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Yields after each change of a file below `root`, until `stop` is set; blocks in between.

    Of `outer`, the vault that `root` is a sub-folder of, only Obsidian's options are watched. `elsewhere` is asked
    again and again if something else has changed.

    Also as soon as it watches, for what has changed before, and when the folder goes or comes back. Where the system
    can't watch it, or does not tell what other machines do to it, one item every few seconds.
    """
    while not stop.is_set():
        if not (is_shared(root) or is_unwatched()):
            yield from _watched(root, stop, outer, elsewhere)
        if stop.wait(FALLBACK_SECONDS):
            return
        elsewhere()
        yield None


def is_unwatched() -> bool:
    """True if the user says, as to other programs with watchfiles, that this system does not tell of changes.

    Its own way of looking would miss a second change within a second.
    """
    return os.environ.get("WATCHFILES_FORCE_POLLING", "").lower() not in ("", "false", "disable", "disabled")


def _watched(root: Path, stop: threading.Event, outer: Path | None, elsewhere: Callable[[], bool]) -> Iterator[None]:
    """The changes below a folder for as long as that very folder is there, and can be watched."""
    from watchfiles import watch

    prefix, folder, begun = len(str(root)), _identity(root), False
    next_look = time.monotonic() + ELSEWHERE_SECONDS
    own = str(root).replace("\\", "/")
    options = None if outer is None else str(outer).replace("\\", "/") + OPTIONS
    above = [] if outer is None or outer == root else [folder for folder in (outer / ".obsidian",) if folder.is_dir()]

    def visible(_change: object, path: str) -> bool:
        path = path.replace("\\", "/")
        below = path[prefix:] if path.startswith(own) else None
        # A new folder is only watched a moment after it was made: its first file may go by untold.
        return path == options or below in (OPTIONS, FOLDER) or (below is not None and "/." not in below)

    try:
        for found in watch(
            root,
            *above,
            watch_filter=visible,
            debounce=4 * SETTLE_MILLISECONDS,
            step=SETTLE_MILLISECONDS,
            stop_event=stop,
            rust_timeout=STOP_MILLISECONDS,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=False,  # else under WSL, too, where the disks of Windows alone need it: `is_shared`
        ):
            look = time.monotonic() >= next_look
            if look:
                next_look = time.monotonic() + ELSEWHERE_SECONDS
            if found or not begun or (look and elsewhere()):
                begun = True
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


_SHARED = lazy_regex(r"(nfs|cifs|smb|fuse|9p|afs|ncpfs|ceph|glusterfs|lustre|vboxsf|vmhgfs|prl_fs|drvfs|virtiofs)")
"""Kinds of file systems on which the system tells of its own changes only, by how their names begin."""


def is_shared(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """True if a folder lies where other machines may change it; where that can't be told, not."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        real = os.path.realpath(folder) + os.sep
    except (OSError, ValueError):
        return False
    kind, longest = "", 0
    for line in lines:
        before, _, behind = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not behind:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4]).rstrip("/") + "/"
        if real.startswith(point) and len(point) >= longest:
            kind, longest = behind.split(" ")[0], len(point)
    return _SHARED.match(kind) is not None
