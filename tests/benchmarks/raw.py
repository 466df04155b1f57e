"""What markup looks like that was left visible: one pattern a construct.

Markup counts only as far as it would have meant something: a `==` without a partner, an unclosed `[[` and a `[[]]` without a
target are text in Obsidian too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from studytui.layout import Line
from studytui.markdown.html_elements import ELEMENTS

__all__ = ["remains"]

_PATTERNS = {
    "tag": rf"</?(?:{'|'.join(sorted(ELEMENTS))})(?:[\s/][^<>]*)?>",
    "escaped pipe": r"\\\|",
    "attribute": r"\{[ \t]*(?:\.block|#[\w-]+[ \t]*\})",
    "link": r"\[\[(?![\s|\]])[^\[\]]*\]\]",
    "highlight": r"(?<![=!<>])==(?![\s=])(?:(?!==).)*(?<![\s=])==(?!=)",
    "comment": r"%%",
    "callout": r"\[![\w-]+(?:\|[^\]]*)?\]",
    "formula": r"\$\\|\\[a-z]+\{[^}]*\}\$",
    "footnote": r"\[\^\w+\]:",
    "frontmatter": r"\"dg-publish\"",
}
_REMAINS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS.values()), re.IGNORECASE)
_LITERAL = frozenset(("code", "math", "url"))


def remains(lines: Iterable[Line]) -> list[str]:
    """Markup that is left visible outside of code, formulas and addresses, each with the text round it."""
    return [
        text[max(0, match.start() - 30) : match.end() + 30]
        for text, literal in _unwrapped(lines)
        for match in _REMAINS.finditer(text)
        if not any(start <= match.start() < end for start, end in literal)
    ]


def _unwrapped(lines: Iterable[Line]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The text of each logical line, rows joined again, and where it is to be taken as it stands."""
    for _, rows in groupby(lines, key=lambda line: line.logical):
        text = ""
        literal: list[tuple[int, int]] = []
        for row in rows:
            text = text.ljust(row.offset) + row.text[row.indent :]
            shift = row.offset - row.indent
            literal += ((span.start + shift, span.end + shift) for span in row.spans if span.role in _LITERAL)
        yield text, literal
