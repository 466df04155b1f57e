"""The note of a card, one key away from the review and back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from studytui.tui.page.pages import Place
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.panes.status import StatusLine
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.dialog import LeftOnce


class NoteScreen(LeftOnce[None]):
    """A page over the whole screen; it reads, and leads nowhere but back."""

    BINDING_GROUP_TITLE = "In a card's note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,escape,q", "back", "Back", id="card_note.back", key_display="o", tooltip="Back to the card"),
    ]

    def __init__(self, pages: PageView, place: Place) -> None:
        super().__init__()
        self._pages = pages
        self._place = place
        self._status = StatusLine()

    def compose(self) -> ComposeResult:
        """The reader over the status line and the keys."""
        yield self._pages
        yield self._status
        yield KeyBar()

    def on_mount(self) -> None:
        """Typeset the note."""
        self._status.say(path=self._place.page.path, view="REVIEW")
        self._pages.open(self._place)
        self._pages.reader.focus()

    def on_page_view_failed(self, event: PageView.Failed) -> None:
        """Say why there is nothing to see."""
        event.stop()
        self._status.flash(event.error, problem=True)

    def on_reader_followed(self, event: Reader.Followed) -> None:
        """Open a `⋯` row or a fold here; a link would lead away from the review."""
        event.stop()
        kind, number = event.chosen.key
        if kind == "gap":
            self._pages.open_gap(number)
        elif kind == "fold":
            self._pages.fold.toggle(number)
        else:
            self._status.flash("links are followed outside of a review; o goes back to the card")

    def action_back(self) -> None:
        """Go back to the card."""
        self.dismiss(None)
