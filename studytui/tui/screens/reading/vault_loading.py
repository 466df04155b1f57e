"""Reading the vault, following it as it changes, and keeping its index."""

from __future__ import annotations

import gc
import threading
from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from studytui.markdown import Legend
from studytui.processes import give_back_memory, share_memory
from studytui.tui.page.pages import Place
from studytui.tui.screens.reading.panes import Panes
from studytui.tui.session import Session
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


class VaultLoading(Panes):
    """The vault and its index, read by workers; what follows for the page is up to `Navigation`."""

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

    _away: str | None = None
    """Why the vault cannot be read now."""
    _frozen = False
    _scanning = False
    _changed = False
    """Whether something changed while the vault was being read."""

    def __init__(self, session: Session, palette: Palette) -> None:
        super().__init__(session, palette)
        self.leaving = threading.Event()
        self._rest_begun = False

    def read_vault(self, *, again: bool = False) -> None:
        """Scan the vault in a worker; `again` after something changed in it: then once at a time, however much did."""
        if again and self._scanning:
            self._changed = True
            return
        self._scanning, self._changed = True, False
        known, legend = self.session.vault, self.session.legend

        def scan() -> None:
            try:
                if again and known is not None:
                    vault = known.rescan(legend)
                else:
                    vault = open_vault(self.session.root, legend, show_excluded=self.session.settings.show_excluded)
                if known is not None and known.notes and not vault.notes:
                    raise VaultError(f"there are no notes in {self.session.root} any more")
            except VaultError as error:
                self.post_message(self.VaultFailed(str(error)))
            else:
                self.post_message(self.VaultRead(vault, None if again else self.session.first_place(vault)))

        self.run_worker(scan, name="scan", group="scan", exclusive=True, thread=True, exit_on_error=False)

    def on_vault_loading_vault_read(self, event: VaultRead) -> None:
        """Show the tree and the first page; then count."""
        event.stop()
        self._scanned()
        before = self.session.vault
        if self._away is not None:
            self._away = None
            self.say("the vault is there again")
        if event.vault is before:
            return
        self.pages.loader.vault = event.vault
        self.session.vault = event.vault
        self.sidebar.tags = self.session.tags
        names = before is not None and before.notes.keys() == event.vault.notes.keys()
        if before is None or not names or before.excluded != event.vault.excluded:
            self.sidebar.show(
                event.vault, self.session.state.open_folders(), show_hidden=self.session.settings.show_hidden
            )
        else:
            self.sidebar.use(event.vault)
        if before is None:
            self.begin_at(event.place)
        else:
            self.index_vault()

    @abstractmethod
    def begin_at(self, place: Place | None) -> None:
        """Show the first page of a vault that was read; there is no place in one without notes."""

    def begin_rest(self) -> None:
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
        for _ in changes(self.session.root, self.leaving):
            self.post_message(self.VaultChanged())

    def on_vault_loading_vault_changed(self, event: VaultChanged) -> None:
        """Look at the vault again."""
        event.stop()
        self.read_vault(again=True)

    def on_vault_loading_vault_failed(self, event: VaultFailed) -> None:
        """Without a vault there is nothing to do: leave, saying why. One that was read may come back."""
        event.stop()
        self._scanned()
        if self.session.vault is None:
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
        vault, legend = self.vault, self.session.legend

        def index() -> None:
            worker = get_current_worker()
            share_memory()
            engine = self.session.open_engine(vault)
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
            give_back_memory()
            self.post_message(self.CountsReady(_marks(engine, legend)))

        self.run_worker(index, name="index", group="index", exclusive=True, thread=True, exit_on_error=False)

    def _progress(self, done: int, of: int) -> None:
        self.post_message(self.Progressed(done, of))

    def on_vault_loading_progressed(self, event: Progressed) -> None:
        """Say how far the index is."""
        event.stop()
        self.status_line.say(index=f"indexing {event.done:,} of {event.of:,}" if event.done < event.of else "")

    def on_vault_loading_indexed(self, event: Indexed) -> None:
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

    def load_names(self) -> None:
        """Read permalinks and aliases in a worker: a link that seems missing may be one of them."""
        vault = self.vault

        def load() -> None:
            vault.load_names()
            self.post_message(self.NamesReady())

        self.run_worker(load, name="names", group="names", exclusive=True, thread=True, exit_on_error=False)

    def on_vault_loading_names_ready(self, event: NamesReady) -> None:
        """Links that seemed missing may lead somewhere after all."""
        event.stop()
        if self.pages.has_missing_links():
            self.pages.relayout()

    def on_vault_loading_counts_ready(self, event: CountsReady) -> None:
        """Show counts in the tree."""
        event.stop()
        self.sidebar.show_counts(event.counts)


def _marks(engine: Engine, legend: Legend) -> dict[str, int]:
    return {path: marks for path, (marks, _) in engine.high_yields(legend).items()}
