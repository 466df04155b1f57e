"""Find in the page: the box below the reader, and what it finds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.widget import Widget

from studytui.tui.page.find import Finder, FoldedRows
from studytui.tui.reader.page_folds import PageFolds
from studytui.tui.reader.page_parts import LoadedPage

if TYPE_CHECKING:
    from studytui.layout import Line
    from studytui.tui.panes.find_bar import FindBar

MANY = 1000
"""Rows that are folded in a thread: that takes longer than a key may wait."""


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
        self._folding: Sequence[Line] | None = None
        """The rows that a thread is folding."""
        self._waiting: list[Callable[[], object]] = []
        """What is to be done when they are folded, in the order of the keys."""

    @property
    def waits(self) -> bool:
        """True while the rows are folded, so that nothing is found yet."""
        return bool(self._waiting)

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
        self.finder = self._rows = self._folding = None
        self._waiting.clear()
        self._page.stretch.all = False
        self._host.query("FindBar").set(display=False)
        self._page.reader.mark_found(())

    def look_for(self, query: str) -> None:
        """Look for what is typed, from where the reader is; not for what has become something else since."""
        if query != self.bar.text:
            return
        self._waiting.clear()
        self.finder = Finder(query)
        self._look(self.finder, self._begin)

    def _begin(self) -> None:
        if self.finder is None:
            return
        reader = self._page.reader
        stop, top = reader.selected, reader.first_row
        on_screen = stop is not None and top <= stop.row < reader.top + reader.size.height
        self.finder.begin_at_row(stop.row if stop is not None and on_screen else top)
        self._show_match(expand=False)

    def leave(self) -> None:
        """Back to the reader; without a match the box goes away."""
        if self._waiting:
            self._waiting.append(self._left)
        else:
            self._left()
        self._page.reader.focus()

    def _left(self) -> None:
        if self.finder is None or not self.finder.matches:
            self.close()
        else:
            self._on_rows(self.finder, lambda: self._show_match(expand=True))

    def step(self, step: int) -> bool:
        """Go to the next or previous match; False if nothing is looked for."""
        if self._waiting:
            self._waiting.append(lambda: self.step(step))
            return True
        finder = self.finder
        if finder is None or not finder.matches:
            return False

        def go() -> None:
            finder.step(step)
            self._show_match(expand=True)

        self._on_rows(finder, go)
        return True

    def _on_rows(self, finder: Finder, act: Callable[[], object]) -> None:
        """Act on what was found, after another look where the page comes in anew: those rows may not be there (yet)."""
        if self._rows is not None and self._rows.is_of(self._page.reader.lines):
            act()
            return
        self._waiting.append(lambda: self._look(finder, act))
        if self._page.reader.complete:
            self._look_when_folded()

    def page_complete(self, *, show: bool) -> None:
        """Look again, now through all rows; `show` goes to the match."""
        if self._words:
            self._mark_words()
        elif self._waiting:
            self._look_when_folded()
        elif self.finder is not None:
            self._look(self.finder, lambda: self._again(show=show))

    def _again(self, *, show: bool) -> None:
        if self.finder is None:
            return
        current = self.finder.current
        self._say(self.finder)
        if show and current is not None and not current.hidden:
            self._page.reader.show_place(*current.pieces[0])

    def _mark_words(self) -> None:
        """Mark what a search over all notes found here; `n` goes on from the place that was opened."""
        self.finder = Finder(" ".join(self._words), self._words)
        self._words = ()
        self._look(self.finder, self._begin_words)

    def _begin_words(self) -> None:
        if self.finder is not None:
            self.finder.begin(self._page.stay.anchor.line)
            self._say(self.finder)

    def _look(self, finder: Finder, then: Callable[[], object]) -> None:
        """Look through the rows, and through what the view or folds leave out; `then` when that is done."""
        page = self._page
        lines = page.reader.lines
        if self._rows is None or not self._rows.is_of(lines):
            if len(lines) > MANY:
                self._waiting[:] = [lambda: self._look(finder, then)]
                self._look_when_folded()
                return
            self._rows = FoldedRows(lines)
        finder.search(self._rows, page.hidden, why="not high-yield" if page.view == "only" else "folded")
        then()

    def _look_when_folded(self) -> None:
        if self._folding is not self._page.reader.lines:
            self._folding = self._page.reader.lines
            self.bar.say("looking …")
            self._host.run_worker(self._fold(self._folding), name="fold", group="fold", exit_on_error=False)

    async def _fold(self, lines: Sequence[Line]) -> None:
        rows = await asyncio.to_thread(FoldedRows, lines)
        if self._folding is not lines:
            return  # others are being folded, or nothing is looked for any more
        self._folding = None
        if not rows.is_of(self._page.reader.lines):
            self._look_when_folded()
            return
        self._rows = rows
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

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
