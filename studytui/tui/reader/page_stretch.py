"""The stretch of a big topic that is laid out: it goes with the reader, and may become the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from studytui.tui.page.anchor import TOP, Anchor
from studytui.tui.page.pages import Place
from studytui.tui.page.stay import Stay
from studytui.tui.reader.page_parts import LoadedPage


class PageStretch:
    """The stretch of a topic that a page view lays out."""

    def __init__(self, page: LoadedPage) -> None:
        self._page = page
        self.marked: Mapping[str, int] | None = None
        """The notes with high-yield marks, if that is known of all, and how many each has."""
        self.all = False
        """True if all of the topic is laid out."""

    def use(self, marked: Mapping[str, int] | None) -> None:
        """Take in which notes have marks; the page follows if that is another for its topic."""
        before, self.marked = self.marked, marked
        topic = self._page.topic
        if before is None or marked is None or topic is None or not topic.is_big:
            return
        differing = {path for path, _ in before.items() ^ marked.items()}
        if any(map(topic.order.holds, differing)):
            self._page.follow.show_again(text=False)

    def show(self, where: Literal["top", "bottom", "here"]) -> None:
        """Lay out another stretch: the first, the last, or the one round the place where the reader is."""
        page, topic = self._page, self._page.topic
        if topic is None or page.page is None or page.arrived is None or page.reader.dragging:
            return
        if where == "here":
            page.follow.show_again(text=False)
            return
        from studytui.tui.page.topic_page import first_line

        anchor = TOP if where == "top" else Anchor(first_line(len(topic.order)))
        page.start(Place(page.page, anchor), Stay(anchor), known=None)

    def show_all(self) -> None:
        """Lay out all of the topic, to look for something in it."""
        topic = self._page.topic
        if topic is not None and not (topic.begins and topic.ends) and not self.all:
            self.all = True
            self._page.follow.show_again(text=False)
