"""Opening places, going back and forward, and remembering where one was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer

from studytui.tui.page.loader import Sheet
from studytui.tui.page.pages import History, Page, Place
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.panes import Panes
from studytui.vault import Leaf, Vault

SAVE_SECONDS = 1.5
"""How long the reader must rest before its place is written down."""


def notes_beside(vault: Vault, note: str, *, show_hidden: bool) -> list[str]:
    """The notes of a note's folder, itself among them, in the order of the tree; none of a folder that has gone."""
    folder = note.rpartition("/")[0]
    children = vault.topics.folder(folder).children() if folder in vault.topics else ()
    leaves = [child for child in children if isinstance(child, Leaf)]
    return [leaf.path for leaf in leaves if show_hidden or not leaf.hidden or leaf.path == note]


class Navigation:
    """Everything that leads to a page being shown."""

    BINDING_GROUP_TITLE = "Places"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,alt+left", "back", "Back", id="back", tooltip="Back to the place before"),
        Binding("alt+right", "forward", "Forward", show=False, id="forward", tooltip="Forward again"),
        Binding(")", "sibling(1)", "Next note", show=False, id="sibling.next", tooltip="Next note of the folder"),
        Binding(
            "(",
            "sibling(-1)",
            "Previous note",
            show=False,
            id="sibling.previous",
            tooltip="The note before in the folder",
        ),
        Binding("x", "random", "Random", show=False, id="random", tooltip="Open a random note"),
    ]

    def __init__(self, screen: ReadingBase, panes: Panes) -> None:
        self._screen = screen
        self._pages, self._session = screen.pages, screen.session
        self._panes = panes
        self._history = History()
        self._save_timer: Timer | None = None
        self._asked: Page | None = None
        """The note of the folder that was asked for last and is not shown yet."""

    # Places

    def begin_at(self, place: Place) -> None:
        """Open the first page, with the history that ended there."""
        self._history = self._session.history(place)
        self.go(place, remember=False)

    def go(self, place: Place, *, remember: bool = True, words: Sequence[str] = ()) -> None:
        """Open a place; `remember` puts the current one into the history, `words` are marked there."""
        if remember:
            self.remember()
        self._asked = None
        self._panes.focus_reader()
        self._pages.open(place, words=words)

    def choose(self, note: str) -> None:
        """Open a note that was chosen in the tree."""
        page = Page("note", note)
        if page == self._pages.page:
            self._panes.focus_reader()
        else:
            self.go(Place(page))

    def open_note(self, note: str) -> None:
        """Open a note by its path, where it was left."""
        self.go(self._session.stored_place(note) or Place(Page("note", note)))

    def remember(self) -> None:
        """Put the current place into the history, as another follows."""
        current = self._pages.place()
        if current is not None:
            self._history.opened_from(current)

    def opened(self, sheet: Sheet) -> None:
        """Show where a page that was opened stands, and whether the heading was there."""
        page = sheet.job.page
        if page == self._asked:
            self._asked = None
        if not sheet.found_subpath:
            self._screen.say(f"heading not found: {sheet.job.subpath}", problem=True)
        if page.kind == "note":
            self._screen.sidebar.reveal(page.path)

    def go_home(self, *, instead_of: Page | None = None) -> None:
        """Where nothing is shown, as a page could not be: begin at the home note."""
        if self._pages.page is None and self._screen.ready:
            home = self._screen.vault.home()
            if home is not None and Page("note", home) != instead_of:
                self.go(Place(Page("note", home)), remember=False)

    def moved(self, moved: Mapping[str, str]) -> None:
        """Go on where notes and folders lie now, and come back to them there."""
        self._history.moved(moved)
        there = self._pages.follow.moved(moved)
        if there is not None:
            self._screen.say(f"moved: {there.path}")
        self.save_later()

    # History

    @property
    def is_first(self) -> bool:
        """True where there is no place to go back to."""
        return self._history.is_first

    def action_back(self) -> None:
        """Go back."""
        self._travel(self._history.back)

    def action_forward(self) -> None:
        """Go forward."""
        self._travel(self._history.forward)

    def _travel(self, step: Callable[[Place], Place | None]) -> None:
        current = self._pages.place()
        place = step(current) if current is not None else None
        if place is None:
            self._screen.app.bell()
        else:
            self.go(place, remember=False)

    async def action_sibling(self, step: int) -> None:
        """Open the next or previous note of the folder."""
        page = self._asked if self._asked is not None else self._pages.page
        if page is None or page.kind != "note" or not self._screen.ready:
            self._screen.say("only a note has others before and after it in its folder")
            return
        vault = self._screen.vault
        beside = await asyncio.to_thread(notes_beside, vault, page.path, show_hidden=self._session.settings.show_hidden)
        if page.path not in beside:
            self._screen.say("this note is no longer in its folder")
            return
        at = beside.index(page.path) + step
        if not 0 <= at < len(beside):
            folder = page.path.rpartition("/")[0]
            where = f"of {folder}" if folder else "outside of folders"
            self._screen.say(f"this is the {'last' if step > 0 else 'first'} note {where}")
            return
        first = self._asked is None
        self.go(Place(Page("note", beside[at])), remember=first)
        self._asked = Page("note", beside[at])

    def action_random(self) -> None:
        """Open some note, each as likely as another."""
        import random

        known = self._screen.vault.included if self._screen.ready else ()
        notes = [path for path in known if Page("note", path) != self._pages.page]
        if notes:
            self.go(Place(Page("note", random.choice(notes))))

    # Remembering

    def keep_opened(self, page: Page) -> None:
        """Write down that a page was opened."""
        if page.kind == "note":
            self._session.state.note_opened(page.path)
        self.save_later()

    def save_later(self) -> None:
        """Write down where the reader is once it rests."""
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self._screen.set_timer(SAVE_SECONDS, self.save)

    def save(self) -> None:
        """Write down where the reader is."""
        place = self._pages.place()
        if place is not None:
            self._session.remember(place, self._history)
