"""The sidebar: the topic tree with high-yield counts, and its filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from studytui.layout.sanitise import clean
from studytui.tui.panes.edge import EdgeMoves
from studytui.tui.panes.topic_node import TagNode, Topic, TopicNode, look_of, nodes_below
from studytui.tui.panes.topic_tree import TopicTree
from studytui.tui.panes.tree_counts import summed
from studytui.vault import Folder, Leaf, Vault
from studytui.vault.tree import lone_folders

if TYPE_CHECKING:
    from studytui.tui.panes.filter_box import FilterInput

BIG_FOLDER = 2_000
"""Notes of a folder that is first shown by what is known, before each note's head is read."""
FILTER_LIMIT = 300
"""Most notes that a filter lists; more letters bring them down."""


class Sidebar(EdgeMoves):
    """The topics of the vault."""

    class Chosen(Message):
        """A note is to be opened."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    class FoldersChanged(Message):
        """Folders were opened or closed."""

        def __init__(self, opened: Collection[str] = (), closed: Collection[str] = ()) -> None:
            super().__init__()
            self.opened = opened
            self.closed = closed

    class Listed(Message):
        """The children of a folder were read (from the worker)."""

        def __init__(self, number: int, node: TopicNode, topic: Topic, children: tuple[Topic, ...]) -> None:
            super().__init__()
            self.number = number
            self.node = node
            self.topic = topic
            """What the node stood for when it was read."""
            self.children = children

    class WidthWanted(Message):
        """The names of the rows need so many columns."""

        def __init__(self, width: int) -> None:
            super().__init__()
            self.width = width

    class Filtered(Message):
        """The notes that a filter leaves (from the worker)."""

        def __init__(self, number: int, query: str, found: Mapping[Leaf, str]) -> None:
            super().__init__()
            self.reasons = {leaf.path: why for leaf, why in found.items() if why}
            """Why those are there whose names do not show it."""
            self.number = number
            self.query = query
            self.leaves = list(found)[:FILTER_LIMIT]
            self.more = len(found) > FILTER_LIMIT

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = Static(id="sidebar-title", markup=False)
        self.topics = TopicTree()
        self._vault: Vault | None = None
        self._open: set[str] = set()
        self._show_hidden = False
        self._only_high_yield = self._by_tag = False
        self._wanted: str | None = None
        self._number = 0
        self._query = self._filtered = ""
        self._done_wanted = False
        """True if the rows of what is typed are to have the keys, or to be opened, as soon as they are there."""
        self.tags: Callable[[], Mapping[str, Sequence[str]]] | None = None
        """Gives the tags of the vault and the notes that have each."""

    @cached_property
    def _filter_box(self) -> FilterInput:
        from studytui.tui.panes.filter_box import FilterInput

        return FilterInput(placeholder="filter topics", id="filter", compact=True)

    @cached_property
    def _note(self) -> Static:
        return Static("", id="sidebar-note", markup=False)

    def compose(self) -> ComposeResult:
        """The title and the tree; the filter box comes between, and a line that says what is left out below."""
        yield self._title
        yield self.topics

    def complete(self) -> None:
        """Mount filter box and line, still hidden."""
        if self._filter_box.parent is None:
            self._filter_box.display = self._note.display = False
            self.mount(self._filter_box, before=self.topics)
            self.mount(self._note)

    # Content

    def show(self, vault: Vault, opened: Iterable[str], *, show_hidden: bool = False) -> None:
        """Show the topics of a vault, with these folders open."""
        self._vault = vault
        self._show_hidden = show_hidden
        self._open = set(opened) | (self._open or {folder.path for folder in lone_folders(vault.tree())})
        self._fill()

    def name_vault(self, name: str) -> None:
        """Say in the title which vault it is."""
        self._title.border_title = Content(clean(name))

    def follow(self, vault: Vault, changed: Collection[str], moved: Mapping[str, str]) -> None:
        """Read from this vault from now on, and show anew the folders in which something has changed.

        Folders that were moved stay open. What is open, the row under the cursor, and what is filtered stay.
        """
        if self._vault is not None and vault.excluded != self._vault.excluded:
            changed = {*changed, *(path.rpartition("/")[0] for path in vault.excluded ^ self._vault.excluded)}
        self._vault = vault
        self._open |= {moved[path] for path in self._open if path in moved}
        if self._query:
            if changed:
                self._filter(self._query)
            return
        again: list[TopicNode] = []
        for node in (self.topics.root, *nodes_below(self.topics.root)):
            if not isinstance(node.data, Folder) or (path := node.data.path) not in vault.topics:
                continue
            node.data = vault.topics.folder(path)
            if path in changed and node.children:
                if node.is_expanded:
                    again.append(node)
                else:
                    node.children = []  # listed when it is opened
        for node in again:
            self._list(node)
        self.topics.refresh()

    def follow_tags(self) -> None:
        """The tags of the vault may be others."""
        if self._by_tag and not self._query:
            self._list(self.topics.root)

    def _fill(self) -> None:
        if self._vault is None:
            return
        self._number += 1
        self.topics.flat = False
        self.topics.clear(self._vault.tree())
        self._list(self.topics.root)

    def _list(self, node: TopicNode) -> None:
        topic, number, vault, tags = node.data, self._number, self._vault, self.tags
        by_tag = self._by_tag and node is self.topics.root
        assert vault is not None and isinstance(topic, Folder | TagNode)

        def read() -> None:
            if by_tag and tags is not None:
                from studytui.tui.panes.tags import tag_nodes

                self.post_message(self.Listed(number, node, topic, tag_nodes(vault, tags())))
                return
            if isinstance(topic, Folder) and topic.notes > BIG_FOLDER:
                self.post_message(self.Listed(number, node, topic, topic.children_at_once()))
            self.post_message(self.Listed(number, node, topic, topic.children()))

        self.run_worker(read, name=f"list {topic.path}", group="list", thread=True, exit_on_error=False)

    def on_sidebar_listed(self, event: Listed) -> None:
        """Show the children of a folder, and open those that stood open; again when more is known of them."""
        event.stop()
        if event.number != self._number or not self.topics.holds(event.node):
            return
        if event.topic is not event.node.data:
            self._list(event.node)  # the vault was another
            return
        children = [child for child in event.children if self._wants(child)]
        if list(map(look_of, children)) == [look_of(node.data) for node in event.node.children if node.data]:
            return
        for node in self.topics.put(event.node, children):
            if (
                not node.is_expanded
                and isinstance(node.data, Folder | TagNode)
                and (node.data.path in self._open or self._leads_to_wanted(node.data))
            ):
                self.topics.open_node(node)
        self._seek()
        if self._by_tag and self.topics.cursor_line < 0:
            self.topics.cursor_line = 0
        self.post_message(self.WidthWanted(self.topics.width_wanted + 1))

    def _wants(self, child: Topic) -> bool:
        if isinstance(child, Leaf) and child.hidden and not self._show_hidden:
            return False
        if not self._only_high_yield:
            return True
        if isinstance(child, TagNode):
            return bool(self.topics.marks_of(child))
        return bool(self.topics.counts.get(child.path))

    def show_counts(self, known: dict[str, int]) -> None:
        """Show high-yield marks of notes and folders, as `summed` adds them up."""
        if known != self.topics.counts:
            self.topics.counts = known
            redraw = self._fill if self._only_high_yield and not self._query else self._recounted
            redraw()

    def show_due(self, counts: Mapping[str, int]) -> None:
        """Show how many cards of notes are due; folders add up theirs."""
        self.topics.due = summed(counts)
        self._recounted()

    def _recounted(self) -> None:
        self.topics.refresh()
        self.post_message(self.WidthWanted(self.topics.width_wanted + 1))

    # Where the reader is

    def reveal(self, path: str) -> None:
        """Put the cursor on this note as soon as its folder is listed; open folders stay as they are."""
        self._wanted = path
        self._seek()

    def _leads_to_wanted(self, folder: Folder | TagNode) -> bool:
        return (
            isinstance(folder, Folder)
            and self._wanted is not None
            and self._wanted.startswith(f"{folder.path}/")
            and not self.in_use
        )

    def _seek(self) -> None:
        if self._wanted is None or self.in_use or self._query:
            return
        for node in nodes_below(self.topics.root):
            data = node.data
            if isinstance(data, Leaf) and data.path == self._wanted:
                self._wanted = None
                self.call_after_refresh(self.topics.move_cursor, node)
                return
            if isinstance(data, Folder) and data.path and not node.is_expanded and self._leads_to_wanted(data):
                self.topics.open_node(node)
                return

    @property
    def in_use(self) -> bool:
        """True if the focus is in the sidebar, so that keys go to it."""
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors_with_self

    def note_under_cursor(self) -> Leaf | None:
        """The note under the cursor, while the sidebar has the keys."""
        node = self.topics.cursor_node if self.in_use else None
        return node.data if node is not None and isinstance(node.data, Leaf) else None

    def topic_under_cursor(self) -> str | None:
        """The folder under the cursor, or that of the note under it."""
        data = None if (node := self.topics.cursor_node) is None else node.data
        if isinstance(data, Folder | TagNode):
            return data.path
        return data.path.rpartition("/")[0] if isinstance(data, Leaf) else None

    # Keys

    def on_topic_tree_toggled(self, event: TopicTree.Toggled) -> None:
        """Remember which folders stand open; read one that was not read yet."""
        event.stop()
        node, data = event.node, event.node.data
        if not isinstance(data, Folder | TagNode):
            return
        if node.is_expanded and data.path not in self._open:
            self._open.add(data.path)
            self.post_message(self.FoldersChanged(opened=[data.path]))
        elif not node.is_expanded and data.path in self._open:
            self._open.discard(data.path)
            self.post_message(self.FoldersChanged(closed=[data.path]))
        if node.is_expanded and not node.children:
            self._list(node)

    def on_topic_tree_selected(self, event: TopicTree.Selected) -> None:
        """Open the note."""
        event.stop()
        self.post_message(self.Chosen(event.leaf.path))

    def on_topic_tree_filter_wanted(self, event: TopicTree.FilterWanted) -> None:
        """Show the filter box."""
        event.stop()
        self.complete()
        self._filter_box.display = True
        self.screen.set_focus(self._filter_box)

    def on_topic_tree_tags_wanted(self, event: TopicTree.TagsWanted) -> None:
        """Show tags, or folders again."""
        event.stop()
        self._by_tag = not self._by_tag
        self._query = self._filter_box.value = ""
        self._filter_box.display = False
        self._say()
        self._fill()

    def on_topic_tree_high_yield_wanted(self, event: TopicTree.HighYieldWanted) -> None:
        """Leave only notes with high-yield lines, or show all again."""
        event.stop()
        self._only_high_yield = not self._only_high_yield
        self._say()
        self._filter(self._query) if self._query else self._fill()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        event.stop()
        self._filter(event.value)

    def on_filter_input_done(self, event: FilterInput.Done) -> None:
        """To the rows, as soon as they are those of what is typed; where one note is left, it is opened."""
        event.stop()
        if self._query and self._filtered != self._query:
            self._done_wanted = True
        else:
            self._to_rows()

    def _to_rows(self) -> None:
        self._done_wanted = False
        leaves = [node.data for node in self.topics.root.children if isinstance(node.data, Leaf)]
        if self._query and len(leaves) == 1:
            self._end_filter()
            self.post_message(self.Chosen(leaves[0].path))
            return
        self.topics.focus()
        if self.topics.cursor_line < 0:
            self.topics.cursor_line = 0

    def _end_filter(self) -> None:
        self._filter_box.value = ""
        self._filter_box.display = False

    def on_filter_input_cleared(self, event: FilterInput.Cleared) -> None:
        """Everything again."""
        event.stop()
        self._end_filter()
        self.topics.focus()

    def _filter(self, typed: str) -> None:
        self._query = typed.strip()
        if not self._query:
            self._filtered = ""
            self._say()
            self._fill()
            return
        self._number += 1
        number, query, only, counts = self._number, self._query, self._only_high_yield, self.topics.counts
        if (vault := self._vault) is None:
            return

        def look() -> None:
            from studytui.tui.panes.filtering import filtered

            left = filtered(vault, query, lambda path: number == self._number and (not only or bool(counts.get(path))))
            found = dict(islice((each for each in left if self._show_hidden or not each[0].hidden), FILTER_LIMIT + 1))
            self.post_message(self.Filtered(number, query, found))

        self.run_worker(look, name="filter", group="filter", exclusive=True, thread=True, exit_on_error=False)

    def on_sidebar_filtered(self, event: Filtered) -> None:
        """Show what is left."""
        event.stop()
        if event.number != self._number:
            return
        self.topics.flat, self.topics.reasons = True, event.reasons
        self._filtered = event.query
        self.topics.clear()
        self.topics.put(self.topics.root, event.leaves)
        self.post_message(self.WidthWanted(self.topics.width_wanted + 1))
        self.topics.cursor_line = 0 if event.leaves else -1
        self._say(f"{len(event.leaves)}{'+' if event.more else ''} note{'' if len(event.leaves) == 1 else 's'}")
        if self._done_wanted:
            self._to_rows()

    def _say(self, text: str = "") -> None:
        parts = [text, "tags" if self._by_tag else "", "high-yield only" if self._only_high_yield else ""]
        self._note.update(" · ".join(filter(None, parts)))
        self._note.display = any(parts)
