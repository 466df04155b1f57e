"""Formulas of several rows inside a paragraph: a line of their own becomes a block, as `$$` shows it everywhere.

`$$` below an item's text, left of it, goes on with the paragraph of the item; a matrix is not drawn in a line of text.
"""

from __future__ import annotations

from collections.abc import Iterator

from studytui.formulas import display_formula
from studytui.markdown.document import Block, Container, Inline, Math, Paragraph, cut_at_breaks


def paragraphs(line: int, end: int, inside: Container | None, inlines: tuple[Inline, ...]) -> Iterator[Block]:
    """A paragraph, in parts where a formula of several rows stands on lines of its own."""
    rest: list[Inline] = []
    first = line
    lines = list(cut_at_breaks(inlines, keep=True))
    for index, texts in enumerate(lines):
        math = _alone(texts)
        shown = display_formula(math.text) if math is not None else None
        if math is None or shown is None or len(shown) < 2:
            rest += texts
            continue
        if kept := _without_breaks(rest):
            yield Paragraph(first, max(first, math.line - 1), inside, kept)
        rest = []
        yield Math(math.line, texts[-1].line, inside, math.text.strip(), math.line, shown)
        first = lines[index + 1][0].line if index + 1 < len(lines) and lines[index + 1] else end
    if kept := _without_breaks(rest):
        yield Paragraph(first, end, inside, kept)


def _alone(line: tuple[Inline, ...]) -> Inline | None:
    """The formula, not drawn in the line, that is all of it."""
    seen = [inline for inline in line if inline.kind != "break" and inline.text.strip()]
    if len(seen) == 1 and seen[0].kind == "math" and seen[0].source is None and seen[0].mark is None:
        return seen[0]
    return None


def _without_breaks(inlines: list[Inline]) -> tuple[Inline, ...]:
    kept = list(inlines)
    while kept and kept[-1].kind == "break":
        kept.pop()
    return tuple(kept)
