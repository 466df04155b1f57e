"""The numbers of a note's footnotes, in the order of their first references (behaviour 4.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studytui.markdown.document import Footnote
from studytui.markdown.syntax.footnote import fold_label
from studytui.markdown.syntax.parse_state import parse_state

_BODY = ""
"""No label: what stands in no text of a footnote."""


class Waiting(NamedTuple):
    """The text of an inline footnote, to be set below the block that it was written in."""

    footnote: Footnote
    content: str
    line: int
    depth: int
    """Of inline footnotes that it stands in, its own included."""


class Footnotes:
    """Numbers the footnotes of one document, and keeps the inline ones until their text is set."""

    def __init__(self) -> None:
        self.waiting: deque[Waiting] = deque()
        self.depth = 0
        """Of the text that is being read."""
        self._numbers: dict[str, int] = {}
        self._inline_numbers: deque[int] = deque()
        self._last = 0
        self._references = 0
        self._inlines = 0

    def count(self, tokens: Iterable[Token], md: MarkdownIt, env: dict[str, Any]) -> None:
        """Numbers all footnotes of a note: first those that its body refers to, then those in their texts, …

        A definition may stand above the first reference to it, and refer to others itself.
        """
        found: dict[str, list[str | int]] = {}
        inlines = 0
        state = parse_state(env)
        around = [_BODY]
        for token in tokens:
            if token.type == "footnote_open":
                around.append(fold_label(token.info))
            elif token.type == "footnote_close":
                around.pop()
            elif token.type in ("inline", "callout_title"):
                here = found.setdefault(around[-1], [])
                contents = deque(((token.content, 0),))
                while contents:
                    content, depth = contents.popleft()
                    if "[^" not in content and "^[" not in content:
                        continue
                    state.footnote_depth = depth
                    for reference in md.inline.parse(content, md, env, []):
                        if reference.type == "footnote":
                            here.append(fold_label(reference.content))
                        elif reference.type == "inline_footnote":
                            here.append(inlines)
                            inlines += 1
                            contents.append((reference.content, depth + 1))
        state.footnote_depth = 0
        self._inline_numbers.extend(self._counted(found, inlines))

    def _counted(self, found: dict[str, list[str | int]], inlines: int) -> list[int]:
        """Numbers what was found where; returns the numbers of the inline footnotes in the order of the source."""
        numbers = [0] * inlines
        waiting = deque((_BODY,))
        unreferenced = deque(found)
        while waiting:
            for reference in found.pop(waiting.popleft(), ()):
                if isinstance(reference, int):
                    self._last += 1
                    numbers[reference] = self._last
                elif reference not in self._numbers:
                    self.number(reference)
                    waiting.append(reference)
            while unreferenced and not waiting:
                label = unreferenced.popleft()
                if label in found:
                    self.number(label)
                    waiting.append(label)
        return numbers

    def number(self, label: str) -> int:
        """The number of a footnote with a label; one that is not referred to comes after the others."""
        key = fold_label(label)
        if key not in self._numbers:
            self._last += 1
            self._numbers[key] = self._last
        return self._numbers[key]

    def refer(self, label: str) -> Footnote:
        """The next reference in the text."""
        self._references += 1
        return Footnote(label, self.number(label), self._references - 1)

    def inline(self, content: str, line: int) -> Footnote:
        """The next inline footnote; its made-up label holds a blank, as no label that is written does."""
        self._inlines += 1
        self._references += 1
        if self._inline_numbers:
            number = self._inline_numbers.popleft()
        else:
            self._last += 1
            number = self._last
        made = Footnote(f"inline {self._inlines}", number, self._references - 1)
        line += content[: len(content) - len(content.lstrip())].count("\n")
        self.waiting.append(Waiting(made, content.strip(), line, self.depth + 1))
        return made
