"""A page -> sheets of lines, first screen first; runs in a worker thread, knows no widgets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from studytui.layout import Layout, Line, View
from studytui.layout.folding import Region
from studytui.layout.folds import AS_WRITTEN, Folds
from studytui.layout.header import header
from studytui.layout.hidden import Hidden
from studytui.layout.pieces import is_title
from studytui.layout.protocols import NO_DRAWINGS, PLAIN_LOOK, Look
from studytui.markdown import Legend, marked_lines, read
from studytui.markdown.document import Block, Document, Frontmatter, Heading
from studytui.study.recall import Item, Mask, Recall
from studytui.study.recall import carried as asked_in
from studytui.tui.page.diagrams import PageDrawings
from studytui.tui.page.folds import carried
from studytui.tui.page.pages import Page, page_title
from studytui.tui.page.taken import Digest, digest_of
from studytui.vault import Vault
from studytui.vault.embeds import Embedding
from studytui.vault.facts import places_in

if TYPE_CHECKING:
    from studytui.tui.page.topic_page import TopicPage

ROWS_A_SHEET = 1500
"""Rows of a further sheet: large enough to be cheap, small enough to keep the screen live."""


ABOVE, BELOW = 4, 12
"""Screens of a big topic that are laid out above the place where the reader is, and from there on."""


class Job(Struct, frozen=True):
    """A request to lay out one page: the page, its view, width and folds, and where to begin."""

    number: int
    page: Page
    width: int
    view: View
    legend: Legend
    expanded: frozenset[int]
    height: int
    """Rows on the screen."""
    goal: int = 0
    """The source line that the first sheet must reach."""
    piece: int | None = 0
    """Which row of that line; None where it is not known, in a frame: the first sheet has them all then."""
    subpath: str | None = None
    """A heading or block that the first sheet must reach; wins over `goal`."""
    strict_breaks: bool = False
    """True if single line breaks join (behaviour 4.2)."""
    written: bool = False
    """True if formulas and diagrams are shown as their source."""
    drawings: PageDrawings | None = None
    look: Look = PLAIN_LOOK
    folds: Folds = AS_WRITTEN
    reveal: bool = False
    """True if folds around the goal open; around a `subpath` they always do, and what begins there opens too."""
    whole: bool = False
    """True if what begins at the goal opens too."""
    recall: Recall | None = None
    """Mask over high-yield text; None outside of recall."""
    marked: Mapping[str, int] | None = None
    """Of a topic: the notes that have high-yield marks, if that is known of all."""
    all: bool = False
    """Of a topic: whether all of it is laid out, and not only what lies round the goal."""
    before: Document | None = None
    """The note as it was when these folds were made, if it is read anew: they are those of the same headings and
    blocks."""


class Counts(Struct, frozen=True):
    """High-yield lines, lines and words of a page, for the status line."""

    marks: int = 0
    lines: int = 0
    """Lines that hold high-yield marks."""
    sections: int = 0
    headings: int = 0
    partial: bool = False
    """True if there are more, beyond a stretch of a topic."""


class Sheet(Struct, frozen=True):
    """A chunk of laid-out rows of a page, as a worker hands them to the reader, with the stops on them."""

    job: Job
    lines: tuple[Line, ...]
    first: bool
    complete: bool
    goal: int = 0
    """Where to go: the line that `subpath` was found on, else the job's goal."""
    found_subpath: bool = True
    document: Document | None = None
    """With the last sheet of a note."""
    stamp: tuple[int, int] | None = None
    """With the last sheet: that of the page's own file, as it was when the vault was read, or before the file was."""
    digest: Digest | None = None
    """With the last sheet, if the page's own text was read: of that."""
    topic: TopicPage | None = None
    embedding: Embedding | None = None
    """Of a note: what it embeds."""
    counts: Counts = Counts()
    """With the last sheet."""
    regions: Mapping[int, Region] = field(default_factory=dict)
    """Regions that may fold, by key; with the last sheet."""
    hidden: Sequence[Hidden] = ()
    """Hidden lines, by a view or a fold; with the last sheet."""
    items: Sequence[Item] | None = None
    """In recall: what it asks; with the last sheet."""
    opened: frozenset[int] = frozenset()
    """Folds that opened because the goal is in them."""


def count(blocks: Iterable[Block], legend: Legend) -> Counts:
    """High-yield marks, lines with them, and sections (headings with marks right under them)."""
    blocks = tuple(blocks)
    headings = [block.line for block in blocks if isinstance(block, Heading)]
    marks: set[int] = set()
    sections: set[int] = set()
    lines = 0
    for marked in marked_lines(blocks, legend):
        lines += 1
        marks.update(mark.number for mark in marked.marks)
        at = bisect_right(headings, marked.line)
        if at:
            sections.add(headings[at - 1])
    return Counts(len(marks), lines, len(sections), len(headings))


def typeset(vault: Vault, job: Job, known: Document | None = None) -> Iterator[Sheet]:
    """The page in sheets; the first reaches a screen beyond the goal.

    Args:
        vault: Where notes come from.
        job: What is wanted.
        known: The note, if it was parsed before and has not changed.

    Raises:
        VaultError: The note is not there or can't be read.
    """
    if job.page.of_topic:
        yield from _typeset_topic(vault, job)
        return
    if job.page.kind == "canvas":
        yield from _typeset_canvas(vault, job)
        return
    frontmatter: Frontmatter
    text: str | None = None
    if known is not None:
        frontmatter, pieces = known.frontmatter, iter([known.blocks[:200], known.blocks[200:]])
        document: Document | None = known
    else:
        text = vault.text(job.page.path)
        reading = read(text, strict_breaks=job.strict_breaks)
        frontmatter, pieces = reading.frontmatter, reading.blocks()
        document = None
        if job.subpath or job.before is not None:
            document = reading.document()
            pieces = iter([document.blocks])
        if job.before is not None and document is not None:
            recall = None if job.recall is None else asked_in(job.recall, job.before.blocks, document.blocks)
            job = replace(job, folds=carried(job.folds, job.before, document), recall=recall, before=None)
    goal, found = job.goal, True
    if job.subpath and document is not None:
        line = places_in(document).line_of(job.subpath)
        goal, found = (line or 0), line is not None
        job = replace(job, expanded=job.expanded | {goal}) if goal else job
    folds = job.folds
    if goal and (job.reveal or job.subpath):
        folds = folds.showing(goal, whole=job.whole or job.subpath is not None)
    page = Embedding(vault, job.page.path, frontmatter, quick=True, strict_breaks=job.strict_breaks)
    layout, mask = _layout(job, page, folds), _mask(job)
    first, kept, beginning = True, False, _FirstSheet(goal, job)
    blocks: list[Block] = []
    rows: list[Line] = []
    title = frontmatter.title or vault.title(job.page.path)
    for piece in chain(filter(None, pieces), (None,)):
        if piece is not None:
            if not blocks:
                rows.extend(layout.feed(_header(job, frontmatter, title, piece)))
            blocks.extend(piece)
        elif not blocks:
            rows.extend(layout.feed(_header(job, frontmatter, title, ())))
            rows.extend(layout.notice("this note is empty"))
        for part in page.finish() if piece is None else page.expand(piece):
            rows.extend(layout.feed(part if mask is None else mask.blocks(part)))
            # One block, a paragraph or a table of a megabyte, may give very many rows at once.
            while len(rows) >= (wanted := beginning.wanted(rows) if first else ROWS_A_SHEET):
                if first and page.keeps(goal):
                    kept = True
                    break
                wanted = len(rows) if first and kept else wanted
                yield Sheet(job, tuple(rows[:wanted]), first, False, goal, found, embedding=page, opened=layout.opened)
                first, rows = False, rows[wanted:]
    rows.extend(layout.finish())
    cut = vault.cut_short(job.page.path)
    if cut is not None:
        rows.extend(layout.notice(f"⋯ this note {cut}; your editor (e) opens all of it"))
    if document is None:
        document = reading.document()
    stamp, digest = vault.stamp(job.page.path), None if text is None else digest_of(text)
    last = Sheet(job, tuple(rows), first, True, goal, found, document, stamp, digest, embedding=page)
    yield _completed(last, layout, count(blocks, job.legend), mask)


def _typeset_canvas(vault: Vault, job: Job) -> Iterator[Sheet]:
    from studytui.markdown.canvas import canvas_document

    path = job.page.path
    page = Embedding(vault, path, quick=True, strict_breaks=job.strict_breaks)
    stamp = vault.stamp(path)
    document = canvas_document(vault.data(path))
    layout, mask = _layout(job, page, job.folds), _mask(job)
    rows: list[Line] = []
    rows.extend(layout.feed(_header(job, document.frontmatter, page_title(vault, job.page), ())))
    for part in chain(page.expand(document.blocks), page.finish()):
        rows.extend(layout.feed(part if mask is None else mask.blocks(part)))
    rows.extend(layout.finish())
    last = Sheet(job, tuple(rows), True, True, job.goal, document=document, stamp=stamp, embedding=page)
    yield _completed(last, layout, count(document.blocks, job.legend), mask)


def _header(job: Job, frontmatter: Frontmatter, title: str, first: Iterable[Block]) -> Iterator[Block]:
    """The rows above the note; in the view `only` its title alone."""
    blocks = header(frontmatter, title, first, job.page.path if job.look.show_permalink else None)
    return (block for block in blocks if job.view != "only" or is_title(block))


def _mask(job: Job, *, by_line: bool = False) -> Mask | None:
    return None if job.recall is None else Mask(job.recall, job.legend, by_line=by_line)


def _completed(last: Sheet, layout: Layout, counts: Counts, mask: Mask | None) -> Sheet:
    """The last sheet with what is known only now of the whole page."""
    items = None if mask is None else tuple(mask.items)
    return replace(last, counts=counts, regions=layout.regions, hidden=layout.hidden, opened=layout.opened, items=items)


class _FirstSheet:
    """Number of rows of the first sheet: a screen and a half beyond the goal."""

    def __init__(self, goal: int, job: Job) -> None:
        self._goal = goal
        self._piece = job.piece
        self._more = job.height + job.height // 2
        self._looked = 0
        self._found: int | None = None

    def wanted(self, rows: list[Line]) -> int:
        """Of the rows so far, to which more were added; one more than there are while the goal is not among them."""
        if not self._goal:
            return self._more
        while self._found is None and self._looked < len(rows):
            source = rows[self._looked].source
            if source is not None and source >= self._goal:
                self._found = self._looked
            self._looked += 1
        if self._found is None:
            return len(rows) + 1
        if self._piece is not None:
            return self._found + self._piece + self._more
        source = rows[self._found].source
        last = next(row for row in range(len(rows) - 1, -1, -1) if rows[row].source == source)
        return last + self._more


def _layout(job: Job, page: Embedding, folds: Folds) -> Layout:
    if job.drawings is not None:
        job.drawings.begin(page)
    return Layout(
        job.width,
        view=job.view,
        legend=job.legend,
        links=page,
        expanded=job.expanded,
        written=job.written,
        sideways=True,
        drawings=NO_DRAWINGS if job.drawings is None else job.drawings,
        folds=folds,
        look=job.look,
    )


def _typeset_topic(vault: Vault, job: Job) -> Iterator[Sheet]:
    from studytui.tui.page.topic_page import TopicPage, first_line, note_number

    if job.page.kind == "cards":
        from studytui.tui.page.cards_page import CardsPage

        topic: TopicPage = CardsPage(vault, job.page.path, job.legend, strict_breaks=job.strict_breaks)
    else:
        topic = TopicPage(vault, job.page.path, job.legend, strict_breaks=job.strict_breaks, marked=job.marked)
    goal = job.goal
    if job.subpath and not goal and topic.has_lines_of(job.subpath):
        goal = first_line(topic.order.number(job.subpath) or 0)
    pieces = topic.blocks()
    if topic.is_big and not job.all:
        pieces = topic.stretch(note_number(goal), ABOVE * job.height, BELOW * job.height)
    folds = job.folds.showing(goal, whole=job.whole) if job.reveal else job.folds
    layout = Layout(job.width, view="all", legend=job.legend, links=topic, folds=folds)
    first, beginning, mask = True, _FirstSheet(goal, job), _mask(job, by_line=topic.is_big)
    rows: list[Line] = []
    for piece in pieces:
        rows.extend(layout.feed(piece if mask is None else mask.blocks(piece)))
        if len(rows) >= (beginning.wanted(rows) if first else ROWS_A_SHEET):
            yield Sheet(job, tuple(rows), first, False, goal, topic=topic, opened=layout.opened)
            first, rows = False, []
    rows.extend(layout.finish())
    last = Sheet(job, tuple(rows), first, True, goal, topic=topic)
    partial = not (topic.begins and topic.ends)
    yield _completed(last, layout, Counts(topic.marks, topic.found, *topic.notes, partial), mask)
