"""Markdown of Obsidian and the Digital Garden: text -> `Document`.

The parser is imported by the first question that needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from studytui.markdown.document import (
    Block,
    BlockId,
    Code,
    Container,
    Document,
    Footnote,
    Frontmatter,
    Heading,
    Highlight,
    Inline,
    Link,
    LogicalLine,
    Math,
    Paragraph,
    Row,
    Rule,
    Style,
    Table,
    Title,
    logical_lines,
    plain,
)
from studytui.markdown.legend import Legend

if TYPE_CHECKING:
    from studytui.markdown.frontmatter import read_frontmatter
    from studytui.markdown.lines import (
        Mark,
        MarkedLine,
        links,
        marked_lines,
        marks_possible,
        outline,
    )
    from studytui.markdown.reader import Reading, parse, parse_all, read

__all__ = [
    "Block",
    "BlockId",
    "Code",
    "Container",
    "Document",
    "Footnote",
    "Frontmatter",
    "Heading",
    "Highlight",
    "Inline",
    "Legend",
    "Link",
    "LogicalLine",
    "Mark",
    "MarkedLine",
    "Math",
    "Paragraph",
    "Reading",
    "Row",
    "Rule",
    "Style",
    "Table",
    "Title",
    "links",
    "logical_lines",
    "marked_lines",
    "marks_possible",
    "outline",
    "parse",
    "parse_all",
    "plain",
    "read",
    "read_frontmatter",
]

_MODULES = {
    "read_frontmatter": "frontmatter",
    "Reading": "reader",
    "parse": "reader",
    "parse_all": "reader",
    "read": "reader",
    **dict.fromkeys(("Mark", "MarkedLine", "links", "marked_lines", "marks_possible", "outline"), "lines"),
}


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value
