"""Inline fields of Dataview: `[key:: value]`, `(key:: value)`, and `key:: value` as a line of its own (behaviour 3).

Brackets hide, and the key keeps one colon. Without brackets, a key has three words at most and a blank behind its
colons: `std::vector`, `question::answer` and `==1.answer::hint==` are text.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it.rules_inline import StateInline

from studytui.markdown.syntax.inline_parser import InlineState
from studytui.markdown.syntax.pairs import closing

_SYMBOL = "\u200d\u2190-\u2bff\u2e80-\ud7ff\uf900-\uffff\U00010000-\U0010ffff"
_WORD = rf"[\w{_SYMBOL}][\w\-/.'’&{_SYMBOL}]*"
_BRACKETED = rf"[\[(][ \t]*({_WORD}(?:[ \t]+{_WORD})*)::([ \t]*)"
_KEY = rf"(\*{{1,3}}|~~|){_WORD}(?: {_WORD}){{0,2}}\1"
_LONGEST = 80
"""Characters of a key, about."""
_MAX_DEPTH = 3
"""Fields inside fields that are looked into."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, for the first note that may have a field: sets of so many characters take milliseconds."""
    return re.compile(pattern)


def bracketed_field(state: StateInline, silent: bool) -> bool:
    """A field in brackets; round ones need a blank behind the colons: `(std::vector)` is none."""
    assert isinstance(state, InlineState)
    src, pos = state.src, state.pos
    limit = min(pos + _LONGEST, state.posMax)
    if silent or src.find("::", pos, limit) < 0 or state.fields >= _MAX_DEPTH:
        return False
    match = _compiled(_BRACKETED).match(src, pos, limit)
    if match is None:
        return False  # to a link that is looked for around it, it is no more than brackets in brackets
    start, stop = match.end(), closing(state, pos)
    if stop is None or not start <= stop < state.posMax or "\n" in src[pos:stop]:
        return False
    if src[pos] == "(" and start < stop and not match[2]:
        return False
    state.push("field", "", 0).content = f"{match[1]}:"
    _push_value(state, start, stop)
    state.pos = stop + 1
    return True


def _push_value(state: InlineState, start: int, stop: int) -> None:
    while stop > start and state.src[stop - 1].isspace():
        stop -= 1
    if start == stop:
        return
    state.push("text", "", 0).content = " "
    limit, state.pos, state.posMax = state.posMax, start, stop
    state.fields += 1
    state.md.inline.tokenize(state)
    state.fields -= 1
    state.posMax = limit


def line_field(state: StateInline, silent: bool) -> bool:
    """The rule of the `::` behind a key that begins a line, and that may be emphasised."""
    src, pos = state.src, state.pos
    if silent or state.linkLevel > 0 or not src.startswith("::", pos) or src[pos + 2 : pos + 3] not in ("", *" \t\n"):
        return False
    start = src.rfind("\n", max(0, pos - _LONGEST), pos) + 1
    if start == 0 and pos > _LONGEST:
        return False
    written = src[start:pos].lstrip(" \t")
    if not _compiled(_KEY).fullmatch(written):
        return False
    end = _claimed(state, written)
    state.push("field", "", 0).content = f"{end}:"
    state.pos = pos + 2
    return True


def _claimed(state: StateInline, written: str) -> str:
    """Makes the tokens of a plain key part of the field; returns what is pending of it."""
    tokens, first, left = state.tokens, len(state.tokens), len(written) - len(state.pending)
    while left > 0 and first > 0 and tokens[first - 1].type == "text":
        first -= 1
        left -= len(tokens[first].content)
    pairing = (mark.open or mark.close for mark in reversed(state.delimiters) if mark.token >= first)
    if left or any(pairing):
        return ""  # emphasis: the key stays as it is set
    for token in tokens[first:]:
        token.type = "field"
    pending, state.pending = state.pending, ""
    return pending
