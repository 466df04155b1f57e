"""Escape sequences besides those of the screen: the title of the window, and to leave the order of cells to us."""

from __future__ import annotations

from collections.abc import Mapping

from studytui.layout.sanitise import clean

_MOST = 120
"""Characters of a title."""
_KEEP_TITLE, _GIVE_TITLE_BACK = "\x1b[22;0t", "\x1b[23;0t"
_CELLS_AS_SENT, _CELLS_BY_DIRECTION = "\x1b[8l", "\x1b[8h"
"""BDSM: whether the terminal puts the text of a row in visual order, across all panes that share the row."""


def entered(environ: Mapping[str, str]) -> str:
    """The bytes to send when the app takes the terminal."""
    return _KEEP_TITLE + (_CELLS_AS_SENT if environ.get("VTE_VERSION") else "")


def left(environ: Mapping[str, str]) -> str:
    """The bytes to send when it gives the terminal back."""
    return (_CELLS_BY_DIRECTION if environ.get("VTE_VERSION") else "") + _GIVE_TITLE_BACK


def titled(text: str) -> str:
    """OSC 2: the title of the terminal's window."""
    return f"\x1b]2;{clean(text)[:_MOST]}\x07"
