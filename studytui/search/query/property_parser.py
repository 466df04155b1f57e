"""Parser of `[name:value]` -> terms: both may be queries of their own (behaviour 6.3b)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, cast

from msgspec import Struct

from studytui.characters import trimmed
from studytui.lazy_regex import lazy_regex
from studytui.search.query.patterns import compile_pattern
from studytui.search.query.terms import And, Comparison, Not, Or, Property, QueryError, Term
from studytui.vault.names import casefold

DEEPEST_VALUE: Final = 20
_PHRASE: Final = lazy_regex(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_REGEX: Final = lazy_regex(r"/((?:[^/\\]|\\.)+)/", re.DOTALL)
_COMPARED: Final = lazy_regex(r"(<=|>=|<|>|=)\s*")
_NO_OPERATOR: Final = lazy_regex(r"(?:!=|<>|=[=<>~]|[~!]=|!~|<[<=]{2,}|>[>=]{2,})(?=\s*[^\s])")
_WORD: Final = lazy_regex(r"[^\s()]+")
_NULL: Final = ("null", "empty")


class Piece(NamedTuple):
    """A piece of a name or a value."""

    kind: str
    """`(`, `)`, `or`, `not`, `phrase`, `regex`, `word`, or a comparison."""
    text: str


def bracket_end(query: str, start: int) -> int | None:
    """Where a property that begins at this `[` ends; the length of the query if nothing ends it; None if it is none."""
    at = start + 1
    while at < len(query):
        character = query[at]
        if character == "]":
            return at
        if character == "[":
            return None
        match = _whole(query, at, query[at - 1])
        at = match.end() if match is not None else at + 1
    return at


def parse_property(text: str) -> Term:
    """The term for what stands between the brackets. Raises QueryError."""
    name, value = _parted(text)
    named = list(_names(_pieces(name)))
    if not named:
        raise QueryError("[ ] needs the name of a property")

    def leaf(comparison: Comparison, value: str = "") -> Term:
        found = tuple(Property(name, comparison, value, pattern=pattern) for name, pattern in named)
        return found[0] if len(found) == 1 else Or(found)

    parser = _ValueParser(name.strip(), tuple(_pieces(value, compared=True)), leaf)
    return parser.parse() if parser.pieces else leaf("any")


def _whole(text: str, at: int, before: str) -> re.Match[str] | None:
    """A phrase or an expression that begins here, behind this character; an expression only where a word may begin."""
    if text[at] == '"':
        return _PHRASE.match(text, at)
    return _REGEX.match(text, at) if text[at] == "/" and (before in "[:(-" or before.isspace()) else None


def _parted(text: str) -> tuple[str, str]:
    """The name and the value, at the first colon that stands in neither a phrase nor an expression."""
    at = 0
    while at < len(text):
        if text[at] == ":":
            return text[:at], text[at + 1 :]
        match = _whole(text, at, text[at - 1] if at else "[")
        at = match.end() if match is not None else at + 1
    return text, ""


def _pieces(text: str, *, compared: bool = False) -> Iterator[Piece]:
    at = 0
    begins = True
    while at < len(text):
        character = text[at]
        if character.isspace():
            at, begins = at + 1, True
            continue
        match = _whole(text, at, " " if begins else "x")
        if match is not None:
            quoted = character == '"'
            yield Piece("phrase", match[1].replace('\\"', '"')) if quoted else Piece("regex", match[1])
            at, begins = match.end(), False
            continue
        if character in "()":
            yield Piece(character, character)
            at, begins = at + 1, character == "("
            continue
        if compared and begins and character == "-" and text[at + 1 : at + 2].strip() and not _is_number(text[at:]):
            yield Piece("not", "-")
            at += 1
            continue
        wrong = _NO_OPERATOR.match(text, at) if compared and begins else None
        if wrong is not None:
            raise QueryError(f"{wrong[0]} is no operator of properties; there are < <= > >= = and - before the value")
        sign = _COMPARED.match(text, at) if compared and begins else None
        if sign is not None:
            yield Piece(sign[1], sign[1])
            at = sign.end()
            continue
        word = _WORD.match(text, at)
        assert word is not None
        yield Piece("or" if word[0] == "OR" else "word", word[0])
        at, begins = word.end(), False


def _is_number(text: str) -> bool:
    return re.match(r"-\.?\d", text) is not None


def _names(pieces: Iterator[Piece]) -> Iterator[tuple[str, bool]]:
    """The names that are asked for, each with whether it is an expression; brackets round them change nothing."""
    words: list[str] = []
    for piece in pieces:
        if piece.kind == "word":
            words.append(piece.text)
            continue
        if words:
            yield casefold(trimmed(" ".join(words))), False
            words = []
        if piece.kind == "phrase":
            yield casefold(trimmed(piece.text)), False
        elif piece.kind == "regex":
            compile_pattern(piece.text)
            yield piece.text, True
    if words:
        yield casefold(trimmed(" ".join(words))), False


class _ValueParser(Struct):
    name: str
    pieces: Sequence[Piece]
    leaf: Callable[..., Term]
    at: int = 0
    depth: int = 0

    def parse(self) -> Term:
        term = self._either()
        if self.at < len(self.pieces):
            raise QueryError("a ) closes nothing")
        return term

    def _either(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST_VALUE:
            raise QueryError("too many ( in one another")
        options = [self._all()]
        while self.at < len(self.pieces) and self.pieces[self.at].kind == "or":
            self.at += 1
            options.append(self._all())
        self.depth -= 1
        return options[0] if len(options) == 1 else Or(tuple(options))

    def _all(self) -> Term:
        parts: list[Term] = []
        while self.at < len(self.pieces) and self.pieces[self.at].kind not in ("or", ")"):
            parts.append(self._one())
        if not parts:
            raise QueryError("OR needs something before and after it")
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Term:
        piece = self.pieces[self.at]
        self.at += 1
        following = self.pieces[self.at] if self.at < len(self.pieces) else None
        if piece.kind == "(":
            term = self._either()
            if self.at >= len(self.pieces):
                raise QueryError("a ( is not closed")
            self.at += 1
            return term
        if piece.kind == "not":
            if following is None or following.kind in ("or", ")"):
                raise QueryError("- needs something after it")
            return And((self.leaf("any"), Not(self._one())))
        if piece.kind == "regex":
            compile_pattern(piece.text)
            return self.leaf("regex", piece.text)
        if piece.kind == "phrase":
            return self.leaf("exact", piece.text)
        if piece.kind == "word":
            return self.leaf("null") if piece.text.casefold() in _NULL else self.leaf("text", piece.text)
        if following is None or following.kind not in ("word", "phrase"):
            raise QueryError(f"[{self.name}:{piece.text}] needs a number or a date")
        self.at += 1
        return self.leaf(cast(Comparison, piece.kind), following.text)
