"""Handing the terminal to the reader's editor, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from studytui.tui.external import editor_command, run_in_terminal

BUNDLED = "these notes are part of studytui: copy their folder and open the copy to edit them"


def edit(app: App[Any], file: Path, line: int, configured: str | None) -> str | None:
    """Opens a file at a line in the editor, until that ends; what went wrong, in words."""
    command = editor_command(file, line, configured)
    if command is None:
        return "no editor: set $EDITOR, or editor in the settings"
    return hand_over(app, command)


def hand_over(app: App[Any], command: Sequence[str]) -> str | None:
    """Gives the terminal to an editor, until that ends; what went wrong, in words."""
    try:
        with app.suspend():
            problem = run_in_terminal(command)  # raises nothing: the terminal would not be taken back
    except SuspendNotSupported:
        return "this terminal can't be handed to an editor"
    app.refresh(layout=True)
    return None if problem is None else f"{problem}; the editor is set by $EDITOR, or editor in the settings"
