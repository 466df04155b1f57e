"""High-yield only, dimmed, the legend, the high-yield page of a topic, and find in the note."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType

from studytui import paths
from studytui.layout import View
from studytui.markdown import Legend
from studytui.markdown.document import inlines
from studytui.settings import SettingsError
from studytui.tui.page.pages import Page, Place
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.navigation import Navigation
from studytui.tui.screens.reading.page_status import PageStatus
from studytui.tui.screens.reading.search import Searching
from studytui.tui.screens.reading.vault_loading import VaultLoading


class Views:
    """The part for high-yield only, dimmed, the legend, topic pages and find."""

    BINDING_GROUP_TITLE = "Views and find"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "view('only')", "HY only", id="high_yield", tooltip="High-yield only, on and off"),
        Binding("d", "view('dim')", "Dim", show=False, id="dim", tooltip="Dim what is not high-yield, on and off"),
        Binding(
            "H",
            "topic_page",
            "Topic page",
            show=False,
            id="topic_high_yield",
            tooltip="Every high-yield line of this topic; again goes back",
        ),
        Binding("c", "legend", "Legend", show=False, id="legend", tooltip="Legend: colours and what they count as"),
        Binding(
            "v",
            "written",
            "Source",
            show=False,
            id="written",
            tooltip="Show formulas and diagrams as their source, on and off",
        ),
        Binding("]", "marked_line(1)", "Next HY", show=False, id="high_yield.next", tooltip="Next high-yield line"),
        Binding(
            "[",
            "marked_line(-1)",
            "Previous HY",
            show=False,
            id="high_yield.previous",
            tooltip="Previous high-yield line",
        ),
        Binding("ctrl+f", "find", "Find", show=False, id="find", tooltip="Find in this note"),
        Binding(
            "n",
            "found(1)",
            "Next found",
            show=False,
            id="found.next",
            tooltip="Next place found; after a search, on into the next note",
        ),
        Binding(
            "N",
            "found(-1)",
            "Previous found",
            show=False,
            id="found.previous",
            tooltip="Previous place found; after a search, on into the note before",
        ),
    ]

    def __init__(
        self,
        screen: ReadingBase,
        navigation: Navigation,
        status: PageStatus,
        vault_loading: VaultLoading,
        searching: Searching,
    ) -> None:
        self._screen = screen
        self._navigation = navigation
        self._searching = searching
        self._status = status
        self._vault_loading = vault_loading
        self._pages, self._session = screen.pages, screen.session

    def action_view(self, view: View) -> None:
        """Set this view, or go back to all."""
        page = self._pages.page
        if page is not None and page.of_topic:
            cards = page.kind == "cards"
            self._screen.say(f"this page has {'cards' if cards else 'high-yield lines'} only; H goes back")
            return
        chosen: View = "all" if self._session.view == view else view
        self._session.set_view(chosen)
        self._pages.set_view(chosen)
        self._status.say_view()

    def action_topic_page(self) -> None:
        """Open the high-yield page of the topic in the sidebar or of this note, at this note; there, go back."""
        page = self._pages.page
        topic = self._screen.sidebar.topic_under_cursor() if self._screen.sidebar.in_use else None
        if page is not None and page.of_topic and topic in (None, page.path):
            self._navigation.action_back()
            return
        if topic is None:
            if page is None:
                return
            topic = page.path.rpartition("/")[0]
        note = page.path if page is not None and page.kind == "note" else None
        self._navigation.go(Place(Page("topic", topic), subpath=note))

    async def action_legend(self) -> None:
        """Show the legend; a change that is kept counts at once and stands in the settings."""
        from studytui.tui.screens.legend import LegendScreen

        screen = LegendScreen(self._session.legend, self._bucket_counts(), self._session.settings.legend_names)
        await self._screen.app.push_screen(screen, self._set_legend)  # keys that follow at once are for it

    def _bucket_counts(self) -> Counter[str]:
        """Marks of the open page by bucket."""
        if self._pages.topic is not None:
            return self._pages.topic.buckets
        marks: dict[int, str] = {}
        for block in self._pages.document.blocks if self._pages.document is not None else ():
            marks.update({run.mark.number: run.mark.bucket for run in inlines(block) if run.mark is not None})
        return Counter(marks.values())

    def _set_legend(self, legend: Legend | None) -> None:
        from studytui.settings.write import update as update_settings
        from studytui.tui.screens.legend import changes

        if legend is None:
            return
        says = changes(self._session.legend, legend)
        changed = {
            bucket: new for bucket, new in legend.meanings.items() if self._session.legend.meanings.get(bucket) != new
        }
        self._session.legend = legend
        self._session.settings = replace(self._session.settings, legend=legend)
        self._pages.set_legend(legend)
        self._vault_loading.read_vault(again=True)
        try:
            for bucket, meaning in changed.items():
                update_settings(paths.config_file(), f"legend.{bucket}", meaning)
        except SettingsError as error:
            self._screen.say(f"{says}, until you quit; not written to the settings: {error}", problem=True)
        else:
            self._screen.say(f"{says} now, in every note; c changes it back")

    def action_written(self) -> None:
        """Show formulas and diagrams as their source, or drawn again."""
        self._pages.set_written(not self._pages.written)
        self._screen.say(
            "formulas and diagrams as their source" if self._pages.written else "formulas and diagrams drawn"
        )

    def action_find(self) -> None:
        """Find in this note."""
        self._pages.find.open()

    def action_found(self, step: int) -> None:
        """Go to the next or previous place found; from the last one in a note on into the next note of a search."""
        find = self._pages.find
        if not find.waits and (find.finder is None or find.finder.at_end(step)) and self._searching.go_on(step):
            return
        if not find.step(step):
            self._screen.say("nothing to go on to; ctrl+f finds in this note, / in all")

    def action_marked_line(self, step: int) -> None:
        """Go to the next or previous high-yield line."""
        if not self._pages.reader.go_to_marked(step):
            where = "below" if step > 0 else "above"
            more = "" if self._pages.reader.complete else " yet: still laying out"
            self._screen.say(f"no high-yield line {where}{more}")
