"""Syntax highlighting: keywords, strings and comments of a code block, by the kinds of token that pygments knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from time import thread_time
from typing import TYPE_CHECKING

from studytui.layout.line import Span

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MOST = 100_000
"""Characters of a block; a longer one is plain."""
LONGEST_COLORED = 2_000
"""Characters of a line; a block with a longer one is plain: patterns may take long over it."""
MOST_MIXED = 10_000
"""Characters of a block in two languages at once, whose lexers say nothing before they are through."""
SECONDS = 0.5
"""Processor time for a block; one that takes longer is plain: a lexer may need the square of a text's length."""
_ROUND = 64
"""Tokens between two looks at the clock, which are not free."""
_KEPT = 16_000
"""Characters of a block whose roles are kept for the next layout."""

_LEFT_OUT = {"text", "output", "autohotkey", "autoit", "easytrieve", "fan", "gherkin", "ragel-em", "xpp"}
"""Lexers that have nothing to say, or that take far longer than the length of some texts."""
_ROLES = (
    ("Comment.Preproc", "code-keyword"),
    ("Comment", "code-comment"),
    ("Keyword", "code-keyword"),
    ("Operator.Word", "code-keyword"),
    ("Literal.String", "code-string"),
    ("Literal.Number", "code-number"),
    ("Literal", "code-number"),
    ("Name.Function", "code-name"),
    ("Name.Class", "code-name"),
    ("Name.Decorator", "code-name"),
    ("Name.Builtin", "code-name"),
    ("Name.Tag", "code-name"),
    ("Name.Attribute", "code-name"),
    ("Name.Exception", "code-name"),
    ("Generic.Heading", "code-keyword"),
    ("Generic.Subheading", "code-keyword"),
    ("Generic.Inserted", "code-string"),
    ("Generic.Deleted", "code-comment"),
)
"""Kinds of token, without `Token.`, and the role of each and of what it is divided into."""

Places = tuple[tuple[int, int, str], ...]


def language(info: str) -> str:
    """The language that the info string of a fence names, lower case: `python` of `{.python title="x"}`."""
    name = info.strip().lstrip("{").lstrip(".").strip()
    for end in " \t,:{}":
        name = name.partition(end)[0]
    return name.casefold()


def code_roles(info: str, lines: Sequence[str]) -> list[list[Span]] | None:
    """The roles of each line of a block, ordered, none empty; None where it stays plain.

    All of it is read once, so that a string or comment goes on from line to line. Every line that is not blank has
    role `code-text` throughout, under the finer ones.
    """
    name = language(info)
    if not name or sum(map(len, lines)) > MOST or max(map(len, lines)) > LONGEST_COLORED:
        return None
    kept = list(_without_blank_runs(lines))
    text = "\n".join(lines[row] for row in kept)
    read = _places if len(text) <= _KEPT else _places.__wrapped__
    places = read(name, text)
    if places is None:
        return None
    found: list[list[Span]] = [[] for _ in lines]
    for row, roles in zip(kept, _by_line(places, [lines[row] for row in kept]), strict=True):
        found[row] = roles
    return found


def _without_blank_runs(lines: Sequence[str]) -> Iterator[int]:
    """The rows that a lexer is given: many lexers take the square of the time for a run of blank lines."""
    blanks = 0
    for row, line in enumerate(lines):
        blanks = 0 if line and not line.isspace() else blanks + 1
        if blanks <= 1:
            yield row


@lru_cache(maxsize=64)
def _places(name: str, text: str) -> Places | None:
    lexer = _lexer(name)
    if lexer is None or (len(text) > MOST_MIXED and _is_mixed(lexer)):
        return None
    places: list[tuple[int, int, str]] = []
    began = thread_time()
    try:
        tokens = lexer.get_tokens_unprocessed(text + "\n")
        for number, (start, kind, value) in enumerate(tokens, 1):
            if number % _ROUND == 0 and thread_time() - began > SECONDS:
                return None
            role = _role(str(kind)) if value else None
            if role is None:
                continue
            if places and places[-1][1] == start and places[-1][2] == role:
                places[-1] = (places[-1][0], start + len(value), role)
            elif not places or start >= places[-1][1]:
                places.append((start, start + len(value), role))
    except Exception:  # a lexer that fails is no reason to lose the code
        return None
    return tuple(places)


def _is_mixed(lexer: Lexer) -> bool:
    from pygments.lexer import DelegatingLexer

    return isinstance(lexer, DelegatingLexer)


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(name)
    except ClassNotFound:
        return None
    return None if lexer.aliases[0] in _LEFT_OUT else lexer


@lru_cache(maxsize=512)
def _role(kind: str) -> str | None:
    kind = kind.removeprefix("Token.")
    return next((role for known, role in _ROLES if kind == known or kind.startswith(known + ".")), None)


def _by_line(places: Places, lines: Sequence[str]) -> list[list[Span]]:
    """The places, counted in the whole block, cut at the ends of lines. Linear in places plus lines."""
    found = [[Span(0, len(line), "code-text")] if line.strip() else [] for line in lines]
    firsts = [0, *accumulate(len(line) + 1 for line in lines)]
    row = 0
    for start, end, role in places:
        while row < len(lines) and firsts[row + 1] <= start:
            row += 1
        at = row
        while at < len(lines) and firsts[at] < end:
            first, last = max(start - firsts[at], 0), min(end - firsts[at], len(lines[at]))
            if first < last:
                found[at].append(Span(first, last, role))
            at += 1
    return found
