"""Bookmarks: what they are called, where they lead, and what can have none."""

from __future__ import annotations

from pathlib import Path

from app_on_vault import OpenApp, down_to, path, rows, until

from studytui.tui.screens.choose import ChooseScreen


async def test_a_bookmark_is_called_by_its_line_and_one_set_again_is_still_one(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await pilot.press("G")
        await pilot.press("m", "m", "m")
        (mark,) = screen.session.state.bookmarks()
        assert mark.note == "Neurology/Stroke.md"
        assert mark.label == screen.pages.reader.line_text()
        assert mark.heading.startswith("Filler")
        assert screen.status_line.status.message == f"bookmark set: {mark.label}"


async def test_a_line_without_words_is_called_by_its_heading(vault: Path, open_app: OpenApp) -> None:
    (vault / "Signs.md").write_text("# Above\n\n→ ≠\n" + "\n\nlast line" * 30, encoding="utf-8")
    async with open_app(vault, "Signs.md", size=(120, 10)) as (_, pilot, screen):
        await down_to(pilot, screen, "→ ≠")
        await pilot.press("m")
        assert [mark.label for mark in screen.session.state.bookmarks()] == ["Above"]


async def test_a_line_of_a_topic_is_bookmarked_in_its_note(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 8)) as (_, pilot, screen):
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        await until(pilot, lambda: "Atherosclerosis" in rows(screen))
        await pilot.press("]")
        await pilot.press("m")
        (mark,) = screen.session.state.bookmarks()
        lines = (vault / "Neurology/Stroke.md").read_text("utf-8").splitlines()
        assert mark.note == "Neurology/Stroke.md"
        assert "Atherosclerosis" in lines[mark.line - 1]


async def test_a_canvas_has_no_bookmarks_and_says_so(vault: Path, open_app: OpenApp) -> None:
    (vault / "c.canvas").write_text('{"nodes": [{"id": "1", "type": "text", "text": "card", "x": 0, "y": 0}]}')
    (vault / "Home.md").write_text("[[c.canvas]]\n")
    async with open_app(vault, "Home.md") as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "c.canvas" and screen.pages.reader.complete)
        await pilot.press("m")
        assert screen.status_line.status.message == "a canvas can't be bookmarked"
        assert screen.session.state.bookmarks() == ()


async def test_a_bookmark_of_a_note_that_is_gone_says_so_and_stays(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md") as (app, pilot, screen):
        screen.session.state.add_bookmark("Gone.md", 3, "", "what it said")
        await pilot.press("apostrophe")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.status_line.status.message == "no longer in this vault: Gone.md"
        assert path(screen) == "Home.md"
        assert [mark.note for mark in screen.session.state.bookmarks()] == ["Gone.md"]


async def test_a_bookmark_of_a_note_that_is_gone_leads_to_the_one_note_of_its_name(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, "Home.md") as (app, pilot, screen):
        screen.session.state.add_bookmark("Elsewhere/Stroke.md", 3)
        await pilot.press("apostrophe")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        said = screen.status_line.status.message
        assert said == "no longer in this vault: Elsewhere/Stroke.md; this one has its name: Neurology/Stroke.md"
        assert [mark.note for mark in screen.session.state.bookmarks()] == ["Elsewhere/Stroke.md"]


async def test_without_bookmarks_the_list_says_how_to_set_one(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Home.md") as (app, pilot, screen):
        await pilot.press("apostrophe")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "none yet; m sets one where you read" in shown
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_a_place_without_any_words_is_called_by_the_title_of_its_note(vault: Path, open_app: OpenApp) -> None:
    (vault / "Signs.md").write_text("---\ntitle: The signs\n---\n→ ≠\n", encoding="utf-8")
    async with open_app(vault, "Signs.md") as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: screen.pages.view == "only" and screen.pages.reader.complete)
        await pilot.press("m")
        await until(pilot, lambda: bool(screen.session.state.bookmarks()))
        assert [mark.label for mark in screen.session.state.bookmarks()] == ["The signs"]
