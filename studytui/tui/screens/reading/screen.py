"""The main screen: topics, reader, outline, links, status."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType

from studytui.tui.keys import Part
from studytui.tui.page.pages import Place
from studytui.tui.panes.edge import EdgeMoves
from studytui.tui.panes.sidebar import Sidebar
from studytui.tui.panes.topic_tree import TopicTree
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.beginning import Beginning
from studytui.tui.screens.reading.bookmarks import Bookmarks
from studytui.tui.screens.reading.editor_and_clipboard import Editing
from studytui.tui.screens.reading.folds import Folding
from studytui.tui.screens.reading.follow import Following
from studytui.tui.screens.reading.footnotes import Footnotes
from studytui.tui.screens.reading.in_force import SettingsInForce
from studytui.tui.screens.reading.indexing import Indexing
from studytui.tui.screens.reading.navigation import Navigation
from studytui.tui.screens.reading.outline_and_links import PageInfo
from studytui.tui.screens.reading.page_status import PageStatus
from studytui.tui.screens.reading.panes import Panes
from studytui.tui.screens.reading.program import Program
from studytui.tui.screens.reading.recall import BETRAYERS, Recalling
from studytui.tui.screens.reading.search import Searching
from studytui.tui.screens.reading.studying import StudyCommand, Studying
from studytui.tui.screens.reading.vault_loading import VaultLoading
from studytui.tui.screens.reading.vaults import Vaults
from studytui.tui.screens.reading.views import Views
from studytui.tui.session import Session
from studytui.tui.theme.palette import Palette

if TYPE_CHECKING:
    from studytui.tui.panes.links_pane import LinksPane
    from studytui.tui.panes.outline import Outline

PATIENCE_SECONDS = 0.8
"""How long empty panes stay unpainted; a vault that takes longer to read shows them."""


class ReadingScreen(ReadingBase):
    """The parts that do what the keys say, and what follows each message: one handler a message, here alone."""

    AUTO_FOCUS = "Reader"
    PARTS: ClassVar[tuple[type[Part], ...]] = (
        Panes,
        Navigation,
        Vaults,
        Searching,
        Views,
        Recalling,
        Studying,
        Folding,
        Following,
        Bookmarks,
        Editing,
        Program,
    )
    """The parts with keys, in the order of help and footer."""
    BINDINGS: ClassVar[list[BindingType]] = [binding for part in PARTS for binding in part.BINDINGS]

    _rest_begun = False

    def __init__(self, session: Session, palette: Palette) -> None:
        super().__init__(session, palette)
        self.panes = Panes(self)
        self.status = PageStatus(self, self.panes)
        self.vault_loading = VaultLoading(self)
        self.beginning = Beginning(self)
        self.indexing = Indexing(self)
        self.vaults = Vaults(self)
        self.navigation = Navigation(self, self.panes)
        self.info = PageInfo(self, self.status)
        self.searching = Searching(self, self.navigation, self.indexing)
        self.views = Views(self, self.navigation, self.status, self.vault_loading, self.searching)
        self.recalling = Recalling(self, self.status)
        self.studying = Studying(self, self.navigation)
        self.folding = Folding(self)
        self.footnotes = Footnotes(self, self.navigation)
        self.following = Following(self, self.navigation, self.footnotes, self.searching)
        self.bookmarks = Bookmarks(self, self.navigation)
        self.editing = Editing(self, self.vault_loading)
        self.in_force = SettingsInForce(self, self.panes, self.vault_loading)
        self._of_parts: set[str] = set()
        self._take_actions()

    def _take_actions(self) -> None:
        """Take over the actions of the parts: Textual looks for a key's action on the node that binds the key."""
        for part in [part for part in vars(self).values() if type(part) in self.PARTS]:
            for name in dir(part):
                if name.startswith("action_"):
                    bare, action = name.removeprefix("action_"), getattr(part, name)
                    self._of_parts.add(bare)
                    action = partial(self.recalling.unless_active, action) if bare in BETRAYERS else action
                    setattr(self, name, partial(self.beginning.when_ready, action))

    def commands(self) -> Iterable[StudyCommand]:
        """The commands of the palette that have no keys."""
        return self.studying.commands() if self.ready and not self.recalling.active else ()

    def use_palette(self, palette: Palette) -> None:
        """Paint the reader in the colours of another theme."""
        self.palette = palette
        self.pages.reader.repaint(palette)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a vault without notes there is nothing but to leave it; keys of recall are others' outside of it."""
        empty = self.session.vault is not None and not self.session.vault.notes
        if empty and action in self._of_parts:
            return action == "vaults"
        return self.recalling.allows(action)

    # Beginning and end

    def on_mount(self) -> None:
        """Read the vault; painting waits a moment for the first page."""
        self.set_timer(PATIENCE_SECONDS, self.paint)
        self.vault_loading.read_vault()

    def on_resize(self, event: events.Resize) -> None:
        """Show the panes that there is room for now."""
        self.panes.resized(event.size.width)

    def on_unmount(self) -> None:
        """The last place is there again at the next start."""
        self.vault_loading.leaving.set()
        self.vault_loading.begun.set()
        self.navigation.save()

    def _begin_at(self, place: Place | None) -> None:
        """Show the first page, which may be that there is none."""
        if place is None:
            self.pages.show_note(self.vaults.empty_page(self.session.root))
            self._page_shown()
            self._begin_rest()
        else:
            self.navigation.begin_at(place)

    def _begun_at(self, place: Place | None) -> None:
        """The vault is read: show the first page, or what had to wait of one that was begun before."""
        if not self.beginning.begun:
            self._begin_at(place)
            return
        if self.vault_loading.begun.is_set():
            self._begin_rest()
        if self.pages.reader.complete:
            self._page_completed()
        self.beginning.vault_came()

    def _begin_rest(self) -> None:
        """Begins, once, all that the first page must not wait for; the page itself need not wait for the vault."""
        self.vault_loading.begun.set()
        if self._rest_begun or not self.ready:
            return
        self._rest_begun = True
        self.beginning.over()
        self.panes.mount_all()
        self.vault_loading.watch()
        self.indexing.index_vault()
        self.vaults.remember()
        self.post_message(VaultLoading.Settled())
        self.studying.begin()

    # What follows a page

    def on_page_view_opened(self, event: PageView.Opened) -> None:
        """The first screen of a page is there: panes and status follow, and once it is painted all else."""
        event.stop()
        self.navigation.opened(event.sheet)
        self._page_shown()
        self.navigation.keep_opened(event.sheet.job.page)
        self.call_after_refresh(self._page_painted)

    def _page_shown(self) -> None:
        """The page is painted together with what stands around it."""
        self.status.say_page()
        self.status.follow_reading()
        self.key_bar.refresh()
        self.paint()

    def _page_painted(self) -> None:
        self.pages.loader.painted.set()
        self._begin_rest()

    def on_page_view_completed(self, event: PageView.Completed) -> None:
        """All of the page is there: what needs the whole of it follows."""
        event.stop()
        self.call_after_refresh(self._page_completed)  # the page itself is painted first

    def _page_completed(self) -> None:
        if not self.ready:
            return  # then it is followed when the vault is read
        self.vault_loading.page_complete()
        self.indexing.judge_links()
        self.status.say_counts()
        self.status.say_when_nothing_is_marked()
        self.recalling.completed()
        self.info.fill_panes()

    def on_page_view_failed(self, event: PageView.Failed) -> None:
        """Say why a page can't be shown; the one before stays."""
        event.stop()
        self.say(event.error, problem=True)
        self.beginning.begun &= self.ready
        self._begin_rest()
        self.navigation.go_home(instead_of=event.page)

    def idle(self, action: str) -> bool:
        """True for what has nothing to act on, such as back on the first page, and for what recall refuses."""
        return (action == "back" and self.navigation.is_first) or self.recalling.idle(action)

    def foremost(self, action: str) -> bool:
        """True for what the footer begins with: the keys of recall while it asks."""
        return self.recalling.foremost(action)

    # The reader and the panes

    def on_reader_moved(self, event: Reader.Moved) -> None:
        """Follow the reading."""
        event.stop()
        self.status.follow_reading()
        self.navigation.save_later()

    def on_reader_lines_selected(self, event: Reader.LinesSelected) -> None:
        """Say how many lines are selected, and what can be done with them."""
        event.stop()
        count = "1 line" if event.count == 1 else f"{event.count} lines"
        self.status_line.say(selected=f"{count}: y copies, escape ends" if event.count else "")

    async def on_reader_selected(self, event: Reader.Selected) -> None:
        """Say where the selected link leads."""
        event.stop()
        self.key_bar.refresh()
        await self.following.say_selected(event.chosen)

    async def on_reader_followed(self, event: Reader.Followed) -> None:
        """Open what was followed: the one place that tells the kinds of stops apart."""
        event.stop()
        if self.beginning.keeps(partial(self.on_reader_followed, event)):
            return
        kind, number = event.chosen.key
        match kind:
            case "blank":
                self.recalling.reveal(event.chosen)
            case "gap":
                self.pages.open_gap(number)
            case "fold":
                self.pages.fold.toggle(number)
            case "footnote":
                self.footnotes.to_text(event.chosen)
            case "definition":
                self.footnotes.to_reference(event.chosen)
            case "tag":
                self.searching.search_tag(event.chosen.span.target or "")
            case _:
                await self.following.follow_link(event.chosen)

    def on_topic_tree_cursor_moved(self, event: TopicTree.CursorMoved) -> None:
        """Say in full what the cursor of the sidebar is on."""
        event.stop()
        self.status.say_topic(event.topic)

    def on_studying_line_chosen(self, event: Studying.LineChosen) -> None:
        """Open a line that was chosen at random."""
        event.stop()
        self.studying.show_line(event.found)

    def on_studying_due_counted(self, event: Studying.DueCounted) -> None:
        """Show what is due."""
        event.stop()
        self.studying.show_due(event.found)

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """Open the note that was chosen in the tree."""
        event.stop()
        self.navigation.choose(event.path)

    def on_sidebar_width_wanted(self, event: Sidebar.WidthWanted) -> None:
        """Give the sidebar the room that its names need."""
        event.stop()
        self.panes.wants_width(event.width)

    def on_edge_moves_dragged(self, event: EdgeMoves.Dragged) -> None:
        """Follow the edge that the mouse moves."""
        event.stop()
        self.panes.set_width(event.width)

    def on_sidebar_folders_changed(self, event: Sidebar.FoldersChanged) -> None:
        """Remember which folders stand open."""
        event.stop()
        self.session.state.save_folders(event.opened, event.closed)

    def on_page_info_gathered(self, event: PageInfo.Gathered) -> None:
        """Fill outline and links."""
        event.stop()
        self.info.show(event)

    def on_outline_chosen(self, event: Outline.Chosen) -> None:
        """Go to a heading."""
        self.panes.focus_reader()
        self.pages.go_to_line(event.line)

    async def on_links_pane_chosen(self, event: LinksPane.Chosen) -> None:
        """Open an entry of the links pane."""
        event.stop()
        await self.following.open_entry(event.entry)

    # The vault

    def on_vault_loading_place_known(self, event: VaultLoading.PlaceKnown) -> None:
        """Begin with the page, which does not need the rest of the vault."""
        event.stop()
        self.beginning.begun = True
        self.vault_loading.begin(event.vault)
        self.navigation.begin_at(event.place)

    def on_vault_loading_vault_read(self, event: VaultLoading.VaultRead) -> None:
        """Follow the vault that was read, the first time and after each change: all that follows stands here.

        When the index is up to date it says so, and the panes and counts that ask it follow.
        """
        event.stop()
        vault, change = event.vault, event.change
        which = self.vault_loading.use(vault, change)
        if which == "first":
            self.sidebar.tags = self.session.tags
            self.sidebar.show(vault, self.session.state.open_folders(), show_hidden=self.session.settings.show_hidden)
            self._begun_at(event.place)
            self.refresh_bindings()
            return
        if which == "other":
            self.sidebar.follow(vault, change.folders, change.moved)
            self.navigation.moved(change.moved)
            self.indexing.index_vault()
            self.studying.follow(change)
            if change.line_breaks and self.session.settings.strict_line_breaks is None:
                self.pages.follow.show_again(text=True)
        if self.pages.page is None:
            self.navigation.go_home()  # the first notes of a vault that had none
        self.refresh_bindings()
        self.vault_loading.look_at_pages()

    def on_vault_loading_pages_looked(self, event: VaultLoading.PagesLooked) -> None:
        """Show pages anew that have become others."""
        event.stop()
        self.navigation.moved(self.vault_loading.follow(event))

    def on_vault_loading_vault_changed(self, event: VaultLoading.VaultChanged) -> None:
        """Look at the vault again."""
        event.stop()
        self.vault_loading.read_vault(again=True)

    def on_vault_loading_vault_failed(self, event: VaultLoading.VaultFailed) -> None:
        """Leave, or look again later."""
        event.stop()
        self.vault_loading.failed(event.error)

    def on_indexing_progressed(self, event: Indexing.Progressed) -> None:
        """Say how far the index is."""
        event.stop()
        self.indexing.say_progress(event.done, event.of)
        self.info.index_far(event.of - event.done)

    def on_indexing_indexed(self, event: Indexing.Indexed) -> None:
        """Ask again what was asked of the index before."""
        event.stop()
        self.indexing.indexed(event.report)
        if event.report.added or event.report.changed or event.report.removed:
            self.info.fill_panes(again=True)
            self.sidebar.follow_tags()
        self.info.index_rests()

    def on_indexing_rested(self, event: Indexing.Rested) -> None:
        """The vault may have changed meanwhile."""
        event.stop()
        self.indexing.rested()
        self.info.index_rests()
        self.studying.count_due()

    def on_indexing_names_ready(self, event: Indexing.NamesReady) -> None:
        """Judge links that seemed missing again."""
        event.stop()
        self.indexing.names_ready()

    def on_indexing_counts_ready(self, event: Indexing.CountsReady) -> None:
        """Show counts in the tree, and of a big topic."""
        event.stop()
        engine = self.session.engine
        self.sidebar.show_counts(event.summed)
        self.pages.stretch.use(event.counts if engine is not None and engine.complete else None)
        self.status.say_counts()
