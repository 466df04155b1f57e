"""Terms: the syntax tree of a query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

ScopeName = Literal[
    "path",
    "file",
    "content",
    "tag",
    "line",
    "section",
    "block",
    "heading",
    "hy",
    "color",
    "task",
    "task-todo",
    "task-done",
]
SCOPES: tuple[ScopeName, ...] = (
    "path",
    "file",
    "content",
    "tag",
    "line",
    "section",
    "block",
    "heading",
    "hy",
    "color",
    "task",
    "task-todo",
    "task-done",
)
OF_THE_NOTE = ("path", "file", "tag", "color")
"""Operators that no line answers."""
CASES = ("match-case", "ignore-case")
Comparison = Literal["any", "null", "text", "exact", "regex", "<", "<=", ">", ">=", "="]


class QueryError(ValueError):
    """A query cannot be understood; the message says why, in one line."""


class Meaning(NamedTuple):
    """A phrase that counts as a word, because an abbreviation or a plain word stands for it (behaviour 6.13)."""

    words: tuple[str, ...]
    """Folded; they stand side by side."""
    said: str
    """The short and the long form, as the vault writes them; of a plain word, the medical one."""
    plain: bool = False
    """True for the medical word of a plain one."""


class Word(Struct, frozen=True):
    """A word, or several that punctuation joins (`beta-blocker`), which then stand side by side."""

    text: str
    """As typed."""
    words: tuple[str, ...]
    """Folded; never empty."""
    cut: bool = False
    """True at the end of the query, where it may be half typed: words that begin with it count as it."""
    forms: tuple[tuple[str, ...], ...] = ()
    """Compounds that count as it too: it and its neighbours in one word, or written as one."""
    meanings: tuple[Meaning, ...] = ()
    """Phrases that it stands for, or short forms of it and its neighbours; the likeliest first."""


def one_word(folded: str) -> Word:
    """A single whole word, from its folded form."""
    return Word(folded, (folded,))


class Phrase(Struct, frozen=True):
    """Words side by side, in this order, whole."""

    text: str
    words: tuple[str, ...]


class Regex(Struct, frozen=True):
    """A regular expression; it is looked for in single lines."""

    pattern: str


class Property(Struct, frozen=True):
    """`[name]`, `[name:value]`, `[name:"value"]`, `[name:/value/]`, `[name:null]`, `[name:<5]`."""

    name: str
    """As names compare; of a pattern, as it is typed."""
    comparison: Comparison = "any"
    value: str = ""
    pattern: bool = False
    """The name is a regular expression."""


class Scope(Struct, frozen=True):
    """A term that must hold inside one line, section, heading, …; None asks only that there is such a thing."""

    name: ScopeName
    inside: Term | None


class Cased(Struct, frozen=True):
    """`match-case:` or `ignore-case:`."""

    matters: bool
    inside: Term


class Not(Struct, frozen=True):
    """A term that must not hold."""

    inside: Term


class And(Struct, frozen=True):
    """Terms that must all hold."""

    parts: tuple[Term, ...]


class Or(Struct, frozen=True):
    """Terms of which one must hold."""

    parts: tuple[Term, ...]


Term = Word | Phrase | Regex | Property | Scope | Cased | Not | And | Or


def plain_words(term: Term) -> tuple[Word, ...] | None:
    """The words of a query that is nothing but words; None for any other."""
    parts = required(term)
    words = tuple(part for part in parts if isinstance(part, Word))
    return words if len(words) == len(parts) else None


def required(term: Term) -> tuple[Term, ...]:
    """The terms that must all hold."""
    if not isinstance(term, And):
        return (term,)
    return tuple(inside for part in term.parts for inside in required(part))


def only_properties(term: Term) -> tuple[Property, ...]:
    """The properties of a term that asks for nothing else; none for any other."""
    if isinstance(term, Property):
        return (term,)
    if isinstance(term, Not):
        return only_properties(term.inside)
    if isinstance(term, And | Or):
        found = [only_properties(part) for part in term.parts]
        return tuple(each for part in found for each in part) if all(found) else ()
    return ()


def wanted_words(term: Term) -> Iterator[Word | Phrase]:
    """Words and phrases that speak for a note when they are found, in the order of the query."""
    if isinstance(term, Word | Phrase):
        yield term
    elif isinstance(term, And | Or):
        for part in term.parts:
            yield from wanted_words(part)
    else:
        inside = _inside(term)
        if inside is not None:
            yield from wanted_words(inside)


def _inside(term: Term) -> Term | None:
    """The parts of a term that must hold for a note."""
    if isinstance(term, Cased):
        return term.inside
    if isinstance(term, Scope) and term.name not in OF_THE_NOTE:
        return term.inside
    return None
