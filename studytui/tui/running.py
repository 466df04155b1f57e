"""The way in and out: the app on one vault after another, until the reader quits."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from studytui import processes
from studytui.settings import Settings
from studytui.state import open_state
from studytui.tui.app import StudyApp
from studytui.tui.signals import ended_by_signals

if TYPE_CHECKING:
    from studytui.study.scope import Scope

SWITCH_SECONDS = 0.001
"""How long a thread that reads notes keeps the interpreter when a key waits; Python's own 0.005 adds up."""


def run(
    root: Path,
    note: str | None,
    settings: Settings,
    problems: Iterable[str] = (),
    sets: Sequence[str] = (),
    review: Scope | None = None,
) -> int:
    """Open the vault at `root` (on a note, if one is named), and others after it, until the reader quits.

    `review` is what to begin with, if anything. Threads may still be at work afterwards: what they do is worth nothing
    then, and nobody waits for them.

    Returns:
        The exit status.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    while True:
        app = _run_on(root, note, settings, problems, sets, review)
        if app.return_value is None:
            return app.return_code or 0
        root, note, problems, review = app.return_value, None, (), None
        # What was chosen in the vault before holds, and what the command line asked for.
        settings = replace(app.session.settings, theme=app.theme, legend=app.session.legend)


def _run_on(
    root: Path,
    note: str | None,
    settings: Settings,
    problems: Iterable[str],
    sets: Sequence[str],
    review: Scope | None,
) -> StudyApp:
    state = open_state(root)
    loop = asyncio.new_event_loop()  # with one of asyncio's own runs, the end would wait for every thread
    asyncio.set_event_loop(loop)
    app: StudyApp | None = None
    try:
        app = StudyApp(root, settings, state, note, problems, sets)
        app.session.review = review
        with ended_by_signals(loop, lambda status: app.exit(return_code=status)):
            app.run(mouse=settings.mouse, loop=loop)
        return app
    finally:
        state.close()
        if app is not None:
            app.session.close()
        processes.end_all()
