"""CommonMark's links and images, tried only where a target can follow."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as commonmark_image
from markdown_it.rules_inline import link as commonmark_link


def link(state: StateInline, silent: bool) -> bool:
    """`[text](target)` and links to definitions."""
    return _has_target(state) and commonmark_link(state, silent)


def image(state: StateInline, silent: bool) -> bool:
    """`![alt](target)`."""
    return _has_target(state) and state.src.startswith("[", state.pos + 1) and commonmark_image(state, silent)


def _has_target(state: StateInline) -> bool:
    """Without a definition, brackets are only a link where `](` follows: most are none, and many cost much."""
    return "references" in state.env or state.html_terminator_last("](") > state.pos
