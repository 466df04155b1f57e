"""Tokens -> terms."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final, cast

from msgspec import Struct, field

from studytui.lazy_regex import lazy_regex
from studytui.search.query.lexer import Token, tokens
from studytui.search.query.patterns import compile_pattern
from studytui.search.query.property_parser import parse_property
from studytui.search.query.terms import (
    CASES,
    SCOPES,
    And,
    Cased,
    Not,
    Or,
    Phrase,
    QueryError,
    Regex,
    Scope,
    ScopeName,
    Term,
    Word,
)
from studytui.search.text.words import words

LONGEST_QUERY: Final = 2000
"""Characters of a query that count."""
DEEPEST_QUERY: Final = 40
_OPERATORS: Final = frozenset((*SCOPES, *CASES))
_LINE_SCOPES: Final = frozenset(SCOPES) - {"path", "file", "tag", "color"}
_NESTING: Final = {"section": frozenset(("line", "block", "section", "heading", "hy")), "content": _LINE_SCOPES}
"""Operators that may stand in one that looks at a part of a note (behaviour 6.4)."""
_UNKNOWN: Final = lazy_regex(r"([A-Za-z][A-Za-z-]+):(?!//)")


class Parsed(Struct, frozen=True):
    """A query that was understood."""

    term: Term | None
    """None for an empty query."""
    hints: tuple[str, ...] = ()
    """Sentences on what the reader may have meant otherwise."""


def parse_query(query: str) -> Parsed:
    """The terms of a query. Raises QueryError."""
    found = list(tokens(query[:LONGEST_QUERY], _OPERATORS))
    parser = _Parser(found, ends_with_blank=query[-1:].isspace())
    return Parsed(parser.parse(), tuple(parser.hints))


class _Parser(Struct):
    tokens: list[Token]
    ends_with_blank: bool
    at: int = 0
    hints: list[str] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)
    _depth: int = 0

    def parse(self) -> Term | None:
        if [token.kind for token in self.tokens] == ["or"]:  # the operating room
            return self._word("OR", last=True)
        term = self._either()
        if self._peek() is not None:
            raise QueryError("a ) closes nothing")
        return term

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _either(self) -> Term | None:
        self._depth += 1
        if self._depth > DEEPEST_QUERY:
            raise QueryError("too many ( in one another")
        options: list[Term | None] = [self._all()]
        while (token := self._peek()) is not None and token.kind == "or":
            self.at += 1
            options.append(self._all())
        self._depth -= 1
        if len(options) == 1:
            return options[0]
        if any(option is None for option in options):
            raise QueryError("OR needs something before and after it")
        return Or(tuple(option for option in options if option is not None))

    def _all(self) -> Term | None:
        parts: list[Term] = []
        while (token := self._peek()) is not None and token.kind not in ("or", "close"):
            part = self._one()
            if part is not None:
                parts.append(part)
        if len(parts) == 1:
            return parts[0]
        return And(tuple(parts)) if parts else None

    def _one(self) -> Term | None:
        token = self.tokens[self.at]
        self.at += 1
        last = self.at == len(self.tokens) and not self.ends_with_blank
        if token.kind == "not":
            following = self._peek()
            if following is None or following.kind in ("or", "close"):
                return None
            inside = self._one()
            return None if inside is None else Not(inside)
        if token.kind == "open":
            return self._group()
        if token.kind == "operator":
            return self._operator(token)
        if token.kind == "phrase":
            folded = tuple(words(token.text))
            return Phrase(token.text, folded) if folded else None
        if token.kind == "regex":
            if not token.text:
                return None
            compile_pattern(token.text)
            return Regex(token.text)
        if token.kind == "property":
            return self._property(token)
        if token.kind == "tag":
            named = _tag("#" + token.text, token.text, cut=last)
            return Scope("tag", named) if named is not None else None
        return self._word(token.text, last=last)

    def _group(self) -> Term | None:
        term = self._either()
        token = self._peek()
        if token is None or token.kind != "close":
            raise QueryError("a ( is not closed")
        self.at += 1
        return term

    def _operator(self, token: Token) -> Term | None:
        name = token.text
        following = self._peek()
        glued = following is not None and following.start == token.start + len(name) + 1
        if name in _LINE_SCOPES and self._inside:
            outer = self._inside[-1]
            if name not in _NESTING.get(outer, ()):
                raise QueryError(f"{name}: cannot stand inside {outer}:")
        inside: Term | None = None
        if following is not None and (glued or name not in ("task", "task-todo", "task-done")):
            if following.kind in ("or", "close"):
                raise QueryError(f"{name}: needs something after it")
            if name in _LINE_SCOPES:
                self._inside.append(name)
            if name == "tag" and following.kind == "tag":  # `tag:#t1`
                self.at += 1
                inside = _tag(following.text, following.text)
            else:
                inside = self._one()
            if name in _LINE_SCOPES:
                self._inside.pop()
        if name in CASES:
            if inside is None:
                raise QueryError(f"{name}: needs something after it")
            return Cased(name == "match-case", inside)
        if inside is None and name not in ("task", "task-todo", "task-done"):
            raise QueryError(f"{name}: needs something after it")
        return Scope(cast(ScopeName, name), inside)

    def _property(self, token: Token) -> Term:
        if not token.closed:
            raise QueryError("a [ is not closed")
        return parse_property(token.text)

    def _word(self, text: str, *, last: bool) -> Term | None:
        unknown = _UNKNOWN.match(text)
        near = get_close_matches(unknown[1].lower(), _OPERATORS, 1) if unknown is not None else []
        if unknown is not None and (near or unknown.end() < len(text)):
            meant = f"; did you mean {near[0]}:?" if near else ""
            self.hints.append(f"{unknown[1]}: is no operator and is searched as text{meant}")
        folded = tuple(words(text))
        return Word(text, folded, cut=last and text[-1:].isalnum()) if folded else None


def _tag(text: str, name: str, *, cut: bool = False) -> Word | None:
    """The name of a tag, which may be a symbol without a word in it (`#🔥`); None for mere punctuation."""
    folded = tuple(words(name))
    return Word(text, folded, cut=cut) if folded or not name.isascii() else None
