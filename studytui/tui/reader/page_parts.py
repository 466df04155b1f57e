"""Protocols that the parts of a page view ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from studytui.layout import View
from studytui.layout.folding import Region
from studytui.layout.folds import Folds
from studytui.layout.hidden import Hidden
from studytui.markdown.document import Document
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.page.stay import Stay
from studytui.tui.page.taken import Taken
from studytui.tui.reader.page_loader import PageLoader
from studytui.tui.reader.reader import Reader

if TYPE_CHECKING:
    from studytui.tui.page.topic_page import TopicPage


class Follow(Protocol):
    """`PageFollow`, as other parts see it."""

    def show_again(self, *, text: bool) -> None:
        """Typeset the page anew at the same place."""


class Stretch(Protocol):
    """`PageStretch`, as other parts see it."""

    all: bool

    def show_all(self) -> None:
        """Lay out all of the topic."""


class LoadedPage(Protocol):
    """A page in the reader; `PageView` says what each of these is."""

    reader: Reader
    page: Page | None
    document: Document | None
    view: View
    folds: Folds
    regions: Mapping[int, Region]
    hidden: Sequence[Hidden]
    expanded: frozenset[int]
    stay: Stay
    arrived: int | None
    taken: Taken | None
    loader: PageLoader
    topic: TopicPage | None

    @property
    def follow(self) -> Follow:
        """The part that keeps the selection when the page is shown anew."""

    @property
    def stretch(self) -> Stretch:
        """The part that says which notes of a big topic are laid out."""

    def place(self) -> Place | None:
        """The place: the page, and the anchor of its first row."""

    def relayout(self, *, parse: bool = False, text: str | None = None) -> None:
        """Typeset the page again, at the same place."""

    def stay_for(self, anchor: Anchor) -> Stay:
        """The stay that keeps the reader where it is."""

    def start(self, place: Place, stay: Stay, known: Document | None, *, folds: Folds | None = None) -> None:
        """Typeset a place."""
