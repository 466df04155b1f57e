"""`#tag` (behaviour 4.5)."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from studytui.characters import visible
from studytui.lazy_regex import lazy_regex
from studytui.markdown.markdown_it_private import HTML_TAG_RE
from studytui.markdown.syntax.angle import CARELESS_TAG

TAG = lazy_regex("#([^\\s!-,.:-@\\[-\\^`{-~\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2e00-\u2e7f]+)")
"""A tag may hold invisible characters, which are no part of its name (behaviour 6.10b)."""
_NUMBER = lazy_regex(r"[0-9]*")
_LONGEST = 300
"""Characters of an HTML tag before a tag that are looked at."""


def tag(state: StateInline, silent: bool) -> bool:
    """A tag at the start of the text or after whitespace, or where emphasis or HTML begins there; never a number."""
    pos = state.pos
    if state.linkLevel > 0 or not _begins(state.src, pos):
        return False
    match = TAG.match(state.src, pos, state.posMax)
    if match is None or _NUMBER.fullmatch(visible(match[1])):
        return False
    if not silent:
        state.push("tag", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _begins(src: str, pos: int) -> bool:
    """True if a tag may begin here: the garden also has one behind the `>` of a page, be it of `<b>` or of `==`."""
    while pos and not visible(src[pos - 1]):
        pos -= 1
    if pos == 0 or src[pos - 1].isspace():
        return True
    if src[pos - 1] not in "*_~=>":
        return False
    first = max(0, pos - _LONGEST)
    before = src[first:pos].rstrip("*_~=")
    if not before or before[-1].isspace():
        return True
    start = before.rfind("<") if before[-1] == ">" else -1
    opens = start >= 0 and not before.startswith("</", start)
    return opens and any(pattern.fullmatch(before, start) for pattern in (HTML_TAG_RE, CARELESS_TAG))
