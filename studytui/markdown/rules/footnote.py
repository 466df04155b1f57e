"""`[^1]`: references, and definitions that stay visible where they stand (behaviour 4.4)."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

_REFERENCE = re.compile(r"\[\^([^\s\[\]<>]+)\]")


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """A reference; its token's content is the label."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("footnote", "", 0).content = match[1]
    state.pos = match.end()
    return True


def link_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's link reference definition, which must not swallow `[^1]: word`."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)
