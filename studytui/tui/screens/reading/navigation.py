"""Reading the vault, opening places, going back and forward, and remembering where one was."""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from studytui.markdown import Legend
from studytui.processes import give_back_memory
from studytui.tui.page.loader import Counts
from studytui.tui.page.pages import Page, Place
from studytui.tui.panes.sidebar import Sidebar
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.panes import Panes
from studytui.tui.session import Desk
from studytui.tui.theme.palette import Palette
from studytui.tui.watching import changes
from studytui.vault import Vault, VaultError, open_vault

if TYPE_CHECKING:
    from studytui.search.engine import Engine
    from studytui.search.index.update import IndexReport

AWAY_SECONDS = 1.0
"""How long until a vault that could not be read is looked for again."""
AGAIN_SECONDS = 0.3
"""How long the vault rests between two scans when it changes all the time."""
FREEZE_SECONDS = 2.0
"""How long after the index is whole all that is held counts as lasting."""
SAVE_SECONDS = 1.5
"""How long the reader must rest before its place is written down."""


class Opening(Panes):
    """Everything that leads to a page being shown."""

    BINDING_GROUP_TITLE = "Places"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,alt+left", "back", "Back", id="back", tooltip="Back to the place before"),
        Binding("alt+right", "forward", "Forward", show=False, id="forward", tooltip="Forward again"),
        Binding("x", "random", "Random", show=False, id="random", tooltip="Open a random note"),
    ]

    class VaultRead(Message):
        """The vault was read (from the worker)."""

        def __init__(self, vault: Vault, place: Place | None) -> None:
            super().__init__()
            self.vault = vault
            self.place = place
            """Where to begin, the first time."""

    class VaultFailed(Message):
        """The vault can't be read (from the worker)."""

        def __init__(self, error: str) -> None:
            super().__init__()
            self.error = error

    class NamesReady(Message):
        """Permalinks and aliases are known, so that every link can be judged (from the worker)."""

    class CountsReady(Message):
        """High-yield marks of the notes that have any (from the worker)."""

        def __init__(self, counts: dict[str, int]) -> None:
            super().__init__()
            self.counts = counts

    class Progressed(Message):
        """So many notes of those to be indexed are read (from the worker)."""

        def __init__(self, done: int, of: int) -> None:
            super().__init__()
            self.done = done
            self.of = of

    class Indexed(Message):
        """The index is up to date, or could not be brought there (from the worker)."""

        def __init__(self, report: IndexReport) -> None:
            super().__init__()
            self.report = report

    class VaultChanged(Message):
        """Something in the vault changed on disk (from the worker)."""

    class Settled(Message):
        """The first page stands, and what it must not wait for has begun."""

    _save_timer: Timer | None = None
    _away: str | None = None
    """Why the vault cannot be read now."""
    _frozen = False
    _scanning = False
    _changed = False
    """Whether something changed while the vault was being read."""

    def __init__(self, desk: Desk, palette: Palette) -> None:
        super().__init__(desk, palette)
        self._leaving = threading.Event()
        self._rest_begun = False

    # The vault

    def read_vault(self, *, again: bool = False) -> None:
        """Scan the vault in a worker; `again` after something changed in it: then once at a time, however much did."""
        if again and self._scanning:
            self._changed = True
            return
        self._scanning, self._changed = True, False
        known, legend = self.desk.vault, self.desk.legend

        def scan() -> None:
            try:
                vault = known.rescan(legend) if again and known is not None else open_vault(self.desk.root, legend)
                if known is not None and known.notes and not vault.notes:
                    raise VaultError(f"there are no notes in {self.desk.root} any more")
            except VaultError as error:
                self.post_message(self.VaultFailed(str(error)))
            else:
                self.post_message(self.VaultRead(vault, None if again else self.desk.first_place(vault)))

        self.run_worker(scan, name="scan", group="scan", exclusive=True, thread=True, exit_on_error=False)

    def on_opening_vault_read(self, event: VaultRead) -> None:
        """Show the tree and the first page; then count."""
        event.stop()
        self._scanned()
        before = self.desk.vault
        if self._away is not None:
            self._away = None
            self.say("the vault is there again")
        if event.vault is before:
            return
        self.pages.vault = event.vault
        self.desk.vault = event.vault
        self.sidebar.tags = self.desk.tags
        if before is None or before.notes.keys() != event.vault.notes.keys():
            self.sidebar.show(event.vault, self.desk.state.open_folders(), show_hidden=self.desk.settings.show_hidden)
        else:
            self.sidebar.use(event.vault)
        if before is None:
            if event.place is None:
                self.pages.show_note(f"There are no notes in {self.desk.root}. Open another folder: studytui PATH")
                self.page_shown()
                self._begin_rest()
            else:
                self.history = self.desk.history(event.place)
                self.go(event.place, remember=False)
        else:
            self.index_vault()

    def _begin_rest(self) -> None:
        """What the first page must not wait for."""
        if self._rest_begun:
            return
        self._rest_begun = True
        gc.enable()
        self.complete_panes()
        self.run_worker(self._watch_vault, name="watch", group="watch", thread=True, exit_on_error=False)
        self.index_vault()
        self.post_message(self.Settled())

    def _watch_vault(self) -> None:
        for _ in changes(self.desk.root, self._leaving):
            self.post_message(self.VaultChanged())

    def on_opening_vault_changed(self, event: VaultChanged) -> None:
        """Look at the vault again."""
        event.stop()
        self.read_vault(again=True)

    def on_opening_vault_failed(self, event: VaultFailed) -> None:
        """Without a vault there is nothing to do: leave, saying why. One that was read may come back."""
        event.stop()
        self._scanned()
        if self.desk.vault is None:
            self.app.exit(return_code=2, message=f"studytui: {event.error}")
            return
        if self._away != event.error:
            self._away = event.error
            self.say(f"{event.error}; what you see is what was read; looking again", problem=True)
        self.set_timer(AWAY_SECONDS, lambda: self.read_vault(again=True))

    def _scanned(self) -> None:
        self._scanning = False
        if self._changed:
            self.set_timer(AGAIN_SECONDS, lambda: self.read_vault(again=True))

    def index_vault(self) -> None:
        """Bring the index up to date in a worker; counts come from the index as it was, then as it is."""
        vault, legend = self.vault, self.desk.legend

        def index() -> None:
            worker = get_current_worker()
            engine = self.desk.open_engine(vault)
            self.post_message(self.CountsReady(_marks(engine, legend)))
            engine.prepare(lambda: worker.is_cancelled)
            for _ in range(2):
                report = engine.refresh(self._progress, lambda: worker.is_cancelled, vault=vault)
                if worker.is_cancelled:
                    return
                self.post_message(self.Indexed(report))
                engine.prepare(lambda: worker.is_cancelled)
                if engine.damaged is None:
                    break
            if report.added or report.changed or report.removed:
                give_back_memory()
            self.post_message(self.CountsReady(_marks(engine, legend)))

        self.run_worker(index, name="index", group="index", exclusive=True, thread=True, exit_on_error=False)

    def _progress(self, done: int, of: int) -> None:
        self.post_message(self.Progressed(done, of))

    def on_opening_progressed(self, event: Progressed) -> None:
        """Say how far the index is."""
        event.stop()
        self.status_line.say(index=f"indexing {event.done:,} of {event.of:,}" if event.done < event.of else "")

    def on_opening_indexed(self, event: Indexed) -> None:
        """The index is whole, or why it is not."""
        event.stop()
        if not self._frozen:
            self._frozen = True
            # What is there now stays: the collector need not look through it again, while keys wait.
            self.set_timer(FREEZE_SECONDS, gc.freeze)
        self.status_line.say(index="")
        from studytui.tui.screens.type_ahead import TypeAheadScreen

        screen = self.app.screen
        if isinstance(screen, TypeAheadScreen):
            screen.call_later(screen.ask_again)  # in its own turn: it may not be built yet
        if event.report.problem:
            self.say(event.report.problem, problem=True)

    def _load_names(self) -> None:
        """Read permalinks and aliases in a worker: a link that seems missing may be one of them."""
        vault = self.vault

        def load() -> None:
            vault.load_names()
            self.post_message(self.NamesReady())

        self.run_worker(load, name="names", group="names", exclusive=True, thread=True, exit_on_error=False)

    def on_opening_names_ready(self, event: NamesReady) -> None:
        """Links that seemed missing may lead somewhere after all."""
        event.stop()
        if self.pages.has_missing_links():
            self.pages.relayout()

    def on_opening_counts_ready(self, event: CountsReady) -> None:
        """Show counts in the tree."""
        event.stop()
        self.sidebar.show_counts(event.counts)

    # Places

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
            self.desk.state.note_opened(page.path)
        self._save_later()
        self.call_after_refresh(self._page_painted)

    def _page_painted(self) -> None:
        self.pages.painted.set()
        self._begin_rest()

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
        self._begin_rest()
        if self.pages.page is None and self.ready:
            home = self.vault.home()
            if home is not None and Page("note", home) != event.place.page:
                self.go(Place(Page("note", home)), remember=False)

    def page_shown(self) -> None:
        """Another page, or the same one otherwise, is on the screen."""
        counts = "" if self.pages.reader.complete else "laying out …"
        self.status_line.say(path=self.page_path(), view=self.view_sign(), counts=counts, selected="", links="")
        self.follow_reading()

    def page_completed(self) -> None:
        """What the page holds is known."""
        if not self.vault.names_loaded and self.pages.has_missing_links():
            self._load_names()
        self.status_line.say(counts=self.counts_text(self.pages.counts))

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

    def _travel(self, step: object) -> None:
        current = self.pages.place()
        place = step(current) if current is not None and callable(step) else None
        if place is None:
            self.app.bell()
        else:
            self.go(place, remember=False)

    def action_random(self) -> None:
        """Open some note, each as likely as another."""
        import random

        notes = [path for path in self.vault.notes if Page("note", path) != self.pages.page] if self.ready else []
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
        self.desk.state.save_folders(event.opened, event.closed)

    # Remembering

    def _save_later(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(SAVE_SECONDS, self.save_place)

    def save_place(self) -> None:
        """Write down where the reader is."""
        place = self.pages.place()
        if place is not None:
            self.desk.remember(place, self.history)

    def on_unmount(self) -> None:
        """The last place is there again at the next start."""
        self._leaving.set()
        self.save_place()


def _marks(engine: Engine, legend: Legend) -> dict[str, int]:
    return {path: marks for path, (marks, _) in engine.high_yields(legend).items()}
