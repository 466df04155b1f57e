"""`[[target]]`, `[[target|text]]`, `[text](target)` and what they embed behind a `!` (behaviour 2.1, 4.8)."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as commonmark_image
from markdown_it.rules_inline import link as commonmark_link

from studytui.lazy_regex import lazy_regex
from studytui.markdown.file_types import shown_target
from studytui.markdown.media import without_tags

_LINK = lazy_regex(r"\[\[(?!\[)((?:[^\[\]\n]++|\[\^[^\[\]\n]++\](?=\]\])|\[(?!\[)|\](?!\]))*+)\]\]")
_BRACKETED = lazy_regex(r"\[\[(?!\[[^\[\]\n]*\]\]\])((?:[^\[\]\n]|\[[^\[\]\n]*+\])++)\]\]")
"""A path that begins with a bracket, as in `[[[red]/note]]`; but `[[[note]]]` is a link in brackets."""
_PIPE = lazy_regex(r"\\?\|")
_MARKUP = lazy_regex(r"[*_=~<&`\\$%]")


def shown_text(target: str) -> str:
    """The text of a wikilink that has none of its own (behaviour 2.1.6)."""
    return shown_target(without_tags(target))


def _match(state: StateInline, pos: int) -> re.Match[str] | None:
    found = _BRACKETED.match(state.src, pos, state.posMax) if state.src.startswith("[[[", pos) else None
    return found or _LINK.match(state.src, pos, state.posMax)


def wikilink(state: StateInline, silent: bool) -> bool:
    """A link; its text may hold emphasis and highlights, and nothing else."""
    match = _match(state, state.pos)
    if match is None or state.linkLevel > 0 or not match[1].split("|")[0].strip(" \t\\"):
        return False
    if not silent:
        _push(state, match)
    state.pos = match.end()
    return True


def _push(state: StateInline, match: re.Match[str]) -> None:
    pipe = _PIPE.search(match[1])
    target = match[1][: pipe.start()].strip() if pipe else match[1].strip()
    text = match[1][pipe.end() :].strip() if pipe else ""
    token = state.push("link_open", "a", 1)
    token.info = "wiki"
    token.meta = {"target": target}
    if pipe and text and _MARKUP.search(text):
        state.pos, end = match.start(1) + pipe.end(), state.posMax
        state.posMax = match.end(1)
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.posMax = end
    else:
        state.push("text", "", 0).content = text or shown_text(target)
    state.push("link_close", "a", -1)


def embed(state: StateInline, silent: bool) -> bool:
    """`![[target|text|100]]`; whether it is an image is decided by its file type, later."""
    match = _match(state, state.pos + 1)
    if match is None or not match[1].split("|")[0].strip(" \t\\"):
        return False
    if not silent:
        target, *parts = _PIPE.split(match[1])
        token = state.push("embed", "", 0)
        token.info = "wiki"
        token.meta = {"target": target.strip(), "parts": [part.strip() for part in parts]}
    state.pos = match.end()
    return True


def link(state: StateInline, silent: bool) -> bool:
    """`[text](target)` and links to definitions."""
    return _has_target(state) and commonmark_link(state, silent)


def image(state: StateInline, silent: bool) -> bool:
    """`![alt](target)`."""
    return _has_target(state) and state.src.startswith("[", state.pos + 1) and commonmark_image(state, silent)


def _has_target(state: StateInline) -> bool:
    """Without a definition, brackets are only a link where `](` follows: most are none, and many cost much."""
    return "references" in state.env or state.html_terminator_last("](") > state.pos
