"""The rows of the sidebar: folders, tags and notes, with their counts.

Textual's `Tree` makes a label of each row it has, seen or not: a folder of 40,000 notes took it two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from studytui.layout.sanitise import clean
from studytui.tui.panes.topic_node import TagNode, Topic, TopicNode, below
from studytui.tui.panes.tree_counts import fitting
from studytui.vault import Folder, Leaf

_MEASURED = 2_000
"""Rows of which the width is measured at most."""
_AROUND = 6
"""Columns of a row that are no name and no count: margins, the bar before the count, the scroll bar."""


class TopicTree(ScrollView, can_focus=True):
    """Folders and notes; a folder's notes are read when it is opened."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "topics--guides", "topics--count", "topics--high-yield", "topics--hidden", "topics--cursor", "topics--hover",
    }  # fmt: skip

    BINDING_GROUP_TITLE = "In the topics"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False, id="topics.down", tooltip="Next row"),
        Binding("k,up", "move(-1)", show=False, id="topics.up", tooltip="Previous row"),
        Binding("pagedown", "page(1)", show=False, id="topics.page_down", tooltip="Next screen of rows"),
        Binding("pageup", "page(-1)", show=False, id="topics.page_up", tooltip="Previous screen of rows"),
        Binding("g,home", "move_to(0)", show=False, id="topics.top", tooltip="First row"),
        Binding("G,end", "move_to(-1)", show=False, id="topics.bottom", tooltip="Last row"),
        Binding("enter,space", "select", "Open", id="topics.enter", tooltip="Open the note, or the folder"),
        Binding("escape", "screen.reader", "Note", key_display="esc", id="topics.leave", tooltip="Back to the note"),
        Binding("l,right", "open_folder", show=False, id="topics.open", tooltip="Open the folder"),
        Binding("h,left", "close_folder", show=False, id="topics.close", tooltip="Close the folder, or go to it"),
        Binding("f", "filter", "Filter", id="topics.filter", tooltip="Filter topics and notes by typing"),
        Binding("number_sign", "tags", "Tags", id="topics.tags", tooltip="Tags instead of folders, and back"),
        Binding(
            "asterisk",
            "high_yield",
            "Only HY",
            id="topics.high_yield",
            tooltip="Only notes with high-yield lines",
        ),
    ]

    class Toggled(Message):
        """A folder was opened or closed."""

        def __init__(self, node: TopicNode) -> None:
            super().__init__()
            self.node = node

    class Selected(Message):
        """A note is to be opened."""

        def __init__(self, leaf: Leaf) -> None:
            super().__init__()
            self.leaf = leaf

    class CursorMoved(Message):
        """The cursor, while the tree has the keys, is on another row; or the tree has them no more."""

        def __init__(self, topic: Topic | None) -> None:
            super().__init__()
            self.topic = topic

    class FilterWanted(Message):
        """The filter box is to be shown."""

    class TagsWanted(Message):
        """Tags instead of folders, or folders again."""

    class HighYieldWanted(Message):
        """Only notes with high-yield lines are to be shown, or all again."""

    cursor_line: var[int] = var(-1)
    """The row under the cursor; -1 for none."""
    hover_line: var[int] = var(-1)
    """The row under the mouse; -1 for none."""

    def __init__(self) -> None:
        super().__init__(id="topics")
        self.root = TopicNode(None)
        self._rows: list[TopicNode] = []
        self.counts: dict[str, int] = {}
        """High-yield marks by path of a note or folder, as far as they are known."""
        self.reasons: Mapping[str, str] = {}
        """Why rows that stand alone are there, where their names do not show it."""
        self.due: dict[str, int] = {}
        """Cards that are due, by path."""
        self.flat = False
        """True if rows stand alone and so need to say their folder."""

    # Rows

    def clear(self, data: Topic | None = None) -> None:
        """Takes every row away; `data` is what the root stands for from now on."""
        self.root = TopicNode(data)
        self.root.is_expanded = True
        self._rows = []
        self.cursor_line = -1
        self._rows_changed()

    def put(self, node: TopicNode, topics: Sequence[Topic]) -> list[TopicNode]:
        """Puts topics into a folder, in place of those that are there; the nodes that they are."""
        seen = node.is_expanded and self._is_seen(node)
        cursor, top = self.cursor_node, self.scroll_y
        if seen and node.children:
            self._remove(node)
        known = {(type(child.data), child.data.path): child for child in node.children if child.data is not None}
        node.children = [known.get((type(topic), topic.path)) or TopicNode(topic, node) for topic in topics]
        for child, topic in zip(node.children, topics, strict=True):
            child.data = topic  # what is open in it stays open
        if seen:
            self._insert(node)
            if cursor is not None and cursor.data is not None:
                path = cursor.data.path
                same = (row for row, each in enumerate(self._rows) if each.data is not None and each.data.path == path)
                self.cursor_line = next(same, self.cursor_line)
                self.scroll_to(y=top, animate=False, force=True)
        return node.children

    def open_node(self, node: TopicNode) -> None:
        """Opens a folder or tag."""
        if node.is_expanded or not node.allow_expand:
            return
        node.is_expanded = True
        if self._is_seen(node):
            self._insert(node)
        self.post_message(self.Toggled(node))

    def close_node(self, node: TopicNode) -> None:
        """Closes a folder or tag; a cursor inside it goes to it."""
        if not node.is_expanded:
            return
        if self._is_seen(node):
            self._remove(node)
            self._rows_changed()
        node.is_expanded = False
        self.post_message(self.Toggled(node))

    def _remove(self, node: TopicNode) -> None:
        """Takes away what is in an open folder."""
        at = -1 if node is self.root else self._row_of(node)
        end = at + 1
        while end < len(self._rows) and self._rows[end].depth > node.depth:
            end += 1
        del self._rows[at + 1 : end]
        if self.cursor_line >= end:
            self.cursor_line -= end - at - 1
        elif self.cursor_line > at:
            self.cursor_line = at

    def _insert(self, node: TopicNode) -> None:
        """Shows what is in an open folder below its row."""
        added = list(below(node))
        at = 0 if node is self.root else self._row_of(node) + 1
        self._rows[at:at] = added
        if self.cursor_line >= at:
            self.cursor_line += len(added)
        self._rows_changed()

    def _row_of(self, node: TopicNode) -> int:
        return next(row for row, each in enumerate(self._rows) if each is node)

    def _is_seen(self, node: TopicNode) -> bool:
        """True if the row of a node is visible: every folder around it is expanded."""
        above = node.parent
        while above is not None:
            if not above.is_expanded:
                return False
            above = above.parent
        return True

    def holds(self, node: TopicNode) -> bool:
        """True if a node is part of the tree (any more)."""
        while node.parent is not None and node in node.parent.children:
            node = node.parent
        return node is self.root

    def _rows_changed(self) -> None:
        self.virtual_size = Size(0, len(self._rows))
        self.refresh()

    # Cursor

    @property
    def cursor_node(self) -> TopicNode | None:
        """The node under the cursor."""
        return self._rows[self.cursor_line] if 0 <= self.cursor_line < len(self._rows) else None

    def move_cursor(self, node: TopicNode) -> None:
        """Puts the cursor on a row, if it is there."""
        if node is not self.root and self._is_seen(node) and node in self._rows:
            self.cursor_line = self._row_of(node)

    def validate_cursor_line(self, line: int) -> int:
        """No row beyond the last."""
        return max(-1, min(line, len(self._rows) - 1))

    def watch_cursor_line(self, old: int, new: int) -> None:
        """Keep the cursor in sight."""
        height = self.scrollable_content_region.height
        if new >= 0 and height:
            self.scroll_to_region(Region(0, new, 1, 1), animate=False, force=True)
        self.refresh()
        if self.has_focus:
            self._say_row()

    def _say_row(self) -> None:
        node = self.cursor_node
        self.post_message(self.CursorMoved(None if node is None else node.data))

    def on_focus(self) -> None:
        """Say what the cursor is on."""
        self._say_row()

    def on_blur(self) -> None:
        """Forgets what the cursor is on."""
        self.post_message(self.CursorMoved(None))

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.cursor_line = max(0, self.cursor_line + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by screens."""
        self.action_move(step * max(1, self.scrollable_content_region.height - 1))

    def action_move_to(self, row: int) -> None:
        """Move the cursor to the first row, or to the last (-1)."""
        self.cursor_line = row if row >= 0 else len(self._rows) - 1

    def action_select(self) -> None:
        """Open the note under the cursor; open or close a folder."""
        node = self.cursor_node
        if node is None:
            return
        if isinstance(node.data, Leaf):
            self.post_message(self.Selected(node.data))
        elif node.is_expanded:
            self.close_node(node)
        else:
            self.open_node(node)

    def action_open_folder(self) -> None:
        """Open the folder under the cursor."""
        if self.cursor_node is not None:
            self.open_node(self.cursor_node)

    def action_close_folder(self) -> None:
        """Close the folder under the cursor; on a note or a closed folder, go to the folder above."""
        node = self.cursor_node
        if node is None:
            return
        if node.allow_expand and node.is_expanded:
            self.close_node(node)
        elif node.parent is not None:
            self.move_cursor(node.parent)

    def action_filter(self) -> None:
        """Ask for the filter box."""
        self.post_message(self.FilterWanted())

    def action_tags(self) -> None:
        """Ask for tags, or for folders again."""
        self.post_message(self.TagsWanted())

    def action_high_yield(self) -> None:
        """Ask for notes with high-yield lines only."""
        self.post_message(self.HighYieldWanted())

    # Mouse

    def _row_at(self, event: events.MouseEvent) -> int:
        row = event.y - self.gutter.top + round(self.scroll_y)
        return row if 0 <= row < len(self._rows) else -1

    def on_click(self, event: events.Click) -> None:
        """Open what was clicked."""
        row = self._row_at(event)
        if row >= 0:
            self.cursor_line = row
            self.action_select()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light the row under the mouse."""
        self.hover_line = self._row_at(event)

    def on_leave(self, _event: events.Leave) -> None:
        """Put the light out."""
        self.hover_line = -1

    def watch_hover_line(self) -> None:
        """Paint the light."""
        self.refresh()

    # Painting

    def render_line(self, y: int) -> Strip:
        """One row: guides, sign, name, notes; marks in a column at the right."""
        width = self.scrollable_content_region.width
        row = y + round(self.scroll_y)
        base = self.rich_style
        if row >= len(self._rows):
            return Strip.blank(width, base)
        node = self._rows[row]
        if row == self.cursor_line:
            over = self.get_component_rich_style("topics--cursor", partial=True)
        elif row == self.hover_line:
            over = self.get_component_rich_style("topics--hover", partial=True)
        else:
            over = Style.null()
        segments = [Segment(text, base + style + over) for text, style in self._parts(node, width)]
        return Strip(segments).adjust_cell_length(width, base + over)

    def _parts(self, node: TopicNode, width: int) -> Iterator[tuple[str, Style]]:
        data = node.data
        assert data is not None
        folder = not isinstance(data, Leaf)
        guides = self._guides(node)
        sign = ("▾ " if node.is_expanded else "▸ ") if folder else ""
        notes = f" {data.notes}" if isinstance(data, Folder | TagNode) else ""
        marks = self.marks_of(data)
        count = f"{marks:>{self._count_width}}" if marks else ""
        due = f" •{self.due[data.path]}" if self.due.get(data.path) else ""
        room = width - cell_len(guides + sign + notes + due) - (len(count) + 2 if marks else 0)
        name = clean(data.label if isinstance(data, Leaf) else data.name)
        where = self.reasons.get(data.path) or data.path.rpartition("/")[0] if self.flat else ""
        beside = f"  {clean(where)}" if where and isinstance(data, Leaf) else ""
        name, beside = fitting(name, beside, room)
        style = Style(bold=True) if folder else Style.null()
        if isinstance(data, Leaf) and (data.hidden or data.excluded):
            style = self.get_component_rich_style("topics--hidden", partial=True)
        dim = self.get_component_rich_style("topics--count", partial=True)
        yield guides, self.get_component_rich_style("topics--guides", partial=True)
        yield sign + name, style
        yield notes + beside, dim
        gap = " " * max(0, room - cell_len(name + beside))
        if due:
            yield gap, Style.null()
            yield due, Style(bold=True)
            gap = ""
        if marks:
            yield gap + " ", Style.null()
            yield "▌", self.get_component_rich_style("topics--high-yield", partial=True)
            yield count, Style.null()

    def marks_of(self, topic: Topic) -> int:
        """High-yield marks of a topic, as far as they are known."""
        if isinstance(topic, TagNode):
            return sum(self.counts.get(leaf.path, 0) for leaf in topic.leaves)
        return self.counts.get(topic.path, 0)

    @property
    def width_wanted(self) -> int:
        """Columns in which no name is cut, nor why a filter has left a row."""
        needed = 0
        for node in self._rows[:_MEASURED]:
            data = node.data
            name = data.label if isinstance(data, Leaf) else f"▸ {data.name} {data.notes}" if data is not None else ""
            why = f"  {self.reasons.get(data.path, '')}" if data is not None and self.flat else ""
            needed = max(needed, 2 * max(0, node.depth) + cell_len(clean(name + why)))
        due = len(str(max(self.due.values()))) + 2 if any(self.due.values()) else 0
        return needed + due + self._count_width + _AROUND

    @property
    def _count_width(self) -> int:
        return len(str(max(self.counts.values(), default=0)))

    @staticmethod
    def _guides(node: TopicNode) -> str:
        parts: list[str] = []
        while node.parent is not None and node.depth > 0:
            last = node.parent.children[-1] is node
            parts.append(("└ " if last else "├ ") if not parts else ("  " if last else "│ "))
            node = node.parent
        return "".join(reversed(parts))
