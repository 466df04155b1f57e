"""The reader: paints the lines of a note, and moves a cursor over its links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer

from studytui.layout import Line, Span
from studytui.layout.wrap import cells
from studytui.tui.painter import GUTTER, Overlay, StopKey, paint, stop_key
from studytui.tui.palette import Palette
from studytui.tui.widgets.anchor import Anchor, SourceRows, anchor_at
from studytui.tui.widgets.hints import Hints
from studytui.tui.widgets.logical import LogicalText
from studytui.tui.widgets.picture_rows import columns_of, is_faint, over_rows, picture_of, with_cells
from studytui.tui.widgets.sticky import StickyHeaders
from studytui.tui.widgets.stops import Stop, Stops

if TYPE_CHECKING:
    from studytui.tui.pictures.drawing import Drawn
    from studytui.tui.pictures.page import Pictures

MIN_WIDTH = 20
STEP = 8
"""Columns that one key or one turn of the wheel scrolls sideways."""

SETTLED_SECONDS = 0.05
"""How long rows must have stood before sixels are drawn over them."""


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
        Binding(
            "left", "sideways(-1)", "Left", show=False, id="reader.left", tooltip="Wide code and diagrams: to the left"
        ),
        Binding(
            "right",
            "sideways(1)",
            "Right",
            show=False,
            id="reader.right",
            tooltip="Wide code and diagrams: to the right",
        ),
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

    class PicturesWanted(Message):
        """Pictures have come on the screen that are not drawn yet."""

    class Moved(Message):
        """The reader shows other rows than before."""

    class Found(Struct):
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
        self.shift = 0
        """Columns by which rows that are wider than the screen are moved to the left."""
        self._headings: list[int] = []
        self._headers = StickyHeaders()
        self._generation = 0
        self._end_wanted = False
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(2048)
        self.pictures: Pictures | None = None
        self._overlay_timer: Timer | None = None

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
        self._headers = StickyHeaders()
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
        self._headers.add(self.lines, first)
        for row, line in enumerate(lines, first):
            if line.origin is None and any(span.role == "heading" for span in line.spans):
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

    @property
    def first_row(self) -> int:
        """The first row on the screen that no header is painted over."""
        return self.top + len(self._sticky(self.top))

    def _sticky(self, top: int) -> Sequence[int]:
        """The rows of a header that are painted over the first ones when `top` is the first row."""
        return self._headers.rows(self.lines, top, self.scrollable_content_region.height)

    def where(self) -> Anchor:
        """Where the reader is."""
        return anchor_at(self.lines, self.top, self.rows_of)

    def go_to_row(self, row: int) -> None:
        """Scroll so that this row is the first, or as near as the end allows."""
        self._end_wanted = False
        self.scroll_to(y=row, animate=False, force=True)

    def show_row(self, row: int, context: int = 3) -> None:
        """Scroll only if the row is not on the screen."""
        height = self.scrollable_content_region.height
        if not self.first_row <= row < self.top + height:
            above = max(context, len(self.lines[row].under) if row < len(self.lines) else 0)
            self.go_to_row(max(0, row - min(above, height // 3)))

    def show_place(self, row: int, start: int, end: int) -> None:
        """Scroll, down and sideways, only if these characters of the row are not on the screen."""
        self.show_row(row)
        line = self.lines[row]
        if line.wide:
            room = self._room(line)
            first, last = (cells(line.text[line.indent : at]) for at in (start, end))
            # The first and the last column may hold the mark of a cut.
            if not self.shift < first or not last < self.shift + room:
                self._shift_to(0 if last < room else first - room // 3, self._hidden(line))

    def row_here(self) -> int | None:
        """The row of the selected link if it is on the screen, else the first row there with a source line."""
        height = max(1, self.scrollable_content_region.height)
        stop = self.stops.get(self.active)
        if stop is not None and self.top <= stop.row < self.top + height and self.lines[stop.row].source is not None:
            return stop.row
        rows = range(self.first_row, min(len(self.lines), self.top + height))
        return next((row for row in rows if self.lines[row].source is not None), None)

    def source_line(self) -> int | None:
        """The source line of the selected link if it is on the screen, else of the first row with one."""
        line = self.source_row()
        return None if line is None else line.source

    def source_row(self) -> Line | None:
        """The row of the selected link if it is on the screen, else the first one with a source line."""
        row = self.row_here()
        return None if row is None else self.lines[row]

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
            if self.shift:
                self._shift_to(self.shift, self._most_hidden())
            self.post_message(self.Moved())

    # Painting

    def notify_style_update(self) -> None:
        """Forget strips of the old style."""
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Strips for the screen, also those that have not changed; sixels go over them again."""
        if self.pictures is not None and self.pictures.over_cells and self._overlay_timer is None:
            self._overlay_timer = self.set_timer(SETTLED_SECONDS, self._draw_over)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The strip of the widget's row `y`."""
        row = self.row_at(y)
        width = self.scrollable_content_region.width
        if row >= len(self.lines):
            return Strip.blank(width, self.palette.base)
        line = self.lines[row]
        selected = self._selected(line)
        overlays = self._overlays(row, line, selected)
        shift = self.shift if line.wide else 0
        key = (self._generation, row, width, selected, self.active, self._hover, bool(overlays), shift)
        if overlays and (self._found.get(row) or self._hints):
            return self._with_picture(paint(line, width, self.palette, overlays, shift=shift), line)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = paint(line, width, self.palette, overlays, shift=shift)
        return self._with_picture(strip, line)

    def _with_picture(self, strip: Strip, line: Line) -> Strip:
        span = picture_of(line)
        if span is None:
            return strip
        drawn = self._drawn(line, span)
        if drawn is None:
            self.post_message(self.PicturesWanted())
            return strip
        return with_cells(strip, line, span, drawn.row(span.number or 0))

    def _drawn(self, line: Line, span: Span) -> Drawn | None:
        if self.pictures is None:
            return None
        return self.pictures.drawn(span, self.palette.background.rgb, faint=is_faint(line))

    def _draw_over(self) -> None:
        """Sixels are no cells: they are drawn over what has been painted."""
        self._overlay_timer = None
        screen, region = self.screen, self.content_region
        if not screen.is_active:
            return

        def uncovered(x: int, y: int) -> bool:
            return screen.get_widget_at(x, y)[0] is self

        rows = list(enumerate(self.lines[self.top : self.top + region.height]))
        self.write_escape(over_rows(rows, self._drawn, (region.x, region.y), uncovered))

    def write_escape(self, sequence: str) -> None:
        """Send the terminal what no strip can hold."""
        driver = self.app._driver
        if sequence and driver is not None:
            driver.write(sequence)

    def row_at(self, y: int) -> int:
        """The row that is painted at the widget's row `y`: of a table's header, or the one that lies there."""
        sticky = self._sticky(self.top)
        return sticky[y] if y < len(sticky) else y + self.top

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
        """Scroll by screens, keeping one row for the eye; rows behind a table's header count as not seen."""
        step = max(1, self.scrollable_content_region.height - 1)
        here = round(self.scroll_target_y)
        there = max(0, round(min(self.max_scroll_y, here + count * step)))
        behind = len(self._sticky(here if count < 0 else there))
        self._scroll(here + count * max(1, step - behind))

    def action_sideways(self, count: int) -> None:
        """Scroll the rows that are wider than the screen by some columns."""
        self._shift_to(self.shift + count * STEP, self._most_hidden())

    def _shift_to(self, shift: int, most: int) -> None:
        shift = max(0, min(shift, most))
        if shift != self.shift:
            self.shift = shift
            self.refresh()

    def _most_hidden(self) -> int:
        rows = self.lines[self.top : self.top + self.scrollable_content_region.height]
        return max((self._hidden(line) for line in rows if line.wide), default=0)

    def _hidden(self, line: Line) -> int:
        """Columns by which the text of a wide row is wider than the screen."""
        return cells(line.text[line.indent :]) - self._room(line)

    def _room(self, line: Line) -> int:
        """Columns in which the text of a wide row is seen."""
        return max(1, self.scrollable_content_region.width - GUTTER - cells(line.text[: line.indent]))

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
        stop = self.stops.next_from(self.active, self.first_row, self.top + height, step)
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
        stops = self.stops.on_rows(self.first_row, self.top + height)
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
        if not found and not self._found:
            return  # a paint now would keep the next one waiting for a frame
        self._found = {}
        for place in found:
            self._found.setdefault(place.row, []).append(place)
        self.refresh()

    # Mouse

    def _stop_at(self, event: events.MouseEvent) -> Stop | None:
        key = event.style.meta.get("stop") or self._picture_at(event)
        return self.stops.get(tuple(key)) if key is not None else None

    def _picture_at(self, event: events.MouseEvent) -> StopKey | None:
        row = event.y + self.top
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        span = picture_of(line) if line is not None else None
        if line is None or span is None:
            return None
        start, end = columns_of(line, span)
        return stop_key(span) if start <= event.x < end else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light the link under the mouse, all of its pieces."""
        stop = self._stop_at(event)
        self._light(None if stop is None else stop.key)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With shift or ctrl, scroll wide rows to the right."""
        if event.shift or event.ctrl:
            event.stop()
            self.action_sideways(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With shift or ctrl, scroll wide rows to the left."""
        if event.shift or event.ctrl:
            event.stop()
            self.action_sideways(-1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """A wheel that turns sideways."""
        event.stop()
        self.action_sideways(1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """A wheel that turns sideways."""
        event.stop()
        self.action_sideways(-1)

    def on_leave(self, event: events.Leave) -> None:
        """Put the light out."""
        self._light(None)

    def _light(self, key: StopKey | None) -> None:
        if key == self._hover:
            return
        rows = {row for stop in (self.stops.get(self._hover), self.stops.get(key)) if stop for row, _, _ in stop.pieces}
        self._hover = key
        width = self.size.width
        sticky = self._sticky(self.top)
        painted = (row - sticky[0] if row in sticky else row - self.top for row in rows)
        self.refresh(*(Region(0, y, width, 1) for y in painted))

    def _fold_at(self, event: events.MouseEvent) -> Stop | None:
        """The fold whose title is under the mouse, unless the mouse has just selected text."""
        offset, row = event.style.meta.get("offset"), event.y + self.top
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        if offset is None or line is None or offset[1] != line.logical or self.screen.selections:
            return None
        return next((self.stops.get(stop_key(span)) for span in line.spans if span.role == "fold"), None)

    def on_click(self, event: events.Click) -> None:
        """Follow the link under the mouse, or turn the fold whose title it is."""
        stop = self._stop_at(event) or self._fold_at(event)
        if stop is not None:
            event.stop()
            self.select(stop.key, show=False)
            self.post_message(self.Followed(stop))
