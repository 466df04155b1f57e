"""`<https://…>`, `<a@b.org>` and inline HTML."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline, html_inline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.markdown_it_private import HTML_TAG_RE

_AUTOLINK = lazy_regex(r"<([a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = lazy_regex(r"<([\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)>", re.ASCII)
CARELESS_TAG = lazy_regex(r"</?(?:span|mark|font|u)\b[^<>\n]*>", re.IGNORECASE)


def autolink(state: StateInline, silent: bool) -> bool:
    """An address between angle brackets."""
    match = _AUTOLINK.match(state.src, state.pos, state.posMax)
    email = None if match else _EMAIL.match(state.src, state.pos, state.posMax)
    found = match or email
    if found is None:
        return False
    if not silent:
        push_autolink(state, found[1], "mailto:" + found[1] if email else found[1])
    state.pos = found.end()
    return True


def behind_hidden(src: str, start: int, end: int) -> int:
    """Where text goes on behind something that is not shown: the blanks on both sides of it are one."""
    return end + 1 if src[end : end + 1] == " " and (start == 0 or src[start - 1].isspace()) else end


def push_autolink(state: StateInline, text: str, target: str) -> None:
    """Pushes the tokens of a link whose text is its address."""
    token = state.push("link_open", "a", 1)
    token.info = "autolink"
    token.meta = {"target": target}
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1)


def html_tag(state: StateInline, silent: bool) -> bool:
    """A tag as CommonMark knows it; for the tags that highlight, also one with careless attributes."""
    start = state.pos
    if html_inline(state, silent):
        state.linkLevel = max(state.linkLevel, 0)  # `</a>` may close what nothing opened
        if not silent and state.src.startswith("<!--", start):
            state.pos = behind_hidden(state.src, start, state.pos)
        return True
    match = CARELESS_TAG.match(state.src, state.pos, state.posMax)
    if match is None or HTML_TAG_RE.match(match[0]):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True
