"""Gutters left of the text: bullets, numbers, check boxes, bars; and how deep it may go.

All gutters are made of characters of one cell, so that characters are cells here (a task's
own character aside, which is measured).
"""

from __future__ import annotations

from msgspec import Struct

from studytui.layout.folds import FOLDED, UNFOLDED, FoldMark
from studytui.layout.line import Span
from studytui.layout.sanitise import clean
from studytui.layout.wrap import cells
from studytui.markdown.callout_types import canonical
from studytui.markdown.document import Container, containers_up_to

BULLETS = "•◦▪"
QUOTE_BAR = "▎ "
CALLOUT_BAR = "┃ "
EMBED_BAR = "║ "
DETAILS_BAR = "╎ "

_TASKS = {" ": "☐", "x": "☑", "X": "☑"}


class Prefix(Struct, frozen=True):
    """Text that goes before a row, with its spans."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    cells: int = 0

    def plus(self, text: str, role: str = "marker", target: str | None = None, number: int | None = None) -> Prefix:
        """This prefix with more at its right; `role` covers all of it but outer blanks.

        What is read there, an `ordinal` or the `definition` of a footnote, is a `marker` as well; `number` tells a
        definition from others.
        """
        start = len(self.text) + len(text) - len(text.lstrip(" "))
        end = len(self.text) + len(text.rstrip(" "))
        spans = self.spans
        if end > start:
            if role == "definition":
                spans = (*spans, Span(start, end, "marker"), Span(start, end, role, target, number=number))
            elif role == "ordinal":
                spans = (*spans, Span(start, end, "marker"), Span(start, end, role))
            else:
                spans = (*spans, Span(start, end, role, target))
        return Prefix(self.text + text, spans, self.cells + cells(text))

    def folding(self, mark: FoldMark | None, icon: str, role: str, target: str | None = None) -> Prefix:
        """This prefix with an icon at its right, behind the sign of a fold."""
        if mark is None:
            return self.plus(icon, role, target)
        start = len(self.text)
        made = self.plus((FOLDED if mark.closed else UNFOLDED) + " ", "marker").plus(icon, role, target)
        sign = Span(start, len(made.text.rstrip(" ")), "fold", number=mark.key)
        return Prefix(made.text, (*self.spans, sign, *made.spans[len(self.spans) + 1 :]), made.cells)

    def within(self, limit: int) -> Prefix:
        """This prefix, or as much of it as fits into so many cells."""
        if self.cells <= limit:
            return self
        text = self.text
        while cells(text) > limit:
            text = text[:-1]
        spans = tuple(
            Span(span.start, min(span.end, len(text)), span.role, span.target, number=span.number)
            for span in self.spans
            if span.start < len(text)
        )
        return Prefix(text, spans, cells(text))


NO_PREFIX = Prefix()


class Gutter(Struct, frozen=True):
    """The gutter of one container, with those outside it that fit."""

    outer: Gutter | None
    number: int
    """Of the container."""
    mark: str
    """Characters that it adds on its first row; on others, blanks as wide, unless it is a bar."""
    role: str
    target: str | None
    first: Prefix
    """The whole prefix of its first row, when those outside it have been drawn."""
    rest: Prefix
    """The whole prefix of further rows."""


class Gutters:
    """The gutters of one layout; remembers whose first row has been drawn."""

    def __init__(self, width: int) -> None:
        self._most = max(width - 40, min(width - 12, width // 2))
        self._made: dict[int, Gutter] = {}
        self._items: dict[int, int] = {}
        self._drawn: set[int] = set()
        self._looks: dict[tuple[int | None, str, str | None], tuple[Prefix, Prefix]] = {}

    def drawn(self, container: Container) -> bool:
        """True if a row inside the container has been drawn."""
        return container.number in self._drawn

    def rest(self, container: Container | None) -> Prefix:
        """The prefix of rows after the first."""
        return NO_PREFIX if container is None else self._gutter(container).rest

    def take(self, container: Container | None) -> tuple[Prefix, Prefix]:
        """Prefixes of the first and of further rows of a block; bullets show only once."""
        if container is None:
            return NO_PREFIX, NO_PREFIX
        gutter = self._gutter(container)
        if container.number in self._drawn:
            return gutter.rest, gutter.rest
        fresh = {each.number for each in containers_up_to(self._drawn, container)[0]}
        self._drawn |= fresh
        outer = gutter.outer
        if outer is None or outer.number not in fresh:
            return gutter.first, gutter.rest
        chain = [gutter]
        while outer is not None and outer.number in fresh:
            chain.append(outer)
            outer = outer.outer
        first = outer.rest if outer is not None else NO_PREFIX
        for link in reversed(chain):
            first = first.plus(link.mark, link.role, link.target, link.number)
        return first, gutter.rest

    def _gutter(self, container: Container) -> Gutter:
        known = self._made.get(container.number)
        if known is not None:
            return known
        if container.inside is None or container.inside.number in self._made:
            known = self._made[container.number] = self._make(container)
            return known
        for each in reversed(containers_up_to(self._made, container)[0]):
            known = self._made[each.number] = self._make(each)
        assert known is not None
        return known

    def _make(self, container: Container) -> Gutter:
        if container.inside is None:
            # What has ended is never asked for again, and a long note has very many.
            for kept in (self._made, self._items, self._drawn, self._looks):
                kept.clear()
        outer = self._made[container.inside.number] if container.inside is not None else None
        depth = self._items[container.inside.number] if container.inside is not None else 0
        self._items[container.number] = depth + (container.kind == "item")
        mark, role, target = _mark(container, depth)
        size = cells(mark)
        while outer is not None and outer.rest.cells + size > self._most:
            outer = outer.outer
        # Neighbours in a list look alike: their prefixes are made once.
        hangs = container.kind in ("item", "footnote")
        key = (outer.number if outer is not None else None, mark, target)
        look = self._looks.get(key)
        if look is None:
            before = outer.rest if outer is not None else NO_PREFIX
            first = before.plus(mark, role, target, container.number)
            look = self._looks[key] = (first, before.plus(" " * size) if hangs else first)
        return Gutter(outer, container.number, mark, role, target, *look)


def _mark(container: Container, depth: int) -> tuple[str, str, str | None]:
    kind = container.kind
    if kind == "item":
        read = container.task is not None or container.marker[-1:] in (".", ")")
        return _item(container, depth), "ordinal" if read else "marker", None
    if kind == "callout":
        return CALLOUT_BAR, "callout", canonical(container.callout)
    if kind == "embed":
        return EMBED_BAR, "embed", None
    if kind == "footnote":
        return f"[{container.marker}] ", "definition", container.label
    if kind == "properties":
        return "", "properties", None
    return (DETAILS_BAR if kind == "details" else QUOTE_BAR), "marker", None


def _item(container: Container, depth: int) -> str:
    ordered = container.marker[-1:] in (".", ")")
    number = clean(container.marker).rjust(3) + " " if ordered else ""
    if container.task is not None:
        task = clean(container.task) or " "
        return number + (_TASKS.get(task) or f"[{task}]") + " "
    return number or BULLETS[min(depth, len(BULLETS) - 1)] + " "
