"""Cards back to the lines that they were made of, so that formulas, pictures and styles come along."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from studytui.markdown import Legend
from studytui.markdown.document import Code, Document, Inline, Math, Table, logical_lines
from studytui.study import plugins
from studytui.study.deck import DeckCard
from studytui.study.marks import Asked, Blank, asked_of
from studytui.study.places import Places
from studytui.study.tables import marked_cells

_BARS = ("?", "??")
_MARKED = ("cloze", "line")


class Line(Struct, frozen=True):
    """A marked line, or cell, and the cards that it was made into."""

    inlines: tuple[Inline, ...]
    asked: Asked
    around: tuple[str, str]
    """Characters that are shown before and behind it."""
    cards: tuple[tuple[DeckCard, tuple[Blank, ...]], ...]
    """Each card with what it asks."""


class Pair(Struct, frozen=True):
    """Question and answer as a plugin writes them, and the card, or the two, of them."""

    cards: tuple[DeckCard, ...]
    question: Sequence[tuple[Inline, ...]]
    """Its lines; none where only the card's plain text is sure."""
    answer: Sequence[tuple[Inline, ...]]


class Lines(Struct, frozen=True):
    """The source lines of a note's cards."""

    marked: tuple[Line, ...]
    pairs: tuple[Pair, ...]
    lost: tuple[DeckCard, ...]
    """Cards that the note, as it is now, does not give."""


def lines_of(document: Document, text: str, legend: Legend, cards: Sequence[DeckCard]) -> Lines:
    """Finds the lines of all cards of a note; `text` is its source."""
    waiting: dict[object, deque[DeckCard]] = defaultdict(deque)
    for each in cards:
        if each.card.kind in _MARKED:
            waiting[each.card.line, each.card.text, each.card.spans].append(each)
    marked: list[Line] = []
    for number, inlines, asked, around in _asked(document, legend):
        shown = f"{around[0]}{asked.text}{around[1]}"
        found = []
        for blanks in asked.questions():
            queue = waiting.get((number, shown, tuple((blank.start, blank.end) for blank in blanks)))
            if queue:
                found.append((queue.popleft(), tuple(blanks)))
        if found:
            marked.append(Line(inlines, asked, around, tuple(found)))
    pairs = tuple(_pairs(document, text, [each for each in cards if each.card.kind in ("basic", "reversed")]))
    return Lines(tuple(marked), pairs, tuple(each for queue in waiting.values() for each in queue))


def _asked(document: Document, legend: Legend) -> Iterator[tuple[int, tuple[Inline, ...], Asked, tuple[str, str]]]:
    """Lines and cells with their source lines, as `CardMaker` goes through them."""
    hints = plugins.inline_footnotes(document) if plugins.is_tagged(document) else None
    for placed in Places(legend).marked(document.blocks):
        if isinstance(placed.block, Table):
            for cell in marked_cells(placed, legend, hints):
                yield placed.line.line, cell.inlines, cell.asked, cell.around or ("", "")
        else:
            asked = asked_of(placed.line.inlines, placed.marks, hints=hints)
            yield placed.line.line, placed.line.inlines, asked, ("", "")


def _pairs(document: Document, text: str, cards: Sequence[DeckCard]) -> Iterator[Pair]:
    if not cards:
        return
    written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown: dict[int, tuple[Inline, ...]] = {}
    for block in document.blocks:
        if not isinstance(block, Code | Math):
            for line in logical_lines(block):
                shown.setdefault(line.line, line.inlines)
    together: dict[object, list[DeckCard]] = {}
    for each in cards:
        both = frozenset((each.card.text, each.card.back))
        together.setdefault((each.card.line, each.card.end, both), []).append(each)
    for both_ways in together.values():
        first = both_ways[0].card
        question, answer = _written(first.line, first.end, shown, written)
        asked, given = (first.text, first.back) if first.kind == "basic" else (first.back, first.text)
        if (_plain(question), _plain(answer)) != (asked.strip(), given.strip()):
            question, answer = [], []
        yield Pair(tuple(both_ways), question, answer)


def _written(
    line: int, end: int, shown: Mapping[int, tuple[Inline, ...]], written: Sequence[str]
) -> tuple[list[tuple[Inline, ...]], list[tuple[Inline, ...]]]:
    """Question and answer of a card of one line, or of several around a bar."""
    if line == end:
        inlines = shown.get(line, ())
        parted = plugins.separator(inlines, written[line - 1]) if inlines and line <= len(written) else None
        return ([], []) if parted is None else ([_cut(inlines, 0, parted[0])], [_cut(inlines, parted[1], None)])
    bar = next((row for row in range(line, end + 1) if _plain([shown.get(row, ())]) in _BARS), None)
    if bar is None:
        return [], []
    return (
        [shown[row] for row in range(line, bar) if row in shown],
        [shown[row] for row in range(bar + 1, end + 1) if row in shown],
    )


def _cut(inlines: Iterable[Inline], start: int, end: int | None) -> tuple[Inline, ...]:
    found = []
    at = 0
    for inline in inlines:
        first, at = at, at + len(inline.text)
        left, right = max(first, start), at if end is None else min(at, end)
        if left < right:
            whole = (left, right) == (first, at)
            part = inline.text[left - first : right - first]
            found.append(inline if whole else Inline(part, inline.line, inline.kind, inline.style, inline.mark))
    return tuple(found)


def _plain(lines: Iterable[tuple[Inline, ...]]) -> str:
    return "\n".join("".join(inline.text for inline in line).rstrip() for line in lines).strip()
