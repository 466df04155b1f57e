"""Flows of the reading screen, driven by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, rows, until

from studytui.tui.page.pages import Page, Place
from studytui.tui.screens.choose import ChooseScreen
from studytui.tui.screens.preview import PreviewScreen


async def test_the_home_note_opens_with_the_focus_in_the_reader(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, _, screen):
        assert path(screen) == "Home.md"
        assert screen.pages.reader.has_focus
        assert "Start here" in rows(screen)


async def test_tab_selects_links_in_order_and_enter_follows(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await pilot.press("tab")
        assert screen.pages.reader.selected is not None
        assert screen.pages.reader.selected.span.target == "Neurology/Stroke"
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        assert "An acute focal deficit." in rows(screen)


async def test_a_link_to_a_heading_opens_at_the_heading(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        assert "Treatment" in rows(screen)


async def test_back_returns_to_the_same_scroll_place_and_forward_goes_again(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("space", "space", "j")
        top = screen.pages.reader.top
        await pilot.press("x")
        await until(pilot, lambda: path(screen) != "Neurology/Stroke.md")
        other = path(screen)
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        assert screen.pages.reader.top == top
        await pilot.press("alt+right")
        await until(pilot, lambda: path(screen) == other)


async def test_a_missing_link_offers_the_nearest_names_and_creates_nothing(vault: Path, open_app: OpenApp) -> None:
    before = sorted(vault.rglob("*"))
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: "not in this vault" in screen.status_line.status.selected)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
    assert sorted(vault.rglob("*")) == before


async def test_an_ambiguous_link_says_so_and_a_key_chooses(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("shift+tab")
        await until(pilot, lambda: "(2 candidates)" in screen.status_line.status.selected)
        await pilot.press(".")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: path(screen) == "b/Twin.md")


async def test_a_key_chooses_among_several_also_on_the_page_that_the_link_has_opened(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("shift+tab")
        await until(pilot, lambda: "(2 candidates)" in screen.status_line.status.selected)
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "a/Twin.md")
        assert screen.status_line.status.message == "2 notes have this name; . chooses among them"
        for other in ("b/Twin.md", "a/Twin.md"):
            await pilot.press(".")
            await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
            await pilot.press(*["down"] * (other == "b/Twin.md"), "enter")
            await until(pilot, lambda other=other: path(screen) == other)


async def test_a_link_that_an_alias_answers_says_so_where_it_is_selected_and_when_it_is_followed(
    vault: Path, open_app: OpenApp
) -> None:
    (vault / "Named.md").write_text("---\naliases: [Brain attack]\n---\nText.\n")
    (vault / "From.md").write_text("See [[Brain attack]].\n")
    async with open_app(vault, "From.md") as (_, pilot, screen):
        await pilot.press("tab")
        await until(pilot, lambda: screen.status_line.status.selected == "→ Named.md (via alias)")
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Named.md")
        assert screen.status_line.status.message == "found by an alias"


async def test_hints_follow_the_link_whose_letter_is_typed(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await pilot.press("f", "a")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")


async def test_a_letter_without_a_hint_ends_the_hints_and_does_nothing_else(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("f", "q")
        assert path(screen) == "Home.md"
        assert app.is_running
        await pilot.press("j")


async def test_high_yield_only_keeps_marked_lines_and_their_ancestors(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 40)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "Epidemiology" not in rows(screen))
        text = rows(screen)
        for kept in (
            "Causes",
            "Atherosclerosis",
            "Cardioembolism",
            "atrial fibrillation",
            "Alteplase",
            "a thrombolytic",
        ):
            assert kept in text
        for dropped in ("carotid", "Filler", "Aspirin"):
            assert dropped not in text
        assert "HIGH-YIELD ONLY" in screen.status_line.status.view
        assert screen.status_line.status.counts == "HY 3 in 2 of 33 sections"


async def test_the_view_holds_while_following_links_and_is_remembered(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await pilot.press("h")
        await pilot.press("x")
        await until(pilot, lambda: path(screen) != "Neurology/Stroke.md")
        assert screen.pages.view == "only"
        assert "no high-yield marks in this note" in rows(screen)
    async with open_app(vault) as (_, _, screen):
        assert screen.pages.view == "only"


async def test_toggling_the_view_keeps_the_source_line_where_it_was(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await pilot.press("end")
        top, line = screen.pages.reader.top, screen.pages.reader.source_line()
        await pilot.press("h")
        await until(pilot, lambda: "Alteplase" in rows(screen) and "Filler" not in rows(screen))
        await pilot.press("h")
        await until(pilot, lambda: "Aspirin" in rows(screen))
        assert (screen.pages.reader.top, screen.pages.reader.source_line()) == (top, line)
        await pilot.press("d")
        await pilot.press("d")
        await until(pilot, lambda: screen.pages.reader.top == top)


async def test_a_gap_row_opens_in_place(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 40)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen))
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: "carotid bifurcation" in rows(screen))
        assert "Epidemiology" not in rows(screen)


async def test_find_counts_goes_on_and_also_finds_what_the_view_hides(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 30)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen))
        await pilot.press("ctrl+f", *"aspirin")
        await until(pilot, lambda: screen.pages.find.finder is not None and bool(screen.pages.find.finder.matches))
        assert screen.pages.find.finder is not None
        assert "not high-yield" in screen.pages.find.finder.summary()
        await pilot.press("enter")
        await until(pilot, lambda: "Aspirin ends the list" in rows(screen))


async def test_n_and_capital_n_walk_through_the_places_found(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("ctrl+f", *"filler", "escape", "n", "n", "N")
        assert screen.pages.find.finder is not None
        assert screen.pages.find.finder.summary() == "2/60"
        await pilot.press("escape")
        assert screen.pages.find.finder is None


async def test_the_outline_follows_and_leads(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(160, 20)) as (_, pilot, screen):
        await until(pilot, lambda: len(screen.outline_pane.entries) == 33)
        await pilot.press("o", "end", "enter")
        assert screen.pages.reader.has_focus
        await until(pilot, lambda: "Treatment" in rows(screen))
        await pilot.press("g", "}")
        await until(pilot, lambda: screen.outline_pane.highlighted == 0)


async def test_the_links_pane_lists_links_and_backlinks_with_their_line(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await until(pilot, lambda: "3 backlinks" in screen.status_line.status.links)
        await pilot.press("b")
        prompts = [str(option.prompt) for option in screen.links_pane.options]
        assert any("Read stroke or its treatment." in prompt for prompt in prompts)
        assert any("Stroke links back." in prompt for prompt in prompts)
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_a_preview_shows_the_target_and_leaves_the_page_alone(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await pilot.press("escape")
        assert app.screen is screen
        assert path(screen) == "Home.md"


async def test_the_topic_page_gathers_high_yield_lines_and_leads_to_them(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md", size=(120, 40)) as (_, pilot, screen):
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        await until(pilot, lambda: "Alteplase within 4.5 hours" in rows(screen))
        assert "Aspirin" not in rows(screen)
        assert screen.status_line.status.counts == "HY 3 in 1 of 2 notes"
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        assert "Alteplase within 4.5 hours" in rows(screen)


async def test_bookmarks_outlive_the_program_and_can_be_deleted(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, _):
        await pilot.press("end", "m")
    async with open_app(vault, "Home.md", size=(120, 14)) as (app, pilot, screen):
        await pilot.press("apostrophe")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        assert "Filler 30" in rows(screen)
        await pilot.press("apostrophe")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press("d", "escape")
        assert screen.session.state.bookmarks() == ()


async def test_the_last_note_and_place_are_there_at_the_next_start(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await pilot.press("space", "space", "space")
        top = screen.pages.reader.top
    async with open_app(vault, size=(120, 14)) as (_, _, screen):
        assert path(screen) == "Neurology/Stroke.md"
        assert screen.pages.reader.top == top


async def test_the_way_is_there_at_the_next_start_without_pages_of_topics(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.topic is not None)
        screen.navigation.go(Place(Page("note", "Neurology/Plain.md")))
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")
        await pilot.press("backspace")
        await until(pilot, lambda: screen.pages.topic is not None)
    async with open_app(vault) as (_, pilot, screen):
        assert path(screen) == "Neurology/Stroke.md"
        await pilot.press("alt+right")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: path(screen) == "Home.md")
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Home.md")


async def test_under_100_columns_one_pane_shows_at_a_time(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(80, 24)) as (_, pilot, screen):
        assert (screen.pages.display, screen.sidebar.display) == (True, False)
        await pilot.press("t")
        assert (screen.pages.display, screen.sidebar.display) == (False, True)
        await pilot.press("escape")
        assert screen.pages.reader.has_focus
        assert (screen.pages.display, screen.sidebar.display) == (True, False)


async def test_the_sidebar_shows_counts_filters_and_opens(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await until(pilot, lambda: screen.sidebar.topics.counts.get("Neurology") == 3)
        await pilot.press("t", "f", *"plain")
        await until(pilot, lambda: len(screen.sidebar.topics.root.children) == 1)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_the_sidebar_can_leave_only_notes_with_high_yield_lines(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await until(pilot, lambda: screen.sidebar.topics.counts.get("Neurology") == 3)
        await pilot.press("t", "asterisk")
        await until(pilot, lambda: [node.data.path for node in screen.sidebar.topics.root.children] == ["Neurology"])


async def test_open_folders_are_remembered(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await until(pilot, lambda: len(screen.sidebar.topics.root.children) == 4)
        await pilot.press("t", "home", "right")
        await until(pilot, lambda: screen.session.state.open_folders() == {"a"})
    async with open_app(vault) as (_, pilot, screen):
        await until(pilot, lambda: screen.sidebar.topics.root.children[0].is_expanded)


async def test_the_legend_changes_what_counts_and_keeps_it_in_the_settings(
    vault: Path, home: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await pilot.press("c", "j", "space", "space", "enter")  # green: label, ignore, high-yield
        await until(pilot, lambda: screen.status_line.status.counts == "HY 4 in 2 of 33 sections")
    assert 'green = "high-yield"' in (home / ".config/studytui/config.toml").read_text()


async def test_edit_hands_the_note_and_the_line_to_the_editor(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr("studytui.tui.screens.editing.run_in_terminal", ran.append)
    async with open_app(vault, "Neurology/Stroke.md", editor="ed -x") as (app, pilot, screen):
        monkeypatch.setattr(app, "suspend", __import__("contextlib").nullcontext)
        await pilot.press("end", "e")
        assert ran == [["ed", "-x", f"+{screen.pages.reader.source_line()}", str(vault / "Neurology/Stroke.md")]]


async def test_copy_gives_the_line_unwrapped(vault: Path, open_app: OpenApp) -> None:
    long = "word " * 60
    (vault / "Long.md").write_text(f"- {long}end\n")
    async with open_app(vault, "Long.md", size=(60, 20)) as (app, pilot, _):
        await pilot.press("y")
        assert app.clipboard == f"{long}end"


async def test_hostile_names_and_text_open_list_and_link_like_any_other(vault: Path, open_app: OpenApp) -> None:
    folder = vault / "[red]"
    folder.mkdir()
    name = "[b] $HOME;\"'.md"
    (folder / name).write_text("---\ntitle: '[/b] [link=x]y[/]'\n---\n[red]x[/] \x1b[31mESC \x1b]0;t\x07 [[Home]]\n")
    async with open_app(vault, f"[red]/{name}") as (_, pilot, screen):
        assert "[/b] [link=x]y[/]" in rows(screen)
        assert "[red]x[/] ␛[31mESC ␛]0;t␇" in rows(screen)
        await pilot.press("t")
        await until(pilot, lambda: screen.sidebar.topics.counts is not None)
        await pilot.press("escape", "b", "escape", "o", "escape", "H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == f"[red]/{name}")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Home.md")


async def test_a_resize_keeps_the_place(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("space", "space")
        line = screen.pages.reader.source_line()
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: screen.pages.reader.text_width < 60 and screen.panes.narrow)
        await until(pilot, lambda: screen.pages.reader.source_line() == line)
