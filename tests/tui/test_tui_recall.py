"""Recall view: high-yield text is asked where it stands, and nothing betrays it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from app_on_vault import HY, OpenApp, Opened, rows, until, watched

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
        keys = " r End recall space Next w Word u Hide - Missed "
        await until(pilot, lambda: screen.key_bar.render().plain.startswith(keys))
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
        pane = screen.links_pane
        listed = [str(pane.get_option_at_index(at).prompt) for at in range(pane.option_count)]
        assert "not listed in recall" in "".join(listed)
        assert not screen.status_line.status.links
        assert not list(screen.commands())
        for key in ("slash", "ctrl+o", "K", "H", "apostrophe", "R", "S"):
            await pilot.press(key)
            assert screen.app.screen is screen, key
            assert "would show answers" in screen.status_line.status.message
        await pilot.press("ctrl+f", *"Babinski", "enter")
        await pilot.pause()
        assert not any(answer in line.text for line in screen.pages.reader.lines for answer in ANSWERS)


async def test_the_status_line_does_not_say_a_masked_footnote_in_a_fold(asked: Path, open_app: OpenApp) -> None:
    (asked / "Folded.md").write_text("# A\n\nx[^1] and ==Babinski==\n\n> [!tip]- t\n> [^1]: ==Hidden target==\n")
    async with open_app(asked, "Folded.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/2" in view(opened))
        await pilot.press("tab")
        await pilot.pause()
        assert not any(answer in str(screen.status_line.status) for answer in ANSWERS)


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


async def test_keys_that_come_before_a_long_note_is_laid_out_are_no_harm(asked: Path, open_app: OpenApp) -> None:
    lines = "".join(f"- {HY}answer{number}</span> of it\n" for number in range(4000))
    (asked / "Long.md").write_text(lines, encoding="utf-8")
    async with open_app(asked, "Long.md") as opened:
        _, pilot, screen = opened
        await pilot.press("r", "space", "w", "minus", "u", "tab", "enter", "space")
        await until(pilot, lambda: "RECALL" in view(opened) and screen.pages.reader.complete, 30)
        assert screen.pages.recall is not None
        await until(pilot, lambda: len(screen.pages.items) == 4000, 30)


async def test_r_pressed_while_the_page_is_still_coming_asks_it(asked: Path, open_app: OpenApp) -> None:
    lines = "".join(f"- {HY}answer{number}</span> of it\n" for number in range(3000))
    (asked / "Long.md").write_text(lines, encoding="utf-8")
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        screen.navigation.choose("Long.md")
        await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.path == "Long.md")
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/3000" in view(opened), 30)


async def test_what_was_shown_stays_shown_and_what_was_missed_is_asked_when_the_note_changes(
    asked: Path, open_app: OpenApp
) -> None:
    async with open_app(asked, "Asked.md") as opened:
        _, pilot, screen = opened
        await watched(pilot, screen, asked)
        await pilot.press("r")
        await until(pilot, lambda: "RECALL 0/4" in view(opened))
        await pilot.press("space", "space", "minus")
        await until(pilot, lambda: "RECALL 2/4, 1 missed" in view(opened))
        note = asked / "Asked.md"
        note.write_text(f"- {HY}Something else</span>\n\n{NOTE}", encoding="utf-8")
        await until(pilot, lambda: "RECALL 2/5, 1 missed" in view(opened))
        assert "Xanthoma" in rows(screen) and "Campylobacter" in rows(screen) and "Something" not in rows(screen)
        note.write_text(NOTE.replace("Campylobacter jejuni", "Salmonella"), encoding="utf-8")
        await until(pilot, lambda: "RECALL 1/4" in view(opened))
        assert "missed" not in view(opened) and "Salmonella" not in rows(screen)
        note.write_text(NOTE, encoding="utf-8")
        await until(pilot, lambda: "RECALL 2/4, 1 missed" in view(opened))


async def test_the_section_that_is_asked_stays_so_when_the_note_changes(asked: Path, open_app: OpenApp) -> None:
    (asked / "Two.md").write_text("# A\n\n- ==one==\n\n# B\n\n- ==two==\n")
    async with open_app(asked, "Two.md") as opened:
        _, pilot, screen = opened
        await watched(pilot, screen, asked)
        await pilot.press("alt+r")
        await until(pilot, lambda: "RECALL 0/1" in view(opened) and "one" not in rows(screen))
        (asked / "Two.md").write_text("a\n\nb\n\nc\n\nd\n\n# A\n\n- ==one==\n\n# B\n\n- ==two==\n")
        await until(pilot, lambda: "d" in rows(screen).split())
        await until(pilot, lambda: screen.pages.reader.complete)
        assert "two" in rows(screen) and "one" not in rows(screen)
