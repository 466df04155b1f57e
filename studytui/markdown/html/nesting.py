"""The elements of HTML that are open, and the containers that they made."""

from __future__ import annotations

from studytui.markdown.document import Container
from studytui.markdown.html.text import HtmlText
from studytui.markdown.html_elements import LISTS, Tag
from studytui.markdown.html_lists import Numbering
from studytui.markdown.open_blocks import OpenBlocks

_REACH = 200
"""Open elements that a tag looks for its own among."""


class OpenElement:
    """An element that is open, and the container that it made, if it made one."""

    __slots__ = ("inside", "made", "name", "numbers")

    def __init__(
        self, name: str, made: Container | None, inside: Container | None, numbers: Numbering | None = None
    ) -> None:
        self.name = name
        self.made = made
        self.inside = inside
        self.numbers = numbers
        """Of an ordered list: those of its items."""


class OpenElements:
    """A stack that lives as long as the document: Markdown blocks may stand between an element's tags."""

    def __init__(self, blocks: OpenBlocks, text: HtmlText) -> None:
        self._blocks = blocks
        self._text = text
        self._open: list[OpenElement] = []

    @property
    def last(self) -> OpenElement | None:
        """The one that was opened last."""
        return self._open[-1] if self._open else None

    def open(
        self, name: str, made: Container | None, inside: Container | None, numbers: Numbering | None = None
    ) -> OpenElement:
        """One more."""
        element = OpenElement(name, made, inside, numbers)
        self._open.append(element)
        return element

    def listing(self) -> OpenElement | None:
        """The list that an item which opens now is of; None for an item of no list."""
        for element in reversed(self._open[-_REACH:]):
            if element.name in LISTS:
                return element
            if element.made is not None and element.name != "li":
                return None
        return None

    def innermost(self, name: str) -> OpenElement | None:
        """The element that a closing tag closes: not one from outside of the Markdown container that it stands in."""
        inside = self._blocks.inside
        for element in reversed(self._open[-_REACH:]):
            if element.made is not None and element.made is not inside:
                return None
            if element.name == name:
                return element
            inside = element.inside
        return None

    def close_down_to(self, element: OpenElement) -> None:
        """Closes all that was opened after it."""
        while self._open[-1] is not element:
            self.pop()

    def pop(self) -> None:
        """Closes the one that was opened last, with the container that it made; its text has been taken."""
        element = self._open[-1]
        if element.made is None:
            self._open.pop()
        elif element.name == "li":
            self._text.close("li", 0)
            self._blocks.close_item()
        else:
            self._blocks.close()

    def leave(self, container: Container) -> None:
        """Forgets what was opened inside a container that closes, and what made it."""
        while self._open and container in (self._open[-1].made, self._open[-1].inside):
            self._open.pop()


def item_marker(listing: OpenElement, tag: Tag) -> str:
    """The marker of the next item of a list."""
    return "-" if listing.numbers is None else f"{listing.numbers.take(tag)}."
