"""`> [!type]- Title` (behaviour 4.3)."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

_TITLE = re.compile(r"\[!([^\[\]|<>]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*")


def callout_title(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The first line of a quote, when it names a type: a line of its own, whatever follows it."""
    if silent or not state.tokens or state.tokens[-1].type != "blockquote_open":
        return False
    match = _TITLE.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None or state.is_code_block(start):
        return False
    token = state.push("callout_title", "", 0)
    token.info = match[1].strip().lower()
    token.markup = match[2]
    token.map = [start, start + 1]
    token.content = state.src[match.end() : state.eMarks[start]].strip()
    state.line = start + 1
    return True
