"""Searching from the reading screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, rows, until
from textual.widgets import OptionList, Static

from studytui.search.hits import Results
from studytui.search.index.update import IndexReport
from studytui.tui.panes.topic_node import TagNode
from studytui.tui.screens.reading.indexing import Indexing
from studytui.tui.screens.search import SearchScreen


def hits(app: object) -> list[str]:
    """The rows of the list."""
    screen = app.screen  # type: ignore[attr-defined]
    return [str(option.prompt) for option in screen.query_one("#hits", OptionList).options]


async def test_search_opens_at_the_line_and_n_goes_on_from_there(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(120, 20)) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await pilot.press("slash", *"alteplase")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(hits(app)) == 1)
        assert "Alteplase within 4.5 hours" in hits(app)[0]
        assert "▌HY" in hits(app)[0]
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        await until(pilot, lambda: screen.pages.find.finder is not None)
        assert "Alteplase within 4.5 hours" in rows(screen)
        assert screen.pages.find.finder is not None
        assert screen.pages.find.finder.summary() == "1/1"


async def test_keys_pressed_before_the_box_is_there_are_not_lost(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        for key in ("ctrl+o", "p", "l", "a", "enter"):
            app.simulate_key(key)
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_the_index_may_get_ready_while_the_box_is_being_built(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        screen.searching.action_search()
        while not app.screen.is_mounted:
            screen.on_indexing_indexed(Indexing.Indexed(IndexReport(5)))
            await asyncio.sleep(0)
        await pilot.press(*"alteplase")
        await until(pilot, lambda: len(hits(app)) == 1)


async def test_enter_waits_for_an_index_that_grows_unless_something_else_is_typed(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        engine = screen.session.engine
        assert engine is not None
        for typed, opened in (((), True), (("s",), False)):
            with monkeypatch.context() as young:
                young.setattr(type(engine), "complete", property(lambda _: False))
                young.setattr(engine, "search", lambda *_, **__: Results((), complete=False))
                await pilot.press("slash", *"alteplase", "enter", *typed)
                await pilot.pause(0.3)
                assert isinstance(app.screen, SearchScreen)
            app.screen.ask_again()
            await pilot.pause(0.3)
            assert (app.screen is screen) is opened


async def test_an_empty_box_offers_recent_notes_and_the_one_for_names_the_others_after_them(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(hits(app)) == 1)
        await pilot.press("escape", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(hits(app)) == 4)
        assert "Start here" in hits(app)[0]
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Home.md")


async def test_a_bad_query_says_what_is_wrong_and_keeps_the_rows(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await pilot.press("slash", *"stroke")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(hits(app)) > 0)
        before = hits(app)
        await pilot.press("space", "left_parenthesis")
        await until(pilot, lambda: "(" in str(app.screen.query_one("#search-status", Static).content))
        assert hits(app) == before


async def test_the_sidebar_switches_to_tags(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await pilot.press("t", "number_sign")
        await until(pilot, lambda: any(isinstance(node.data, TagNode) for node in screen.sidebar.topics.root.children))
        assert [node.data.path for node in screen.sidebar.topics.root.children] == ["#gardenEntry", "#t1"]


async def test_a_note_that_changed_is_found_by_its_new_words(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        (vault / "New.md").write_text("a quokka appears\n")
        await until(pilot, lambda: "New.md" in screen.vault.notes, 20)
        await until(pilot, lambda: screen.session.engine.facts("New.md") is not None)
        await pilot.press("slash", *"quokka")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(hits(app)) == 1)
