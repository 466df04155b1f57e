"""The rows of the sidebar: folders, tags and notes, with their counts."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from studytui.layout.sanitise import clean
from studytui.vault import Folder, Leaf

_SHORTEST = 8
"""Cells that a name is never cut below."""


class Tag(Struct, frozen=True):
    """A tag as a topic: the notes that have it, or one nested below it."""

    path: str
    """With its `#`."""
    leaves: tuple[Leaf, ...]

    @property
    def name(self) -> str:
        """What the row says."""
        return self.path

    @property
    def notes(self) -> int:
        """How many notes have it."""
        return len(self.leaves)

    def children(self) -> tuple[Leaf, ...]:
        """The notes that have it."""
        return self.leaves


Topic = Folder | Tag | Leaf
TopicNode = TreeNode[Topic]


class TopicTree(Tree[Topic]):
    """Folders and notes; a folder's notes are read when it is opened."""

    BINDING_GROUP_TITLE = "In the topics"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False, id="topics.down", tooltip="Next row"),
        Binding("k", "cursor_up", show=False, id="topics.up", tooltip="Previous row"),
        Binding("enter", "select_cursor", "Open", id="topics.enter", tooltip="Open the note, or the folder"),
        Binding("escape", "screen.reader", "Note", key_display="esc", id="topics.leave", tooltip="Back to the note"),
        Binding("l,right", "open_folder", show=False, id="topics.open", tooltip="Open the folder"),
        Binding("left", "close_folder", show=False, id="topics.close", tooltip="Close the folder, or go to it"),
        Binding("f", "filter", "Filter", id="topics.filter", tooltip="Filter topics and notes by typing"),
        Binding("number_sign", "tags", "Tags", id="topics.tags", tooltip="Tags instead of folders, and back"),
        Binding("h", "high_yield", "Only HY", id="topics.high_yield", tooltip="Leave only notes with high-yield lines"),
    ]

    class FilterWanted(Message):
        """The filter box is to be shown."""

    class TagsWanted(Message):
        """Tags instead of folders, or folders again."""

    class HighYieldWanted(Message):
        """Only notes with high-yield lines are to be shown, or all again."""

    def __init__(self) -> None:
        super().__init__("", id="topics")
        self.show_root = False
        self.guide_depth = 2
        self.auto_expand = True
        self.counts: dict[str, int] = {}
        """High-yield marks by path of a note or folder, as far as they are known."""
        self.flat = False
        """Whether rows stand alone and so need to say their folder."""

    def render_label(self, node: TopicNode, base_style: Style, style: Style) -> Text:
        """Name, then counts; the notes of a folder dim, its high-yield marks with a bar."""
        data = node.data
        if data is None:
            return Text("", base_style)
        folder = not isinstance(data, Leaf)
        name = data.label if isinstance(data, Leaf) else data.name
        text = Text("", base_style)
        if folder:
            text.append("▾ " if node.is_expanded else "▸ ", style)
        marks = self.counts.get(data.path, 0)
        text.append(
            self._fitting(clean(name), node, data, marks),
            style + Style(bold=folder, dim=not folder and getattr(data, "hidden", False)),
        )
        if not isinstance(data, Leaf):
            text.append(f" {data.notes}", style + Style(dim=True))
        elif self.flat:
            text.append(f"  {clean(data.path.rpartition('/')[0])}", style + Style(dim=True))
        if marks:
            text.append(" ▌", style if style.bgcolor else style + self._bar)
            text.append(f"{marks}", style)
        return text

    def _fitting(self, name: str, node: TopicNode, data: Topic, marks: int) -> str:
        """The name, with its end left out where the counts behind it would not be seen."""
        taken = len(f" ▌{marks}") if marks else 0
        if not isinstance(data, Leaf):
            taken += len(f"▸  {data.notes}")
        depth, parent = 0, node.parent
        while parent is not None and parent is not self.root:
            depth, parent = depth + 1, parent.parent
        room = self.scrollable_content_region.width - depth * self.guide_depth - taken
        if self.flat or room < _SHORTEST or cell_len(name) <= room:
            return name
        return set_cell_size(name, room - 1).rstrip() + "…"

    @property
    def _bar(self) -> Style:
        return Style(color=Color.parse(self.app.theme_variables["high-yield"]).rich_color)

    def action_open_folder(self) -> None:
        """Open the folder under the cursor."""
        node = self.cursor_node
        if node is not None and node.allow_expand:
            node.expand()

    def action_close_folder(self) -> None:
        """Close the folder under the cursor; on a note or a closed folder, go to the folder above."""
        node = self.cursor_node
        if node is not None and node.allow_expand and node.is_expanded:
            node.collapse()
        else:
            self.action_cursor_parent()

    def action_filter(self) -> None:
        """Ask for the filter box."""
        self.post_message(self.FilterWanted())

    def action_tags(self) -> None:
        """Ask for tags, or for folders again."""
        self.post_message(self.TagsWanted())

    def action_high_yield(self) -> None:
        """Ask for notes with high-yield lines only."""
        self.post_message(self.HighYieldWanted())
