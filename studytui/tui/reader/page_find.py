"""Find in the page: the box below the reader, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.widget import Widget

from studytui.tui.page.find import Finder, FoldedRows
from studytui.tui.reader.page_folds import PageFolds
from studytui.tui.reader.page_parts import LoadedPage

if TYPE_CHECKING:
    from studytui.tui.panes.find_bar import FindBar


class PageFind:
    """The find of one page view."""

    def __init__(self, host: Widget, page: LoadedPage, folds: PageFolds) -> None:
        self._host = host
        """Where the find box stands."""
        self._page = page
        self._folds = folds
        self.finder: Finder | None = None
        self._words: tuple[str, ...] = ()
        self._rows: FoldedRows | None = None
        """The rows as they were looked through last."""

    @cached_property
    def bar(self) -> FindBar:
        """The find box; not needed for the first page."""
        from studytui.tui.panes.find_bar import FindBar

        return FindBar()

    def mount(self) -> None:
        """Mount the find box, still hidden."""
        if self.bar.parent is None:
            self.bar.display = False
            self._host.mount(self.bar)

    def mark_when_complete(self, words: Sequence[str]) -> None:
        """Words to be marked when the page is complete, as if they had been looked for in the note."""
        self._words = tuple(words)

    def open(self) -> None:
        """Show the find box and type in it."""
        self.mount()
        self._page.stretch.show_all()
        self.bar.display = True
        for box in self.bar.query("FindInput"):
            self._host.screen.set_focus(box)

    def close(self) -> None:
        """Hide the find box and its marks."""
        self.finder = self._rows = None
        self._page.stretch.all = False
        self._host.query("FindBar").set(display=False)
        self._page.reader.mark_found(())

    def look_for(self, query: str) -> None:
        """Look for what is typed, from where the reader is; not for what has become something else since."""
        if query != self.bar.text:
            return
        self.finder = Finder(query)
        self._look(self.finder)
        reader = self._page.reader
        stop, top = reader.selected, reader.first_row
        on_screen = stop is not None and top <= stop.row < reader.top + reader.size.height
        self.finder.begin_at_row(stop.row if stop is not None and on_screen else top)
        self._show_match(expand=False)

    def leave(self) -> None:
        """Back to the reader; without a match the box goes away."""
        if self.finder is None or not self.finder.matches:
            self.close()
        else:
            self._show_match(expand=True)
        self._page.reader.focus()

    def step(self, step: int) -> bool:
        """Go to the next or previous match; False if nothing is looked for."""
        if self.finder is None or not self.finder.matches:
            return False
        self.finder.step(step)
        self._show_match(expand=True)
        return True

    def page_complete(self, *, show: bool) -> None:
        """Look again, now through all rows; `show` goes to the match."""
        if self._words:
            self._mark_words()
        elif self.finder is not None:
            self._look(self.finder)
            current = self.finder.current
            self._say(self.finder)
            if show and current is not None and not current.hidden:
                self._page.reader.show_place(*current.pieces[0])

    def _mark_words(self) -> None:
        """Mark what a search over all notes found here; `n` goes on from the place that was opened."""
        self.finder = Finder(" ".join(self._words), self._words)
        self._words = ()
        self._look(self.finder)
        self.finder.begin(self._page.stay.anchor.line)
        self._say(self.finder)

    def _look(self, finder: Finder) -> None:
        """Look through the rows, and through what the view or folds leave out."""
        page = self._page
        lines = page.reader.lines
        if self._rows is None or not self._rows.is_of(lines):
            self._rows = FoldedRows(lines)
        finder.search(self._rows, page.hidden, why="not high-yield" if page.view == "only" else "folded")

    def _show_match(self, *, expand: bool) -> None:
        if self.finder is None:
            return
        match = self.finder.current
        if match is not None:
            if match.where is not None and expand:
                self._folds.reveal(match.where, match.line, match.origin)
            elif not match.hidden:
                self._page.reader.show_place(*match.pieces[0])
        self._say(self.finder)

    def _say(self, finder: Finder) -> None:
        self._page.reader.mark_found(finder.marks())
        self.bar.say(finder.summary())
