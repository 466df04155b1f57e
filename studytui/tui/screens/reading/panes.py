"""Which panes show, and which of them has the keys."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.timer import Timer

from studytui import paths
from studytui.settings import SettingsError
from studytui.tui.reader.strips import GUTTER
from studytui.tui.screens.reading.base import ReadingBase

KEEP_SECONDS = 1.0
"""How long a width must stand before it is written to the settings."""
NARROW = 100
"""Below this many columns one pane shows at a time."""
SHARE = 0.3
"""Part of the window that the sidebar takes at most by itself."""
SIDEBAR, LEAST, MOST = 32, 16, 120
"""Columns of the sidebar: as long as nothing needs more, and the bounds of what may be chosen."""
STEP = 4
"""Columns by which a key changes it."""
SIDE = 40
"""Columns of outline and links."""
ROOMY = 140
"""From this many columns on the outline shows from the start, and three columns stand side by side."""


class Panes:
    """Sidebar, outline and links come and go around the reader."""

    BINDING_GROUP_TITLE = "Panes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "pane('sidebar')", "Topics", id="topics", tooltip="Topics: show and go there; again hides them"),
        Binding("o", "pane('outline')", "Outline", id="outline", tooltip="Outline: show and go there; again hides it"),
        Binding("b", "pane('links')", "Links", id="links", tooltip="Links and backlinks: show, go there; again hides"),
        Binding(
            "less_than_sign", "width(-1)", "Narrower", show=False, id="sidebar.narrower", tooltip="Sidebar narrower"
        ),
        Binding("greater_than_sign", "width(1)", "Wider", show=False, id="sidebar.wider", tooltip="Sidebar wider"),
        Binding("escape", "reader", "Reader", show=False, id="reader", tooltip="Back to the reader; there, end find"),
    ]

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._pages = screen.pages
        self.complete = False
        """True if everything that is not seen at first may be mounted."""
        self._shown: set[str] | None = None
        self._front, self._last = "reader", "sidebar"
        self._vault = screen.vault_name
        self._arrangement: tuple[bool, bool, frozenset[str], int] | None = None
        self._wanted = 0
        """Columns that the names in the sidebar need."""
        self._margins = (0, 0)
        self._keep_timer: Timer | None = None

    @property
    def narrow(self) -> bool:
        """True if there is room for one pane only."""
        return self._screen.size.width < NARROW

    def resized(self, width: int) -> None:
        """Arrange the panes anew."""
        if self._shown is None:
            self._shown = {"sidebar"} | ({"outline"} if width >= ROOMY else set())
        self._arrange()

    # Widths

    def wants_width(self, width: int) -> None:
        """The names in the sidebar need so many columns; it grows, and never shrinks by itself."""
        if width > self._wanted:
            self._wanted = width
            self.widths_changed()

    @property
    def _sidebar_width(self) -> int:
        chosen = self._screen.session.settings.sidebar_width
        if chosen:
            return min(chosen, self._screen.size.width - LEAST)
        return max(SIDEBAR, min(self._wanted, int(self._screen.size.width * SHARE)))

    def action_width(self, step: int) -> None:
        """Make the sidebar narrower or wider."""
        self.set_width(self._sidebar_width + step * STEP)

    def set_width(self, width: int) -> None:
        """Give the sidebar a width of the reader's own, which is kept in the settings."""
        session = self._screen.session
        width = max(LEAST, min(MOST, width, self._screen.size.width // 2))
        if self.narrow or width == session.settings.sidebar_width:
            return
        session.settings = replace(session.settings, sidebar_width=width)
        self.widths_changed()
        if self._keep_timer is not None:
            self._keep_timer.stop()
        self._keep_timer = self._screen.set_timer(KEEP_SECONDS, lambda: self._keep_width(width))

    def _keep_width(self, width: int) -> None:
        from studytui.settings.write import update as update_settings

        try:
            update_settings(paths.config_file(), "sidebar_width", width)
        except SettingsError as error:
            self._screen.say(f"the width is not kept: {error}", problem=True)

    def _centre(self, visible: set[str]) -> None:
        """Puts the room that a page does not need on both sides of it, the scroll bar beside the text."""
        reading = self._screen.session.settings.reading_width
        room = self._screen.size.width
        room -= self._sidebar_width if "sidebar" in visible else 0
        room -= SIDE if visible & {"outline", "links"} else 0
        spare = room - reading - GUTTER - 2 if reading and not self.narrow else 0
        left = max(0, spare // 2)
        if (left, spare - left) != self._margins:
            self._margins = (left, spare - left)
            self._pages.styles.padding = (0, max(0, spare - left), 0, left)

    def widths_changed(self) -> None:
        """Give the panes other widths."""
        self._arrangement = None
        self._arrange()

    def mount_all(self) -> None:
        """Mount what the first page did not need."""
        if not self.complete:
            self.complete = True
            self._arrange()
            self._pages.find.mount()
            self._screen.sidebar.complete()

    def _arrange(self) -> None:
        """Show the panes that are wanted, or in a narrow terminal the one in front."""
        screen = self._screen
        if self.complete and screen.links_pane.parent is None:
            screen.side.mount(screen.outline_pane, screen.links_pane)
        visible = {self._front} if self.narrow else self._that_fit() | {"reader"}
        self._centre(visible)
        arrangement = (self.narrow, self.complete, frozenset(visible), self._sidebar_width)
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        screen.sidebar.styles.width = "1fr" if self.narrow else self._sidebar_width
        screen.set_class(self.narrow, "narrow")
        screen.sidebar.display = "sidebar" in visible
        if self.complete:
            screen.outline_pane.display = "outline" in visible
            screen.links_pane.display = "links" in visible
        screen.side.display = bool(visible & {"outline", "links"})
        self._pages.display = "reader" in visible
        screen.status_line.say(vault="" if "sidebar" in visible else self._vault)

    def _that_fit(self) -> set[str]:
        """The panes that are wanted; with little room either the sidebar or the side panes, as asked for last."""
        shown = set(self._shown or ())
        side = shown & {"outline", "links"}
        if self._screen.size.width >= ROOMY or not side or "sidebar" not in shown:
            return shown
        return {"sidebar"} if self._last == "sidebar" else side

    def _focused_pane(self) -> str | None:
        focused = self._screen.focused
        above = () if focused is None else focused.ancestors_with_self
        return next((node.id for node in above if node.id in ("sidebar", "outline", "links")), None)

    def action_pane(self, name: str) -> None:
        """Show a pane and go there; hide it if one is there already."""
        shown = self._shown if self._shown is not None else set()
        if self._focused_pane() == name:
            shown.discard(name)
            self._last = "sidebar"
            self.focus_reader()
            return
        self.mount_all()
        shown.add(name)
        self._shown = shown
        self._front = self._last = name
        self._arrange()
        screen = self._screen
        {"sidebar": screen.sidebar.topics, "outline": screen.outline_pane, "links": screen.links_pane}[name].focus()

    def focus_reader(self) -> None:
        """Bring the reader to the front and give it the keys."""
        self._front = "reader"
        self._arrange()
        if not self._pages.reader.has_focus:  # it would be painted for that, and the page wait for the next frame
            self._pages.reader.focus()

    def action_reader(self) -> None:
        """Leave a pane; in the reader, end selection, find and selected link, one at a time."""
        reader = self._pages.reader
        if not reader.has_focus:
            self.focus_reader()
        elif self._screen.selections:
            self._screen.clear_selection()
        elif self._pages.find.finder is not None:
            self._pages.find.close()
        elif reader.here is not None:
            reader.be_at(None)
        elif reader.selected is not None:
            reader.select(None)
