"""The date of an exam, its topics and the cards of a day; what the plan comes to is said while they are typed."""

from __future__ import annotations

import asyncio
import time
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from studytui.state.database import NotKeptError
from studytui.study.collect import collect
from studytui.study.days import Days
from studytui.study.exam import FARTHEST, MOST, Exam, exam_of, set_exam
from studytui.study.planner import Planner, unknown_topic
from studytui.study.scope import split_topics
from studytui.tui.panes.box import TextBox
from studytui.tui.screens.dialog import Dialog
from studytui.tui.screens.overview.rows import expected_text
from studytui.tui.screens.review.words import not_kept
from studytui.tui.session import Session
from studytui.vault import Vault

PAUSE_SECONDS = 0.3
"""How long typing must rest before the plan is made."""
_MOST_CARDS = 9999


class UnclearError(Exception):
    """The typed text is no exam; the message says why."""


def read_exam(day: str, topics: str, most: str, today: date, vault: Vault) -> Exam | None:
    """The exam that was typed, None for an empty date. Raises UnclearError.

    A date is `2027-03-01`, or the days until then; topics are folders and `#tags` with commas between.
    """
    if not day.strip():
        return None
    try:
        when = today + timedelta(days=int(day)) if day.strip().isdecimal() else date.fromisoformat(day.strip())
    except (ValueError, OverflowError) as error:
        raise UnclearError("a date is written 2027-03-01, or as the number of days until then") from error
    if when <= today:
        raise UnclearError("the date must lie after today")
    if (when - today).days > FARTHEST:
        raise UnclearError("the date must lie within ten years")
    if most.strip() and not (most.strip().isdecimal() and 1 <= int(most) <= _MOST_CARDS):
        raise UnclearError(f"cards a day are a number from 1 to {_MOST_CARDS}")
    return Exam(when, split_topics(vault, topics), int(most) if most.strip() else MOST)


class ExamScreen(Dialog[str | None]):
    """Keeps what was typed, and answers with what to say about it; None when nothing was changed."""

    CSS_PATH = "../dialogs.tcss"

    BINDING_GROUP_TITLE = "In the exam's date"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="exam.close", tooltip="Close; nothing is changed"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._today = Days().day(time.time())
        self._planner: Planner | None = None
        self._timer: Timer | None = None
        kept = exam_of(session.state)
        day = "" if kept is None else kept.day.isoformat()
        topics = "" if kept is None else ", ".join(kept.topics)
        most = str(MOST if kept is None else kept.most)
        self._day = TextBox(day, placeholder="2027-03-01, or days until then", compact=True)
        self._topics = TextBox(topics, placeholder="folders and #tags; empty: everything", compact=True)
        self._most = TextBox(most, compact=True)
        self.said = Static(id="exam-plan", markup=False)

    def compose(self) -> ComposeResult:
        """Three boxes, and what they come to."""
        with Vertical(classes="dialog exam") as dialog:
            dialog.border_title = "Exam date"
            dialog.border_subtitle = "enter keeps · an empty date is none · escape closes"
            yield Label("Date")
            yield self._day
            yield Label("Topics")
            yield self._topics
            yield Label("Cards a day at most, new and due")
            yield self._most
            yield self.said

    def on_mount(self) -> None:
        """Make the cards in a worker, and say the plan."""
        self._day.focus()
        self.said.update("counting the cards …")
        self.run_worker(self._open(), name="exam", group="exam", exclusive=True)

    async def _open(self) -> None:
        session = self._session
        vault = session.vault
        assert vault is not None

        def opened() -> Planner:
            cards = collect(vault, strict_breaks=session.strict_breaks)
            assert cards is not None, "nobody cancels it"
            return Planner(vault, session.state, cards)

        self._planner = await asyncio.to_thread(opened)
        self._plan_anew()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Make the plan once typing rests."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE_SECONDS, self._plan_anew)

    def _plan_anew(self) -> None:
        """Make the plan of what is typed now; one that is still being made is of what was typed before."""
        self.run_worker(self._plan(), name="plan", group="exam-plan", exclusive=True)

    async def _typed(self) -> Exam | None:
        """The exam as it stands in the boxes; raises UnclearError, also for a topic that is not there."""
        typed, vault = (self._day.value, self._topics.value, self._most.value), self._session.vault
        assert vault is not None

        def read() -> tuple[Exam | None, str | None]:
            exam = read_exam(*typed, self._today, vault)
            return exam, None if exam is None else unknown_topic(vault, exam.topics)

        exam, problem = await asyncio.to_thread(read)
        if problem is not None:
            raise UnclearError(problem)
        return exam

    async def _plan(self) -> None:
        planner = self._planner
        if planner is None:
            return
        try:
            exam = await self._typed()
        except UnclearError as error:
            self.said.update(str(error))
            return
        if exam is None:
            self.said.update("no date: each day brings what the settings say, and intervals are FSRS's own")
            return
        plan = await asyncio.to_thread(planner.plan, exam)
        self.said.update(f"{plan}\nforecasting …")
        expected = await asyncio.to_thread(planner.expected, exam)
        self.said.update(str(plan) if expected is None else f"{plan}\n{expected_text(expected)}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed, if it is an exam."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self.workers.cancel_group(self, "exam-plan")  # it would take the place of why nothing was kept
        self.run_worker(self._keep(), name="keep exam", group="exam-keep", exclusive=True)

    async def _keep(self) -> None:
        try:
            exam = await self._typed()
        except UnclearError as error:
            self.said.update(str(error))
            return
        try:
            await asyncio.to_thread(set_exam, self._session.state, exam, time.time())
        except NotKeptError as error:
            self.said.update(not_kept(str(error)).partition(":")[0])
            return
        self.dismiss(
            "no exam date any more" if exam is None else f"exam on {exam.day.isoformat()}: the overview has its plan"
        )

    def action_close(self) -> None:
        """Close without a change."""
        self.dismiss(None)
