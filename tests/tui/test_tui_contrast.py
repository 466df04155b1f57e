"""Every word of a note reads on what it stands on, in every theme and without colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome
from textual.theme import BUILTIN_THEMES

from studytui.layout import Line, View, lay_out
from studytui.layout.header import header
from studytui.markdown import parse
from studytui.tui.painter import paint
from studytui.tui.palette import MIN_CONTRAST, Palette, contrast
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding

NOTES = Path(__file__).parents[2] / "notes"
NOTE = "Guide/Everything a note can hold.md"
LEAST_OF_FRAMES = 2.9
"""WCAG asks for 3 of what is no text; the screen's colours are whole numbers."""
THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]


@pytest.fixture(scope="module")
def views() -> dict[View, list[Line]]:
    vault = open_vault(NOTES)
    document = parse(vault.text(NOTE))
    page = Embedding(vault, NOTE, document.frontmatter)
    blocks = [
        *header(document.frontmatter, vault.title(NOTE), document.blocks, NOTE),
        *chain.from_iterable(page.expand(document.blocks)),
    ]
    return {view: lay_out(blocks, 80, view=view, surroundings=page) for view in ("all", "only", "dim")}


def palette_of(theme: str, *, no_color: bool = False) -> Palette:
    chosen = BUILTIN_THEMES[theme]
    return Palette(chosen.to_color_system().generate(), dark=chosen.dark, no_color=no_color)


def painted(lines: list[Line], palette: Palette) -> Iterator[Segment]:
    for line in lines:
        strip = paint(line, 90, palette)
        if palette.no_color:
            strip = strip.apply_filter(Monochrome(), palette.background)
        yield from strip


def ratio(style: Style) -> float:
    assert style.color is not None and style.bgcolor is not None
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("no_color", [False, True], ids=["colour", "no-colour"])
def test_every_word_of_the_note_that_holds_everything_reads(
    views: dict[View, list[Line]], theme: str, no_color: bool
) -> None:
    palette = palette_of(theme, no_color=no_color)
    poor = {}
    for view, lines in views.items():
        for segment in painted(lines, palette):
            least = MIN_CONTRAST if re.search(r"\w", segment.text) else LEAST_OF_FRAMES
            if segment.text.strip() and segment.style and ratio(segment.style) < least - 0.05:
                poor[segment.text.strip()[:30], view] = round(ratio(segment.style), 2)
    assert poor == {}
