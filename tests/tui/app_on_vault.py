"""Small vaults in the seed's format, and the app on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from studytui.settings import load
from studytui.state import open_state
from studytui.tui.app import StudyApp
from studytui.tui.screens.reading.screen import ReadingScreen

HY = '<span style="background:rgba(240, 200, 0, 0.2)">'
GREEN = '<span style="background:rgba(3, 135, 102, 0.2)">'

NOTES = {
    "Home.md": '---\n{"dg-home":true,"title":"Start here","tags":["gardenEntry"]}\n---\n'
    "Read [[Neurology/Stroke\\|stroke]] or [[Neurology/Stroke#Treatment\\|its treatment]].\n\n"
    "Nothing at [[Neurology/Strokes\\|a misspelt name]]. See [[Twin]].\n",
    "Neurology/Stroke.md": '---\n{"dg-publish":true,"permalink":"/Neurology/Stroke/","tags":["t1"]}\n---\n'
    "An acute focal deficit.\n\n# Causes\n"
    f"- {HY}Atherosclerosis of large vessels</span>\n\t- carotid bifurcation\n- Cardioembolism\n\t- {HY}atrial fibrillation</span>\n\n"
    "---\n# Epidemiology\n- common\n\n"
    + "".join(f"# Filler {n}\n- plain line {n} of filler\n\n" for n in range(1, 31))
    + f"# Treatment\n- {HY}Alteplase within 4.5 hours</span>: a thrombolytic\n- {GREEN}Thrombectomy</span> for large vessels\n"
    "- Aspirin ends the list\n",
    "Neurology/Plain.md": "No marks at all here.\n\n[[Stroke]] links back.\n",
    "a/Twin.md": "first twin\n",
    "b/Twin.md": "second twin\n",
}

Opened = tuple[StudyApp, Pilot[None], ReadingScreen]
OpenApp = Callable[..., AbstractAsyncContextManager[Opened]]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """The notes above, on disk."""
    root = tmp_path / "vault"
    for name, text in NOTES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def open_app() -> OpenApp:
    """Opens the app on a vault, headless, and waits until the first note stands."""

    @asynccontextmanager
    async def opening(
        root: Path, note: str | None = None, *, size: tuple[int, int] = (120, 30), **settings: object
    ) -> AsyncIterator[Opened]:
        state = open_state(root)
        app = StudyApp(root, replace(load().settings, **settings), state, note)
        async with app.run_test(size=size) as pilot:
            screen = app.screen
            assert isinstance(screen, ReadingScreen)
            await until(pilot, lambda: screen.pages.page is not None and screen.pages.reader.complete)
            await until(pilot, lambda: bool(screen.status_line.status.links) or screen.pages.page.kind == "topic")
            yield app, pilot, screen
        state.close()

    return opening


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Waits until something holds; fails after some seconds."""
    for _ in range(int(seconds / 0.02)):
        if holds():
            await pilot.pause()
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never happened: {holds}")


def rows(screen: ReadingScreen) -> str:
    """What stands on the screen's rows of the reader."""
    reader = screen.pages.reader
    shown = reader.lines[reader.top : reader.top + reader.size.height]
    return "\n".join(line.text for line in shown)


def path(screen: ReadingScreen) -> str:
    """The page that is open."""
    assert screen.pages.page is not None
    return screen.pages.page.path


async def down_to(pilot: Pilot[None], screen: ReadingScreen, text: str, steps: int = 60) -> None:
    """Scrolls by rows until the reader is at a line that holds the text."""
    for _ in range(steps):
        if text in screen.pages.reader.line_text():
            return
        await pilot.press("j")
    raise AssertionError(f"not reached: {text}")


async def watched(pilot: Pilot[None], screen: ReadingScreen, vault: Path) -> None:
    """Waits until changes are seen: the program begins to watch after its first page."""
    probe = vault / "Probe.md"
    probe.write_text("probe\n")
    await until(pilot, lambda: "Probe.md" in screen.vault.notes)
    probe.unlink()
    await until(pilot, lambda: "Probe.md" not in screen.vault.notes)


def says(screen: ReadingScreen) -> str:
    """What stands in the status line."""
    return screen.status_line.render().plain
