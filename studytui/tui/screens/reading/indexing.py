"""Keeping the index of the vault, and the names and counts that it tells."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from studytui.markdown import Legend
from studytui.processes import give_back_memory, share_memory
from studytui.tui.panes.tree_counts import summed
from studytui.tui.screens.reading.base import ReadingBase

if TYPE_CHECKING:
    from studytui.search.engine import Engine
    from studytui.search.index.update import IndexReport

FREEZE_SECONDS = 2.0
"""How long after the index is whole all that is held counts as lasting."""


class Indexing:
    """The index, brought up to date by one worker at a time, which answers with messages to the screen."""

    class NamesReady(Message):
        """Permalinks and aliases are known, so that every link can be judged (from the worker)."""

    class CountsReady(Message):
        """High-yield marks of the notes that have any (from the worker)."""

        def __init__(self, counts: dict[str, int]) -> None:
            super().__init__()
            self.counts = counts
            self.summed = summed(counts)  # here in the worker: there may be 65,000

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

    class Rested(Message):
        """The worker has nothing more to do (from the worker)."""

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._pages, self._session = screen.pages, screen.session
        self._frozen = False
        self._at_work = False
        self._wanted = False
        """True if the vault has become another since the worker began."""

    def index_vault(self) -> None:
        """Bring the index up to date in a worker; counts come from the index as it was, then as it is.

        A worker that is at it goes on to its end: of a vault that changes all the time the index would never be whole.
        """
        self._wanted = True
        if self._at_work:
            return
        self._at_work, self._wanted = True, False
        vault, legend = self._screen.vault, self._session.legend

        def index() -> None:
            worker = get_current_worker()
            share_memory()
            try:
                engine = self._session.open_engine(vault)
                if not engine.complete:
                    self._screen.post_message(self.CountsReady(_marks(engine, legend)))
                    engine.prepare(lambda: worker.is_cancelled)
                for _ in range(2):
                    report = engine.refresh(self._progress, lambda: worker.is_cancelled, vault=vault)
                    if worker.is_cancelled:
                        return
                    self._screen.post_message(self.Indexed(report))
                    if not self._wanted:
                        engine.prepare(lambda: worker.is_cancelled or self._wanted)
                    if engine.damaged is None:
                        break
                give_back_memory()
                self._screen.post_message(self.CountsReady(_marks(engine, legend)))
            finally:
                self._screen.post_message(self.Rested())

        self._screen.run_worker(index, name="index", group="index", thread=True, exit_on_error=False)

    def rested(self) -> None:
        """Begin again if the vault has changed meanwhile."""
        self._at_work = False
        if self._wanted:
            self.index_vault()

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
            share_memory()
            vault.load_names()
            give_back_memory()
            self._screen.post_message(self.NamesReady())

        self._screen.run_worker(load, name="names", group="names", exclusive=True, thread=True, exit_on_error=False)

    def names_ready(self) -> None:
        """Links that seemed missing may lead somewhere after all."""
        if self._pages.has_missing_links():
            self._pages.relayout()


def _marks(engine: Engine, legend: Legend) -> dict[str, int]:
    return {path: marks for path, (marks, _) in engine.high_yields(legend).items()}
