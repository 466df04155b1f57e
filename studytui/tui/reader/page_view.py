"""A page in the reader as the screen asks for it: views, folds, and what changes on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from studytui.layout import View
from studytui.markdown import Legend
from studytui.settings import Settings
from studytui.tui.page.anchor import TOP, Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.page.unwrapped import code_of
from studytui.tui.reader.page_find import FindingPage
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.vault.embeds import Origins

WATCH_SECONDS = 1.0
"""How often the open note is looked at on disk."""


class PageView(FindingPage):
    """One page: the reader, and the find box below it."""

    class Gone(Message):
        """The open note is no longer on disk."""

    def __init__(
        self, palette: Palette, legend: Legend, *, view: View = "all", settings: Settings | None = None
    ) -> None:
        super().__init__(palette, legend, view=view, settings=settings)
        self._seen: dict[Page, tuple[int, int] | None] = {}
        """The signature on disk that each page had when it was read, or before; None where it was not there."""

    def on_mount(self) -> None:
        """Watch the open note."""
        self.set_interval(WATCH_SECONDS, self._watch)

    def open(self, place: Place, *, words: Sequence[str] = ()) -> None:
        """Show a page at a place; what changes on disk from now on, even while it is read, will be seen."""
        if place.page != self.page:
            self._seen[place.page] = self._scanned(place.page)
        super().open(place, words=words)

    def code_here(self) -> str | None:
        """The text of the code block that the reader is at, if it is at one."""
        row = self.reader.row_here()
        return None if row is None or self.document is None else code_of(self.document, self.reader.lines[row])

    @property
    def origins(self) -> Origins | None:
        """What knows which note a link of the page stands in."""
        return self.topic or self.embedding

    def has_missing_links(self) -> bool:
        """Whether a link on the page seems to lead nowhere."""
        if self._pictures is not None and self._pictures.missing:
            return True
        return any(span.role == "link-missing" for line in self.reader.lines for span in line.spans)

    # Otherwise

    def set_view(self, view: View) -> None:
        """Show all, only high-yield, or the rest dimmed; the same source line stays where it was."""
        before, self.view = self.view, view
        if view == "dim":
            self.folds = self.folds.open(key for key, region in self.regions.items() if region.closed and region.marks)
        self._expanded = frozenset()
        self.relayout(reveal=before == "only")

    def set_legend(self, legend: Legend) -> None:
        """Colours count as something else."""
        self.legend = legend
        self.relayout()

    def set_written(self, written: bool) -> None:
        """Show formulas and diagrams as their source, or as what they mean."""
        self.written = written
        self.relayout()

    def open_gap(self, number: int) -> None:
        """Show a dropped run in place."""
        self._expanded |= {number}
        self.relayout()

    def toggle_fold(self, key: int) -> None:
        """Open what is folded, fold what is open."""
        region = self.regions.get(key)
        if region is not None:
            self.refold(self.folds.open({key}) if region.closed else self.folds.close(key), key)

    def go_to_line(self, line: int) -> None:
        """Show a source line first on the screen; what is folded there opens."""
        reader = self.reader
        row = reader.rows_of.row_of(line)
        if row is None or self.page is None:
            return
        region = self.regions.get(reader.lines[row].fold or 0)
        if self.view != "only" and (not reader.rows_of.has(line) or (region is not None and region.closed)):
            self._start(Place(self.page, Anchor(line)), known=self.document, reveal=True, unfold=True)
        else:
            reader.go_to_row(row)

    # The file

    async def _watch(self) -> None:
        """Read the open note again when it has changed on disk."""
        if self.vault is None or self.page is None or self.page.kind != "note":
            return
        page = self.page
        signature = await asyncio.to_thread(_signature, self.vault.root / page.path)
        if page != self.page or (signature is not None and page.path not in self.vault.notes):
            return  # one that is back can be read when the vault has been read again
        before, self._seen[page] = self._seen[page], signature
        if before == signature:
            return
        if signature is None:
            self.post_message(self.Gone())
        else:
            self.reload()

    def _scanned(self, page: Page) -> tuple[int, int] | None:
        """The signature of a note when the vault was read: it may have changed since."""
        note = self.vault.notes.get(page.path) if self.vault is not None else None
        return None if note is None else (note.mtime_ns, note.size)

    def reload(self) -> None:
        """Read the note from disk again and stay at the same text."""
        anchor = self._current_anchor()
        row = self.reader.top + anchor.row
        if anchor != TOP and row < len(self.reader.lines):
            self._keep_text = self.reader.lines[row].text
        self.relayout(parse=True)


def _signature(path: Path) -> tuple[int, int] | None:
    """When a file was changed, and its size; None if it is not there."""
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size
