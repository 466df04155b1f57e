"""What `tui/textual_private.py` uses of Textual that is not public, and what breaks when it goes."""

from __future__ import annotations

import ast
import gc
import inspect
import sys
import weakref
from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from textual.app import App
from textual.screen import Screen

import studytui.tui
from studytui.tui import textual_private

TUI = Path(studytui.tui.__file__).parent


def test_without_the_driver_of_an_app_sixels_are_not_drawn_and_pictures_stay_in_the_terminal() -> None:
    assert "_driver" in vars(App())


def test_without_these_of_an_app_messages_that_were_read_stay_over_a_card() -> None:
    assert "_notifications" in vars(App())
    assert inspect.isfunction(App._unnotify)


async def test_without_this_of_a_screen_what_is_painted_while_a_window_gets_its_size_stays(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[tuple[int, int]] = []
    monkeypatch.setattr(
        textual_private, "forget_terminal", lambda app: sizes.append(tuple(app.screen._compositor.size))
    )
    async with open_app(vault, size=(100, 30)) as (_, pilot, screen):
        await until(pilot, lambda: screen.ready)
        sizes.clear()
        await pilot.resize_terminal(90, 25)
        await until(pilot, lambda: tuple(screen.size) == (90, 25))
        assert sizes[0] == (100, 30), "before the first frame of the new size, after all of the old one"


@pytest.mark.parametrize("name", ["_on_timer_update", "_compositor_refresh"])
def test_without_these_of_a_screen_the_first_frame_shows_empty_panes(name: str) -> None:
    assert inspect.isfunction(getattr(Screen, name))


@pytest.mark.skipif(sys.platform == "win32", reason="that driver is of Linux and macOS")
def test_without_these_of_driver_and_parser_one_odd_byte_ends_the_program() -> None:
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    assert {"run_input_thread", "process_message"} <= set(dir(LinuxDriver))
    assert list(inspect.signature(XTermParser.__init__).parameters) == ["self", "debug"]
    source = inspect.getsource(LinuxDriver)
    assert all(f"self.{name}" in source for name in ("fileno", "exit_event", "_debug"))


async def test_without_this_of_a_style_cache_what_closed_dialogs_showed_is_kept(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.ready)
        await pilot.press("c")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.pause()
        shown = [weakref.ref(widget._styles_cache) for widget in app.screen.walk_children()]
        assert shown
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause()
        gc.collect()
        assert [kept for cache in shown if (kept := cache()) is not None] == []


def test_no_other_file_imports_what_is_private() -> None:
    private = []
    for file in TUI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            private += [file.name for name in names if name.startswith("textual.") and "._" in name]
            if isinstance(node, ast.Attribute) and node.attr in ("_driver", "_compositor_refresh", "_compositor"):
                private.append(file.name)
    assert set(private) == {"textual_private.py"}
