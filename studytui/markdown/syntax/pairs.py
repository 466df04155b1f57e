"""Which bracket closes which: found once for a text, so that asking for each bracket stays cheap."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.inline_parser import InlineState

_PARTS = lazy_regex(r"\\.|`+|[\[\]()]", re.DOTALL)
_TICKS = lazy_regex(r"`+")
_OPENERS = {"]": "[", ")": "("}


def closing(state: StateInline, pos: int) -> int | None:
    """Where the `[` or `(` at `pos` is closed; brackets that are escaped or in code do not count."""
    assert isinstance(state, InlineState)
    if state.pairs is None:
        state.pairs = _pairs(state.src)
    return state.pairs.get(pos)


def _pairs(src: str) -> dict[int, int]:
    ticks: dict[int, list[int]] = {}
    for run in _TICKS.finditer(src):
        ticks.setdefault(len(run[0]), []).append(run.start())
    found: dict[int, int] = {}
    opened: dict[str, list[int]] = {"[": [], "(": []}
    pos = 0
    while part := _PARTS.search(src, pos):
        pos = part.end()
        character = part[0][0]
        if character == "`":
            runs = ticks.get(len(part[0]), [])
            later = bisect_left(runs, pos)
            if later < len(runs):
                pos = runs[later] + len(part[0])
        elif character in opened:
            opened[character].append(part.start())
        elif character in _OPENERS and (starts := opened[_OPENERS[character]]):
            found[starts.pop()] = part.start()
    return found
