"""A page in the reader: typeset in a worker, and again at the same place when it is to look otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from threading import Event
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.worker import get_current_worker

from studytui.layout import View, lay_out
from studytui.layout.folding import Region
from studytui.layout.folds import AS_WRITTEN, Folds
from studytui.layout.header import with_backlinks
from studytui.layout.hidden import Hidden
from studytui.markdown import Legend
from studytui.markdown.document import Document, Inline, Paragraph
from studytui.settings import Settings
from studytui.tui.page.anchor import TOP, Anchor
from studytui.tui.page.diagrams import Diagrams, PageDrawings
from studytui.tui.page.folds import header_row
from studytui.tui.page.loader import Counts, Job, Sheet, typeset
from studytui.tui.page.pages import Page, Place
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.pictures.page import Pictures
from studytui.tui.reader.reader import Reader
from studytui.tui.theme.palette import Palette
from studytui.vault import Vault, VaultError

if TYPE_CHECKING:
    from studytui.tui.page.topic_page import TopicPage
    from studytui.tui.pictures.gallery import Outcome
    from studytui.vault.embeds import Embedding

PAINT_SECONDS = 0.05
"""How long the rest of a page waits at most for its first screen to be painted."""
BREATH_SECONDS = 0.005
"""How long keys have between two sheets of a long page."""


class TypesetPage(Vertical):
    """One page in the reader."""

    class SheetReady(Message, namespace="page_view"):
        """Some rows are typeset (from the worker)."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

    class Failed(Message, namespace="page_view"):
        """The page can't be shown (from the worker)."""

        def __init__(self, number: int, place: Place, error: str) -> None:
            super().__init__()
            self.number = number
            self.place = place
            self.error = error

    class Drawn(Message, namespace="page_view"):
        """Diagrams of the page are drawn, so that they can be shown (from the worker)."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class PictureDrawn(Message, namespace="page_view"):
        """A picture is drawn, or cannot be (from the worker)."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    class Opened(Message, namespace="page_view"):
        """The first screen of a page is there."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

    class Completed(Message, namespace="page_view"):
        """All rows of the page are there, and what it holds is known."""

    def __init__(
        self, palette: Palette, legend: Legend, *, view: View = "all", settings: Settings | None = None
    ) -> None:
        super().__init__(classes="page-view")
        self.settings = settings or Settings()
        self.reader = Reader(palette, reading_width=self.settings.reading_width)
        self.vault: Vault | None = None
        self.gallery = Gallery()
        self._pictures: Pictures | None = None
        """Of the page that is being typeset."""
        self.page: Page | None = None
        self.document: Document | None = None
        self.topic: TopicPage | None = None
        self.embedding: Embedding | None = None
        self.counts = Counts()
        self.view: View = view
        self.legend = legend
        self.written = False
        """Whether formulas and diagrams are shown as their source."""
        self.diagrams = Diagrams()
        self.painted = Event()
        """Set when the first screen of the page is painted: typesetting the rest would take the processor from that."""
        self._job: Job | None = None
        self._numbers = 0
        self._expanded: frozenset[int] = frozenset()
        self.folds = AS_WRITTEN
        self.regions: Mapping[int, Region] = {}
        """What may fold on the page, by key; of a page that is still being typeset, none."""
        self.hidden: Sequence[Hidden] = ()
        """What no row of the page shows; while it is still being typeset, nothing."""
        self._keep_fold: tuple[int, int] | None = None
        """Key of a fold, and the row of the screen that its header stays on."""
        self.turned: tuple[int, int] | None = None
        """Key of the fold that was opened or closed last, and the row that the screen has begun with since."""
        self._backlinks = 0
        self._anchor: Anchor = TOP
        self._kept: tuple[int, Anchor] | None = None
        """Row that a change of view led to, and the anchor that it came from."""
        self._keep_text: str | None = None
        self._pending: Place | None = None
        self._width = 0

    def compose(self) -> ComposeResult:
        """The reader."""
        yield self.reader

    # Opening

    def open(self, place: Place) -> None:
        """Show a page at a place; what is shown stays until the first screen is ready."""
        self._expanded = frozenset()
        self._kept = None
        self._keep_text = None
        self._keep_fold = self.turned = None
        if place.page != self.page:
            self.document = None
        if not self.reader.size.width:
            self._pending = place  # the first size comes with a resize
            return
        same = place.page == self.page
        folds = place.folds or (self.folds if same else AS_WRITTEN)
        self._start(place, known=self.document if same else None, folds=folds, reveal=True)

    def show_note(self, text: str) -> None:
        """Show a remark of the program instead of a page."""
        self.reader.begin(lay_out([Paragraph(0, 0, None, (Inline(text, 0),))], self.reader.text_width), complete=True)

    def place(self) -> Place | None:
        """Where the reader is, for the history."""
        return None if self.page is None else Place(self.page, self._current_anchor(), folds=self.folds)

    def _current_anchor(self) -> Anchor:
        if self._kept is not None and self._kept[0] == self.reader.top:
            return self._kept[1]
        return self.reader.where()

    def _start(
        self,
        place: Place,
        known: Document | None,
        *,
        whole: bool = False,
        folds: Folds | None = None,
        reveal: bool = False,
        unfold: bool = False,
    ) -> None:
        """Typeset a place.

        Args:
            place: Where to be then.
            known: The note, if it was parsed before and has not changed.
            whole: Whether the first sheet holds all of it.
            folds: What is folded, if not what is now.
            reveal: Whether folds around the place open.
            unfold: Whether what begins there opens too.
        """
        if self.vault is None:
            return
        self._numbers += 1
        self._anchor = place.anchor
        self._width = self.reader.text_width
        self._pictures = Pictures(self.vault, place.page.path, self.gallery, self.reader.size.height)
        self._job = Job(
            self._numbers,
            place.page,
            self._width,
            self.view,
            self.legend,
            self._expanded,
            max(1, self.reader.size.height),
            10**9 if whole or place.anchor.run else place.anchor.line,
            None if place.anchor.within is not None else place.anchor.piece,
            place.subpath,
            self.settings.strict_line_breaks,
            self.written,
            PageDrawings(self.diagrams, self._pictures if self.gallery.mode != "off" else None),
            folds=self.folds if folds is None else folds,
            reveal=reveal,
            whole=unfold,
        )
        self.painted = painted = Event()
        self.run_worker(
            lambda job=self._job, vault=self.vault: self._typeset(vault, job, place, known, painted),
            name=f"typeset {place.page.path}",
            group="typeset",
            exclusive=True,
            thread=True,
            exit_on_error=False,
        )

    def _typeset(self, vault: Vault, job: Job, place: Place, known: Document | None, painted: Event) -> None:
        worker = get_current_worker()
        try:
            for sheet in typeset(vault, job, known):
                if worker.is_cancelled:
                    return
                self.post_message(self.SheetReady(sheet))
                if sheet.first and not sheet.complete:
                    painted.wait(PAINT_SECONDS)
        except VaultError as error:
            self.post_message(self.Failed(job.number, place, str(error)))
            return
        if self.diagrams.draw(lambda: worker.is_cancelled) and not worker.is_cancelled:
            self.post_message(self.Drawn(job.number))

    def on_page_view_drawn(self, event: Drawn) -> None:
        """Show the diagrams in place of their sources, unless another job has begun since and does that."""
        event.stop()
        if self._job is not None and event.number == self._job.number:
            self.relayout()

    def on_unmount(self) -> None:
        """Nobody waits for drawings any more."""
        self.diagrams.close()

    async def on_page_view_sheet_ready(self, event: SheetReady) -> None:
        """Take in rows, unless another job has begun since."""
        event.stop()
        sheet, job = event.sheet, event.sheet.job
        if self._job is None or job.number != self._job.number:
            return
        if sheet.first:
            self._show_first(sheet)
        else:
            self.reader.extend(sheet.lines, complete=sheet.complete)
        self.folds = self.folds.open(sheet.opened)
        if sheet.complete:
            self.regions, self.hidden = sheet.regions, sheet.hidden
            self.document, self.topic, self.counts = sheet.document, sheet.topic or self.topic, sheet.counts
            self._page_complete()
            self.post_message(self.Completed())
        else:
            await asyncio.sleep(BREATH_SECONDS)

    def _page_complete(self) -> None:
        """All rows are there, and what the page holds is known."""

    def _show_first(self, sheet: Sheet) -> None:
        job, reader = sheet.job, self.reader
        opened = job.page != self.page
        self.folds, self.regions, self.hidden = job.folds, {}, ()
        if opened:
            reader.active = None
            reader.shift = 0
            self._backlinks = 0
        self.page = job.page
        self.topic, self.embedding = sheet.topic, sheet.embedding
        reader.pictures = self._pictures
        reader.begin(sheet.lines, complete=sheet.complete)
        self._write_backlinks()
        anchor = Anchor(sheet.goal) if job.subpath and sheet.goal else self._anchor
        row = reader.rows_of.top_for(anchor)
        if self._keep_text is not None:
            row = self._row_with_text(self._keep_text, row + anchor.row) - anchor.row
            self._keep_text = None
        kept, self._keep_fold = self._keep_fold, None
        if kept is not None:
            header = header_row(reader.lines, kept[0])
            row = row if header is None else header - kept[1]
        reader.go_to_row(max(0, row))
        self._kept = (reader.top, anchor) if anchor != TOP else None
        if kept is not None:
            self.turned, self._kept = (kept[0], reader.top), None
        self.post_message(self.Opened(sheet))

    def _row_with_text(self, text: str, near: int) -> int:
        """The row with this text that is nearest to where it was: lines above it may have come or gone."""
        rows = [row for row, line in enumerate(self.reader.lines) if line.text == text]
        return min(rows, key=lambda row: abs(row - near), default=near)

    # Pictures

    def on_reader_pictures_wanted(self, event: Reader.PicturesWanted) -> None:
        """Have the pictures drawn that have come on the screen."""
        event.stop()
        pictures = self.reader.pictures
        if pictures is not None and pictures.begin():
            self.run_worker(
                lambda: self._draw(pictures), name="draw pictures", group="pictures", thread=True, exit_on_error=False
            )

    def _draw(self, pictures: Pictures) -> None:
        worker = get_current_worker()
        for outcome in pictures.work():
            self.post_message(self.PictureDrawn(outcome))
            if worker.is_cancelled:
                return

    def on_page_view_picture_drawn(self, event: PictureDrawn) -> None:
        """Show the picture; one that turned out to be broken gives its room back."""
        event.stop()
        self.reader.write_escape(self.gallery.keep(event.outcome))
        if event.outcome.drawn is None:
            self.relayout()
        else:
            self.reader.refresh()

    # The same page, otherwise

    def relayout(self, *, parse: bool = False, reveal: bool = False) -> None:
        """Typeset the page again, at the same place; `parse` reads the note anew, `reveal` opens folds around it."""
        place = self.place()
        if place is not None:
            anchor = place.anchor
            self._start(place, known=None if parse else self.document, whole=parse, reveal=reveal)
            self._anchor = anchor

    def refold(self, folds: Folds, key: int | None = None) -> None:
        """Fold otherwise; the header of fold `key` stays in sight, else the line that is there."""
        place = self.place()
        if place is None:
            return
        self.folds = folds
        header = None if key is None else header_row(self.reader.lines, key)
        if header is not None and key is not None:
            self._keep_fold = (key, max(0, header - self.reader.top))
        self._start(place, known=self.document)

    def show_backlinks(self, count: int) -> None:
        """Say in the header how many notes link here."""
        self._backlinks = count
        self._write_backlinks()

    def _write_backlinks(self) -> None:
        """Where the header has room; no row moves."""
        if self.view != "only" and self.page is not None and self.page.kind == "note":
            found = with_backlinks(self.reader.lines, self._backlinks, self.reader.text_width)
            if found is not None:
                self.reader.replace(*found)

    def on_resize(self) -> None:
        """A new width: typeset again, or at last."""
        if self._pending is not None and self.reader.size.width:
            place, self._pending = self._pending, None
            self._start(place, known=None, folds=place.folds or AS_WRITTEN, reveal=True)
        elif self._job is not None and self.reader.text_width != self._width:
            self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self._job is not None and self.reader.text_width != self._width:
            if self.page is None or self.page != self._job.page:
                place = Place(self._job.page, self._anchor, self._job.subpath)
                self._start(place, known=None, folds=self._job.folds, reveal=True)
            else:
                self.relayout()
