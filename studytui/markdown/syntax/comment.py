"""`%%comments%%`, inside a line, over lines and over blocks (behaviour 4.4)."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.angle import behind_hidden
from studytui.markdown.syntax.parse_state import parse_state

_CODE_OR_COMMENT = lazy_regex(r"\\.|(`+)|<!--|<%|%%", re.DOTALL)
_ENDS = {"<!--": "-->", "<%": "%>"}
"""Of an HTML comment and of a template, in which `%%` means nothing."""


def comment(state: StateInline, silent: bool) -> bool:
    """A comment inside a block; one that is not closed hides the rest, unless it is stuck to a word (`100%%`)."""
    src, pos = state.src, state.pos
    if not src.startswith("%%", pos):
        return False
    stop = src.find("%%", pos + 2, state.posMax) if state.html_terminator_last("%%") >= pos + 2 else -1
    if stop < 0 and not opens(src, pos):
        return False
    end = stop + 2 if stop >= 0 else state.posMax
    if not silent:
        state.push("comment", "", 0)
        if stop >= 0:
            end = behind_hidden(src, pos, end)
    state.pos = end
    return True


def opens(src: str, pos: int) -> bool:
    """True if a `%%` that is never closed begins a comment."""
    return pos == 0 or src[pos - 1].isspace()


def comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment that begins a line and is all of its last line."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", first) or state.is_code_block(start):
        return False
    closer = state.src.find("%%", first + 2, state.eMarks[start])
    if closer >= 0:
        if state.src[closer + 2 : state.eMarks[start]].strip():
            return False
        if not silent:
            state.line = start + 1
        return True
    if not silent:
        _skip(state, start + 1, state.lineMax)
    return True


def commented_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's paragraph, whose last comment may go on over the following blocks."""
    found = paragraph(state, start, end, silent)
    content = state.tokens[-2].content
    if "%%" in content and _left_open(content):
        _skip(state, state.line, state.lineMax)
    return found


def _skip(state: StateBlock, line: int, end: int) -> None:
    """Goes on behind the next `%%`, or at the end, which may be that of a piece of the note."""
    while line < end:
        closer = state.src.find("%%", state.bMarks[line], state.eMarks[line])
        if closer >= 0:
            rest = closer + 2
            while rest < state.eMarks[line] and state.src[rest] in " \t":
                rest += 1
            if rest < state.eMarks[line]:
                state.bMarks[line], state.tShift[line], state.sCount[line] = rest, 0, state.blkIndent
            else:
                line += 1
            break
        line += 1
    else:
        parse_state(state.env).open = True
    state.line = line


def _left_open(content: str) -> bool:
    """True if the last `%%` outside of code begins a comment."""
    pos, opened = 0, -1
    last = {start: content.rfind(end) for start, end in _ENDS.items()}
    while match := _CODE_OR_COMMENT.search(content, pos):
        pos = match.end()
        if match[1] and opened < 0:
            closer = re.compile(rf"(?<!`){match[1]}(?!`)").search(content, pos)
            pos = closer.end() if closer else pos
        elif match[0] in last and opened < 0 and last[match[0]] >= pos:
            pos = content.find(_ENDS[match[0]], pos)
        elif match[0] == "%%":
            opened = match.start() if opened < 0 else -1
    return opened >= 0 and opens(content, opened)
