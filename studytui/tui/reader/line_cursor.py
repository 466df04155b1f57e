"""The line that one is at: shown, moved by high-yield lines, and the end of a selection of whole lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.timer import Timer

from studytui.layout import Line
from studytui.tui.page.unwrapped import LogicalText
from studytui.tui.reader.selecting import SelectableRows

LIT_SECONDS = 1.0
"""How long a line is lit that something was done with."""


class LineCursor(SelectableRows):
    """Rows of which one line, before wrapping, may be the one that keys act on.

    Without one it is that of the selected link, else the first on the screen: `row_here`.
    """

    BINDING_GROUP_TITLE = "Reading"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("V", "select_lines", "Lines", show=False, id="reader.select_lines", tooltip="Select whole lines"),
    ]

    class LinesSelected(Message, namespace="reader"):
        """So many lines are selected, or none any more."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    here: int | None = None
    """The logical number of the line."""
    _lit: int | None = None
    _lit_timer: Timer | None = None
    _first: int | None = None
    """The row at which a selection of lines began."""
    _last = 0
    """The row up to which it reaches."""

    def begin(self, lines: Sequence[Line], *, complete: bool) -> None:
        """Show other content."""
        self.here = self._lit = None
        super().begin(lines, complete=complete)

    # The line

    def row_here(self) -> int | None:
        """The first row of the line that one is at, if it is on the screen, else as without one."""
        row = self._seen_row(self.here)
        return super().row_here() if row is None else row

    def _seen_row(self, logical: int | None) -> int | None:
        if logical is None:
            return None
        rows = range(self.first_row, min(len(self.lines), self.top + max(1, self.scrollable_content_region.height)))
        return next((row for row in rows if self.lines[row].logical == logical), None)

    def be_at(self, row: int | None) -> None:
        """Make the line of this row the one that keys act on; None goes back to the first on the screen."""
        here = self.lines[row].logical if row is not None and row < len(self.lines) else None
        if here != self.here:
            self.here = here
            self.refresh()

    def show_place(self, row: int, start: int, end: int) -> None:
        """Scroll there only if it is not on the screen; from now on it is the line that keys act on."""
        super().show_place(row, start, end)
        self.be_at(row)

    def go_to_marked(self, step: int) -> bool:
        """Go to the next or previous line with high-yield text; False where there is none."""
        known = self._last if self._first is not None else self._seen_row(self.here)
        start = self.first_row if known is None else known
        number = None if known is None else self.lines[known].logical
        rows = range(start, len(self.lines)) if step > 0 else range(start - (known is None), -1, -1)
        found = next((row for row in rows if self.lines[row].logical != number and _marked(self.lines[row])), None)
        if found is None:
            return False
        logical = self.lines[found].logical
        while found and self.lines[found - 1].logical == logical:
            found -= 1
        if self._first is not None:
            self._extend_to(found)
        else:
            self.show_row(found)
            self.be_at(found)
        return True

    def light(self) -> None:
        """Light the line that one is at for a moment, as something was done with it."""
        row = self.row_here()
        if row is not None:
            self._lit = self.lines[row].logical
            self.refresh()
            if self._lit_timer is not None:
                self._lit_timer.stop()
            self._lit_timer = self.set_timer(LIT_SECONDS, self._put_out)

    def _put_out(self) -> None:
        self._lit = None
        self.refresh()

    def _selected(self, line: Line) -> tuple[int, int] | None:
        if self._lit is not None and line.logical == self._lit and line.text:
            return line.indent, len(line.text)
        return super()._selected(line)

    # Selecting lines

    @property
    def selecting(self) -> bool:
        """True if lines are being selected, so that movement extends them."""
        return self._first is not None

    @property
    def selected_lines(self) -> tuple[int, int] | None:
        """The logical lines at which a selection of lines began, and up to which it reaches."""
        if self._first is None:
            return None
        return self.lines[self._first].logical, self.lines[self._last].logical

    def go_on_selecting(self, first: int, last: int) -> None:
        """Let movement extend what is selected, from one logical line up to another; where rows lack, not."""
        rows = [next((at for at, line in enumerate(self.lines) if line.logical == end), None) for end in (first, last)]
        if rows[0] is not None and rows[1] is not None:
            self._first, self._last = rows[0], rows[1]
            self._say_selected(*sorted((first, last)))

    def action_select_lines(self) -> None:
        """Select the line that one is at, and with the keys of movement those after or before it; again, none."""
        row = self.row_here()
        if self._first is not None or row is None:
            self.forget_selection()
            return
        self._first = row
        self._extend_to(row)

    def _extend_to(self, row: int) -> None:
        assert self._first is not None
        self._last = max(0, min(row, len(self.lines) - 1))
        first, last = sorted((self.lines[self._first].logical, self.lines[self._last].logical))
        end = LogicalText([line for line in self.lines if line.logical == last]).lines[last]
        self.show_row(self._last)
        self._select(Offset(-1, first), Offset(max(0, len(end.text) - 1), last))
        self._say_selected(first, last)

    def _say_selected(self, first: int, last: int) -> None:
        words = {line.logical for line in self.lines if first <= line.logical <= last and line.text.strip()}
        self.post_message(self.LinesSelected(len(words)))

    def _extend_by(self, count: int) -> None:
        """So many lines with words down, or up."""
        row, step = self._last, 1 if count > 0 else -1
        for _ in range(abs(count)):
            number = self.lines[row].logical
            rows = range(row, len(self.lines)) if step > 0 else range(row, -1, -1)
            wanted = (at for at in rows if self.lines[at].logical != number and self.lines[at].text.strip())
            row = next(wanted, row)
        self._extend_to(row)

    def selection_updated(self, selection: Selection | None) -> None:
        """A selection that is gone is extended no more; one that was made again since is there."""
        super().selection_updated(selection)
        if self.text_selection is None and self._first is not None:
            self._first = None
            self.post_message(self.LinesSelected(0))

    def forget_selection(self) -> None:
        """Clears the selection."""
        super().forget_selection()
        self._first = None

    def action_rows(self, count: int) -> None:
        """Scroll by rows, or extend the selection by lines."""
        if self._first is None:
            super().action_rows(count)
        else:
            self._extend_by(count)

    def action_pages(self, count: int) -> None:
        """Scroll by screens, or extend the selection by one."""
        if self._first is None:
            self.be_at(None)
            super().action_pages(count)
        else:
            self._extend_to(self._last + count * max(1, self.scrollable_content_region.height - 1))

    def action_half_pages(self, count: int) -> None:
        """Scroll by half screens, or extend the selection by one."""
        if self._first is None:
            self.be_at(None)
            super().action_half_pages(count)
        else:
            self._extend_to(self._last + count * max(1, self.scrollable_content_region.height // 2))

    def action_top(self) -> None:
        """Go to the first row, or extend the selection there."""
        if self._first is None:
            self.be_at(None)
            super().action_top()
        else:
            self._extend_to(0)

    def action_bottom(self) -> None:
        """Go to the last row, or extend the selection there."""
        if self._first is None:
            self.be_at(None)
            super().action_bottom()
        else:
            self._extend_to(len(self.lines) - 1)

    def go_to_heading(self, row: int) -> None:
        """Go to a heading, or extend the selection there."""
        if self._first is None:
            self.be_at(None)
            super().go_to_heading(row)
        else:
            self._extend_to(row)

    @property
    def heading_from(self) -> int:
        """The row from which the next heading counts."""
        return super().heading_from if self._first is None else self._last


def _marked(line: Line) -> bool:
    return any(span.role == "high-yield" for span in line.spans)
