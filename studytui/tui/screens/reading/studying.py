"""Studying: spaced review of what one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from studytui.tui.screens.reading.base import ReadingBase

if TYPE_CHECKING:
    from studytui.study.scope import Scope
    from studytui.tui.screens.choose import Choice


class Studying:
    """What is loaded of the study room waits until one of these keys is pressed."""

    BINDING_GROUP_TITLE = "Study"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "review", "Review", show=False, id="review", tooltip="Spaced review of the topic that one is in"),
    ]

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._session = screen.session
        self._pages = screen.pages

    # Scopes

    def topic(self) -> str:
        """The folder or `#tag` under the cursor of the sidebar, if that is in use, else that of the page."""
        sidebar, page = self._screen.sidebar, self._pages.page
        topic = sidebar.topic_under_cursor() if sidebar.in_use else None
        if topic is not None or page is None:
            return topic or ""
        return page.path if page.kind == "topic" else page.path.rpartition("/")[0]

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
        screen = ReviewScreen(self._session, self._screen.palette, scope, self._screen.new_pages)
        await self._screen.app.push_screen(screen, self._reviewed)

    def _reviewed(self, answers: int | None) -> None:
        if answers:
            self._screen.say(f"review ended: {answers} {'answer' if answers == 1 else 'answers'}")

    # The palette

    def commands(self) -> Iterator[SystemCommand]:
        """What can be chosen in the palette beyond the keys."""
        from studytui.study.scope import EVERYTHING, Scope

        page = self._pages.page
        found: list[tuple[str, Scope]] = [("everything", EVERYTHING)]
        if page is not None and page.kind == "note":
            found.append(("this note", Scope("note", page.path)))
        found.append((f"topic {self.topic() or 'of all notes'}", Scope("topic", self.topic())))
        for name, scope in found:
            cram = Scope(scope.kind, scope.name, cram=True)
            yield SystemCommand(f"Review {name}", "Spaced review: what is due, then new cards", self._reviewing(scope))
            yield SystemCommand(f"Cram {name}", "Every card, due or not; no schedule changes", self._reviewing(cram))
        yield SystemCommand("Review a tag …", "Spaced review of the notes with a tag", self.choose_tag)
        yield SystemCommand("Review a colour …", "Spaced review of marks in one colour", self.choose_color)

    def _reviewing(self, scope: Scope) -> Callable[[], object]:
        async def run() -> None:
            await self.review(scope)

        return run

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

    async def _choose(self, title: str, choices: list[Choice[Scope]], empty: str) -> None:
        from studytui.tui.screens.choose import ChooseScreen

        def chosen(scope: Scope | None) -> None:
            if scope is not None:
                self._screen.app.call_later(self.review, scope)

        await self._screen.app.push_screen(ChooseScreen(title, choices, empty=empty), chosen)
