"""`$…$` and `$$…$$`, inline and as blocks (behaviour 4.7)."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.inline_parser import InlineState
from studytui.markdown.syntax.parse_state import parse_state

_DOLLAR = lazy_regex(r"(?<!\\)\$")
_CLOSER = lazy_regex(r"(?<![\s$])\$(?![\d$])")


def math(state: StateInline, silent: bool) -> bool:
    """A formula in the text: no blank just inside, no digit after it, so `$5 to $10` is none.

    The next dollar closes it or nothing does: an amount such as `$5` before another one, or before a formula, is text.
    """
    assert isinstance(state, InlineState)
    src, pos = state.src, state.pos
    if src.startswith("$$", pos):
        start = pos + 2
        stop = src.find("$$", start, state.posMax) if state.html_terminator_last("$$") >= start else -1
        end = stop + 2
    else:
        start = pos + 1
        if start >= state.posMax or src[start].isspace() or (pos and src[pos - 1] == "$" and state.pending[-1:] == "$"):
            return False
        dollar = _DOLLAR.search(src, start + 1, state.posMax)
        stop = dollar.start() if dollar and _CLOSER.match(src, dollar.start()) else -1
        end = stop + 1
    if stop < 0 or not src[start:stop].strip():
        return False
    if not silent:
        token = state.push("math_inline", "", 0)
        token.content = " ".join(src[start:stop].split("\n"))
        token.markup = "$$" if start == pos + 2 else "$"
    state.pos = end
    return True


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` at the start of a line, up to the line that ends with `$$`."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", first) or state.is_code_block(start):
        return False
    indent = state.sCount[start]
    if 4 <= indent < state.blkIndent and not 0 <= indent - state.listIndent < 4:
        return False  # where the item around it would end, it would be code: it goes on with the text above
    shared = parse_state(state.env)
    unclosed = shared.unclosed_math
    if unclosed and unclosed[0] <= start and end <= unclosed[1]:
        return False
    line = start
    text = state.src[first + 2 : state.eMarks[start]].rstrip()
    while not text.endswith("$$"):
        line += 1
        if line == end:
            shared.unclosed_math = (start, end)
            shared.open = True
        if line >= end or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            return False
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    if line == start and (not text[:-2].strip() or "$$" in text[:-2]):
        return False
    if silent:
        return True
    content = state.getLines(start, line + 1, state.blkIndent, False).strip()
    token = state.push("math_block", "", 0)
    inner = content[2:-2] if "\n" in content else content[2:-2].strip()
    token.content = inner.strip("\n")
    token.meta = {"first": start + len(inner) - len(inner.lstrip("\n"))}
    token.map = [start, line + 1]
    state.line = line + 1
    return True
