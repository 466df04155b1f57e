"""The query language (behaviour 6.3 to 6.5): text -> a tree of terms, or what is wrong with it."""

from studytui.search.query.parser import Parsed, parse_query
from studytui.search.query.terms import (
    And,
    Cased,
    Meaning,
    Not,
    Or,
    Phrase,
    Property,
    QueryError,
    Regex,
    Scope,
    Term,
    Word,
    plain_words,
)

__all__ = [
    "And",
    "Cased",
    "Meaning",
    "Not",
    "Or",
    "Parsed",
    "Phrase",
    "Property",
    "QueryError",
    "Regex",
    "Scope",
    "Term",
    "Word",
    "parse_query",
    "plain_words",
]
