"""The two faces of a card as blocks of its note, so that formulas, tables and marks are drawn as the reader draws them.

Where the note is another by now than the card was made of, the card's own words are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from studytui.markdown import Legend, logical_lines
from studytui.markdown.document import (
    Block,
    Code,
    Document,
    Inline,
    LogicalLine,
    Math,
    Paragraph,
    Row,
    Rule,
    Style,
    containers,
)
from studytui.markdown.document import Table as TableBlock
from studytui.markdown.lines import marks_in
from studytui.markdown.numbered import cut
from studytui.study.card import Card, place_of
from studytui.study.cards import FOLLOWS
from studytui.study.marks import Asked, Blank, answer_range, asked_of
from studytui.study.places import Placed
from studytui.study.plugins import inline_footnotes, is_tagged
from studytui.study.recall import BLANK
from studytui.study.tables import marked_cells

_ANSWER = Style.BOLD | Style.UNDERLINE
"""How an answer is told from the other marks of its line, also without colours."""
Runs = tuple[Inline, ...]


class Faces(Struct, frozen=True):
    """The question and answer sides of a card, as blocks."""

    question: tuple[Block, ...]
    answer: tuple[Block, ...]
    back: tuple[Block, ...] = ()
    """The answer alone, without its place and its line."""


def faces_of(card: Card, title: str, document: Document | None, legend: Legend) -> Faces:
    """The faces of a card; `document` is its note, None where that cannot be read."""
    place = _paragraph(card.line, Inline(place_of(title, card.headings, card.parents), card.line, style=Style.SMALL))
    bodies = None
    if document is not None:
        hints = inline_footnotes(document) if is_tagged(document) else None
        bodies = _drawn(card, document, legend, hints)
    question, answer, back = bodies or _in_words(card)
    return Faces((place, *question), (place, *answer), back)


Bodies = tuple[tuple[Block, ...], tuple[Block, ...], tuple[Block, ...]]


def _drawn(card: Card, document: Document, legend: Legend, hints: Mapping[str, str] | None) -> Bodies | None:
    """Question and answer from the card's own line; None where it is not there as the card knows it."""
    for block, line in _lines(document, card.line):
        if card.kind in ("basic", "reversed"):
            found = _parted(card, line)
        elif card.kind == "section":
            return None
        elif isinstance(block, TableBlock):
            found = _from_table(card, block, line, legend, hints)
        else:
            found = _from_line(card, line, legend, hints)
        if found is not None:
            return found
    return None


def _lines(document: Document, number: int) -> Iterator[tuple[Block, LogicalLine]]:
    for block in document.blocks:
        if isinstance(block, Code | Math | Rule) or not block.line <= number <= block.end:
            continue
        if any(container.kind == "embed" for container in containers(block.inside)):
            continue
        for line in logical_lines(block):
            if line.line == number:
                yield block, line


def _from_line(card: Card, line: LogicalLine, legend: Legend, hints: Mapping[str, str] | None) -> Bodies | None:
    asked = asked_of(line.inlines, marks_in(line.inlines, legend), hints=hints)
    questions = asked.questions()
    if asked.text != card.text or card.ordinal >= len(questions):
        return None
    if card.kind == "line":
        whole = _paragraph(card.line, *_shown(line.inlines, asked, (), hide=False))
        return (_follows(card),), (whole,), (whole,)
    blanks = questions[card.ordinal]
    return (
        (_paragraph(card.line, *_shown(line.inlines, asked, blanks, hide=True)),),
        (_paragraph(card.line, *_shown(line.inlines, asked, blanks, hide=False)),),
        _alone(card, line.inlines, asked, blanks),
    )


def _alone(card: Card, inlines: Runs, asked: Asked, blanks: Sequence[Blank]) -> tuple[Block, ...]:
    """What was marked, a paragraph each."""
    ranges = (answer_range(asked.source, blank, asked.offset) for blank in blanks)
    return tuple(
        _paragraph(card.line, *cut(inlines, start - asked.offset, end - asked.offset)) for start, end in ranges
    )


def _follows(card: Card) -> Paragraph:
    """The question of a line that is asked from its place."""
    which = f" ({card.place} of {card.places})" if card.places > 1 else ""
    return _paragraph(card.line, Inline(FOLLOWS.strip() + which, card.line, style=Style.BOLD))


def _from_table(
    card: Card, table: TableBlock, line: LogicalLine, legend: Legend, hints: Mapping[str, str] | None
) -> Bodies | None:
    """The cell with its head and that of its row, or the whole row where it is asked by the other cells."""
    row = next((number for number, each in enumerate((table.header, *table.rows)) if each.cells == line.cells), None)
    if row is None:
        return None
    first = 0
    for cell in marked_cells(Placed(table, line, row, (), (), (), (), (0, 0)), legend, hints):
        questions = cell.asked.questions()
        if card.ordinal >= first + len(questions):
            first += len(questions)
            continue
        blanks = questions[card.ordinal - first]
        if "\n".join(blank.answer for blank in blanks) != card.back:
            return None
        columns = list(range(len(line.cells))) if cell.around is not None else sorted({0, cell.column})
        faces = []
        for hide in (True, False):
            cells = list(line.cells)
            cells[cell.column] = tuple(_shown(cells[cell.column], cell.asked, blanks, hide=hide))
            faces.append((_narrowed(table, row, cells, columns),))
        return faces[0], faces[1], _alone(card, line.cells[cell.column], cell.asked, blanks)
    return None


def _narrowed(table: TableBlock, row: int, cells: Sequence[Runs], columns: Sequence[int]) -> TableBlock:
    """The header and one row, of some columns."""
    shown = Row(table.line, tuple(cells[column] for column in columns))
    header = shown if not row else Row(table.header.line, tuple(table.header.cells[column] for column in columns))
    align = tuple(table.align[column] for column in columns)
    return replace(table, inside=None, align=align, header=header, rows=(shown,) if row else ())


def _shown(inlines: Runs, asked: Asked, blanks: Sequence[Blank], *, hide: bool) -> Iterator[Inline]:
    """A text with blanks hidden, or shown and told apart; numbers and hints of marks are left out."""
    chosen = {blank.start for blank in blanks}
    at = 0
    for start, end, blank in _parts(asked):
        yield from cut(inlines, at, start)
        at = end
        if blank is None:
            continue
        if hide and blank.start in chosen:
            first = next(iter(cut(inlines, start, end)))
            text = f"[{blank.hint}]" if blank.hint else BLANK
            yield Inline(text, first.line, "blank", mark=first.mark, number=blank.start)
            continue
        for run in cut(inlines, *answer_range(asked.source, blank, asked.offset)):
            yield replace(run, style=run.style | _ANSWER) if blank.start in chosen else run
    yield from cut(inlines, at, len(asked.source))


def _parts(asked: Asked) -> list[tuple[int, int, Blank | None]]:
    """Blanks, and what is no text of the line, in order; offsets are those of the text itself."""
    found: list[tuple[int, int, Blank | None]] = [(blank.start, blank.end, blank) for blank in asked.blanks]
    found += ((start, end, None) for start, end in asked.dropped)
    return sorted(found, key=lambda part: part[:2])


def _parted(card: Card, line: LogicalLine) -> Bodies | None:
    """Question and answer of one line, as the Spaced Repetition plugin parts them."""
    text = line.text
    before, behind = (card.text, card.back) if card.kind == "basic" else (card.back, card.text)
    first, last = text.find(before), text.rfind(behind)
    if card.end != card.line or first < 0 or last < first + len(before):
        return None
    left = _paragraph(card.line, *cut(line.inlines, first, first + len(before)))
    right = _paragraph(card.line, *cut(line.inlines, last, last + len(behind)))
    return ((left,), (left, right), (right,)) if card.kind == "basic" else ((right,), (right, left), (left,))


def _in_words(card: Card) -> Bodies:
    if card.kind == "line":
        whole = tuple(_texts(card, card.back))
        return (_follows(card),), whole, whole
    question = card.front.partition(": ")[2] if card.kind == "cloze" else card.text
    asked = tuple(_texts(card, question if card.kind != "section" else card.front))
    answer = tuple(_texts(card, card.back, style=_ANSWER if card.kind == "cloze" else Style.NONE))
    return asked, (*asked, *answer), tuple(_texts(card, card.back))


def _texts(card: Card, text: str, style: Style = Style.NONE) -> Iterator[Block]:
    return (_paragraph(card.line, Inline(part, card.line, style=style)) for part in text.split("\n") if part.strip())


def _paragraph(line: int, *inlines: Inline) -> Paragraph:
    return Paragraph(line, line, None, inlines)
