"""The overview screen: a list whose rows lead to what they name; figures between them are only read."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from studytui.layout.sanitise import clean
from studytui.layout.wrap import cells
from studytui.study.collect import collect
from studytui.study.days import Days
from studytui.study.glance import Expected, Glance, expected, glance
from studytui.study.scope import EVERYTHING, notes_of
from studytui.study.session import Limits
from studytui.tui.panes.hanging import INDENT, hang
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.panes.rows import Row, value_of
from studytui.tui.panes.status import StatusLine
from studytui.tui.screens.dialog import LeftOnce, move_highlight
from studytui.tui.screens.overview.exam import ExamScreen
from studytui.tui.screens.overview.rows import OverviewRow, Places, Target, rows_of
from studytui.tui.screens.review.words import making
from studytui.tui.session import Session
from studytui.tui.textual_private import PaintedLater

RECENT = 5
PATIENCE = 0.1
"""Seconds before an empty overview is painted: all may be there by then."""


class OverviewScreen(LeftOnce[Target | None], PaintedLater[Target | None]):
    """Answers with where to go, or None."""

    CSS_PATH = "overview.tcss"

    BINDING_GROUP_TITLE = "In the overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "go('review')", "Review", id="overview.review", tooltip="Review everything that is due"),
        Binding("X", "go('random')", "Random line", id="overview.random", tooltip="A random high-yield line"),
        Binding("E", "exam", "Exam date", id="overview.exam", tooltip="Set the date and topics of an exam"),
        Binding("j", "move(1)", "Down", show=False, id="overview.down", tooltip="Next row that leads somewhere"),
        Binding("k", "move(-1)", "Up", show=False, id="overview.up", tooltip="Row above that leads somewhere"),
        Binding("S,q,escape", "close", "Close", key_display="S", id="overview.close", tooltip="Close the overview"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="overview.help", tooltip="Every key"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.rows: list[OverviewRow] = []
        self.glance: Glance | None = None
        self.expected: Expected | None = None
        self.status_line = StatusLine()
        self._session = session
        self._places = Places()
        self._leaving = threading.Event()
        self._width = 0

    def compose(self) -> ComposeResult:
        """A list over the status line and the keys."""
        yield OptionList(markup=False, compact=True, id="overview")
        yield self.status_line
        yield KeyBar()

    def on_mount(self) -> None:
        """Gather in workers: what the state has at once, what must be simulated when it is there."""
        self.status_line.say(path="Overview", counts="counting …")
        self.query_one(OptionList).focus()
        self.run_worker(self._gather(), name="overview", group="overview", exclusive=True)

    def on_unmount(self) -> None:
        """Nothing is counted any more."""
        self._leaving.set()

    async def _gather(self) -> None:
        looking = asyncio.ensure_future(asyncio.to_thread(self._look))
        await asyncio.wait([looking], timeout=PATIENCE)
        if not looking.done():
            self.paint()
        found = await looking
        self._tell(found)
        self.paint()
        if found is not None and found.today.exam is not None:
            self.expected = await asyncio.to_thread(expected, self._session.state, found.today)
            self._show()

    def _tell(self, found: Glance | None) -> None:
        if found is None:
            return
        self.glance = found
        self.status_line.say(counts="")
        if found.problem is not None:
            self.status_line.flash(found.problem, problem=True)
        self._show()

    def _look(self) -> Glance | None:
        """In a thread."""
        session = self._session
        vault, settings, state = session.vault, session.settings, session.state
        assert vault is not None
        cards = collect(
            vault,
            strict_breaks=self._session.strict_breaks,
            progress=self._progress,
            cancelled=self._leaving.is_set,
        )
        if cards is None:
            return None
        last = state.last_place()
        recent = [note for note in session.recent(RECENT + 1) if last is None or note != last.note]
        self._places = Places(
            None if last is None or last.note not in vault.notes else (vault.title(last.note), last.note, last.line),
            tuple((vault.title(note), note) for note in recent[:RECENT]),
            tuple(
                (mark.label or mark.note, mark.note, mark.line)
                for mark in state.bookmarks()[:RECENT]
                if mark.note in vault.notes
            ),
        )
        limits = Limits(new=settings.review_new, due=settings.review_due)
        return glance(vault, state, cards, notes_of(vault, EVERYTHING), limits=limits)

    def _progress(self, done: int, of: int) -> None:
        """From the thread that makes cards."""
        if not self._leaving.is_set() and done < of:
            self.app.call_from_thread(self._say_progress, done, of)

    def _say_progress(self, done: int, of: int) -> None:
        self.status_line.say(counts=f"making cards {done:,} of {of:,}")
        if self.glance is None and self.is_attached:  # else it was left meanwhile
            options = self.query_one(OptionList)
            options.clear_options()
            room = max(40, self.app.size.width - 4)
            options.add_options(Row(content(OverviewRow(text), room), None) for text in making(done, of)[:2])

    def on_resize(self) -> None:
        """Draw the bars for another width."""
        if self.glance is not None and self.app.size.width != self._width:
            self._show()

    def _show(self) -> None:
        if self.glance is None or not self.is_attached:
            return  # nothing is known yet, or it was left while that was counted
        self._width = self.app.size.width
        options = self.query_one(OptionList)
        today = Days().day(time.time())
        room = max(40, self._width - 4)
        self.rows = rows_of(self.glance, self._places, self.expected, room, today)
        at, was = options.highlighted or 0, value_of(options.highlighted_option)
        options.clear_options()
        options.add_options(Row(content(row, room), row.target) for row in self.rows)
        leads = [number for number, row in enumerate(self.rows) if row.target is not None]
        same = [number for number in leads if self.rows[number].target == was]
        options.highlighted = min(same or leads[:1], key=lambda number: abs(number - at))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with where the row leads."""
        event.stop()
        target = value_of(event.option)
        if not isinstance(target, Target):
            return
        if target.kind == "exam":
            self.action_exam()
        else:
            self.dismiss(target)

    def action_move(self, step: int) -> None:
        """Go to the next row that leads somewhere."""
        move_highlight(self, step)

    def action_go(self, kind: str) -> None:
        """Answer with a target that needs no row."""
        self.dismiss(Target("review" if kind == "review" else "random"))

    def action_exam(self) -> None:
        """Set the date of an exam, and count again."""
        self.app.push_screen(ExamScreen(self._session), self._exam_kept)

    def _exam_kept(self, said: str | None) -> None:
        if said is not None:
            self.status_line.flash(said)
            self.expected = None
            self.run_worker(self._gather(), name="overview", group="overview", exclusive=True)

    def action_close(self) -> None:
        """Close the overview."""
        self.dismiss(None)


def content(row: OverviewRow, width: int) -> Content:
    """A row as it is shown in so many columns."""
    text = " ".join(clean(row.text).split("\n"))
    if row.heading:
        return Content.assemble("\n", Content(text).stylize("bold underline"))
    if cells(text) <= width:
        return Content(text)
    return Content("\n").join(hang(Content(text), width, len(text) - len(text.lstrip()) + INDENT))
