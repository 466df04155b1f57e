"""`==x==` (behaviour 4.4), by Obsidian's rule: it opens before anything but a blank, and closes behind it.

What stands around a run of equals signs otherwise (punctuation, letters, Chinese signs) does not matter, and a
highlight may begin inside emphasis and end outside. It neither begins nor ends a link that it only half holds.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_RUN = "highlight"
_OPENS, _CLOSES = 1, 2


def highlight(state: StateInline, silent: bool) -> bool:
    """Pushes each run of equals signs that may open or close a highlight."""
    if silent:
        return False
    src, start, last = state.src, state.pos, state.posMax
    end = start
    while end < last and src[end] == "=":
        end += 1
    flags = 0
    if end - start > 1:
        flags = _OPENS if end < last and not src[end].isspace() else 0
        flags |= _CLOSES if start > 0 and not src[start - 1].isspace() else 0
    if flags:
        token = state.push(_RUN, "", 0)
        token.content, token.meta = src[start:end], {"flags": flags}
    else:
        state.append_pending(src[start:end])
    state.pos = end
    return True


def pair_highlights(state: StateInline) -> None:
    """Turns the runs that found each other into `mark_open` and `mark_close`, all others into text."""
    if "==" not in state.src:
        return
    made: list[Token] = []
    open_: list[int] = []
    outside: list[list[int]] = []
    for token in state.tokens:
        kind = token.type
        if kind == "link_open":
            outside.append(open_)
            open_ = []
        elif kind == "link_close" and outside:
            open_ = outside.pop()
        if kind == _RUN:
            _place(made, open_, token)
        else:
            made.append(token)
    state.tokens[:] = made


def _place(made: list[Token], open_: list[int], token: Token) -> None:
    """Adds a run: it closes the highlight that was opened last, or else may open one; an odd `=` is text."""
    token.type = "text"
    length = len(token.content)
    if open_ and token.meta["flags"] & _CLOSES:
        opener = open_.pop()
        used = min(len(made[opener].content), length) // 2 * 2
        made[opener].content = made[opener].content[used:]
        made[opener + 1].type = "mark_open"
        made.append(Token("mark_close", "", 0, map=token.map))
        token.content = token.content[used:]
        length -= used
    if not length:
        return
    made.append(token)
    if length > 1 and token.meta["flags"] & _OPENS:
        open_.append(len(made) - 1)
        made.append(Token("text", "", 0, map=token.map))
