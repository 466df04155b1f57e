"""Handing over to other programs: the editor, and whatever the system opens files and addresses with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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


def editor_command(file: Path, line: int, configured: str | None = None) -> list[str] | None:
    """The command that edits the file at a line; None if no editor is to be found.

    The settings go first, then `$VISUAL`, `$EDITOR`, then what the system is likely to have.
    """
    command = configured or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        command = next((name for name in ("nano", "vim", "vi", "notepad") if shutil.which(name)), None)
    if not command:
        return None
    import shlex

    words = shlex.split(command, posix=os.name != "nt")
    if not words:
        return None
    name = Path(words[0].strip('"')).stem.lower()
    options = _LINE_OPTIONS.get(name, _PLUS_LINE)
    return [*words, *(option.format(file=file, line=line) for option in options)]


def open_file(file: Path) -> str | None:
    """Let the system open a file; the reason if it can't."""
    if sys.platform == "win32":
        os.startfile(file)
        return None
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    if shutil.which(opener) is None:
        return f"no program to open it with ({opener} is missing): {file}"
    try:
        subprocess.Popen(
            [opener, os.fspath(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return str(error)
    return None
