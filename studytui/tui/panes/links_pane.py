"""Links and backlinks of the note, each with the line that links."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, Literal

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studytui.layout.sanitise import clean
from studytui.tui.panes.hanging import INDENT, hang, short_path
from studytui.tui.panes.rows import Row, value_of

MOST_SHOWN = 1_000
"""Rows of links, and as many of backlinks: the keys would wait for more."""


NARROWEST = 16
"""Columns for which rows are built at least."""


class LinkEntry(Struct, frozen=True):
    """One row of the links pane: the link's destination and its text."""

    kind: Literal["link", "backlink"]
    title: str
    detail: str
    """Of a backlink: the line that links. Of a link: what is to be said beyond the path."""
    target: str
    """Of a link: the target as written. Of a backlink: the path of the note that links."""
    line: int
    """Of a link: its line in this note. Of a backlink: the line in the other note."""
    missing: bool = False
    markdown: bool = False
    mention: str = ""
    """Of a backlink: the text of the link, which is emphasised in its line."""
    path: str = ""
    """Of a link: where it leads, in one row of which the middle is left out where it is long."""


class LinksPane(OptionList):
    """Outgoing links and backlinks of the note that is shown."""

    BINDING_GROUP_TITLE = "In the links"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False, id="links.down", tooltip="Next entry"),
        Binding("k", "cursor_up", show=False, id="links.up", tooltip="Previous entry"),
        Binding(
            "tab,shift+tab,},{", "other", "Backlinks", id="links.other", key_display="tab", tooltip="Links or backlinks"
        ),
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
        self._built_for = 0
        self._backlinks_at = 0
        self._known: tuple[Sequence[LinkEntry], Sequence[LinkEntry] | None] = ((), None)
        self._hidden = False

    def show(self, links: Sequence[LinkEntry], backlinks: Sequence[LinkEntry] | None) -> None:
        """Show entries; `backlinks` None says that they are still being looked for."""
        known, self._known = self._known, (links, backlinks)
        if known == self._known and self._entries:
            return
        self._hidden = False
        if self.is_mounted:
            self._fill()

    def hide(self) -> None:
        """List nothing while the page is asked: entries and their lines would show answers."""
        self._known, self._hidden = ((), None), True
        if self.is_mounted:
            self._fill()

    def on_mount(self) -> None:
        """Show what is known already."""
        self._fill()

    def on_resize(self) -> None:
        """Wrap the rows for another width."""
        if self._width != self._built_for:
            self._fill()

    @property
    def _width(self) -> int:
        return max(NARROWEST, self.scrollable_content_region.width - 1)  # a column stays free at the scroll bar

    def _fill(self) -> None:
        chosen = None if self.highlighted is None else self._entries.get(self.highlighted)
        links, backlinks = self._known
        self._built_for = self._width
        self.clear_options()
        self._entries = {}
        if self._hidden:
            self.add_options([self._head("Links"), self._note("not listed in recall"), self._note("r ends it")])
            return
        options: list[Option] = [self._head(f"Links from here · {len(links)}")]
        for entry in links[:MOST_SHOWN]:
            self._entries[len(options)] = entry
            options.append(Row(self._link(entry), entry))
        options += self._rest(links) if links else [self._note("no links to notes")]
        known = "…" if backlinks is None else str(len(backlinks))
        options += [Option(Content(" "), disabled=True), self._head(f"Backlinks · {known}")]
        self._backlinks_at = len(options)
        for _, mentions in groupby((backlinks or ())[:MOST_SHOWN], key=lambda entry: entry.target):
            for number, entry in enumerate(mentions):
                self._entries[len(options)] = entry
                options.append(Row(self._mention(entry, named=number == 0), entry))
        options += self._rest(backlinks or ())
        if backlinks is not None and not backlinks:
            options.append(self._note("no other note links here"))
        self.add_options(options)
        if self._entries:
            same = (row for row, entry in self._entries.items() if entry == chosen)
            self.highlighted = next(same, min(self._entries))

    def _link(self, entry: LinkEntry) -> Content:
        sign = Content("? ").stylize("bold") if entry.missing else Content("→ ")
        title = Content(clean(entry.title))
        lines = hang(Content.assemble(sign, title.stylize("italic" if entry.missing else "bold")), self._width)
        if entry.path:
            lines += self._below(Content(short_path(clean(entry.path), self._width - INDENT)))
        if entry.detail:
            lines += self._below(Content(clean(entry.detail)))
        return Content("\n").join(lines)

    def _mention(self, entry: LinkEntry, *, named: bool) -> Content:
        """One line that links here, below the title of its note if it is the first of its note."""
        lines = hang(Content.assemble("← ", Content(clean(entry.title)).stylize("bold")), self._width) if named else []
        text = clean(entry.detail)
        line = Content(text)
        at = text.find(clean(entry.mention)) if entry.mention else -1
        if at >= 0:
            end = at + len(clean(entry.mention))
            line = Content.assemble(line[:at], Content(text[at:end]).stylize("bold underline"), line[end:])
        return Content("\n").join([*lines, *self._below(line if text else Content(f"line {entry.line}"))])

    def _below(self, content: Content) -> list[Content]:
        return [Content.assemble(" " * INDENT, line) for line in hang(content, self._width - INDENT, 0)]

    def _rest(self, entries: Sequence[LinkEntry]) -> list[Option]:
        if len(entries) <= MOST_SHOWN:
            return []
        return [self._note(f"⋯ {len(entries) - MOST_SHOWN:,} more; `studytui links` lists them all")]

    @staticmethod
    def _head(text: str) -> Option:
        return Option(Content(text).stylize("bold"), disabled=True)

    @staticmethod
    def _note(text: str) -> Option:
        return Option(Content(f"  {text}"), disabled=True)

    def action_other(self) -> None:
        """From the links to the backlinks, and back."""
        at = self.highlighted or 0
        below = [row for row in self._entries if row >= self._backlinks_at]
        above = [row for row in self._entries if row < self._backlinks_at]
        wanted = below if at < self._backlinks_at else above
        if not wanted:
            self.app.bell()
            return
        self.highlighted = wanted[0]
        # The head of the section comes to the top, so that as much of it as there is room for is seen.
        head = self._backlinks_at - 1 if wanted is below else 0
        self.call_after_refresh(lambda: self.scroll_to(y=self._row_of(head), animate=False))

    def _row_of(self, option: int) -> int:
        """The row that an option begins at."""
        return sum(str(self.get_option_at_index(at).prompt).count("\n") + 1 for at in range(option))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the entry."""
        event.stop()
        entry = value_of(event.option)
        if isinstance(entry, LinkEntry):
            self.post_message(self.Chosen(entry))
