"""Folding on the screen, and the properties of a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import HY, OpenApp, path, rows, until
from textual.pilot import Pilot

from studytui.layout.folds import PROPERTIES
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.preview import PreviewScreen
from studytui.tui.screens.reading.screen import ReadingScreen

FOLDS = (
    "First words, and [[#Deep|a link into a fold]].\n\n"
    "> [!faq]- Closed question\n> the hidden answer\n> # Deep\n> below the deep heading\n\n"
    f"> [!tip]- Closed tip\n> {HY}the high-yield tip</span>\n\n"
    "> [!note]+ Open note\n> seen at first\n\n"
    "# Causes\n- parent\n\t- child one\n\t- child two\n- next\n\n"
    "## Rare causes\n" + "".join(f"- rare {n}\n" for n in range(40)) + "\n# Treatment\n"
    "Alteplase, see [[Other]].\n\n" + "".join(f"- drug {n}\n" for n in range(40))
)
OTHER = '---\naliases: ["Second"]\nstatus: reading\nrelated: "[[Folds#Rare causes]]"\n---\nOther [[Folds]] text, and [[Folds#Deep]].\n'


@pytest.fixture
def folds(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "Folds.md").write_text(FOLDS, encoding="utf-8")
    (root / "Other.md").write_text(OTHER, encoding="utf-8")
    return root


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    (tmp_path / "Plain.md").write_text("Words first.\n\n# Causes\nan effect\n", encoding="utf-8")
    return tmp_path


async def pressed(pilot: Pilot[None], screen: ReadingScreen, *keys: str, sees: str = "", misses: str = "") -> None:
    """Presses keys, and waits until the screen shows one text and no longer another."""
    await pilot.press(*keys)
    await until(pilot, lambda: screen.pages.reader.complete and sees in rows(screen))
    await until(pilot, lambda: not misses or misses not in rows(screen))


async def test_callouts_that_the_note_folds_are_one_row_with_a_sign(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, _, screen):
        shown = rows(screen)
        assert "▸ ? Closed question" in shown and "the hidden answer" not in shown
        assert "▸ ✦ Closed tip · 1 high-yield" in shown
        assert "▾ ✎ Open note" in shown and "seen at first" in shown


async def test_tab_stops_at_a_fold_and_enter_turns_it(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await pressed(pilot, screen, "tab", "tab", "enter", sees="the hidden answer")
        assert screen.pages.reader.selected is not None and screen.pages.reader.selected.key == ("fold", 0)
        await pressed(pilot, screen, "enter", sees="▸ ? Closed question", misses="the hidden answer")


async def test_a_click_on_the_sign_turns_a_fold(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        row = next(row for row, line in enumerate(screen.pages.reader.lines) if "Open note" in line.text)
        await pilot.click(screen.pages.reader, offset=(4, row))
        await until(pilot, lambda: "seen at first" not in rows(screen))
        assert "▸ ✎ Open note" in rows(screen)
        await pilot.click(screen.pages.reader, offset=(6, row))
        await until(pilot, lambda: "seen at first" in rows(screen))


async def test_a_click_on_the_title_turns_a_fold_but_selecting_it_does_not(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        reader = screen.pages.reader
        row = next(row for row, line in enumerate(reader.lines) if "Closed question" in line.text)
        await pilot.mouse_down(reader, offset=(10, row))
        await pilot.hover(reader, offset=(16, row))
        await pilot.mouse_up(reader, offset=(16, row))
        await pilot.pause(0.1)
        assert screen.get_selected_text() and "the hidden answer" not in rows(screen)
        screen.clear_selection()
        await pilot.click(reader, offset=(10, row))
        await until(pilot, lambda: "the hidden answer" in rows(screen))


async def test_z_folds_the_first_section_on_the_screen_when_the_first_row_is_in_none(
    plain: Path, open_app: OpenApp
) -> None:
    async with open_app(plain, "Plain.md") as (_, pilot, screen):
        await pressed(pilot, screen, "z", sees="Causes ▸", misses="an effect")
        await pressed(pilot, screen, "z", sees="an effect")


async def test_z_folds_what_the_first_row_is_in_and_keeps_its_header_in_sight(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("}", "}", "j", "j")
        assert rows(screen).startswith("• rare 0")
        await pressed(pilot, screen, "z", sees="Rare causes ▸ 40 lines")
        assert rows(screen).startswith("Rare causes ▸ 40 lines\n\nTreatment")
        await pressed(pilot, screen, "z", sees="rare 0")
        assert rows(screen).startswith("Rare causes\n")


async def test_z_folds_a_list_item_and_unfolds_it_again(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("}", "j", "j", "j")
        assert rows(screen).startswith("  ◦ child one")
        await pressed(pilot, screen, "z", sees="• parent ▸ 2 lines", misses="child")
        assert rows(screen).startswith("• parent")
        await pressed(pilot, screen, "z", sees="child two")


async def test_z_at_a_selected_link_folds_what_the_link_is_in(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 20)) as (_, pilot, screen):
        screen.pages.reader.select(next(key for key in screen.pages.reader.stops._by_key if key == ("link", 1)))
        await pilot.pause()
        await pressed(pilot, screen, "z", sees="Treatment ▸ 41 lines", misses="Alteplase")


async def test_z_outside_of_everything_turns_the_first_sign_on_the_screen(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 60)) as (_, pilot, screen):
        await pressed(pilot, screen, "z", sees="the hidden answer")
        await pressed(pilot, screen, "z", misses="the hidden answer")


async def test_z_says_when_nothing_folds(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await pilot.press("z")
        await until(pilot, lambda: "nothing folds here" in str(screen.status_line.render()))
        await pilot.press("Z")
        await until(pilot, lambda: "nothing folds on this page" in str(screen.status_line.render()))
        await pilot.press("h", "z")
        await until(pilot, lambda: "h shows all" in str(screen.status_line.render()))


async def test_capital_z_folds_all_sections_and_then_opens_everything(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 60)) as (_, pilot, screen):
        await pressed(pilot, screen, "Z", sees="Causes ▸ 45 lines", misses="parent")
        assert "Treatment ▸ 41 lines" in rows(screen) and "▸ ? Closed question" in rows(screen)
        await pressed(pilot, screen, "Z", sees="the hidden answer")
        assert "▾ ? Closed question" in rows(screen) and "▸" not in rows(screen)


async def test_capital_z_from_the_middle_stays_at_the_section(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("G")
        await pressed(pilot, screen, "Z", sees="Treatment ▸ 41 lines")


async def test_find_counts_what_is_folded_and_opens_it(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await pressed(pilot, screen, "Z", sees="Causes ▸ 45 lines")
        await pilot.press("ctrl+f", *"hidden answer")
        await until(pilot, lambda: screen.pages.find.finder is not None and bool(screen.pages.find.finder.matches))
        assert screen.pages.find.finder is not None and screen.pages.find.finder.summary() == "1/1  folded"
        await pressed(pilot, screen, "enter", sees="the hidden answer")
        assert "Causes ▸ 45 lines" in rows(screen)
        await pilot.press("escape", "ctrl+f", *"rare 3")
        await until(pilot, lambda: screen.pages.find.finder is not None and len(screen.pages.find.finder.matches) == 11)
        await pressed(pilot, screen, "enter", sees="• rare 3")
        assert screen.pages.find.finder.summary() == "1/11"
        await pressed(pilot, screen, "n", sees="• rare 30")


async def test_signs_of_folds_are_not_found_and_not_copied(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await pressed(pilot, screen, "Z", sees="Causes ▸ 45 lines")
        await pilot.press("ctrl+f", *"45 lines")
        await until(pilot, lambda: screen.pages.find.finder is not None)
        assert screen.pages.find.finder is not None and not screen.pages.find.finder.matches


async def test_a_link_into_a_fold_opens_it(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await pressed(pilot, screen, "tab", "enter", sees="below the deep heading")
        assert "▸ ✦ Closed tip" in rows(screen)


async def test_a_link_from_another_note_into_a_fold_opens_it(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Other.md") as (_, pilot, screen):
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: path(screen) == "Folds.md")
        assert "below the deep heading" in rows(screen)


async def test_a_place_from_search_or_a_bookmark_is_never_a_hidden_line(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Other.md") as (_, pilot, screen):
        screen.navigation.go(Place(Page("note", "Folds.md"), Anchor(4, 0, 3)), words=["answer"])
        await until(pilot, lambda: path(screen) == "Folds.md" and screen.pages.reader.complete)
        assert "the hidden answer" in rows(screen)
        assert screen.pages.find.finder is not None and screen.pages.find.finder.summary() == "1/1"


async def test_the_outline_opens_the_section_it_leads_to(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(160, 30)) as (_, pilot, screen):
        await pressed(pilot, screen, "Z", sees="Causes ▸ 45 lines")
        await pilot.press("o", "down", "down", "enter")
        await until(pilot, lambda: "rare 0" in rows(screen))
        assert screen.pages.reader.has_focus


async def test_back_shows_the_folds_as_they_were(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await pressed(pilot, screen, "tab", "tab", "enter", sees="the hidden answer")
        screen.navigation.go(Place(Page("note", "Other.md")))
        await until(pilot, lambda: path(screen) == "Other.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Folds.md" and screen.pages.reader.complete)
        assert "the hidden answer" in rows(screen)
        screen.navigation.go(Place(Page("note", "Other.md")))
        await until(pilot, lambda: path(screen) == "Other.md")
        screen.navigation.go(Place(Page("note", "Folds.md")))
        await until(pilot, lambda: path(screen) == "Folds.md" and screen.pages.reader.complete)
        assert "the hidden answer" not in rows(screen)


async def test_a_high_yield_view_opens_the_folds_that_hold_high_yield_lines(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md", size=(120, 60)) as (_, pilot, screen):
        await pressed(pilot, screen, "d", sees="the high-yield tip")
        assert "▸ ? Closed question" in rows(screen)
        await pressed(pilot, screen, "h", sees="the high-yield tip", misses="▸")
        await pressed(pilot, screen, "h", sees="▾ ✦ Closed tip")


async def test_another_width_keeps_what_is_folded(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await pressed(pilot, screen, "Z", sees="Causes ▸ 45 lines")
        await pressed(pilot, screen, "tab", "tab", "enter", sees="the hidden answer")
        await pilot.resize_terminal(90, 30)
        await until(pilot, lambda: screen.pages.reader.complete)
        assert "the hidden answer" in rows(screen) and "Causes ▸ 45 lines" in rows(screen)


async def test_properties_are_one_row_that_unfolds(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Other.md") as (_, pilot, screen):
        assert rows(screen).startswith("Other\n▸ aliases: Second · 2 properties")
        await pressed(pilot, screen, "z", sees="status: reading")
        assert "  related: Folds › Rare causes" in rows(screen)
        await pressed(pilot, screen, "z", misses="status: reading")


async def test_properties_come_after_the_links_of_the_body_and_are_followed(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Other.md") as (_, pilot, screen):
        reader = screen.pages.reader
        await pilot.press("tab")
        assert reader.selected is not None and reader.selected.key == ("link", 0)
        await pilot.press("tab", "tab")
        assert reader.selected is not None and reader.selected.key == ("fold", PROPERTIES)
        await pressed(pilot, screen, "enter", sees="status: reading")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Folds.md")
        assert "Rare causes" in rows(screen)


async def test_find_opens_the_properties_that_hold_a_hit(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Other.md") as (_, pilot, screen):
        await pilot.press("ctrl+f", *"status")
        await until(pilot, lambda: screen.pages.find.finder is not None and bool(screen.pages.find.finder.matches))
        assert screen.pages.find.finder is not None and screen.pages.find.finder.summary() == "1/1  folded"
        await pressed(pilot, screen, "enter", sees="status: reading")


async def test_the_header_counts_backlinks_and_nothing_moves(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Folds.md") as (_, pilot, screen):
        await until(pilot, lambda: "3 backlinks" in rows(screen))
        assert rows(screen).startswith("Folds  · 3 backlinks\n\nFirst words")
        await pressed(pilot, screen, "Z", sees="Causes ▸ 45 lines")
        assert rows(screen).startswith("Folds  · 3 backlinks\n\nFirst words")


async def test_the_page_of_a_topic_folds_too(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await pressed(pilot, screen, "H", sees="Alteplase")
        await pressed(pilot, screen, "Z", sees="Stroke ▸ 5 lines", misses="Alteplase")


async def test_a_fold_opens_in_a_preview(folds: Path, open_app: OpenApp) -> None:
    async with open_app(folds, "Other.md") as (app, pilot, _):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        preview = app.screen
        assert isinstance(preview, PreviewScreen)
        pages = next(iter(preview.query(PageView)))
        await until(pilot, lambda: pages.reader.complete and bool(pages.regions))
        pages.reader.post_message(Reader.Followed(pages.reader.stops.folds()[0]))
        await until(pilot, lambda: any("the hidden answer" in line.text for line in pages.reader.lines))
