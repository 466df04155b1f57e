"""A query cut into tokens; what a token means is the parser's business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.search.query.property_parser import bracket_end

Kind = Literal["word", "phrase", "regex", "property", "tag", "open", "close", "or", "not", "operator"]

_OPERATOR = lazy_regex(r"([A-Za-z][A-Za-z-]*):")
_WORD = lazy_regex(r"[^\s()]+")
_IN_GROUP = lazy_regex(r"[^\s()]+(?:\([^\s()]*\)[^\s()]*)*")
_PHRASE = lazy_regex(r'"((?:[^"\\]|\\.)*)("|\\?$)', re.DOTALL)
_REGEX = lazy_regex(r"/((?:[^/\\]|\\.)*)(/|\\?$)", re.DOTALL)


class Token(Struct, frozen=True):
    """A piece of a query."""

    kind: Kind
    text: str
    start: int
    closed: bool = True
    """Of phrases, regular expressions and properties: whether their end is there."""


def tokens(query: str, operators: frozenset[str]) -> Iterator[Token]:
    """The tokens in order; every character but blanks is in one. `operators` are the names that a colon makes one."""
    at = 0
    depth = 0
    while at < len(query):
        character = query[at]
        if character.isspace():
            at += 1
            continue
        if character == "(":
            depth += 1
            yield Token("open", "(", at)
            at += 1
        elif character == ")" and depth:
            depth -= 1
            yield Token("close", ")", at)
            at += 1
        elif character == "-" and at + 1 < len(query) and not query[at + 1].isspace() and query[at + 1] != "-":
            yield Token("not", "-", at)
            at += 1
        else:
            token, at = _long(query, at, depth, operators)
            yield token


def _long(query: str, at: int, depth: int, operators: frozenset[str]) -> tuple[Token, int]:
    """The token that begins here, and where it ends."""
    character = query[at]
    if character == '"' and (match := _PHRASE.match(query, at)):
        return Token("phrase", match[1].replace('\\"', '"').rstrip("\\"), at, match[2] == '"'), match.end()
    # In a group an expression without its end would swallow the group's.
    if character == "/" and (match := _REGEX.match(query, at)) and (match[2] == "/" or not depth):
        return Token("regex", match[1].rstrip("\\") if match[2] != "/" else match[1], at, match[2] == "/"), match.end()
    if character == "[" and (end := bracket_end(query, at)) is not None:
        return Token("property", query[at + 1 : end], at, end < len(query)), min(end + 1, len(query))
    operator = _OPERATOR.match(query, at)
    if operator is not None and operator[1].lower() in operators:
        return Token("operator", operator[1].lower(), at), operator.end()
    # Outside a group a parenthesis inside a word is a letter like any other: `Na+(out)`, `:)`.
    pattern = _IN_GROUP if depth else re.compile(r"\S+")
    match = pattern.match(query, at) or _WORD.match(query, at)
    if match is None:  # a closing parenthesis that closes nothing
        return Token("word", character, at), at + 1
    if match[0] == "OR":
        return Token("or", "OR", at), match.end()
    if character == "#" and len(match[0]) > 1 and not match[0][1:].isdecimal():  # a tag is more than a number
        return Token("tag", match[0][1:], at), match.end()
    return Token("word", match[0], at), match.end()
