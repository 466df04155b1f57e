"""Where one is: what the status line says (behaviour 5.3.1, 13.12)."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, open_app, rows, until, vault

__all__ = ["open_app", "vault"]

STROKE = "Neurology/Stroke.md"


async def test_the_status_line_says_which_heading_one_reads_under(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        assert screen.status_line.status.heading == ""
        await pilot.press("}", "}")
        await until(pilot, lambda: screen.status_line.status.heading == "Epidemiology")
        assert str(screen.status_line.render()).startswith(f" {STROKE} › Epidemiology")
        await pilot.press("5", "}")
        await until(pilot, lambda: screen.status_line.status.heading == "Filler 5")
        await pilot.press("g")
        await until(pilot, lambda: screen.status_line.status.heading == "")


async def test_no_heading_of_the_page_before_is_said_of_the_one_that_is_being_laid_out(
    open_app: OpenApp, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (vault / f"Neurology/A{number:02}.md").write_text("==x==\n\n" * 40)
    async with open_app(vault, STROKE) as (_, pilot, screen):
        said: list[str] = []
        say = screen.status_line.say

        def listen(**parts: str) -> None:
            said.append(parts.get("heading", ""))
            say(**parts)

        monkeypatch.setattr(screen.status_line, "say", listen)
        await pilot.press("H")
        await until(pilot, lambda: "Stroke" in said)
        assert "Treatment" not in said


async def test_where_room_is_scarce_the_folder_gives_way_and_the_heading_stays(open_app: OpenApp, vault: Path) -> None:
    folder = vault / "A folder with a long name" / "and another one in it"
    folder.mkdir(parents=True)
    (folder / "Note.md").write_text("x\n\n# Here\n" + "y\n\n" * 60)
    async with open_app(vault, "A folder with a long name/and another one in it/Note.md", size=(60, 20)) as (
        _,
        pilot,
        screen,
    ):
        await pilot.press("}")
        await until(pilot, lambda: screen.status_line.status.heading == "Here")
        assert str(screen.status_line.render()).startswith(" Note.md › Here ")


async def test_the_row_of_the_sidebar_is_named_in_full_while_one_moves_there(open_app: OpenApp, vault: Path) -> None:
    name = "A note whose name is much longer than the sidebar is wide, and ends distinctly"
    (vault / f"{name}.md").write_text("==x==\n")
    async with open_app(vault, f"{name}.md") as (_, pilot, screen):
        await until(pilot, lambda: screen.sidebar.topics.counts.get(f"{name}.md") == 1)
        await pilot.press("t")
        await until(pilot, lambda: screen.status_line.status.selected == f"{name}.md · HY 1")
        await pilot.press("home")
        await until(pilot, lambda: screen.status_line.status.selected == "a · 1 note · HY 0")
        await pilot.press("escape")
        await until(pilot, lambda: screen.status_line.status.selected == "")


async def test_high_yield_only_keeps_the_title_and_counts_what_is_left_out_at_the_ends_of_rows(
    open_app: OpenApp, vault: Path
) -> None:
    async with open_app(vault, STROKE) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen))
        assert rows(screen).splitlines() == [
            "Stroke  #t1 ⋯ 1",
            "",
            "Causes",
            "━━━━━━",
            "• Atherosclerosis of large vessels ⋯ 1",
            "• Cardioembolism",
            "  ◦ atrial fibrillation ⋯ 31",
            "",
            "Treatment",
            "━━━━━━━━━",
            "• Alteplase within 4.5 hours: a thrombolytic ⋯ 2",
        ]
        dim = [any(span.role == "dim" for span in line.spans) for line in screen.pages.reader.lines]
        assert [dim[row] for row in (0, 2, 5, 8)] == [False, False, True, False]
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "An acute focal deficit." in rows(screen))


async def test_a_copy_holds_no_count_of_what_is_left_out(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, STROKE) as (app, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen))
        await pilot.press("]", "y")
        assert app.clipboard == "Atherosclerosis of large vessels"


async def test_a_setting_says_where_gaps_stand(open_app: OpenApp, vault: Path) -> None:
    for gaps, said in (("row", "⋯ 1 line"), ("hidden", "")):
        async with open_app(vault, STROKE, gaps=gaps) as (_, pilot, screen):
            await pilot.press("h")
            await until(pilot, lambda: "An acute focal deficit" not in rows(screen) and "Treatment" in rows(screen))
            assert ("⋯" in rows(screen)) == bool(said) and said in rows(screen)
            await pilot.press("h")
