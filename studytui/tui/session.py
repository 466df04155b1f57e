"""The session that the screens share: the vault, the settings, what is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from studytui.layout import View
from studytui.markdown import Legend
from studytui.settings import Settings
from studytui.state import KeptHistory, KeptPlace, State
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import History, Page, Place
from studytui.tui.pictures.gallery import Gallery
from studytui.vault import Vault

if TYPE_CHECKING:
    from studytui.search.engine import Engine
    from studytui.study.scope import Scope


class Session:
    """The session: vault, settings, state and search engine of one run; knows no widgets."""

    def __init__(self, root: Path, settings: Settings, state: State, note: str | None = None) -> None:
        self.root = root
        self.settings = settings
        self.state = state
        self.wanted = note
        """The note that was asked for at the start."""
        self.review: Scope | None = None
        """The review that was asked for at the start."""
        self.vault: Vault | None = None
        self.engine: Engine | None = None
        """Search engine, once the vault has been read."""
        self.view: View = state.view()
        self.legend: Legend = settings.legend
        self.gallery = Gallery()
        """Draws pictures; none, until the app knows what its terminal can do."""
        self._kept = KeptHistory()

    @property
    def strict_breaks(self) -> bool:
        """True if single line breaks join: the reader's own setting, else what the vault says (behaviour 2.6.2)."""
        own = self.settings.strict_line_breaks
        return bool(own) if self.vault is None else self.vault.strict_line_breaks(own)

    def known_place(self, vault: Vault) -> Place | None:
        """The note asked for, else where reading stopped, if that is still there: for these no vault is scanned."""
        if self.wanted is not None:
            return self.stored_place(self.wanted) or Place(Page("note", self.wanted))
        last = self.state.last_place()
        return None if last is None or vault.stamp(last.note) is None else _place(last)

    def first_place(self, vault: Vault) -> Place | None:
        """The note asked for, else where reading stopped, else the home note; None in an empty vault.

        A vault without a home note begins with what was opened last of what is still there, else with a bookmark.
        """
        begin = self.known_place(vault)
        if begin is not None:
            return begin
        home = vault.declared_home()
        if home is None:
            recent = (entry.note for entry in self.state.recent())
            marked = (mark.note for mark in self.state.bookmarks())
            known = next((note for note in (*recent, *marked) if note in vault.notes), None)
            if known is not None:
                return self.stored_place(known) or Place(Page("note", known))
            home = vault.home()
        return None if home is None else Place(Page("note", home))

    def stored_place(self, note: str) -> Place | None:
        """The kept place of a note: where it was left."""
        stored = self.state.place_in(note)
        return None if stored is None else _place(stored)

    def history(self, first: Place) -> History:
        """The way of the last time, with the place to begin at as the open one."""
        kept = self.state.history()
        places, position = [_place(entry) for entry in kept.places], kept.position
        if places and places[position].page != first.page:  # another note was asked for
            position += 1
            places[position:] = [first]
        return History(places, position)

    def remember(self, place: Place, history: History) -> None:
        """Keep the way to a place, and the last note on it, for the next start; pages of topics are not kept."""
        places, position = history.places(place)
        notes = tuple(_stored(entry) for entry in places if entry.page.kind == "note")
        before = sum(entry.page.kind == "note" for entry in places[: position + 1])
        way = KeptHistory(notes, max(0, before - 1))
        if notes and way != self._kept:
            self.state.save_place(notes[way.position])
            self.state.save_history(way)
            self._kept = way

    def open_engine(self, vault: Vault) -> Engine:
        """The search engine, opened once and in a worker, as its import waits until the first screen is shown."""
        if self.engine is None:
            from studytui.search.engine import open_engine

            self.engine = open_engine(vault, recent=self._opened)
            vault.take_names_from(self.engine.namings)
        return self.engine

    def close(self) -> None:
        """Let go of what lasts no longer than the program."""
        if self.engine is not None:
            self.engine.abandon()

    def tags(self) -> dict[str, list[str]]:
        """Every tag and the notes that have it, as far as they are known."""
        return {} if self.engine is None else self.engine.tags()

    def _opened(self) -> dict[str, float]:
        return {entry.note: entry.opened.timestamp() for entry in self.state.recent()}

    def set_view(self, view: View) -> None:
        """Change the view, for this and the next start."""
        self.view = view
        self.state.save_view(view)

    def recent(self, limit: int) -> Iterable[str]:
        """Notes opened lately that are still there."""
        assert self.vault is not None
        return [entry.note for entry in self.state.recent(limit * 2) if entry.note in self.vault.notes][:limit]


def _stored(place: Place) -> KeptPlace:
    anchor = place.anchor
    return KeptPlace(place.page.path, anchor.line, anchor.piece - anchor.row)


def _place(stored: KeptPlace) -> Place:
    return Place(Page("note", stored.note), Anchor(stored.line, max(0, stored.row), max(0, -stored.row)))
