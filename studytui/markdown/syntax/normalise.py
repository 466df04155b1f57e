"""Highlights that wrap a whole line together with its block marker: the marker moves outside (behaviour 5.1.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studytui.lazy_regex import lazy_regex

Moved = Mapping[int, tuple[str, str]]
"""Line (from 0) -> the words as they stand there now, and as they were written."""

_NAMES = "span|mark|font|u|b|i|s|em|strong|del|small|center"
_TAGS = rf"(?:<(?:{_NAMES})\b[^<>\n]*>|</(?:span|mark|font|u)>|==(?!=)|\*{{2}}|~~)+"
_ITEM = r"(?:[-*+]|\d{1,9}[.)])[ \t]+"
_BOX = r"\[.\][ \t]+"
_TYPE = r"\[![^\[\]\n]+\][+-]?[ \t]*"
_LINE = lazy_regex(
    rf"^([ \t>]*)({_TAGS})([ \t]*{_ITEM}(?:{_BOX})?|#{{1,6}}[ \t]+|(?:>[ \t]?)+(?:{_TYPE})?)(?=[^\s=])"
    rf"|^([ \t>]*{_ITEM})({_TAGS})({_BOX})(?=[^\s=])"
    rf"|^([ \t]*>[ \t>]*)({_TAGS})({_TYPE})(?!=)",
    re.MULTILINE | re.IGNORECASE,
)
_INDENT = lazy_regex(r"\t| {4}")
_LISTED = lazy_regex(rf"[ \t>]*(?:<[^<>\n]*>)*[ \t]*{_ITEM}")
"""Above a line whose mark opens before its indent: without an item there, the line would become code."""
_DELIMITERS = lazy_regex(r"==|\*\*|~~")
_CLOSER = lazy_regex(r"</[a-z]+\s*>", re.IGNORECASE)
_HIGHLIGHT = lazy_regex(r"<mark\b|background|hltr-|==", re.IGNORECASE)
_SIGNS = ("==", "background", "<mark", "hltr-")


def normalise(text: str) -> tuple[str, Moved]:
    """The text with such markers moved, and for each line (from 0) that changed what became of which words.

    No line gets longer or shorter. Code must show them as written: see `restored`.
    """
    moved: dict[int, tuple[str, str]] = {}
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return text, moved
    parts: list[str] = []
    pos = line = 0
    for match in _LINE.finditer(text):
        before, tags, marker = (part for part in match.groups() if part is not None)
        if not _HIGHLIGHT.search(tags) or not _is_closed(text, match.end(), tags):
            continue
        if _INDENT.match(marker) and not _LISTED.match(text, text.rfind("\n", 0, max(match.start() - 1, 0)) + 1):
            continue
        line += text.count("\n", pos, match.start())
        parts += (text[pos : match.start()], before, marker, tags)
        moved[line] = (marker + tags, tags + marker)
        pos = match.end()
    return "".join((*parts, text[pos:])), moved


def _is_closed(text: str, start: int, tags: str) -> bool:
    """True if a line ends with the equals signs and stars that it begins with; tags may close anywhere."""
    delimiters = _DELIMITERS.findall(tags)
    if not delimiters:
        return True
    end = text.find("\n", start)
    line = _CLOSER.sub("", text[start : end if end >= 0 else len(text)]).rstrip(" \t")
    return line.endswith("".join(reversed(delimiters)))


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
