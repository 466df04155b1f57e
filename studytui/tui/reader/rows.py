"""Rows of a page: what there is, where the reader is in them, scrolling down and sideways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from studytui.layout import Line
from studytui.layout.wrap import cells
from studytui.tui.page.anchor import Anchor, SourceRows, anchor_at
from studytui.tui.page.unwrapped import LogicalText
from studytui.tui.reader.strips import GUTTER

MIN_WIDTH = 20
STEP = 8
"""Columns that one key or one turn of the wheel scrolls sideways."""


class StickyHeaders:
    """Index of table headers in a growing list of rows, for the header that sticks to the top."""

    def __init__(self) -> None:
        self._first: dict[int, int | None] = {}
        """First row of a header, by the identity of the rows that lines have as `under`."""

    def add(self, lines: Sequence[Line], first: int) -> None:
        """Take in the rows from `first` on; `lines` are all rows."""
        for row in range(first, len(lines)):
            under = lines[row].under
            if under and id(under) not in self._first:
                above = range(row - 1, -1, -1)
                self._first[id(under)] = next((at for at in above if lines[at] is under[0]), None)

    def rows(self, lines: Sequence[Line], top: int, height: int) -> Sequence[int]:
        """The rows of a header that are painted over the first ones of the screen when `top` is the first of them.

        They are while a row of the table's body follows them, and take a third of the height at most.
        """
        under = lines[top].under if top < len(lines) else ()
        count = len(under)
        if not count or count > height // 3:
            return ()
        first = self._first.get(id(under))
        below = top + count
        if first is None or below >= len(lines) or lines[below].under is not under:
            return ()
        return range(first, first + count)


class Rows(ScrollView):
    """Rows of text, and the place in them; `Reader` paints them."""

    BINDING_GROUP_TITLE = "Reading"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "rows(1)", "Down", show=False, id="reader.down", tooltip="Scroll one row down"),
        Binding("k,up", "rows(-1)", "Up", show=False, id="reader.up", tooltip="Scroll one row up"),
        Binding("space,pagedown", "pages(1)", "Page down", show=False, id="reader.page_down", tooltip="Next screen"),
        Binding("pageup", "pages(-1)", "Page up", show=False, id="reader.page_up", tooltip="Previous screen"),
        Binding(
            "ctrl+d", "half_pages(1)", "Half down", show=False, id="reader.half_down", tooltip="Half a screen down"
        ),
        Binding("ctrl+u", "half_pages(-1)", "Half up", show=False, id="reader.half_up", tooltip="Half a screen up"),
        Binding("ctrl+e", "rows(1)", "Row down", show=False, id="reader.row_down", tooltip="One row down"),
        Binding("ctrl+y", "rows(-1)", "Row up", show=False, id="reader.row_up", tooltip="One row up"),
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
    ]

    class Moved(Message, namespace="reader"):
        """The reader shows other rows than before."""

    class MoreWanted(Message, namespace="reader"):
        """Rows are wanted that are not among those that are there, of a page that has more."""

        def __init__(self, where: Literal["top", "bottom", "here"]) -> None:
            super().__init__()
            self.where = where

    def __init__(self, *, reading_width: int = 100, id: str | None = None) -> None:
        super().__init__(id=id)
        self.reading_width = reading_width
        self.lines: list[Line] = []
        self.complete = True
        self.rows_of = SourceRows()
        self.more_above = self.more_below = False
        """True if the page has rows beyond those that are there."""
        self.shift = 0
        """Columns by which rows that are wider than the screen are moved to the left."""
        self._headings: list[int] = []
        self._headers = StickyHeaders()
        self._end_wanted = False

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
        self._headings = []
        self._headers = StickyHeaders()
        self._end_wanted = False
        self.more_above = self.more_below = False
        self.extend(lines, complete=complete)

    def extend(self, lines: Sequence[Line], *, complete: bool) -> None:
        """Add rows below those that are there."""
        first = len(self.lines)
        self.lines.extend(lines)
        self.rows_of.add(first, lines)
        self._headers.add(self.lines, first)
        for row, line in enumerate(lines, first):
            if line.origin is None and any(span.role == "heading" for span in line.spans):
                continued = (
                    row > 0 and self.lines[row - 1].source == line.source and bool(self.lines[row - 1].text.strip())
                )
                if not continued:
                    self._headings.append(row)
        self.complete = complete
        self.virtual_size = Size(0, len(self.lines))
        if complete and self._end_wanted:
            self.action_bottom()
        self.refresh()

    def replace(self, row: int, line: Line) -> None:
        """Show another text on a row that is there."""
        self.lines[row] = line
        self.refresh(Region(0, row - self.top, self.size.width, 1))

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

    def row_at(self, y: int) -> int:
        """The row that is painted at the widget's row `y`: of a table's header, or the one that lies there."""
        sticky = self._sticky(self.top)
        return sticky[y] if y < len(sticky) else y + self.top

    def where(self) -> Anchor:
        """The anchor of the first row."""
        return anchor_at(self.lines, self.top, self.rows_of)

    def go_to_row(self, row: int) -> None:
        """Scroll so that this row is the first, or as near as the end allows."""
        self._end_wanted = False
        self.scroll_to(y=row, animate=False, force=True)

    def show_row(self, row: int, context: int = 3) -> None:
        """Scroll only if the row is not on the screen; near the top, to the title."""
        height = self.scrollable_content_region.height
        if not self.first_row <= row < self.top + height:
            above = max(context, len(self.lines[row].under) if row < len(self.lines) else 0)
            first = row - min(above, height // 3)
            self.go_to_row(0 if first <= context and row < height // 2 else first)

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

    @property
    def selected_row(self) -> int | None:
        """The row of the selected link, if one is selected."""
        return None

    def row_here(self) -> int | None:
        """The row of the selected link if it is on the screen, else the first row there with a source line."""
        height = max(1, self.scrollable_content_region.height)
        chosen = self.selected_row
        if chosen is not None and self.top <= chosen < self.top + height and self.lines[chosen].source is not None:
            return chosen
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
        """The unwrapped text of the line that the reader is at, or of the first below it on the screen with words."""
        first = self.row_here()
        if first is None:
            return ""
        last = min(len(self.lines), self.top + max(1, self.scrollable_content_region.height))
        for source in dict.fromkeys(line.source for line in self.lines[first:last] if line.source is not None):
            rows = [line for line in self.lines if line.source == source]
            texts = (whole.copied(0) for whole in LogicalText(rows).lines.values())
            found = "\n".join(text.strip() for text in texts if text)
            if found:
                return found
        return ""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell who follows the reading."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            if self.shift:
                self._shift_to(self.shift, self._most_hidden())
            self.post_message(self.Moved())
            self.ask_for_more()

    def ask_for_more(self) -> None:
        """Where the reader comes near the end of the rows of a page that has more, say so."""
        near = 3 * self.size.height // 2
        if (self.more_above and self.top < near) or (self.more_below and self.max_scroll_y - self.top < near):
            self.post_message(self.MoreWanted("here"))

    # Scrolling

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

    def action_half_pages(self, count: int) -> None:
        """Scroll by half screens."""
        self._scroll(self.scroll_target_y + count * max(1, self.scrollable_content_region.height // 2))

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
        if self.more_above:
            self.post_message(self.MoreWanted("top"))
        else:
            self._scroll(0)

    def action_bottom(self) -> None:
        """Go to the last row, as soon as it is known."""
        if self.more_below:
            self.post_message(self.MoreWanted("bottom"))
            return
        self._scroll(self.max_scroll_y)
        self._end_wanted = not self.complete

    def action_heading(self, step: int) -> None:
        """Go to the next or previous heading."""
        rows, here = self._headings, self.heading_from
        if step > 0:
            target = next((row for row in rows if row > here), None)
        else:
            target = next((row for row in reversed(rows) if row < here), None)
        if target is not None:
            self.go_to_heading(target)

    @property
    def heading_from(self) -> int:
        """The row from which the next heading counts."""
        return self.top

    def go_to_heading(self, row: int) -> None:
        """Go to a heading."""
        self.go_to_row(row)
