"""Every palette of behaviour 5.1, and the ways to write a colour."""

from __future__ import annotations

import pytest

from studytui.markdown.colors import DEFAULT, HIGHLIGHTR, bucket, parse_color

EDITING_TOOLBAR = {
    "rgba(140, 140, 140, 0.12)": "grey",
    "rgba(92, 92, 92, 0.2)": "grey",
    "rgba(163, 67, 31, 0.2)": "red",
    "rgba(240, 107, 5, 0.2)": "orange",
    "rgba(240, 200, 0, 0.2)": "yellow",
    "rgba(3, 135, 102, 0.2)": "green",
    "rgba(5, 117, 197, 0.2)": "blue",
    "rgba(74, 82, 199, 0.2)": "blue",
    "rgba(136, 49, 204, 0.2)": "purple",
}
HIGHLIGHTER = {
    "rgb(255, 248, 143)": "yellow",
    "rgb(211, 248, 182)": "green",
    "rgb(175, 250, 209)": "green",
    "rgb(177, 255, 255)": "cyan",
    "rgb(253, 191, 255)": "pink",
    "rgb(210, 203, 255)": "purple",
    "rgb(64, 169, 255)": "blue",
    "rgb(255, 77, 79)": "red",
    "rgb(212, 177, 6)": "yellow",
    "rgb(146, 84, 222)": "purple",
    "#d3f8b6": "green",
    "#fdbfff": "pink",
    "#fff88f": "yellow",
}
CUSTOM = {
    "#FFB78B8C": "orange",
    "#CDF4698C": "green",
    "#A0CCF68C": "blue",
    "#F0A7D88C": "pink",
    "#ADEFEF8C": "cyan",
}
PLUGIN = {
    "#FFB8EBA6": "pink",
    "#FF5582A6": "red",
    "#FFB86CA6": "orange",
    "#FFF3A3A6": "yellow",
    "#BBFABBA6": "green",
    "#ABF7F7A6": "cyan",
    "#ADCCFFA6": "blue",
    "#D2B3FFA6": "purple",
    "#CACFD9A6": "grey",
}


@pytest.mark.parametrize(("written", "name"), {**EDITING_TOOLBAR, **HIGHLIGHTER, **CUSTOM, **PLUGIN}.items())
def test_a_palette_entry_falls_where_its_name_says(written: str, name: str) -> None:
    color = parse_color(written)
    assert color is not None
    assert bucket(color) == name


def test_obsidians_own_highlight_is_yellow() -> None:
    assert bucket(DEFAULT) == "yellow"


@pytest.mark.parametrize("name", HIGHLIGHTR)
def test_a_highlightr_class_has_the_colour_of_its_name(name: str) -> None:
    assert bucket(HIGHLIGHTR[name]) == name.replace("gray", "grey")


@pytest.mark.parametrize(
    ("written", "color"),
    [
        ("#fa0", "#ffaa00ff"),
        ("#FA08", "#ffaa0088"),
        ("#ffaa00", "#ffaa00ff"),
        ("#ffaa0080", "#ffaa0080"),
        ("rgb(255,170,0)", "#ffaa00ff"),
        ("rgba( 255 , 170 , 0 , .5 )", "#ffaa0080"),
        ("rgb(255 170 0 / 50%)", "#ffaa0080"),
        ("rgb(100%, 66.667%, 0%)", "#ffaa00ff"),
        ("rgb(300, -5, 0)", "#ff0000ff"),
        ("hsl(40, 100%, 50%)", "#ffaa00ff"),
        ("hsla(40deg 100% 50% / .5)", "#ffaa0080"),
        ("Orange", "#ffa500ff"),
        (" #fa0 ; ", "#ffaa00ff"),
        ("no-repeat #fa0", "#ffaa00ff"),
    ],
)
def test_a_colour_is_read_however_it_is_written(written: str, color: str) -> None:
    assert parse_color(written) == color


@pytest.mark.parametrize(
    "written",
    ["", "none", "transparent", "#12", "#fffff", "rgb(1,2)", "rgb(a,b,c)", "rgba(1,2,3,0)", "#12345600", "url(a.png)",
     "var(--red)", "rgb(nan,1,1)", "rgb(inf,1,1)", "rgb(1e999,1,1)", "hsl(inf,1%,1%)", "colour"],
)  # fmt: skip
def test_what_shows_no_colour_is_none(written: str) -> None:
    assert parse_color(written) is None


@pytest.mark.parametrize(
    ("color", "name"),
    [("#ffffffff", "grey"), ("#000000ff", "grey"), ("#fefffeff", "grey"), ("#ff0000ff", "red"), ("#ff00ffff", "pink")],
)
def test_what_has_no_hue_to_see_is_grey(color: str, name: str) -> None:
    assert bucket(color) == name
