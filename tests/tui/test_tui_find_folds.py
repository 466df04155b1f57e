"""Find in the note counts what every kind of fold hides, and opens the folds around the place that it goes to."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, rows, until
from textual.pilot import Pilot

from studytui.tui.page.find import Match
from studytui.tui.screens.reading.screen import ReadingScreen

FILLER = "".join(f"filler {number}\n\n" for number in range(30))
LONG = "needle at first, " + "words that fill a row of the screen, " * 12 + "needle at last"
INNER = "needle in the frame\n\n> [!tip]- Inner\n> needle in a callout in the frame\n\n| a | b |\n|--|--|\n| x | needle cell |\n"
KINDS = {
    "callout": "> [!note]- Title\n> needle one\n> - needle two\n",
    "callout in a callout": "> [!note]- Outer\n> words\n>\n> > [!tip]- Inner\n> > needle one\n>\n> needle two\n",
    "details": "<details><summary>More</summary>\n\nneedle one\n\n- needle two\n\n</details>\n",
    "details in a callout": "> [!note]- Outer\n> <details><summary>More</summary>\n>\n> needle one\n>\n> </details>\n>\n> needle two\n",
    "code and formulas in a callout": "> [!note]- Title\n> ```\n> needle one\n> ```\n> $$needle$$\n",
    "table in a callout": "> [!note]- Title\n>\n> | a | needle one |\n> |--|--|\n> | x<br>needle two | y |\n",
}


@pytest.fixture
def folded(tmp_path: Path) -> Path:
    (tmp_path / "Inner.md").write_text(INNER, encoding="utf-8")
    return tmp_path


def current(screen: ReadingScreen) -> Match | None:
    return screen.pages.find.finder.current if screen.pages.find.finder is not None else None


async def find(pilot: Pilot[None], screen: ReadingScreen, text: str, count: int) -> None:
    await pilot.press("ctrl+f", *text)
    await until(pilot, lambda: screen.pages.find.finder is not None and screen.pages.find.finder.query == text)
    assert screen.pages.find.finder is not None
    assert len(screen.pages.find.finder.matches) == count


async def on_screen(pilot: Pilot[None], screen: ReadingScreen, at: int) -> None:
    """Waits until match number `at` is the current one, and its row stands on the screen."""
    reader = screen.pages.reader

    def there() -> bool:
        match = current(screen)
        if match is None or match.hidden or screen.pages.find.finder is None or screen.pages.find.finder.at != at:
            return False
        return reader.complete and reader.top <= match.row < reader.top + reader.size.height

    await until(pilot, there)


async def walk(pilot: Pilot[None], screen: ReadingScreen, count: int) -> None:
    """Goes through all matches, forth and back."""
    assert screen.pages.find.finder is not None
    await pilot.press("enter")
    for at in range(count):
        await on_screen(pilot, screen, at)
        assert len(screen.pages.find.finder.matches) == count
        assert screen.pages.find.finder.summary().startswith(f"{at + 1}/{count}")
        await pilot.press("n")
    await on_screen(pilot, screen, 0)
    await pilot.press("N")
    await on_screen(pilot, screen, count - 1)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_the_note_folds_is_counted_and_opens(folded: Path, open_app: OpenApp, kind: str) -> None:
    (folded / "Note.md").write_text(FILLER + KINDS[kind] + "\n" + FILLER, encoding="utf-8")
    async with open_app(folded, "Note.md", size=(100, 20)) as (_, pilot, screen):
        assert any(region.closed for region in screen.pages.regions.values())
        await find(pilot, screen, "needle", 2)
        await walk(pilot, screen, 2)


async def test_a_heading_in_a_folded_section_opens_all_that_is_around_it(folded: Path, open_app: OpenApp) -> None:
    text = "# A\n\nneedle a\n\n## B\n\n### C needle\n\n- item\n  - needle b\n\n# D\n\n" + FILLER
    (folded / "Note.md").write_text(text, encoding="utf-8")
    async with open_app(folded, "Note.md", size=(100, 20)) as (_, pilot, screen):
        await pilot.press("Z")
        await until(pilot, lambda: "A ▸" in rows(screen))
        await find(pilot, screen, "needle", 3)
        await walk(pilot, screen, 3)
        assert "D ▸" in rows(screen)


async def test_items_and_what_a_long_one_hides_of_itself_are_counted(folded: Path, open_app: OpenApp) -> None:
    (folded / "Note.md").write_text(f"- {LONG}\n  - needle below\n    - needle deep\n- x\n", encoding="utf-8")
    async with open_app(folded, "Note.md", size=(80, 20)) as (_, pilot, screen):
        await find(pilot, screen, "needle", 4)
        await pilot.press("escape")
        screen.pages.fold.toggle(min(screen.pages.regions))
        await until(pilot, lambda: len(screen.pages.reader.lines) < 6)
        await until(pilot, lambda: screen.pages.find.finder is not None and len(screen.pages.find.finder.matches) == 4)
        assert screen.pages.find.finder is not None
        assert screen.pages.find.finder.summary() == "1/4  3 folded"
        await pilot.press("n")
        await on_screen(pilot, screen, 1)
        assert "needle at last" in rows(screen)


async def test_what_stands_in_a_folded_frame_is_counted_and_opens(folded: Path, open_app: OpenApp) -> None:
    (folded / "Note.md").write_text(f"needle\n\n{FILLER}![[Inner]]\n\n{FILLER}![[Inner]]\n", encoding="utf-8")
    async with open_app(folded, "Note.md", size=(100, 20)) as (_, pilot, screen):
        regions = screen.pages.regions.values()
        frames = [region.key for region in regions if region.container is not None and region.container.kind == "embed"]
        assert len(frames) == 2
        for count, key in enumerate(frames, 1):
            screen.pages.fold.toggle(key)
            await until(
                pilot, lambda count=count: sum(each.closed for each in screen.pages.regions.values()) == 2 + count
            )
        await find(pilot, screen, "needle", 7)
        assert screen.pages.find.finder is not None
        assert screen.pages.find.finder.summary() == "1/7  6 folded"
        await walk(pilot, screen, 7)
        assert screen.pages.find.finder.summary() == "7/7"


async def test_properties_that_are_folded_are_counted_and_open(folded: Path, open_app: OpenApp) -> None:
    text = f"---\nsource: needle one\nother: [needle two, x]\n---\n{FILLER}needle three\n"
    (folded / "Note.md").write_text(text, encoding="utf-8")
    async with open_app(folded, "Note.md", size=(100, 20)) as (_, pilot, screen):
        await find(pilot, screen, "needle", 3)
        await walk(pilot, screen, 3)


@pytest.mark.parametrize("view", ["only", "dim"])
async def test_every_view_counts_the_same_places(folded: Path, open_app: OpenApp, view: str) -> None:
    text = (
        f"==needle== high\n\n{FILLER}# needle alone\n\n# Next\n\n" + "".join(KINDS.values()) + f"\n{FILLER}![[Inner]]\n"
    )
    count = 2 + 2 * len(KINDS) + 3
    (folded / "Note.md").write_text(text, encoding="utf-8")
    async with open_app(folded, "Note.md", size=(100, 20)) as (_, pilot, screen):
        await find(pilot, screen, "needle", count)
        await pilot.press("escape", "h" if view == "only" else "d")
        await until(pilot, lambda: screen.pages.reader.complete and screen.pages.view == view)
        await until(
            pilot, lambda: screen.pages.find.finder is not None and len(screen.pages.find.finder.matches) == count
        )
        await pilot.press("g", "ctrl+f", "right")
        await walk(pilot, screen, count)
