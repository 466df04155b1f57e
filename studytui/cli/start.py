"""`studytui [PATH]`: the screen."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from studytui.cli.errors import LIKE_A_COMMAND, UNUSABLE, CommandError, UsageError, did_you_mean, nearest
from studytui.cli.opening import named_vault, neighbours, refuse_wrong_options, the_note
from studytui.cli.parsing import Invocation
from studytui.cli.registry import COMMANDS
from studytui.settings import Settings, load
from studytui.vault import open_vault
from studytui.vault.names import is_canvas, is_note_name


def start(invocation: Invocation) -> int:
    """Opens the screen on the vault or note that is named."""
    # Nothing that is made until the first page is garbage; the screen turns the collector on again.
    gc.disable()
    sets = invocation.sets if invocation.images is None else (*invocation.sets, f"images={invocation.images}")
    loaded = load(sets=sets)
    problems = [str(problem) for problem in loaded.problems]
    refuse_wrong_options(problems)
    root, note = _place(invocation, loaded.settings)
    need_terminal()
    from studytui.tui.running import run

    return run(root, note, loaded.settings, problems, sets)


def _place(invocation: Invocation, settings: Settings) -> tuple[Path, str | None]:
    path = invocation.path
    if path is not None and invocation.vault is None:
        if not os.path.lexists(Path(path).expanduser()):
            near = nearest(path, COMMANDS, LIKE_A_COMMAND) or neighbours(Path(path))
            raise UsageError(f"there is no folder, note or command called {path}{did_you_mean(near)}")
        root, note = named_vault(path, settings)
    else:
        root, note = named_vault(invocation.vault, settings)
        if path is not None:
            note = the_note(open_vault(root), path)
    if note is not None and not is_note_name(note) and not is_canvas(note):
        raise CommandError(f"{note} is no note: its name does not end in .md or .canvas", UNUSABLE)
    return root, note


def need_terminal() -> None:
    """Raises UsageError where the screen can't be shown."""
    # Textual reads keys from standard input and paints on standard error; another driver needs neither.
    if os.environ.get("TEXTUAL_DRIVER"):
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("the screen needs a terminal; `studytui show NOTE` prints a note")
    if os.environ.get("TERM") == "dumb":
        raise UsageError("a dumb terminal can't show the screen; `studytui show NOTE` prints a note")
