"""Attributes that the Digital Garden makes of ids and queries: `{ #id}`, `{ .block-language-…}` (behaviour 2.3.4, 3).

Also Obsidian's own block ids: ` ^id` at the end of a block and `^id` alone on a line (2.3.3).
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex

_BRACES = lazy_regex(r"\{[ \t]*(?:#([\w-]+)|\.block-[\w-]*(?:[ \t]+\.[\w-]+)*)[ \t]*\}[ \t]*(?=\n|$)")
_LONE = lazy_regex(r"(?:\^([A-Za-z0-9-]+)|" + _BRACES.pattern.removesuffix(r"[ \t]*(?=\n|$)") + r")[ \t]*(?=\n|$)")
_FINAL = lazy_regex(r"(?:^|(\S?)[ \t]+|\n)\^([A-Za-z0-9-]+)[ \t]*$")

_BREAKS = ("softbreak", "hardbreak")


def split_block_id(content: str) -> tuple[str, str | None]:
    """The text of a block without its final ` ^id`, and the id; `10 ^9` is a number, not an id."""
    if "^" not in content[-80:]:
        return content, None
    match = _FINAL.search(content, max(content.rfind("^") - 2, 0))
    if match is None or (match[2].isdigit() and (match[1] or "").isdigit()):
        return content, None
    return content[: match.start() + len(match[1] or "")].rstrip(), match[2]


def attribute(state: StateInline, silent: bool) -> bool:
    """A line of its own within a paragraph; an id of digits inside a sentence is a power: `10 ^9 cells`.

    What names a query may also end a line.
    """
    pos = state.pos
    match = _BRACES.match(state.src, pos, state.posMax)
    if match is None:
        return False
    while pos > 0 and state.src[pos - 1] in " \t":
        pos -= 1
    name = match[1]
    if pos > 0 and state.src[pos - 1] != "\n":
        if name or pos == state.pos:
            return False
        state.pos = match.end()
        return True
    if not silent:
        if name and name.isdigit() and pos > 1 and (state.src[pos - 2].isdigit() or match.end() < state.posMax):
            _power(state, name, end=match.end() == state.posMax)
        else:
            if match.end() == state.posMax and state.tokens and state.tokens[-1].type in _BREAKS:
                state.tokens[-1].type = "comment"
            token = state.push("block_id", "", 0)
            token.content = name or ""
    after = match.end()
    if after < state.posMax:
        after += 1
        while after < state.posMax and state.src[after] in " \t":
            after += 1
    state.pos = after
    return True


def _power(state: StateInline, name: str, *, end: bool) -> None:
    token = state.tokens[-1] if state.tokens else None
    if token is not None and token.type in _BREAKS:
        token.type, token.content = "text", " "
    state.push("text", "", 0).content = f"^{name}" if end else f"^{name} "


def attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of its own that ends a table or a quote, or stands behind another block."""
    match = _LONE.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None or state.is_code_block(start):
        return False
    if match[1] and start + 1 < end and not state.isEmpty(start + 1):
        return False
    if not silent:
        token = state.push("block_id", "", 0)
        token.content = match[1] or match[2] or ""
        token.map = [start, start + 1]
        state.line = start + 1
    return True
