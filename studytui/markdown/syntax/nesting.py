"""Lists and quotes deeper than anyone reads lose their markers, never their words."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from studytui.lazy_regex import lazy_regex

MAX_LEVEL = 100
"""A quote is one level, an item two; each costs markdown-it stack frames and another pass over its lines."""

_MARKERS = lazy_regex(r"(?:(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|(?=\n|$))|>[ \t]?)+")


def flatten(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Takes the markers off a line that is too deep, and reads what is left."""
    if silent or state.level < MAX_LEVEL:
        return False
    match = _MARKERS.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None:
        return False
    if not state.src[match.end() : state.eMarks[start]].strip():
        state.line = start + 1
        return True
    state.bMarks[start], state.tShift[start], state.sCount[start] = match.end(), 0, state.blkIndent
    return any(rule(state, start, end, False) for rule in state.md.block.ruler.getRules(""))
