"""Rows of a list that are wrapped: what follows the first line hangs below it."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from studytui.layout.wrap import wrap

INDENT: Final = 2
"""Columns by which what follows the first line of a row is indented."""


def hang(content: Content, width: int, indent: int = INDENT) -> list[Content]:
    """The content wrapped into lines of at most `width` cells, of which those after the first are indented."""
    first, *rest = wrap(content.plain, width, width - indent)
    return [content[slice(*first)], *(Content.assemble(" " * indent, content[slice(*row)]) for row in rest)]
