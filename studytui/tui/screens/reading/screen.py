"""The main screen: topics, reader, outline, links, status."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from studytui.tui.keys import Part
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.bookmarks import Bookmarks
from studytui.tui.screens.reading.editor_and_clipboard import Editing
from studytui.tui.screens.reading.folds import Folding
from studytui.tui.screens.reading.follow import Following
from studytui.tui.screens.reading.footnotes import Footnotes
from studytui.tui.screens.reading.navigation import Navigation
from studytui.tui.screens.reading.outline_and_links import PageInfo
from studytui.tui.screens.reading.program import Program
from studytui.tui.screens.reading.search import Searching
from studytui.tui.screens.reading.views import Views
from studytui.tui.session import Session
from studytui.tui.textual_private import PaintedLater
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.tui.panes.links_pane import LinksPane
    from studytui.tui.panes.outline import Outline

PATIENCE_SECONDS = 0.8
"""How long empty panes stay unpainted; a vault that takes longer to read shows them."""


class ReadingScreen(Navigation, PaintedLater):
    """Panes around the reader; what the keys do lies in the parts that it is made of."""

    AUTO_FOCUS = "Reader"
    PARTS: ClassVar[tuple[type[Part], ...]] = (Searching, Views, Folding, Following, Bookmarks, Editing, Program)
    """The parts with keys, in the order of help and footer."""
    BINDINGS: ClassVar[list[BindingType]] = [binding for part in PARTS for binding in part.BINDINGS]

    def __init__(self, session: Session, palette: Palette) -> None:
        super().__init__(session, palette)
        self.info = PageInfo(self)
        self.searching = Searching(self)
        self.views = Views(self)
        self.folding = Folding(self)
        self.footnotes = Footnotes(self)
        self.following = Following(self, self.footnotes)
        self.bookmarks = Bookmarks(self)
        self.editing = Editing(self)
        self._take_actions()

    def _take_actions(self) -> None:
        """Take over the actions of the parts: Textual looks for a key's action on the node that binds the key."""
        for part in [part for part in vars(self).values() if type(part) in self.PARTS]:
            for name in dir(part):
                if name.startswith("action_"):
                    setattr(self, name, getattr(part, name))

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
        self.views.say_when_nothing_is_marked()
        self.info.fill_panes()

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
                self.footnotes.to_text(event.chosen)
            case "definition":
                self.footnotes.to_reference(event.chosen)
            case "tag":
                self.searching.search_tag(event.chosen.span.target or "")
            case _:
                await self.following.follow_link(event.chosen)

    async def on_reader_selected(self, event: Reader.Selected) -> None:
        """Say what enter does with what is selected."""
        event.stop()
        await self.following.say_selected(event.chosen)

    async def on_links_pane_chosen(self, event: LinksPane.Chosen) -> None:
        """Open an entry of the links pane."""
        event.stop()
        await self.following.open_entry(event.entry)

    def on_page_info_gathered(self, event: PageInfo.Gathered) -> None:
        """Fill the panes."""
        event.stop()
        self.info.show(event)

    def use_palette(self, palette: Palette) -> None:
        """Paint the reader in the colours of another theme."""
        self.palette = palette
        self.pages.reader.repaint(palette)

    def on_outline_chosen(self, event: Outline.Chosen) -> None:
        """Go to a heading."""
        self.focus_reader()
        self.pages.go_to_line(event.line)
