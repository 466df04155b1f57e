"""Recall view: high-yield text is asked where it stands, and nothing betrays it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from app_on_vault import HY, OpenApp, Opened, rows, until

NOTE = (
    f"# Of {HY}Xanthoma</span>\n\n- {HY}Campylobacter jejuni infection</span> comes first\n- plain\n\n"
    f"| Sign | Cause |\n| --- | --- |\n| {HY}Babinski</span> | lesion |\n\n# Second\n\n- see {HY}[[Hidden target]]</span>\n"
)
ANSWERS = ("Xanthoma", "Campylobacter", "jejuni", "Babinski", "Hidden target")


@pytest.fixture
def asked(vault: Path) -> Path:
    (vault / "Asked.md").write_text(NOTE, encoding="utf-8")
    return vault


def view(opened: Opened) -> str:
    return opened[2].status_line.status.view


async def test_r_masks_and_r_ends_it(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        assert not any(answer in rows(screen) for answer in ANSWERS)
        assert "comes first" in rows(screen)
        await pilot.press("r")
        await until(pilot, lambda: all(answer in rows(screen) for answer in ANSWERS))
        assert view(opened) == ""


async def test_the_footer_says_the_keys_of_recall_and_none_that_it_refuses(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md", size=(80, 24)) as opened:
        _, pilot, screen = opened
        before = screen.key_bar.render().plain
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        keys = " space Next w Word u Hide - Missed "
        await until(pilot, lambda: keys in screen.key_bar.render().plain)
        assert "/ Search" in before and "/ Search" not in screen.key_bar.render().plain
        await pilot.press("r")
        await until(pilot, lambda: screen.key_bar.render().plain == before)


async def test_space_shows_items_in_order_and_w_word_by_word(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        await pilot.press("space")
        await until(pilot, lambda: "RECALL 1/4" in view(opened))
        assert "Xanthoma" in rows(screen)
        await pilot.press("w")
        await until(pilot, lambda: "Campylobacter ______ comes first" in rows(screen))
        await pilot.press("w", "w")
        await until(pilot, lambda: "Campylobacter jejuni infection comes first" in rows(screen))
        await pilot.press("u")
        await until(pilot, lambda: "Campylobacter" not in rows(screen))


async def test_tab_stops_at_blanks_and_enter_shows_one(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        await pilot.press("tab", "tab", "tab")
        await pilot.press("enter")
        await until(pilot, lambda: "Babinski" in rows(screen))
        assert "Campylobacter" not in rows(screen)


async def test_what_was_missed_is_asked_again(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        await pilot.press("space", "minus")
        await until(pilot, lambda: "RECALL 1/4, 1 missed" in view(opened))
        for shown in (2, 3, 4):
            await pilot.press("space")
            await until(pilot, lambda shown=shown: f"RECALL {shown}/4" in view(opened))
        await pilot.press("space")
        await until(pilot, lambda: view(opened) == "RECALL 3/4")
        assert "Xanthoma" not in rows(screen)
        await pilot.press("space", "space")
        await until(pilot, lambda: "all 4 shown" in screen.status_line.status.message)


async def test_neither_outline_links_find_nor_search_betray_an_answer(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md", size=(160, 40)) as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        await pilot.press("o", "escape", "b", "escape")
        await pilot.pause()
        entries = [entry.text for entry in screen.outline_pane.entries]
        assert not any(answer in text for text in entries for answer in ANSWERS)
        for key in ("slash", "ctrl+o", "K", "H"):
            await pilot.press(key)
            assert screen.app.screen is screen, key
            assert "would show answers" in screen.status_line.status.message
        await pilot.press("ctrl+f", *"Babinski", "enter")
        await pilot.pause()
        assert not any(answer in line.text for line in screen.pages.reader.lines for answer in ANSWERS)


async def test_alt_r_asks_one_section(asked: Path, open_app: OpenApp) -> None:
    (asked / "Long.md").write_text("# A\n\n- ==one==\n" + "\ntext\n" * 60 + "\n# B\n\n- ==two==\n" + "\ntext\n" * 60)
    async with open_app(asked, "Long.md") as opened:
        _, pilot, screen = opened
        await pilot.press("right_curly_bracket", "right_curly_bracket", "alt+r")
        await until(pilot, lambda: "RECALL" in view(opened))
        await until(pilot, lambda: "two" not in rows(screen))
        await until(pilot, lambda: screen.pages.reader.complete)
        lines = [line.text for line in screen.pages.reader.lines]
        assert any("one" in line for line in lines)


async def test_a_note_without_marks_says_so(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "nothing is high-yield here" in screen.status_line.status.message)
        assert screen.pages.recall is None


async def test_another_page_ends_recall(asked: Path, open_app: OpenApp) -> None:
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        await pilot.press("x")
        await until(pilot, lambda: "RECALL" not in view(opened))
        assert screen.pages.recall is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_no_answer_is_among_the_bytes_sent_while_it_is_masked(home: Path, asked: Path) -> None:
    from terminal import Terminal

    with Terminal(home, asked / "Asked.md") as terminal:
        terminal.until("comes first")
        terminal.settle()
        terminal.send("r")
        terminal.until("RECALL 0/4")
        terminal.settle()
        terminal.raw.clear()
        terminal.press("h", "h", "j", "k", "o", "escape", "b", "escape", "c", "tab", "y", "K", "/", "?", "escape")
        sent = terminal.raw.decode("utf-8", "ignore")
        assert not any(answer in sent for answer in ANSWERS)
