"""`> [!type]- Title`, and the Admonition plugin's ```` ```ad-tip ```` blocks, which look like it (behaviour 3, 4.3)."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock, fence

from studytui.lazy_regex import lazy_regex

_TITLE = lazy_regex(r"\[!([^\[\]|<>]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*")
_OPENING = lazy_regex(r"[`~]{3,}[ \t]*ad-([\w-]+)[ \t]*$")
_SETTING = lazy_regex(r"(title|collapse|icon|color):[ \t]*(.*?)[ \t]*$")
_MAX_LEVEL = 20
"""Of containers around it: each such block is read again for the blocks inside it."""
_FOLDS = {"open": "+", "closed": "-", "close": "-", "true": "-"}


def callout_title(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The first line of a quote, when it names a type; lazy lines behind it are in the callout, as in CommonMark."""
    if silent or not state.tokens or state.tokens[-1].type != "blockquote_open":
        return False
    match = _TITLE.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None or state.is_code_block(start):
        return False
    token = state.push("callout_title", "", 0)
    token.info = match[1].strip().lower()
    token.markup = match[2]
    token.map = [start, start + 1]
    token.content = state.src[match.end() : state.eMarks[start]].strip()
    state.line = start + 1
    for line in range(start + 1, end):
        if state.sCount[line] >= 0:
            break
        state.sCount[line] = 0  # a lazy line: its paragraph began with the title
    return True


def admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence whose content is Markdown below lines of settings."""
    match = _OPENING.match(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if match is None or state.level > _MAX_LEVEL or not fence(state, start, end, silent):
        return False
    if silent:
        return True
    found = state.tokens.pop()
    after = state.line
    ending = _text(state, after - 1).strip()
    closed = after - 1 > start and ending.startswith(found.markup) and not ending.strip(found.markup[0])
    line, last = start + 1, after - 1 if closed else after
    settings: dict[str, str] = {}
    while line < last and (setting := _SETTING.match(_text(state, line))):
        settings.setdefault(setting[1], setting[2])
        line += 1
    state.push("blockquote_open", "blockquote", 1).map = [start, after]
    title = state.push("callout_title", "", 0)
    title.info = match[1].lower()
    title.markup = _FOLDS.get(settings.get("collapse", ""), "")
    title.content = settings.get("title", "")
    title.map = [start, start + 1]
    limit, state.lineMax = state.lineMax, last
    parent, state.parentType = state.parentType, "blockquote"
    state.md.block.tokenize(state, line, last)
    state.lineMax, state.parentType = limit, parent
    state.push("blockquote_close", "blockquote", -1)
    state.line = after
    return True


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
