"""The way to the first page."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from app_on_vault import rows, until, vault

from studytui.settings import load
from studytui.state import open_state
from studytui.tui.app import StudyApp
from studytui.tui.reading import opening
from studytui.tui.screens.reading import ReadingScreen
from studytui.vault import Vault, open_vault

__all__ = ["vault"]


async def test_the_index_is_built_and_changes_are_seen_although_a_pane_was_opened_before_the_vault_was_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(*args: object) -> Vault:
        assert go_on.wait(10)
        return open_vault(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "open_vault", slowly)
    state = open_state(vault)
    app = StudyApp(vault, load().settings, state)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await pilot.press("b")
        assert screen.links_pane.parent is not None
        go_on.set()
        await until(pilot, lambda: "Start here" in rows(screen))
        await until(pilot, lambda: screen.desk.engine is not None)
        await until(pilot, lambda: any(worker.name == "watch" for worker in app.workers))
    state.close()
