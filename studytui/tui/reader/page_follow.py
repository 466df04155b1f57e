"""A page that changes on disk while it is read: shown anew where the reader is, with what was selected there."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.geometry import Offset
from textual.selection import Selection

from studytui.tui.page.anchor import TOP
from studytui.tui.page.loader import Sheet
from studytui.tui.page.pages import Page, Place
from studytui.tui.page.taken import News, Taken
from studytui.tui.reader.page_parts import LoadedPage

if TYPE_CHECKING:
    from studytui.tui.reader.stops import Stop
    from studytui.vault import Vault


class _Selected(Struct):
    """The selection on rows that another text takes the place of."""

    page: Page
    stop: tuple[str, str, int] | None
    """Kind and name of the stop, and how many such there were before it."""
    text: str | None
    """Selection of the mouse."""
    range: Selection | None
    lines: tuple[int, int] | None
    """Logical lines between which whole lines are selected."""
    here: tuple[int, str] | None
    """The logical line that keys act on, and the text of its first row."""
    first: int
    """The logical line of the first row of the screen."""
    last: int
    """The logical line of the last row of the page."""
    top: int
    """The first row of the screen."""


class PageFollow:
    """The part of a page view that follows changes of the vault."""

    def __init__(self, page: LoadedPage) -> None:
        self._page = page
        self._selected: _Selected | None = None

    def took(self, sheet: Sheet) -> None:
        """Remember what the page was made of; its own text may have been read before."""
        before, loader = self._page.taken, self._page.loader
        assert loader.used is not None
        digest = before.digest if sheet.digest is None and before is not None else sheet.digest
        sources = tuple(each for each in (sheet.embedding, sheet.topic, loader.pictures) if each is not None)
        taken = Taken(sheet.job.page, loader.used, sheet.stamp, digest, sources)
        if taken.page.kind == "note" and sheet.digest is None and before is not None and before.page != taken.page:
            # It was moved, and its text is that of before: whether it was edited as well is to be looked at.
            taken = Taken(taken.page, before.vault, before.stamp, digest, sources)
        self._page.taken = taken

    def take(self, taken: Taken, news: News, vault: Vault) -> bool:
        """Show the page anew if it is another; False if it must be looked at again, later."""
        page = self._page
        if taken is not page.taken:
            return False
        if news.kind in ("text", "around"):
            if page.reader.dragging:
                return False
            self.show_again(text=news.kind == "text")
        elif news.kind == "same":
            page.taken = Taken(taken.page, vault, taken.stamp, taken.digest, taken.sources)
        return True

    def show_again(self, *, text: bool) -> None:
        """Typeset the page anew at the same place; its own `text` is read again, or only what it embeds."""
        page, reader = self._page, self._page.reader
        self._keep()
        if not text:
            page.relayout()
            return
        place = page.place()
        anchor = TOP if place is None else place.anchor
        row = reader.top + anchor.row
        known = anchor != TOP and row < len(reader.lines)
        page.relayout(parse=True, text=reader.lines[row].text if known else None)

    def moved(self, moved: Mapping[str, str]) -> Page | None:
        """Go on with the page where its note or folder lies now, if it is one of those that were moved: that page."""
        page, job = self._page, self._page.loader.job
        coming = job is not None and page.arrived is None
        current = job.page if job is not None and coming else page.page
        if current is None or current.path not in moved:
            return None
        there = Page(current.kind, moved[current.path])
        place = page.place()
        if coming or place is None:
            place = Place(there, page.stay.anchor, None if job is None else job.subpath)
        if page.page == current:
            page.page = there
        self._keep()
        page.start(Place(there, place.anchor, place.subpath), page.stay_for(place.anchor), known=page.document)
        return there

    # What is selected

    def _keep(self) -> None:
        """Remember what is selected, by what it is and not by its number."""
        page, reader = self._page, self._page.reader
        if page.page is None:
            return
        stop, found = reader.selected, reader.text_selection
        text = reader.get_selection(found) if found is not None else None
        first, last = self._logical_lines()
        self._selected = _Selected(
            page=page.page,
            stop=None if stop is None else self._name(stop),
            text=text and text[0],
            range=found,
            lines=reader.selected_lines,
            here=None if reader.here is None else (reader.here, self._first_row_of(reader.here)),
            first=first,
            last=last,
            top=reader.top,
        )

    def _logical_lines(self) -> tuple[int, int]:
        """Those of the first row of the screen, and of the last row of the page."""
        lines, top = self._page.reader.lines, self._page.reader.top
        return (lines[top].logical, lines[-1].logical) if top < len(lines) else (0, 0)

    def _first_row_of(self, logical: int) -> str:
        return next((line.text for line in self._page.reader.lines if line.logical == logical), "")

    def moved_on(self) -> int:
        """By how many rows the reader has moved since the page began to be shown anew."""
        kept = self._selected
        return 0 if kept is None or kept.page != self._page.page else abs(self._page.reader.top - kept.top)

    def rows_came(self) -> None:
        """Select again what was selected, and be at the same line, if that text stands there."""
        kept, reader = self._selected, self._page.reader
        if kept is None or kept.page != self._page.page or not reader.is_attached:
            return
        first, last = self._logical_lines()
        # Nothing has come or gone above it, or above the screen and it, or all that has came or went above it.
        for by in {0: None, first - kept.first: None, last - kept.last: None}:
            if kept.range is not None and self._select_again(kept, kept.range, by):
                kept.range = None
            if kept.here is not None and kept.here[1] and self._first_row_of(kept.here[0] + by) == kept.here[1]:
                reader.here, kept.here = kept.here[0] + by, None
                reader.refresh()

    def _select_again(self, kept: _Selected, selected: Selection, by: int) -> bool:
        """Select what was selected so many logical lines above; False if another text stands there."""
        reader = self._page.reader
        start, end = (at and Offset(at.x, at.y + by) for at in (selected.start, selected.end))
        moved = Selection(start, end)
        found = reader.get_selection(moved)
        if found is None or found[0] != kept.text:
            return False
        reader.screen.selections = {**reader.screen.selections, reader: moved}
        if kept.lines is not None:
            reader.go_on_selecting(kept.lines[0] + by, kept.lines[1] + by)
        return True

    def page_complete(self) -> None:
        """Select again the link that was selected, which may have another number."""
        self.rows_came()
        kept, self._selected = self._selected, None
        if kept is None or kept.stop is None or kept.page != self._page.page:
            return
        kind, name, before = kept.stop
        same = [stop for stop in self._page.reader.stops.all() if self._plain_name(stop) == (kind, name)]
        stop = same[min(before, len(same) - 1)] if same else None
        here = self._page.reader.here
        self._page.reader.select(None if stop is None else stop.key, show=False)
        self._page.reader.here = here

    def _name(self, stop: Stop) -> tuple[str, str, int]:
        kind, name = self._plain_name(stop)
        before = takewhile(lambda other: other is not stop, self._page.reader.stops.all())
        return kind, name, sum(self._plain_name(other) == (kind, name) for other in before)

    def _plain_name(self, stop: Stop) -> tuple[str, str]:
        span = stop.span
        if span.link is not None:
            return stop.key[0], f"{span.link.target}|{span.link.text}"
        return stop.key[0], span.target or self._page.reader.lines[stop.row].text
