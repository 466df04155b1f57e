"""Studying: spaced review of what one reads, the overview, and a line at random."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.navigation import Navigation

if TYPE_CHECKING:
    from studytui.study.due import DueNow
    from studytui.study.scope import Scope
    from studytui.tui.screens.choose import Choice
    from studytui.tui.screens.overview.rows import Target
    from studytui.tui.screens.reading.vault_loading import Change
    from studytui.tui.screens.review.screen import ReviewScreen

ABOVE = 3
"""Rows above a line that is gone to."""


class StudyCommand(Struct, frozen=True):
    """A command of the palette that has no key."""

    title: str
    about: str
    run: Callable[[], Awaitable[None]]


class Studying:
    """The part for review, overview and random lines; the study room is loaded when a key is pressed."""

    BINDING_GROUP_TITLE = "Study"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "review", "Review", show=False, id="review", tooltip="Spaced review of the topic that one is in"),
        Binding("S", "overview", "Overview", show=False, id="overview", tooltip="What is due, known and weak"),
        Binding("X", "random_line", "Random line", show=False, id="random_line", tooltip="A random high-yield line"),
    ]

    def __init__(self, screen: ReadingBase, navigation: Navigation) -> None:
        self._screen = screen
        self._navigation = navigation
        self._session = screen.session
        self._pages = screen.pages
        self._review: ReviewScreen | None = None
        """The review that is going on."""

    # Scopes

    def topic(self) -> str:
        """The folder or `#tag` under the cursor of the sidebar, if that is in use, else that of the page."""
        sidebar, page = self._screen.sidebar, self._pages.page
        topic = sidebar.topic_under_cursor() if sidebar.in_use else None
        if topic is not None or page is None:
            return topic or ""
        return page.path if page.of_topic else page.path.rpartition("/")[0]

    async def action_review(self) -> None:
        """Review the topic that one is in."""
        from studytui.study.scope import Scope

        await self.review(Scope("topic", self.topic()))

    async def review(self, scope: Scope) -> None:
        """Review the cards of a scope."""
        from studytui.tui.screens.review.screen import ReviewScreen

        if not self._screen.ready:
            self._screen.say("still reading the vault …")
            return
        self._review = ReviewScreen(self._session, self._screen.palette, scope, self._screen.new_pages)
        await self._screen.app.push_screen(self._review, self._reviewed)

    def follow(self, change: Change) -> None:
        """A review goes on with the notes as they are now."""
        notes = change.notes
        if self._review is not None:
            self._review.follow(change.moved, {note.path for note in (*notes.came, *notes.written)})

    # What is due

    class DueCounted(Message):
        """The cards that are due were counted (from the worker)."""

        def __init__(self, found: DueNow) -> None:
            super().__init__()
            self.found = found

    def count_due(self) -> None:
        """Count in a worker what is due, for the sidebar and the status line; nothing where both are switched off."""
        settings, vault, state = self._session.settings, self._session.vault, self._session.state
        if vault is None or not (settings.show_due or settings.show_left):
            return

        def count() -> None:
            if not state.read("SELECT 1 FROM answer LIMIT 1"):  # before anything is loaded for it
                return
            from studytui.study.due import due_now
            from studytui.study.session import Limits

            worker = get_current_worker()
            limits = Limits(new=settings.review_new, due=settings.review_due)
            found = due_now(
                vault,
                state,
                limits=limits,
                strict_breaks=self._session.strict_breaks,
                cancelled=lambda: worker.is_cancelled,
            )
            if found is not None and not worker.is_cancelled:
                self._screen.post_message(self.DueCounted(found))

        self._screen.run_worker(count, name="count due", group="due", exclusive=True, thread=True, exit_on_error=False)

    def show_due(self, found: DueNow) -> None:
        """Show what is due where the settings want it."""
        if self._session.settings.show_due:
            self._screen.sidebar.show_due(found.by_note)
        if self._session.settings.show_left:
            due = found.left.due + found.left.learning
            parts = [f"{due} due"] if due else []
            parts += [f"{found.left.new} new"] if found.left.new else []
            self._screen.status_line.say(left=", ".join(parts))

    def _reviewed(self, answers: int | None) -> None:
        self._review = None
        self.count_due()
        if answers:
            self._screen.say(f"review ended: {answers} {'answer' if answers == 1 else 'answers'}")

    # The overview

    async def action_overview(self) -> None:
        """Show the overview."""
        from studytui.tui.screens.overview.screen import OverviewScreen

        if not self._screen.ready:
            self._screen.say("still reading the vault …")
            return
        self._navigation.save()  # where one reads is where one goes on
        await self._screen.app.push_screen(OverviewScreen(self._session), self._go)

    def _go(self, target: Target | None) -> None:
        """Go where a row of the overview leads."""
        self.count_due()
        if target is None:
            return
        from studytui.study.scope import EVERYTHING

        match target.kind:
            case "review":
                self._screen.app.call_later(self.review, EVERYTHING)
            case "line":
                self._navigation.go(Place(Page("note", target.name), Anchor(target.line, 0, ABOVE)))
            case "note":
                self._navigation.choose(target.name)
            case "topic":
                self._navigation.go(Place(Page("topic", target.name)))
            case "random":
                self.action_random_line()

    async def choose_exam(self) -> None:
        """Set the date of an exam."""
        from studytui.tui.screens.overview.exam import ExamScreen

        def kept(said: str | None) -> None:
            if said is not None:
                self._screen.say(said)
                self.count_due()

        await self._screen.app.push_screen(ExamScreen(self._session), kept)

    class LineChosen(Message):
        """Some line was chosen (from the worker)."""

        def __init__(self, found: tuple[str, int] | None) -> None:
            super().__init__()
            self.found = found

    def action_random_line(self) -> None:
        """Open some high-yield line, each as likely as another."""
        engine, vault = self._session.engine, self._session.vault
        if engine is None or vault is None:
            self._screen.say("high-yield lines are known once the vault is indexed")
            return
        legend, strict_breaks = self._session.legend, self._session.strict_breaks

        def choose() -> None:
            from studytui.tui.page.random_line import random_line

            lines = {note: lines for note, (_, lines) in engine.high_yields(legend).items()}
            self._screen.post_message(self.LineChosen(random_line(vault, lines, legend, strict_breaks=strict_breaks)))

        self._screen.run_worker(choose, name="random line", group="random", thread=True, exit_on_error=False)

    def show_line(self, found: tuple[str, int] | None) -> None:
        """Open the line that was chosen."""
        if found is None:
            self._screen.say("no high-yield line is known yet")
        else:
            self._navigation.go(Place(Page("note", found[0]), Anchor(found[1], 0, ABOVE)))

    def begin(self) -> None:
        """Begin with what the command line or the settings ask for, once the first page stands."""
        if self._session.review is not None:
            self._screen.call_later(self.review, self._session.review)
        elif self._session.settings.start_page == "overview" and self._session.wanted is None:
            self._screen.call_later(self.action_overview)

    # The palette

    def commands(self) -> Iterator[StudyCommand]:
        """The commands of the palette that have no keys."""
        from studytui.study.scope import EVERYTHING, Scope

        page = self._pages.page
        found: list[tuple[str, Scope]] = [("everything", EVERYTHING)]
        if page is not None and page.kind == "note":
            found.append(("this note", Scope("note", page.path)))
        found.append((f"topic {self.topic() or 'of all notes'}", Scope("topic", self.topic())))
        for name, scope in found:
            cram = Scope(scope.kind, scope.name, cram=True)
            yield StudyCommand(f"Review {name}", "Spaced review: what is due, then new cards", self._reviewing(scope))
            yield StudyCommand(f"Cram {name}", "Every card, due or not; no schedule changes", self._reviewing(cram))
        topic = self.topic()
        yield StudyCommand(
            f"Cards of {topic or 'all notes'}", "A page of its cards, each leading to its line", self.show_cards
        )
        yield StudyCommand("Review a tag …", "Spaced review of the notes with a tag", self.choose_tag)
        yield StudyCommand("Suspended cards …", "Take a card back that rests", self.choose_suspended)
        yield StudyCommand("Exam date …", "Its date, topics and plan", self.choose_exam)
        yield StudyCommand("Review a colour …", "Spaced review of marks in one colour", self.choose_color)

    def _reviewing(self, scope: Scope) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.review(scope)

        return run

    async def show_cards(self) -> None:
        """Open the page of the cards of the topic that one is in."""
        self._navigation.go(Place(Page("cards", self.topic())))

    async def choose_tag(self) -> None:
        """Choose a tag, and review its notes."""
        from studytui.study.scope import Scope
        from studytui.tui.screens.choose import Choice

        tags = sorted(self._session.tags().items(), key=lambda each: (-len(each[1]), each[0]))
        choices = [
            Choice(Scope("topic", f"#{tag}"), f"#{tag}", f"{len(notes)} {'note' if len(notes) == 1 else 'notes'}")
            for tag, notes in tags
        ]
        await self._choose("Review a tag", choices, "no tags yet: they are known once the vault is indexed")

    async def choose_color(self) -> None:
        """Choose a colour among those that are high-yield, and review its marks."""
        from studytui.study.scope import Scope
        from studytui.tui.screens.choose import Choice

        legend, names = self._session.legend, self._session.settings.legend_names
        choices = [
            Choice(Scope("color", bucket), bucket, names.get(bucket, ""))
            for bucket, meaning in legend.meanings.items()
            if meaning == "high-yield"
        ]
        await self._choose("Review a colour", choices, "no colour is high-yield; c changes that")

    async def choose_suspended(self) -> None:
        """Choose among the cards that are suspended, and take one back."""
        from studytui.study.registry import suspended
        from studytui.tui.screens.choose import Choice, ChooseScreen

        state = self._session.state
        found = await asyncio.to_thread(suspended, state)
        choices = [Choice(card.id, card.text, f"{note} · line {card.line}") for note, card in found]

        def chosen(card: str | None) -> None:
            if card is not None:
                self._screen.run_worker(self._take_back(card), name="take back", group="take back")

        await self._screen.app.push_screen(
            ChooseScreen("Suspended cards", choices, enter="takes one back", empty="none"),
            chosen,
        )

    async def _take_back(self, card: str) -> None:
        from studytui.state.database import NotKeptError
        from studytui.study.reviews import Reviews
        from studytui.tui.screens.review.words import not_kept

        reviews = Reviews(self._session.state)
        try:
            await asyncio.to_thread(lambda: reviews.suspend([card], suspended=False))
        except NotKeptError as error:
            self._screen.say(not_kept(str(error)), problem=True)
            return
        self._screen.say("taken back: it is asked again")
        self.count_due()

    async def _choose(self, title: str, choices: list[Choice[Scope]], empty: str) -> None:
        from studytui.tui.screens.choose import ChooseScreen

        def chosen(scope: Scope | None) -> None:
            if scope is not None:
                self._screen.app.call_later(self.review, scope)

        await self._screen.app.push_screen(ChooseScreen(title, choices, empty=empty), chosen)
