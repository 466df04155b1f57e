"""What stands in an embedded note belongs to that note, four frames deep: images, links, footnotes, cards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from made_images import as_file, quarters

from studytui.tui.page.destination import OpenPlace, destination
from studytui.tui.reader.picture_rows import pictures_of

FOLDERS = ("", "a/", "a/b/", "a/b/c/", "a/b/c/d/")
HEIGHT = 10
"""Of the pictures, which tells nothing: their widths do."""


def note(level: int) -> str:
    below = FOLDERS[level + 1] + f"n{level + 1}" if level < len(FOLDERS) - 1 else ""
    return (
        f"![p](./pics/p.png)\n\n![q|{100 + 10 * level}](./pics/q.png)\n\n[to {level}](./here.md) and [[#Part|part {level}]] "
        f"and [[#^id{level}|id {level}]] [^1]\n\n# Part\n\nblock {level} ^id{level}\n\n"
        + (f"![[{below}]]\n\n" if below else "")
        + f"[^1]: note {level}, see [[./here|its {level}]]\n"
    )


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    for level, folder in enumerate(FOLDERS):
        (root / folder / "pics").mkdir(parents=True, exist_ok=True)
        (root / folder / f"n{level}.md").write_text(note(level), encoding="utf-8")
        (root / folder / "here.md").write_text(f"here {level}\n", encoding="utf-8")
        (root / folder / "pics/p.png").write_bytes(as_file(quarters((10 * (level + 5), HEIGHT))))
        (root / folder / "pics/q.png").write_bytes(as_file(quarters((400, HEIGHT))))
    cards = [
        {"id": "1", "type": "text", "text": "![p](./pics/p.png) \n\n[[./here|card]]", "y": 0},
        {"id": "2", "type": "file", "file": "a/b/here.md", "y": 9},
    ]
    (root / "a/b/cards.canvas").write_text(json.dumps({"nodes": cards, "edges": []}), encoding="utf-8")
    (root / "Cards.md").write_text("![[a/b/cards.canvas]]\n", encoding="utf-8")
    return root


async def test_images_in_frames_are_those_of_the_note_that_they_stand_in(deep: Path, open_app: OpenApp) -> None:
    async with open_app(deep, "n0.md", images="halfblock") as (_, _, screen):
        widths = [span.end - span.start for line in screen.pages.reader.lines for span in pictures_of(line)]
        assert widths == [5, 10, 6, 11, 7, 12, 8, 13, 9, 14]


async def test_images_on_a_canvas_are_found_from_where_it_lies(deep: Path, open_app: OpenApp) -> None:
    for page in ("Cards.md", "a/b/cards.canvas"):
        async with open_app(deep, "Cards.md", images="halfblock") as (_, pilot, screen):
            if page != "Cards.md":
                await pilot.press("tab", "enter")
                await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.kind == "canvas")
            widths = [span.end - span.start for line in screen.pages.reader.lines for span in pictures_of(line)]
            assert widths == [7]


async def test_links_in_frames_lead_where_they_do_in_their_own_notes(deep: Path, open_app: OpenApp) -> None:
    async with open_app(deep, "n0.md") as (_, _, screen):
        assert screen.pages.loader.vault is not None
        assert screen.pages.page is not None
        found = {}
        for line in screen.pages.reader.lines:
            for span in line.spans:
                if span.link is not None and not span.link.embed and span.role != "image":
                    leads = destination(screen.pages.loader.vault, screen.pages.page, screen.pages.origins, span.link)
                    assert isinstance(leads, OpenPlace), span.link
                    found[span.link.text] = leads.place.page.path, leads.place.subpath
        for level, folder in enumerate(FOLDERS):
            assert found[f"to {level}"] == found[f"its {level}"] == (f"{folder}here.md", None)
            assert found[f"part {level}"] == (f"{folder}n{level}.md", "Part")
            assert found[f"id {level}"] == (f"{folder}n{level}.md", f"^id{level}")
