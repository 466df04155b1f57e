"""The page of a topic's cards (behaviour 7.4k)."""

from __future__ import annotations

from pathlib import Path

from app_on_vault import HY, OpenApp, Opened, open_app, path, rows, until, vault

__all__ = ["open_app", "vault"]


async def show_cards(opened: Opened) -> None:
    app, pilot, screen = opened
    await pilot.press("ctrl+p", *"cards of", "enter")
    await until(pilot, lambda: app.screen is screen and screen.pages.page.kind == "cards")
    await until(pilot, lambda: screen.pages.reader.complete)


async def test_each_card_is_drawn_with_its_place_question_and_answer(open_app: OpenApp, vault: Path) -> None:
    (vault / "Neurology/Aneurysm.md").write_text(
        f"# Signs\n- the {HY}worst</span> headache of {HY}$x_2$</span>\n\n| a | b |\n| --- | --- |\n| k | {HY}cell</span> |\n"
        f"\n{HY}Berry</span> aneurysm\n"
    )
    (vault / "Neurology/Asked.md").write_text("---\ntags: [flashcards]\n---\nWhat is it::A stroke\n")
    async with open_app(vault, "Neurology/Plain.md", size=(100, 60)) as opened:
        _, pilot, screen = opened
        await show_cards(opened)
        await until(pilot, lambda: "  · 8 cards in 3 of 4 notes" in rows(screen))
        shown = [row.replace(" ↗", "").rstrip() for row in rows(screen).splitlines()]
        assert shown[shown.index("Aneurysm") : shown.index("Stroke")] == [
            "Aneurysm",
            "• Signs",
            "  the ______ headache of x₂",
            "  ◦ worst",
            "• Signs",
            "  the worst headache of ______",
            "  ◦ x₂",
            "• Signs › k › b",
            "  a │ b",
            "  ──┼───────",
            "  k │ ______",
            "  ◦ cell",
            "• Signs",
            "  ______ aneurysm",
            "  ◦ Berry",
            "",
            "Asked",
            "• What is it",
            "  ◦ A stroke",
            "",
        ]


async def test_a_card_leads_to_its_line_and_h_goes_back(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(100, 40)) as opened:
        _, pilot, screen = opened
        await show_cards(opened)
        await pilot.press("tab", "tab", "tab")
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        reader = screen.pages.reader
        assert "atrial fibrillation" in reader.lines[reader.top + 3].text
        await pilot.press("backspace")
        await until(pilot, lambda: screen.pages.page.kind == "cards")
        await pilot.press("H")
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")


async def test_a_topic_without_cards_says_so(open_app: OpenApp, vault: Path) -> None:
    async with open_app(vault, "a/Twin.md") as opened:
        await show_cards(opened)
        assert "no cards under this topic" in rows(opened[2])
        await opened[1].press("r")
        assert "R asks its cards" in opened[2].status_line.status.message
