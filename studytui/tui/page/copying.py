"""What `y` copies of a page when nothing is selected."""

from __future__ import annotations

from studytui.layout import Line
from studytui.markdown.document import Code, Container, Document


def code_of(document: Document, line: Line) -> str | None:
    """The text of the code block, or the source of the diagram, that a row belongs to; None where it is neither."""
    note, source = line.origin or ("", line.source)
    if source is None:
        return None
    for block in document.blocks:
        if isinstance(block, Code) and block.line <= source <= block.end and _origin(block.inside) == note:
            return block.text
    return None


def _origin(inside: Container | None) -> str:
    while inside is not None and not inside.origin:
        inside = inside.inside
    return "" if inside is None else inside.origin
