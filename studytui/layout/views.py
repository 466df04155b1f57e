"""Views, the filters of a note's lines: all of it, or the high-yield lines with what leads to them (behaviour 5.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from studytui.layout.block_lines import BlockLines
from studytui.layout.folds import FoldMark
from studytui.layout.hidden import Hidden
from studytui.layout.inline import InlineStyler
from studytui.layout.line import Line
from studytui.layout.pieces import Piece, embedded_in, is_title, pieces, run_number
from studytui.layout.protocols import Gaps
from studytui.layout.rows import RowBuilder
from studytui.layout.table_labels import TableLabels
from studytui.markdown.document import Block, Container, Heading, Paragraph, Rule, Table, Title, containers_up_to

EMPTY = "(empty)"
NO_MARKS = "no high-yield marks in this note"


class ViewFilter(Protocol):
    """Takes blocks one by one, gives the lines that are decided."""

    def feed(self, block: Block) -> Iterable[Line]:
        """The lines that this block decides."""
        ...

    def finish(self) -> Iterable[Line]:
        """The lines that the end decides."""
        ...


class FullView:
    """The views `all` and `dim`: holds back only the rules below a heading that may turn out to be empty."""

    def __init__(self, block_lines: BlockLines, *, show_empty: bool = False) -> None:
        self._block_lines = block_lines
        self._show_empty = show_empty
        self._bare: Heading | None = None
        self._rules: list[Block] = []

    def feed(self, block: Block, fold: FoldMark | None = None) -> list[Line]:
        """The block's lines, after `(empty)`, if wanted, for the section that it has ended without a text.

        `fold` is given for the header of a fold.
        """
        outermost = block.inside is None
        if self._bare is not None and outermost and isinstance(block, Rule):
            self._rules.append(block)
            return []
        ended = outermost and isinstance(block, Heading) and self._bare is not None and block.level <= self._bare.level
        lines = self._settle(empty=ended)
        if outermost and isinstance(block, Heading):
            self._bare = block if fold is None else None
        return lines + self._draw(block, fold)

    def finish(self) -> list[Line]:
        """The blocks that were held back until it was known what follows them."""
        return self._settle(empty=self._bare is not None)

    def _settle(self, *, empty: bool) -> list[Line]:
        lines = self._block_lines.notice(EMPTY) if empty and self._show_empty else []
        for rule in self._rules:
            lines += self._draw(rule)
        self._bare, self._rules = None, []
        return lines

    def _draw(self, block: Block, fold: FoldMark | None = None) -> list[Line]:
        lines: list[Line] = []
        for piece in pieces(block):
            lines += self._block_lines.draw(piece, fold)
            if fold is not None and fold.closed and not isinstance(block, Title):
                break
        return lines


class OnlyHighYield:
    """The view `only`: holds back a dropped run until the next kept line ends it."""

    def __init__(
        self,
        block_lines: BlockLines,
        rows: RowBuilder,
        styler: InlineStyler,
        expanded: frozenset[int],
        gaps: Gaps = "row",
    ) -> None:
        self._block_lines = block_lines
        self._rows = rows
        self._styler = styler
        self._expanded = expanded
        self._gaps = gaps
        self._tail: list[Line] = []
        """The rows of the last line that was kept: a gap may come to the end of them."""
        self._held_back: list[Piece] = []
        self._headings: list[Piece] = []
        self._around = _OpenContainers()
        self._firsts: dict[int, Piece] = {}
        self._led_to: set[int] = set()
        """Containers whose first lines are kept, and so are those of what they stand in."""
        self._any = False
        self._row_count = 0
        self.hidden: list[Hidden] = []
        """Dropped runs of lines, in reading order."""

    def feed(self, block: Block) -> list[Line]:
        """The lines up to the last high-yield line of the block; nothing if it has none."""
        lines: list[Line] = []
        parts = pieces(block)
        if is_title(block):
            return self._release([*parts], title=True)
        self._enter(parts[0])
        labels = TableLabels() if isinstance(block, Table) else None
        for piece in parts:
            self._held_back.append(piece)
            if labels is not None:
                labels.read(piece)
            if self._hit(piece):
                self._any = True
                self._keep(piece, parts[0])
                if labels is not None:
                    labels.lead_to(piece)
                lines += self._release(self._held_back)
                self._held_back = []
        return lines

    def finish(self) -> list[Line]:
        """The last dropped run, or a remark that the note has no marks."""
        if self._any or self._wanted(self._held_back):
            lines = self._release(self._held_back)
            return lines + self._tail
        lines = self._tail
        if self._held_back:
            first = self._held_back[0]
            if not lines and isinstance(first.block, Heading):
                lines = self._block_lines.draw(first)  # the note's title, where it is a heading of the note
            self.hidden.append(Hidden(len(lines) + 1, self._held_back))
        return lines + self._block_lines.notice(NO_MARKS)

    def _wanted(self, run: Iterable[Piece]) -> bool:
        """True if a dropped run holds a line of the note itself that is to be shown."""
        expanded = self._expanded
        return bool(expanded) and any(piece.line in expanded and embedded_in(piece.block) is None for piece in run)

    def _hit(self, piece: Piece) -> bool:
        has = self._styler.has_high_yield
        return has(piece.inlines) or any(has(cell) for cell in piece.cells)

    def _enter(self, piece: Piece) -> None:
        """Notes which headings are open, and which piece is the first of each container."""
        block = piece.block
        fresh, left = self._around.enter(block.inside)
        for container in left:
            self._firsts.pop(container.number, None)
            self._led_to.discard(container.number)
        for container in fresh:
            self._firsts[container.number] = piece
        while self._headings and not _open(self._headings[-1], block, self._around):
            self._headings.pop()
        if isinstance(block, Heading):
            self._headings.append(piece)

    def _keep(self, piece: Piece, first_of_block: Piece) -> None:
        """Marks the piece and what leads to it: headings, first lines of items, titles, a table's header."""
        piece.kept = True
        if piece.cells:
            first_of_block.kept = True
        for heading in reversed(self._headings):
            if heading.kept:
                break  # so are those around it
            heading.kept = True
        for container in containers_up_to(self._led_to, piece.block.inside)[0]:
            self._led_to.add(container.number)
            first = self._firsts[container.number]
            if isinstance(first.block, Paragraph | Title | Heading):
                first.kept = True

    def _release(self, held_back: list[Piece], *, title: bool = False) -> list[Line]:
        """The rows up to the last kept line, without those of that line itself: a gap may come to their end."""
        lines, self._tail = self._tail, []
        last = 0
        run: list[Piece] = []
        for piece in held_back:
            if piece.kept or title:
                self._drop(run, lines)
                last = len(lines)
                lines += self._block_lines.draw(piece)
                run = []
                continue
            if run and run_number(run[0]) < 0 and embedded_in(piece.block) is None:
                # A run that begins in a frame whose title is shown ends with the frame.
                self._drop(run, lines)
                run = []
            run.append(piece)
        if run:
            self._drop(run, lines)
            last = len(lines)
        decided, self._tail = lines[:last], lines[last:]
        self._row_count += len(decided)
        return decided

    def _drop(self, run: list[Piece], lines: list[Line]) -> None:
        """Puts what stands for a dropped run at the end of the rows."""
        if not run:
            return
        counted = [piece for piece in run if piece.counts]
        number = run_number((counted or run)[0])
        if number not in self._expanded and not self._wanted(run):
            self._block_lines.gap(counted, lines, self._gaps)
            self.hidden.append(Hidden(self._row_count + len(lines), run, run=number))
            return
        self._rows.run = number
        for piece in run:
            lines += self._block_lines.draw(piece)
        self._rows.run = None


class _OpenContainers:
    """Stack of the containers round the present block, kept from block to block: a chain is walked only where new."""

    def __init__(self) -> None:
        self._chain: list[Container] = []
        self._numbers: set[int] = set()
        self._footnotes: list[Container] = []

    def __contains__(self, container: Container) -> bool:
        return container.number in self._numbers

    @property
    def footnote(self) -> Container | None:
        """The innermost footnote whose text the block is of."""
        return self._footnotes[-1] if self._footnotes else None

    def enter(self, inside: Container | None) -> tuple[list[Container], list[Container]]:
        """Go on to a block in this container: the containers that were not around the one before, outermost first, and
        those that are not around this one."""
        fresh, inside = containers_up_to(self._numbers, inside)
        left: list[Container] = []
        while self._chain and (inside is None or self._chain[-1].number != inside.number):
            left.append(self._chain.pop())
            self._numbers.discard(left[-1].number)
            if self._footnotes and self._footnotes[-1].number == left[-1].number:
                self._footnotes.pop()
        fresh.reverse()
        for container in fresh:
            self._chain.append(container)
            self._numbers.add(container.number)
            if container.kind == "footnote":
                self._footnotes.append(container)
        return fresh, left


def _open(heading: Piece, block: Block, around: _OpenContainers) -> bool:
    """True if the block stands under the heading: in its container, with no heading of the same rank between."""
    inside = heading.block.inside
    if inside is not None and inside not in around:
        return False
    if not isinstance(block, Heading) and _below_sections(around.footnote, inside):
        return False
    if not isinstance(block, Heading) or not isinstance(heading.block, Heading):
        return True
    same = (inside.number if inside else None) == (block.inside.number if block.inside else None)
    return not (same and block.level <= heading.block.level)


def _below_sections(text: Container | None, inside: Container | None) -> bool:
    """True if a block is of a footnote's text that stands right in a container, or on the page itself."""
    if text is None:
        return False
    return (text.inside.number if text.inside is not None else None) == (inside.number if inside is not None else None)
