"""`[^1]`, `[^1]: text` and `^[text]` (behaviour 4.4)."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.pairs import closing
from studytui.markdown.syntax.parse_state import parse_state

_REFERENCE = lazy_regex(r"\[\^([^\s\[\]<>]+)\]")
_DEFINITION = lazy_regex(r"\[\^([^\s\[\]<>]+)\]:[ \t]*")
_LINK_DEFINITION = lazy_regex(r"\[[^\[\]]+\]:[ \t]*\S")
_INDENT = 2
"""Columns that the further lines of a definition are indented by, at least."""
_MAX_LEVEL = 20
"""Of containers around a definition: each costs another pass over its lines."""
_MAX_DEPTH = 3
"""Inline footnotes inside inline footnotes that are looked into: each is read again for itself."""


def fold_label(label: str) -> str:
    """The normalised form in which labels compare."""
    return label.casefold()


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """A reference to a footnote that the note defines; its token's content is the label.

    To a link that is looked for around it, it is no more than brackets in brackets.
    """
    defined = parse_state(state.env).defined_footnotes
    if silent or not defined:
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None or fold_label(match[1]) not in defined:
        return False
    state.push("footnote", "", 0).content = match[1]
    state.pos = match.end()
    return True


def inline_footnote(state: StateInline, silent: bool) -> bool:
    """A footnote whose text stands in the brackets, which may hold others in pairs; its token's content is the text."""
    start = state.pos + 2
    if not state.src.startswith("[", start - 1) or parse_state(state.env).footnote_depth > _MAX_DEPTH:
        return False
    stop = closing(state, start - 1)
    if stop is None or stop >= state.posMax or not state.src[start:stop].strip():
        return False
    if not silent:
        state.push("inline_footnote", "", 0).content = state.src[start:stop]
    state.pos = stop + 1
    return True


def footnote_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A definition: its lines, and the blocks below it that are indented, stand between two tokens.

    Its text ends before another definition, also one of a link, that is not indented.
    """
    first = state.bMarks[start] + state.tShift[start]
    match = _DEFINITION.match(state.src, first, state.eMarks[start])
    shared = parse_state(state.env)
    if match is None and silent and shared.open_footnotes and state.sCount[start] < state.blkIndent:
        return _LINK_DEFINITION.match(state.src, first, state.eMarks[start]) is not None
    if match is None or state.level > _MAX_LEVEL or state.is_code_block(start):
        return False
    if silent:
        return True
    shared.defined_footnotes.add(fold_label(match[1]))
    opening = state.push("footnote_open", "", 1)
    opening.info = match[1]
    before = state.bMarks[start], state.tShift[start], state.sCount[start], state.blkIndent
    state.blkIndent = state.sCount[start] + _INDENT
    state.bMarks[start], state.tShift[start], state.sCount[start] = match.end(), 0, state.blkIndent
    shared.open_footnotes += 1
    state.md.block.tokenize(state, start, end)
    shared.open_footnotes -= 1
    state.bMarks[start], state.tShift[start], state.sCount[start], state.blkIndent = before
    opening.map = [start, state.line]
    state.push("footnote_close", "", -1)
    return True


def link_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's link reference definition, which must not swallow `[^1]: word`."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)
