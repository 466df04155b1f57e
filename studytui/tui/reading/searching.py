"""Search over all notes, and opening a note by its name."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from studytui.tui.reading.opening import Opening
from studytui.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from studytui.tui.screens.search import Chosen

OFFERED = 50
"""Notes that an empty box offers."""


class Searching(Opening):
    """The two boxes; they ask the same engine as the command line."""

    BINDING_GROUP_TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="search", tooltip="Search all notes"),
        Binding(
            "ctrl+o", "open_by_name", "Open by name", show=False, id="quick_open", tooltip="Open a note by its name"
        ),
    ]

    def action_search(self) -> None:
        """Search everything."""
        self.open_search()

    @on(Reader.Followed)
    def search_tag(self, event: Reader.Followed) -> None:
        """Search for a tag that was followed."""
        if event.chosen.key[0] == "tag":
            self.open_search(f"tag:{event.chosen.span.target}")

    def action_open_by_name(self) -> None:
        """Search names only."""
        self.open_search(names_only=True)

    def open_search(self, query: str = "", *, names_only: bool = False) -> None:
        """Show the box, with something in it already if wanted."""
        from studytui.tui.screens.search import SearchScreen

        current = self.pages.page.path if self.pages.page is not None else None
        recent = self.desk.recent(OFFERED) if self.ready else ()
        # Dicts, as they keep their order: recent notes first, and in the box for names the others after them.
        offered = dict.fromkeys(recent) | (dict.fromkeys(self.vault.notes) if names_only and self.ready else {})
        notes = [path for path in islice(offered, OFFERED + 1) if path != current][:OFFERED]
        screen = SearchScreen(
            lambda: self.desk.engine,
            notes,
            self.new_pages(),
            names_only=names_only,
            query=query,
            rebuild=self.index_vault,
        )
        self.app.push_screen(screen, self._chosen)

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen is not None:
            self.go(chosen.place, words=chosen.words)
