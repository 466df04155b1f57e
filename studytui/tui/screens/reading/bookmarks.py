"""Bookmarks: places in notes that outlive the program."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from studytui.state import Bookmark
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.navigation import Navigation
from studytui.vault.names import base_name


class Bookmarks:
    """Set one here; go to one, or delete it."""

    BINDING_GROUP_TITLE = "Bookmarks"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "bookmark", "Bookmark", show=False, id="bookmark", tooltip="Bookmark this line; again, no more"),
        Binding("apostrophe", "bookmarks", "Bookmarks", show=False, id="bookmarks", tooltip="Go to a bookmark"),
    ]

    def __init__(self, screen: ReadingBase, navigation: Navigation) -> None:
        self._screen = screen
        self._navigation = navigation
        self._pages, self._session = screen.pages, screen.session

    def action_bookmark(self) -> None:
        """Bookmark the line that the reader is at; take the bookmark away if it has one."""
        page, reader = self._pages.page, self._pages.reader
        if page is None:
            return
        leaf = self._screen.sidebar.note_under_cursor()
        if leaf is not None:
            self._turn(leaf.path, 1, "", leaf.label)
            return
        line = reader.source_line() or 1
        note = page.path
        if page.kind == "canvas":
            self._screen.say("a canvas can't be bookmarked")
            return
        if page.of_topic:
            origin = self._pages.topic.places.get(line) if self._pages.topic is not None else None
            if origin is None:
                return
            note, line = origin
        heading = next((e.text for e in reversed(self._screen.outline_pane.entries) if e.line <= line), "")
        label = reader.line_text()
        if not any(character.isalnum() for character in label):
            label = heading or self._screen.vault.title(note)
        reader.light()
        self._turn(note, line, heading, label)

    def _turn(self, note: str, line: int, heading: str, label: str) -> None:
        """Set a bookmark, or take it away."""
        state = self._session.state
        if any((mark.note, mark.line) == (note, line) for mark in state.bookmarks()):
            state.remove_bookmark(note, line)
            self._screen.say(f"bookmark taken away, m sets it again: {label or note}")
        else:
            state.add_bookmark(note, line, heading, label)
            self._screen.say(f"bookmark set: {label or note}")

    async def action_bookmarks(self) -> None:
        """Choose among the bookmarks."""
        from studytui.tui.screens.choose import Choice, ChooseScreen

        if not self._screen.ready:
            return
        choices = [
            Choice(mark, mark.label or mark.note, self._detail(mark), mark.note.removesuffix(".md"))
            for mark in self._session.state.bookmarks()
        ]
        screen: ChooseScreen[Bookmark] = ChooseScreen(
            "Bookmarks", choices, empty="none yet; m sets one where you read", deletes=True
        )

        def chosen(mark: Bookmark | None) -> None:
            for each in screen.deleted:
                gone = self._as_kept(each)
                self._session.state.remove_bookmark(gone.note, gone.line)
            if mark is None:
                return
            mark = self._as_kept(mark)
            self._go_to(mark)

        await self._screen.app.push_screen(screen, chosen)

    def _go_to(self, mark: Bookmark) -> None:
        """Go to a bookmark; where its note has gone, to the one note of that name, saying so."""
        notes, name = self._screen.vault.notes, base_name(mark.note)
        there = [mark.note] if mark.note in notes else [path for path in notes if base_name(path) == name]
        if len(there) == 1:
            self._navigation.go(Place(Page("note", there[0]), Anchor(mark.line, 0, 3)))
        if there != [mark.note]:
            instead = f"; this one has its name: {there[0]}" if len(there) == 1 else ""
            self._screen.say(f"no longer in this vault: {mark.note}{instead}", problem=True)

    def _as_kept(self, mark: Bookmark) -> Bookmark:
        """The bookmark as it is kept now: its note may have been moved while it stood in the list."""
        kept = self._session.state.bookmarks()
        moved = (each for each in kept if (each.line, each.created) == (mark.line, mark.created))
        return mark if mark in kept else next(moved, mark)

    @staticmethod
    def _detail(mark: Bookmark) -> str:
        return " · ".join(filter(None, (mark.heading, f"line {mark.line}")))
