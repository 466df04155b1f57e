"""What the system tells about processes: their memory, their children, and those that a trial has left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

LOOK_SECONDS = 0.15 if sys.platform.startswith("linux") else 0.5
"""How often memory is looked at."""

_LINUX = sys.platform.startswith("linux")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _table() -> dict[int, tuple[int, int]]:
    """Parent and memory in bytes of every process."""
    found: dict[int, tuple[int, int]] = {}
    if _LINUX:
        for name in os.listdir("/proc"):  # noqa: PTH208 - several times a second
            if name.isdigit():
                with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123 - as often
                    words = file.read().rpartition(b")")[2].split()
                    found[int(name)] = int(words[1]), int(words[21]) * _PAGE
        return found
    listed = subprocess.run(["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        with suppress(ValueError):
            pid, parent, kilobytes = map(int, line.split())
            found[pid] = parent, kilobytes * 1024
    return found


def memory(pid: int) -> int:
    """Megabytes that a process and its children hold now."""
    table = _table()
    family = {pid}
    grown = True
    while grown:
        children = {child for child, (parent, _) in table.items() if parent in family} - family
        family |= children
        grown = bool(children)
    return sum(table[one][1] for one in family if one in table) // 1_000_000


def is_stopped(pid: int) -> bool:
    """True if a process was stopped, as by ctrl+z."""
    if _LINUX:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] in b"tT"
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return state.strip().startswith("T")


class Meter:
    """Looks at the memory of a process and its children while they run, and ends them when it is far too much."""

    def __init__(self, pid: int, most: int) -> None:
        self.peak = 0
        """Megabytes, at most."""
        self.over = False
        """True if it was ended for that."""
        self._pid = pid
        self._most = most
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Meter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            self.peak = max(self.peak, memory(self._pid))
            if self.peak > self._most and not self.over:
                self.over = True
                with suppress(OSError):
                    os.killpg(self._pid, signal.SIGKILL)


def running(folder: Path) -> dict[int, str]:
    """The processes whose environment or words name a folder, and what they are."""
    token = os.fsencode(folder)
    found: dict[int, str] = {}
    if _LINUX:
        for place in Path("/proc").iterdir():
            if place.name.isdigit():
                with suppress(OSError):
                    words = (place / "cmdline").read_bytes()
                    if words and (token in words or token in (place / "environ").read_bytes()):
                        found[int(place.name)] = words.replace(b"\0", b" ").decode(errors="replace").strip()
    else:
        listed = subprocess.run(["ps", "-axwwo", "pid=,command="], capture_output=True, check=False).stdout
        for line in listed.splitlines():
            pid, _, words = line.strip().partition(b" ")
            if token in words:
                found[int(pid)] = words.decode(errors="replace").strip()
    found.pop(os.getpid(), None)
    return found


def left_over(folder: Path, seconds: float) -> list[str]:
    """The processes of a folder that are still there after so many seconds."""
    end = time.monotonic() + seconds
    while left := running(folder):
        if time.monotonic() > end:
            return list(left.values())
        time.sleep(0.05)
    return []


def end_all(folder: Path) -> None:
    """Ends every process of a folder."""
    for pid in running(folder):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
