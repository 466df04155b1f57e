"""What is sent to the terminal: the same screen for fewer bytes, and rows that end where they should."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from studytui.tui.economy import Economy

COLUMNS, ROWS = 20, 6
STYLES = st.sampled_from(
    ["", "0", "1", "2;3", "1;38;2;10;20;30", "38;5;9;48;2;1;2;3", "7", "31;44", "91", "4;9;103", "0;1", "22"]
)
TEXTS = st.text(alphabet="ab 漢é│…", min_size=1, max_size=12)
PIECES = st.tuples(
    st.integers(1, ROWS), st.integers(1, COLUMNS - 4), st.lists(st.tuples(STYLES, TEXTS), min_size=1, max_size=3)
)
FRAMES = st.lists(st.lists(PIECES, min_size=1, max_size=8), min_size=1, max_size=6)

HARD = (
    "❤️", "⚠️ x", "1️⃣", "👨‍👩‍👧‍👦", "👩🏽‍⚕️", "🏳️‍🌈", "👍🏿", "हिन्दी", "ক্ষেত্রে", "น้ำ", "ភាសាខ្មែរ", "தமிழ்",
    "العربية", "עִבְרִית", "\u1112\u1161\u11ab", "d\u00ade", "a\u200bb", "c\u2060d", "🫀", "🩻", "🫩", "🇩🇪", "é̂", "र्‍य", "می‌خواهم", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
)  # fmt: skip


class _Screen(pyte.Screen):
    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)


def frame(pieces: list[tuple[int, int, list[tuple[str, str]]]]) -> str:
    """As Textual writes it: each piece placed, each style from nothing and ended."""
    out = []
    for row, column, runs in pieces:
        out.append(f"\x1b[{row};{column}H")
        room = COLUMNS - column + 1
        for style, text in runs:
            kept = ""
            for character in text:
                room -= 2 if unicodedata.east_asian_width(character) == "W" else 1
                if room < 0:
                    break
                kept += character
            out.append(f"\x1b[{style}m{kept}\x1b[0m" if style else kept)
        out.append("\n")
    return "".join(out)


def seen(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    return [
        [tuple(screen.buffer[row][column]) for column in range(COLUMNS)]
        for row in range(ROWS)
    ]  # fmt: skip


@given(FRAMES)
def test_the_screen_is_the_same_as_without_economy(frames: list[list[tuple[int, int, list[tuple[str, str]]]]]) -> None:
    whole, less = _Screen(COLUMNS, ROWS), _Screen(COLUMNS, ROWS)
    into_whole, into_less = pyte.Stream(whole), pyte.Stream(less)
    economy = Economy()
    # What neither has painted is unknown: begin with a screen that both have.
    ground = "".join(f"\x1b[{row};1H{' ' * COLUMNS}\n" for row in range(1, ROWS + 1))
    for pieces in [None, *frames]:
        data = ground if pieces is None else frame(pieces).replace("\n", "")
        into_whole.feed(data)
        into_less.feed(economy.write(data))
        for wide in (whole, less):
            _clean(wide)
        assert seen(less) == seen(whole)


def _clean(screen: pyte.Screen) -> None:
    """A half of a wide character whose other half was written over is as terminals leave it: of no interest."""
    for row in range(ROWS):
        line = screen.buffer[row]
        for column in range(COLUMNS):
            wide = unicodedata.east_asian_width(line[column].data[:1] or " ") == "W"
            if wide and (column + 1 >= COLUMNS or line[column + 1].data):
                line[column] = line[column]._replace(data="?")
            before = line[column - 1].data if column else ""
            if not line[column].data and not _is_wide(before):
                line[column] = line[column]._replace(data="?")


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[:1] or " ") == "W"


def test_what_stands_is_not_written_again() -> None:
    economy = Economy()
    data = "\x1b[1;1H\x1b[1;31mhead\x1b[0m body\n\x1b[2;1Hmore"
    assert "head" in economy.write(data)
    again = economy.write(data)
    assert "head" not in again
    assert "more" not in again
    assert economy.write("\x1b[1;1H\x1b[1;31mhead\x1b[0m BODY") == "\x1b[1;6HBODY"


def test_a_style_is_sent_once_for_a_run_and_ends_plain() -> None:
    sent = Economy().write("\x1b[1;1H\x1b[1;31ma\x1b[0m\x1b[1;31mb\x1b[0m\x1b[1;32mc\x1b[0md")
    assert sent == "\x1b[1;1H\x1b[1;31mab\x1b[32mc\x1b[md"


@pytest.mark.parametrize(
    "sequence",
    ["\x1b]2;a title\x07", "\x1b]52;c;YQ==\x1b\\", "\x1bPq#0\x1b\\", "\x1b_Ga=d\x1b\\", "\x1b[?2026h", "\x1b[?25l", "\x1b7", "\x1b[6n"],
    ids=["title", "clipboard", "sixel", "kitty", "synchronised", "cursor", "saved", "asked"],
)  # fmt: skip
def test_what_is_no_text_goes_through_as_it_is(sequence: str) -> None:
    assert Economy().write(sequence) == sequence


@pytest.mark.parametrize(
    "cause", ["\x1bPq\x1b\\", "\x1b_Gx\x1b\\", "\x1b]1337;File=inline=1:YQ==\x07", "\x1b[2J", "\x1b[?1049h", "resize"]
)
def test_after_what_covers_the_screen_all_is_written_again(cause: str) -> None:
    economy = Economy()
    economy.write("\x1b[1;1Htext")
    if cause == "resize":
        economy.forget()
    else:
        economy.write(cause)
    assert "text" in economy.write("\x1b[1;1Htext")


def by_code_points(text: str) -> int:
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if wide(c) else 1 for c in text)


def by_clusters(text: str) -> int:
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Mc", "Cf") else 2 if wide(c) else 1 for c in text)


def new_emoji_unknown(text: str) -> int:
    return by_code_points(text) - sum(c >= "\U0001fa70" for c in text if unicodedata.category(c) == "So")


def wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W" or character >= "\U0001fa70"


@pytest.mark.parametrize("terminal", [by_code_points, by_clusters, new_emoji_unknown])
@pytest.mark.parametrize("hard", HARD, ids=lambda text: "-".join(f"{ord(c):x}" for c in text)[:40])
def test_what_follows_a_hard_text_stands_where_the_screen_believes(hard: str, terminal: Callable[[str], int]) -> None:
    sent = Economy().write(f"\x1b[3;5H\x1b[1mx {hard} \x1b[0m|")
    column = 0
    for part in re.split(r"(\x1b\[[0-9;]*[A-Za-z])", sent):
        if placed := re.fullmatch(r"\x1b\[(?:\d+;)?(\d+)[HG]", part):
            column = int(placed[1])
        elif not part.startswith("\x1b"):
            before, bar, _ = part.partition("|")
            column += terminal(before)
            if bar:
                break
    assert column == 5 + cell_len(f"x {hard} ")
