"""Images that are drawn: below the line or the item that they stand in, or in a cell; and the names of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from studytui.layout.inline import InlineStyler
from studytui.layout.line import Span, Styled
from studytui.layout.protocols import Drawings
from studytui.markdown.document import Inline, Link

LEAST_PICTURE = 4
"""Columns; a picture that has less room is not drawn."""
LEAST_IN_CELL, MOST_IN_CELL = 8, 40
"""Columns of a picture in the cell of a table."""
TALLEST_IN_CELL = 12
"""Rows of such a picture; a higher one is made narrower, and named if it would be too narrow then."""


class Picture(NamedTuple):
    """An image: its caption, if it has one, and the cells that are kept free for it below."""

    link: Link
    caption: Styled | None
    columns: int
    rows: int
    """0 where it is not drawn."""

    def row(self, index: int) -> Styled:
        """One row of the room that it is drawn in."""
        target = self.link.target
        role = Span(0, self.columns, "picture", target, link=self.link, number=index)
        return Styled(" " * self.columns, (role,))


def pictures_of(
    inlines: Sequence[Inline], styler: InlineStyler, drawings: Drawings, room: int
) -> tuple[Sequence[Inline], list[Picture]]:
    """The text of a line, and the pictures that are drawn below it.

    Where a line is nothing but images all of them are pictures, with their names if somebody wrote them or they can't
    be drawn; none if that is so of all. Behind text or before it an image is taken out of it; in its midst it is named.
    """
    sizes: dict[int, tuple[int, int]] = {}
    problems: dict[int, str] = {}
    for place, inline in enumerate(inlines):
        if inline.kind == "image" and inline.link is not None:
            size = drawings.picture(inline.link, inline.width, room) if room >= LEAST_PICTURE else None
            problem = drawings.problem(inline.link) if size is None else None
            if size is not None:
                sizes[place] = size
            elif problem is not None:
                problems[place] = problem
    if all(inline.kind == "image" or _blank(inline) for inline in inlines):
        return ((), _alone(inlines, styler, sizes, problems)) if sizes or problems else (inlines, [])
    below = [Picture(link, None, *sizes[place]) for place in sizes if (link := inlines[place].link) is not None]
    return _around(inlines, sizes), below


def _alone(
    inlines: Sequence[Inline], styler: InlineStyler, sizes: dict[int, tuple[int, int]], problems: dict[int, str]
) -> list[Picture]:
    found: list[Picture] = []
    for place, image in enumerate(inlines):
        if image.kind != "image" or image.link is None:
            continue
        caption = None if place in sizes and not is_named(image) else styler.style((image,))
        if caption is not None and place in problems:
            caption = _because(caption, problems[place])
        found.append(Picture(image.link, caption, *sizes.get(place, (0, 0))))
    return found


def _around(inlines: Sequence[Inline], sizes: dict[int, tuple[int, int]]) -> Sequence[Inline]:
    """The text without the drawn images at its ends that nobody has named."""
    places = range(len(inlines))
    inside = [place for place in places if place not in sizes and not _blank(inlines[place])]
    first, last = (inside[0], inside[-1]) if inside else (len(inlines), -1)
    kept = [place for place in places if first <= place <= last or place not in sizes or is_named(inlines[place])]
    while kept and _blank(inlines[kept[0]]):
        kept.pop(0)
    while kept and _blank(inlines[kept[-1]]):
        kept.pop()
    return [
        inlines[place]
        for number, place in enumerate(kept)
        if not (_blank(inlines[place]) and _ends_blank(inlines[kept[number - 1]]))
    ]


def _ends_blank(inline: Inline) -> bool:
    return inline.kind == "text" and inline.text[-1:].isspace()


def is_named(image: Inline) -> bool:
    """True if somebody has written what an image shows: the name of its file, or of a pasted one, says nothing."""
    text, link = image.text.strip().casefold(), image.link
    target = unquote(link.target).casefold() if link is not None else ""
    name = target.rstrip("/").rpartition("/")[2]
    return bool(text) and text not in (target, name, name.rpartition(".")[0])


def _blank(inline: Inline) -> bool:
    return inline.kind == "text" and not inline.text.strip()


def in_cell(
    inlines: Sequence[Inline], style: Callable[[Sequence[Inline]], list[Styled]], drawings: Drawings, room: int
) -> list[Styled]:
    """The lines of a table's cell, with the rows of its pictures; names where there is no room for them."""
    room = min(room, MOST_IN_CELL)
    pictures: list[Picture] = []
    sizes: dict[int, tuple[int, int]] = {}
    for place, inline in enumerate(inlines):
        if inline.kind == "image" and inline.link is not None and room >= LEAST_IN_CELL:
            size = drawings.picture(inline.link, inline.width, room)
            if size is not None and size[1] > TALLEST_IN_CELL:
                narrower = size[0] * TALLEST_IN_CELL // size[1]
                size = drawings.picture(inline.link, inline.width, narrower) if narrower >= LEAST_IN_CELL else None
            if size is not None and size[1] <= TALLEST_IN_CELL:
                sizes[place] = size
                pictures.append(Picture(inline.link, None, *size))
    text = _around(inlines, sizes)
    lines = style(text) if text or not pictures else []
    return [*lines, *(picture.row(index) for picture in pictures for index in range(picture.rows))]


def _because(caption: Styled, problem: str) -> Styled:
    """The name, and why the image is not drawn."""
    text, roles = caption
    if not text.endswith("]"):
        return caption
    longer = f"{text[:-1]}, not drawn: {problem}]"
    return Styled(longer, [role.at(role.start, len(longer)) if role.end == len(text) else role for role in roles])
