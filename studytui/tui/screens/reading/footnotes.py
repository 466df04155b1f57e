"""Footnotes: from a number to its text, and back."""

from __future__ import annotations

import asyncio

from studytui.layout import lay_out
from studytui.layout.sanitise import clean
from studytui.markdown import logical_lines
from studytui.tui.page.pages import Page
from studytui.tui.reader.reader import Reader
from studytui.tui.reader.stops import Stop
from studytui.tui.reader.strips import StopKey
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.navigation import Navigation


class Footnotes:
    """Jumps stay on the page; the history remembers them."""

    def __init__(self, screen: ReadingBase, navigation: Navigation) -> None:
        self._screen = screen
        self._navigation = navigation
        self._pages, self._session = screen.pages, screen.session
        self._came_from: tuple[Page | None, dict[str, StopKey]] = (None, {})
        """The reference that each text was last reached from, by label."""

    def to_text(self, reference: Stop) -> None:
        """Go from the number of a footnote to its text."""
        label = _label(reference)
        page, keys = self._came_from
        if page != self._pages.page:
            self._came_from = (self._pages.page, keys := {})
        keys[label] = reference.key
        text = self._pages.reader.stops.named("definition", label)
        if text is not None:
            self._jump(text)
            return
        for hidden in self._pages.hidden:
            found = hidden.footnote(label)
            if found is not None:
                line, number = found
                self._navigation.remember()
                self._pages.fold.reveal(hidden, line.line, line.origin, select=("definition", number))
                return
        self._screen.say("the text of this footnote is not laid out yet")

    def to_reference(self, text: Stop) -> None:
        """Go from the number of a footnote's text back to where one was."""
        label = _label(text)
        page, keys = self._came_from
        stops = self._pages.reader.stops
        used = stops.get(keys.get(label)) if page == self._pages.page else None
        reference = used or stops.named("footnote", label)
        if reference is None:
            self._screen.say("nothing on this page refers to this footnote")
        else:
            self._jump(reference)

    def _jump(self, stop: Stop) -> None:
        self._navigation.remember()
        self._pages.reader.select(stop.key)

    def text_of(self, reference: Stop) -> str:
        """The first row of a footnote's text on the page; where that is hidden, its first line."""
        reader, embedding = self._pages.reader, self._pages.embedding
        text = reader.stops.named("definition", _label(reference))
        if text is not None:
            return reader.lines[text.row].text[text.pieces[0][1] :].strip()
        hidden = self._pages.recall is not None  # its text is masked on the page, not where it was written
        blocks = embedding.footnote(_label(reference)) if embedding is not None and not hidden else ()
        return clean(next((line.text for block in blocks for line in logical_lines(block)), "")).strip()

    async def preview(self, reference: Stop) -> None:
        """Show the text of a footnote over the page."""
        from studytui.tui.screens.footnote import WIDTH, FootnoteScreen

        page, embedding = self._pages.page, self._pages.embedding
        blocks = embedding.footnote(_label(reference)) if embedding is not None else ()
        if embedding is None or not blocks:
            self._screen.say("the text of this footnote is not laid out yet")
            return
        width = min(WIDTH, self._screen.app.size.width - 8)
        legend = self._session.legend
        lines = await asyncio.to_thread(lambda: lay_out(blocks, width, legend=legend, links=embedding))
        if lines and page == self._pages.page:
            self._screen.app.push_screen(FootnoteScreen(self._screen.palette, lines), self._after_footnote)

    def _after_footnote(self, chosen: Stop | None) -> None:
        reference = self._pages.reader.selected
        if chosen is None or reference is None:
            return
        if chosen.key[0] != "definition":
            self._screen.post_message(Reader.Followed(chosen))
        else:
            self.to_text(reference)


def _label(stop: Stop) -> str:
    return (stop.span.target or "").casefold()
