"""markdown-it's inline parser with its rules chosen by character, and tokens that know their line.

The stock parser asks every rule at every special character; with the rules of Obsidian on
top that would double its cost. Rules and their meaning are the same here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from studytui.markdown.syntax.parse_state import parse_state

_MAX_NESTING = 20
"""Brackets inside brackets that are looked into: CommonMark's own guard against quadratic cost."""
_SOMETIMES = str.maketrans("", "", "w(")
"""Characters that rules begin at only in some texts."""
_MAX_ALT = 4
"""Images inside the alt text of images that are looked into."""


class InlineState(StateInline):
    """The state of one run of inline text."""

    special: re.Pattern[str]
    """Finds the characters that rules begin at."""
    pairs: dict[int, int] | None = None
    """Where brackets open -> where they close; None until a rule asked."""
    fields: int = 0
    """How many inline fields are open here."""


class MultilineState(InlineState):
    """Text of several lines: the `map` of each token is the line that it begins on, from 0."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        lengths = (len(line) + 1 for line in src.split("\n"))
        self.line_ends = list(accumulate(lengths))
        self.row = 0

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """As in the stock state."""
        token = super().push(ttype, tag, nesting)
        token.map = [self._row()]
        return token

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """As in the stock state; pending text never holds a newline."""
        token = super().pushPending()
        token.map = [self._row()]
        return token

    def _row(self) -> int:
        while self.pos >= self.line_ends[self.row]:
            self.row += 1
        return self.row


class InlineParser(ParserInline):
    """Text -> inline tokens."""

    def __init__(self, rules: Mapping[str, tuple[RuleFuncInlineType, ...]]) -> None:
        super().__init__()
        self._rules = rules
        special = "[" + re.escape("".join(rules).translate(_SOMETIMES)) + "]"
        # A letter is special only in `www.`, a parenthesis only before a `::`; looked for only in text that has one.
        self._special = re.compile(special)
        self._special_or_www = re.compile(special + r"|w(?=ww\.)")
        self._special_or_field = re.compile(special + r"|w(?=ww\.)|\(")

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """The tokens of `src`, appended to `tokens`; adjacent text is not joined."""
        shared = parse_state(env)
        depth = shared.alt_depth
        special = self._special_or_www if "www." in src else self._special
        if "::" in src:
            special = self._special_or_field
        if not special.search(src) or depth > _MAX_ALT:
            token = Token("text", "", 0, content=src)
            tokens.append(token)
            return tokens
        shared.alt_depth = depth + 1
        state = (MultilineState if "\n" in src else InlineState)(src, md, env, tokens)
        state.special = special
        self.tokenize(state)
        shared.alt_depth = depth
        if len(tokens) > 1:
            for rule in self.ruler2.getRules(""):
                rule(state)
        return tokens

    def tokenize(self, state: StateInline) -> None:
        """Tokens for the range `pos` to `posMax` of the state."""
        src, end = state.src, state.posMax
        assert isinstance(state, InlineState)
        search, rules = state.special.search, self._rules
        while (pos := state.pos) < end:
            found = search(src, pos, end)
            stop = found.start() if found else end
            if stop > pos:
                state.append_pending(src[pos:stop])
                state.pos = stop
                if not found:
                    break
            character = src[stop]
            for rule in rules[character]:
                if rule(state, False):
                    break
            else:
                state.append_pending(character)
                state.pos = stop + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - markdown-it's name
        """Moves over one token without making it; each position is decided once."""
        pos = state.pos
        known = state.cache.get(pos)
        if known is not None:
            state.pos = known
            return
        if state.level >= _MAX_NESTING:
            state.pos = state.posMax + 1
        else:
            assert isinstance(state, InlineState)
            found = state.special.search(state.src, pos, state.posMax)
            stop = found.start() if found else state.posMax
            if stop > pos:
                state.pos = stop
            else:
                state.level += 1
                if not any(rule(state, True) for rule in self._rules[state.src[pos]]):
                    state.pos = pos + 1
                state.level -= 1
        state.cache[pos] = state.pos
