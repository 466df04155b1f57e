"""The widgets of the main screen, and the values that its parts share."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from studytui import paths
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.panes.sidebar import Sidebar
from studytui.tui.panes.status import StatusLine
from studytui.tui.reader.page_view import PageView
from studytui.tui.session import Session
from studytui.tui.textual_private import PaintedLater
from studytui.tui.theme.palette import Palette
from studytui.vault.location import vault_name

if TYPE_CHECKING:
    from studytui.tui.panes.links_pane import LinksPane
    from studytui.tui.panes.outline import Outline
    from studytui.vault import Vault


class ReadingBase(PaintedLater[None]):
    """Panes around the reader; every part of `ReadingScreen` is given it, and knows no more of that screen."""

    def __init__(self, session: Session, palette: Palette) -> None:
        super().__init__()
        self.session = session
        self.palette = palette
        self.pages = self.new_pages()
        bundled = session.root == paths.bundled_notes()
        self.vault_name = "notes of studytui" if bundled else vault_name(session.root)
        self.sidebar = Sidebar(id="sidebar")
        self.sidebar.name_vault(self.vault_name)
        self.side = Vertical(id="side")
        self.status_line = StatusLine()
        self.key_bar = KeyBar()

    def compose(self) -> ComposeResult:
        """Three columns over the status line and the keys; what is not seen at first is mounted later."""
        with Horizontal(id="columns"):
            yield self.sidebar
            yield self.pages
            yield self.side
        yield self.status_line
        yield self.key_bar

    @cached_property
    def outline_pane(self) -> Outline:
        """The headings; not needed for the first page."""
        from studytui.tui.panes.outline import Outline

        return Outline(id="outline")

    @cached_property
    def links_pane(self) -> LinksPane:
        """Links and backlinks; not needed for the first page."""
        from studytui.tui.panes.links_pane import LinksPane

        return LinksPane(id="links")

    def new_pages(self) -> PageView:
        """Another view of pages, for a preview."""
        pages = PageView(self.palette, self.session.legend, view=self.session.view, settings=self.session.settings)
        pages.loader.look = self.session.settings.look
        pages.loader.gallery = self.session.gallery
        pages.loader.vault = self.session.vault
        return pages

    @property
    def vault(self) -> Vault:
        """The vault; only asked for once it has been read."""
        assert self.session.vault is not None
        return self.session.vault

    @property
    def ready(self) -> bool:
        """True if the vault has been read."""
        return self.session.vault is not None

    def say(self, text: str, *, problem: bool = False) -> None:
        """A short message; text from notes stays text."""
        self.status_line.flash(text, problem=problem)
