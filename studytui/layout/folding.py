"""Leaves out what is folded: callouts, details, embeds, sections, list items (behaviour 4.3, 4.13)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from studytui.layout.folds import LONG, PROPERTIES, FoldMark, Folds, heading_key
from studytui.layout.hidden import Hidden
from studytui.layout.inline import InlineStyler
from studytui.layout.line import Line
from studytui.layout.pieces import Piece, pieces
from studytui.layout.rows import RowBuilder
from studytui.layout.views import FullView
from studytui.markdown.document import Block, Container, Heading, Paragraph, Rule, Title, containers_up_to

_KINDS = ("item", "callout", "details", "embed", "properties")


class Region(Struct, eq=False):
    """Something that may fold: a container, or a heading with what follows up to the next of its rank."""

    key: int
    parent: Region | None
    header: Block
    """The block that is seen when it is folded."""
    container: Container | None
    """None of a heading."""
    inside: int | None
    """Number of the container that a heading stands in."""
    closed: bool
    soft: bool
    """True if high-yield text in it opens it."""
    host: int | None
    """The line of this note that embeds it."""
    blocks: int = 0
    rows: int = 0
    """Numbers of blocks and rows that had come before it; at its end, its own."""
    lines: int = 0
    marks: int = 0
    """Numbers of text lines and high-yield lines hidden before it; at its end, those that it would hide."""
    folded_by: Region | None = None
    """The outermost fold that hides it, or that it is the header of; known at its end."""

    @property
    def line(self) -> int:
        """Source line of its header."""
        return self.host or self.header.line

    @property
    def marked(self) -> bool:
        """True if its header shows all the time that it folds."""
        return self.container is not None and self.container.kind != "item" and bool(self.container.fold)

    @property
    def foldable(self) -> bool:
        """True if there is anything to fold; known at its end."""
        long = self.container is not None and self.container.kind == "item" and self.rows > LONG
        return self.closed or self.blocks > 0 or long


class FoldingView:
    """The views `all` and `dim` of a page with folds: holds a folded run back until it is known what it hides."""

    def __init__(self, inner: FullView, rows: RowBuilder, styler: InlineStyler, folds: Folds, *, soft: bool) -> None:
        self._inner = inner
        self._rows = rows
        self._styler = styler
        self._folds = folds
        self._soft = soft
        self.regions: dict[int, Region] = {}
        """Everything on the page that may fold, by key."""
        self.hidden: list[Hidden] = []
        """Folded blocks, in reading order."""
        self.opened: set[int] = set()
        """Keys of the folds that had to open for a line that must be seen."""
        self._stack: list[Region | Container] = []
        """Stack of what is open here, outermost first; containers that never fold are themselves."""
        self._numbers: set[int] = set()
        """Of the containers in it."""
        self._innermost: list[Region] = []
        """The regions in it."""
        self._closed = 0
        """How many of them are folded."""
        self._held_back: list[tuple[Block, Region | None]] = []
        self._pending: list[Region] = []
        self._blocks = self._row_count = self._lines = self._marks = 0

    def feed(self, block: Block) -> list[Line]:
        """The block's lines, or those of a folded run that it ends."""
        fresh_containers = self._leave(block)
        lines = self._release() if self._held_back and not self._closed else []
        fresh = self._enter(block, fresh_containers)
        region = self._innermost[-1] if self._innermost else None
        if not self._closed:
            self._pending = []
            self._blocks += not isinstance(block, Rule)
            for each in fresh:
                each.blocks, each.rows = self._blocks, self._row_count
            return lines + self._show(block, region)
        self._held_back.append((block, region))
        self._count(block, fresh)
        return lines if self._closed else lines + self._release()

    def finish(self) -> list[Line]:
        """The blocks that were held back until it was known what follows them."""
        while self._stack:
            self._pop()
        return self._release() + self._keep(self._inner.finish())

    # Where a block stands

    def _leave(self, block: Block) -> list[Container]:
        """Ends what the block is no longer in; the containers that begin with it, innermost first."""
        fresh, container = containers_up_to(self._numbers, block.inside)
        number = container.number if container is not None else None
        while self._stack:
            last = self._stack[-1]
            known = last if isinstance(last, Container) else last.container
            if known is not None:
                if known.number == number:
                    break
            elif isinstance(last, Region) and last.inside == number and not self._ends(last, block, fresh):
                break
            self._pop()
        return fresh

    @staticmethod
    def _ends(heading: Region, block: Block, fresh: list[Container]) -> bool:
        if fresh and fresh[-1].kind == "footnote":
            return True  # the texts of footnotes stand below all sections
        header = heading.header
        return not fresh and isinstance(block, Heading) and isinstance(header, Heading) and block.level <= header.level

    def _pop(self) -> None:
        last = self._stack.pop()
        if isinstance(last, Container):
            self._numbers.discard(last.number)
            return
        if last.container is not None:
            self._numbers.discard(last.container.number)
        self._innermost.pop()
        self._closed -= last.closed
        last.blocks, last.rows = self._blocks - last.blocks, self._row_count - last.rows
        last.lines, last.marks = self._lines - last.lines, self._marks - last.marks

    def _enter(self, block: Block, containers: list[Container]) -> list[Region]:
        """Begins what the block is the first of."""
        fresh: list[Region] = []
        for container in reversed(containers):
            self._numbers.add(container.number)
            outer = self._innermost[-1] if self._innermost else None
            if container.kind not in _KINDS or (container.kind in ("callout", "properties") and not container.fold):
                self._stack.append(container)
                continue
            by_note = self._folds.leaves_closed(container)
            closed = by_note or self._folds.closes(container.number)
            soft = self._soft and by_note and not self._folds.closes(container.number)
            host = container.host or (outer.host if outer is not None else None)
            fresh.append(Region(container.number, outer, block, container, None, closed, soft, host))
            self._push(fresh[-1])
        if isinstance(block, Heading):
            outer = self._innermost[-1] if self._innermost else None
            inside = block.inside.number if block.inside is not None else None
            key = heading_key(block)
            host = outer.host if outer is not None else None
            fresh.append(Region(key, outer, block, None, inside, self._folds.closes(key), False, host))
            self._push(fresh[-1])
        return fresh

    def _push(self, region: Region) -> None:
        self.regions[region.key] = region
        self._stack.append(region)
        self._innermost.append(region)
        self._closed += region.closed
        if self._closed:
            self._pending.append(region)

    # What is held back

    def _count(self, block: Block, fresh: list[Region]) -> None:
        """Counts what the block would hide, and opens the folds around it that must be."""
        self._blocks += not isinstance(block, Rule)
        parts = pieces(block)
        shown = _shown(parts) if fresh else 0
        for piece in parts[:shown]:
            self._add(piece)
        for region in fresh:
            region.blocks, region.rows = self._blocks, self._row_count
            region.lines, region.marks = self._lines, self._marks
        marked = [self._add(piece) for piece in parts[shown:]]
        if any(marked):
            self._open(lambda region: region.soft and region.header is not block)
        line = self._folds.line
        if line and self._reaches(block, line, parts, fresh):
            whole = self._folds.whole
            seen = block if shown and line == parts[0].line else None
            self._open(lambda region: region.host is None and (whole or region.header is not seen), say=True)

    def _add(self, piece: Piece) -> bool:
        """Counts a line; whether it is high-yield."""
        if isinstance(piece.block, Rule):
            return False
        self._lines += piece.counts or isinstance(piece.block, Heading)
        has = self._styler.has_high_yield
        marked = has(piece.inlines) or any(has(cell) for cell in piece.cells)
        self._marks += marked
        return marked

    def _reaches(self, block: Block, line: int, parts: list[Piece], fresh: list[Region]) -> bool:
        host = self._innermost[-1].host
        return line == host if host is not None else block.line <= line <= max(block.end, parts[-1].line)

    def _open(self, which: Callable[[Region], bool], *, say: bool = False) -> None:
        for region in self._innermost:
            if region.closed and which(region):
                region.closed = False
                self._closed -= 1
                if say:
                    self.opened.add(region.key)

    def _release(self) -> list[Line]:
        """The rows of a run whose folds are all known."""
        for region in self._pending:
            outer = region.parent.folded_by if region.parent is not None else None
            hides = region.closed and (region.marked or region.lines > 0 or _cuts(region))
            region.folded_by = outer or (region if hides else None)
        run, self._held_back, self._pending = self._held_back, [], []
        lines: list[Line] = []
        for block, inmost in run:
            folded_by = inmost.folded_by if inmost is not None else None
            if folded_by is None:
                lines += self._show(block, inmost)
            elif block is folded_by.header:
                self._rows.fold = folded_by.key
                lines += self._keep(self._inner.feed(block, FoldMark(folded_by.key, True, _summary(folded_by))))
            if folded_by is not None:
                self._hide(block, inmost, header=block is folded_by.header)
        return lines

    def _hide(self, block: Block, region: Region | None, *, header: bool) -> None:
        """Notes what is not seen of a block."""
        folds: list[int] = []
        while region is not None:
            if region.closed:
                folds.append(region.key)
            region = region.parent
        parts = pieces(block)
        if header and not isinstance(block, Heading | Title):
            self.hidden.append(Hidden(self._row_count, parts[:1], tuple(folds), cut=True))
        hidden = parts[_shown(parts) :] if header else parts
        if hidden:
            self.hidden.append(Hidden(self._row_count, hidden, tuple(folds)))

    def _show(self, block: Block, region: Region | None) -> list[Line]:
        self._rows.fold = region.key if region is not None else None
        marked = region is not None and region.marked and block is region.header
        mark = FoldMark(region.key, region.closed) if marked and region is not None else None
        return self._keep(self._inner.feed(block, mark))

    def _keep(self, lines: list[Line]) -> list[Line]:
        self._row_count += len(lines)
        return lines


def _shown(parts: list[Piece]) -> int:
    """Number of pieces of a header that are seen when it is folded."""
    return len(parts) if isinstance(parts[0].block, Heading | Title) else 1


def _cuts(region: Region) -> bool:
    """True if folding may cut the text of the header itself."""
    return isinstance(region.header, Paragraph) and bool(region.header.inlines)


def _summary(region: Region) -> str:
    """The summary behind a folded header: lines that it hides; of a callout and the like only high-yield lines."""
    said: list[str] = []
    if region.lines and not isinstance(region.header, Title):
        said.append(f"{region.lines} line" if region.lines == 1 else f"{region.lines} lines")
    if region.lines and region.key == PROPERTIES:
        said.append("1 property" if region.lines == 1 else f"{region.lines} properties")
    if region.marks:
        said.append(f"{region.marks} high-yield")
    return " · ".join(said)
