"""HTML blocks, as CommonMark begins them (behaviour 4.10)."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import html_block as commonmark_html_block

from studytui.lazy_regex import lazy_regex
from studytui.markdown.html_elements import DROPPED, ELEMENTS
from studytui.markdown.syntax.parse_state import parse_state

_NAME = lazy_regex(r"</?([A-Za-z][A-Za-z0-9-]*)")
_HIDING = lazy_regex(rf"<(/?)({'|'.join(sorted(DROPPED))})\b", re.IGNORECASE)


def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of HTML: `<your name>` alone on a line is none, and a script ends where it is closed."""
    match = _NAME.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is not None and match[1].lower() not in ELEMENTS:
        return False
    if not commonmark_html_block(state, start, end, silent):
        return False
    if not silent:
        _extend(state, start, end)
        _look_for_table_end(state)
    return True


def _extend(state: StateBlock, start: int, end: int) -> None:
    """Takes in what follows, as long as a script, style or drawing is open that is closed further down."""
    token = state.tokens[-1]
    name = _left_open(token.content)
    while name is not None:
        last = _last_line_with(state, f"</{name}")
        line = state.line
        while line < min(end, last + 1) and (state.sCount[line] >= state.blkIndent or state.isEmpty(line)):
            line += 1
            text = state.src[state.bMarks[line - 1] : state.eMarks[line - 1]].lower()
            if f"</{name}" in text:
                break
        else:
            parse_state(state.env).open = True
            return
        state.line = line
        token.map = [start, line]
        token.content = state.getLines(start, line, state.blkIndent, True)
        name = _left_open(token.content)


def _left_open(content: str) -> str | None:
    """The element at the end of the content whose text is not shown, if it is still open."""
    name = None
    for match in _HIDING.finditer(content):
        if name is None and not match[1]:
            name = match[2].lower()
        elif match[1] and match[2].lower() == name:
            name = None
    return name


def _last_line_with(state: StateBlock, text: str) -> int:
    """The last line of the piece that holds `text`; looked for once."""
    known = parse_state(state.env).last_lines
    if text not in known:
        source = state.src.lower()
        at = source.rfind(text)
        known[text] = source.count("\n", 0, at) if at >= 0 else -1
    return known[text]


def _look_for_table_end(state: StateBlock) -> None:
    """Tells the token on which line a table that it may have left open is closed, if the piece holds that line."""
    token = state.tokens[-1]
    shared = parse_state(state.env)
    ends = shared.table_ends
    left_open = "<table" in token.content.lower()
    if ends is None:
        if not left_open:
            return
        ends = shared.table_ends = _lines_with(state.src.lower(), "</table")
    place = bisect_left(ends, state.line)
    if place < len(ends):
        token.meta["table end"] = ends[place]
    elif left_open and token.content.lower().count("<table") > token.content.lower().count("</table"):
        shared.open = True


def _lines_with(source: str, text: str) -> list[int]:
    lines: list[int] = []
    line = pos = 0
    while (at := source.find(text, pos)) >= 0:
        line += source.count("\n", pos, at)
        lines.append(line)
        pos = at + len(text)
    return lines
