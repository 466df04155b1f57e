"""The main screen: topics, reader, outline, links, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.bookmarks import Bookmarks
from studytui.tui.screens.reading.editor_and_clipboard import Editing
from studytui.tui.screens.reading.folds import Folding
from studytui.tui.screens.reading.follow import Following
from studytui.tui.screens.reading.outline_and_links import Info
from studytui.tui.screens.reading.search import Searching
from studytui.tui.screens.reading.views import Views
from studytui.tui.textual_private import PaintedLater
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.tui.panes.outline import Outline

PATIENCE_SECONDS = 0.8
"""How long empty panes stay unpainted; a vault that takes longer to read shows them."""


class ReadingScreen(Info, Editing, Bookmarks, Following, Folding, Views, Searching, PaintedLater):
    """Panes around the reader; what the keys do lies in the parts that it is made of."""

    AUTO_FOCUS = "Reader"

    def compose(self) -> ComposeResult:
        """Three columns over the status line and the keys; what is not seen at first is mounted later."""
        with Horizontal(id="columns"):
            yield self.sidebar
            yield self.pages
            yield self.side
        yield self.status_line
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the vault; painting waits a moment for the first page."""
        self.set_timer(PATIENCE_SECONDS, self.paint)
        self.read_vault()

    def page_shown(self) -> None:
        """What follows the first screen of a page: the page is painted together with what stands around it."""
        self.say_page()
        self.follow_reading()
        self.paint()

    def page_completed(self) -> None:
        """What follows the last row of a page."""
        self.judge_links()
        self.say_counts()
        self.say_when_nothing_is_marked()
        self.fill_panes()

    async def on_reader_followed(self, event: Reader.Followed) -> None:
        """Open what was followed: the one place that tells the kinds of stops apart."""
        event.stop()
        kind, number = event.chosen.key
        match kind:
            case "gap":
                self.pages.open_gap(number)
            case "fold":
                self.pages.fold.toggle(number)
            case "footnote":
                self.to_footnote(event.chosen)
            case "definition":
                self.to_reference(event.chosen)
            case "tag":
                self.search_tag(event.chosen.span.target or "")
            case _:
                await self.follow_link(event.chosen)

    def use_palette(self, palette: Palette) -> None:
        """Paint the reader in the colours of another theme."""
        self.palette = palette
        self.pages.reader.repaint(palette)

    def on_outline_chosen(self, event: Outline.Chosen) -> None:
        """Go to a heading."""
        self.focus_reader()
        self.pages.go_to_line(event.line)
