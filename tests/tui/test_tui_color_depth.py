"""Colours as they are sent to terminals that have 256 or sixteen: they read, and stay apart."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from studytui.layout import lay_out
from studytui.layout.header import header
from studytui.markdown import parse
from studytui.tui.reader.strips import paint
from studytui.tui.theme import color_depth
from studytui.tui.theme.color_depth import ColorDepth, Depth, contrast, depth_of
from studytui.tui.theme.palette import BUCKET_COLORS, Palette
from studytui.tui.theme.pane_colors import readable_variables
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding
from tests.tui.test_tui_contrast import NOTE, NOTES

THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
FEW: tuple[Depth, ...] = ("256", "standard")


def shown(parameters: str, page: int) -> tuple[color_depth.RGB, color_depth.RGB]:
    """Text and ground of SGR parameters, as a terminal of that depth draws them."""
    text, ground, swapped = 7, page, False
    codes = iter(parameters.split(";"))
    for code in codes:
        if code in ("38", "48"):
            assert next(codes) == "5"
            index = int(next(codes))
            text, ground = (index, ground) if code == "38" else (text, index)
        elif re.fullmatch(r"3[0-7]|9[0-7]", code):
            text = int(code) - (30 if code < "40" else 82)
        elif re.fullmatch(r"4[0-7]|10[0-7]", code):
            ground = int(code) - (40 if len(code) == 2 else 92)
        swapped |= code == "7"
    if "1" in parameters.split(";") and text < 8:
        text += 8  # as xterm draws bold text of the first eight colours
    pair = (color_depth._color(text), color_depth._color(ground))
    return (pair[1], pair[0]) if swapped else pair


def depth_for(theme: str, depth: Depth) -> tuple[ColorDepth, Palette]:
    chosen = BUILTIN_THEMES[theme]
    variables = readable_variables(chosen.to_color_system().generate(), few_colors=True)
    palette = Palette(variables, dark=chosen.dark, sixteen=depth == "standard")
    tints = {name: palette.tint(name).rgb for name in BUCKET_COLORS}
    return ColorDepth(depth, palette.background.rgb, tints), palette


@pytest.fixture(scope="module")
def lines() -> list[object]:
    vault = open_vault(NOTES)
    document = parse(vault.text(NOTE))
    page = Embedding(vault, NOTE, document.frontmatter)
    blocks = [
        *header(document.frontmatter, vault.title(NOTE), document.blocks, NOTE),
        *chain.from_iterable(page.expand(document.blocks)),
    ]
    return list(lay_out(blocks, 80, links=page))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", FEW)
def test_every_word_of_the_note_that_holds_everything_reads_as_it_is_sent(
    lines: list[object], theme: str, depth: Depth
) -> None:
    sent, palette = depth_for(theme, depth)
    page = 0 if palette.dark else 7
    poor = {}
    for line in lines:
        for segment in paint(line, 90, palette):  # type: ignore[arg-type]  # lines of the layout
            style = segment.style
            if style is None or not re.search(r"\w", segment.text):
                continue
            parameters = style._make_ansi_codes(ColorSystem.TRUECOLOR)
            text, ground = shown(sent(parameters), page)
            if contrast(text, ground) < 4.4:
                poor[segment.text.strip()[:30]] = (parameters, sent(parameters), round(contrast(text, ground), 2))
    assert poor == {}


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "gruvbox", "dracula", "solarized-light"])
@pytest.mark.parametrize("depth", FEW)
def test_nine_highlights_have_nine_grounds(theme: str, depth: Depth) -> None:
    sent, palette = depth_for(theme, depth)
    grounds = {}
    for name in BUCKET_COLORS:
        red, green, blue = palette.tint(name).rgb
        grounds[name] = sent(f"48;2;{red};{green};{blue}")
    assert len(set(grounds.values())) == len(BUCKET_COLORS), grounds


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", FEW)
def test_the_row_with_the_focus_and_the_selection_stand_out(theme: str, depth: Depth) -> None:
    chosen = BUILTIN_THEMES[theme]
    variables = readable_variables(chosen.to_color_system().generate(), few_colors=True)
    sent, palette = depth_for(theme, depth)
    grounds = (("block-cursor-background", "surface"), ("screen-selection-background", "background"))
    for name, around in grounds:
        inner, outer = (
            shown(sent("48;2;{};{};{}".format(*Color.parse(variables[each]).rgb)), 0 if palette.dark else 7)[1]
            for each in (name, around)
        )
        assert contrast(inner, outer) >= 2.9, (name, inner, outer)


@pytest.mark.parametrize("text", ["#d93025", "#e8710a", "#2aa84a", "#2f7fe0"])
def test_a_word_in_red_is_not_drawn_yellow(text: str) -> None:
    sent = ColorDepth("standard", (224, 224, 224))
    parameters = sent("38;2;{};{};{};48;2;224;224;224".format(*Color.parse(text).rgb))
    assert parameters.split(";")[0] in ("31", "30", "34")


@pytest.mark.parametrize(
    ("environ", "detected", "depth"),
    [
        ({"XTERM_VERSION": "XTerm(379)"}, "standard", "truecolor"),
        ({"XTERM_VERSION": "XTerm(331)"}, "256", "truecolor"),
        ({"XTERM_VERSION": "XTerm(330)"}, "standard", "standard"),
        ({"XTERM_VERSION": "XTerm(379)", "TMUX": "socket,1,0"}, "256", "256"),
        ({"XTERM_VERSION": "odd"}, "256", "256"),
        ({}, "truecolor", "truecolor"),
        ({}, None, "truecolor"),
    ],
)
def test_the_depth_is_what_rich_detects_but_newer_xterms_have_24_bits(
    environ: dict[str, str], detected: str | None, depth: str
) -> None:
    assert depth_of(environ, detected) == depth


def test_what_is_no_colour_of_24_bits_and_truecolor_go_through() -> None:
    assert ColorDepth("256")("1;31;48;5;9") == "1;31;48;5;9"
    assert ColorDepth("truecolor")("38;2;1;2;3") == "38;2;1;2;3"


def test_a_drawing_keeps_both_its_colours() -> None:
    assert ColorDepth("256")("38;2;250;250;250;48;2;240;240;240", True) == "38;5;231;48;5;255"
