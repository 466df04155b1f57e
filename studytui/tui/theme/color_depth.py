"""Colours for terminals that have 256 or sixteen of them: chosen in pairs, so that text reads as it is sent.

Textual and the palette think in 24 bits. What a terminal lacks is replaced where it is sent: the nearest of 256 by eye,
or one of sixteen by hue; and where text would be lost on its ground, the text gives way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

RGB = tuple[int, int, int]
Depth = Literal["truecolor", "256", "standard"]

LEAST = 4.5
"""WCAG AA for text; what has at least 3 in 24 bits is taken for text."""
_NEAR_PAGE = 1.45
"""Grey grounds of less contrast to the page are the page's own where there are sixteen colours."""
_XTERM_WITH_24_BITS = 331

_SIXTEEN: tuple[RGB, ...] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
)  # fmt: skip
"""As xterm draws them; others differ little in lightness."""
_CUBE = (0, 95, 135, 175, 215, 255)
_MORE: tuple[RGB, ...] = (
    *((red, green, blue) for red in _CUBE for green in _CUBE for blue in _CUBE),
    *((grey, grey, grey) for grey in range(8, 239, 10)),
)
"""Colours 16 to 255."""

# Hue in degrees up to which one of the sixteen stands for it.
_HUES = ((15, 1), (40, 9), (70, 3), (165, 2), (200, 6), (245, 4), (295, 5), (345, 13), (360, 1))
# Bucket -> its ground in sixteen colours, and among 256 in a dark and in a light theme.
_BUCKETS = {
    "red": (1, 52, 217), "orange": (9, 94, 215), "yellow": (3, 58, 221), "green": (2, 22, 151), "cyan": (6, 23, 116),
    "blue": (4, 18, 111), "purple": (5, 54, 183), "pink": (13, 89, 218), "grey": (8, 240, 249),
}  # fmt: skip
_TEXT_ON_DARK = {1: (9,), 9: (3,), 3: (3,), 2: (2,), 6: (6,), 4: (12, 6), 5: (13,), 13: (13,)}
_TEXT_ON_LIGHT = {1: (1,), 9: (1,), 3: (0,), 2: (0,), 6: (4,), 4: (4,), 5: (5, 0), 13: (5, 0)}


def depth_of(environ: Mapping[str, str], detected: str | None) -> Depth:
    """The colours that a terminal draws: as Rich detected them, but xterm has had 24 bits since its version 331."""
    version = environ.get("XTERM_VERSION", "").removeprefix("XTerm(").removesuffix(")")
    if version.isdecimal() and int(version) >= _XTERM_WITH_24_BITS and not environ.get("TMUX"):
        return "truecolor"
    return detected if detected in ("256", "standard") else "truecolor"  # type: ignore[return-value]  # one of the two


def luminance(color: RGB) -> float:
    """WCAG relative luminance, 0 to 1."""
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class ColorDepth:
    """Turns SGR parameters of 24 bits into those of the terminal; `page` is the ground of the theme."""

    def __init__(self, depth: Depth, page: RGB = (18, 18, 18), tints: Mapping[str, RGB] | None = None) -> None:
        self.depth = depth
        self._known: dict[tuple[str, bool], str] = {}
        self.use(page, tints or {})

    def use(self, page: RGB, tints: Mapping[str, RGB], hues: Mapping[str, RGB] | None = None) -> None:
        """Colours of another theme: the ground of its page, grounds and hues of its highlights by bucket."""
        self._page = page
        self._hues = {color: name for name, color in (hues or {}).items()}
        self._tints = {color: name for name, color in tints.items()}
        self._known.clear()

    def __call__(self, style: str, drawing: bool = False) -> str:
        """The parameters to send; a `drawing` is of blocks, whose two colours are both seen, and not read."""
        if self.depth == "truecolor" or "8;2;" not in style:
            return style
        known = self._known.get((style, drawing))
        if known is None:
            known = self._known[style, drawing] = self._converted(style, drawing)
        return known

    def _converted(self, style: str, drawing: bool) -> str:
        others, fore, back = _parts(style)
        swapped = "7" in others
        text, ground = (back, fore) if swapped else (fore, back)
        if self.depth == "256":
            on, over = self._of_256(text, ground, drawing)
        else:
            on, over = self._of_sixteen(text, ground, drawing)
            others = [code for code in others if code != "1"] if drawing else self._not_brightened(others, on, over)
        if swapped:
            on, over = over, on
        codes = [
            *others,
            *([_code(over, 38)] if over is not None else []),
            *([_code(on, 48)] if on is not None else []),
        ]
        return ";".join(codes)

    def _of_256(self, text: RGB | None, ground: RGB | None, drawing: bool) -> tuple[int | None, int | None]:
        if drawing:
            return (nearest(ground) if ground else None), (nearest(text) if text else None)
        on = None if ground is None else self._ground_of_256(ground)
        if text is None:
            return on, None
        over = nearest(text)
        behind, shown = ground or self._page, _color(on) if on is not None else self._page
        if contrast(text, behind) >= 3:
            over = _legible(text, shown, over)
        return on, over

    def _of_sixteen(self, text: RGB | None, ground: RGB | None, drawing: bool) -> tuple[int | None, int | None]:
        page_is_dark = luminance(self._page) < 0.2
        page = 0 if page_is_dark else 7
        on = page
        if ground is not None:
            on = self._ground_of_sixteen(ground, page)
        if text is None:
            return (None if ground is None else on), None
        behind = ground or self._page
        if drawing and text in self._hues:
            return on, _BUCKETS[self._hues[text]][0]
        if contrast(text, behind) < 1.1:
            return on, 8 if drawing and text != behind else on
        least = LEAST if contrast(text, behind) >= 3 else 2.0
        for over in (*_text_of_sixteen(text, on), 15, 0):
            if contrast(_SIXTEEN[over], _SIXTEEN[on]) >= least:
                return on, over
        return on, 0

    def _not_brightened(self, others: list[str], on: int | None, over: int | None) -> list[str]:
        """Many terminals draw bold text brighter; where it would not read then, it is not bold."""
        if "1" not in others or over is None or over >= 8:
            return others
        page = 0 if luminance(self._page) < 0.2 else 7
        ground = page if on is None else on
        if contrast(_SIXTEEN[over + 8], _SIXTEEN[ground]) >= LEAST:
            return others
        # Bold text of the page is told by a line; on a highlight, a line is the sign of what is not high-yield.
        sign = ["4"] if over == 0 and ground == page and "4" not in others else []
        return [*(code for code in others if code != "1"), *sign]

    def _ground_of_256(self, ground: RGB) -> int:
        bucket = self._tints.get(ground)
        return nearest(ground) if bucket is None else _BUCKETS[bucket][1 if luminance(self._page) < 0.2 else 2]

    def _ground_of_sixteen(self, ground: RGB, page: int) -> int:
        bucket = self._tints.get(ground)
        if bucket is not None:
            return _BUCKETS[bucket][0]
        if contrast(ground, self._page) < _NEAR_PAGE:
            return page
        light = luminance(ground)
        if _chroma(ground) < 50:
            return 7 if light >= 0.6 else 0 if light < 0.02 else 8
        hue = _hue_of(ground)
        return 6 if hue == 4 and light >= 0.12 and page == 0 else hue


def _text_of_sixteen(text: RGB, on: int) -> tuple[int, ...]:
    ground = luminance(_SIXTEEN[on])
    if on not in (0, 7):
        return (15, 0) if ground < 0.18 else (0, 15)
    if _chroma(text) >= 60:
        return (_TEXT_ON_DARK if on == 0 else _TEXT_ON_LIGHT)[_hue_of(text)]
    if on == 0:
        return (7,) if luminance(text) >= 0.35 else (8, 7)
    return (0,) if luminance(text) < 0.18 else (8, 0)


def _legible(text: RGB, ground: RGB, over: int) -> int:
    """The nearest of 256 to the text, moved towards white or black until it reads."""
    towards = 255 if luminance(ground) < 0.18 else 0
    for step in range(11):
        if contrast(_color(over), ground) >= LEAST:
            return over
        share = (step + 1) / 10
        red, green, blue = (round(part + (towards - part) * share) for part in text)
        over = nearest((red, green, blue))
    return over


def _chroma(color: RGB) -> int:
    return max(color) - min(color)


@lru_cache(maxsize=1024)
def _hue_of(color: RGB) -> int:
    """Which of the sixteen stands for the hue of a colour."""
    red, green, blue = color
    most, chroma = max(color), _chroma(color) or 1
    if most == red:
        hue = 60 * ((green - blue) / chroma % 6)
    elif most == green:
        hue = 60 * ((blue - red) / chroma + 2)
    else:
        hue = 60 * ((red - green) / chroma + 4)
    return next(index for most_hue, index in _HUES if hue <= most_hue)


def _color(index: int) -> RGB:
    return _SIXTEEN[index] if index < 16 else _MORE[index - 16]


@lru_cache(maxsize=4096)
def nearest(color: RGB) -> int:
    """The nearest of colours 16 to 255 by eye: by distance in Oklab."""
    wanted = _oklab(color)
    return 16 + min(range(len(_MORE)), key=lambda at: _distance(wanted, _oklab(_MORE[at])))


def _distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return sum((first - second) ** 2 for first, second in zip(one, other, strict=True))


@lru_cache(maxsize=8192)
def _oklab(color: RGB) -> tuple[float, float, float]:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _parts(style: str) -> tuple[list[str], RGB | None, RGB | None]:
    """Other parameters, foreground and background of 24 bits."""
    others: list[str] = []
    colors: dict[str, RGB] = {}
    codes = style.split(";")
    at = 0
    while at < len(codes):
        if codes[at] in ("38", "48") and codes[at + 1 : at + 2] == ["2"] and len(codes) >= at + 5:
            red, green, blue = map(int, codes[at + 2 : at + 5])
            colors[codes[at]] = (red, green, blue)
            at += 5
        else:
            others.append(codes[at])
            at += 1
    return others, colors.get("38"), colors.get("48")


def _code(index: int, kind: int) -> str:
    """SGR parameters of a colour; `kind` is 38 for text, 48 for its ground."""
    if index >= 16:
        return f"{kind};5;{index}"
    return str(kind - 8 + index if index < 8 else kind + 52 + index - 8)
