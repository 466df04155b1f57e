"""A page in the reader: typesets it in a worker, keeps its place through every change, finds in it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.worker import get_current_worker

from studytui.layout import View, lay_out
from studytui.layout.folding import Region
from studytui.layout.folds import AS_WRITTEN, PROPERTIES, Folds
from studytui.layout.header import with_backlinks
from studytui.layout.hidden import Hidden
from studytui.markdown import Legend
from studytui.markdown.document import Document, Inline, Paragraph
from studytui.settings import Settings
from studytui.tui.copying import code_of
from studytui.tui.drawing import Diagrams, PageDrawings
from studytui.tui.finder import Finder
from studytui.tui.folding import header_row
from studytui.tui.pages import Page, Place
from studytui.tui.painter import StopKey
from studytui.tui.palette import Palette
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.pictures.page import Pictures
from studytui.tui.typeset import Counts, Job, Sheet, typeset
from studytui.tui.widgets.anchor import TOP, Anchor, Within
from studytui.tui.widgets.reader import Reader
from studytui.vault import Vault, VaultError

if TYPE_CHECKING:
    from studytui.tui.pictures.drawing import Outcome
    from studytui.tui.topic_page import TopicPage
    from studytui.tui.widgets.find_bar import FindBar
    from studytui.vault.embeds import Embedding, Origins

PAINT_SECONDS = 0.05
"""How long the rest of a page waits at most for its first screen to be painted."""
WATCH_SECONDS = 1.0
"""How often the open note is looked at on disk."""


class PageView(Vertical):
    """One page: the reader, and the find box below it."""

    class SheetReady(Message):
        """Some rows are typeset (from the worker)."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

    class Failed(Message):
        """The page can't be shown (from the worker)."""

        def __init__(self, number: int, place: Place, error: str) -> None:
            super().__init__()
            self.number = number
            self.place = place
            self.error = error

    class Drawn(Message):
        """Diagrams of the page are drawn, so that they can be shown (from the worker)."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class PictureDrawn(Message):
        """A picture is drawn, or cannot be (from the worker)."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    class Opened(Message):
        """The first screen of a page is there."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

    class Gone(Message):
        """The open note is no longer on disk."""

    class Completed(Message):
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
        self.finder: Finder | None = None
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
        self._show_found = False
        """Whether the place found is to be shown when the page is complete."""
        self._select: StopKey | None = None
        """What is to be selected then."""
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
        self._signature: tuple[int, int] | None = None
        self._width = 0
        self._words: tuple[str, ...] = ()

    @cached_property
    def find_bar(self) -> FindBar:
        """The find box; not needed for the first page."""
        from studytui.tui.widgets.find_bar import FindBar

        return FindBar()

    def compose(self) -> ComposeResult:
        """The reader; the find box comes below it."""
        yield self.reader

    def complete(self) -> None:
        """Mount the find box, still hidden."""
        if self.find_bar.parent is None:
            self.find_bar.display = False
            self.mount(self.find_bar)

    def on_mount(self) -> None:
        """Watch the open note."""
        self.set_interval(WATCH_SECONDS, self._watch)

    # Opening

    def open(self, place: Place, *, words: Sequence[str] = ()) -> None:
        """Show a page at a place; what is shown stays until the first screen is ready.

        `words` are marked there, as if they had been looked for in the note.
        """
        self._words = tuple(words)
        self._expanded = frozenset()
        self._kept = None
        self._keep_text = None
        self._keep_fold = self.turned = None
        self._show_found, self._select = False, None
        if place.page != self.page:
            self.close_find()
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

    def on_page_view_sheet_ready(self, event: SheetReady) -> None:
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
            if self._words:
                self._mark_words()
            else:
                self._search_again()
            self.post_message(self.Completed())

    def _show_first(self, sheet: Sheet) -> None:
        job, reader = sheet.job, self.reader
        opened = job.page != self.page
        self.folds, self.regions, self.hidden = job.folds, {}, ()
        if opened:
            reader.active = None
            reader.shift = 0
            self._signature = None
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

    def _row_with_text(self, text: str, near: int) -> int:
        """The row with this text that is nearest to where it was: lines above it may have come or gone."""
        rows = [row for row, line in enumerate(self.reader.lines) if line.text == text]
        return min(rows, key=lambda row: abs(row - near), default=near)

    def code_here(self) -> str | None:
        """The text of the code block that the reader is at, if it is at one."""
        row = self.reader.row_here()
        return None if row is None or self.document is None else code_of(self.document, self.reader.lines[row])

    # The same page, otherwise

    def relayout(self, *, parse: bool = False, reveal: bool = False) -> None:
        """Typeset the page again, at the same place; `parse` reads the note anew, `reveal` opens folds around it."""
        place = self.place()
        if place is not None:
            anchor = place.anchor
            self._start(place, known=None if parse else self.document, whole=parse, reveal=reveal)
            self._anchor = anchor

    @property
    def origins(self) -> Origins | None:
        """What knows which note a link of the page stands in."""
        return self.topic or self.embedding

    def has_missing_links(self) -> bool:
        """Whether a link on the page seems to lead nowhere."""
        if self._pictures is not None and self._pictures.missing:
            return True
        return any(span.role == "link-missing" for line in self.reader.lines for span in line.spans)

    def set_view(self, view: View) -> None:
        """Show all, only high-yield, or the rest dimmed; the same source line stays where it was."""
        before, self.view = self.view, view
        if view == "dim":
            self.folds = self.folds.open(key for key, region in self.regions.items() if region.closed and region.marks)
        self._expanded = frozenset()
        self.relayout(reveal=before == "only")

    def set_legend(self, legend: Legend) -> None:
        """Colours count as something else."""
        self.legend = legend
        self.relayout()

    def set_written(self, written: bool) -> None:
        """Show formulas and diagrams as their source, or as what they mean."""
        self.written = written
        self.relayout()

    def open_gap(self, number: int) -> None:
        """Show a dropped run in place."""
        self._expanded |= {number}
        self.relayout()

    # Folds

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

    def toggle_fold(self, key: int) -> None:
        """Open what is folded, fold what is open."""
        region = self.regions.get(key)
        if region is not None:
            self.refold(self.folds.open({key}) if region.closed else self.folds.close(key), key)

    def go_to_line(self, line: int) -> None:
        """Show a source line first on the screen; what is folded there opens."""
        reader = self.reader
        row = reader.rows_of.row_of(line)
        if row is None or self.page is None:
            return
        region = self.regions.get(reader.lines[row].fold or 0)
        if self.view != "only" and (not reader.rows_of.has(line) or (region is not None and region.closed)):
            self._start(Place(self.page, Anchor(line)), known=self.document, reveal=True, unfold=True)
        else:
            reader.go_to_row(row)

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

    @property
    def watching(self) -> bool:
        """Whether a change of the open note on disk would be seen."""
        return self._signature is not None

    async def _watch(self) -> None:
        """Read the open note again when it has changed on disk."""
        if self.vault is None or self.page is None or self.page.kind != "note":
            return
        page = self.page
        signature = await asyncio.to_thread(_signature, self.vault.root / page.path)
        if page != self.page:
            return
        if signature is None:
            if self._signature is not None:
                self._signature = None
                self.post_message(self.Gone())
            return
        if self._signature is not None and signature != self._signature:
            self.reload()
        self._signature = signature

    def reload(self) -> None:
        """Read the note from disk again and stay at the same text."""
        anchor = self._current_anchor()
        row = self.reader.top + anchor.row
        if anchor != TOP and row < len(self.reader.lines):
            self._keep_text = self.reader.lines[row].text
        self.relayout(parse=True)

    # Find

    def open_find(self) -> None:
        """Show the find box and type in it."""
        self.complete()
        self.find_bar.display = True
        for box in self.find_bar.query("FindInput"):
            self.screen.set_focus(box)

    def close_find(self) -> None:
        """Hide the find box and its marks."""
        self.finder = None
        self.query("FindBar").set(display=False)
        self.reader.mark_found(())

    def on_find_bar_queried(self, event: FindBar.Queried) -> None:
        """Look for what is typed, from where the reader is."""
        event.stop()
        self.finder = Finder(event.query)
        self._look(self.finder)
        stop, top = self.reader.selected, self.reader.first_row
        on_screen = stop is not None and top <= stop.row < self.reader.top + self.reader.size.height
        self.finder.begin_at_row(stop.row if stop is not None and on_screen else top)
        self._show_match(expand=False)

    def _look(self, finder: Finder) -> None:
        """Look through the rows, and through what the view or folds leave out."""
        finder.search(self.reader.lines, self.hidden, why="not high-yield" if self.view == "only" else "folded")

    def on_find_bar_stepped(self, event: FindBar.Stepped) -> None:
        """Go on from the box."""
        event.stop()
        self.step_found(event.step)

    def on_find_bar_left(self, event: FindBar.Left) -> None:
        """Back to the reader; without a find the box goes away."""
        event.stop()
        if self.finder is None or not self.finder.matches:
            self.close_find()
        else:
            self._show_match(expand=True)
        self.reader.focus()

    def step_found(self, step: int) -> bool:
        """Go to the next or previous match; False if nothing is looked for."""
        if self.finder is None or not self.finder.matches:
            return False
        self.finder.step(step)
        self._show_match(expand=True)
        return True

    def _show_match(self, *, expand: bool) -> None:
        if self.finder is None:
            return
        match = self.finder.current
        self.reader.mark_found(self.finder.marks())
        if match is not None:
            if match.where is not None and expand:
                self.reveal(match.where, match.line, match.origin)
            elif not match.hidden:
                self.reader.show_place(*match.pieces[0])
        self.find_bar.say(self.finder.summary())

    def reveal(
        self, hidden: Hidden, line: int, origin: tuple[str, int] | None = None, *, select: StopKey | None = None
    ) -> None:
        """Open the dropped run, or the folds, that leave a source line out, and go there, to what is to be selected."""
        if self.page is None or (hidden.run is None and not hidden.folds):
            return
        if hidden.run is not None:
            self._expanded |= {hidden.run}
        self._show_found, self._select = select is None, select
        if PROPERTIES in hidden.folds:
            self.refold(self.folds.open(hidden.folds), PROPERTIES)
            return
        within = None if origin is None else Within(line, *origin)
        place = Place(self.page, Anchor(line, 0, self.reader.size.height // 3, within=within))
        self._start(place, known=self.document, folds=self.folds.open(hidden.folds))

    def _mark_words(self) -> None:
        """Mark what a search over all notes found here; `n` goes on from the place that was opened."""
        self.finder = Finder(" ".join(self._words), self._words)
        self._words = ()
        self._look(self.finder)
        self.finder.begin(self._anchor.line)
        self.reader.mark_found(self.finder.marks())
        self.find_bar.say(self.finder.summary())

    def _search_again(self) -> None:
        show, self._show_found = self._show_found, False
        chosen, self._select = self._select, None
        if chosen is not None and self.reader.stops.get(chosen) is not None:
            self.reader.select(chosen)
        if self.finder is not None:
            self._look(self.finder)
            current = self.finder.current
            self.reader.mark_found(self.finder.marks())
            self.find_bar.say(self.finder.summary())
            if show and current is not None and not current.hidden:
                self.reader.show_place(*current.pieces[0])


def _signature(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size
