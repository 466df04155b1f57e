"""The running text of an HTML block, between two tags that begin blocks, as inline tokens."""

from __future__ import annotations

from html import unescape

from markdown_it.token import Token

_MOST = 50
"""Open elements that are carried from one paragraph to the next."""
_JOINED = frozenset(("caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "table"))
"""Elements whose lines are one, as a browser has it; those of other elements stay lines."""


class _Element:
    __slots__ = ("closing", "ever", "name", "opening", "shown")

    def __init__(self, name: str, opening: str, closing: str) -> None:
        self.name = name
        self.opening = opening
        self.closing = closing
        self.shown = self.ever = False
        """True if its opening tag is among the tokens now, or was ever."""


class HtmlText:
    """Gathers tokens until they are taken; inline elements that are still open then go on in what follows."""

    def __init__(self) -> None:
        self.begun = False
        """True if the line holds anything to see."""
        self._tokens: list[Token] = []
        self._start = 0
        self._open: list[_Element] = []
        self._joined = 0
        self._break = ""

    def line(self, text: str, row: int) -> None:
        """Text without a newline, its entities not yet resolved."""
        text = text if self.begun else text.lstrip()
        if text:
            self.content("text", unescape(text), row)
            self.begun = self.begun or not text.isspace()

    def content(self, kind: str, content: str, row: int, *, shown: bool = True) -> None:
        """Anything that a paragraph may consist of."""
        self._settle(row)
        self._push(kind, content, row)
        self.begun = self.begun or (shown and not content.isspace())

    def end_line(self, *, hard: bool = False) -> None:
        """A line ends here, if it has begun."""
        if self.begun or (hard and self._break):
            self._break = "hardbreak" if hard else "text" if self._joined else "softbreak"
            self.begun = False

    def open(self, name: str, opening: str, closing: str, row: int) -> None:
        """An element begins, by a tag that the inline builder reads."""
        element = _Element(name, opening, closing)
        if len(self._open) < _MOST:
            self._open.append(element)
            self._joined += name in _JOINED
        if self._tokens:
            self._settle(row)
            if not element.shown:
                self._show(element, row)

    def close(self, name: str, row: int) -> None:
        """The innermost element of that name ends; a closing tag with nothing open is dropped."""
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if element.name == name:
                break
        else:
            if self._tokens:
                self._push("html_inline", f"</{name}>", row)
            return
        if name == "a" and not element.ever:
            self._settle(row)
        del self._open[index]
        self._joined -= name in _JOINED
        if element.shown:
            self._push("html_inline", element.closing, row)

    def holds(self, name: str) -> bool:
        """True if an element of that name is open."""
        return any(element.name == name for element in self._open)

    def take(self) -> tuple[list[Token], int]:
        """The tokens so far, and the row of the first; the next ones begin a new paragraph."""
        tokens, self._tokens = self._tokens, []
        self.begun, self._break = False, ""
        for element in self._open:
            element.shown = False
        return tokens, self._start

    def forget(self) -> None:
        """Closes everything: what is open ends with its HTML block."""
        self._open.clear()
        self._joined = 0

    def _settle(self, row: int) -> None:
        """The break that was due, and the elements that content stands in."""
        if self._tokens:
            if self._break:
                self._push(self._break, " " if self._break == "text" else "", row)
        else:
            for element in self._open:
                self._show(element, row)
        self._break = ""

    def _show(self, element: _Element, row: int) -> None:
        element.shown = element.ever = True
        self._push("html_inline", element.opening, row)

    def _push(self, kind: str, content: str, row: int) -> None:
        if not self._tokens:
            self._start = row
        self._tokens.append(Token(kind, "", 0, content=content, map=[row - self._start]))
