"""The command palette, themes tried on, and settings in force when they are saved (behaviour 13.11, 14.4)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_on_vault import OpenApp, open_app, path, until, vault
from textual.widgets import OptionList

from studytui import paths
from studytui.settings import load
from studytui.tui import settings_watch
from studytui.tui.app import StudyApp
from studytui.tui.screens.palette import Entry, PaletteScreen, matching
from studytui.tui.screens.search import SearchScreen
from studytui.tui.theme.own import own_themes

__all__ = ["open_app", "vault"]


def shown(app: StudyApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


def titles(app: StudyApp) -> list[str]:
    assert isinstance(app.screen, PaletteScreen)
    return [entry.title for entry in app.screen._rows.values()]


async def test_a_command_is_one_row_with_its_keys_at_the_right(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault) as (app, pilot, _):
        await pilot.press("ctrl+p")
        rows = [row for row in shown(app) if row.strip()]
        (back,) = [row for row in rows if "Back to the place before" in row]
        assert back.endswith("backspace alt+left") and "\n" not in back
        assert len(titles(app)) == len(set(titles(app)))
        internals = ("Scroll one row", "Maximize", "First line", "Letters … ", "Keys")
        assert not [row for row in rows if any(each in row for each in internals)]


async def test_a_command_runs_when_it_is_chosen(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault) as (app, pilot, _):
        await pilot.press("ctrl+p", *"search all", "enter")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))


async def test_notes_and_vaults_are_found_by_their_names(
    open_app: OpenApp, vault: Path, home: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Cardio vault"
    other.mkdir()
    file = home / ".config/obsidian/obsidian.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"vaults": {"x": {"path": str(other), "ts": 1}}}))
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await pilot.press("ctrl+p", *"strok")
        await until(pilot, lambda: "Stroke" in titles(app))
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        await pilot.press("ctrl+p", *"cardio")
        await until(pilot, lambda: "Cardio vault" in titles(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.return_value == other)


async def test_a_theme_is_worn_while_its_row_is_highlighted_and_taken_off_by_escape(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault, theme="dark") as (app, pilot, screen):
        await pilot.press("ctrl+p", *"theme", "enter")
        await until(pilot, lambda: isinstance(app.screen, PaletteScreen) and app.screen._title == "Themes")
        assert isinstance(app.screen, PaletteScreen) and app.screen._highlighted is not None
        assert app.screen._highlighted.title == "textual-dark"  # the one in force is marked, and highlighted
        assert any(row.rstrip().endswith("in force") for row in shown(app))
        await pilot.press(*"drac")
        await until(pilot, lambda: app.theme == "dracula")
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == "textual-dark")
        await until(pilot, lambda: not paths.config_file().exists() and app.screen is screen)


async def test_a_theme_that_is_chosen_is_kept(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, theme="dark") as (app, pilot, _):
        await pilot.press("ctrl+p", *"theme", "enter")
        await until(pilot, lambda: isinstance(app.screen, PaletteScreen) and app.screen._title == "Themes")
        await pilot.press(*"dra", "enter")
        await until(pilot, lambda: load().settings.theme == "dracula")
        assert app.theme == "dracula"


def test_rows_are_found_by_beginnings_then_inside_then_by_likeness() -> None:
    entries = [Entry(title, "x", lambda: None) for title in ("Open a bookmark", "Bookmark this line", "Quit")]
    assert [entry.title for entry in matching(entries, "book")] == ["Bookmark this line", "Open a bookmark"]
    assert [entry.title for entry in matching(entries, "mark")] == ["Open a bookmark", "Bookmark this line"]
    assert [entry.title for entry in matching(entries, "bokmark")] == ["Open a bookmark", "Bookmark this line"]
    assert matching(entries, "zebra") == []


def write_theme(name: str, text: str) -> None:
    paths.themes_dir().mkdir(parents=True, exist_ok=True)
    (paths.themes_dir() / f"{name}.toml").write_text(text)


async def test_a_theme_of_ones_own_is_a_file_in_a_folder(open_app: OpenApp, vault: Path) -> None:
    write_theme("mine", 'primary = "#ff8800"\nbackground = "#101418"\ndark = true\n[variables]\nborder = "#445566"\n')
    async with open_app(vault, theme="mine") as (app, _pilot, screen):
        assert app.theme == "mine"
        assert screen.palette.background.hex.lower() == "#101418"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("bad", "", "a theme needs its primary colour at least"),
        ("bad", 'primary = "blurple"', "primary: expected a colour such as \"#0178d4\", not 'blurple'"),
        ("bad", "primary = 3", 'primary: expected a colour such as "#0178d4", not 3'),
        ("bad", 'primary = "red"\nbackgroud = "red"', "backgroud is not a colour of a theme; did you mean background?"),
        ("bad", 'primary = "red"\ndark = 1', "dark: expected true or false, not 1"),
        ("bad", 'primary = "red"\nvariables = 1', "variables: expected a table of colours, not 1"),
        ("bad", 'primary = "red"\n[variables]\nborder = "x y"', "variables.border: expected a colour"),
        ("bad", "primary", "is not TOML"),
        ("dark", 'primary = "red"', "a theme can't be called dark"),
    ],
)
def test_a_theme_that_can_not_be_used_says_why_and_the_others_are_there(name: str, text: str, message: str) -> None:
    write_theme("good", 'primary = "red"')
    write_theme(name, text)
    themes, problems = own_themes(paths.themes_dir())
    assert [theme.name for theme in themes] == ["good"]
    assert len(problems) == 1 and message in problems[0]


async def test_settings_that_are_saved_are_in_force_at_once(
    open_app: OpenApp, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_watch, "LOOK_SECONDS", 0.05)
    file = paths.config_file()
    file.parent.mkdir(parents=True)
    file.write_text('theme = "dark"\n')
    async with open_app(vault, "Neurology/Stroke.md") as (app, pilot, screen):
        await until(pilot, lambda: any(worker.name == "settings" for worker in app.workers))
        await pilot.pause(0.2)
        file.write_text(
            'theme = "nord"\nreading_width = 40\nsidebar_width = 50\n'
            '[legend]\ngreen = "high-yield"\n[keys]\nsearch = "f9"\n'
        )
        await until(pilot, lambda: app.theme == "nord")
        await until(pilot, lambda: screen.pages.reader.text_width == 40 and screen.sidebar.outer_size.width == 50)
        await until(pilot, lambda: screen.session.legend.meanings["green"] == "high-yield")
        assert screen.status_line.status.message == "settings read"
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await pilot.press("escape")
        file.write_text('theme = "nord"\nmouse = "maybe"\n')
        await until(pilot, lambda: any("mouse: expected true or false" in note.message for note in app._notifications))
        assert file.read_text() == 'theme = "nord"\nmouse = "maybe"\n'  # what was saved stays as it was
