"""Help: every key, made from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.console import Group as Parts
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Static

from studytui.search.text.fold import plain
from studytui.tui.keys import KeyGroup, display, groups, groups_of
from studytui.tui.screens.dialog import Dialog

_COLUMN = 54
"""Columns of the terminal that one of two columns needs."""
_ROOM_FOR_IDS = 68
"""Columns that the names need beside the text; where there are fewer, they stand below it."""
_KEYS, _WIDE_KEYS = 12, 20
"""Most columns of the keys, where there is no column for names and where there is one."""


def sections(nodes: Iterable[type[DOMNode]], commands: Sequence[KeyGroup]) -> list[KeyGroup]:
    """The commands by pane: those of `nodes` first, then the others.

    Args:
        nodes: Classes of what has the keys now, from the focused pane outwards.
        commands: All commands.
    """
    here = [group for node in nodes for group in groups_of(node)]
    merged: dict[str, KeyGroup] = {}
    done: set[tuple[type[DOMNode], str]] = set()
    for group in [*here, *commands]:
        if (group.node, group.title) not in done:
            done.add((group.node, group.title))
            before = merged.get(group.title)
            bindings = (before.bindings if before else ()) + group.bindings
            merged[group.title] = KeyGroup(group.title, group.node, bindings)
    return list(merged.values())


class HelpScreen(Dialog[None]):
    """All commands by pane, with the name that the settings know each by; typing filters them."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In this help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", id="help.close", tooltip="Show all keys again, or close help"),
        Binding("question_mark", "dismiss", "Close", show=False, id="help.close_at_once", tooltip="Close help"),
        Binding("down,ctrl+n", "scroll(1)", "Down", show=False, id="help.down", tooltip="Scroll down"),
        Binding("up,ctrl+p", "scroll(-1)", "Up", show=False, id="help.up", tooltip="Scroll up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="help.page_down", tooltip="Next screen"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="help.page_up", tooltip="Previous screen"),
    ]

    def __init__(self, nodes: Sequence[type[DOMNode]], keymap: Mapping[str, str]) -> None:
        """Help.

        Args:
            nodes: Classes of what has the keys now, from the focused pane outwards; theirs stand first.
            keymap: Keys of the settings by command; they stand instead of its own.
        """
        super().__init__()
        self._sections = sections(nodes, groups())
        self._keymap = keymap
        self._filter = ""
        self._room = 0

    def compose(self) -> ComposeResult:
        """A framed, scrolling text of one or two columns."""
        with Vertical(classes="dialog keys") as dialog:
            dialog.border_title = "Keys"
            dialog.border_subtitle = "type to filter · escape closes"
            yield Static(id="keys-filter", markup=False)
            with VerticalScroll(can_focus=False), Horizontal():
                yield Static(markup=False)
                yield Static(markup=False)

    def on_mount(self) -> None:
        """Show every key."""
        self._show()

    def on_resize(self) -> None:
        """Lay out in other columns, where they are others: the first size comes when all is laid out for it."""
        if self.app.size.width != self._room:
            self._show()

    def _show(self) -> None:
        found = [group for group in map(self._matching, self._sections) if group.bindings]
        room = self._room = self.app.size.width
        columns = _balanced(found) if room >= 2 * _COLUMN else (found, [])
        for static, column in zip(self.query_one(VerticalScroll).query(Static), columns, strict=True):
            static.display = bool(column)
            static.update(self._column(column, room // 2 if columns[1] else room))
        says = "The name in italics is what the settings know a command by, under [keys]."
        if self._filter:
            says = f"{self._filter}▏" if found else f"{self._filter}▏ is in no command's key, name or text"
        self.query_one(VerticalScroll).scroll_home(animate=False)
        line = self.query_one("#keys-filter", Static)
        line.update(Content(says) if self._filter else Content(says).stylize("$quiet"))

    def _matching(self, group: KeyGroup) -> KeyGroup:
        """The commands of a pane that hold every word of the filter, in their keys, texts or names."""
        words = plain(self._filter).split()
        return KeyGroup(
            group.title,
            group.node,
            tuple(
                binding
                for binding in group.bindings
                if all(
                    word in plain(f"{self._keys(binding)} {binding.tooltip} {binding.id} {group.title}")
                    for word in words
                )
            ),
        )

    def _keys(self, binding: Binding) -> str:
        return display(self._keymap.get(binding.id or "", binding.key))

    def _column(self, groups: Sequence[KeyGroup], room: int) -> RenderableType:
        """The panes of a column: keys, what they do, names; what is too long for its place goes on below itself."""
        beside = room >= _ROOM_FOR_IDS
        shown = [cell_len(self._keys(binding)) for group in groups for binding in group.bindings]
        width = min(max(shown, default=0), _WIDE_KEYS if beside else _KEYS)
        parts: list[RenderableType] = []
        for group in groups:
            table = Table.grid(padding=(0, 1, 0, 0), expand=True)
            table.add_column(style="bold", overflow="fold", width=width)
            table.add_column(ratio=1, overflow="fold")
            if beside:
                table.add_column(style="italic", no_wrap=True)
            for binding in group.bindings:
                what, name = Text(binding.tooltip or binding.description), Text(binding.id or "", "italic")
                cells = [what, name] if beside else [Text.assemble(what, "  ", name)]
                table.add_row(self._keys(binding), *cells)
            parts += [Text(group.title, "underline"), Padding(table, (0, 0, 1, 2))]
        return Parts(*parts)

    def on_key(self, event: events.Key) -> None:
        """Letters filter."""
        before = self._filter
        if event.key == "backspace":
            self._filter = before[:-1]
        elif event.key == "space" and not before:
            self.action_page(1)
        elif event.is_printable and event.character is not None:
            self._filter += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        if self._filter != before:
            self._show()

    def action_leave(self) -> None:
        """End the filter, else close."""
        if self._filter:
            self._filter = ""
            self._show()
        else:
            self.dismiss()

    def action_scroll(self, step: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by screens."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.size.height - 1), animate=False)


def _balanced(found: Sequence[KeyGroup]) -> tuple[list[KeyGroup], list[KeyGroup]]:
    """Whole panes in two columns, of about the same height."""
    heights = [len(group.bindings) + 2 for group in found]
    done = 0
    for number, height in enumerate(heights):
        if 2 * done + height > sum(heights):
            return list(found[:number]), list(found[number:])
        done += height
    return list(found), []
