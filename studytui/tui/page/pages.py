"""Pages that the reader can show, and the places in them that history keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from studytui.layout import Line, lay_out
from studytui.layout.folds import Folds
from studytui.markdown.document import Inline, Paragraph
from studytui.tui.page.anchor import TOP, Anchor

if TYPE_CHECKING:
    from studytui.vault import Vault


class Page(Struct, frozen=True):
    """A note, the list of a canvas, or the high-yield lines or cards of a topic.

    A note whose path is a canvas's is that.
    """

    kind: Literal["note", "canvas", "topic", "cards"]
    path: str
    """Vault-relative path of the note or canvas; of a topic: its folder (`""` is the whole vault) or `#tag`."""

    @property
    def of_topic(self) -> bool:
        """True if the page is made of many notes and has no file of its own."""
        return self.kind in ("topic", "cards")

    def __post_init__(self) -> None:
        if self.kind == "note" and self.path[-7:].lower() == ".canvas":
            force_setattr(self, "kind", "canvas")


def page_title(vault: Vault, page: Page) -> str:
    """The title of a page: a note's frontmatter is read for it."""
    return vault.title(page.path) if page.kind == "note" else page.path.rpartition("/")[2]


def remark(text: Sequence[str], width: int) -> list[Line]:
    """Rows for what the program itself has to say, a paragraph each."""
    return lay_out([Paragraph(at, at, None, (Inline(each, at),)) for at, each in enumerate(text)], width)


class Place(Struct, frozen=True):
    """A page and where on it."""

    page: Page
    anchor: Anchor = TOP
    subpath: str | None = None
    """Heading or block to go to, as in a link (`#H`, `#^id`); wins over the anchor when opening."""
    folds: Folds | None = None
    """Folds there; None as the note has it, or as it stands if the page is open."""


class History:
    """Back and forward, as in a browser: opening something drops what was forward."""

    LIMIT = 500

    def __init__(self, places: Sequence[Place] = (), position: int = 0) -> None:
        """The way so far; the place at `position` is the open one."""
        self._back = list(places[:position])
        self._forward = list(places[:position:-1])

    def places(self, current: Place) -> tuple[list[Place], int]:
        """The whole way with the current place in it, oldest first, and the position of that one."""
        return [*self._back, current, *reversed(self._forward)], len(self._back)

    @property
    def is_first(self) -> bool:
        """True if there is no place before the open one."""
        return not self._back

    def opened_from(self, place: Place) -> None:
        """Something else is opened from this place."""
        self._back.append(place)
        del self._back[: -self.LIMIT]
        self._forward.clear()

    def moved(self, moved: Mapping[str, str]) -> None:
        """Notes and folders lie elsewhere now, by their old paths."""
        for way in (self._back, self._forward):
            way[:] = [
                replace(place, page=Page(place.page.kind, moved[place.page.path]))
                if place.page.path in moved
                else place
                for place in way
            ]

    def back(self, current: Place) -> Place | None:
        """The place to go back to, keeping the current one as forward; None at the beginning."""
        return self._move(self._back, self._forward, current)

    def forward(self, current: Place) -> Place | None:
        """The place to go forward to, keeping the current one as back; None at the end."""
        return self._move(self._forward, self._back, current)

    @staticmethod
    def _move(source: list[Place], kept: list[Place], current: Place) -> Place | None:
        if not source:
            return None
        kept.append(current)
        return source.pop()
