"""Roles of a line to the escape sequences of a terminal: the one place of the command line that knows colours."""

from __future__ import annotations

from itertools import pairwise

from rich.color import ColorSystem
from rich.style import Style

from studytui.layout import Line, Span

_ROLES = {
    "dim": "dim",
    "properties": "dim",
    "marker": "dim",
    "gap": "dim",
    "heading": "bold",
    "callout": "bold cyan",
    "field": "dim",
    "tag": "cyan",
    "definition": "blue",
    "footnote": "blue",
    "code": "green",
    "code-label": "dim italic",
    "code-text": "default",
    "code-keyword": "bold magenta",
    "code-string": "green",
    "code-comment": "dim italic",
    "code-number": "cyan",
    "code-name": "blue",
    "diagram": "default",
    "math": "magenta",
    "image": "italic magenta",
    "embed": "magenta",
    "link": "underline blue",
    "link-missing": "dim italic strike",
    "url": "underline cyan",
    "bold": "bold",
    "italic": "italic",
    "strike": "strike",
    "underline": "underline",
    "kbd": "reverse",
    "highlight": "underline",
    "high-yield": "bold",
}
"""Of spans that overlap, the role that stands later here has the last word."""

_BACKGROUNDS = {
    "yellow": "black on bright_yellow",
    "orange": "black on dark_orange",
    "red": "black on light_coral",
    "pink": "black on pink1",
    "purple": "black on plum2",
    "blue": "black on sky_blue2",
    "cyan": "black on dark_slate_gray2",
    "green": "black on light_green",
    "grey": "black on grey74",
}

_ORDER = {role: at for at, role in enumerate(_ROLES)}


class Painter:
    """Turns lines into text with escape sequences; without colour, weight and lines still tell roles apart."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour
        self._styles: dict[tuple[tuple[str, str | None], ...], Style] = {}

    def paint(self, line: Line) -> str:
        """One row; blanks at its end stay out."""
        return self.paint_text(line.text.rstrip(), line.spans)

    def paint_text(self, text: str, spans: tuple[Span, ...]) -> str:
        """Text whose spans are styled by their roles."""
        edges = sorted({0, len(text), *(min(edge, len(text)) for span in spans for edge in (span.start, span.end))})
        pieces = []
        for start, end in pairwise(edges):
            roles = {(span.role, span.color) for span in spans if span.start <= start and end <= span.end}
            key = tuple(sorted(roles, key=lambda role: (_ORDER.get(role[0], -1), role[1] or "")))
            pieces.append(self._style(key).render(text[start:end], color_system=ColorSystem.EIGHT_BIT))
        return "".join(pieces)

    def _style(self, roles: tuple[tuple[str, str | None], ...]) -> Style:
        known = self._styles.get(roles)
        if known is None:
            style = Style.combine([Style.null(), *(_style_of(role, color) for role, color in roles)])
            known = self._styles[roles] = style if self._colour else style.without_color
        return known


def _style_of(role: str, color: str | None) -> Style:
    if role == "color" and color is not None:
        return Style.parse(color[:7])
    style = Style.parse(_ROLES.get(role, "none"))
    if role in ("high-yield", "highlight") and color is not None:
        return style + Style.parse(_BACKGROUNDS.get(color, "reverse"))
    return style
