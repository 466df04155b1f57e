"""Reading the vault, following it as it changes, and keeping its index."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from studytui.markdown import Legend
from studytui.processes import give_back_memory
from studytui.tui.page.pages import Place
from studytui.tui.screens.reading.base import ReadingBase
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


class VaultLoading:
    """The vault and its index, read by workers, which answer with messages to the screen."""

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

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._pages, self._session = screen.pages, screen.session
        self.leaving = threading.Event()
        """Set when the screen goes: then nothing is watched any more."""
        self._away: str | None = None
        """Why the vault cannot be read now."""
        self._frozen = False
        self._scanning = False
        self._changed = False
        """Whether something changed while the vault was being read."""

    def read_vault(self, *, again: bool = False) -> None:
        """Scan the vault in a worker; `again` after something changed in it: then once at a time, however much did."""
        if again and self._scanning:
            self._changed = True
            return
        self._scanning, self._changed = True, False
        known, legend = self._session.vault, self._session.legend

        def scan() -> None:
            try:
                vault = known.rescan(legend) if again and known is not None else open_vault(self._session.root, legend)
                if known is not None and known.notes and not vault.notes:
                    raise VaultError(f"there are no notes in {self._session.root} any more")
            except VaultError as error:
                self._screen.post_message(self.VaultFailed(str(error)))
            else:
                self._screen.post_message(self.VaultRead(vault, None if again else self._session.first_place(vault)))

        self._screen.run_worker(scan, name="scan", group="scan", exclusive=True, thread=True, exit_on_error=False)

    def use(self, vault: Vault) -> bool:
        """Show the tree of a vault that was read, and index it if another was there before; whether it is the first."""
        self._scanned()
        before = self._session.vault
        if self._away is not None:
            self._away = None
            self._screen.say("the vault is there again")
        if vault is before:
            return False
        self._pages.loader.vault = vault
        self._session.vault = vault
        self._screen.sidebar.tags = self._session.tags
        if before is None or before.notes.keys() != vault.notes.keys():
            self._screen.sidebar.show(
                vault, self._session.state.open_folders(), show_hidden=self._session.settings.show_hidden
            )
        else:
            self._screen.sidebar.use(vault)
        if before is not None:
            self.index_vault()
        return before is None

    def watch(self) -> None:
        """Say when something in the vault changes, from a worker."""
        self._screen.run_worker(self._watch_vault, name="watch", group="watch", thread=True, exit_on_error=False)

    def _watch_vault(self) -> None:
        for _ in changes(self._session.root, self.leaving):
            self._screen.post_message(self.VaultChanged())

    def failed(self, error: str) -> None:
        """Without a vault there is nothing to do: leave, saying why. One that was read may come back."""
        self._scanned()
        if self._session.vault is None:
            self._screen.app.exit(return_code=2, message=f"studytui: {error}")
            return
        if self._away != error:
            self._away = error
            self._screen.say(f"{error}; what you see is what was read; looking again", problem=True)
        self._screen.set_timer(AWAY_SECONDS, lambda: self.read_vault(again=True))

    def _scanned(self) -> None:
        self._scanning = False
        if self._changed:
            self._screen.set_timer(AGAIN_SECONDS, lambda: self.read_vault(again=True))

    def index_vault(self) -> None:
        """Bring the index up to date in a worker; counts come from the index as it was, then as it is."""
        vault, legend = self._screen.vault, self._session.legend

        def index() -> None:
            worker = get_current_worker()
            engine = self._session.open_engine(vault)
            self._screen.post_message(self.CountsReady(_marks(engine, legend)))
            engine.prepare(lambda: worker.is_cancelled)
            for _ in range(2):
                report = engine.refresh(self._progress, lambda: worker.is_cancelled, vault=vault)
                if worker.is_cancelled:
                    return
                self._screen.post_message(self.Indexed(report))
                engine.prepare(lambda: worker.is_cancelled)
                if engine.damaged is None:
                    break
            if report.added or report.changed or report.removed:
                give_back_memory()
            self._screen.post_message(self.CountsReady(_marks(engine, legend)))

        self._screen.run_worker(index, name="index", group="index", exclusive=True, thread=True, exit_on_error=False)

    def _progress(self, done: int, of: int) -> None:
        self._screen.post_message(self.Progressed(done, of))

    def say_progress(self, done: int, of: int) -> None:
        """Say how far the index is."""
        self._screen.status_line.say(index=f"indexing {done:,} of {of:,}" if done < of else "")

    def indexed(self, report: IndexReport) -> None:
        """The index is whole, or why it is not."""
        if not self._frozen:
            self._frozen = True
            # What is there now stays: the collector need not look through it again, while keys wait.
            self._screen.set_timer(FREEZE_SECONDS, gc.freeze)
        self._screen.status_line.say(index="")
        from studytui.tui.screens.type_ahead import TypeAheadScreen

        screen = self._screen.app.screen
        if isinstance(screen, TypeAheadScreen):
            screen.call_later(screen.ask_again)  # in its own turn: it may not be built yet
        if report.problem:
            self._screen.say(report.problem, problem=True)

    def judge_links(self) -> None:
        """A link that seems missing may be a permalink or an alias: these are read for it, in a worker."""
        vault = self._screen.vault
        if vault.names_loaded or not self._pages.has_missing_links():
            return

        def load() -> None:
            vault.load_names()
            self._screen.post_message(self.NamesReady())

        self._screen.run_worker(load, name="names", group="names", exclusive=True, thread=True, exit_on_error=False)

    def names_ready(self) -> None:
        """Links that seemed missing may lead somewhere after all."""
        if self._pages.has_missing_links():
            self._pages.relayout()


def _marks(engine: Engine, legend: Legend) -> dict[str, int]:
    return {path: marks for path, (marks, _) in engine.high_yields(legend).items()}
