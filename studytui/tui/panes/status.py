"""The status line: note, view, counts, place, links, and the link that is selected."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from studytui.layout.sanitise import clean

FLASH_SECONDS = 5.0
"""How long a message stays."""
_HEAD = 19
"""Characters of the beginning of a path that was shortened, at most; a message is read from its beginning."""
_ROOM_FOR_PATH = 36
"""Columns that the path has before what is left to review is said, too."""


class Status(Struct, frozen=True):
    """The parts of the status line; empty ones are left out."""

    vault: str = ""
    """Which vault it is, where the sidebar does not say so; stands before the path where there is room."""
    path: str = ""
    heading: str = ""
    """The one that the first row stands under."""
    view: str = ""
    counts: str = ""
    place: str = ""
    links: str = ""
    left: str = ""
    """Counts of cards to review today; the first to give way."""
    index: str = ""
    """How far the index is, while it is being built."""
    selected: str = ""
    """Target of the selected link; stands instead of the path and links."""
    gone: str = ""
    """That the page is no longer on disk, for as long as that is so; stands instead of the path and links.

    The selected link stands before it where there is room for both.
    """
    away: str = ""
    """That the vault cannot be read, for as long as that is so; likewise."""
    message: str = ""
    """Message on what just happened; stands instead of all of these for a while."""
    severity: str = "information"
    """Of the message: `information` or `warning`."""


class StatusLine(Widget):
    """The status line: one row between the reader and the footer."""

    status: reactive[Status] = reactive(Status())
    _timer: Timer | None = None

    def say(self, **parts: str) -> None:
        """Change some parts; a message gives way to another view, to a link that is selected, and to what is wrong."""
        before, status = self.status, replace(self.status, **parts)
        troubles = status.away not in ("", before.away) or status.gone not in ("", before.gone)
        if status.view != before.view or status.selected not in ("", before.selected) or troubles:
            status = replace(status, message="")
        self.status = status

    def flash(self, message: str, *, problem: bool = False) -> None:
        """Show a message for a while, or until the next one."""
        if self._timer is not None:
            self._timer.stop()
        self.status = replace(self.status, message=message, severity="warning" if problem else "information")
        self._timer = self.set_timer(FLASH_SECONDS, self._clear)

    def _clear(self) -> None:
        self.status = replace(self.status, message="")

    def render(self) -> Content:
        """Links, vault and folder give way; view, counts and place always stay."""
        status = self.status
        width = max(0, self.size.width - 2)
        parts = [part for part in (status.index, status.view, status.counts, status.place) if part]
        right = "  ".join(parts)
        if status.left and width - cell_len(right) - cell_len(status.left) >= _ROOM_FOR_PATH:
            right = "  ".join([status.left, *parts])
        room = max(0, width - cell_len(right) - 2)
        trouble = status.away or status.gone
        both = f"{status.selected}  {trouble}" if trouble and status.selected else ""
        said = both if both and cell_len(both) <= width else trouble or status.selected
        left = clean(status.message or said)
        warns = bool(left) and bool(status.message or trouble)
        if warns and cell_len(left) > room:
            right, room = "", width
        left = left or next((each for each in _ways_to_say(status) if cell_len(each) <= room), clean(_briefly(status)))
        left = shortened(left, room, 2 * room // 3 if status.message else None)
        row = f" {left}{' ' * (width - cell_len(left) - cell_len(right))}{right} "
        content = Content(row)
        if warns:
            problem = status.severity == "warning" or not status.message
            content = content.stylize("bold $problem" if problem else "bold", 1, 1 + len(left))
        return content


def _ways_to_say(status: Status) -> Iterator[str]:
    """Where one reads, in fewer and fewer words: the links go first, then the vault, then the folder."""
    where = " › ".join(filter(None, (status.path, status.heading)))
    vault = f"{status.vault}: {where}" if status.vault and status.path else where
    if status.links:
        yield clean(f"{vault}  {status.links}")
        yield clean(f"{where}  {status.links}")
    yield clean(vault)
    yield clean(where)


def _briefly(status: Status) -> str:
    """The note and the heading without the folder."""
    return " › ".join(filter(None, (status.path.rpartition("/")[2], status.heading)))


def shortened(text: str, width: int, head: int | None = None) -> str:
    """The text in at most `width` cells: its beginning, `head` characters at most, and its end, with `…` between."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    head = min(_HEAD, (width - 1) // 3) if head is None else head
    start = text[:head]
    end = text[head:]
    while end and cell_len(start) + 1 + cell_len(end) > width:
        end = end[1:]
    while start and cell_len(start) + 1 + cell_len(end) > width:
        start = start[:-1]
    return f"{start}…{end}"
