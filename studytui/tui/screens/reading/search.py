"""Search over all notes, and opening a note by its name."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from studytui.processes import give_back_memory
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.indexing import Indexing
from studytui.tui.screens.reading.navigation import Navigation

if TYPE_CHECKING:
    from studytui.tui.screens.search import Asked, Chosen

OFFERED = 50
"""Notes that an empty box offers."""
COLLECT_SECONDS = 1.5
"""After so long what a closed box has left behind is collected: it is in circles, and by itself it would stay."""


class Searching:
    """The two boxes; they ask the same engine as the command line."""

    BINDING_GROUP_TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="search", tooltip="Search all notes"),
        Binding(
            "ctrl+o", "open_by_name", "Open by name", show=False, id="quick_open", tooltip="Open a note by its name"
        ),
    ]

    def __init__(self, screen: ReadingBase, navigation: Navigation, indexing: Indexing) -> None:
        self._screen = screen
        self._navigation = navigation
        self._indexing = indexing
        self._pages, self._session = screen.pages, screen.session
        self._asked: Asked | None = None
        """Last text of the search box."""
        self._found: Sequence[Chosen] = ()
        """The hits of the last search that was opened, each note once."""

    def action_search(self) -> None:
        """Search everything; the last query stands there again."""
        self.open_search(self._asked)

    def search_tag(self, tag: str) -> None:
        """Search for the notes with a tag."""
        from studytui.tui.screens.search import Asked

        self.open_search(Asked(f"tag:{tag}"))

    def search_words(self, words: str) -> None:
        """Search for words."""
        from studytui.tui.screens.search import Asked

        self.open_search(Asked(words))

    def action_open_by_name(self) -> None:
        """Search names only."""
        self.open_search(names_only=True)

    def open_search(self, asked: Asked | None = None, *, names_only: bool = False) -> None:
        """Show the box, with something in it already if wanted."""
        from studytui.tui.screens.search import NOTHING, SearchScreen

        current = self._pages.page.path if self._pages.page is not None else None
        recent = self._session.recent(OFFERED) if self._screen.ready else ()
        # Dicts, as they keep their order: recent notes first, in the box for names all others, excluded ones last.
        offered = dict.fromkeys(recent)
        if names_only and self._screen.ready:
            offered |= dict.fromkeys((*self._screen.vault.included, *self._screen.vault.excluded))
        notes = [path for path in islice(offered, OFFERED + 1) if path != current][:OFFERED]
        screen = SearchScreen(
            lambda: self._session.engine,
            notes,
            self._screen.new_pages(),
            names_only=names_only,
            asked=asked or NOTHING,
            rebuild=self._indexing.index_vault,
        )

        def leave(chosen: Chosen | None) -> None:
            self._screen.set_timer(COLLECT_SECONDS, self._tidy)
            if not names_only:
                self._asked = screen.asked
            self._chosen(chosen, () if names_only else screen.found(chosen))

        self._screen.app.push_screen(screen, leave)

    def _tidy(self) -> None:
        """Give back what a search took: the box that is gone, and what the C library keeps of what was freed."""
        gc.collect()
        self._screen.run_worker(give_back_memory, name="tidy", group="tidy", thread=True, exit_on_error=False)

    def _chosen(self, chosen: Chosen | None, found: Sequence[Chosen] = ()) -> None:
        if chosen is not None:
            self._found = found
            self._navigation.go(chosen.place, words=chosen.words)

    def go_on(self, step: int) -> bool:
        """Go to the first hit in the next or previous note of the last search; False where the page is of none."""
        page = self._pages.page
        at = next((at for at, hit in enumerate(self._found) if hit.place.page == page), None)
        if at is None:
            return False
        if not 0 <= at + step < len(self._found):
            self._screen.say(f"this is the {'last' if step > 0 else 'first'} of the {len(self._found)} notes found")
            return len(self._found) > 1
        hit = self._found[at + step]
        self._navigation.go(hit.place, words=hit.words)
        self._screen.say(f"note {at + step + 1} of the {len(self._found)} found")
        return True
