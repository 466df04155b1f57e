"""A page in the reader: opened at a place, looked at otherwise, found in, and shown anew when it changes on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from studytui.layout import View
from studytui.layout.folding import Region
from studytui.layout.folds import AS_WRITTEN, Folds
from studytui.layout.header import with_backlinks
from studytui.layout.hidden import Hidden
from studytui.markdown import Legend
from studytui.markdown.document import Document
from studytui.settings import Settings
from studytui.study.recall import Item, Recall
from studytui.tui.page.anchor import TOP, Anchor
from studytui.tui.page.loader import Counts, Job, Sheet
from studytui.tui.page.pages import Page, Place, remark
from studytui.tui.page.stay import Stay, row_of
from studytui.tui.page.unwrapped import code_of
from studytui.tui.reader.page_find import PageFind
from studytui.tui.reader.page_folds import PageFolds
from studytui.tui.reader.page_follow import PageFollow
from studytui.tui.reader.page_loader import DiagramsDrawn, LoadFailed, PageLoader, PictureDrawn, SheetReady
from studytui.tui.reader.page_stretch import PageStretch
from studytui.tui.reader.reader import Reader
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.tui.page.taken import Taken
    from studytui.tui.page.topic_page import TopicPage
    from studytui.tui.panes.find_bar import FindBar
    from studytui.vault.embeds import Embedding, Origins

BREATH_SECONDS = 0.005
"""How long keys have between two sheets of a long page."""
_EVERYTHING = 10**9
"""A source line behind the last of any note."""


class PageView(Vertical):
    """The widget that shows one page: the reader, and the find bar below it."""

    class Opened(Message):
        """The first screen of a page is there."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

    class Completed(Message):
        """All rows of the page are there, and what it holds is known."""

    class Failed(Message):
        """The page can't be shown."""

        def __init__(self, page: Page, error: str) -> None:
            super().__init__()
            self.page = page
            self.error = error

    def __init__(
        self, palette: Palette, legend: Legend, *, view: View = "all", settings: Settings | None = None
    ) -> None:
        super().__init__(classes="page-view")
        self.settings = settings or Settings()
        self.reader = Reader(palette, reading_width=self.settings.reading_width)
        self.loader = PageLoader(self)
        self.fold = PageFolds(self)
        self.find = PageFind(self, self, self.fold)
        self.follow = PageFollow(self)
        self.stretch = PageStretch(self)
        self.page: Page | None = None
        self.document: Document | None = None
        self.topic: TopicPage | None = None
        self.embedding: Embedding | None = None
        self.taken: Taken | None = None
        """Files that the page was made of, and their stamps; while it is still being typeset, of the one before."""
        self.counts = Counts()
        self.view: View = view
        self.legend = legend
        self.recall: Recall | None = None
        self.items: Sequence[Item] | None = None  # what recall asks; `recall` is what of it is masked
        self.written = False  # whether formulas and diagrams are shown as their source
        self.folds = AS_WRITTEN
        self.regions: Mapping[int, Region] = {}
        """Regions that may fold on the page, by key; of a page that is still being typeset, none."""
        self.hidden: Sequence[Hidden] = ()
        """Hidden lines of the page, by its view or a fold; while it is still being typeset, none."""
        self.stay = Stay()
        """Where the reader is to stand when the rows of the last job come, and then stands."""
        self.arrived: int | None = None
        """The row that `stay` led to; None while the rows of the last job are still to come."""
        self._stale = False  # whether the note has changed since it was parsed
        self._pending: Place | None = None
        """Place to open as soon as there is a size."""
        self.expanded: frozenset[int] = frozenset()
        """Numbers, or lines, of the dropped runs that are shown in place."""
        self._backlinks = 0
        self._width = 0

    def compose(self) -> ComposeResult:
        """The reader; the find box comes when it is needed."""
        yield self.reader

    def on_unmount(self) -> None:
        """Cancels drawings that are under way."""
        self.loader.close()

    # Opening

    def open(self, place: Place, *, words: Sequence[str] = ()) -> None:
        """Show a page at a place; what is shown stays until the first screen is ready; `words` are marked there."""
        same = place.page == self.page
        self.find.mark_when_complete(words)
        if not same:
            self.find.close()
            self.document = self.recall = None
            self.stretch.all = False
        self.expanded = frozenset({place.anchor.line} - {0} if place.folds is None else ())
        if not self.reader.size.width:
            self._pending = place  # the first size comes with a resize
            return
        folds = place.folds or (self.folds if same else AS_WRITTEN)
        self.start(place, Stay(place.anchor), known=self.document, folds=folds, reveal=True)

    def show_note(self, text: Sequence[str]) -> None:
        """Show a remark of the program instead of a page, a paragraph each."""
        self.reader.begin(remark(text, self.reader.text_width), complete=True)

    def place(self) -> Place | None:
        """The place to keep in the history."""
        return None if self.page is None else Place(self.page, self._current_anchor(), folds=self.folds)

    def _current_anchor(self) -> Anchor:
        kept = self.arrived == self.reader.top and self.stay.fold is None and self.stay.anchor != TOP
        return self.stay.anchor if kept else self.reader.where()

    def start(
        self,
        place: Place,
        stay: Stay,
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
            stay: Where on the screen it stands then, and what is shown there.
            known: The note, if it was parsed before and has not changed.
            whole: Whether the first sheet holds all of it.
            folds: What is folded, if not what is now.
            reveal: Whether folds around the place open.
            unfold: Whether what begins there opens too.
        """
        self.stay, self.arrived = stay, None
        self._width = self.reader.text_width
        note = not place.page.of_topic
        job = Job(
            number=0,
            page=place.page,
            width=self._width,
            view=self.view,
            legend=self.legend,
            expanded=self.expanded,
            height=max(1, self.reader.size.height),
            goal=_EVERYTHING if note and (whole or place.anchor.run) else place.anchor.line,
            piece=None if place.anchor.within is not None else place.anchor.piece,
            subpath=place.subpath,
            strict_breaks=self.loader.strict_breaks(self.settings.strict_line_breaks),
            written=self.written,
            folds=self.folds if folds is None else folds,
            reveal=reveal,
            whole=unfold,
            recall=self.recall,
            marked=self.stretch.marked,
            all=self.stretch.all,
            before=self.document if self._stale and place.page == self.page else None,
        )
        self.loader.load(job, known)

    async def on_sheet_ready(self, event: SheetReady) -> None:
        """Take in rows, unless another job has begun since."""
        event.stop()
        sheet = event.sheet
        if not self.loader.is_last(sheet.job):
            return
        if sheet.first:
            if moved := self.follow.moved_on():
                if moved > self.reader.size.height // 2:
                    self.follow.show_again(text=self._stale)
                    return
                self.stay = Stay(self.reader.where())
            self._show_first(sheet)
        else:
            self.reader.extend(sheet.lines, complete=sheet.complete)
        self.folds = self.folds.open(sheet.opened)
        if not sheet.complete:
            await asyncio.sleep(BREATH_SECONDS)
            return
        self._stale = False
        self.follow.took(sheet)
        self.regions, self.hidden = sheet.regions, sheet.hidden
        self.document, self.topic, self.counts = sheet.document, sheet.topic or self.topic, sheet.counts
        self.items = sheet.items
        stay, self.stay = self.stay, replace(self.stay, select=None, match=False)
        if stay.select is not None and self.reader.stops.get(stay.select) is not None:
            self.reader.select(stay.select)
        self.follow.page_complete()
        self.find.page_complete(show=stay.match)
        if self.page is not None and self.page.of_topic and self.topic is not None:
            self.reader.more_above, self.reader.more_below = not self.topic.begins, not self.topic.ends
            self.reader.ask_for_more()
        self.post_message(self.Completed())

    def _show_first(self, sheet: Sheet) -> None:
        job, reader = sheet.job, self.reader
        self.folds, self.recall, self.regions, self.hidden = job.folds, job.recall, {}, ()
        if job.page != self.page:
            reader.active = None
            reader.shift = self._backlinks = 0
        self.page, self.topic, self.embedding = job.page, sheet.topic, sheet.embedding
        reader.pictures = self.loader.pictures
        reader.begin(sheet.lines, complete=sheet.complete)
        self._write_backlinks()
        if job.subpath and sheet.goal:
            self.stay, self.expanded = replace(self.stay, anchor=Anchor(sheet.goal)), self.expanded | {sheet.goal}
        reader.go_to_row(row_of(self.stay, reader.rows_of, reader.lines))
        if self.stay.text is not None:  # its line may be another in the text as it is now
            self.stay = replace(self.stay, anchor=reader.where(), text=None)
        self.arrived = reader.top
        self.follow.rows_came()
        self.post_message(self.Opened(sheet))

    def on_reader_more_wanted(self, event: Reader.MoreWanted) -> None:
        """Lay out another stretch of a big topic."""
        event.stop()
        self.stretch.show(event.where)

    def on_load_failed(self, event: LoadFailed) -> None:
        """Posts that the page can't be shown, unless a later job has begun."""
        event.stop()
        if self.loader.is_last(event.job):
            self.post_message(self.Failed(event.job.page, event.error))

    def on_diagrams_drawn(self, event: DiagramsDrawn) -> None:
        """Show the diagrams in place of their sources, unless another job has begun since and does that."""
        event.stop()
        if self.loader.is_last(event.job):
            self.relayout()

    def on_reader_pictures_wanted(self, event: Reader.PicturesWanted) -> None:
        """Have the pictures drawn that have come on the screen."""
        event.stop()
        if self.reader.pictures is not None:
            self.loader.draw(self.reader.pictures)

    def on_picture_drawn(self, event: PictureDrawn) -> None:
        """Show the picture; one that turned out to be broken gives its room back."""
        event.stop()
        self.reader.write_escape(self.loader.gallery.keep(event.outcome))
        if event.outcome.drawn is None:
            self.relayout()
        else:
            self.reader.refresh()

    # The same page, otherwise

    def relayout(self, *, parse: bool = False, reveal: bool = False, text: str | None = None) -> None:
        """Typeset the page again, at the same place.

        Args:
            parse: Whether the note is read anew.
            reveal: Whether folds around the place open.
            text: Text of the row that stays where it is, if lines above it may have come or gone.
        """
        job = self.loader.job
        self._stale |= parse
        if self.arrived is None and job is not None and job.page != self.page:
            coming = Place(job.page, self.stay.anchor, job.subpath)
            self.start(coming, self.stay, known=None, folds=job.folds, reveal=True)
            return
        place = self.place()
        if place is None:
            return
        stay = self.stay_for(place.anchor, text)
        self.start(place, stay, None if self._stale else self.document, whole=self._stale, reveal=reveal)

    def stay_for(self, anchor: Anchor, text: str | None = None) -> Stay:
        """The stay that keeps the reader where it is, or is to be as soon as the rows of the last job are there."""
        if self.arrived is None:
            return self.stay if text is None else replace(self.stay, text=text)
        return Stay(anchor, text=text, fold=None if self.fold.turned is None else self.stay.fold)

    def set_view(self, view: View) -> None:
        """Show all, only high-yield, or the rest dimmed; the same source line stays where it was."""
        before, self.view = self.view, view
        if view == "dim":
            self.folds = self.folds.open(key for key, region in self.regions.items() if region.closed and region.marks)
        self.expanded = frozenset()
        self.relayout(reveal=before == "only")

    def set_legend(self, legend: Legend) -> None:
        """Colours count as something else."""
        self.legend = legend
        self.stretch.marked = None
        self.relayout()

    def set_written(self, written: bool) -> None:
        """Show formulas and diagrams as their source, or as what they mean."""
        self.written = written
        self.relayout()

    def open_gap(self, number: int) -> None:
        """Show a dropped run in place."""
        self.expanded |= {number}
        self.relayout()

    def go_to_line(self, line: int) -> None:
        """Show a source line first on the screen; what is folded or left out there opens."""
        row = (reader := self.reader).rows_of.row_of(line)
        if row is None or self.page is None:
            return
        region = self.regions.get(reader.lines[row].fold or 0)
        if not reader.rows_of.has(line) or (region is not None and region.closed):
            anchor, self.expanded = Anchor(line), self.expanded | {line}
            self.start(Place(self.page, anchor), Stay(anchor), known=self.document, reveal=True, unfold=True)
        else:
            reader.go_to_row(row)

    def show_backlinks(self, count: int) -> None:
        """Writes the number of backlinks into the header."""
        self._backlinks = count
        self._write_backlinks()

    def _write_backlinks(self) -> None:
        """Writes the number of backlinks where the header has room; no row moves."""
        if self.view != "only" and self.page is not None and self.page.kind == "note":
            found = with_backlinks(self.reader.lines, self._backlinks, self.reader.text_width)
            if found is not None:
                self.reader.replace(*found)

    def on_resize(self) -> None:
        """A new width: typeset again, or at last."""
        if self._pending is not None and self.reader.size.width:
            place, self._pending = self._pending, None
            self.start(place, Stay(place.anchor), known=None, folds=place.folds or AS_WRITTEN, reveal=True)
        elif self.loader.job is not None and self.reader.text_width != self._width:
            self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self.loader.job is not None and self.reader.text_width != self._width:
            self.relayout()

    # What is on the page

    def code_here(self) -> str | None:
        """The text of the code block that the reader is at, if it is at one."""
        row = self.reader.row_here()
        return None if row is None or self.document is None else code_of(self.document, self.reader.lines[row])

    @property
    def origins(self) -> Origins | None:
        """The look-up from a link of the page to the note that it was written in."""
        return self.topic or self.embedding

    def has_missing_links(self) -> bool:
        """True if a link on the page looks broken."""
        if self.loader.pictures is not None and self.loader.pictures.missing:
            return True
        return any(span.role == "link-missing" for line in self.reader.lines for span in line.spans)

    # The find box

    def on_find_bar_queried(self, event: FindBar.Queried) -> None:
        """Look for what is typed."""
        event.stop()
        self.find.look_for(event.query)

    def on_find_bar_stepped(self, event: FindBar.Stepped) -> None:
        """Go on from the box."""
        event.stop()
        self.find.step(event.step)

    def on_find_bar_left(self, event: FindBar.Left) -> None:
        """Back to the reader."""
        event.stop()
        self.find.leave()
