"""How pictures reach the terminal: what the settings say, else what the environment tells of the terminal.

The terminal itself is never asked (behaviour 8.1): an answer would have to be waited for before the first page, and
may be mixed up with keys that are typed meanwhile. What the environment cannot tell is for the setting `images`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

Mode = Literal["kitty", "sixel", "iterm", "sextant", "halfblock", "off"]

PIXELS_A_COLUMN = 10
"""Pixels of a picture that are shown in one column: what a browser would show in about that space."""
MOST_COLUMNS = 256
"""Columns that a picture may have: kitty counts no further."""
MOST_SIXEL_PIXELS = 1_000
"""Pixels across of a sixel image: of a wider one xterm draws nothing."""

VT340_CELL = (10, 20)

_SIXEL_PROGRAMS = ("WezTerm",)
VTE_WITH_SEXTANTS = 5800
"""The version of VTE that draws sextants itself, whatever the font."""


def choose_mode(wanted: str, environ: Mapping[str, str], *, colors: str | None, no_color: bool = False) -> Mode:
    """The mode to draw in.

    Args:
        wanted: The setting: `auto` or a mode.
        environ: The environment.
        colors: Rich's name of the terminal's colour system: `truecolor`, `256`, …
        no_color: Whether colours are not wanted; `auto` then draws nothing.
    """
    full_colour = colors == "truecolor" and not no_color
    if wanted != "auto":
        # kitty is told in a colour which picture to draw, so that it needs all colours as they are.
        return "halfblock" if wanted == "kitty" and not full_colour else cast("Mode", wanted)
    if no_color or environ.get("CI") or colors not in ("truecolor", "256", "windows"):
        return "off"
    # In a browser, over SSH and in a multiplexer the environment may tell of another terminal than the one that
    # draws; half blocks are text, and cost no more than text.
    if any(environ.get(name) for name in ("TEXTUAL_DRIVER", "SSH_CONNECTION", "SSH_TTY", "TMUX", "STY", "ZELLIJ")):
        return "halfblock"
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if full_colour and (program == "ghostty" or term == "xterm-ghostty"):
        return "kitty"
    if full_colour and (environ.get("KITTY_WINDOW_ID") or term == "xterm-kitty"):
        return "sextant" if _old_kitty(environ.get("KITTY_INSTALLATION_DIR")) else "kitty"
    if program in _SIXEL_PROGRAMS or term == "foot" or term.startswith("foot-"):
        return "sixel"
    if program == "iTerm.app":
        return "iterm"
    if environ.get("VTE_VERSION", "0").isdecimal() and int(environ.get("VTE_VERSION", "0")) >= VTE_WITH_SEXTANTS:
        return "sextant"
    return "halfblock"


def _old_kitty(folder: str | None) -> bool:
    """True if this kitty is known to be older than 0.28, the first with Unicode placeholders.

    Only an installation with its source, as Linux distributions have it, says so; others are taken for new.
    """
    if not folder:
        return False
    try:
        constants = Path(folder, "kitty", "constants.py").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    version = re.search(r"Version\((\d+), (\d+)", constants)
    return version is not None and (int(version[1]), int(version[2])) < (0, 28)


def cell_size(wanted: str) -> tuple[int, int] | None:
    """Width and height of a cell in pixels; None if that is not known and `wanted`, the setting, is not `sixel`.

    Whoever asks for sixels gets them: in cells of the VT340's size, which Windows Terminal has whatever its font.
    """
    return cell_pixels() or (VT340_CELL if wanted == "sixel" else None)


def cell_pixels() -> tuple[int, int] | None:
    """Width and height of a cell in pixels, if the terminal has told the system; asks the system alone."""
    if sys.platform == "win32":
        return None
    import array
    import fcntl
    import termios

    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        size = array.array("H", [0, 0, 0, 0])
        try:
            if stream is None:
                continue
            fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, size)
        except (OSError, ValueError):
            continue
        rows, columns, width, height = size
        if rows and columns and width >= 2 * columns and height >= 4 * rows:
            return width // columns, height // rows
    return None


def tmux_passthrough() -> str | None:
    """The value of tmux's option that lets pictures through; None if tmux does not say."""
    import subprocess

    try:
        asked = ["tmux", "show", "-Av", "allow-passthrough"]
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=2, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None
