"""Which vault it is, and going to another (behaviour 13.6)."""

from __future__ import annotations

import json
from pathlib import Path

from app_on_vault import OpenApp, open_app, path, rows, until, vault
from textual.widgets import OptionList

from studytui.settings import load
from studytui.state import open_state
from studytui.state.vaults import known_vaults, vault_opened
from studytui.tui import running as program
from studytui.tui.app import StudyApp
from studytui.tui.screens.choose import ChooseScreen
from studytui.tui.screens.reading.screen import ReadingScreen

__all__ = ["open_app", "vault"]


async def test_the_sidebar_says_which_vault_it_is_and_without_it_the_status_line(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault) as (_, pilot, screen):
        assert screen.query_one("#sidebar-title").border_title == "vault"
        assert screen.status_line.status.vault == ""
        await pilot.press("t", "t")
        assert str(screen.status_line.render()).startswith(" vault: Home.md")


async def test_a_vault_that_was_opened_is_known_from_then_on(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault) as (_, pilot, _screen):
        await until(pilot, lambda: [known.path for known in known_vaults()] == [vault])


async def test_one_key_leads_to_a_vault_of_obsidian_s_list_or_a_recent_one(
    open_app: OpenApp, vault: Path, home: Path, tmp_path: Path
) -> None:
    other, recent = tmp_path / "other", tmp_path / "recent"
    other.mkdir()
    recent.mkdir()
    file = home / ".config/obsidian/obsidian.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"vaults": {"x": {"path": str(other), "ts": 1}}}))
    vault_opened(recent)
    async with open_app(vault) as (app, pilot, _):
        await pilot.press("O")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        options = app.screen.query_one(OptionList)
        titles = [str(options.get_option_at_index(at).prompt).split("\n")[0] for at in range(options.option_count)]
        assert [title for title in titles if title.strip()] == ["recent", "other", "notes of studytui"]
        await pilot.press("j", "enter")
        await until(pilot, lambda: app.return_value == other)


def test_another_vault_is_opened_in_the_same_run(vault: Path, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    opened: list[tuple[Path, str | None]] = []
    other = tmp_path / "other"

    def run(self: StudyApp, **_: object) -> None:
        opened.append((self.session.root, self.session.wanted))
        self._return_value = other if len(opened) == 1 else None

    monkeypatch.setattr(StudyApp, "run", run)
    assert program.run(vault, "Home.md", load().settings) == 0
    assert opened == [(vault, "Home.md"), (other, None)]


async def test_an_empty_vault_says_what_to_do_and_opens_its_first_note(vault: Path, tmp_path: Path) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    state = open_state(root)
    app = StudyApp(root, load().settings, state)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await until(pilot, lambda: "There are no notes in" in rows(screen))
        assert "O opens another vault" in rows(screen)
        offered = {active.binding.action for active in screen.active_bindings.values()}
        assert "vaults" in offered and not offered & {"find", "pane('outline')", "back", "random"}
        (root / "First.md").write_text("hello")
        await until(pilot, lambda: "hello" in rows(screen))
    state.close()


async def test_an_empty_note_shows_its_title(open_app: OpenApp, vault: Path) -> None:
    (vault / "Blank.md").write_text("")
    async with open_app(vault, "Blank.md") as (_, _pilot, screen):
        assert rows(screen).split() == ["Blank", "this", "note", "is", "empty"]


async def test_a_vault_without_a_home_note_begins_with_what_was_read_last_else_with_a_bookmark(
    open_app: OpenApp, vault: Path
) -> None:
    (vault / "Home.md").unlink()
    (vault / "2020-01-01.md").write_text("a diary")
    state = open_state(vault)
    state.add_bookmark("Neurology/Plain.md", 1)
    async with open_app(vault) as (_, _pilot, screen):
        assert path(screen) == "Neurology/Plain.md"
    state.note_opened("a/Twin.md")
    state.note_opened("gone.md")
    state.close()
    async with open_app(vault) as (_, _pilot, screen):
        assert path(screen) == "Neurology/Plain.md"  # the place where reading stopped
    (vault / "Neurology/Plain.md").unlink()
    async with open_app(vault) as (_, _pilot, screen):
        assert path(screen) == "a/Twin.md"
