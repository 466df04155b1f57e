"""Other processes of this program's own: started with the same modules, and ended with it, however it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import serve; serve()"
_LOOK_SECONDS = 1.0
"""How often a process looks whether the one that started it is still there."""

_children: set[subprocess.Popen[bytes]] = set()


def python_command(module: str) -> list[str]:
    """The command that runs `serve` of a module of this program in another process.

    It starts in the current folder, which may be a vault: `-I` keeps a `json.py` of that out until the path is set.
    """
    return [sys.executable, "-I", "-c", _START.format(module=module), json.dumps(search_path(sys.path))]


def search_path(path: Sequence[str]) -> list[str]:
    """The folders that modules are looked for in, the current one last, unless this program itself lies there."""
    here, home = Path.cwd(), Path(__file__).parents[1]
    folders = [os.path.abspath(folder or ".") for folder in path]  # noqa: PTH100 - as written: links stay
    if here == home:
        return folders
    return sorted(folders, key=lambda folder: folder == str(here))


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Starts a process that answers on its standard output what it is asked on its standard input. Raises OSError."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    _children.add(process)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends such a process at once, and closes what led to it."""
    _children.discard(process)
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            # A thread that still waits for it gets an error, and ends.
            with suppress(OSError, ValueError):
                stream.close()
    process.wait()


def end_all() -> None:
    """Ends every process that was started and is still there; waits for none."""
    for process in tuple(_children):
        with suppress(OSError):
            process.kill()


def end_with_parent() -> None:
    """Lets this process end soon after the one that started it, also in the middle of its work."""
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os._exit(0)

    if sys.platform != "win32":  # there the number stays when the parent is gone
        threading.Thread(target=look, name="studytui-parent", daemon=True).start()


def share_memory() -> None:
    """Lets all threads use the same few pools of memory; the C library of Linux makes eight for each processor."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


_ARENA_MAX = -8
"""`M_ARENA_MAX` of malloc.h."""


def give_back_memory() -> None:
    """Gives the system memory back that was freed; the C library of Linux keeps what its many threads had."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
