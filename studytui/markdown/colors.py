"""CSS colours as notes write them, and the bucket that each belongs to (behaviour 5.1.5)."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from math import isfinite

from studytui.lazy_regex import lazy_regex

DEFAULT = "#ffd00066"
"""Obsidian's own highlight: `==x==` and a bare `<mark>` (behaviour 4.4)."""

HIGHLIGHTR = {
    "pink": "#ffb8eba6",
    "red": "#ff5582a6",
    "orange": "#ffb86ca6",
    "yellow": "#fff3a3a6",
    "green": "#bbfabba6",
    "cyan": "#abf7f7a6",
    "blue": "#adccffa6",
    "purple": "#d2b3ffa6",
    "grey": "#cacfd9a6",
    "gray": "#cacfd9a6",
}
"""The classes `hltr-…` of the Highlightr plugin (behaviour 5.1.3)."""

_HUES = ((18, "red"), (40, "orange"), (68, "yellow"), (170, "green"), (190, "cyan"), (245, "blue"), (290, "purple"))
_HEX = lazy_regex(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-f])")
_CALL = lazy_regex(r"(rgb|hsl)a?\(([^()]*)\)")
_WORD = lazy_regex(r"[a-z]+")


@lru_cache(maxsize=1024)
def parse_color(value: str) -> str | None:
    """The first colour in a CSS value as `#rrggbbaa`; None when there is none, or nothing of it would be seen."""
    value = value.lower()
    for word in re.findall(r"(?:rgb|hsl)a?\([^()]*\)|[^\s,;()]+\([^()]*\)|[^\s,;]+", value):
        color = _hexadecimal(word) or _call(word) or _name(word)
        if color is not None:
            return None if color.endswith("00") else color
        if word == "transparent":
            return None
    return None


def _hexadecimal(word: str) -> str | None:
    match = _HEX.fullmatch(word)
    if match is None:
        return None
    digits = match[1]
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return "#" + digits.ljust(8, "f")


def _call(word: str) -> str | None:
    match = _CALL.fullmatch(word)
    if match is None:
        return None
    parts = [part for part in re.split(r"[\s,/]+", match[2].strip()) if part]
    if len(parts) not in (3, 4):
        return None
    try:
        if match[1] == "rgb":
            red, green, blue = (_number(part, 255) / 255 for part in parts[:3])
        else:
            hue = _number(parts[0].removesuffix("deg"), 360) / 360 % 1
            red, green, blue = colorsys.hls_to_rgb(hue, _number(parts[2], 100) / 100, _number(parts[1], 100) / 100)
        alpha = _number(parts[3], 1) if len(parts) == 4 else 1.0
    except (ValueError, OverflowError):
        return None
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in (red, green, blue, alpha))


def _number(part: str, full: float) -> float:
    """A CSS number, where a percentage is a part of `full`; ValueError when it is neither."""
    number = float(part[:-1]) / 100 * full if part.endswith("%") else float(part)
    if not isfinite(number):
        raise ValueError(part)
    return number


def _name(word: str) -> str | None:
    if _WORD.fullmatch(word) is None:
        return None
    digits = _names().get(word)
    return None if digits is None else f"#{digits}ff"


@lru_cache(maxsize=1024)
def bucket(color: str) -> str:
    """The bucket of a `#rrggbbaa` colour; its alpha does not count."""
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    # Nearly white and nearly black have any saturation; too little colour to see is grey as well.
    if saturation < 0.2 or max(red, green, blue) - min(red, green, blue) < 0.04:
        return "grey"
    degrees = hue * 360
    if degrees >= 335:
        return "red"
    return next((name for limit, name in _HUES if degrees < limit), "pink")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    words = _NAMES.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_NAMES = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4
black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0
chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff
darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9
darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000
darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f
darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc
ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080
honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa
lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff
lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1
lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899
lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970
mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000
olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98
paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd
powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0
skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4
tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff
whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
"""
