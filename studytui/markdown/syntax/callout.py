"""`> [!type]- Title` (behaviour 4.3)."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

_TITLE = re.compile(r"\[!([^\[\]|<>]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*")


def callout_title(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The first line of a quote, when it names a type; lazy lines behind it are in the callout, as in CommonMark."""
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
    for line in range(start + 1, end):
        if state.sCount[line] >= 0:
            break
        state.sCount[line] = 0  # a lazy line: its paragraph began with the title
    return True
