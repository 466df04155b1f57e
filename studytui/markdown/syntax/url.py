"""Bare addresses: `https://…`, `http://…`, `ftp://…`, `www.…` (behaviour 4.2)."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.angle import push_autolink

_REST = lazy_regex(r"://[^\s<>\[\]{}|\\^`\"]+")
_WWW = lazy_regex(r"www\.[^\s<>\[\]{}|\\^`\"]+")
_SCHEME = lazy_regex(r"(?<![a-zA-Z0-9+.-])(?:https?|ftp)$", re.IGNORECASE)
_ENTITY = lazy_regex(r"&[a-zA-Z0-9]+;$")
_TRAILING = "?!.,:;*_~='"


def url(state: StateInline, silent: bool) -> bool:
    """The rule of the `:` in `https://…`: its scheme is already pending."""
    src, pos = state.src, state.pos
    if state.linkLevel > 0 or not src.startswith("://", pos):
        return False
    match = _REST.match(src, pos, state.posMax)
    scheme = _SCHEME.search(src, max(pos - 6, 0), pos)
    if match is None or scheme is None:
        return False
    rest = _trimmed(match[0])
    if len(rest) <= 3:
        return False
    if not silent:
        # A scheme in another token (`h<b>ttp</b>`) is no scheme.
        if not state.pending.endswith(scheme[0]):
            return False
        state.pending = state.pending[: -len(scheme[0])]
        push_autolink(state, scheme[0] + rest, scheme[0] + rest)
    state.pos = pos + len(rest)
    return True


def www(state: StateInline, silent: bool) -> bool:
    """`www.…` at the start of a word."""
    src, pos = state.src, state.pos
    if state.linkLevel > 0 or (pos > 0 and (src[pos - 1].isalnum() or src[pos - 1] in "/.-@")):
        return False
    match = _WWW.match(src, pos, state.posMax)
    text = _trimmed(match[0]) if match else ""
    if "." not in text[4:]:
        return False
    if not silent:
        push_autolink(state, text, "http://" + text)
    state.pos = pos + len(text)
    return True


def _trimmed(text: str) -> str:
    """Without the punctuation or the entity that ends the sentence, and without brackets that were not opened."""
    unopened = text.count(")") - text.count("(")
    end = len(text)
    while end:
        if text[end - 1] == ")" and unopened > 0:
            unopened -= 1
        elif text[end - 1] == ";" and (entity := _ENTITY.search(text, max(end - 32, 0), end)):
            end = entity.start() + 1
        elif text[end - 1] not in _TRAILING:
            break
        end -= 1
    return text[:end]
