"""Search everything, or open a note by name: type, look at the preview, enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from studytui.layout.sanitise import clean
from studytui.search.engine import Engine
from studytui.search.hits import Hit, Results
from studytui.tui.pages import Page, Place
from studytui.tui.screens.type_ahead import TypeAheadScreen
from studytui.tui.widgets.anchor import TOP, Anchor
from studytui.tui.widgets.box import Box
from studytui.tui.widgets.page_view import PageView
from studytui.vault import Vault

LIMIT = 60
"""Most rows; more letters bring the right one up."""
PREVIEW_SECONDS = 0.08
"""How long the highlight must rest before the preview follows."""
WAIT_SECONDS = 0.15
"""How often to ask again while the vault is being read."""
ROOM_FOR_PREVIEW = 100
"""Columns from which the preview stands beside the rows."""


class Chosen(Struct, frozen=True):
    """What was chosen: a place, and the words that were found there."""

    place: Place
    words: tuple[str, ...]


class SearchInput(Box):
    """The query; the arrows move over the rows meanwhile."""

    BINDING_GROUP_TITLE = "In the search box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "Down", show=False, id="search.down", tooltip="Next row"),
        Binding("up,ctrl+p", "move(-1)", "Up", show=False, id="search.up", tooltip="Previous row"),
        Binding("pagedown", "move(10)", "Down", show=False, id="search.page_down", tooltip="Ten rows down"),
        Binding("pageup", "move(-10)", "Up", show=False, id="search.page_up", tooltip="Ten rows up"),
        Binding("enter", "choose", "Open", id="search.open", tooltip="Open at the line that was found"),
        Binding("escape", "leave", "Close", id="search.close", tooltip="Close the search"),
    ]

    class Moved(Message):
        """The highlight is to move by this many rows."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Wanted(Message):
        """The highlighted row is to be opened."""

    class Left(Message):
        """The search is to be closed."""

    def action_move(self, step: int) -> None:
        """Ask for another row."""
        self.post_message(self.Moved(step))

    def action_choose(self) -> None:
        """Ask to open the row."""
        self.post_message(self.Wanted())

    def action_leave(self) -> None:
        """Ask to close."""
        self.post_message(self.Left())


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
        query: str = "",
        rebuild: Callable[[], None] = lambda: None,
    ) -> None:
        """A search.

        Args:
            engine: What answers, as soon as the vault has been read.
            offered: Notes to offer while the box is empty, recent ones first.
            pages: A page view for the preview, not mounted yet.
            names_only: Whether only names are looked at.
            query: What stands in the box at first.
            rebuild: Has the index built anew, which a search has found damaged.
        """
        super().__init__()
        self._engine = engine
        self._offered = offered
        self._preview = pages
        self._names_only = names_only
        self._first_query = query
        self._rebuild = rebuild
        self._number = 0
        self._hits: list[Hit] = []
        self._rows: dict[int, Hit] = {}
        self._timer: Timer | None = None
        self._typed_ahead = ""
        self._answered = 0
        self._open_when_answered = False

    def compose(self) -> ComposeResult:
        """Box, rows and preview, and a line that says how it went."""
        with Vertical(classes="dialog search") as dialog:
            dialog.border_title = "Open a note by name" if self._names_only else "Search all notes"
            dialog.border_subtitle = "enter opens · escape closes"
            yield SearchInput(
                self._first_query,
                placeholder="name of a note" if self._names_only else 'words · "a phrase" · hy: · tag: · path: · -not',
                id="search-input",
                compact=True,
            )
            with Horizontal(id="search-body"):
                yield OptionList(markup=False, compact=True, id="hits")
                yield self._preview
            yield Static("", id="search-status", markup=False)

    def on_mount(self) -> None:
        """Ask at once: an empty box offers notes."""
        self._preview.can_focus_children = False
        self._preview.display = self.app.size.width >= ROOM_FOR_PREVIEW
        self.query_one("#hits").can_focus = False
        box = self.query_one(SearchInput)
        box.focus()
        box.value += self._typed_ahead
        box.cursor_position = len(box.value)
        self._ask(box.value)

    def ask_again(self) -> None:
        """Ask the same anew: the index has grown."""
        for box in self.query(SearchInput):
            self._ask(box.value)

    def take_key(self, event: events.Key) -> bool:
        """Keys that were pressed before the box had the focus are not lost; True if this one was taken."""
        boxes = self.query(SearchInput)
        box = boxes.first() if boxes else None
        if box is not None and event is box.last_key:
            return False  # the box had it and left it to its bindings
        if event.key == "enter":
            self._open_when_answered = True
        elif event.key == "backspace" or event.is_printable:
            typed = self._typed_ahead if box is None else box.value
            typed = typed[:-1] if event.key == "backspace" else typed + (event.character or "")
            if box is None:
                self._typed_ahead = typed
            else:
                box.value = typed
                box.cursor_position = len(typed)
        else:
            return False
        return True

    def on_resize(self) -> None:
        """The preview needs room."""
        self._preview.display = self.app.size.width >= ROOM_FOR_PREVIEW

    # Asking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every change asks."""
        event.stop()
        self._ask(event.value)

    def _ask(self, query: str) -> None:
        self._number += 1
        number = self._number
        engine = self._engine()
        if engine is None:
            self._say("the vault is still being read …")
            self.set_timer(WAIT_SECONDS, lambda: self._ask(query) if number == self._number else None)
            return
        self._preview.vault = engine.vault
        if not query.strip():
            self._answered = number
            self._show(tuple(self._offered_hits(engine.vault)))
            self._say("" if not self._hits else "recent notes first" if self._names_only else "recent notes")
            return

        def ask() -> None:
            worker = get_current_worker()
            results = engine.search(
                query, limit=LIMIT, titles_only=self._names_only, cancelled=lambda: worker.is_cancelled
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
        engine = self._engine()
        if engine is not None and engine.damaged is not None and not engine.refreshing:
            self._rebuild()
        parts = [
            f"{len(results.hits)}{'+' if len(results.hits) >= LIMIT else ''} found" if results.hits else "nothing found"
        ]
        if not results.complete and not self._names_only and not results.hints:
            parts.append("the index is still being built")
        self._say(" · ".join((*parts, *results.hints)))
        if self._open_when_answered:
            self._open_when_answered = False
            self.on_search_input_wanted(SearchInput.Wanted())

    # Showing

    def _show(self, hits: Sequence[Hit]) -> None:
        self._hits = list(hits)
        self._rows = {}
        options: list[Option] = []
        similar: str | None = None
        for hit in hits:
            if hit.kind == "similar" and hit.reason != similar:
                similar = hit.reason
                options.append(Option(Content(f"── {clean(hit.reason or 'similar')} ──"), disabled=True))
            self._rows[len(options)] = hit
            options.append(Option(_row(hit)))
        rows = self.query_one("#hits", OptionList)
        rows.clear_options()
        rows.add_options(options)
        rows.highlighted = next(iter(self._rows), None)
        self._preview_later()

    def _say(self, text: str, *, problem: bool = False) -> None:
        content = Content(clean(text))
        self.query_one("#search-status", Static).update(
            content.stylize("$problem") if problem else content.stylize("dim")
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
        at = self.query_one("#hits", OptionList).highlighted
        hit = self._rows.get(at) if at is not None else None
        if hit is None:
            return None
        by_name = hit.kind in ("title", "alias", "path") or hit.line <= 1
        anchor = TOP if by_name else Anchor(hit.line, 0, 3)
        words = {hit.snippet[start:end] for start, end in hit.marks} if not by_name else set()
        return Chosen(Place(Page("note", hit.note), anchor), tuple(sorted(words)))

    # Choosing

    def on_search_input_moved(self, event: SearchInput.Moved) -> None:
        """Move over the rows, past headings of groups."""
        event.stop()
        order = list(self._rows)
        rows = self.query_one("#hits", OptionList)
        if not order:
            return
        at = order.index(rows.highlighted) if rows.highlighted in order else 0
        rows.highlighted = order[max(0, min(len(order) - 1, at + event.step))]

    def on_search_input_wanted(self, event: SearchInput.Wanted) -> None:
        """Open the highlighted row."""
        event.stop()
        if self._answered != self._number:
            self._open_when_answered = True  # the rows are still those of an earlier query
            return
        chosen = self._chosen()
        if chosen is not None:
            self.dismiss(chosen)

    def on_search_input_left(self, event: SearchInput.Left) -> None:
        """Close."""
        event.stop()
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click opens."""
        event.stop()
        self.on_search_input_wanted(SearchInput.Wanted())

    def on_page_view_failed(self, event: PageView.Failed) -> None:
        """A note that can't be previewed says why."""
        event.stop()
        self._say(event.error, problem=True)


def _row(hit: Hit) -> Content:
    """Title and folder; below, where in the note and the text round what was found."""
    folder = hit.note.rpartition("/")[0]
    named = hit.snippet == hit.title
    title = _marked(hit.title, hit.marks if named else ()).stylize("bold")
    badge = Content.assemble(Content(" ▌").stylize("$high-yield"), "HY") if hit.high_yield else Content("")
    reason = (
        Content(f"  {clean(hit.reason)}").stylize("italic") if hit.reason and hit.kind != "similar" else Content("")
    )
    first = Content.assemble(title, badge, Content(f"  {clean(folder)}").stylize("dim"), reason)
    if named:
        return first
    heading = Content(clean(" › ".join(hit.heading)) + ": ").stylize("dim") if hit.heading else Content("")
    return Content.assemble(first, "\n  ", heading, _marked(hit.snippet, hit.marks))


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> Content:
    content = Content(clean(text))
    for start, end in marks:
        content = content.stylize("$found underline", start, end)
    return content
