"""A look at what a link leads to, without going there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from studytui.tui.page.pages import Place, page_title
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from studytui.tui.screens.reading.vault_loading import VaultLoading


KEYS = "enter opens · escape closes"


class PreviewScreen(Dialog["Place | None"]):
    """The page at its place, in a frame; answers with the place if it is to be opened."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In a preview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,K", "close", "Close", id="preview.close", tooltip="Close the preview"),
        Binding("enter,o", "open", "Open", id="preview.open", tooltip="Open this note", priority=True),
    ]

    def __init__(self, pages: PageView, place: Place, title: str) -> None:
        super().__init__()
        self._pages = pages
        self._place = place
        self._title = title

    def compose(self) -> ComposeResult:
        """A frame with a reader."""
        with Vertical(classes="dialog wide tall") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = KEYS
            yield self._pages

    def on_mount(self) -> None:
        """Typeset the page."""
        self._pages.open(self._place)
        self._pages.reader.focus()

    async def on_page_view_opened(self, event: PageView.Opened) -> None:
        """Name the page in the frame as it is called now: its note may have been renamed."""
        event.stop()
        vault, page = self._pages.loader.vault, event.sheet.job.page
        if vault is not None and (page.of_topic or page.path in vault.notes):
            title = Content(await asyncio.to_thread(page_title, vault, page))
            if self.is_attached:  # else it was left meanwhile
                self.query_one(".dialog", Vertical).border_title = title

    def on_page_view_failed(self, event: PageView.Failed) -> None:
        """Say why there is nothing to see."""
        self.notify(event.error, severity="error", markup=False)
        self.dismiss(None)

    def on_vault_loading_gone(self, event: VaultLoading.Gone) -> None:
        """Say that the note is no longer on disk, for as long as that lasts (behaviour 14.6)."""
        event.stop()
        says = f"{event.text} · {KEYS}" if event.text else KEYS
        self.query_one(".dialog", Vertical).border_subtitle = Content(says)

    def on_reader_followed(self, event: Reader.Followed) -> None:
        """A `⋯` row or a fold opens here; a link opens the note itself."""
        event.stop()
        if event.chosen.key[0] == "gap":
            self._pages.open_gap(event.chosen.key[1])
        elif event.chosen.key[0] == "fold":
            self._pages.fold.toggle(event.chosen.key[1])
        else:
            self.action_open()

    def action_open(self) -> None:
        """Open the note, where it lies now."""
        self.dismiss(replace(self._place, page=self._pages.page or self._place.page))

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
