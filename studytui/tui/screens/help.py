"""Help: every key, made from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static


def sections(
    nodes: Iterable[tuple[str, type[DOMNode]]], keymap: dict[str, str]
) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Title of each pane, and its rows of (keys, what they do, binding id).

    Args:
        nodes: Titles and the classes whose own bindings are to be shown.
        keymap: Keys of the user by binding id; they stand instead of the defaults.
    """
    found = []
    for title, node in nodes:
        rows = []
        for binding in node.__dict__.get("BINDINGS", ()):
            if not isinstance(binding, Binding) or binding.system or not binding.tooltip:
                continue
            keys = keymap.get(binding.id or "", binding.key)
            rows.append((keys, binding.tooltip, binding.id or ""))
        if rows:
            found.append((title, rows))
    return found


def key_groups() -> list[tuple[str, type[DOMNode]]]:
    """Every class of the program that has keys, with the title that help gives it."""
    from studytui.tui.reading import bookmarks, editing, folding, following, info, opening, panes, searching, views
    from studytui.tui.screens import search
    from studytui.tui.screens.choose import ChooseScreen
    from studytui.tui.screens.footnote import FootnoteScreen
    from studytui.tui.screens.legend import LegendScreen
    from studytui.tui.screens.preview import PreviewScreen
    from studytui.tui.widgets import filter_box, find_bar, links_pane, reader, topic_tree
    from studytui.tui.widgets import outline as outline_pane

    return [
        ("Reading", reader.Reader),
        ("Places", opening.Opening),
        ("Search", searching.Searching),
        ("In the search box", search.SearchInput),
        ("Links", following.Following),
        ("Views and find", views.Views),
        ("Folds", folding.Folding),
        ("Panes", panes.Panes),
        ("Bookmarks", bookmarks.Bookmarks),
        ("Text", editing.Editing),
        ("Program", info.Info),
        ("In the topics", topic_tree.TopicTree),
        ("In the filter box", filter_box.FilterInput),
        ("In the find box", find_bar.FindInput),
        ("In the outline", outline_pane.Outline),
        ("In the links", links_pane.LinksPane),
        ("In a list", ChooseScreen),
        ("In the legend", LegendScreen),
        ("In a preview", PreviewScreen),
        ("In a footnote", FootnoteScreen),
    ]


_SIGNS = {
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "apostrophe": "'",
    "number_sign": "#",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "pageup": "pgup",
    "pagedown": "pgdn",
}

_ROOM_FOR_IDS = 72
"""Columns of a terminal that shows the ids as well."""
_KEYS = 12
"""Columns of the keys in a narrower one."""


def display(keys: str) -> str:
    """Keys as a person reads them."""
    return " ".join(_SIGNS.get(key.strip(), key.strip()) for key in keys.split(",") if key.strip())


class HelpScreen(ModalScreen[None]):
    """All keys by pane, with the id that the settings know each by."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "app.pop_screen", "Close", id="help.close", tooltip="Close help"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="help.down", tooltip="Scroll down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="help.up", tooltip="Scroll up"),
    ]

    def __init__(self, nodes: Sequence[tuple[str, type[DOMNode]]], keymap: dict[str, str]) -> None:
        super().__init__()
        self._sections = sections(nodes, keymap)

    def compose(self) -> ComposeResult:
        """A framed, scrolling text."""
        with VerticalScroll(classes="dialog wide") as dialog:
            dialog.border_title = "Keys"
            dialog.border_subtitle = "escape closes"
            yield Static(self._table(), markup=False)
            if self.app.size.width >= _ROOM_FOR_IDS:
                says = "The name at the end of a row is its id under [keys] in the settings."
                yield Static(Content(says).stylize("dim"))

    def _table(self) -> Table:
        """Keys, what they do, ids: what is too long for its column goes on below itself."""
        table = Table.grid(padding=(0, 2, 0, 0))
        roomy = self.app.size.width >= _ROOM_FOR_IDS
        table.add_column(style="bold", overflow="fold", width=None if roomy else _KEYS)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(style="dim", overflow="fold")
        for title, rows in self._sections:
            table.add_row(Text.assemble((title, "underline")))
            for keys, what, name in rows:
                table.add_row(Text(f"  {display(keys)}"), Text(what), Text(name if roomy else ""))
            table.add_row()
        return table

    def action_scroll(self, step: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)
