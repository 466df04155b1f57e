"""Search everything, or open a note by name: type, look at the preview, enter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.worker import get_current_worker

from studytui.layout.sanitise import clean
from studytui.search.engine import Engine
from studytui.search.hits import Hit, Results
from studytui.tui.page.anchor import TOP, Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.panes.hit_list import HitList
from studytui.tui.reader.page_view import PageView
from studytui.tui.screens.search_input import SearchInput
from studytui.tui.screens.type_ahead import TypeAheadScreen
from studytui.vault import Vault

MOST_HITS = 60
"""Most rows; more letters bring the right one up."""
PREVIEW_SECONDS = 0.08
"""How long the highlight must rest before the preview follows."""
WAIT_SECONDS = 0.15
"""How often to ask again while the vault is being read."""
ROOM_FOR_PREVIEW = 100
"""Columns from which the preview stands beside the rows."""


class Chosen(Struct, frozen=True):
    """The result of the dialog: the place chosen, and the words found there."""

    place: Place
    words: tuple[str, ...]


class Asked(Struct, frozen=True):
    """The query as the dialog was left with it, and the note and line that were highlighted."""

    query: str = ""
    place: tuple[str, int] | None = None


NOTHING = Asked()


class SearchScreen(TypeAheadScreen["Chosen | None"]):
    """One box, one ranked list, and the note at the line that was found.

    Every keystroke asks anew in a worker; an answer that came too late is dropped.
    """

    CSS_PATH = "dialogs.tcss"

    class Answered(Message):
        """The hits of a query (from the worker)."""

        def __init__(self, number: int, results: Results) -> None:
            super().__init__()
            self.number = number
            self.results = results

    def __init__(
        self,
        engine: Callable[[], Engine | None],
        offered: Sequence[str],
        pages: PageView,
        *,
        names_only: bool = False,
        asked: Asked = NOTHING,
        rebuild: Callable[[], None] = lambda: None,
    ) -> None:
        """A search.

        Args:
            engine: What answers, as soon as the vault has been read.
            offered: Notes to offer while the box is empty, recent ones first.
            pages: A page view for the preview, not mounted yet.
            names_only: Whether only names are looked at.
            asked: What stands in the box at first, selected: the next letter takes its place.
            rebuild: Has the index built anew, which a search has found damaged.
        """
        super().__init__()
        self._engine = engine
        self._offered = offered
        self._preview = pages
        self._names_only = names_only
        self.asked = asked
        self._place = asked.place
        self._rebuild = rebuild
        self._number = 0
        self._timer: Timer | None = None
        # It is there from the start, for letters that are typed before it can be mounted.
        self._box = SearchInput(
            asked.query,
            placeholder="name of a note" if names_only else 'words · "a phrase" · hy: · tag: · path: · -not',
            id="search-input",
            select_on_focus=False,
            compact=True,
        )
        self._answered = 0
        self._query = ""
        self._hits: tuple[Hit, ...] = ()
        self._changed = False
        """True if the box has changed since it was asked for."""
        self._open_when_answered = False
        self._found_nothing = False
        """Whether enter was pressed where there was no row, but may come to be one."""

    def compose(self) -> ComposeResult:
        """Box, rows and preview, and a line that says how it went."""
        with Vertical(classes="dialog search") as dialog:
            dialog.border_title = "Open a note by name" if self._names_only else "Search all notes"
            dialog.border_subtitle = "enter opens · escape closes"
            yield self._box
            with Horizontal(id="search-body"):
                yield HitList(id="hits")
                yield self._preview
                yield Static("", id="search-nothing", markup=False)
            yield Static("", id="search-status", markup=False)

    def on_mount(self) -> None:
        """Ask at once: an empty box offers notes."""
        self._preview.can_focus_children = False
        self._preview.reader.can_focus = False  # a click there leaves the keys to the box
        self._say_nothing_found(None)
        self._box.focus()
        self._ask(self._box.value)

    def leave_by_click(self) -> None:
        """Close; the query stands there the next time."""
        self._leave(None)

    def _leave(self, chosen: Chosen | None) -> None:
        self.asked = Asked(self._box.value, self.query_one(HitList).place)
        if self.is_current:  # keys that come glued may ask twice
            self.dismiss(chosen)

    def ask_again(self) -> None:
        """Ask the same anew: the index has grown."""
        if self._box.is_mounted:
            self._place = self.query_one(HitList).place or self._place
            self._ask(self._box.value)

    def take_key(self, event: events.Key) -> bool:
        """Keys that were pressed before the box had the focus are not lost; True if this one was taken."""
        if event is self._box.last_key:
            return False  # the box had it and left it to its bindings
        if event.key == "enter":
            self._open_when_answered = True
        elif event.key == "backspace" or event.is_printable:
            self._box.take(event)
        else:
            return False
        return True

    def on_resize(self) -> None:
        """The preview comes and goes with the room for it."""
        self._arrange_preview()

    def _arrange_preview(self) -> None:
        """Shows the preview beside the hits where there is room."""
        self._preview.display = self.query_one(HitList).display and self.app.size.width >= ROOM_FOR_PREVIEW

    # Asking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every change asks, but many that come at once, as a paste may, together."""
        event.stop()
        if event.value != self.asked.query:
            self._place = None
        if self._found_nothing and event.value != self._query:
            self._open_when_answered = self._found_nothing = False
        if not self._changed:
            self._changed = True
            self.call_later(self._ask_what_is_typed)

    def _ask_what_is_typed(self) -> None:
        self._changed = False
        self._ask(self._box.value)

    def _ask(self, query: str) -> None:
        self._number += 1
        self._query = query
        number = self._number
        engine = self._engine()
        if engine is None:
            self._say("the vault is still being read …")
            self.set_timer(WAIT_SECONDS, lambda: self._ask(query) if number == self._number else None)
            return
        self._preview.loader.vault = engine.vault
        if not query.strip():
            self._answered = number
            offered = self._offered_hits(engine.vault)
            self._show(offered)
            self._say("" if not offered else "recent notes first" if self._names_only else "recent notes")
            if self._open_when_answered:
                self.on_search_input_wanted(SearchInput.Wanted())
            return

        def ask() -> None:
            worker = get_current_worker()
            results = engine.search(
                query, limit=MOST_HITS, titles_only=self._names_only, cancelled=lambda: worker.is_cancelled
            )
            if not results.cancelled:
                self.post_message(self.Answered(number, results))

        self.run_worker(ask, name="search", group="search", exclusive=True, thread=True, exit_on_error=False)

    def _offered_hits(self, vault: Vault) -> list[Hit]:
        return [
            Hit(path, vault.title(path), (), 1, "title", vault.title(path), (), 0.0)
            for path in self._offered
            if path in vault.notes
        ]

    def on_search_screen_answered(self, event: Answered) -> None:
        """Show the rows; a bad query leaves those before it and says what is wrong."""
        event.stop()
        if event.number != self._number:
            return
        self._answered = event.number
        results = event.results
        if results.error is not None:
            self._say(results.error, problem=True)
            return
        self._show(results.hits)
        if not results.hits:
            self._say_nothing_found(results)
        engine = self._engine()
        if engine is not None and engine.damaged is not None and not engine.refreshing:
            self._rebuild()
        parts = [_counted(results.hits)] if results.hits else []
        if results.hits and not results.complete and not self._names_only and not results.hints:
            parts.append("the index is still being built")
        self._say(" · ".join((*parts, *results.hints)))
        if self._open_when_answered:
            self.on_search_input_wanted(SearchInput.Wanted())

    # Showing

    def _show(self, hits: Sequence[Hit]) -> None:
        self._say_nothing_found(None)
        self._hits = tuple(hits)
        self.query_one(HitList).show(hits, self._place)
        self._preview_later()

    def _say_nothing_found(self, results: Results | None) -> None:
        """Rows and preview give way to what was tried and what would help, or come back."""
        nothing = self.query_one("#search-nothing", Static)
        nothing.display = results is not None
        self.query_one(HitList).display = results is None
        self._arrange_preview()
        if results is not None:
            nothing.update(_nothing_found(self._box.value, results, names_only=self._names_only))

    def _say(self, text: str, *, problem: bool = False) -> None:
        content = Content(clean(text))
        self.query_one("#search-status", Static).update(
            content.stylize("$problem") if problem else content.stylize("$quiet")
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The preview follows."""
        event.stop()
        self._preview_later()

    def _preview_later(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PREVIEW_SECONDS, self._show_preview)

    def _show_preview(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._preview.display:
            self._preview.open(chosen.place, words=chosen.words)

    def _chosen(self) -> Chosen | None:
        hit = self.query_one(HitList).hit
        return None if hit is None else _chosen(hit)

    def found(self, chosen: Chosen | None) -> Sequence[Chosen]:
        """The first hit of each note, best first; what was chosen stands for its note. None of an empty box."""
        if not self._query.strip():
            return ()
        by_note = {hit.note: _chosen(hit) for hit in reversed(self._hits)}
        order = dict.fromkeys(hit.note for hit in self._hits)
        if chosen is not None and chosen.place.page.path in by_note:
            by_note[chosen.place.page.path] = chosen
        return [by_note[note] for note in order]

    # Choosing

    def on_search_input_moved(self, event: SearchInput.Moved) -> None:
        """Move over the rows, past headings of groups."""
        event.stop()
        self.query_one(HitList).move(event.step)

    def on_search_input_wanted(self, event: SearchInput.Wanted) -> None:
        """Open the highlighted row."""
        event.stop()
        # The rows may still be those of an earlier query, and the last letters not yet asked for.
        self._open_when_answered = self._answered != self._number or self._query != self._box.value
        if self._open_when_answered:
            return
        chosen = self._chosen()
        if chosen is not None:
            self._leave(chosen)
            return
        engine = self._engine()  # the same is asked again as the index grows
        self._open_when_answered = self._found_nothing = engine is not None and not engine.complete

    def on_search_input_left(self, event: SearchInput.Left) -> None:
        """Close."""
        event.stop()
        self._leave(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click opens."""
        event.stop()
        self.on_search_input_wanted(SearchInput.Wanted())

    def on_page_view_failed(self, event: PageView.Failed) -> None:
        """A note that can't be previewed says why."""
        event.stop()
        self._say(event.error, problem=True)


def _chosen(hit: Hit) -> Chosen:
    by_name = hit.kind in ("title", "alias", "path") or hit.line <= 1
    anchor = TOP if by_name else Anchor(hit.line, 0, 3)
    words = {hit.snippet[start:end] for start, end in hit.marks} if not by_name else set()
    return Chosen(Place(Page("note", hit.note), anchor), tuple(sorted(words)))


def _counted(hits: Sequence[Hit]) -> str:
    """Number of hits by group, in words."""
    counts = Counter(hit.kind if hit.kind in ("similar", "partial") else "found" for hit in hits)
    more = "+" if len(hits) >= MOST_HITS else ""
    if counts["found"] == len(hits):
        return f"{len(hits)}{more} found"
    parts = [f"{counts['found']} found" if counts["found"] else "no note holds all of it"]
    parts += [f"{counts['similar']}{'' if counts['partial'] else more} similar"] if counts["similar"] else []
    parts += [f"{counts['partial']}{more} with most of the words"] if counts["partial"] else []
    return " · ".join(parts)


def _nothing_found(query: str, results: Results, *, names_only: bool) -> Content:
    """The message for no hits: what was searched, and what to try instead."""
    lines = [Content.assemble("nothing found for ", Content(clean(query.strip())).stylize("bold"))]
    if names_only:
        tried = "names that hold it, begin so, have these initials or are spelt much like it"
        helps = "escape, then / searches the text of the notes too"
    elif results.plain:
        tried = "all of the words, words that begin so, words spelt much like them, most of them"
        helps = "another word for it may help, or fewer letters of one: all words that begin so are found"
    else:
        tried = "the query as it stands, as always with operators, quotes and expressions"
        helps = "words alone are also found misspelt, or with some of them missing"
    if results.unknown:
        words = ", ".join(clean(word) for word in results.unknown)
        lines.append(Content(f"no note holds: {words}"))
    lines += [Content(""), Content(f"tried: {tried}").stylize("$quiet"), Content(helps)]
    if not results.complete and not names_only:
        lines.append(Content("the index is not complete yet: more may be found soon"))
    return Content("\n").join(lines)
