"""Spaced review: a card at a time, asked, turned and graded; each answer is on the disk before the next card shows."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from studytui import paths
from studytui.state.database import NotKeptError
from studytui.study.deck import DeckCard
from studytui.study.desk import Asked, Desk, open_desk
from studytui.study.schedule import Grade
from studytui.study.scope import Scope
from studytui.study.session import Limits
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place, remark
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.panes.status import StatusLine
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.dialog import LeftOnce
from studytui.tui.screens.editing import BUNDLED, edit
from studytui.tui.screens.review.card import LaidOut, laid_out
from studytui.tui.screens.review.grades import Grades
from studytui.tui.screens.review.keys import KEYS, OF_A_CARD
from studytui.tui.screens.review.note import NoteScreen
from studytui.tui.screens.review.words import end_of, left_text, making, not_kept
from studytui.tui.session import Session
from studytui.tui.textual_private import forget_read_messages
from studytui.tui.theme.palette import Palette

MOST_SECONDS = 60.0
"""An answer counts no longer than this: whoever went away has not been thinking."""
_ABOVE = 3
"""Rows above the line of a card in its note."""
_QUICK = 0.3
"""Seconds for which nothing is said of cards being made."""


class ReviewScreen(LeftOnce[int]):
    """Answers with how many answers were given.

    What a key begins is done in order, one after the other, and what waits for the disk in a thread.
    """

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "Reader"

    BINDING_GROUP_TITLE = "In review"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, session: Session, palette: Palette, scope: Scope, new_pages: Callable[[], PageView]) -> None:
        super().__init__()
        self.scope = scope
        self.reader = Reader(palette, reading_width=session.settings.reading_width, counts=False)
        self.grades = Grades()
        self.status_line = StatusLine()
        self.asked: Asked | None = None
        self.shown = False
        """True if the answer is."""
        self.ended = False
        """True if the page of the end is shown."""
        self._session = session
        self._new_pages = new_pages
        self._desk: Desk | None = None
        self._faces = LaidOut()
        self._leaving, self._order, self._title = threading.Event(), asyncio.Lock(), ""
        self._began = self._since = time.monotonic()
        self._timer: Timer | None = None
        self._last: DeckCard | None = None
        """The card that was answered last."""

    def compose(self) -> ComposeResult:
        """The card over the answers, the status line and the keys."""
        yield self.reader
        yield self.grades
        yield self.status_line
        yield KeyBar()

    def on_mount(self) -> None:
        """Make the cards in a worker."""
        view = "CRAM: no schedule changes" if self.scope.cram else ""
        self.status_line.say(path=f"Review: {self.scope}", view=view, counts="making cards …")
        self._title, self.app.title = self.app.title, f"Review: {self.scope} · studytui"
        self._run(self._open())

    def idle(self, action: str) -> bool:
        """True for what needs a card while none is asked, and for undo then where there is nothing to take back."""
        undoes = action == "undo" and (self._desk is None or not self._desk.session.undoable)
        return self.asked is None and (undoes or action in OF_A_CARD)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """False while cards are made: what is pressed before the first is asked is meant for none."""
        return self.asked is not None or self.ended or action not in OF_A_CARD

    def on_unmount(self) -> None:
        """Nothing is made any more."""
        self._leaving.set()
        self.app.title = self._title

    # In order

    def _run(self, step: Coroutine[Any, Any, None]) -> None:
        """Has a step done when those before it are; no message that was read covers what it shows."""
        forget_read_messages(self.app)

        async def in_order() -> None:
            async with self._order:
                await step

        self.run_worker(in_order(), name="review", group="review", exit_on_error=True)

    async def _open(self) -> None:
        session = self._session
        vault, settings = session.vault, session.settings
        assert vault is not None

        def opened() -> Desk | None:
            return open_desk(
                vault,
                session.state,
                self.scope,
                limits=Limits(new=settings.review_new, due=settings.review_due),
                strict_breaks=self._session.strict_breaks,
                progress=self._progress,
                cancelled=self._leaving.is_set,
            )

        self._desk = await asyncio.to_thread(opened)
        if self._desk is None:
            return
        problem = await asyncio.to_thread(self._desk.problem)
        if problem is not None:
            self.notify(problem, severity="warning", markup=False, timeout=10)
        self._began = time.monotonic()
        await self._next()

    def _progress(self, done: int, of: int) -> None:
        """From the thread that makes cards."""
        if not self._leaving.is_set() and done < of:
            self.app.call_from_thread(self._say_progress, done, of)

    def _say_progress(self, done: int, of: int) -> None:
        self.status_line.say(counts=f"making cards {done:,} of {of:,}")
        if self._desk is None and time.monotonic() - self._began > _QUICK:
            self.reader.begin(remark(making(done, of), self.reader.text_width), complete=True)

    async def _next(self) -> None:
        """Ask what comes next, or say that nothing does."""
        desk = self._desk
        assert desk is not None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.asked, self._faces = await asyncio.to_thread(self._ask, desk, self.reader.text_width)
        self.shown = False
        self.refresh_bindings()
        if self.asked is None:
            await self._end(desk)
            return
        self.ended = False
        question = self.asked.question
        self._show_face()
        self.grades.ask()
        self.status_line.say(
            path=f"Review: {self.scope}" + ("  · leech: e rewrites its line" if question.leech else ""),
            counts=left_text(question.left, cram=self.scope.cram),
        )
        self._since = time.monotonic()
        notes = desk.coming()
        self.run_worker(lambda: desk.read_ahead(notes), group="ahead", exclusive=True, thread=True, exit_on_error=False)

    def _ask(self, desk: Desk, width: int) -> tuple[Asked | None, LaidOut]:
        """In a thread: the next card, laid out."""
        asked = desk.ask()
        return asked, LaidOut() if asked is None else self._laid_out(asked, width)

    def _laid_out(self, asked: Asked, width: int) -> LaidOut:
        assert self._session.vault is not None
        return laid_out(asked, self._session.vault, self._session.legend, width)

    def _show_face(self, top: int = 0) -> None:
        """Show the question, or the answer once the card is turned, from a row from which what is asked is seen."""
        self.reader.begin(self._faces.answer if self.shown else self._faces.question, complete=True)
        self.reader.go_to_row(top)
        self.reader.show_row(self._faces.row)

    async def _end(self, desk: Desk) -> None:
        rest = await asyncio.to_thread(desk.rest)
        self.ended = True
        said = end_of(self.scope, rest, time.monotonic() - self._began)
        self.reader.begin(remark(said, self.reader.text_width), complete=True)
        self.grades.wait()
        self.status_line.say(path=f"Review: {self.scope}", counts=left_text(desk.session.left(), cram=self.scope.cram))
        if rest.wait is not None:
            self._timer = self.set_timer(max(0.5, rest.wait), lambda: self._run(self._next()))

    async def on_resize(self, event: events.Resize) -> None:
        """Lay the card out for another width."""
        if self._desk is not None:
            self.call_after_refresh(lambda: self._run(self._lay_out_again()))

    async def _lay_out_again(self) -> None:
        if self.asked is not None:
            self._faces = await asyncio.to_thread(self._laid_out, self.asked, self.reader.text_width)
            self._show_face()
        elif self.ended and self._desk is not None:
            await self._end(self._desk)

    # Turning and grading

    def action_show(self) -> None:
        """Show the answer; then it is Good."""
        self._run(self._show())

    async def _show(self) -> None:
        if self.asked is None:
            return
        if self.shown:
            await self._answer(Grade.GOOD)
            return
        self.shown = True
        self._show_face(self.reader.top)
        self.grades.offer(None if self.scope.cram else self.asked.question.previews)

    def action_grade(self, grade: int) -> None:
        """Grade the card."""
        self._run(self._grade(Grade(grade)))

    async def _grade(self, grade: Grade) -> None:
        if self.asked is None:
            return
        if not self.shown:
            self._say("space shows the answer first")
            return
        await self._answer(grade)

    async def _answer(self, grade: Grade) -> None:
        assert self._desk is not None
        session = self._desk.session
        self._last = None if self.asked is None else self.asked.question.deck_card
        milliseconds = round(1000 * min(MOST_SECONDS, time.monotonic() - self._since))
        try:
            answered = await asyncio.to_thread(lambda: session.answer(grade, milliseconds=milliseconds))
        except NotKeptError as error:
            self._say(not_kept(str(error)), problem=True)
            return
        if answered is not None and answered.leech:
            self._say(f"a leech, forgotten {answered.after.lapses} times: E edits its line", problem=True)
        else:
            self._say("")  # what was said of the card before
        await self._next()

    # The rest

    def action_skip(self) -> None:
        """Let the card come after all others."""
        self._run(self._act(lambda desk: desk.session.skip(), "skipped: it comes after all others"))

    def action_bury(self) -> None:
        """Let the card and its siblings rest until tomorrow."""
        said = "left out of this cram" if self.scope.cram else "buried until tomorrow, with its siblings"
        self._run(self._act(lambda desk: desk.session.bury(), said))

    def action_suspend(self) -> None:
        """Let the card rest until it is taken back."""
        self._run(self._act(lambda desk: desk.session.suspend(), "suspended; u takes it back"))

    async def _act(self, act: Callable[[Desk], object], said: str) -> None:
        desk = self._desk
        if desk is None or self.asked is None:
            return
        try:
            await asyncio.to_thread(act, desk)
        except NotKeptError as error:
            self._say(not_kept(str(error)), problem=True)
            return
        self._say(said)
        await self._next()

    def action_leech(self) -> None:
        """Mark the card as a leech, or take the mark back."""
        self._run(self._leech())

    async def _leech(self) -> None:
        desk = self._desk
        if desk is None or self.asked is None:
            return
        shown = self.shown
        try:
            marked = await asyncio.to_thread(desk.session.mark_leech)
        except NotKeptError as error:
            self._say(not_kept(str(error)), problem=True)
            return
        self._say("marked as a leech: S lists it, e rewrites its line" if marked else "no leech any more")
        await self._next()
        if shown:
            await self._show()

    def action_undo(self) -> None:
        """Take back the last answer, bury, suspend or mark."""
        self._run(self._undo())

    async def _undo(self) -> None:
        if self._desk is None:
            return
        try:
            undone = await asyncio.to_thread(self._desk.session.undo)
        except NotKeptError as error:
            self._say(not_kept(str(error)), problem=True)
            return
        if undone is None:
            self._say("there is nothing to take back in this review")
            return
        self._say("taken back")
        await self._next()

    # The note

    def action_note(self) -> None:
        """Show the note of the card at its line."""
        if self.asked is not None:
            each = self.asked.question.deck_card
            place = Place(Page("note", each.note), Anchor(each.card.line, 0, _ABOVE))
            self.app.push_screen(NoteScreen(self._new_pages(), place))

    def action_edit(self) -> None:
        """Open the editor at the line of the card; then go on with what the note says."""
        self._run(self._edit(lambda: None if self.asked is None else self.asked.question.deck_card))

    def action_edit_last(self) -> None:
        """Open the editor at the line of the card that was answered last."""
        self._run(self._edit(lambda: self._last))

    async def _edit(self, chosen: Callable[[], DeckCard | None]) -> None:
        desk, vault, each = self._desk, self._session.vault, chosen()
        if desk is None or each is None or vault is None:
            return
        if vault.root == paths.bundled_notes():
            self._say(BUNDLED, problem=True)
            return
        problem = edit(self.app, vault.root / each.note, each.card.line, self._session.settings.editor)
        if problem is not None:
            self._say(problem, problem=True)
        await asyncio.to_thread(desk.edited, each.note)
        await self._next()

    def follow(self, moved: Mapping[str, str], changed: Collection[str]) -> None:
        """Go on with the notes as they are now, and where they lie (behaviour 14.5, 14.6)."""
        self._run(self._follow(moved, changed))

    async def _follow(self, moved: Mapping[str, str], changed: Collection[str]) -> None:
        desk, vault, asked, shown, since = self._desk, self._session.vault, self.asked, self.shown, self._since
        if desk is None or vault is None:
            return
        await asyncio.to_thread(desk.follow, vault, moved, changed)
        self.scope = desk.scope
        if asked is None:
            return
        each = asked.question.deck_card
        if each.note not in {*moved, *changed} and desk.session.asks(each.id):
            return
        await self._next()
        if self.asked is None or self.asked.question.deck_card.id != each.id:
            return
        if shown:
            await self._show()
        self._since = since

    def on_reader_followed(self, event: Reader.Followed) -> None:
        """Say where links can be followed; a blank that is clicked is shown."""
        event.stop()
        if event.chosen.key[0] == "blank":
            if not self.shown:
                self.action_show()
        else:
            self._say("o opens the note of the card, with its links")

    def on_reader_selected(self, event: Reader.Selected | Reader.Moved) -> None:
        """Keep the message from the screen below."""
        event.stop()

    on_reader_moved = on_reader_selected

    def action_end(self) -> None:
        """End the review."""
        self._leaving.set()
        answered = 0 if self._desk is None else sum(self._desk.session.answered.values())
        self.dismiss(answered)

    def _say(self, text: str, *, problem: bool = False) -> None:
        self.status_line.flash(text, problem=problem)
