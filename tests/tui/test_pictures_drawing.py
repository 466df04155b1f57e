"""Pixels -> what the terminal gets: half blocks, kitty's protocol, sixels; and which of them."""

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

from studytui.tui.pictures import mode as mode_module
from studytui.tui.pictures.halfblocks import HalfBlocks
from studytui.tui.pictures.kitty import PLACEHOLDER, KittyPicture
from studytui.tui.pictures.mode import MOST_COLUMNS, choose_mode
from studytui.tui.pictures.sixel import strips

# Half blocks


def test_a_cell_holds_two_pixels_the_upper_in_the_foreground() -> None:
    drawn = HalfBlocks(quarters((2, 2)).tobytes(), 2, 1)
    left, right = drawn.row(0)
    assert left.text == right.text == "▀"
    assert [part.style.color.triplet for part in (left, right)] == [RED, GREEN]
    assert [part.style.bgcolor.triplet for part in (left, right)] == [BLUE, WHITE]


def test_cells_of_one_colour_are_one_blank_segment() -> None:
    (segment,) = HalfBlocks(Image.new("RGB", (5, 4), RED).tobytes(), 5, 2).row(1)
    assert segment.text == "     "
    assert segment.style.bgcolor.triplet == RED


@given(st.integers(1, 12), st.integers(1, 4), st.data())
@settings(max_examples=40, deadline=None)
def test_every_row_of_half_blocks_is_as_wide_as_the_picture(columns: int, rows: int, data: st.DataObject) -> None:
    pixels = data.draw(st.binary(min_size=columns * rows * 6, max_size=columns * rows * 6))
    drawn = HalfBlocks(pixels, columns, rows)
    shown = b""
    for row in range(rows):
        cells = [(part.style.color.triplet, part.style.bgcolor.triplet) for part in drawn.row(row) for _ in part.text]
        assert len(cells) == columns
        shown += bytes(value for cell in cells for value in cell[0]) + bytes(
            value for cell in cells for value in cell[1]
        )
    assert shown == pixels


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


# Which of them

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("environ", "colors", "mode"),
    [
        (XTERM, "truecolor", "halfblock"),
        (XTERM, "256", "halfblock"),
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
    for mode in ("kitty", "sixel", "halfblock", "off"):
        assert choose_mode(mode, {"SSH_TTY": "x"}, colors="truecolor") == mode


def test_who_asks_for_sixels_gets_them_where_the_size_of_a_cell_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mode_module, "cell_pixels", lambda: None)
    assert mode_module.cell_size("sixel") == (10, 20) and mode_module.cell_size("auto") is None
    monkeypatch.setattr(mode_module, "cell_pixels", lambda: (9, 18))
    assert mode_module.cell_size("sixel") == mode_module.cell_size("auto") == (9, 18)


def test_kitty_without_all_colours_draws_half_blocks() -> None:
    assert choose_mode("kitty", {}, colors="256") == "halfblock"
    assert choose_mode("kitty", {}, colors="truecolor", no_color=True) == "halfblock"


@pytest.mark.parametrize(("version", "mode"), [("0, 26, 5", "halfblock"), ("0, 28, 0", "kitty"), ("1, 2, 3", "kitty")])
def test_a_kitty_that_is_known_to_be_old_draws_half_blocks(tmp_path: Path, version: str, mode: str) -> None:
    (tmp_path / "kitty").mkdir()
    (tmp_path / "kitty/constants.py").write_text(f"version: Version = Version({version})\n")
    environ = {"TERM": "xterm-kitty", "KITTY_INSTALLATION_DIR": str(tmp_path)}
    assert choose_mode("auto", environ, colors="truecolor") == mode
