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

from studytui.layout import Line, Span, View, lay_out
from studytui.layout.header import header
from studytui.markdown import parse
from studytui.tui.reader.strips import paint
from studytui.tui.theme.palette import LEAST_OF_FRAMES, MIN_CONTRAST, Palette, contrast
from studytui.tui.theme.pane_colors import readable_variables
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding

NOTES = Path(__file__).parents[2] / "notes"
NOTE = "Guide/Everything a note can hold.md"
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
    return {view: lay_out(blocks, 80, view=view, links=page) for view in ("all", "only", "dim")}


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


ON = [
    ("high-yield", "surface", 3.0),
    ("high-yield", "block-cursor-blurred-background", 3.0),
    ("found", "surface", MIN_CONTRAST),
    ("found", "block-cursor-blurred-background", MIN_CONTRAST),
    ("title", "surface", MIN_CONTRAST),
    ("problem", "panel", MIN_CONTRAST),
    ("footer-key-foreground", "footer-background", MIN_CONTRAST),
]


@pytest.mark.parametrize("theme", THEMES)
def test_counts_matches_titles_warnings_and_keys_read_in_the_panes(theme: str) -> None:
    colors = readable_variables(BUILTIN_THEMES[theme].to_color_system().generate())
    for name, ground, least in ON:
        text, behind = Color.parse(colors[name]), Color.parse(colors["surface"]) + Color.parse(colors[ground])
        assert contrast(text, behind) >= least - 0.05, (name, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_the_row_under_the_cursor_reads_and_leaves_room_for_what_is_dim(theme: str) -> None:
    cursor = Color.parse(
        readable_variables(BUILTIN_THEMES[theme].to_color_system().generate())["block-cursor-background"]
    )
    assert contrast(cursor.get_contrast_text(1), cursor) >= 9.0 - 0.1


def test_a_theme_of_the_terminals_own_colours_keeps_them() -> None:
    theme = next(theme for theme in BUILTIN_THEMES.values() if theme.ansi)
    variables = theme.to_color_system().generate()
    made = readable_variables(variables)
    assert {name: made[name] for name in variables} == variables
    assert made["high-yield"] == variables["warning"]


def test_without_colour_a_callout_title_an_address_and_a_label_of_code_differ_from_plain_text() -> None:
    palette = palette_of("textual-dark", no_color=True)
    plain = palette.style([])
    assert palette.style([Span(0, 1, "callout", target="info")]).bold
    assert palette.style([Span(0, 1, "code"), Span(0, 1, "code-label")]).italic
    link, url, missing = (palette.style([Span(0, 1, role)]) for role in ("link", "url", "link-missing"))
    assert len({(each.color, each.italic, each.underline) for each in (plain, link, url, missing)}) == 4


def test_the_frame_of_an_embed_is_not_underlined_as_its_title_is() -> None:
    palette = palette_of("textual-dark")
    assert not palette.style([Span(0, 1, "embed")]).underline
    assert palette.style([Span(0, 5, "embed"), Span(0, 5, "link", "Gout")]).underline


def test_the_ground_of_a_code_block_reaches_to_the_edge_and_that_of_code_in_a_line_does_not() -> None:
    palette = palette_of("textual-dark")
    ground = palette.style([Span(0, 1, "code")]).bgcolor
    for source, filled in (("```\na\n\nb\n```\n", True), ("`a`\n", False), ("| a |\n| --- |\n| `b` |\n", False)):
        for line in lay_out(parse(source).blocks, 40):
            last = list(paint(line, 44, palette))[-1]
            assert last.style is not None and (last.style.bgcolor == ground) is filled, line.text


@pytest.mark.parametrize("theme", BUILTIN_THEMES)
@pytest.mark.parametrize("no_color", [False, True], ids=["colour", "no-colour"])
def test_selected_text_reads_on_what_is_laid_under_it_and_differs_from_the_page(
    views: dict[View, list[Line]], theme: str, no_color: bool
) -> None:
    chosen = BUILTIN_THEMES[theme]
    colors = chosen.to_color_system().generate()
    palette = Palette(colors, dark=chosen.dark, ansi=chosen.ansi, no_color=no_color)
    poor: dict[str, float] = {}
    pairs = set()
    for line in views["all"]:
        for segment in paint(line, 90, palette, selected=(0, len(line.text))):
            style = segment.style
            if style is None or not segment.text.strip() or "offset" not in style.meta:
                continue
            assert style.color is not None and style.bgcolor is not None and not style.reverse
            pairs.add((style.color, style.bgcolor))
            if not chosen.ansi and ratio(style) < MIN_CONTRAST - 0.05:
                poor[segment.text.strip()[:30]] = round(ratio(style), 2)
    assert poor == {}
    (ground,) = {ground for _, ground in pairs}
    if chosen.ansi:
        ((text, _),) = pairs
        assert (text.name, ground.name) == (("black", "white") if chosen.dark else ("bright_white", "black"))
    else:
        assert contrast(Color.from_rich_color(ground), palette.background) >= 1.4
