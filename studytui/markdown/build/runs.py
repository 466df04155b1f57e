"""The setting at a place in the text (style, highlight, link, colour), and runs of text that are set alike."""

from __future__ import annotations

from typing import Literal, NamedTuple

from studytui.markdown.document import Footnote, Highlight, InlineKind, Link, Style


class OpenMark:
    """A highlight that is being read; it gets its number when it turns out to hold something to see."""

    __slots__ = ("color", "made", "used")

    def __init__(self, color: str) -> None:
        self.color = color
        self.used = False
        self.made: Highlight | None = None


class OpenLink:
    """A link that is being read; its text is known when it closes."""

    __slots__ = ("kind", "line", "made", "number", "shown", "target")

    def __init__(self, number: int, target: str, line: int, kind: Literal["wiki", "markdown", "autolink"]) -> None:
        self.number = number
        self.target = target
        self.line = line
        self.kind = kind
        self.shown = False
        """True if it has text of its own."""
        self.made: Link | None = None


class Run(NamedTuple):
    """An `Inline` that is being made."""

    text: str
    line: int
    kind: InlineKind = "text"
    style: int = 0
    mark: OpenMark | None = None
    link: OpenLink | Link | None = None
    color: str | None = None
    width: int | None = None
    source: str | None = None
    footnote: Footnote | None = None


class Element:
    """Anything that opens and closes around text: an HTML element, `==`, a link."""

    __slots__ = ("closed", "code", "color", "link", "mark", "style")

    def __init__(
        self,
        *,
        style: Style = Style.NONE,
        mark: OpenMark | None = None,
        link: OpenLink | None = None,
        color: str | None = None,
        code: bool = False,
    ) -> None:
        self.style = style
        self.mark = mark
        self.link = link
        self.color = color
        self.code = code
        self.closed = False


class Setting:
    """The elements that are open. They may close in any order; what was opened last wins."""

    def __init__(self) -> None:
        self.style = 0
        """Bits of `Style`."""
        self._counts: dict[Style, int] = {}
        self._named: dict[str, list[Element]] = {}
        self._marks: list[Element] = []
        self._links: list[Element] = []
        self._colors: list[Element] = []
        self._codes = 0

    @property
    def mark(self) -> OpenMark | None:
        """The innermost highlight."""
        return self._marks[-1].mark if self._marks else None

    @property
    def link(self) -> OpenLink | None:
        """The innermost link."""
        return self._links[-1].link if self._links else None

    @property
    def color(self) -> str | None:
        """The innermost colour of the text."""
        return self._colors[-1].color if self._colors else None

    @property
    def kind(self) -> InlineKind:
        """The kind of the text at this place."""
        return "code" if self._codes else "text"

    def add(self, style: Style, change: int) -> None:
        """One more, or one less, element with that style."""
        count = self._counts[style] = self._counts.get(style, 0) + change
        self.style = self.style | style.value if count > 0 else self.style & ~style.value

    def open(self, name: str, element: Element) -> None:
        """Opens an element."""
        self._named.setdefault(name, []).append(element)
        if element.mark is not None:
            self._marks.append(element)
        if element.link is not None:
            self._links.append(element)
        if element.color is not None:
            self._colors.append(element)
        if element.style:
            self.add(element.style, 1)
        self._codes += element.code

    def innermost(self, name: str) -> Element | None:
        """The element of that name that a closing tag closes; None when there is none."""
        named = self._named.get(name)
        return named[-1] if named else None

    def close(self, name: str) -> None:
        """Closes the innermost element of that name."""
        element = self._named[name].pop()
        element.closed = True
        for stack in (self._marks, self._links, self._colors):
            while stack and stack[-1].closed:
                stack.pop()
        if element.style:
            self.add(element.style, -1)
        self._codes -= element.code
