"""Rows of a list that are wrapped: what follows the first line hangs below it."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from studytui.layout.wrap import cells, wrap
from studytui.tui.panes.status import shortened

INDENT: Final = 2
"""Columns by which what follows the first line of a row is indented."""


def hang(content: Content, width: int, indent: int = INDENT) -> list[Content]:
    """The content wrapped into lines of at most `width` cells, of which those after the first are indented."""
    first, *rest = wrap(content.plain, width, width - indent)
    return [content[slice(*first)], *(Content.assemble(" " * indent, content[slice(*row)]) for row in rest)]


def short_path(path: str, width: int) -> str:
    """A path in at most so many cells: `…` for its inner folders, for all, or inside its name."""
    parts = path.split("/")
    ways = [[*parts[:1], *(["…"] if left_out else []), *parts[1 + left_out :]] for left_out in range(len(parts) - 1)]
    ways += [["…", parts[-1]]] if ways else []
    for kept in ways:
        if cells("/".join(kept)) <= width:
            return "/".join(kept)
    return shortened(parts[-1], width)
