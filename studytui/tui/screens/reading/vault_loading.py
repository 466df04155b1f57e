"""Reading the vault, and noticing how it changes; what follows a change stands in `ReadingScreen`."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field
from textual.message import Message

from studytui.markdown import Legend
from studytui.tui.page.pages import Place
from studytui.tui.page.taken import News, Taken, look
from studytui.tui.reader.page_view import PageView
from studytui.tui.screens.reading.base import ReadingBase
from studytui.vault import Note, Vault, VaultError, open_vault
from studytui.vault.changes import Changes, changes, moved_folders, moves

AWAY_SECONDS = 1.0
"""How long until a vault that could not be read is looked for again."""
BEGIN_SECONDS = 1.0
"""How long the scan waits at most for the first page."""
AGAIN_SECONDS = 0.3
"""How long the vault rests between two scans when it changes all the time."""
MOST_GONE = 10_000
"""Notes that went, and may come back elsewhere."""


class Change(Struct, frozen=True):
    """The differences that a scan has found."""

    notes: Changes = Changes()
    moved: Mapping[str, str] = field(default_factory=dict)
    """Old path to new one of the notes and folders that lie elsewhere now."""
    folders: frozenset[str] = frozenset()
    """The folders of which the rows are others: all, of a vault that could not be read before."""
    line_breaks: bool = False
    """True if Obsidian says otherwise now how single line breaks are shown."""


class VaultLoading:
    """The vault and what its pages were made of, looked at by workers, which answer with messages to the screen."""

    class PlaceKnown(Message):
        """Where to begin is known, before the vault is read (from the worker)."""

        def __init__(self, vault: Vault, place: Place) -> None:
            super().__init__()
            self.vault = vault
            """That which is being read."""
            self.place = place

    class VaultRead(Message):
        """The vault was read (from the worker)."""

        def __init__(self, vault: Vault, place: Place | None, change: Change) -> None:
            super().__init__()
            self.vault = vault
            self.place = place
            """Where to begin, the first time."""
            self.change = change

    class VaultFailed(Message):
        """The vault can't be read (from the worker)."""

        def __init__(self, error: str) -> None:
            super().__init__()
            self.error = error

    class VaultChanged(Message):
        """Something in the vault changed on disk (from the worker)."""

    class PagesLooked(Message):
        """The pages that are shown were compared with the vault (from the worker)."""

        def __init__(self, vault: Vault, found: list[tuple[PageView, Taken, News]]) -> None:
            super().__init__()
            self.vault = vault
            self.found = found

    class Gone(Message):
        """What a preview shows is no longer on disk, or is again (to its view)."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text
            """Empty when it is there."""

    class Settled(Message):
        """The first page stands, and what it must not wait for has begun."""

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._pages, self._session = screen.pages, screen.session
        self.leaving = threading.Event()
        """Set when the screen goes: then nothing is watched any more."""
        self.begun = threading.Event()
        """Set when the first page is painted, or cannot be."""
        self._away: str | None = None
        """Why the vault cannot be read now."""
        self._scanning = False
        self._changed = False
        """True if something changed while the vault was being read."""
        self._guessed = False
        """True if the first page was typeset before the vault was read, so that its links were not looked up."""
        self._gone: dict[str, Note] = {}
        """Notes that were there, for the scan worker: they may come back elsewhere."""
        self._came: tuple[Note, ...] = ()
        """Notes that came with the last change."""

    # The vault

    def read_vault(self, *, again: bool = False) -> None:
        """Scan the vault in a worker; `again` after something changed in it: then once at a time, however much did."""
        if again and self._scanning:
            self._changed = True
            return
        self._scanning, self._changed = True, False
        known, legend, back = self._session.vault, self._session.legend, self._away is not None

        def scan() -> None:
            try:
                shown = self._session.settings.show_excluded
                if again and known is not None:
                    vault = known.rescan(legend, show_excluded=shown, anew=back)
                else:
                    vault = self._open(legend, show_excluded=shown)
                if known is not None and known.notes and not vault.notes:
                    raise VaultError(f"there are no notes in {self._session.root} any more")
            except VaultError as error:
                self._screen.post_message(self.VaultFailed(str(error)))
            else:
                change = self._compare(known, vault, back=back)
                place = None if again else self._session.first_place(vault)
                self._screen.post_message(self.VaultRead(vault, place, change))

        self._screen.run_worker(scan, name="scan", group="scan", exclusive=True, thread=True, exit_on_error=False)

    def _open(self, legend: Legend, *, show_excluded: bool) -> Vault:
        """The vault; the place to begin at goes before the scan, which would only take the processor from it."""
        vault = open_vault(self._session.root, legend, show_excluded=show_excluded, scanned=False)
        place = self._session.known_place(vault)
        if place is not None:
            self._screen.post_message(self.PlaceKnown(vault, place))
            self.begun.wait(BEGIN_SECONDS)
        vault.notes  # noqa: B018 - scans it, here in the worker
        return vault

    def begin(self, vault: Vault) -> None:
        """Let pages be typeset from a vault that is still being read."""
        self._guessed = True
        for view in self._views():
            view.loader.vault = vault

    def _compare(self, before: Vault | None, vault: Vault, *, back: bool) -> Change:
        """Finds what differs; makes ready what handlers ask of the vault, and moves what is kept of notes along."""
        if before is None or vault is before:
            return Change()
        if before.names_loaded:
            vault.load_names()  # else links by such a name would seem to lead nowhere for a moment
        found = changes(before.notes, vault.notes)
        vault.topics  # noqa: B018 - made here and not in a handler
        for note in found.gone:
            self._gone[note.path] = note
        moved = moves(self._gone.values(), (*found.came, *found.written)) if found.came else {}
        for path in (*moved, *(note.path for note in found.came)):
            self._gone.pop(path, None)
        while len(self._gone) > MOST_GONE:
            del self._gone[next(iter(self._gone))]
        if moved:
            moved |= moved_folders(moved, vault.topics.folders())
            self._session.state.moved(moved)
        folders = frozenset(("", *vault.topics.folders())) if back else found.folders
        return Change(found, moved, folders, vault.strict_line_breaks(None) != before.strict_line_breaks(None))

    def use(self, vault: Vault, change: Change) -> Literal["first", "other", "same"]:
        """Give the vault that was read to all that ask it; which it is."""
        self._scanned()
        before = self._session.vault
        if self._away is not None:
            self._away = None
            self._screen.status_line.say(away="")
            self._screen.say("the vault is there again")
        if vault is before:
            return "same"
        self._session.vault = vault
        for view in self._views():
            view.loader.vault = vault
        self._previews_moved(change.moved)
        self._came = change.notes.came
        return "first" if before is None else "other"

    def failed(self, error: str) -> None:
        """Without a vault there is nothing to do: leave, saying why. One that was read may come back."""
        self._scanned()
        if self._session.vault is None:
            self._screen.app.exit(return_code=2, message=f"studytui: {error}")
            return
        if self._away != error:
            self._away = error
            self._screen.status_line.say(away=f"{error}; what you see is what was read; looking again")
        self._screen.set_timer(AWAY_SECONDS, lambda: self.read_vault(again=True))

    def _scanned(self) -> None:
        self._scanning = False
        if self._changed:
            self._screen.set_timer(AGAIN_SECONDS, lambda: self.read_vault(again=True))

    # Its pages

    def _views(self) -> Iterator[PageView]:
        """The page views of all screens: the page itself, and those of previews over it."""
        for screen in self._screen.app.screen_stack:
            yield from screen.query(PageView)

    def look_at_pages(self) -> None:
        """Find out in a worker what has become of the pages that are shown."""
        if self._session.vault is None:
            return
        vault, came, self._guessed = self._session.vault, self._came, False
        shown = [(view, view.taken) for view in self._views()]

        def find() -> None:
            found = [(view, taken, look(vault, taken, came)) for view, taken in shown if taken is not None]
            self._screen.post_message(self.PagesLooked(vault, found))

        self._screen.run_worker(find, name="look", group="look", exclusive=True, thread=True, exit_on_error=False)

    def page_complete(self) -> None:
        """The vault may have become another while the page was typeset."""
        if self._guessed or any(
            view.taken is not None and view.taken.vault is not self._session.vault for view in self._views()
        ):
            self.look_at_pages()

    def follow(self, event: PagesLooked) -> Mapping[str, str]:
        """Show pages anew that are others now; where those lie that were moved by being written anew."""
        if event.vault is not self._session.vault:
            return {}  # the vault is another again, and is looked at
        moved: dict[str, str] = {}
        for view, taken, news in event.found:
            if news.moved_to is not None:
                moved[taken.page.path] = news.moved_to
            elif view.is_attached and not view.follow.take(taken, news, event.vault):
                self._screen.set_timer(AGAIN_SECONDS, self.look_at_pages)
            if taken.page == view.page and news.moved_to is None:
                gone = f"can't be read: {news.reason}" if news.reason else "is no longer on disk"
                what = "folder" if taken.page.of_topic else "note"
                self._say_gone(view, f"this {what} {gone}" if news.kind == "gone" else "")
        if moved:
            self._session.state.moved(moved)
            self._previews_moved(moved)
        return moved

    def _previews_moved(self, moved: Mapping[str, str]) -> None:
        """Previews go on where their notes lie now; the page itself does so with its history."""
        for view in self._views():
            if moved and view is not self._pages:
                view.follow.moved(moved)

    def _say_gone(self, view: PageView, text: str) -> None:
        if view is not self._pages:
            view.post_message(self.Gone(text))
            return
        self._screen.status_line.say(gone=f"{text}; what you see is what was read last" if text else "")

    # Watching

    def watch(self) -> None:
        """Say when something in the vault changes, from a worker."""
        self._screen.run_worker(self._watch_vault, name="watch", group="watch", thread=True, exit_on_error=False)

    def _watch_vault(self) -> None:
        from studytui.tui.watching import changes as changes_on_disk  # only now: the first page needs none

        vault = self._session.vault
        outer = None if vault is None else vault.location.outer
        for _ in changes_on_disk(self._session.root, self.leaving, outer, self._changed_elsewhere):
            self._screen.post_message(self.VaultChanged())

    def _changed_elsewhere(self) -> bool:
        vault = self._session.vault
        return vault is not None and vault.outer_files.changed()
