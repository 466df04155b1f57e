"""`==x==` (behaviour 4.4): delimiters that pair by the same algorithm as `~~`."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_MARKER = ord("=")


def highlight(state: StateInline, silent: bool) -> bool:
    """Pushes each `==` as a delimiter; an odd `=` is text."""
    if silent:
        return False
    scanned = state.scanDelims(state.pos, True)
    if scanned.length < 2:
        return False
    if not scanned.can_open and not scanned.can_close:
        state.append_pending("=" * scanned.length)
        state.pos += scanned.length
        return True
    if scanned.length % 2:
        state.push("text", "", 0).content = "="
    for _ in range(scanned.length // 2):
        state.push("text", "", 0).content = "=="
        state.delimiters.append(
            Delimiter(_MARKER, 0, len(state.tokens) - 1, -1, open=scanned.can_open, close=scanned.can_close)
        )
    state.pos += scanned.length
    return True


def pair_highlights(state: StateInline) -> None:
    """Turns the delimiters that found each other into `mark_open` and `mark_close`."""
    _pair(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _pair(state, meta["delimiters"])


def _pair(state: StateInline, delimiters: list[Delimiter]) -> None:
    for delimiter in delimiters:
        if delimiter.marker != _MARKER or delimiter.end == -1:
            continue
        for kind, index in (("mark_open", delimiter.token), ("mark_close", delimiters[delimiter.end].token)):
            token = state.tokens[index]
            token.type, token.content = kind, ""
