"""Selecting text of a page with the mouse: by dragging, a word by two clicks, a line by three."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.selection import Selection
from textual.timer import Timer

from studytui.layout import Line
from studytui.layout.wrap import graphemes
from studytui.lazy_regex import lazy_regex
from studytui.tui.page.unwrapped import LogicalText, selected_span
from studytui.tui.reader.rows import Rows

_WORD = lazy_regex(r"\w+(?:(?:[-'’]|(?<=\d)[.,](?=\d))\w+)*|[^\w\s]+")
"""A word with its hyphens and apostrophes, a number with its point, or a run of signs."""
_SCROLL_SECONDS = 0.05
"""How often a page scrolls by a row while the mouse is held above or below it."""


class SelectableRows(Rows):
    """Rows whose text can be selected.

    Textual would end a selection only on text, and else take all that follows; here it ends at the place in the text
    that is nearest to the mouse. What is selected lies where Textual keeps it, in `Screen.selections`.
    """

    ALLOW_SELECT = False  # Textual's own selecting

    _from: Offset | None = None
    """Where the mouse was pressed."""
    _held: Offset | None = None
    """Where on the screen the mouse is while it drags."""
    _scrolling: Timer | None = None
    _pressed = False
    """True if the last move of the mouse said that its button is held."""
    _dragged = False
    """True if the last press of the mouse has selected text, so that its release is no click."""

    def place_at(self, x: int, y: int) -> Offset:
        """The character (of the unwrapped text, and its logical line) that is nearest to a cell of the widget.

        `x` is -1 left of the text of a line's first row, and the length of the text right of it.
        """
        height = max(1, self.scrollable_content_region.height)
        seen = min(max(y, 0), height - 1)
        row = self.row_at(seen)
        if not self.lines:
            return Offset(0, 0)
        if row >= len(self.lines):
            return _end_of(self.lines[-1])
        line = self.lines[row]
        at, begun = 0, False
        for segment in self.render_line(seen):
            width = segment.cell_length
            offset = segment.style.meta.get("offset") if segment.style is not None else None
            if offset is not None:
                if not begun and x < at and not (line.wide and self.shift):
                    break
                begun = True
                if x < at + width:
                    return Offset(offset[0] + _character_at(segment.text, x - at), offset[1])
            at += width
        if begun or not line.text:
            return _end_of(line)
        return Offset(line.offset or -1, line.logical)

    def _selected(self, line: Line) -> tuple[int, int] | None:
        """Characters of a row that are selected, the marker before them included."""
        selection = self.text_selection
        span = selected_span(selection, line.logical) if selection is not None else None
        if span is None:
            return None
        start, end = span
        length = len(line.text) - line.indent
        first = 0 if start < 0 else line.indent + max(0, start - line.offset)
        last = line.indent + (length if end is None else min(length, end - line.offset))
        return (first, last) if max(first, line.indent) < last else None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, unwrapped, with the markers of lists and without what is drawn."""
        return LogicalText(self.lines).extract(selection), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the rows again whose selection changed."""
        self.refresh()

    def _select(self, start: Offset, end: Offset) -> None:
        """Select from one place to another, both included."""
        first, last = sorted((start, end), key=lambda place: (place.y, place.x))
        self.screen.selections = {self: Selection(first, last + Offset(1, 0))}

    @property
    def dragging(self) -> bool:
        """True if the mouse is selecting text just now."""
        return self._from is not None

    def forget_selection(self) -> None:
        """Clears the selection, as the rows are others now."""
        self._from = None
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Here a selection may begin."""
        self._dragged = self._pressed = False
        self._from = self.place_at(event.x, event.y) if event.button == 1 else None
        if self._from is not None:
            self._held = event.offset
            self.capture_mouse()  # also where it is moved out of here at once

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the mouse while its button is held."""
        if self._from is None:
            return
        if self._pressed and not event.button:
            self._end_drag()  # released where this terminal did not see it
            return
        self._pressed = bool(event.button)
        if event.offset == self._held:
            return  # within a cell: still a click
        self._dragged = True
        self._held = event.offset
        self._select(self._from, self.place_at(event.x, event.y))
        outside = event.y < 0 or event.y >= self.size.height
        if outside and self._scrolling is None:
            self._scrolling = self.set_interval(_SCROLL_SECONDS, self._scroll_on)
        elif not outside:
            self._stop_scrolling()

    def _scroll_on(self) -> None:
        """Scroll while the mouse is held outside, faster the farther it is."""
        if self._from is None or self._held is None:
            self._stop_scrolling()
            return
        x, y = self._held
        self.scroll_relative(y=y if y < 0 else y - self.size.height + 1, animate=False, force=True)
        self._select(self._from, self.place_at(x, y))

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def _end_drag(self) -> None:
        self._from = self._held = None
        self._stop_scrolling()
        self.release_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The selection stands."""
        self._end_drag()

    def select_by_click(self, event: events.Click) -> bool:
        """Select a word by a second click and its line by a third; whether the click was one of selecting."""
        if self._dragged:
            return True
        if event.chain < 2 or event.button != 1:
            return False
        place = self.place_at(event.x, event.y)
        rows = [line for line in self.lines if line.logical == place.y]
        whole = LogicalText(rows).lines.get(place.y)
        if whole is None or not whole.text:
            return False
        if event.chain == 2:
            word = next((found for found in _WORD.finditer(whole.text) if found.start() <= place.x < found.end()), None)
            if word is None:
                return False
            self._select(Offset(word.start(), place.y), Offset(word.end() - 1, place.y))
        else:
            self._select(Offset(-1, place.y), Offset(len(whole.text) - 1, place.y))
        return True


def _end_of(line: Line) -> Offset:
    return Offset(line.offset + len(line.text) - line.indent, line.logical)


def _character_at(text: str, cell: int) -> int:
    """The character that a cell of the text shows."""
    at = 0
    for start, _, width in graphemes(text):
        if cell < at + max(width, 1):
            return start
        at += width
    return len(text)
