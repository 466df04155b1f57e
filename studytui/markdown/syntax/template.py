"""`<% … %>` and `<%* … %>` of Templater, which only Obsidian runs: shown as code (behaviour 3)."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from studytui.markdown.syntax.inline_parser import InlineState
from studytui.markdown.syntax.parse_state import parse_state

_OPENS, _CLOSES = "<%", "%>"


def template(state: StateInline, silent: bool) -> bool:
    """A command in the text; the token's content is what stands between the signs."""
    assert isinstance(state, InlineState)
    src, pos = state.src, state.pos
    if not src.startswith(_OPENS, pos) or state.html_terminator_last(_CLOSES) < pos + 2:
        return False
    stop = src.find(_CLOSES, pos + 2, state.posMax)
    inner = src[pos + 2 : stop].strip("*_-+ \t\n") if stop >= 0 else ""
    if not inner:
        return False
    if not silent:
        state.push("template", "", 0).content = " ".join(inner.split("\n"))
    state.pos = stop + 2
    return True


def template_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A command that begins a line and ends on a later one; what stands behind its end is read on."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_OPENS, first) or state.is_code_block(start):
        return False
    if state.src.find(_CLOSES, first + 2, state.eMarks[start]) >= 0:
        return False
    shared = parse_state(state.env)
    if shared.last_template_end is None:
        shared.last_template_end = state.src.rfind(_CLOSES)
    line, closer = start, -1
    while closer < 0:
        line += 1
        if line >= end or state.bMarks[line] > shared.last_template_end:
            shared.open = True
            return False
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return False
        closer = state.src.find(_CLOSES, state.bMarks[line], state.eMarks[line])
    if silent:
        return True
    after = closer + 2
    ends = not state.src[after : state.eMarks[line]].strip()
    text = state.getLines(start, line + 1, state.blkIndent, False)
    token = state.push("template_block", "", 0)
    token.info = "template"
    token.content = text if ends else text[: len(text) - (state.eMarks[line] - after)]
    token.map = [start, line + 1]
    if ends:
        line += 1
    else:
        after += len(state.src[after : state.eMarks[line]]) - len(state.src[after : state.eMarks[line]].lstrip())
        state.bMarks[line], state.tShift[line], state.sCount[line] = after, 0, state.blkIndent
    state.line = line
    return True
