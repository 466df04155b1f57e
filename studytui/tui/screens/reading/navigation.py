"""Opening places, going back and forward, and remembering where one was."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer

from studytui.tui.page.loader import Counts
from studytui.tui.page.pages import Page, Place
from studytui.tui.panes.sidebar import Sidebar
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.vault_loading import VaultLoading

if TYPE_CHECKING:
    pass

SAVE_SECONDS = 1.5
"""How long the reader must rest before its place is written down."""


class Navigation(VaultLoading):
    """Everything that leads to a page being shown."""

    BINDING_GROUP_TITLE = "Places"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,alt+left", "back", "Back", id="back", tooltip="Back to the place before"),
        Binding("alt+right", "forward", "Forward", show=False, id="forward", tooltip="Forward again"),
        Binding("x", "random", "Random", show=False, id="random", tooltip="Open a random note"),
    ]

    _save_timer: Timer | None = None

    # Places

    def begin_at(self, place: Place | None) -> None:
        """Show the first page, which may be that there is none."""
        if place is None:
            self.pages.show_note(f"There are no notes in {self.session.root}. Open another folder: studytui PATH")
            self.page_shown()
            self.begin_rest()
        else:
            self.history = self.session.history(place)
            self.go(place, remember=False)

    def go(self, place: Place, *, remember: bool = True, words: Sequence[str] = ()) -> None:
        """Open a place; `remember` puts the current one into the history, `words` are marked there."""
        current = self.pages.place()
        if remember and current is not None:
            self.history.opened_from(current)
        self.focus_reader()
        self.pages.open(place, words=words)

    def on_page_view_opened(self, event: PageView.Opened) -> None:
        """The first screen is there: the other panes follow."""
        event.stop()
        page = event.sheet.job.page
        if not event.sheet.found_subpath:
            self.say(f"heading not found: {event.sheet.job.subpath}", problem=True)
        if page.kind == "note":
            self.sidebar.reveal(page.path)
        self.page_shown()
        if page.kind == "note":
            self.session.state.note_opened(page.path)
        self._save_later()
        self.call_after_refresh(self._page_painted)

    def _page_painted(self) -> None:
        self.pages.loader.painted.set()
        self.begin_rest()

    def on_page_view_completed(self, event: PageView.Completed) -> None:
        """All of the page is there: what needs the whole of it follows."""
        event.stop()
        self.call_after_refresh(self.page_completed)  # the page itself is painted first

    def on_page_view_gone(self, event: PageView.Gone) -> None:
        """The open note was deleted or moved."""
        event.stop()
        self.say("this note is no longer on disk; what you see is what was read last", problem=True)

    def on_page_view_failed(self, event: PageView.Failed) -> None:
        """Say why a page can't be shown; the one before stays."""
        event.stop()
        self.say(event.error, problem=True)
        self.begin_rest()
        if self.pages.page is None and self.ready:
            home = self.vault.home()
            if home is not None and Page("note", home) != event.page:
                self.go(Place(Page("note", home)), remember=False)

    @abstractmethod
    def page_shown(self) -> None:
        """Another page, or the same one otherwise, is on the screen: the screen says what follows."""

    @abstractmethod
    def page_completed(self) -> None:
        """What the page holds is known: the screen says what follows."""

    def say_page(self) -> None:
        """Name the page in the status line."""
        counts = "" if self.pages.reader.complete else "laying out …"
        self.status_line.say(path=self.page_path(), view=self.view_sign(), counts=counts, selected="", links="")

    def say_counts(self) -> None:
        """Say in the status line what is high-yield on the page."""
        self.status_line.say(counts=self.counts_text(self.pages.counts))

    def judge_links(self) -> None:
        """A link that seems missing may be a permalink or an alias: these are read for it."""
        if not self.vault.names_loaded and self.pages.has_missing_links():
            self.load_names()

    def page_path(self) -> str:
        """The page's name in the status line."""
        page = self.pages.page
        if page is None:
            return ""
        return page.path if page.kind != "topic" else f"high-yield of {page.path or 'all topics'}"

    def view_sign(self) -> str:
        """The view's name in the status line."""
        return {"all": "", "only": "HIGH-YIELD ONLY", "dim": "DIMMED"}[self.pages.view]

    def counts_text(self, counts: Counts) -> str:
        """`HY 12 · 6 of 10 sections` (behaviour 5.3.1)."""
        if not counts.marks:
            return "HY 0"
        if self.pages.page is not None and self.pages.page.kind == "topic":
            return f"HY {counts.marks} · {counts.sections} of {counts.headings} notes"
        return f"HY {counts.marks} · {counts.sections} of {counts.headings} sections"

    def on_reader_moved(self, event: Reader.Moved) -> None:
        """Follow the reading."""
        event.stop()
        self.follow_reading()
        self._save_later()

    def follow_reading(self) -> None:
        """Outline and status line show where the reader is."""
        reader = self.pages.reader
        height = max(1, reader.size.height)
        rows = len(reader.lines)
        if rows <= height:
            place = "All"
        elif reader.top <= 0:
            place = "Top"
        elif not reader.complete:
            place = "…"
        elif reader.top >= reader.max_scroll_y and reader.complete:
            place = "End"
        else:
            place = f"{min(99, 100 * (reader.top + height) // max(1, rows))}%"
        self.status_line.say(place=place)
        if self.complete:
            self.outline_pane.follow(self._reading_line())

    def _reading_line(self) -> int | None:
        reader = self.pages.reader
        if reader.top >= reader.max_scroll_y and reader.top > 0:
            lines = reader.lines[reader.top : reader.top + reader.size.height]
            headings = [line.source for line in lines if any(span.role == "heading" for span in line.spans)]
            if headings:
                return headings[-1]
        return reader.rows_source(reader.top + 1)

    # History

    def action_back(self) -> None:
        """Go back."""
        self._travel(self.history.back)

    def action_forward(self) -> None:
        """Go forward."""
        self._travel(self.history.forward)

    def _travel(self, step: Callable[[Place], Place | None]) -> None:
        current = self.pages.place()
        place = step(current) if current is not None else None
        if place is None:
            self.app.bell()
        else:
            self.go(place, remember=False)

    def action_random(self) -> None:
        """Open some note, each as likely as another."""
        import random

        notes = [path for path in self.vault.included if Page("note", path) != self.pages.page] if self.ready else []
        if notes:
            self.go(Place(Page("note", random.choice(notes))))

    # Sidebar

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """Open the note that was chosen in the tree."""
        event.stop()
        page = Page("note", event.path)
        if page == self.pages.page:
            self.focus_reader()
        else:
            self.go(Place(page))

    def on_sidebar_folders_changed(self, event: Sidebar.FoldersChanged) -> None:
        """Remember which folders stand open."""
        event.stop()
        self.session.state.save_folders(event.opened, event.closed)

    # Remembering

    def _save_later(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(SAVE_SECONDS, self.save_place)

    def save_place(self) -> None:
        """Write down where the reader is."""
        place = self.pages.place()
        if place is not None:
            self.session.remember(place, self.history)

    def on_unmount(self) -> None:
        """The last place is there again at the next start."""
        self.leaving.set()
        self.save_place()
