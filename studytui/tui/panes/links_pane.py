"""Links and backlinks of the note, each with the line that links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

MOST_SHOWN = 1_000
"""Rows of links, and as many of backlinks: the keys would wait for more."""


class LinkEntry(Struct, frozen=True):
    """One row of the links pane: the link's destination and its text."""

    kind: Literal["link", "backlink"]
    title: str
    detail: str
    """Of a backlink: the line that links. Of a link: the target, where the title does not say it."""
    target: str
    """Of a link: the target as written. Of a backlink: the path of the note that links."""
    line: int
    """Of a link: its line in this note. Of a backlink: the line in the other note."""
    missing: bool = False
    markdown: bool = False


class LinksPane(OptionList):
    """Outgoing links and backlinks of the note that is shown."""

    BINDING_GROUP_TITLE = "In the links"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False, id="links.down", tooltip="Next entry"),
        Binding("k", "cursor_up", show=False, id="links.up", tooltip="Previous entry"),
        Binding("enter", "select", "Open", id="links.open", tooltip="Go there"),
        Binding("escape", "screen.reader", "Note", key_display="esc", id="links.leave", tooltip="Back to the note"),
    ]

    class Chosen(Message):
        """An entry is to be opened."""

        def __init__(self, entry: LinkEntry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.border_title = "Links"
        self._entries: dict[int, LinkEntry] = {}
        self._known: tuple[Sequence[LinkEntry], Sequence[LinkEntry] | None] = ((), None)

    def show(self, links: Sequence[LinkEntry], backlinks: Sequence[LinkEntry] | None) -> None:
        """Show entries; `backlinks` None says that they are still being looked for."""
        known, self._known = self._known, (links, backlinks)
        if known == self._known and self._entries:
            return
        if self.is_mounted:
            self._fill(links, backlinks)

    def on_mount(self) -> None:
        """Show what is known already."""
        self._fill(*self._known)

    def _fill(self, links: Sequence[LinkEntry], backlinks: Sequence[LinkEntry] | None) -> None:
        chosen = None if self.highlighted is None else self._entries.get(self.highlighted)
        self.clear_options()
        self._entries = {}
        options: list[Option] = [self._head(f"Links · {len(links)}")]
        self._add(options, links)
        if not links:
            options.append(self._note("no links to notes"))
        known = "…" if backlinks is None else str(len(backlinks))
        options.append(self._head(f"Backlinks · {known}"))
        self._add(options, backlinks or ())
        if backlinks is not None and not backlinks:
            options.append(self._note("no other note links here"))
        self.add_options(options)
        if self._entries:
            same = (row for row, entry in self._entries.items() if entry == chosen)
            self.highlighted = next(same, min(self._entries))

    def _add(self, options: list[Option], entries: Sequence[LinkEntry]) -> None:
        for entry in entries[:MOST_SHOWN]:
            self._entries[len(options)] = entry
            sign = (
                Content("? ").stylize("bold") if entry.missing else Content("← " if entry.kind == "backlink" else "→ ")
            )
            title = Content(entry.title)
            if entry.missing:
                title = title.stylize("dim italic")
            content = Content.assemble(sign, title)
            if entry.detail:
                content = Content.assemble(content, "\n", Content(f"  {entry.detail}").stylize("dim"))
            options.append(Option(content))
        if len(entries) > MOST_SHOWN:
            options.append(self._note(f"⋯ {len(entries) - MOST_SHOWN:,} more; `studytui links` lists them all"))

    @staticmethod
    def _head(text: str) -> Option:
        return Option(Content(text).stylize("bold"), disabled=True)

    @staticmethod
    def _note(text: str) -> Option:
        return Option(Content(f"  {text}"), disabled=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the entry."""
        event.stop()
        entry = self._entries.get(event.option_index)
        if entry is not None:
            self.post_message(self.Chosen(entry))
