"""Images that stand alone on a line: the name of each, and the room that it is drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from studytui.layout.inline import InlineStyler
from studytui.layout.line import Span, Styled
from studytui.layout.protocols import Drawings
from studytui.markdown.document import Inline, Link

LEAST_PICTURE = 4
"""Columns; a picture that has less room is not drawn."""


class Picture(NamedTuple):
    """An image that stands alone on its line: its caption, and the cells that are kept free for it below."""

    link: Link
    caption: Styled
    columns: int
    rows: int
    """0 where it is not drawn."""

    def row(self, index: int) -> Styled:
        """One row of the room that it is drawn in."""
        target = self.link.target
        role = Span(0, self.columns, "picture", target, link=self.link, number=index)
        return Styled(" " * self.columns, (role,))


def pictures_of(inlines: Sequence[Inline], styler: InlineStyler, drawings: Drawings, room: int) -> list[Picture]:
    """The images of a line that holds nothing else; none where neither can be drawn, nor said why not."""
    images = [inline for inline in inlines if inline.kind == "image"]
    if not images or any(inline.kind != "image" and not inline.text.isspace() for inline in inlines):
        return []
    found: list[Picture] = []
    useful = False
    for image in images:
        link = image.link
        if link is None:
            return []
        size = drawings.picture(link, image.width, room) if room >= LEAST_PICTURE else None
        caption = styler.style((image,))
        problem = drawings.problem(link) if size is None else None
        useful = useful or size is not None or problem is not None
        columns, rows = size or (0, 0)
        found.append(Picture(link, _because(caption, problem) if problem else caption, columns, rows))
    return found if useful else []


def _because(caption: Styled, problem: str) -> Styled:
    """The name, and why the image is not drawn."""
    text, roles = caption
    if not text.endswith("]"):
        return caption
    longer = f"{text[:-1]}, not drawn: {problem}]"
    return Styled(longer, [role.at(role.start, len(longer)) if role.end == len(text) else role for role in roles])
