"""A picture as large as the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from studytui.layout import Line, Span
from studytui.markdown.document import Link
from studytui.tui.pictures.page import Pictures
from studytui.tui.reader.page_loader import PictureDrawn
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.dialog import LeftOnce
from studytui.tui.theme.palette import Palette

AROUND = 4
"""Columns around the text of a reader."""
EVERY_PIXEL = 1 << 20
"""A width in pixels that no window has: the picture is as large as there is room."""


class PictureScreen(LeftOnce[bool], ModalScreen[bool]):
    """The picture alone; answers whether its file is to be opened outside."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In a picture"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,K", "close", "Close", id="picture.close", tooltip="Close the picture"),
        Binding("enter,o", "open", "Open", id="picture.open", tooltip="Open its file outside", priority=True),
    ]

    def __init__(self, palette: Palette, name: str, link: Link, pictures: Callable[[int], Pictures]) -> None:
        super().__init__()
        self.reader = Reader(palette)
        self._called = name
        self._link = link
        self._pictures = pictures

    def compose(self) -> ComposeResult:
        """A reader with nothing but the picture."""
        self.reader.border_title = Content(self._called)
        self.reader.border_subtitle = "enter opens outside · escape closes"
        yield self.reader

    def on_mount(self) -> None:
        """Have it drawn."""
        self.reader.focus()

    def on_resize(self) -> None:
        """Lay it out again for a window of another size."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        room = self.reader.scrollable_content_region
        pictures = self._pictures(room.height)
        self.run_worker(lambda: self._measure(pictures, room.width - AROUND), thread=True, exit_on_error=False)

    def _measure(self, pictures: Pictures, room: int) -> None:
        size = pictures.picture(self._link, EVERY_PIXEL, room)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, pictures, size)

    def _show(self, pictures: Pictures, size: tuple[int, int] | None) -> None:
        self.reader.pictures = pictures
        if size is None:
            problem = pictures.problem(self._link) or "not drawn here"
            self.reader.begin([Line(f"{self._called}: {problem}")], complete=True)
            return
        columns, rows = size
        text = " " * columns
        spans = [Span(0, columns, "picture", self._link.target, link=self._link, number=row) for row in range(rows)]
        self.reader.begin([Line(text, (span,)) for span in spans], complete=True)

    def on_reader_pictures_wanted(self, event: Reader.PicturesWanted) -> None:
        """Have the picture drawn."""
        event.stop()
        pictures = self.reader.pictures
        if pictures is not None and pictures.begin():
            self.run_worker(lambda: self._draw(pictures), thread=True, exit_on_error=False)

    def _draw(self, pictures: Pictures) -> None:
        for outcome in pictures.work():
            self.post_message(PictureDrawn(outcome))

    def on_picture_drawn(self, event: PictureDrawn) -> None:
        """Show it."""
        event.stop()
        if self.reader.pictures is not None:
            self.reader.write_escape(self.reader.pictures.gallery.keep(event.outcome))
        if event.outcome.drawn is None:
            self.reader.begin([Line(f"{self._called}: {event.outcome.problem}")], complete=True)
        self.reader.refresh()

    def on_reader_followed(self, event: Reader.Followed) -> None:
        """A click on the picture opens it."""
        event.stop()
        self.action_open()

    def on_reader_selected(self, event: Reader.Selected) -> None:
        """Keeps the message from the screen below."""
        event.stop()

    def on_reader_moved(self, event: Reader.Moved) -> None:
        """Keeps the message from the screen below."""
        event.stop()

    def action_open(self) -> None:
        """Open the file outside."""
        self.dismiss(True)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(False)
