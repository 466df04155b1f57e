"""The sidebar: its width, filter, tags, and what keys do with its rows (behaviour 13.14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, open_app, path, until, vault
from textual.pilot import Pilot

from studytui.settings import load
from studytui.tui.panes.sidebar import Sidebar
from studytui.tui.panes.topic_node import TopicNode
from studytui.tui.screens.preview import PreviewScreen
from studytui.tui.screens.reading import panes
from studytui.tui.screens.reading.screen import ReadingScreen

__all__ = ["open_app", "vault"]

LONG = "A note whose name is longer than the sidebar is at first"


def labels(screen: ReadingScreen) -> list[str]:
    return [_label(node) for node in screen.sidebar.topics._rows]


def _label(node: TopicNode) -> str:
    assert node.data is not None
    return getattr(node.data, "label", None) or node.data.name


async def on_tree(pilot: Pilot[None], screen: ReadingScreen) -> None:
    await pilot.press("t")
    await until(pilot, lambda: bool(screen.sidebar.topics._rows))


@pytest.mark.parametrize(("window", "width"), [(120, 36), (160, 48), (220, len(LONG) + 8)])
async def test_the_sidebar_is_as_wide_as_its_names_need_up_to_a_share_of_the_window(
    open_app: OpenApp, vault: Path, window: int, width: int
) -> None:
    (vault / f"{LONG}.md").write_text("x")
    async with open_app(vault, size=(window, 30)) as (_, pilot, screen):
        await until(pilot, lambda: screen.sidebar.outer_size.width == width)


async def test_keys_and_the_mouse_change_the_width_and_it_is_kept(
    open_app: OpenApp, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panes, "KEEP_SECONDS", 0.05)
    async with open_app(vault) as (_, pilot, screen):
        await pilot.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        await until(pilot, lambda: screen.sidebar.outer_size.width == 36)
        await until(pilot, lambda: load().settings.sidebar_width == 36)
        await pilot.mouse_down(screen, offset=(35, 10))
        await pilot.hover(screen, offset=(45, 10))
        await until(pilot, lambda: screen.sidebar.outer_size.width == 46)
        await pilot.mouse_up(screen, offset=(45, 10))
        await pilot.hover(screen, offset=(60, 10))
        assert screen.sidebar.outer_size.width == 46
        await until(pilot, lambda: load().settings.sidebar_width == 46)


async def test_where_there_is_room_the_text_stands_in_the_middle_with_the_scroll_bar_beside_it(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault, size=(160, 30)) as (_, pilot, screen):
        await pilot.press("o", "o", "t", "t")
        await until(pilot, lambda: not screen.sidebar.display and not screen.side.display)
        await until(pilot, lambda: screen.pages.reader.region.x == 28)
        assert screen.pages.reader.text_width == 100
        assert screen.pages.reader.region.right == 132


async def test_a_filter_says_why_a_note_is_left_that_has_another_name(open_app: OpenApp, vault: Path) -> None:
    (vault / "Neurology/Stroke.md").write_text("---\naliases: [Apoplexy]\n---\n==x==\n")
    async with open_app(vault) as (_, pilot, screen):
        await on_tree(pilot, screen)
        await pilot.press("f", *"apop")
        await until(pilot, lambda: labels(screen) == ["Stroke"])
        assert "alias: Apoplexy" in screen.sidebar.topics.render_line(0).text


async def test_the_sidebar_grows_until_a_filter_s_reason_is_whole(open_app: OpenApp, vault: Path) -> None:
    alias = "a long alias by which alone it is found"
    (vault / "Neurology/Stroke.md").write_text(f"---\naliases: [{alias}]\n---\n==x==\n")
    async with open_app(vault, size=(200, 40)) as (_, pilot, screen):
        await on_tree(pilot, screen)
        await pilot.press("f", *"by which")
        await until(pilot, lambda: f"alias: {alias}" in screen.sidebar.topics.render_line(0).text)


async def test_enter_in_the_filter_opens_the_one_note_that_is_left_else_goes_to_the_rows(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await on_tree(pilot, screen)
        await pilot.press("f", *"plain", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")
        assert screen.pages.reader.has_focus
        await pilot.press("t", "f", *"twin", "enter")
        await until(pilot, lambda: screen.sidebar.topics.has_focus and len(labels(screen)) == 2)


async def test_tags_are_nested_have_counts_and_a_row_under_the_cursor(open_app: OpenApp, vault: Path) -> None:
    (vault / "One.md").write_text("#heart/valve ==x==\n")
    (vault / "Two.md").write_text("#heart ==y== ==z==\n")
    async with open_app(vault) as (_, pilot, screen):
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        await until(pilot, lambda: screen.sidebar.topics.counts.get("Two.md") == 2)
        await on_tree(pilot, screen)
        await pilot.press("number_sign")
        await until(pilot, lambda: labels(screen)[:2] == ["#gardenEntry", "#heart"])
        topics = screen.sidebar.topics
        assert topics.cursor_line == 0
        await pilot.press("j", "l")
        await until(pilot, lambda: labels(screen)[1:4] == ["#heart", "valve", "Two"])
        heart, valve = topics._rows[1].data, topics._rows[2].data
        assert heart is not None and valve is not None
        assert (heart.notes, topics.marks_of(heart), valve.path, topics.marks_of(valve)) == (2, 3, "#heart/valve", 1)


async def test_keys_act_on_the_row_of_the_sidebar_while_one_is_there(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (app, pilot, screen):
        await on_tree(pilot, screen)
        await until(pilot, lambda: screen.sidebar.note_under_cursor() is not None)
        await pilot.press("k")
        leaf = screen.sidebar.note_under_cursor()
        assert leaf is not None and leaf.path == "Neurology/Plain.md"
        await pilot.press("y")
        assert app.clipboard == "Neurology/Plain.md"
        await pilot.press("m")
        assert [(mark.note, mark.line) for mark in screen.session.state.bookmarks()] == [("Neurology/Plain.md", 1)]
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_it_grows_with_the_digits_of_counts_that_come_later(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(160, 40)) as (_, pilot, screen):
        await until(pilot, lambda: screen.ready and bool(screen.sidebar.topics.counts))
        await pilot.pause()
        screen.sidebar.show_counts(dict.fromkeys(screen.sidebar.topics.counts, 1))
        screen.panes._wanted = 0
        screen.sidebar.show_counts(dict.fromkeys(screen.sidebar.topics.counts, 2))
        await pilot.pause()
        before = screen.panes._wanted
        screen.sidebar.show_counts(dict.fromkeys(screen.sidebar.topics.counts, 2345))
        await until(pilot, lambda: screen.panes._wanted == before + 3)


async def test_rows_that_are_read_when_their_folder_has_gone_are_dropped(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await on_tree(pilot, screen)
        sidebar = screen.sidebar
        await until(pilot, lambda: "Neurology" in labels(screen))
        node = next(node for node in sidebar.topics._rows if _label(node) == "Neurology")
        sidebar.topics.open_node(node)
        await until(pilot, lambda: bool(node.children))
        rows = labels(screen)
        children = tuple(child.data for child in node.children if child.data is not None)
        sidebar.topics.root.children.remove(node)
        sidebar.topics._rows = [row for row in sidebar.topics._rows if node not in (row, row.parent)]
        left = labels(screen)
        assert node.data is not None
        assert rows != left
        sidebar.on_sidebar_listed(Sidebar.Listed(sidebar._number, node, node.data, children[:1]))
        assert labels(screen) == left


async def test_rows_that_are_read_from_an_earlier_vault_are_read_again(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await on_tree(pilot, screen)
        root = screen.sidebar.topics.root
        before = root.data
        assert before is not None
        (vault / "Zebra.md").write_text("new\n")
        await until(pilot, lambda: "Zebra" in labels(screen))
        screen.sidebar.on_sidebar_listed(Sidebar.Listed(screen.sidebar._number, root, before, before.children()))
        await until(pilot, lambda: not [worker for worker in pilot.app.workers if worker.group == "list"])
        assert "Zebra" in labels(screen)
