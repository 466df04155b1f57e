"""`#tag` (behaviour 4.5)."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

TAG = re.compile("#([^\\s!-,.:-@\\[-\\^`{-~\u2000-\u206f\u2e00-\u2e7f]+)")
_NUMBER = re.compile(r"[0-9]+")


def tag(state: StateInline, silent: bool) -> bool:
    """A tag at the start of the text or after whitespace, unless it is a number."""
    pos = state.pos
    if state.linkLevel > 0 or (pos > 0 and not state.src[pos - 1].isspace()):
        return False
    match = TAG.match(state.src, pos, state.posMax)
    if match is None or _NUMBER.fullmatch(match[1]):
        return False
    if not silent:
        state.push("tag", "", 0).content = match[0]
    state.pos = match.end()
    return True
