"""Headings that are underlined."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import lheading as commonmark_lheading


def lheading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading by its underline; in an item one dash is an empty item below it, as outlines leave them behind."""
    in_item = state.parentType == "list"
    if not commonmark_lheading(state, start, end, silent):
        return False
    if in_item and not silent:
        opening, text, closing = state.tokens[-3:]
        line = state.line - 1
        if state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip() == "-":
            state.line = line
            opening.type, closing.type = "paragraph_open", "paragraph_close"
            opening.tag = closing.tag = "p"
            opening.markup = closing.markup = ""
            opening.map = [start, line]
            text.map = [start, line]
    return True
