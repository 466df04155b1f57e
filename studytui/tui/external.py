"""Handing over to other programs: the editor, and whatever the system opens files and addresses with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_LINE_OPTIONS = {
    "code": ("--wait", "--goto", "{file}:{line}"),
    "codium": ("--wait", "--goto", "{file}:{line}"),
    "subl": ("--wait", "{file}:{line}"),
    "hx": ("{file}:{line}",),
    "helix": ("{file}:{line}",),
    "zed": ("--wait", "{file}:{line}"),
    "notepad": ("{file}",),
}
_PLUS_LINE = ("+{line}", "{file}")
"""vi, vim, nvim, emacs, nano, micro, kak, joe and others: `+LINE FILE`."""


SETTLES_SECONDS = 3.0
"""How long a program that opens files and addresses may take to say that it can't."""
_OPENERS = {"darwin": ("open",)}
_FREEDESKTOP = ("xdg-open", "wslview")


def editor_command(file: Path, line: int, configured: str | None = None) -> list[str] | None:
    """The command that edits the file at a line; None if no editor is to be found.

    The settings go first, then `$VISUAL`, `$EDITOR`, then what the system is likely to have.
    """
    command = configured or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        command = next((name for name in ("nano", "vim", "vi", "notepad") if shutil.which(name)), None)
    words = _words(command or "")
    if not words:
        return None
    options = _LINE_OPTIONS.get(Path(words[0]).stem.lower(), _PLUS_LINE)
    return [*words, *(option.format(file=file, line=line) for option in options)]


def _words(command: str) -> list[str]:
    """A command line in words, as the system's shell has it; one whose quotes do not close is taken at its blanks."""
    import shlex  # only now: the first page needs none

    if os.name == "nt":
        return [word.strip('"') for word in shlex.split(command, posix=False)]
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def run_in_terminal(command: Sequence[str]) -> str | None:
    """Run a program that takes the terminal until it ends; what went wrong, in words, or None.

    Keys that interrupt it (ctrl+c) reach it alone.
    """
    program = shutil.which(command[0])
    if program is None:
        there = Path(command[0]).exists()
        return f"{command[0]} {'is no program that can be run' if there else 'is not installed here'}"
    name = Path(program).name
    handlers = {}
    try:
        process = subprocess.Popen([program, *command[1:]])
        handlers = {number: signal.signal(number, signal.SIG_IGN) for number in _INTERRUPTS}
        status = process.wait()
    except (OSError, ValueError) as error:
        return f"{command[0]}: {getattr(error, 'strerror', None) or error}"
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if status < 0:
        return f"{name} was ended by signal {-status}"
    return f"{name} ended with status {status}" if status else None


_INTERRUPTS = [number for name in ("SIGINT", "SIGQUIT") if (number := getattr(signal, name, None)) is not None]


def open_outside(target: Path | str) -> str | None:
    """Let the system open a file or an address, without the terminal; the reason if it can't.

    Waits a moment for the answer, so it is nothing for the event loop.
    """
    if sys.platform == "win32":
        try:
            os.startfile(target)
        except OSError as error:
            return f"Windows can't open it: {error.strerror or error}"
        return None
    command = _opener(address=isinstance(target, str))
    if command is None:
        return "no program to open it with (xdg-open is missing)"
    try:
        process = subprocess.Popen(
            [*command, os.fspath(target)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        status = process.wait(SETTLES_SECONDS)
    except subprocess.TimeoutExpired:
        return None  # it is still at work: a viewer that stays
    except (OSError, ValueError) as error:
        return f"{command[0]}: {getattr(error, 'strerror', None) or error}"
    return f"{command[0]} can't open it (status {status})" if status else None


def _opener(*, address: bool) -> list[str] | None:
    names = _OPENERS.get(sys.platform, _FREEDESKTOP)
    found = next((name for name in names if shutil.which(name)), None)
    if found is not None:
        return [found]
    browser = _words(os.environ.get("BROWSER", "").split(os.pathsep)[0].replace("%s", "")) if address else []
    return browser if browser and shutil.which(browser[0]) else None
