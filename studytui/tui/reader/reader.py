"""The reader: paints the lines of a note, and moves a cursor over its links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.errors import NoWidget
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from studytui.layout import Line, Span
from studytui.tui.reader.counts import Count
from studytui.tui.reader.hints import Hints
from studytui.tui.reader.line_cursor import LineCursor
from studytui.tui.reader.picture_rows import (
    columns_of,
    is_faint,
    name_of,
    over_rows,
    pictures_of,
    with_cells,
    with_labels,
)
from studytui.tui.reader.stops import Stop, Stops
from studytui.tui.reader.strips import Overlay, StopKey, paint, stop_key
from studytui.tui.textual_private import write_to_terminal
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.tui.page.find import FoundPlace
    from studytui.tui.pictures.gallery import Drawn
    from studytui.tui.pictures.page import Pictures

SETTLED_SECONDS = 0.05
"""How long rows must have stood before sixels are drawn over them."""


class Reader(LineCursor, can_focus=True):
    """Rows of text with roles; knows neither files nor Markdown.

    Lines arrive through `begin` and `extend`; what the reader is asked for leaves as messages.
    """

    BINDING_GROUP_TITLE = "Reading"
    BINDINGS: ClassVar[list[BindingType]] = [
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

    def __init__(
        self, palette: Palette, *, reading_width: int = 100, counts: bool = True, id: str | None = None
    ) -> None:
        """A reader; without `counts`, a number before a key is none."""
        super().__init__(reading_width=reading_width, id=id)
        self.palette = palette
        self.stops = Stops()
        self.active: StopKey | None = None
        self._hover: StopKey | None = None
        self._hints: Hints | None = None
        self._count = Count(self) if counts else None
        self._found: dict[int, list[FoundPlace]] = {}
        self._generation = 0
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(2048)
        self.pictures: Pictures | None = None
        self._overlay_timer: Timer | None = None

    # Content

    def begin(self, lines: Sequence[Line], *, complete: bool) -> None:
        """Show other content, from its first row; the caller then restores a place."""
        self.stops = Stops()
        self._found = {}
        self._hints = None
        self._generation += 1
        self.forget_selection()
        super().begin(lines, complete=complete)

    def extend(self, lines: Sequence[Line], *, complete: bool) -> None:
        """Add rows below those that are there."""
        self.stops.add(enumerate(lines, len(self.lines)))
        if complete and self.selected is None:
            self.active = None
        super().extend(lines, complete=complete)

    def replace(self, row: int, line: Line) -> None:
        """Show another text on a row that is there."""
        self._generation += 1
        super().replace(row, line)

    def repaint(self, palette: Palette | None = None) -> None:
        """Paint everything anew, in another palette if one is given."""
        if palette is not None:
            self.palette = palette
        self._strips.clear()
        self.refresh()

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
        held = row != y + self.top
        line = _without_gap(self.lines[row]) if held else self.lines[row]
        selected = self._selected(line)
        overlays = self._overlays(row)
        shift = self.shift if line.wide else 0
        here = self.here is not None and line.logical == self.here
        key = (self._generation, row, width, selected, self.active, self._hover, bool(overlays), shift, here, held)
        if overlays and (self._found.get(row) or self._hints):
            strip = paint(line, width, self.palette, overlays, shift=shift, selected=selected, here=here)
            return self._with_pictures(strip, line, overlays)
        known = self._strips.get(key)
        if known is None:
            known = self._strips[key] = paint(
                line, width, self.palette, overlays, shift=shift, selected=selected, here=here
            )
        return self._with_pictures(known, line, overlays)

    def _with_pictures(self, strip: Strip, line: Line, overlays: list[Overlay]) -> Strip:
        spans = pictures_of(line)
        for span in spans:
            drawn = self._drawn(line, span)
            if drawn is None:
                self.post_message(self.PicturesWanted())
            else:
                strip = with_cells(strip, line, span, drawn.row(span.number or 0))
        return with_labels(strip, line, overlays) if spans else strip

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
            try:
                return screen.get_widget_at(x, y)[0] is self
            except NoWidget:  # the window has just become smaller, and its rows are not laid out again
                return False

        lines = enumerate(self.lines[self.top : self.top + region.height])
        # A row with the name of a selected picture, or with letters to choose it, is not drawn over.
        rows = [(y, line) for y, line in lines if not any(over.text for over in self._overlays(y + self.top))]
        self.write_escape(over_rows(rows, self._drawn, (region.x, region.y), uncovered))

    def write_escape(self, sequence: str) -> None:
        """Send the terminal what no strip can hold."""
        write_to_terminal(self.app, sequence)

    def _overlays(self, row: int) -> list[Overlay]:
        overlays: list[Overlay] = []
        for key, style in ((self._hover, self.palette.hover), (self.active, self.palette.active)):
            stop = self.stops.get(key)
            if stop is not None:
                overlays.extend(Overlay(start, end, style) for at, start, end in stop.pieces if at == row)
                if key == self.active and stop.span.role == "picture" and stop.row == row:
                    overlays.append(Overlay(stop.span.start, stop.span.start, style, name_of(stop.span)))
        for found in self._found.get(row, ()):
            overlays.append(
                Overlay(found.start, found.end, self.palette.found_here if found.current else self.palette.found)
            )
        if self._hints is not None:
            overlays.extend(self._hints.overlays(row, self.palette.hint))
        return overlays

    # Keys

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
        self.be_at(None)
        stop = self.stops.get(key)
        if stop is not None and show:
            self.show_row(stop.row)
        self.refresh()
        self.post_message(self.Selected(stop))

    @property
    def selected(self) -> Stop | None:
        """The selected link, image or gap."""
        return self.stops.get(self.active)

    @property
    def selected_row(self) -> int | None:
        """Its row."""
        return None if self.selected is None else self.selected.row

    def idle(self, action: str) -> bool:
        """True for an action that has nothing to act on: without a selected link there is none to open."""
        return action == "follow" and self.selected is None

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

    async def on_key(self, event: events.Key) -> None:
        """While hints show, letters choose among them and any other key ends them; else digits count."""
        if self._hints is None:
            if self._count is not None and await self._count.take(event):
                event.stop()
                event.prevent_default()
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

    def mark_found(self, found: Sequence[FoundPlace]) -> None:
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
        for span in pictures_of(line) if line is not None else ():
            start, end = columns_of(line, span) if line is not None else (0, 0)
            if start <= event.x < end:
                return stop_key(span)
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light the link under the mouse, all of its pieces, or select up to it."""
        super().on_mouse_move(event)
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
        """The fold whose title is under the mouse."""
        offset, row = event.style.meta.get("offset"), event.y + self.top
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        if offset is None or line is None or offset[1] != line.logical:
            return None
        return next((self.stops.get(stop_key(span)) for span in line.spans if span.role == "fold"), None)

    def on_click(self, event: events.Click) -> None:
        """Follow the link under the mouse, or turn the fold whose title it is; more clicks select."""
        if self.select_by_click(event):
            event.stop()
            return
        stop = self._stop_at(event) or self._fold_at(event)
        if stop is not None:
            event.stop()
            self.select(stop.key, show=False)
            self.post_message(self.Followed(stop))


def _without_gap(line: Line) -> Line:
    """A row of a header that stays in sight, without a gap at its end: that stands above the first row, not here."""
    last = line.spans[-1] if line.spans else None
    if last is None or last.role != "gap":
        return line
    return replace(line, text=line.text[: last.start].rstrip(), spans=line.spans[:-1])
