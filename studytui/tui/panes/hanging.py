"""Rows of a list that are longer than it is wide: wrapped with a hanging indent, or cut at their end."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from studytui.layout.wrap import cells, wrap

INDENT: Final = 2
"""Columns by which what follows the first line of a row is indented."""


def hang(content: Content, width: int) -> list[Content]:
    """The content as lines of at most `width` cells, those after the first indented."""
    rows = wrap(content.plain, width, width - INDENT)
    lines = [content[start:end] for start, end in rows]
    return [lines[0], *(Content.assemble(" " * INDENT, line) for line in lines[1:])]


def cut(content: Content, width: int) -> Content:
    """The content on one line, what does not fit replaced by `…`."""
    return content if cells(content.plain) <= width else content.truncate(width, ellipsis=True)
