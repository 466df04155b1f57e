"""Loads pages for one widget: typesets them in a worker, draws their diagrams and pictures."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from studytui.layout.protocols import PLAIN_LOOK
from studytui.markdown.document import Document
from studytui.tui.page.diagrams import Diagrams, PageDrawings
from studytui.tui.page.loader import Job, Sheet, typeset
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.pictures.page import Pictures
from studytui.vault import Vault, VaultError

if TYPE_CHECKING:
    from studytui.tui.pictures.gallery import Outcome

PAINT_SECONDS = 0.05
"""How long the rest of a page waits at most for its first screen to be painted."""


class SheetReady(Message):
    """A sheet is laid out (posted by the worker)."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet


class LoadFailed(Message):
    """The page can't be typeset (from the worker)."""

    def __init__(self, job: Job, error: str) -> None:
        super().__init__()
        self.job = job
        self.error = error


class DiagramsDrawn(Message):
    """Diagrams of the page are drawn, so that they can be shown (from the worker)."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job


class PictureDrawn(Message):
    """A picture is drawn, or cannot be (from the worker)."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


class PageLoader:
    """The jobs of one widget, numbered: of each message it can be told whether a later job has begun since."""

    def __init__(self, host: Widget) -> None:
        self._host = host
        self.vault: Vault | None = None
        self.used: Vault | None = None
        """The vault of the last job."""
        self.look = PLAIN_LOOK
        self.gallery = Gallery()
        self.pictures: Pictures | None = None
        """Of the page of the last job."""
        self.diagrams = Diagrams()
        self.painted = Event()
        """Set when the first screen of the page is painted: typesetting the rest would take the processor from that."""
        self.job: Job | None = None
        """The last one begun."""

    def strict_breaks(self, own: bool | None) -> bool:
        """True if single line breaks join, by the reader's own setting or what the vault says."""
        return bool(own) if self.vault is None else self.vault.strict_line_breaks(own)

    def is_last(self, job: Job) -> bool:
        """True if no later job has begun."""
        return self.job is not None and job.number == self.job.number

    def load(self, job: Job, known: Document | None) -> None:
        """Begins a job, which ends the one before; `known` is the note, if it is parsed and has not changed."""
        vault = self.vault
        if vault is None:
            return
        self.used = vault
        self.pictures = Pictures(vault, job.page.path, self.gallery, job.height)
        drawings = PageDrawings(self.diagrams, self.pictures if self.gallery.mode != "off" else None)
        number = 1 if self.job is None else self.job.number + 1
        self.job = job = replace(job, number=number, drawings=drawings, look=self.look)
        self.painted = painted = Event()
        self._host.run_worker(
            lambda: self._typeset(vault, job, known, painted),
            name=f"typeset {job.page.path}",
            group="typeset",
            exclusive=True,
            thread=True,
            exit_on_error=False,
        )

    def _typeset(self, vault: Vault, job: Job, known: Document | None, painted: Event) -> None:
        worker = get_current_worker()
        try:
            for sheet in typeset(vault, job, known):
                if worker.is_cancelled:
                    return
                self._host.post_message(SheetReady(sheet))
                if sheet.first and not sheet.complete:
                    painted.wait(PAINT_SECONDS)
        except VaultError as error:
            self._host.post_message(LoadFailed(job, str(error)))
            return
        if self.diagrams.draw(lambda: worker.is_cancelled) and not worker.is_cancelled:
            self._host.post_message(DiagramsDrawn(job))

    def draw(self, pictures: Pictures) -> None:
        """Draws the pictures that wait, in a worker of their own, unless one does already."""
        if pictures.begin():
            self._host.run_worker(
                lambda: self._draw(pictures), name="draw pictures", group="pictures", thread=True, exit_on_error=False
            )

    def _draw(self, pictures: Pictures) -> None:
        worker = get_current_worker()
        for outcome in pictures.work():
            self._host.post_message(PictureDrawn(outcome))
            if worker.is_cancelled:
                return

    def close(self) -> None:
        """Ends the drawing of diagrams."""
        self.diagrams.close()
