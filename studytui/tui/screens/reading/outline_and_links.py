"""Contents of the outline, the links pane and help for the open page."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from studytui.markdown import Legend, marked_lines, outline, plain
from studytui.markdown.document import Block
from studytui.study.recall import Mask, Recall
from studytui.tui.page.pages import Page
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.page_status import PageStatus
from studytui.vault import Vault

if TYPE_CHECKING:
    from studytui.tui.panes.links_pane import LinkEntry
    from studytui.tui.panes.outline import OutlineEntry


SOON = 500
"""Notes that are indexed in a moment."""


class PageInfo:
    """Side panes filled from the open page."""

    class Gathered(Message):
        """Outline and links of a page (from the worker), None in recall; backlinks come later."""

        def __init__(
            self,
            number: int,
            page: Page,
            entries: list[OutlineEntry],
            links: list[LinkEntry] | None,
            backlinks: list[LinkEntry] | None,
        ) -> None:
            super().__init__()
            self.number = number
            """Of the worker: what an earlier one has found is worth nothing any more."""
            self.page = page
            self.entries = entries
            self.links = links
            self.backlinks = backlinks

    def __init__(self, screen: ReadingBase, status: PageStatus) -> None:
        self._screen = screen
        self._status = status
        self._pages, self._session = screen.pages, screen.session
        self._number = 0
        self._waits = False
        """Whether backlinks are still to be found."""
        self._alone = False
        """Whether they are found without the index, which will not be whole soon."""

    def index_far(self, notes: int) -> None:
        """So many notes are to be indexed before the index can tell backlinks."""
        if notes > SOON and not self._alone:
            self._find_without(alone=True)

    def index_rests(self) -> None:
        """The index is whole, or will not be."""
        engine = self._session.engine
        self._find_without(alone=engine is None or not engine.complete)

    def _find_without(self, *, alone: bool) -> None:
        self._alone = alone
        if self._waits:
            self.fill_panes(again=True)

    def fill_panes(self, *, again: bool = False) -> None:
        """Fill outline and links in a worker; `again`, when other notes may link otherwise: then all at once."""
        page, document = self._pages.page, self._pages.document
        if page is None:
            return
        if page.of_topic or document is None:
            from studytui.tui.page.topic_page import NOTE_LEVEL

            self._screen.outline_pane.show(self._outline_of_rows(NOTE_LEVEL if page.of_topic else 2))
            self._screen.links_pane.show([], [])
            self._status.outline_of = page
            self._status.follow_reading()
            return
        vault, legend, engine = self._screen.vault, self._session.legend, self._session.engine
        recall = self._pages.recall
        self._number = number = self._number + 1
        # Without the index every note would be read for backlinks, just when it is about to be whole.
        self._waits = waits = not self._alone and (engine is None or not engine.complete)

        def gather() -> None:
            from studytui.tui.panes.links_pane import LinkEntry

            worker = get_current_worker()
            blocks: Sequence[Block] = document.blocks
            if recall is not None:
                blocks = Mask(Recall(section=recall.section), legend).blocks(blocks)
            entries = outline_entries(blocks, legend)
            vault.learn(page.path, document)
            if recall is not None:
                self._screen.post_message(self.Gathered(number, page, entries, None, None))
                return
            links = link_entries(vault, page.path)
            if not again:
                self._screen.post_message(self.Gathered(number, page, entries, links, None))
            if waits:
                return
            whole = engine is not None and engine.complete
            candidates = engine.linking(page.path) if engine is not None and whole else None
            backlinks = [
                LinkEntry(
                    "backlink",
                    vault.title(found.note),
                    found.snippet,
                    found.note,
                    found.line,
                    mention=found.link.text,
                )
                for found in vault.backlinks(page.path, candidates)
            ]
            if not worker.is_cancelled:
                self._screen.post_message(self.Gathered(number, page, entries, links, backlinks))

        self._screen.run_worker(gather, name="info", group="info", exclusive=True, thread=True, exit_on_error=False)

    def _outline_of_rows(self, wanted: int) -> list[OutlineEntry]:
        """The headings of that level, of a page that is no note."""
        from studytui.tui.panes.outline import OutlineEntry

        reader = self._pages.reader
        found = []
        for line in reader.lines:
            level = next((span.level for span in line.spans if span.role == "heading"), None)
            if level == wanted and line.source is not None and line.text.strip():
                found.append(OutlineEntry(line.text.strip(), 1, line.source, 0))
        return found

    def show(self, event: Gathered) -> None:
        """Show what was gathered, unless another page is open by now."""
        if event.page != self._pages.page or event.number != self._number:
            return
        self._screen.outline_pane.show(event.entries)
        self._status.outline_of = event.page
        if event.links is None:
            self._screen.links_pane.hide()
            self._screen.status_line.say(links="")
            self._status.follow_reading()
            return
        self._screen.links_pane.show(event.links, event.backlinks)
        missing = sum(entry.missing for entry in event.links)
        text = _counted(len(event.links), "link") + (f", {missing} missing" if missing else "")
        if event.backlinks is not None:
            self._pages.show_backlinks(len(event.backlinks))
            text += " · " + _counted(len(event.backlinks), "backlink")
        self._screen.status_line.say(links=text)
        self._status.follow_reading()


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def outline_entries(blocks: Sequence[Block], legend: Legend) -> list[OutlineEntry]:
    """The headings of a note with the high-yield lines right under each."""
    from studytui.tui.panes.outline import OutlineEntry

    headings = outline(blocks)
    lines = [heading.line for heading in headings]
    hits = Counter(bisect_right(lines, marked.line) for marked in marked_lines(blocks, legend))
    return [
        OutlineEntry(plain(heading.inlines), heading.level, heading.line, hits[number])
        for number, heading in enumerate(headings, 1)
    ]


def link_entries(vault: Vault, note: str) -> list[LinkEntry]:
    """The links of a note to notes and addresses, one a target."""
    from studytui.tui.panes.links_pane import LinkEntry

    found: dict[str, LinkEntry] = {}
    for out in vault.outgoing(note):
        link = out.link
        if link.target not in found:
            missing = out.status == "missing"
            detail = f"not in this vault: {link.target}" if missing else ""
            if out.status == "missing-heading":
                detail = f"no heading {out.resolution.subpath}"
            found[link.target] = LinkEntry(
                "link",
                link.text,
                detail,
                link.target,
                link.line,
                missing,
                markdown=link.kind != "wiki",
                path="" if missing else (out.resolution.note or link.target),
            )
    return list(found.values())
