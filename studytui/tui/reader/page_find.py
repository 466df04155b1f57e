"""Find in the page: the box below the reader, what it finds, and what must open to show it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from studytui.layout import View
from studytui.layout.folds import PROPERTIES
from studytui.layout.hidden import Hidden
from studytui.markdown import Legend
from studytui.settings import Settings
from studytui.tui.page.anchor import Anchor, Within
from studytui.tui.page.find import Finder
from studytui.tui.page.pages import Place
from studytui.tui.reader.page_loader import TypesetPage
from studytui.tui.reader.strips import StopKey
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.tui.panes.find_bar import FindBar


class FindingPage(TypesetPage):
    """A page with a find box below it."""

    def __init__(
        self, palette: Palette, legend: Legend, *, view: View = "all", settings: Settings | None = None
    ) -> None:
        super().__init__(palette, legend, view=view, settings=settings)
        self.finder: Finder | None = None
        self._words: tuple[str, ...] = ()
        self._show_found = False
        """Whether the place found is to be shown when the page is complete."""
        self._select: StopKey | None = None
        """What is to be selected then."""

    @cached_property
    def find_bar(self) -> FindBar:
        """The find box; not needed for the first page."""
        from studytui.tui.panes.find_bar import FindBar

        return FindBar()

    def complete(self) -> None:
        """Mount the find box, still hidden."""
        if self.find_bar.parent is None:
            self.find_bar.display = False
            self.mount(self.find_bar)

    def open(self, place: Place, *, words: Sequence[str] = ()) -> None:
        """Show a page at a place; `words` are marked there, as if they had been looked for in the note."""
        self._words = tuple(words)
        self._show_found, self._select = False, None
        if place.page != self.page:
            self.close_find()
        super().open(place)

    def _page_complete(self) -> None:
        if self._words:
            self._mark_words()
        else:
            self._search_again()

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
