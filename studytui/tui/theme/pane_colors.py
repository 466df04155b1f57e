"""Colours of the panes round the reader: the theme's own, moved until they can be read where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.color import Color

from studytui.tui.theme.palette import BUCKET_COLORS, LEAST_OF_FRAMES, MIN_CONTRAST, contrast, readable

_CURSOR_CONTRAST = 9.0
"""On the row under the cursor, so that what is dim there reads as well."""
_BLURRED = 0.2
"""Share of the theme's hue in the row under the cursor of a pane that has not the keys."""
_QUIET = 0.6
"""Share of the text's colour in what stands back."""
_FRAME = 0.35
"""Share of the text's colour in frames, rules and scroll bars."""
_WANTED = (
    ("high-yield", "", LEAST_OF_FRAMES, ("surface", "block-cursor-blurred-background")),
    ("found", "accent", MIN_CONTRAST, ("surface", "block-cursor-blurred-background")),
    ("title", "primary", MIN_CONTRAST, ("surface",)),
    ("problem", "warning", MIN_CONTRAST, ("panel", "surface")),
    ("footer-key-foreground", "footer-key-foreground", MIN_CONTRAST, ("footer-background",)),
)
"""Name, variable to begin with, least contrast, and what it stands on."""


def readable_variables(variables: Mapping[str, str], *, few_colors: bool = False) -> dict[str, str]:
    """The variables of a theme with more that can be read.

    `$high-yield` (bars of counts), `$found` (matches), `$title` (of panes), `$problem` (warnings), `$quiet` (what
    stands back in a row) and `$frame` (edges, rules, scroll bars) are new. A theme that leaves colours to the terminal
    keeps its own. With `few_colors`, 256 or sixteen, the cursor and the selection stand out by their lightness.
    """
    made = {**variables, "high-yield": variables["warning"], "found": variables["accent"]}
    made |= {"title": variables["primary"], "problem": variables["warning"]}
    made |= {"quiet": variables["foreground"], "frame": variables["foreground"]}
    if Color.parse(variables["background"]).ansi is not None:
        return made
    surface, cursor = Color.parse(variables["surface"]), Color.parse(variables["primary"])
    blurred = surface.blend(cursor, _BLURRED, 1)
    made["block-cursor-blurred-background"] = blurred.css
    grounds = [Color.parse(variables[name]) for name in ("background", "surface", "panel")]
    grounds += [surface + Color.parse(variables["boost"]), blurred]
    text = Color.parse(variables["foreground"])
    made["foreground"] = made["block-cursor-blurred-foreground"] = (text := _on_all(text, grounds, MIN_CONTRAST)).css
    made["quiet"] = _on_all(surface.blend(text, _QUIET, 1), grounds, MIN_CONTRAST).css
    made["frame"] = _on_all(surface.blend(text, _FRAME, 1), grounds, LEAST_OF_FRAMES).css
    footer = surface + Color.parse(variables["footer-background"])
    made["footer-foreground"] = readable(Color.parse(variables["footer-foreground"]), footer, MIN_CONTRAST).css
    shown = readable(cursor, cursor.get_contrast_text(1), _CURSOR_CONTRAST)
    made |= {"block-cursor-background": shown.css, "block-cursor-foreground": _text_on(shown).css}
    if few_colors:
        shown = readable(cursor, surface, LEAST_OF_FRAMES + 0.5)
        made |= {"block-cursor-background": shown.css, "screen-selection-background": shown.css}
        made["block-cursor-foreground"] = _text_on(shown).css
    for name, start, least, stands_on in _WANTED:
        color = Color.parse(variables[start] if start else BUCKET_COLORS["yellow"])
        made[name] = _on_all(color, [surface + Color.parse(made[ground]) for ground in stands_on], least).css
    return made


def _text_on(ground: Color) -> Color:
    """Black or white, whichever reads better: one of them always does."""
    return max((Color(0, 0, 0), Color(255, 255, 255)), key=lambda text: contrast(text, ground))


def _on_all(color: Color, grounds: Sequence[Color], least: float) -> Color:
    """The colour, moved until it reads on each of the grounds."""
    for ground in grounds:
        color = readable(color, ground, least)
    return color
