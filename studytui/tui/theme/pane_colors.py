"""Colours of the panes round the reader: the theme's own, moved until they can be read where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

from studytui.tui.theme.palette import BUCKET_COLORS, LEAST_OF_FRAMES, MIN_CONTRAST, readable

_CURSOR_CONTRAST = 9.0
"""On the row under the cursor, so that what is dim there reads as well."""
_BLURRED = 0.2
"""Share of the theme's hue in the row under the cursor of a pane that has not the keys."""
_QUIET = 0.6
"""Share of the text's colour in what stands back."""
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

    `$high-yield` (bars of counts), `$found` (matches), `$title` (of panes), `$problem` (warnings) and `$quiet` (what
    stands back in a row) are new. A theme that leaves colours to the terminal keeps its own. With `few_colors`, 256 or
    sixteen, the cursor and the selection stand out by their lightness.
    """
    made = {**variables, "high-yield": variables["warning"], "found": variables["accent"]}
    made |= {"title": variables["primary"], "problem": variables["warning"], "quiet": variables["foreground"]}
    if Color.parse(variables["background"]).ansi is not None:
        return made
    surface, cursor = Color.parse(variables["surface"]), Color.parse(variables["primary"])
    made["block-cursor-background"] = readable(cursor, cursor.get_contrast_text(1), _CURSOR_CONTRAST).css
    if few_colors:
        shown = readable(cursor, surface, LEAST_OF_FRAMES + 0.5)
        made |= {"block-cursor-background": shown.css, "screen-selection-background": shown.css}
        made["block-cursor-foreground"] = shown.get_contrast_text(1).css
    made["block-cursor-blurred-background"] = surface.blend(cursor, _BLURRED, 1).css
    quiet = surface.blend(Color.parse(variables["foreground"]), _QUIET, 1)
    made["quiet"] = readable(quiet, surface, MIN_CONTRAST).css
    for name, start, least, grounds in _WANTED:
        color = Color.parse(variables[start] if start else BUCKET_COLORS["yellow"])
        for ground in grounds:
            color = readable(color, surface + Color.parse(made[ground]), least)
        made[name] = color.css
    return made
