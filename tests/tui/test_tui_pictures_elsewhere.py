"""Images on the page of a topic and in previews: drawn, or their names stand there, never a hole."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from made_images import SVG, as_file, quarters

from studytui.tui.reader.picture_rows import pictures_of
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.footnote import FootnoteScreen
from studytui.tui.screens.preview import PreviewScreen

NOTE = """See [[Other]] and a note[^1].

==![[p.png|200]]==

![[p.png]]
==below a picture==

- ==item== ![alt](./pics/q.png) and ![[f.svg]] and ![[gone.png]]

| a | b |
| -- | -- |
| ![[p.png]] | ==cell== |

![[Other]]
==after a frame==

[^1]: ![[p.png|100]]
"""
OTHER = "![[p.png|300]]\n\nwords\n\n![q](./pics/q.png)\n\n![gone](gone.png)\n\n![broken](b.png)\n"


@pytest.fixture
def pictured(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "pics").mkdir(parents=True)
    (root / "Note.md").write_text(NOTE, encoding="utf-8")
    (root / "Other.md").write_text(OTHER, encoding="utf-8")
    (root / "p.png").write_bytes(as_file(quarters((400, 100))))
    (root / "pics/q.png").write_bytes(as_file(quarters((400, 100))))
    (root / "b.png").write_bytes(b"no picture")
    (root / "f.svg").write_bytes(SVG)
    return root


def texts(reader: Reader) -> list[str]:
    return [text for line in reader.lines if (text := line.text.strip())]


@pytest.mark.parametrize("images", ["halfblock", "kitty", "sixel", "off"])
async def test_images_on_the_page_of_a_topic_are_called_by_their_names(
    pictured: Path, open_app: OpenApp, images: str
) -> None:
    async with open_app(pictured, "Note.md", images=images) as (_, pilot, screen):
        await pilot.press("H")
        await until(
            pilot,
            lambda: (
                screen.pages.page is not None and screen.pages.page.kind == "topic" and screen.pages.reader.complete
            ),
        )
        reader = screen.pages.reader
        assert not any(map(pictures_of, reader.lines))
        assert texts(reader)[-5:] == [
            "• [image: p.png] ↗",
            "• below a picture ↗",
            "• item [image: alt] and [image: f.svg] and [image: gone.png, not in this vault] ↗",
            "• a: [image: p.png] · b: cell ↗",
            "• after a frame ↗",
        ]


@pytest.mark.parametrize("images", ["halfblock", "kitty", "sixel", "off"])
async def test_images_in_a_preview_are_drawn(pictured: Path, open_app: OpenApp, images: str) -> None:
    async with open_app(pictured, "Note.md", images=images) as (app, pilot, screen):
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        assert isinstance(app.screen, PreviewScreen)
        pages = app.screen._pages
        await until(pilot, lambda: pages.page is not None and pages.reader.complete)
        assert texts(pages.reader)[1:] == [
            *(["[image: p.png]"] if images == "off" else []),
            "words",
            *(["[image: q]"] if images == "off" else []),
            "[image: gone, not in this vault]",
            "[image: broken]" if images == "off" else "[image: broken, not drawn: unknown or damaged]",
        ]
        reader = pages.reader
        drawn = [(line, span) for line in reader.lines[: reader.size.height] for span in pictures_of(line)]
        assert bool(drawn) == (images != "off")
        await until(pilot, lambda: all(reader._drawn(line, span) for line, span in drawn))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_an_image_in_a_footnote_is_called_by_its_name_in_the_preview(pictured: Path, open_app: OpenApp) -> None:
    async with open_app(pictured, "Note.md", images="halfblock") as (app, pilot, _):
        await pilot.press("tab", "tab", "K")
        await until(pilot, lambda: isinstance(app.screen, FootnoteScreen))
        assert isinstance(app.screen, FootnoteScreen)
        assert texts(app.screen.reader) == ["[1] [image: p.png]"]
