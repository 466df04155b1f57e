"""Roles -> styles for one theme: where a line's meaning becomes colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from rich.style import Style
from textual.color import Color

from studytui.layout import Span

# Hues of the nine buckets, chosen to stay apart for colour-blind eyes when blended over a dark or light background.
BUCKET_COLORS = {
    "yellow": "#e6b800",
    "orange": "#e8710a",
    "red": "#d93025",
    "pink": "#e05299",
    "purple": "#9255de",
    "blue": "#2f7fe0",
    "cyan": "#12a5b8",
    "green": "#2aa84a",
    "grey": "#8a8a8a",
}

# Callout type -> bucket whose hue it takes (behaviour 4.3).
CALLOUT_COLORS = {
    "note": "blue",
    "abstract": "cyan",
    "info": "blue",
    "todo": "blue",
    "tip": "cyan",
    "success": "green",
    "question": "orange",
    "warning": "orange",
    "failure": "red",
    "danger": "red",
    "bug": "red",
    "example": "purple",
    "quote": "grey",
}

# Role of a word in a code block -> bucket whose hue it takes, and one of the terminal's own colours.
CODE_COLORS = {
    "code-text": (None, "default"),
    "code-keyword": ("purple", "magenta"),
    "code-string": ("green", "green"),
    "code-comment": ("grey", "default"),
    "code-number": ("cyan", "cyan"),
    "code-name": ("blue", "blue"),
}
_CODE_STYLES = {"code-keyword": Style(bold=True), "code-comment": Style(italic=True)}

_TEXT_STYLES = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "strike": Style(strike=True),
    "underline": Style(underline=True),
}

MIN_CONTRAST = 4.5
"""WCAG AA for text."""
LEAST_OF_FRAMES = 3.0
"""WCAG AA for rules, frames and bullets."""

_LEAST_OF_SELECTION = 1.5
"""Contrast of the ground of a selection to that of the page."""


def _luminance(color: Color) -> float:
    def channel(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b)


def contrast(one: Color, other: Color) -> float:
    """WCAG contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(color: Color, background: Color, least: float = MIN_CONTRAST) -> Color:
    """The colour, moved towards black or white until it reads on the background."""
    towards = Color(255, 255, 255) if _luminance(background) < 0.18 else Color(0, 0, 0)
    for step in range(11):
        candidate = color.blend(towards, step / 10, 1)
        if contrast(candidate, background) >= least:
            return candidate
    return towards


class Palette:
    """The styles of one theme; styles of combined roles are made once and kept."""

    def __init__(
        self,
        variables: dict[str, str],
        *,
        dark: bool,
        ansi: bool = False,
        no_color: bool = False,
        sixteen: bool = False,
    ) -> None:
        """`ansi` leaves colours to the terminal; of `sixteen` colours some are alike, and a sign tells them apart."""
        self.dark = dark
        self._signs = no_color or sixteen
        self.ansi = ansi
        self.no_color = no_color
        self._variables = variables
        self._cache: dict[tuple[object, ...], Style] = {}

    def _color(self, name: str, fallback: str) -> Color:
        color = Color.parse(self._variables.get(name) or fallback)
        if color.ansi is not None:
            color = Color.parse(fallback)
        return color if color.a == 1 else self._backdrop.blend(color, color.a, 1)

    @cached_property
    def _backdrop(self) -> Color:
        color = Color.parse(self._variables.get("background") or ("#121212" if self.dark else "#e0e0e0"))
        return color if color.ansi is None else Color.parse("#121212" if self.dark else "#ffffff")

    @property
    def background(self) -> Color:
        """The background colour of the page."""
        return self._backdrop

    @cached_property
    def foreground(self) -> Color:
        """Plain text."""
        return self._color("foreground", "#e0e0e0" if self.dark else "#1f1f1f")

    @cached_property
    def base(self) -> Style:
        """The style of plain text."""
        if self.ansi:
            return Style()
        return self._style(self.foreground, self._backdrop)

    @cached_property
    def dimmed(self) -> Color:
        """Text that stands back, still readable."""
        return readable(self._backdrop.blend(self.foreground, 0.5, 1), self._backdrop)

    @cached_property
    def accent(self) -> Color:
        """Headings and links."""
        if self.no_color:
            return self.foreground
        return readable(self._color("primary", "#0178d4"), self._backdrop)

    @cached_property
    def faint(self) -> Color:
        """Rules, frames and bullets."""
        return readable(self._backdrop.blend(self.foreground, 0.35, 1), self._backdrop, LEAST_OF_FRAMES)

    @cached_property
    def _behind_code(self) -> Color:
        return self._backdrop.blend(self.foreground, 0.08, 1)

    def bucket(self, name: str) -> Color:
        """The hue of a colour bucket as text on this theme; plain text where there is no colour."""
        if self.no_color:
            return self.foreground
        return readable(Color.parse(BUCKET_COLORS.get(name, BUCKET_COLORS["grey"])), self._backdrop)

    def tint(self, name: str) -> Color:
        """The hue of a colour bucket as a background that plain text reads on."""
        hue = Color.parse(BUCKET_COLORS.get(name, BUCKET_COLORS["grey"]))
        share = 0.34 if self.dark else 0.42
        tinted = self._backdrop.blend(hue, share, 1)
        while share > 0.05 and contrast(self.foreground, tinted) < MIN_CONTRAST:
            share -= 0.05
            tinted = self._backdrop.blend(hue, share, 1)
        return tinted

    @staticmethod
    def _style(foreground: Color | None = None, background: Color | None = None, **attributes: bool) -> Style:
        return Style(
            color=foreground.rich_color if foreground else None,
            bgcolor=background.rich_color if background else None,
            bold=attributes.get("bold"),
            italic=attributes.get("italic"),
            underline=attributes.get("underline"),
            dim=attributes.get("dim"),
            reverse=attributes.get("reverse"),
        )

    @cached_property
    def gutter(self) -> Style:
        """The bar beside a row that holds high-yield text."""
        return Style(color="yellow", bold=True) if self.ansi else self._style(self.bucket("yellow"), self._backdrop)

    @cached_property
    def active(self) -> Style:
        """The link that `enter` would follow."""
        return Style(reverse=True, bold=True)

    @cached_property
    def hover(self) -> Style:
        """The link under the mouse."""
        return Style(bold=True, underline=True) if self.ansi else self._style(None, self.tint("blue"), underline=True)

    @cached_property
    def found(self) -> Style:
        """A place that the find box found."""
        return (
            Style(reverse=True) if self.ansi or self.no_color else self._style(Color(0, 0, 0), Color.parse("#ffa657"))
        )

    @cached_property
    def found_here(self) -> Style:
        """The found place that the reader is at."""
        if self.ansi or self.no_color:
            return Style(reverse=True, bold=True, underline=True)
        return self._style(Color(0, 0, 0), Color.parse("#ff7b00"), bold=True, underline=self._signs)

    @cached_property
    def hint(self) -> Style:
        """The letters that `f` lays over links."""
        return (
            Style(reverse=True, bold=True)
            if self.ansi or self.no_color
            else self._style(Color(0, 0, 0), Color.parse("#ffd75f"), bold=True)
        )

    @cached_property
    def _selection(self) -> Color:
        """The background of selected text, distinct from that of the page, of marks and of code."""
        color = Color.parse(self._variables.get("screen-selection-background") or "#0178d4 50%")
        ground = self._backdrop.blend(color, color.a, 1) if color.ansi is None else self.foreground
        towards = self.foreground
        for step in range(11):
            candidate = ground.blend(towards, step / 10, 1)
            if contrast(candidate, self._backdrop) >= _LEAST_OF_SELECTION:
                return candidate
        return towards

    def selected(self, style: Style) -> Style:
        """The style of text that is selected: its own colour, moved until it reads on the selection's ground."""
        if self.ansi:  # what the terminal makes of its sixteen colours is not known; of these two it is
            front, back = ("black", "white") if self.dark else ("bright_white", "black")
            return style + Style(color=front, bgcolor=back, dim=False, reverse=False)
        ground = self._selection
        if style.reverse and style.bgcolor is not None:
            style += Style(color=style.bgcolor, reverse=False)
        text = Color.from_rich_color(style.color) if style.color is not None else self.foreground
        if self.no_color:
            text, ground = text.monochrome, ground.monochrome
        return style + self._style(readable(text, ground), ground) + Style(dim=False)

    def style(self, spans: Iterable[Span]) -> Style:
        """The style of text that lies under all of these spans."""
        ordered = sorted(spans, key=_layer)
        key = tuple((span.role, span.color, span.level, _kind_of(span)) for span in ordered)
        style = self._cache.get(key)
        if style is None:
            style = self.base
            for span in ordered:
                style += self._plain_role(span) if self.ansi else self._role(span)
            if not self.ansi:
                style += self._coloured(ordered, style)
                style += self._legible(style, MIN_CONTRAST if _is_read(ordered) else LEAST_OF_FRAMES)
            self._cache[key] = style
        return style

    def _role(self, span: Span) -> Style:
        match span.role:
            case "high-yield":
                tint = self.tint(span.color or "yellow")
                return self._style(readable(self.foreground, tint), tint, bold=self._signs)
            case "highlight":
                tint = self.tint(span.color or "grey")
                return self._style(readable(self.foreground, tint), tint, underline=self._signs)
            case "dim" | "gap" | "fold" | "properties" | "backlinks":
                return self._style(self.dimmed)
            case "heading":
                first = (span.level or 1) <= 2
                return self._style(self.accent if first else self.foreground, bold=True)
            case "link":
                return self._style(self.accent, underline=True)
            case "embed":
                return self._style(self.accent, underline=span.link is not None)
            case "url":
                return self._style(self.dimmed if self.no_color else self.bucket("cyan"), underline=True)
            case "link-missing":
                return self._style(self.dimmed, italic=True, underline=True)
            case "tag":
                return self._style(self.dimmed if self.no_color else self.bucket("green"))
            case "footnote" | "definition":
                return self._style(self.accent)
            case "field" | "ordinal" | "small":
                return self._style(self.dimmed)
            case "code" | "kbd":
                return self._style(readable(self.bucket("orange"), self._behind_code), self._behind_code)
            case "math":
                return self._style(self.bucket("cyan"), italic=True)
            case "blank":
                return Style(bold=True)
            case "diagram":
                return self._style(self.foreground, self._backdrop)
            case role if role in CODE_COLORS:
                return self._code(role)
            case "image":
                return self._style(self.dimmed, italic=True)
            case "picture":
                return self._style(None, self._backdrop.blend(self.foreground, 0.05, 1))
            case "callout":
                return self._style(self.bucket(CALLOUT_COLORS.get(span.target or "", "blue")), bold=True)
            case "code-label":
                return self._style(readable(self.dimmed, self._behind_code), self._behind_code, italic=True)
            case "marker":
                return self._style(self.faint)
            case role:
                return _TEXT_STYLES.get(role, Style.null())

    def _coloured(self, spans: Sequence[Span], under: Style) -> Style:
        """The note's own colour of the text, so that it reads on what it stands on: a highlight, code, or nothing.

        What stands back, and links outside of highlights, keep theirs.
        """
        color = next((span.color for span in reversed(spans) if span.role == "color"), None)
        if color is None or self.no_color or any(_LAYERS.get(span.role, 2) in (4, 5) for span in spans):
            return Style.null()
        ground = under.bgcolor.triplet if under.bgcolor is not None else None
        return self._style(readable(Color.parse(color[:7]), Color(*ground) if ground else self._backdrop))

    def _legible(self, style: Style, least: float) -> Style:
        """The colour that the style lacks to be read where kinds of text lie over each other."""
        if style.color is None or style.bgcolor is None:
            return Style.null()
        text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if self.no_color:
            text, ground = text.monochrome, ground.monochrome
        return Style.null() if contrast(text, ground) >= least else self._style(readable(text, ground, least))

    def _code(self, role: str) -> Style:
        hue = CODE_COLORS[role][0]
        color = self.foreground if hue is None or self.no_color else Color.parse(BUCKET_COLORS[hue])
        return self._style(readable(color, self._behind_code)) + _CODE_STYLES.get(role, Style.null())

    def _plain_role(self, span: Span) -> Style:
        """For themes that leave colours to the terminal: its own sixteen, and attributes."""
        match span.role:
            case "high-yield":
                return Style(color="black", bgcolor="yellow", bold=True)
            case "highlight":
                return Style(underline=True, bold=True)
            case "dim" | "gap" | "marker" | "ordinal" | "image" | "field" | "fold" | "properties" | "backlinks":
                return Style(dim=True)
            case "code-label":
                return Style(dim=True, italic=True)
            case "heading":
                return Style(bold=True)
            case "link" | "url":
                return Style(color="blue", underline=True)
            case "embed":
                return Style(color="blue", underline=span.link is not None)
            case "link-missing":
                return Style(italic=True, underline=True, dim=True)
            case "tag":
                return Style(color="green")
            case "footnote" | "definition":
                return Style(color="blue")
            case "code" | "kbd" | "math":
                return Style(color="cyan")
            case "diagram":
                return Style(color="default")
            case role if role in CODE_COLORS:
                return Style(color=CODE_COLORS[role][1]) + _CODE_STYLES.get(role, Style.null())
            case "callout":
                return Style(bold=True)
            case role:
                return _TEXT_STYLES.get(role, Style.null())


# What is painted later wins: frames first, then kinds of text, then marks, then what stands back.
_LAYERS = {"marker": 0, "callout": 1, "heading": 1, "color": 3, "link": 4, "embed": 4, "url": 4, "link-missing": 4}
_LAYERS |= {"highlight": 6, "high-yield": 7, "dim": 5, "gap": 5, "fold": 0, "properties": 1}


_LAYERS |= dict.fromkeys((*CODE_COLORS, "diagram", "code-label"), 3)


def _kind_of(span: Span) -> object:
    """The second part of a role's key: the type of a callout; for an embed, link or frame."""
    return span.target if span.role == "callout" else span.role == "embed" and span.link is not None


def _layer(span: Span) -> int:
    return _LAYERS.get(span.role, 2)


def _is_read(spans: Sequence[Span]) -> bool:
    """True for text that is read: its contrast is guarded, that of a rule, frame or bullet is not."""
    roles = {span.role for span in spans} - {"dim"}
    return not roles or not roles <= {"marker", "picture"}
