"""The high-yield page of a topic (behaviour 5.3.8)."""

from __future__ import annotations

from pathlib import Path

from app_on_vault import HY, OpenApp, open_app, path, rows, until, vault

__all__ = ["open_app", "vault"]


async def test_it_has_a_title_with_counts_and_one_row_a_note(open_app: OpenApp, vault: Path) -> None:
    (vault / "Neurology/Aneurysm.md").write_text(f"{HY}Berry</span> aneurysm\n\n# Signs\n- {HY}worst headache</span>\n")
    async with open_app(vault, "Neurology/Plain.md", size=(120, 40)) as (_, pilot, screen):
        await pilot.press("H")
        await until(pilot, lambda: "· HY 5 in 2 of 3 notes" in rows(screen))
        assert [row.replace(" ↗", "") for row in rows(screen).splitlines()] == [
            "High-yield of Neurology  · HY 5 in 2 of 3 notes",
            "",
            "Aneurysm",
            "• Berry aneurysm",
            "• Signs",
            "  ◦ worst headache",
            "",
            "Stroke",
            "• Causes",
            "  ◦ Atherosclerosis of large vessels",
            "  ◦ atrial fibrillation",
            "• Treatment",
            "  ◦ Alteplase within 4.5 hours: a thrombolytic",
        ]
        await until(pilot, lambda: [entry.text for entry in screen.outline_pane.entries] == ["Aneurysm", "Stroke"])


async def test_it_opens_at_the_note_one_comes_from_and_the_same_key_goes_back(open_app: OpenApp, vault: Path) -> None:
    for number in range(30):
        (vault / f"Neurology/A{number:02}.md").write_text(f"{HY}line of {number}</span>\n")
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("j", "j", "j")
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        await until(pilot, lambda: screen.pages.reader.complete)
        assert "Atherosclerosis" in rows(screen)
        await pilot.press("H")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        assert screen.pages.reader.top == 3


async def test_the_view_is_not_changed_from_there(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "topic")
        await pilot.press("h")
        assert screen.session.view == "all"
        assert "H goes back" in screen.status_line.status.message
