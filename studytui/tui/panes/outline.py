"""The outline: the headings of the note, following the reading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studytui.tui.panes.rows import Row, value_of


class OutlineEntry(Struct, frozen=True):
    """One heading of the outline: level, text and source line."""

    text: str
    level: int
    line: int
    hits: int
    """High-yield lines right under it."""


class Outline(OptionList):
    """Headings to jump to; the one that is being read is highlighted."""

    BINDING_GROUP_TITLE = "In the outline"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False, id="outline.down", tooltip="Next heading"),
        Binding("k", "cursor_up", show=False, id="outline.up", tooltip="Previous heading"),
        Binding("enter", "select", "Open", id="outline.open", tooltip="Go there"),
        Binding("escape", "screen.reader", "Note", key_display="esc", id="outline.leave", tooltip="Back to the note"),
    ]

    class Chosen(Message):
        """The reader should go to this line."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.entries: tuple[OutlineEntry, ...] = ()
        self.border_title = "Outline"

    def show(self, entries: Sequence[OutlineEntry]) -> None:
        """Show the headings of another note, or these ones anew."""
        entries = tuple(entries)
        if entries == self.entries and self.option_count:
            return
        self.entries = entries
        if self.is_mounted:
            self._fill()

    def on_mount(self) -> None:
        """Show what is known already."""
        self._fill()

    def _fill(self) -> None:
        entries = self.entries
        self.clear_options()
        if not entries:
            self.add_option(Option(Content("no headings"), disabled=True))
            return
        least = min(entry.level for entry in entries)
        self.add_options(
            Row(
                Content.assemble(
                    "  " * (entry.level - least),
                    Content(entry.text or "(untitled)"),
                    Content(" ▌").stylize("$high-yield") if entry.hits else "",
                    str(entry.hits or ""),
                ),
                entry.line,
            )
            for entry in entries
        )

    def follow(self, line: int | None) -> None:
        """Highlight the heading that this line stands under (or the first), unless the outline itself is being used."""
        if not self.is_mounted or self.has_focus or not self.entries:
            return
        at = bisect_right(self.entries, line or 0, key=lambda entry: entry.line) - 1
        self.highlighted = max(at, 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the heading."""
        event.stop()
        line = value_of(event.option)
        if isinstance(line, int):
            self.post_message(self.Chosen(line))
