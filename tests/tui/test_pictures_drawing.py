"""Pixels -> what the terminal gets: blocks, kitty's protocol, sixels, iTerm2's; and which of them."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_images import BLUE, GREEN, RED, WHITE, quarters
from PIL import Image
from rich.cells import cell_len

from studytui.tui.pictures import iterm
from studytui.tui.pictures import mode as mode_module
from studytui.tui.pictures.blocks import QUADRANTS, SEXTANTS, Blocks, Grid
from studytui.tui.pictures.decode import shrunk
from studytui.tui.pictures.kitty import PLACEHOLDER, KittyPicture
from studytui.tui.pictures.mode import MOST_COLUMNS, choose_mode
from studytui.tui.pictures.sixel import strips

# Blocks


def test_a_cell_of_one_edge_holds_two_colours_the_upper_left_in_the_foreground() -> None:
    pixels = Image.new("RGB", (4, 2), BLUE)
    pixels.paste(RED, (0, 0, 2, 1))
    pixels.paste(GREEN, (2, 0, 3, 2))
    left, right = Blocks(pixels.tobytes(), 2, 1).row(0)
    assert (left.text, right.text) == ("▀", "▌")
    assert [part.style.color.triplet for part in (left, right)] == [RED, GREEN]
    assert [part.style.bgcolor.triplet for part in (left, right)] == [BLUE, BLUE]


@pytest.mark.parametrize("grid", [QUADRANTS, SEXTANTS])
def test_every_set_of_pixels_has_its_own_sign(grid: Grid) -> None:
    count = grid.across * grid.down
    assert len(set(grid.signs)) == len(grid.signs) == 1 << count
    assert all(sign == " " or 0x2580 <= ord(sign) <= 0x259F or 0x1FB00 <= ord(sign) <= 0x1FB3B for sign in grid.signs)
    for bits in range(1, 1 << count, 2):  # the upper left one is in the foreground
        pixels = b"".join(bytes(RED if bits >> place & 1 else WHITE) for place in range(count))
        (segment,) = Blocks(pixels, 1, 1, grid).row(0)
        assert segment.text == (grid.signs[bits] if bits < (1 << count) - 1 else " ")


def test_cells_of_one_colour_are_one_blank_segment() -> None:
    (segment,) = Blocks(Image.new("RGB", (10, 4), RED).tobytes(), 5, 2).row(1)
    assert segment.text == "     "
    assert segment.style.bgcolor.triplet == RED


def test_a_cell_without_an_edge_stays_calm_and_a_thin_line_is_seen() -> None:
    shades = bytes((100, 100, 100, 112, 112, 112, 118, 118, 118, 128, 128, 128))
    assert Blocks(shades, 1, 1).row(0)[0].text == "▀"
    line = bytes((255,) * 3 + (0,) * 3 + (255,) * 6)
    assert Blocks(line, 1, 1).row(0)[0].text == "▙"


def error(pixels: bytes, columns: int, rows: int, grid: Grid) -> float:
    """How far the drawn cells are from the pixels, squared."""
    drawn = Blocks(pixels, columns, rows, grid)
    total, wide = 0.0, columns * grid.across
    for row in range(rows):
        cells = [(sign, part.style) for part in drawn.row(row) for sign in part.text]
        assert len(cells) == columns
        for column, (sign, style) in enumerate(cells):
            for place in range(grid.across * grid.down):
                across, down = column * grid.across + place % grid.across, row * grid.down + place // grid.across
                front = grid.signs.index(sign) >> place & 1
                shown = (style.color if front else style.bgcolor).triplet
                at = (down * wide + across) * 3
                total += sum((one - other) ** 2 for one, other in zip(pixels[at : at + 3], shown, strict=True))
    return total


@given(st.integers(1, 6), st.integers(1, 3), st.sampled_from([QUADRANTS, SEXTANTS]), st.data())
@settings(max_examples=30, deadline=None)
def test_two_colours_a_cell_are_nearer_than_one_and_rows_as_wide_as_the_picture(
    columns: int, rows: int, grid: Grid, data: st.DataObject
) -> None:
    size = (columns * grid.across, rows * grid.down)
    count = size[0] * size[1] * 3
    pixels = data.draw(st.binary(min_size=count, max_size=count))
    mean = Image.frombytes("RGB", size, pixels).resize((columns, rows), Image.Resampling.BOX)
    flat = mean.resize(size, Image.Resampling.NEAREST).tobytes()
    assert (
        error(pixels, columns, rows, grid) <= sum((a - b) ** 2 for a, b in zip(pixels, flat, strict=True)) + count * 4
    )


# iTerm2


def test_iterm_gets_a_strip_a_row_that_takes_its_cells_and_leaves_the_cursor() -> None:
    found = iterm.strips(quarters((20, 40)), 4, 2)
    assert len(found) == 2
    for strip, colors in zip(found, ((RED, GREEN), (BLUE, WHITE)), strict=True):
        match = re.fullmatch(
            r"\x1b]1337;File=inline=1;size=(\d+);width=4;height=1;preserveAspectRatio=0;doNotMoveCursor=1:(.*)\x07",
            strip,
        )
        assert match
        data = base64.standard_b64decode(match[2])
        image = Image.open(io.BytesIO(data))
        assert len(data) == int(match[1]) and image.size == (20, 20)
        assert (image.getpixel((0, 0)), image.getpixel((19, 19))) == colors


# kitty


def commands(text: str) -> list[tuple[dict[str, str], bytes]]:
    """The commands in a string of escape sequences, which must be nothing else."""
    found = re.findall(r"\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\", text)
    assert re.sub(r"\x1b_G[^\x1b]*\x1b\\", "", text) == ""
    return [(dict(pair.split("=") for pair in keys.split(",")), data.encode()) for keys, data in found]


def test_kitty_gets_the_picture_in_chunks_and_answers_nothing() -> None:
    image = Image.effect_noise((120, 80), 90).convert("RGB")
    sent = commands(KittyPicture(0x123456, 12, 4, 9600).sent(image))
    first, last = sent[0][0], sent[-1][0]
    assert {key: first[key] for key in "aUfticr"} == {
        "a": "T", "U": "1", "f": "100", "t": "d", "i": str(0x123456), "c": "12", "r": "4",
    }  # fmt: skip
    assert len(sent) > 2
    assert [keys["m"] for keys, _ in sent] == ["1"] * (len(sent) - 1) + ["0"]
    assert all(keys["q"] == "2" and len(data) <= 4096 for keys, data in sent)
    assert last.keys() == {"q", "m"}
    png = Image.open(io.BytesIO(base64.standard_b64decode(b"".join(data for _, data in sent))))
    assert png.tobytes() == image.tobytes()


def test_kitty_finds_the_place_of_each_cell_in_its_text_and_the_picture_in_its_colour() -> None:
    picture = KittyPicture(0x0A0B0C, 3, 2, 1)
    (segment,) = picture.row(1)
    assert segment.style.color.triplet == (0x0A, 0x0B, 0x0C)
    assert segment.text == f"{PLACEHOLDER}\u030d\u0305{PLACEHOLDER}\u030d\u030d{PLACEHOLDER}\u030d\u030e"
    assert cell_len(KittyPicture(1, MOST_COLUMNS, 200, 1).row(199)[0].text) == MOST_COLUMNS


def test_kitty_is_told_to_forget_and_tmux_to_pass_it_on() -> None:
    picture = KittyPicture(7, 3, 2, 1)
    assert commands(picture.forgotten()) == [({"a": "d", "d": "I", "q": "2", "i": "7"}, b"")]
    assert picture.forgotten(through_tmux=True) == "\x1bPtmux;\x1b\x1b_Ga=d,d=I,q=2,i=7\x1b\x1b\\\x1b\\"


# Sixels


def painted(strip: str) -> Image.Image:
    """What a terminal makes of a sixel image."""
    match = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)(.*)\x1b\\', strip, re.DOTALL)
    assert match
    image = Image.new("RGB", (int(match[1]), int(match[2])), (1, 2, 3))
    colors: dict[int, tuple[int, ...]] = {}
    x = y = color = 0
    for part in re.findall(r"#\d+(?:;\d+){4}|#\d+|!\d+[?-~]|[$\-?-~]", match[3]):
        if part[0] == "#":
            number, *definition = (int(value) for value in part[1:].split(";"))
            if definition:
                colors[number] = tuple(round(share * 255 / 100) for share in definition[1:])
            else:
                color = number
        elif part in "$-":
            x, y = 0, y + (6 if part == "-" else 0)
        else:
            count = int(part[1:-1]) if part[0] == "!" else 1
            for bit in range(6):
                if ord(part[-1]) - 63 >> bit & 1:
                    for across in range(x, x + count):
                        image.putpixel((across, y + bit), colors[color])
            x += count
    return image


@pytest.mark.parametrize("tall", [6, 13, 20])
def test_each_row_of_the_screen_is_a_sixel_image_of_its_own(tall: int) -> None:
    image = quarters((30, 2 * tall))
    found = [painted(strip) for strip in strips(image, 2)]
    assert [strip.size for strip in found] == [(30, tall)] * 2
    for row, strip in enumerate(found):
        for x in (0, 14, 15, 29):
            for y in range(tall):
                wanted = image.getpixel((x, row * tall + y))
                assert all(abs(a - b) <= 6 for a, b in zip(strip.getpixel((x, y)), wanted, strict=True)), (row, x, y)


def test_a_picture_of_many_colours_leaves_no_hole() -> None:
    image = Image.effect_noise((64, 24), 100).convert("RGB")
    assert all((1, 2, 3) not in {color for _, color in painted(strip).getcolors(9999)} for strip in strips(image, 2))


def test_until_a_sixel_is_drawn_thin_lines_of_its_picture_are_dark() -> None:
    paper = Image.new("RGB", (400, 400), WHITE)
    paper.paste((0, 0, 0), (0, 200, 400, 202))
    light = [min(shrunk(paper, (20, 20)).getpixel((10, row))) for row in range(20)]  # type: ignore[arg-type]
    assert min(light) < 215 and sum(each > 240 for each in light) >= 17


# Which of them

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("environ", "colors", "mode"),
    [
        (XTERM, "truecolor", "halfblock"),
        (XTERM, "256", "halfblock"),
        (XTERM | {"TERM_PROGRAM": "iTerm.app"}, "truecolor", "iterm"),
        (XTERM | {"TERM_PROGRAM": "iTerm.app", "TMUX": "x"}, "truecolor", "halfblock"),
        (XTERM | {"VTE_VERSION": "7006"}, "truecolor", "sextant"),
        (XTERM | {"VTE_VERSION": "5202"}, "truecolor", "halfblock"),
        ({"TERM": "xterm"}, "standard", "off"),
        ({"TERM": "dumb"}, None, "off"),
        (XTERM | {"CI": "true"}, "truecolor", "off"),
        ({"TERM": "xterm-kitty"}, "truecolor", "kitty"),
        ({"TERM": "xterm-kitty"}, "256", "halfblock"),
        (XTERM | {"KITTY_WINDOW_ID": "1"}, "truecolor", "kitty"),
        (XTERM | {"TERM_PROGRAM": "ghostty"}, "truecolor", "kitty"),
        ({"TERM": "foot"}, "truecolor", "sixel"),
        (XTERM | {"TERM_PROGRAM": "WezTerm"}, "truecolor", "sixel"),
        (XTERM | {"TERM_PROGRAM": "WezTerm", "TMUX": "x"}, "truecolor", "halfblock"),
        ({"TERM": "xterm-kitty", "SSH_CONNECTION": "a b"}, "truecolor", "halfblock"),
        ({"TERM": "xterm-kitty", "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, "truecolor", "halfblock"),
    ],
)
def test_auto_goes_by_the_environment(environ: dict[str, str], colors: str | None, mode: str) -> None:
    assert choose_mode("auto", environ, colors=colors) == mode
    assert choose_mode("auto", environ, colors=colors, no_color=True) == "off"


def test_what_is_asked_for_goes_before_what_is_known() -> None:
    for mode in ("kitty", "sixel", "iterm", "sextant", "halfblock", "off"):
        assert choose_mode(mode, {"SSH_TTY": "x"}, colors="truecolor") == mode


def test_who_asks_for_sixels_gets_them_where_the_size_of_a_cell_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mode_module, "cell_pixels", lambda: None)
    assert mode_module.cell_size("sixel") == (10, 20) and mode_module.cell_size("auto") is None
    monkeypatch.setattr(mode_module, "cell_pixels", lambda: (9, 18))
    assert mode_module.cell_size("sixel") == mode_module.cell_size("auto") == (9, 18)


def test_kitty_without_all_colours_draws_half_blocks() -> None:
    assert choose_mode("kitty", {}, colors="256") == "halfblock"
    assert choose_mode("kitty", {}, colors="truecolor", no_color=True) == "halfblock"


@pytest.mark.parametrize(("version", "mode"), [("0, 26, 5", "sextant"), ("0, 28, 0", "kitty"), ("1, 2, 3", "kitty")])
def test_a_kitty_that_is_known_to_be_old_draws_half_blocks(tmp_path: Path, version: str, mode: str) -> None:
    (tmp_path / "kitty").mkdir()
    (tmp_path / "kitty/constants.py").write_text(f"version: Version = Version({version})\n")
    environ = {"TERM": "xterm-kitty", "KITTY_INSTALLATION_DIR": str(tmp_path)}
    assert choose_mode("auto", environ, colors="truecolor") == mode
