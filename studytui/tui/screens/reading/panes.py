"""Which panes show, and which of them has the keys."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from studytui.tui.screens.reading.part import ReadingPart

NARROW = 100
"""Below this many columns one pane shows at a time."""
ROOMY = 140
"""From this many columns on the outline shows from the start, and three columns stand side by side."""


class Panes(ReadingPart):
    """Sidebar, outline and links come and go around the reader."""

    BINDING_GROUP_TITLE = "Panes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "pane('sidebar')", "Topics", id="topics", tooltip="Topics: show and go there; again hides them"),
        Binding("o", "pane('outline')", "Outline", id="outline", tooltip="Outline: show and go there; again hides it"),
        Binding("b", "pane('links')", "Links", id="links", tooltip="Links and backlinks: show, go there; again hides"),
        Binding("escape", "reader", "Reader", show=False, id="reader", tooltip="Back to the reader; there, end find"),
    ]

    complete = False
    """Whether everything that is not seen at first may be mounted."""
    _shown: set[str] | None = None
    _front = "reader"
    _arrangement: tuple[bool, bool, frozenset[str]] | None = None
    _last = "sidebar"

    @property
    def narrow(self) -> bool:
        """Whether there is room for one pane only."""
        return self.size.width < NARROW

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panes anew."""
        if self._shown is None:
            self._shown = {"sidebar"} | ({"outline"} if event.size.width >= ROOMY else set())
        self.arrange_panes()

    def complete_panes(self) -> None:
        """Mount what the first page did not need."""
        if not self.complete:
            self.complete = True
            self.arrange_panes()
            self.pages.find.mount()
            self.sidebar.complete()

    def arrange_panes(self) -> None:
        """Show the panes that are wanted, or in a narrow terminal the one in front."""
        if self.complete and self.links_pane.parent is None:
            self.side.mount(self.outline_pane, self.links_pane)
        visible = {self._front} if self.narrow else self._that_fit() | {"reader"}
        arrangement = (self.narrow, self.complete, frozenset(visible))
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        self.sidebar.styles.width = "1fr" if self.narrow else self.session.settings.sidebar_width
        self.set_class(self.narrow, "narrow")
        self.sidebar.display = "sidebar" in visible
        if self.complete:
            self.outline_pane.display = "outline" in visible
            self.links_pane.display = "links" in visible
        self.side.display = bool(visible & {"outline", "links"})
        self.pages.display = "reader" in visible

    def _that_fit(self) -> set[str]:
        """The panes that are wanted; with little room either the sidebar or the side panes, as asked for last."""
        shown = set(self._shown or ())
        side = shown & {"outline", "links"}
        if self.size.width >= ROOMY or not side or "sidebar" not in shown:
            return shown
        return {"sidebar"} if self._last == "sidebar" else side

    def _focused_pane(self) -> str | None:
        above = () if self.focused is None else self.focused.ancestors_with_self
        return next((node.id for node in above if node.id in ("sidebar", "outline", "links")), None)

    def action_pane(self, name: str) -> None:
        """Show a pane and go there; hide it if one is there already."""
        shown = self._shown if self._shown is not None else set()
        if self._focused_pane() == name:
            shown.discard(name)
            self._last = "sidebar"
            self.focus_reader()
            return
        self.complete_panes()
        shown.add(name)
        self._shown = shown
        self._front = self._last = name
        self.arrange_panes()
        {"sidebar": self.sidebar.topics, "outline": self.outline_pane, "links": self.links_pane}[name].focus()

    def focus_reader(self) -> None:
        """Bring the reader to the front and give it the keys."""
        self._front = "reader"
        self.arrange_panes()
        if not self.pages.reader.has_focus:  # it would be painted for that, and the page wait for the next frame
            self.pages.reader.focus()

    def action_reader(self) -> None:
        """Leave a pane; in the reader, end selection, find and selected link, one at a time."""
        reader = self.pages.reader
        if not reader.has_focus:
            self.focus_reader()
        elif self.selections:
            self.clear_selection()
        elif self.pages.find.finder is not None:
            self.pages.find.close()
        elif reader.selected is not None:
            reader.select(None)
