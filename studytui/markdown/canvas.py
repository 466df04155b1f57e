"""JSON Canvas (https://jsoncanvas.org) as a list: its groups, its cards in reading order, what its connections say."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from studytui.markdown.document import (
    Block,
    Container,
    Document,
    Frontmatter,
    Heading,
    Inline,
    Link,
    Paragraph,
    Style,
    logical_lines,
)
from studytui.markdown.endnotes import FootnoteTexts
from studytui.markdown.reader import parse
from studytui.markdown.renumber import Grafts

LARGEST = 16_000_000
"""Bytes of a canvas that is read."""
_CARDS = 500
_GROUPS = 100
_CONNECTIONS = 200
_TEXT = 200_000
"""Characters of all text cards together."""
_NAME = 40
"""Characters of a text card that it is called by."""
_OPENING = 500
"""Characters of a text card that are looked at for its name."""
_GROUP_LEVEL = 2


class BrokenCanvasError(Exception):
    """A canvas cannot be read; the message says why, in words for its reader."""


class _Card(Struct, frozen=True):
    id: str
    kind: str
    value: str
    """Text, path, address or label."""
    subpath: str
    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    def holds(self, other: _Card) -> bool:
        """True if the middle of another card lies in this one."""
        x, y = other.x + other.width / 2, other.y + other.height / 2
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def named(self, line: int) -> Inline:
        """The name by which the list of connections calls the card: its file, or its first line, shortened."""
        if self.kind == "file":
            return Inline(_called(self.value).rpartition("/")[2], line)
        first, marked = _first_line(self.value) if self.kind == "text" else (self.value.strip(), False)
        name = first if len(first) <= _NAME else first[: _NAME - 1].rstrip() + "…"
        return Inline(name, line, "name" if marked else "text")


def _called(path: str) -> str:
    """A note goes without its ending."""
    return path[:-3] if path[-3:].lower() == ".md" else path


def _first_line(text: str) -> tuple[str, bool]:
    """The first line of a text card as it is read, without its Markdown, and whether anything in it is marked."""
    blocks = parse("\n" + text[:_OPENING]).blocks
    lines = (line for block in blocks for line in logical_lines(block) if line.text.strip())
    first = next(lines, None)
    return ("", False) if first is None else (" ".join(first.text.split()), any(run.mark for run in first.inlines))


def canvas_document(data: bytes) -> Document:
    """As `read_canvas`; one that can't be read says why."""
    try:
        return read_canvas(data)
    except BrokenCanvasError as error:
        return Document(Frontmatter(), (_paragraph(1, None, Inline(f"this canvas can't be shown: {error}", 1)),))


def read_canvas(data: bytes, *, cards_only: bool = False) -> Document:
    """The canvas as blocks, or only its groups and cards. Raises BrokenCanvasError.

    Its lines are those of the texts of its cards, one card after another as they are listed; what
    is no text of a card has a line behind all of these.
    """
    cards, edges = _read(data)
    canvas = _CanvasBlocks(cards, edges)
    return Document(Frontmatter(), tuple(canvas.cards() if cards_only else canvas.blocks()))


def _read(data: bytes) -> tuple[list[_Card], list[Mapping[str, object]]]:
    if len(data) > LARGEST:
        raise BrokenCanvasError("it is too large to be read here")
    try:
        value = json.loads(data) if data.strip() else {}
    except (ValueError, RecursionError) as error:
        raise BrokenCanvasError("it is broken") from error
    if not isinstance(value, Mapping):
        raise BrokenCanvasError("it is broken")
    nodes, edges = value.get("nodes", []), value.get("edges", [])
    if not isinstance(nodes, list) or not isinstance(edges, list):
        raise BrokenCanvasError("it is broken")
    cards = [_card(node) for node in nodes if isinstance(node, Mapping)]
    return cards, [edge for edge in edges if isinstance(edge, Mapping)]


def _card(node: Mapping[str, object]) -> _Card:
    kind = _words(node.get("type"))
    value = _words(node.get({"text": "text", "file": "file", "link": "url", "group": "label"}.get(kind, "text")))
    subpath = _words(node.get("subpath")) if kind == "file" else ""
    place = (_number(node.get(name)) for name in ("x", "y", "width", "height"))
    return _Card(_words(node.get("id")), kind, value, subpath, *place)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float:
    # A number may be endless in JSON as Python reads it.
    return float(value) if isinstance(value, int | float) and abs(value) < 1e12 else 0.0


class _CanvasBlocks:
    """Makes the blocks of one canvas, with numbers and lines of their own."""

    def __init__(self, cards: Sequence[_Card], edges: Sequence[Mapping[str, object]]) -> None:
        self._cards = {card.id: card for card in cards}
        self._edges = edges
        self._order = sorted(cards, key=lambda card: (card.y, card.x))
        self._grafts = Grafts()
        self._room = _TEXT
        self._line = 0
        """The last line of a text so far."""
        self._other = 0
        """The last line of anything else."""

    def blocks(self) -> Iterator[Block]:
        """The cards, then what is to be said of them."""
        yield from self.cards()
        yield from self._rest(sum(card.kind != "group" for card in self._order))
        yield from self._connections()

    def cards(self) -> Iterator[Block]:
        """Cards outside any group and groups as they come from the top, the cards of a group below it."""
        groups = [card for card in self._order if card.kind == "group"][:_GROUPS]
        cards = [card for card in self._order if card.kind != "group"]
        free: list[_Card] = []
        members: list[list[_Card]] = [[] for _ in groups]
        for card in cards[:_CARDS]:
            around = [at for at, group in enumerate(groups) if group.holds(card)]
            (members[min(around, key=lambda at: groups[at].area)] if around else free).append(card)
        before = bisect_left([card.y for card in free], groups[0].y) if groups else len(free)
        self._other = sum(card.value.count("\n") + 1 for card in cards[:_CARDS] if card.kind == "text")
        yield from self._list(free[:before])
        for group, inside in zip(groups, members, strict=True):
            yield self._heading(group.value.strip() or "Group")
            yield from self._list(inside)
        if free[before:]:
            yield self._heading("Other cards")
            yield from self._list(free[before:])

    def _heading(self, text: str) -> Heading:
        line = self._next()
        return Heading(line, line, None, _GROUP_LEVEL, (Inline(text, line),))

    def _rest(self, count: int) -> Iterator[Block]:
        if not count:
            yield self._notice("an empty canvas")
        elif count > _CARDS:
            yield self._notice(f"{count - _CARDS} more cards are not shown")

    def _list(self, cards: Iterable[_Card]) -> Iterator[Block]:
        for card in cards:
            if card.kind == "text":
                yield from self._written(card.value)
                continue
            item = self._item(self._next())
            if card.kind in ("file", "link") and card.value.strip():
                yield _paragraph(item.line, item, self._link(card, item.line))
            else:
                yield _paragraph(item.line, item, Inline(f"[card: {card.kind or 'unknown'}]", item.line))

    def _written(self, text: str) -> Iterator[Block]:
        line = self._line + 1
        item = self._item(line)
        self._line += text.count("\n") + 1
        # The first line is empty, so that a card which begins with a rule is not taken for frontmatter.
        document = parse("\n" + text[: self._room]) if self._room > 0 else None
        self._room -= len(text)
        if document is None or not document.blocks:
            yield _paragraph(line, item)
        else:
            blocks = FootnoteTexts().ordered(document.blocks)
            yield from self._grafts.graft(blocks, item, lines=line - 2, called=f"card {item.number}")

    def _link(self, card: _Card, line: int) -> Inline:
        number = self._grafts.number_link("")
        target, text = card.value, card.value
        if card.kind == "file":
            target = card.value + ("#" + card.subpath.lstrip("#") if card.subpath else "")
            heading = card.subpath.replace("#", " › ") if card.subpath else ""
            text = _called(card.value).rpartition("/")[2] if _called(card.value) != card.value else card.value
            text += heading
        link = Link(number, target, text, line, "wiki" if card.kind == "file" else "autolink")
        return Inline(text, line, link=link)

    def _connections(self) -> Iterator[Block]:
        if not self._edges:
            return
        count = len(self._edges)
        yield self._notice(f"{count} connection" if count == 1 else f"{count} connections")
        labelled = [edge for edge in self._edges if _words(edge.get("label")).strip()]
        for edge in labelled[:_CONNECTIONS]:
            item = self._item(self._next())
            label = " ".join(_words(edge.get("label")).split())
            yield _paragraph(item.line, item, *self._connected(edge, item.line), Inline(f": {label}", item.line))

    def _connected(self, edge: Mapping[str, object], line: int) -> Iterator[Inline]:
        first, last = (self._cards.get(_words(edge.get(end))) for end in ("fromNode", "toNode"))
        back, forth = edge.get("fromEnd") == "arrow", edge.get("toEnd", "arrow") == "arrow"
        arrow = "↔" if back and forth else "←" if back else "→" if forth else "—"
        yield first.named(line) if first else Inline("?", line)
        yield Inline(f" {arrow} ", line)
        yield last.named(line) if last else Inline("?", line)

    def _notice(self, text: str) -> Paragraph:
        line = self._next()
        return _paragraph(line, None, Inline(text, line, style=Style.ITALIC))

    def _item(self, line: int) -> Container:
        return self._grafts.container("item", line, None, marker="-")

    def _next(self) -> int:
        self._other += 1
        return self._other


def _paragraph(line: int, inside: Container | None, *inlines: Inline) -> Paragraph:
    return Paragraph(line, line, inside, inlines)
