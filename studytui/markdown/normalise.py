"""Highlights that wrap a whole line together with its block marker: the marker moves outside (behaviour 5.1.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

Moved = Mapping[int, tuple[str, str]]
"""Line (from 0) -> the words as they stand there now, and as they were written."""

_LINE = re.compile(
    r"^([ \t>]*)((?:<(?:span|mark|font|u)\b[^<>\n]*>)+|==(?!=))"
    r"((?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?|#{1,6}[ \t]+|(?:>[ \t]?)+(?:\[![^\]\n]+\][+-]?[ \t]*)?)(?=\S)",
    re.MULTILINE | re.IGNORECASE,
)
_HIGHLIGHT = re.compile(r"<mark\b|background|hltr-|==", re.IGNORECASE)


def normalise(text: str) -> tuple[str, Moved]:
    """The text with such markers moved, and for each line (from 0) that changed what became of which words.

    No line gets longer or shorter. Code must show them as written: see `restored`.
    """
    moved: dict[int, tuple[str, str]] = {}
    if not _HIGHLIGHT.search(text):
        return text, moved
    parts: list[str] = []
    pos = line = 0
    for match in _LINE.finditer(text):
        before, tags, marker = match.groups()
        if not _HIGHLIGHT.search(tags) or (tags == "==" and not _is_closed(text, match.end())):
            continue
        line += text.count("\n", pos, match.start())
        parts += (text[pos : match.start()], before, marker, tags)
        moved[line] = (marker + tags, tags + marker)
        pos = match.end()
    return "".join((*parts, text[pos:])), moved


def _is_closed(text: str, start: int) -> bool:
    """Whether a line ends with `==`."""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].rstrip(" \t").endswith("==")


def restored(code: str, first: int, moved: Moved) -> str:
    """The text of a code block as it was written; `first` is the line (from 0) of its first line."""
    if not moved:
        return code
    lines = code.split("\n")
    for index, text in enumerate(lines):
        change = moved.get(first + index)
        if change:
            lines[index] = text.replace(*change, 1)
    return "\n".join(lines)
