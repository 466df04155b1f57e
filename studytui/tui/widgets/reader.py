"""The reader: paints the lines of a note, and moves a cursor over its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from studytui.layout import Line
from studytui.tui.painter import GUTTER, Overlay, StopKey, paint
from studytui.tui.palette import Palette
from studytui.tui.widgets.anchor import Anchor, SourceRows, anchor_at
from studytui.tui.widgets.hints import Hints
from studytui.tui.widgets.logical import LogicalText
from studytui.tui.widgets.stops import Stop, Stops

MIN_WIDTH = 20


class Reader(ScrollView, can_focus=True):
    """Rows of text with roles; knows neither files nor Markdown.

    Lines arrive through `begin` and `extend`; what the reader is asked for leaves as messages.
    """

    ALLOW_SELECT = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "rows(1)", "Down", show=False, id="reader.down", tooltip="Scroll one row down"),
        Binding("k,up", "rows(-1)", "Up", show=False, id="reader.up", tooltip="Scroll one row up"),
        Binding("space,pagedown", "pages(1)", "Page down", show=False, id="reader.page_down", tooltip="Next screen"),
        Binding("pageup", "pages(-1)", "Page up", show=False, id="reader.page_up", tooltip="Previous screen"),
        Binding("g,home", "top", "Top", show=False, id="reader.top", tooltip="First line of the note"),
        Binding("G,end", "bottom", "End", show=False, id="reader.bottom", tooltip="Last line of the note"),
        Binding("}", "heading(1)", "Next heading", show=False, id="reader.next_heading", tooltip="Next heading"),
        Binding(
            "{", "heading(-1)", "Previous heading", show=False, id="reader.previous_heading", tooltip="Heading above"
        ),
        Binding("tab", "stop(1)", "Next link", show=False, id="reader.next_link", tooltip="Next link, fold or ⋯ row"),
        Binding(
            "shift+tab", "stop(-1)", "Previous link", show=False, id="reader.previous_link", tooltip="Previous link"
        ),
        Binding(
            "enter", "follow", "Open", id="reader.follow", tooltip="Follow the selected link, fold, or open the ⋯ row"
        ),
        Binding(
            "f",
            "hints",
            "Hints",
            show=False,
            id="reader.hints",
            tooltip="Letters on every link on the screen; type them to follow",
        ),
    ]

    class Followed(Message):
        """A link, image, fold or gap was opened, by key, hint or mouse."""

        def __init__(self, chosen: Stop) -> None:
            super().__init__()
            self.chosen = chosen

    class Selected(Message):
        """Another link is selected, or none."""

        def __init__(self, chosen: Stop | None) -> None:
            super().__init__()
            self.chosen = chosen

    class Moved(Message):
        """The reader shows other rows than before."""

    @dataclass(slots=True)
    class Found:
        """A place that the find box found: a row, and characters of its text."""

        row: int
        start: int
        end: int
        current: bool = False

    def __init__(self, palette: Palette, *, reading_width: int = 100, id: str | None = None) -> None:
        super().__init__(id=id)
        self.palette = palette
        self.reading_width = reading_width
        self.lines: list[Line] = []
        self.complete = True
        self.rows_of = SourceRows()
        self.stops = Stops()
        self.active: StopKey | None = None
        self._hover: StopKey | None = None
        self._hints: Hints | None = None
        self._found: dict[int, list[Reader.Found]] = {}
        self._headings: list[int] = []
        self._generation = 0
        self._end_wanted = False
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(2048)

    # Content

    @property
    def text_width(self) -> int:
        """Columns that a line may take, at least 20."""
        room = self.scrollable_content_region.width - GUTTER - 1
        wanted = min(room, self.reading_width) if self.reading_width else room
        return max(MIN_WIDTH, wanted)

    def begin(self, lines: Sequence[Line], *, complete: bool) -> None:
        """Show other content, from its first row; the caller then restores a place."""
        self.lines = []
        self.rows_of = SourceRows()
        self.stops = Stops()
        self._headings = []
        self._found = {}
        self._hints = None
        self._end_wanted = False
        self.extend(lines, complete=complete)

    def extend(self, lines: Sequence[Line], *, complete: bool) -> None:
        """Add rows below those that are there."""
        first = len(self.lines)
        self.lines.extend(lines)
        self.rows_of.add(first, lines)
        self.stops.add(enumerate(lines, first))
        for row, line in enumerate(lines, first):
            if any(span.role == "heading" for span in line.spans):
                continued = (
                    row > 0 and self.lines[row - 1].source == line.source and bool(self.lines[row - 1].text.strip())
                )
                if not continued:
                    self._headings.append(row)
        self.complete = complete
        self._generation += 1 if first == 0 else 0
        self.virtual_size = Size(0, len(self.lines))
        if self.stops.get(self.active) is None and complete:
            self.active = None
        if complete and self._end_wanted:
            self.action_bottom()
        self.refresh()

    def replace(self, row: int, line: Line) -> None:
        """Show another text on a row that is there."""
        self.lines[row] = line
        self._generation += 1
        self.refresh(Region(0, row - self.top, self.size.width, 1))

    def repaint(self, palette: Palette | None = None) -> None:
        """Paint everything anew, in another palette if one is given."""
        if palette is not None:
            self.palette = palette
        self._strips.clear()
        self.refresh()

    # Places

    @property
    def top(self) -> int:
        """The first row on the screen."""
        return round(self.scroll_y)

    def where(self) -> Anchor:
        """Where the reader is."""
        return anchor_at(self.lines, self.top)

    def go_to_row(self, row: int) -> None:
        """Scroll so that this row is the first, or as near as the end allows."""
        self._end_wanted = False
        self.scroll_to(y=row, animate=False, force=True)

    def show_row(self, row: int, context: int = 3) -> None:
        """Scroll only if the row is not on the screen."""
        height = self.scrollable_content_region.height
        if not self.top <= row < self.top + height:
            self.go_to_row(max(0, row - min(context, height // 3)))

    def source_line(self) -> int | None:
        """The source line of the selected link if it is on the screen, else of the first row with one."""
        height = max(1, self.scrollable_content_region.height)
        stop = self.stops.get(self.active)
        if stop is not None and self.top <= stop.row < self.top + height:
            source = self.lines[stop.row].source
            if source is not None:
                return source
        for row in range(self.top, min(len(self.lines), self.top + height)):
            source = self.lines[row].source
            if source is not None:
                return source
        return None

    def rows_source(self, row: int) -> int | None:
        """The source line of this row, or of the nearest row above it that has one."""
        for at in range(min(row, len(self.lines) - 1), -1, -1):
            source = self.lines[at].source
            if source is not None:
                return source
        return None

    def line_text(self) -> str:
        """The unwrapped text of the line that the reader is at."""
        source = self.source_line()
        rows = [line for line in self.lines if line.source == source] if source is not None else []
        return "\n".join(whole.text.strip() for whole in LogicalText(rows).lines.values())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell who follows the reading."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Moved())

    # Painting

    def notify_style_update(self) -> None:
        """Forget strips of the old style."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """The strip of the widget's row `y`."""
        row = y + self.top
        width = self.scrollable_content_region.width
        if row >= len(self.lines):
            return Strip.blank(width, self.palette.base)
        line = self.lines[row]
        selected = self._selected(line)
        overlays = self._overlays(row, line, selected)
        key = (self._generation, row, width, selected, self.active, self._hover, bool(overlays))
        if overlays and (self._found.get(row) or self._hints):
            return paint(line, width, self.palette, overlays)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = paint(line, width, self.palette, overlays)
        return strip

    def _selected(self, line: Line) -> tuple[int, int] | None:
        selection = self.text_selection
        span = selection.get_span(line.logical) if selection is not None else None
        if span is None:
            return None
        start, end = span
        length = len(line.text) - line.indent
        first = max(0, start - line.offset)
        last = length if end == -1 else min(length, end - line.offset)
        return (line.indent + first, line.indent + last) if first < last else None

    def _overlays(self, row: int, line: Line, selected: tuple[int, int] | None) -> list[Overlay]:
        overlays: list[Overlay] = []
        for key, style in ((self._hover, self.palette.hover), (self.active, self.palette.active)):
            stop = self.stops.get(key)
            if stop is not None:
                overlays.extend(Overlay(start, end, style) for at, start, end in stop.pieces if at == row)
        for found in self._found.get(row, ()):
            overlays.append(
                Overlay(found.start, found.end, self.palette.found_here if found.current else self.palette.found)
            )
        if selected is not None:
            overlays.append(Overlay(*selected, self.screen.get_component_rich_style("screen--selection")))
        if self._hints is not None:
            overlays.extend(self._hints.overlays(row, self.palette.hint))
        return overlays

    # Selection and copy

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, unwrapped."""
        return LogicalText(self.lines).extract(selection), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the rows again whose selection changed."""
        self.refresh()

    # Keys

    def _scroll(self, y: float) -> None:
        self._end_wanted = False
        self.scroll_to(y=y, animate=False, force=True)

    def action_rows(self, count: int) -> None:
        """Scroll by rows."""
        self._scroll(self.scroll_target_y + count)

    def action_pages(self, count: int) -> None:
        """Scroll by screens, keeping one row for the eye."""
        self._scroll(self.scroll_target_y + count * max(1, self.scrollable_content_region.height - 1))

    def action_top(self) -> None:
        """Go to the first row."""
        self._scroll(0)

    def action_bottom(self) -> None:
        """Go to the last row, as soon as it is known."""
        self._scroll(self.max_scroll_y)
        self._end_wanted = not self.complete

    def action_heading(self, step: int) -> None:
        """Go to the next or previous heading."""
        rows = self._headings
        if step > 0:
            target = next((row for row in rows if row > self.top), None)
        else:
            target = next((row for row in reversed(rows) if row < self.top), None)
        if target is not None:
            self.go_to_row(target)

    def action_stop(self, step: int) -> None:
        """Select the next or previous link."""
        height = self.scrollable_content_region.height
        stop = self.stops.next_from(self.active, self.top, self.top + height, step)
        self.select(None if stop is None else stop.key)
        if stop is None:
            self.app.bell()

    def select(self, key: StopKey | None, *, show: bool = True) -> None:
        """Make this the selected link."""
        self.active = key
        stop = self.stops.get(key)
        if stop is not None and show:
            self.show_row(stop.row)
        self.refresh()
        self.post_message(self.Selected(stop))

    @property
    def selected(self) -> Stop | None:
        """The selected link, image or gap."""
        return self.stops.get(self.active)

    def action_follow(self) -> None:
        """Open what is selected, or else select the first link on the screen."""
        stop = self.selected
        if stop is None:
            self.action_stop(1)
        else:
            self.post_message(self.Followed(stop))

    def action_hints(self) -> None:
        """Lay letters over every link on the screen."""
        height = self.scrollable_content_region.height
        stops = self.stops.on_rows(self.top, self.top + height)
        if not stops:
            self.notify("No links on this screen", markup=False)
            return
        self._hints = Hints(stops)
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """While hints show, letters choose among them and any other key ends them."""
        if self._hints is None:
            return
        event.stop()
        event.prevent_default()
        chosen = self._hints.type(event.character or event.key)
        if chosen is not None or not self._hints.open:
            self._hints = None
        self.refresh()
        if chosen is not None:
            self.select(chosen.key, show=False)
            self.post_message(self.Followed(chosen))

    # Find

    def mark_found(self, found: Sequence[Reader.Found]) -> None:
        """Mark what the find box found; an empty sequence clears."""
        self._found = {}
        for place in found:
            self._found.setdefault(place.row, []).append(place)
        self.refresh()

    # Mouse

    def _stop_at(self, event: events.MouseEvent) -> Stop | None:
        key = event.style.meta.get("stop")
        return self.stops.get(tuple(key)) if key is not None else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light the link under the mouse, all of its pieces."""
        stop = self._stop_at(event)
        self._light(None if stop is None else stop.key)

    def on_leave(self, event: events.Leave) -> None:
        """Put the light out."""
        self._light(None)

    def _light(self, key: StopKey | None) -> None:
        if key == self._hover:
            return
        rows = {row for stop in (self.stops.get(self._hover), self.stops.get(key)) if stop for row, _, _ in stop.pieces}
        self._hover = key
        width = self.size.width
        self.refresh(*(Region(0, row - self.top, width, 1) for row in rows))

    def on_click(self, event: events.Click) -> None:
        """Follow the link under the mouse."""
        stop = self._stop_at(event)
        if stop is not None:
            event.stop()
            self.select(stop.key, show=False)
            self.post_message(self.Followed(stop))
