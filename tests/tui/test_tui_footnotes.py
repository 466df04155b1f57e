"""Footnotes and tags in the reader, driven by keys and the mouse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, rows, until
from textual.pilot import Pilot

from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.reader.stops import Stop
from studytui.tui.screens.footnote import FootnoteScreen
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.screens.search import SearchScreen
from studytui.tui.screens.search_input import SearchInput

FILLER = "".join(f"Line {number} of filler.\n\n" for number in range(40))
NOTE = (
    "---\ntags: [t1]\n---\nFirst[^a] and ^[an inline *note*] and #dose/daily here.\n\n"
    + FILLER
    + "Second[^a] near the end.\n\n"
    + FILLER
    + "> [^a]: The text, see [[Plain]].\n>\n>   Its second paragraph.\n"
)


@pytest.fixture
def noted(vault: Path) -> Path:
    """The vault with a note that has footnotes and tags."""
    (vault / "Noted.md").write_text(NOTE, encoding="utf-8")
    return vault


def selected(screen: ReadingScreen) -> Stop:
    stop = screen.pages.reader.selected
    assert stop is not None
    return stop


async def open_search_for(pilot: Pilot[None], screen: ReadingScreen) -> str:
    await until(pilot, lambda: isinstance(screen.app.screen, SearchScreen))
    return screen.app.screen.query_one(SearchInput).value


async def test_enter_goes_to_the_text_of_a_footnote_and_back_to_where_one_was(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "The text, see" in rows(screen))
        assert selected(screen).key[0] == "definition"
        await pilot.press("enter")
        await until(pilot, lambda: "First[1]" in rows(screen))
        assert (selected(screen).key, selected(screen).span.target) == (("footnote", 0), "a")


async def test_the_number_of_a_text_leads_back_to_the_reference_used_last(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        reader.select(("footnote", 2))
        await pilot.press("enter")
        await until(pilot, lambda: "The text, see" in rows(screen))
        await pilot.press("enter")
        await until(pilot, lambda: "Second[1]" in rows(screen))
        assert selected(screen).key == ("footnote", 2)


async def test_backspace_returns_from_a_footnote_to_the_same_scroll_place(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "The text, see" in rows(screen))
        await pilot.press("backspace")
        await until(pilot, lambda: screen.pages.reader.top == 0)
        assert path(screen) == "Noted.md"


async def test_an_inline_footnote_is_followed_to_its_text_below(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: selected(screen).key[0] == "definition")
        row = screen.pages.reader.lines[selected(screen).row]
        assert row.text == "[2] an inline note"


async def test_the_status_line_says_what_a_footnote_holds(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (_, pilot, screen):
        await pilot.press("tab")
        await until(pilot, lambda: "The text, see Plain." in screen.status_line.status.selected)


async def test_a_footnote_is_previewed_whole_and_closed_again(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        assert isinstance(app.screen, FootnoteScreen)
        shown = [line.text.strip() for line in app.screen.reader.lines if line.text.strip()]
        assert shown == ["[1] The text, see Plain.", "Its second paragraph."]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert "First[1]" in rows(screen)


async def test_enter_in_the_preview_of_a_footnote_goes_to_its_text(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and "The text, see" in rows(screen))
        await pilot.press("enter")
        await until(pilot, lambda: "First[1]" in rows(screen))


async def test_a_link_in_the_preview_of_a_footnote_is_followed(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: path(screen) == "Neurology/Plain.md")


async def test_a_footnote_whose_text_the_view_leaves_out_is_shown_in_place(noted: Path, open_app: OpenApp) -> None:
    (noted / "Marked.md").write_text("==High[^1]== yield.\n\n" + FILLER + "[^1]: Left out.\n", encoding="utf-8")
    async with open_app(noted, "Marked.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "Left out." in rows(screen))


async def test_a_click_and_a_hint_follow_a_footnote(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md", size=(120, 20)) as (_, pilot, screen):
        await pilot.press("f", "a")
        await until(pilot, lambda: "The text, see" in rows(screen))
        await pilot.press("g")
        row = next(row for row, line in enumerate(screen.pages.reader.lines) if "First" in line.text)
        await until(pilot, lambda: screen.pages.reader.top == 0)
        await pilot.click(screen.pages.reader, offset=(2 + len("First["), row))
        await until(pilot, lambda: "The text, see" in rows(screen))


async def test_a_tag_in_the_text_opens_the_search_for_it(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (_, pilot, screen):
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: screen.status_line.status.selected == "enter searches for #dose/daily")
        await pilot.press("enter")
        assert await open_search_for(pilot, screen) == "tag:#dose/daily"


async def test_the_tags_above_the_text_come_after_its_links_and_search_too(noted: Path, open_app: OpenApp) -> None:
    async with open_app(noted, "Noted.md") as (_, pilot, screen):
        first = screen.pages.reader.stops.next_from(None, 0, 20, 1)
        assert first is not None
        assert first.key[0] == "footnote"
        above = [stop for stop in screen.pages.reader.stops.on_rows(0, 20) if stop.span.target == "#t1"]
        screen.pages.reader.select(above[0].key)
        await pilot.press("enter")
        assert await open_search_for(pilot, screen) == "tag:#t1"


# In frames, out of sight


FRAMED = "Theirs[^1] words.\n\n[^1]: Their text, see [[./beside]].\n\n" + FILLER


@pytest.fixture
def framed(tmp_path: Path) -> Path:
    """A note that embeds another twice, each with a footnote of the same name."""
    root = tmp_path / "vault"
    files = {
        "Host.md": f"Mine[^1].\n\n[^1]: My text.\n\n![[d/In]]\n\n{FILLER}![[d/In]]\n\n{FILLER}",
        "d/In.md": FRAMED,
        "d/beside.md": "beside\n",
        "beside.md": "elsewhere\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def rows_with(screen: ReadingScreen, text: str) -> list[int]:
    return [row for row, line in enumerate(screen.pages.reader.lines) if text in line.text]


async def test_jumps_stay_in_their_frame_both_ways(framed: Path, open_app: OpenApp) -> None:
    async with open_app(framed, "Host.md", size=(100, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        references = [stop for stop in reader.stops._body if stop.key[0] == "footnote"]
        texts = [stop for stop in reader.stops._body if stop.key[0] == "definition"]
        assert len(references) == len(texts) == 3
        # The page's own text stands below both frames.
        for reference, text in zip(references, [texts[2], texts[0], texts[1]], strict=True):
            reader.select(reference.key)
            await pilot.press("enter")
            await until(pilot, lambda text=text: reader.active == text.key)
            await pilot.press("enter")
            await until(pilot, lambda reference=reference: reader.active == reference.key)
        for reference, text in zip(references, [texts[2], texts[0], texts[1]], strict=True):
            screen.footnotes._came_from = (None, {})
            reader.select(text.key)
            await pilot.press("enter")
            await until(pilot, lambda reference=reference: reader.active == reference.key)


async def test_the_preview_of_a_footnote_in_a_frame_shows_its_text_and_follows_its_links(
    framed: Path, open_app: OpenApp
) -> None:
    async with open_app(framed, "Host.md", size=(100, 20)) as (app, pilot, screen):
        reference = [stop for stop in screen.pages.reader.stops._body if stop.key[0] == "footnote"][2]
        screen.pages.reader.select(reference.key)
        await until(pilot, lambda: "Their text, see" in screen.status_line.status.selected)
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        assert isinstance(app.screen, FootnoteScreen)
        shown = [line.text.strip() for line in app.screen.reader.lines if line.text.strip()]
        assert shown == ["[1] Their text, see ./beside."]
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: path(screen) == "d/beside.md")


async def test_a_text_that_the_view_leaves_out_of_a_frame_is_shown_selected_and_previewed(
    framed: Path, open_app: OpenApp
) -> None:
    (framed / "d/In.md").write_text(FRAMED.replace("words", "==words=="), encoding="utf-8")
    async with open_app(framed, "Host.md", size=(100, 20)) as (app, pilot, screen):
        reader = screen.pages.reader
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen) and reader.complete)
        assert not rows_with(screen, "Their text")
        reference = [stop for stop in reader.stops._body if stop.key[0] == "footnote"][1]
        reader.select(reference.key)
        await until(pilot, lambda: "Their text, see" in screen.status_line.status.selected)
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("enter")
        await until(pilot, lambda: bool(rows_with(screen, "Their text")) and reader.complete)
        await until(pilot, lambda: reader.active is not None and reader.active[0] == "definition")
        assert len(rows_with(screen, "Their text")) == 1
        assert rows_with(screen, "Their text")[0] > rows_with(screen, "Theirs[1]")[1]
        assert "Their text" in rows(screen)


async def test_an_inline_text_that_the_view_leaves_out_is_shown_though_its_line_is_there(
    vault: Path, open_app: OpenApp
) -> None:
    (vault / "Inline.md").write_text(f"==High== ^[left out].\n\n{FILLER}", encoding="utf-8")
    async with open_app(vault, "Inline.md", size=(100, 20)) as (_, pilot, screen):
        await pilot.press("h")
        await until(pilot, lambda: "⋯" in rows(screen) and screen.pages.reader.complete)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "[1] left out" in rows(screen))
        await until(pilot, lambda: screen.pages.reader.selected is not None and selected(screen).key[0] == "definition")


async def test_a_text_that_a_fold_hides_is_revealed_by_the_jump(vault: Path, open_app: OpenApp) -> None:
    card = "Card[^1]\n\nmore\n\n> [!note]- Folded\n> x\n\n[^1]: The text.\n"
    nodes = [{"id": "1", "type": "text", "text": card}, {"id": "2", "type": "text", "text": FILLER, "y": 9}]
    (vault / "Cards.canvas").write_text(json.dumps({"nodes": nodes, "edges": []}), encoding="utf-8")
    (vault / "To.md").write_text("[[Cards.canvas]]\n", encoding="utf-8")
    async with open_app(vault, "To.md", size=(100, 20)) as (_, pilot, screen):
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "Cards.canvas" and screen.pages.reader.complete)
        item = next(
            key
            for key, region in screen.pages.regions.items()
            if region.container is not None and region.container.kind == "item"
        )
        screen.pages.fold.toggle(item)
        await until(pilot, lambda: "▸" in rows(screen) and screen.pages.reader.complete)
        assert not rows_with(screen, "The text.")
        reference = next(stop for stop in screen.pages.reader.stops._body if stop.key[0] == "footnote")
        screen.pages.reader.select(reference.key)
        await pilot.press("enter")
        await until(pilot, lambda: "[1] The text." in rows(screen))
        await until(pilot, lambda: screen.pages.reader.selected is not None and selected(screen).key[0] == "definition")
        await pilot.press("backspace")
        await until(pilot, lambda: not rows_with(screen, "The text."))


async def test_texts_stand_at_the_end_and_outside_of_folded_sections(vault: Path, open_app: OpenApp) -> None:
    text = f"# A\n\na ^[one] b[^2]\n\n[^2]: two\n\n{FILLER}# B\n\nc ^[three]\n"
    (vault / "Sections.md").write_text(text, encoding="utf-8")
    async with open_app(vault, "Sections.md", size=(100, 20)) as (_, pilot, screen):
        await pilot.press("Z")
        await until(pilot, lambda: "B ▸" in rows(screen))
        assert [line.text for line in screen.pages.reader.lines if line.text][-3:] == [
            "[1] one",
            "[2] two",
            "[3] three",
        ]


async def test_another_width_keeps_the_place_among_the_texts(vault: Path, open_app: OpenApp) -> None:
    text = "".join(f"Line {number} ^[text {number}] words.\n\n" for number in range(60))
    (vault / "Many.md").write_text(text, encoding="utf-8")
    async with open_app(vault, "Many.md", size=(100, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        reader.go_to_row(rows_with(screen, "[30] text 29")[0])
        await pilot.pause()
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: reader.text_width < 60 and reader.complete)
        assert "[30] text 29" in rows(screen)
        await pilot.press("x")
        await until(pilot, lambda: path(screen) != "Many.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Many.md")
        assert "[30] text 29" in rows(screen)


async def test_a_place_in_a_text_written_far_above_is_found_at_the_end(vault: Path, open_app: OpenApp) -> None:
    (vault / "Far.md").write_text(f"a[^1]\n\n[^1]: The far text.\n\n{FILLER * 4}", encoding="utf-8")
    async with open_app(vault, size=(100, 20)) as (_, pilot, screen):
        screen.navigation.go(Place(Page("note", "Far.md"), Anchor(3, 0, 3)))
        await until(pilot, lambda: path(screen) == "Far.md" and "The far text." in rows(screen))
