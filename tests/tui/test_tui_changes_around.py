"""Changes beside the open page: pictures outside the vault's folder, previews, and what the status line says."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, down_to, rows, says, until, watched

from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.reader.page_view import PageView
from studytui.tui.screens.reading.screen import ReadingScreen


def drawn(screen: ReadingScreen) -> int:
    """Rows of the page that are a picture's."""
    return sum(any(span.role == "picture" for span in line.spans) for line in screen.pages.reader.lines)


@pytest.mark.parametrize(("folder", "images"), [("whole/part", "whole/files"), ("src/site/notes", "src/site/img/user")])
async def test_a_picture_outside_the_vaults_folder_is_drawn_anew(
    tmp_path: Path, open_app: OpenApp, folder: str, images: str
) -> None:
    pytest.importorskip("PIL")
    from made_images import as_file, quarters

    for made in (folder, images, "whole/.obsidian"):
        (tmp_path / made).mkdir(parents=True, exist_ok=True)
    (tmp_path / images / "p.png").write_bytes(as_file(quarters((40, 40))))
    (tmp_path / folder / "Picture.md").write_text("![[p.png]]\n\n![[q.png]]\n")
    async with open_app(tmp_path / folder, "Picture.md", images="halfblock") as (_, pilot, screen):
        await watched(pilot, screen, tmp_path / folder)
        if not drawn(screen):
            pytest.skip("nothing is drawn here")
        before = drawn(screen)
        (tmp_path / images / "p.png").write_bytes(as_file(quarters((40, 200))))
        await until(pilot, lambda: drawn(screen) > before)
        before = drawn(screen)
        (tmp_path / images / "q.png").write_bytes(as_file(quarters((40, 40))))
        await until(pilot, lambda: drawn(screen) > before)
        (tmp_path / images / "q.png").unlink()
        await until(pilot, lambda: drawn(screen) == before)


async def test_a_preview_says_that_its_note_is_gone_and_goes_where_it_was_moved(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("tab", "K")
        await until(pilot, lambda: app.screen is not screen)
        pages, frame = app.screen.query_one(PageView), app.screen.query_one(".dialog")
        await until(pilot, lambda: pages.reader.complete and bool(pages.reader.lines))
        note, away = vault / "Neurology/Stroke.md", vault.parent / "away.md"
        note.rename(away)
        await until(pilot, lambda: "no longer on disk" in str(frame.border_subtitle))
        away.rename(note)
        await until(pilot, lambda: "no longer on disk" not in str(frame.border_subtitle))
        (vault / "Neurology").rename(vault / "Nerves")
        await until(pilot, lambda: pages.page is not None and pages.page.path == "Nerves/Stroke.md")
        note = vault / "Nerves/Stroke.md"
        note.write_text("---\ntitle: Brain attack\n---\n" + note.read_text())
        await until(pilot, lambda: str(frame.border_title) == "Brain attack")
        await pilot.press("enter")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.path == "Nerves/Stroke.md")


async def test_a_note_that_is_gone_is_said_over_a_message_and_a_selected_link(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(160, 30)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("tab")
        screen.say("something else")
        (vault / "Home.md").unlink()
        await until(pilot, lambda: "no longer on disk" in says(screen))
        assert "→" in says(screen)
        assert "something else" not in says(screen)


async def test_a_second_change_within_a_second_is_seen_where_the_user_wants_polling(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")
    monkeypatch.setattr("studytui.tui.watching.FALLBACK_SECONDS", 0.1)
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        for text in ("one\n", "two\n", "six\n"):
            (vault / "Home.md").write_text(text)
            await until(pilot, lambda text=text: text.strip() in screen.pages.reader.lines[-1].text)


async def test_a_note_that_is_emptied_says_so_below_its_name(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        (vault / "Home.md").write_text("")
        await until(pilot, lambda: "this note is empty" in rows(screen))
        said = [line.strip() for line in rows(screen).split("\n") if line.strip()]
        assert len(said) == 2 and said[0].startswith("Home") and said[1] == "this note is empty"
        screen.pages.relayout()
        await until(pilot, lambda: screen.pages.arrived is not None and screen.pages.reader.complete)
        assert [line.strip() for line in rows(screen).split("\n") if line.strip()] == said


async def test_whole_lines_that_are_selected_stay_so_and_movement_extends_them(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 20)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await down_to(pilot, screen, "plain line 9")
        await pilot.press("V", "j")
        selected = screen.get_selected_text()
        assert selected is not None and "2 lines" in says(screen)
        file = vault / "Neurology/Stroke.md"
        file.write_text(file.read_text().replace("# Causes", "Lines\n\nabove\n\n# Causes"))
        await until(pilot, lambda: any(line.text.strip() == "above" for line in screen.pages.reader.lines))
        await until(pilot, lambda: screen.get_selected_text() == selected and "2 lines" in says(screen))
        file.write_text(file.read_text() + "\n\nbelow\n")
        await until(pilot, lambda: any(line.text.strip() == "below" for line in screen.pages.reader.lines))
        await until(pilot, lambda: screen.get_selected_text() == selected)
        await pilot.press("j", "j")
        await until(pilot, lambda: "4 lines" in says(screen))
        more = screen.get_selected_text()
        assert more is not None and more.startswith(selected) and len(more) > len(selected)


async def test_the_line_that_keys_act_on_stays_so_when_the_note_changes(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 20)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        reader = screen.pages.reader
        await pilot.press("]", "]")
        row = reader.row_here()
        assert reader.here is not None and row is not None
        line = reader.lines[row].text
        file = vault / "Neurology/Stroke.md"
        file.write_text(file.read_text().replace("# Causes", "Lines\n\nabove\n\n# Causes"))
        await until(pilot, lambda: any(each.text.strip() == "above" for each in reader.lines))
        await until(pilot, lambda: reader.complete and reader.here is not None)
        row = reader.row_here()
        assert row is not None and reader.lines[row].text == line


async def test_a_topic_page_says_that_its_folder_is_gone(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        (vault / "Neurology").rename(vault.parent / "away")
        await until(pilot, lambda: "this folder is no longer on disk" in says(screen))


async def test_the_place_that_is_kept_is_in_the_text_as_it_is_now(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        screen.pages.go_to_line(40)
        screen.navigation.go(Place(Page("note", "Neurology/Stroke.md"), Anchor(40)))
        await until(pilot, lambda: screen.pages.arrived is not None and screen.pages.reader.top > 0)
        file = vault / "Neurology/Stroke.md"
        file.write_text(file.read_text().replace("# Causes", "Lines\n\nabove\n\n# Causes"))
        await until(pilot, lambda: any(each.text.strip() == "above" for each in screen.pages.reader.lines))
        place = screen.pages.place()
        assert place is not None and place.anchor.line == 44
