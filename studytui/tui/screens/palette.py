"""The command palette: commands with their keys, themes, vaults and notes, a row each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studytui.layout.sanitise import clean
from studytui.layout.wrap import cells
from studytui.tui.screens.search_input import SearchInput
from studytui.tui.screens.type_ahead import TypeAheadScreen

TRY_SECONDS: Final = 0.08
"""How long the highlight must rest on a row before that is tried on."""
_ALIKE: Final = 80
"""Likeness in per cent from which a row answers a word that it does not hold."""


class Entry(Struct, frozen=True):
    """One row: what it does, under which heading, and its keys or place at the right."""

    title: str
    group: str
    act: Callable[[], Awaitable[object] | None]
    beside: str = ""
    words: str = ""
    """Further words by which it is found."""
    try_on: str | None = None
    """A theme that the screen wears while the row is highlighted."""


class PaletteScreen(TypeAheadScreen[Entry | None]):
    """Type, look, enter; answers with the row that was chosen."""

    CSS_PATH = "dialogs.tcss"

    class Found(Message):
        """Rows that had to be looked for (from the worker)."""

        def __init__(self, number: int, entries: Sequence[Entry]) -> None:
            super().__init__()
            self.number = number
            self.entries = entries

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry],
        *,
        look_for: Callable[[str], Sequence[Entry]] | None = None,
        try_on: Callable[[str | None], None] = lambda _: None,
        begin_with: str = "",
    ) -> None:
        """A palette.

        Args:
            title: Of the frame.
            entries: Rows that are there from the start, by group.
            look_for: Finds further rows for a query; it is called in a worker.
            try_on: Wears the theme of the highlighted row, or none.
            begin_with: Title of the row that is highlighted at first.
        """
        super().__init__()
        self._title = title
        self._entries = entries
        self._look_for = look_for
        self._try_on = try_on
        self._begin_with = begin_with
        self._box = SearchInput(placeholder="type to filter", id="search-input", select_on_focus=False, compact=True)
        self._number = 0
        self._found: Sequence[Entry] = ()
        self._shown: list[Entry] = []
        self._rows: dict[int, Entry] = {}
        self._built_for = 0
        self._timer: Timer | None = None
        self._chosen_early = False

    def compose(self) -> ComposeResult:
        """Box and rows."""
        with Vertical(classes="dialog palette") as dialog:
            dialog.border_title = self._title
            dialog.border_subtitle = "enter chooses · escape closes"
            yield self._box
            yield OptionList(id="palette-rows", markup=False, compact=True)
            yield Static("", id="palette-nothing", markup=False)

    def on_mount(self) -> None:
        """Show everything."""
        self._list.can_focus = False
        self._box.focus()
        self._filter()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#palette-rows", OptionList)

    def ask_again(self) -> None:
        """Ask the same anew: more notes are known."""
        if self._box.is_mounted:
            self._filter()

    def take_key(self, event: events.Key) -> bool:
        """Keys that were pressed before the box had the focus are not lost."""
        if event is self._box.last_key:
            return False
        if event.key == "enter":
            self._chosen_early = True
        elif event.key == "backspace" or event.is_printable:
            self._box.take(event)
        else:
            return False
        return True

    # Rows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        event.stop()
        self._filter()

    def _filter(self) -> None:
        query = self._box.value.strip()
        self._number += 1
        self._found = ()
        self._shown = matching(self._entries, query)
        self._build()
        if query and self._look_for is not None:
            number, look_for = self._number, self._look_for
            self.run_worker(
                lambda: self.post_message(self.Found(number, look_for(query))),
                name="palette",
                group="palette",
                exclusive=True,
                thread=True,
                exit_on_error=False,
            )
        if self._chosen_early and self._rows:
            self._choose()

    def on_palette_screen_found(self, event: Found) -> None:
        """Show what was looked for below what was there."""
        event.stop()
        if event.number == self._number and event.entries:
            self._found = event.entries
            self._build(keep=True)
            if self._chosen_early:
                self._choose()

    def on_resize(self) -> None:
        """Build the rows for another width."""
        if self._built_for != self._width:
            self._build(keep=True)

    @property
    def _width(self) -> int:
        return max(20, self._list.scrollable_content_region.width - 1)

    def _build(self, *, keep: bool = False) -> None:
        """Show the rows; `keep` the highlight where it is, else it goes to the first."""
        before = self._rows.get(self._list.highlighted) if self._list.highlighted is not None else None
        self._built_for = self._width
        self._rows = {}
        options: list[Option] = []
        for group, entries in groupby([*self._shown, *self._found], key=lambda entry: entry.group):
            if options:
                options.append(Option(Content(" "), disabled=True))
            options.append(Option(Content(group).stylize("$title bold"), disabled=True))
            for entry in entries:
                self._rows[len(options)] = entry
                options.append(Option(_row(entry, self._built_for)))
        self._list.clear_options()
        self._list.add_options(options)
        wanted = before.title if before is not None and keep else "" if self._box.value else self._begin_with
        at = next((row for row, entry in self._rows.items() if entry.title == wanted), None)
        self._list.highlighted = next(iter(self._rows), None) if at is None else at
        if self._list.highlighted == next(iter(self._rows), None):
            self._list.scroll_home(animate=False)
        nothing = self.query_one("#palette-nothing", Static)
        nothing.display = not self._rows
        nothing.update("nothing is called so; / searches all notes")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Wear the theme of the row, once the highlight rests."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(TRY_SECONDS, self._try_highlighted)

    def _try_highlighted(self) -> None:
        entry = self._highlighted
        if self.is_current and entry is not None:
            self._try_on(entry.try_on)

    @property
    def _highlighted(self) -> Entry | None:
        return self._rows.get(self._list.highlighted) if self._list.highlighted is not None else None

    # Choosing

    def on_search_input_moved(self, event: SearchInput.Moved) -> None:
        """Move over the rows, past headings."""
        event.stop()
        order = list(self._rows)
        if order:
            at = order.index(self._list.highlighted) if self._list.highlighted in order else 0
            self._list.highlighted = order[max(0, min(len(order) - 1, at + event.step))]
            if self._list.highlighted == order[0]:
                self._list.scroll_home(animate=False)

    def on_search_input_wanted(self, event: SearchInput.Wanted) -> None:
        """Choose the row; one that is still looked for is waited for."""
        event.stop()
        if self._rows:
            self._choose()
        else:
            self._chosen_early = self._look_for is not None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        entry = self._highlighted
        if entry is not None and self.is_current:  # a second enter that was on its way chooses nothing
            self.dismiss(entry)

    def on_search_input_left(self, event: SearchInput.Left) -> None:
        """Close."""
        event.stop()
        if self.is_current:
            self.dismiss(None)


def matching(entries: Iterable[Entry], query: str) -> list[Entry]:
    """The rows that hold each word of the query as the beginning of a word, else inside, else about so in the title."""
    entries = list(entries)
    wanted = query.casefold().split()
    if not wanted:
        return entries
    for test, words_of in ((_begins, _words), (_holds, _words), (_is_like, _title_words)):
        found = [entry for entry in entries if all(test(word, words_of(entry)) for word in wanted)]
        if found:
            ranked = sorted(found, key=lambda entry: _rank(entry, wanted))
            groups = dict.fromkeys(entry.group for entry in ranked)
            return [entry for group in groups for entry in ranked if entry.group == group]
    return []


def _rank(entry: Entry, wanted: Sequence[str]) -> int:
    """Least where the words are names of the command, more where they begin its title, most where they are in it."""
    names = entry.words.casefold().replace("_", " ").replace(".", " ").split()
    title = entry.title.casefold()
    return sum(0 if _begins(word, names) else 1 if title.startswith(word) else 2 for word in wanted)


def _words(entry: Entry) -> list[str]:
    return f"{entry.title} {entry.words} {entry.beside}".casefold().replace("·", " ").split()


def _title_words(entry: Entry) -> list[str]:
    return entry.title.casefold().split()


def _begins(word: str, words: Sequence[str]) -> bool:
    return any(each.lstrip("(`'\"").startswith(word) for each in words)


def _holds(word: str, words: Sequence[str]) -> bool:
    return any(word in each for each in words)


def _is_like(word: str, words: Sequence[str]) -> bool:
    return len(word) > 3 and any(fuzz.ratio(word, each) >= _ALIKE for each in words)


def _row(entry: Entry, width: int) -> Content:
    """The title, cut where it would meet what stands at the right."""
    beside = Content(clean(entry.beside)).truncate(width // 2, ellipsis=True)
    room = max(1, width - 4 - cells(beside.plain))
    title = Content(clean(entry.title)).truncate(room, ellipsis=True)
    gap = " " * max(1, width - 2 - cells(title.plain) - cells(beside.plain))
    return Content.assemble("  ", title, gap, beside)
