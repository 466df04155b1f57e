"""The way to the first page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from app_on_vault import path, rows, until, vault
from textual.pilot import Pilot

from studytui import paths
from studytui.search.engine import open_engine
from studytui.settings import load
from studytui.state import KeptPlace, open_state
from studytui.tui.app import StudyApp
from studytui.tui.screens.reading import vault_loading
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.vault import Vault, open_vault
from studytui.vault import scan as scanning
from studytui.vault import vault as vault_module

__all__ = ["vault"]


def roles(screen: ReadingScreen) -> set[str]:
    return {span.role for line in screen.pages.reader.lines for span in line.spans}


@asynccontextmanager
async def started(
    vault: Path, *, last: str | None = None, note: str | None = None
) -> AsyncIterator[tuple[StudyApp, Pilot[Path], ReadingScreen]]:
    """The app at its very start, before anything is waited for; `last` is where reading stopped."""
    state = open_state(vault)
    if last is not None:
        state.save_place(KeptPlace(last))
    app = StudyApp(vault, load().settings, state, note)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        yield app, pilot, screen
    state.close()


async def test_the_index_is_built_and_changes_are_seen_although_a_pane_was_opened_before_the_vault_was_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(*args: object, **options: object) -> Vault:
        assert go_on.wait(10)
        return open_vault(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(vault_loading, "open_vault", slowly)
    async with started(vault) as (app, pilot, screen):
        await pilot.press("b")
        assert screen.links_pane.parent is not None
        go_on.set()
        await until(pilot, lambda: "Start here" in rows(screen))
        await until(pilot, lambda: screen.session.engine is not None)
        await until(pilot, lambda: any(worker.name == "watch" for worker in app.workers))


async def test_the_first_page_has_the_keys_and_the_database_comes_after_it(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = open_state(vault)
    file = paths.state_dir(vault) / "state.db"
    made_before_painting: list[bool] = []
    paint = ReadingScreen.paint

    def noting(screen: ReadingScreen) -> None:
        paint(screen)
        made_before_painting.append(file.exists())

    monkeypatch.setattr(ReadingScreen, "paint", noting)
    app = StudyApp(vault, load().settings, state)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await until(pilot, lambda: "Start here" in rows(screen))
        assert screen.pages.reader.has_focus
        await until(pilot, file.exists)
        assert made_before_painting[0] is False
    state.close()


async def test_a_place_where_nothing_can_be_kept_is_told_of(vault: Path) -> None:
    folder = paths.state_dir(vault)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder")
    state = open_state(vault)
    app = StudyApp(vault, load().settings, state)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: any("kept only until you quit" in note.message for note in app._notifications))
    state.close()


async def test_the_last_note_stands_before_the_vault_is_read_and_what_is_pressed_then_is_done_when_it_is(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    scan = scanning.scan

    def slowly(*args: object) -> scanning.Scan:
        assert go_on.wait(10)
        return scan(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(scanning, "scan", slowly)
    async with started(vault, last="Home.md") as (_, pilot, screen):
        await until(pilot, lambda: "Start here" in rows(screen))
        assert not screen.ready
        assert "link-missing" not in roles(screen)
        await pilot.press("tab", "enter")
        go_on.set()
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        await until(pilot, lambda: screen.session.engine is not None)
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Home.md" and "link-missing" in roles(screen))


async def test_links_of_a_page_that_stood_before_the_vault_was_read_are_judged_when_it_is(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(vault, last="Home.md") as (_, pilot, screen):
        await until(pilot, lambda: "link-missing" in roles(screen))
        await until(pilot, lambda: bool(screen.status_line.status.links))


async def test_where_the_last_note_is_gone_the_home_note_is_shown(vault: Path) -> None:
    async with started(vault, last="Gone.md") as (_, pilot, screen):
        await until(pilot, lambda: "Start here" in rows(screen))


async def test_a_note_asked_for_that_cannot_be_read_says_so_and_the_home_note_is_shown(vault: Path) -> None:
    async with started(vault, note="Gone.md") as (_, pilot, screen):
        await until(pilot, lambda: "Start here" in rows(screen))
        assert screen.ready


async def test_backlinks_are_asked_of_a_whole_index_and_no_note_is_read_for_them(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_engine(open_vault(vault)).refresh()

    def never(*_: object) -> None:
        raise AssertionError("every note is read for its links")

    monkeypatch.setattr(vault_module, "LinkPrefilter", never)
    async with started(vault, last="Neurology/Stroke.md") as (_, pilot, screen):
        await until(pilot, lambda: "backlinks" in screen.status_line.status.links)
