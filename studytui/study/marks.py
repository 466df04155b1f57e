"""A marked line -> what is asked of it: its blanks, their numbers and hints (behaviour 7.4b, 7.4c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Inline
from studytui.markdown.lines import Mark
from studytui.markdown.numbered import numbered
from studytui.study.card import BLANK

_WORDLESS = ("image", "embed", "footnote", "tag")
"""Kinds of inlines that may stand beside a mark without being text that is asked with it."""
_NUMBER_BEHIND = lazy_regex(r"\[\^(\w+)\]")
"""The Spaced Repetition plugin's number behind a mark: `==x==[^1]`, `==x==[^ash]`."""
_WORD = lazy_regex(r"\w")


class Blank(Struct, frozen=True, gc=False):
    """One marked stretch that can be asked."""

    start: int
    end: int
    """Characters of the line as it is shown."""
    answer: str
    number: int | None = None
    """Blanks of one number are asked together."""
    hint: str | None = None
    color: str = ""
    """The bucket of its mark."""


def answer_in(source: str, blank: Blank) -> tuple[int, int]:
    """Where in a blank's line its answer stands: without number, hint and the blanks around it."""
    start, end = blank.start, blank.end
    found = numbered(source[start:end]) if blank.number is not None else None
    if found is not None:
        start, end = start + found[1], start + found[2]
    written = source[start:end]
    return end - len(written.lstrip()), start + len(written.rstrip())


class Asked(Struct, frozen=True, gc=False):
    """A line, or a cell of a table, with its blanks; `start` and `end` are those of the cell in its row."""

    source: str
    blanks: tuple[Blank, ...]
    whole: bool
    """True if nothing but marks is in it."""
    pictured: bool = False
    """True if its marks hold nothing but pictures: nothing that can be asked in words."""
    offset: int = 0
    dropped: tuple[tuple[int, int], ...] = ()
    """Further characters that are no text of the line: numbers of the plugin's, behind their marks."""

    @property
    def text(self) -> str:
        """The line without numbers and hints."""
        return self._filled({})

    def with_blanks(self, chosen: Iterable[Blank]) -> str:
        """The line with these asked and the others filled."""
        return self._filled({blank.start: f"[{blank.hint}]" if blank.hint else BLANK for blank in chosen})

    def questions(self) -> list[list[Blank]]:
        """The blanks that are asked together, in the order of the line."""
        found: dict[tuple[str, int], list[Blank]] = {}
        for place, blank in enumerate(self.blanks):
            key = ("place", place) if blank.number is None else ("number", blank.number)
            found.setdefault(key, []).append(blank)
        return list(found.values())

    def _filled(self, instead: dict[int, str]) -> str:
        parts: list[str] = []
        at = self.offset
        pieces = [(blank.start, blank.end, instead.get(blank.start, blank.answer)) for blank in self.blanks]
        pieces += [(start, end, "") for start, end in self.dropped]
        for start, end, shown in sorted(pieces):
            parts += (self.source[at - self.offset : start - self.offset], shown)
            at = end
        parts.append(self.source[at - self.offset :])
        return " ".join("".join(parts).split())


def answer_range(source: str, blank: Blank, offset: int = 0) -> tuple[int, int]:
    """Where in its blank the answer stands, without the number before it and the hint behind; `source` is its text."""
    found = numbered(source[blank.start - offset : blank.end - offset])
    return (blank.start, blank.end) if found is None else (blank.start + found[1], blank.start + found[2])


def asked_of(
    inlines: Sequence[Inline], marks: Sequence[Mark], *, offset: int = 0, hints: Mapping[str, str] | None = None
) -> Asked:
    """The clozes of a line, or of a cell that begins at `offset` of its row.

    With `hints`, the texts of inline footnotes by their labels, the Spaced Repetition plugin's `==x==^[hint]` and
    `==x==[^1]` are understood.
    """
    source = "".join(" " if inline.kind == "break" else inline.text for inline in inlines)
    dropped: list[tuple[int, int]] = []
    blanks: list[Blank] = []
    for mark in _joined(source, marks, offset):
        written = source[mark.start - offset : mark.end - offset]
        blank = _blank(mark, written)
        if hints is not None:
            blank, behind = _behind(blank, mark.end, inlines, source, offset, hints)
            dropped += behind
        blanks.append(blank)
    rest, words = _rest(inlines, [*((mark.start, mark.end) for mark in marks), *dropped], offset)
    return Asked(source, tuple(blanks), not rest, not words, offset, tuple(dropped))


def _blank(mark: Mark, written: str) -> Blank:
    found = numbered(written)
    if found is None:
        before = len(written) - len(written.lstrip())
        after = len(written) - len(written.rstrip())
        return Blank(mark.start + before, mark.end - after, " ".join(written.split()), color=mark.bucket)
    number, start, end, hint = found
    return Blank(mark.start, mark.end, " ".join(written[start:end].split()), number, hint, mark.bucket)


def _behind(
    blank: Blank, end: int, inlines: Sequence[Inline], source: str, offset: int, hints: Mapping[str, str]
) -> tuple[Blank, list[tuple[int, int]]]:
    """The blank with what the plugin writes behind a mark, a hint or a number, and where that stands."""
    dropped: list[tuple[int, int]] = []
    at = offset
    for inline in inlines:
        if at == end and inline.footnote is not None and inline.footnote.label in hints:
            blank = replace(blank, hint=hints[inline.footnote.label])
            dropped.append((end, end := end + len(inline.text)))
        at += len(inline.text)
    number = _NUMBER_BEHIND.match(source, end - offset)
    if number is not None:
        dropped.append((end, number.end() + offset))
        if number[1].isdigit():
            blank = replace(blank, number=int(number[1]))
    return blank, dropped


def _joined(source: str, marks: Sequence[Mark], offset: int) -> list[Mark]:
    """The marks; two that only a blank parts are one: an editor marks a line in pieces."""
    found: list[Mark] = []
    for mark in marks:
        last = found[-1] if found else None
        glued = last is not None and not source[last.end - offset : mark.start - offset].strip()
        if last is not None and glued and numbered(source[mark.start - offset : mark.end - offset]) is None:
            found[-1] = Mark(last.start, mark.end, last.bucket, last.number)
        else:
            found.append(mark)
    return [mark for mark in found if source[mark.start - offset : mark.end - offset].strip()]


def _rest(inlines: Sequence[Inline], ranges: Sequence[tuple[int, int]], offset: int) -> tuple[bool, bool]:
    """True if there are words outside of these, and whether there are any inside."""
    outside = inside = False
    at = offset
    for inline in inlines:
        start, at = at, at + len(inline.text)
        if inline.kind in _WORDLESS and not (inline.kind == "tag" and _covered(start, at, ranges)):
            continue
        shown = inline.text
        for left, right in ranges:
            if left < at and right > start:
                first, last = max(left, start) - start, min(right, at) - start
                inside = inside or not shown[first:last].isspace()
                shown = shown[:first] + " " * (last - first) + shown[last:]
        outside = outside or _WORD.search(shown) is not None
    return outside, inside


def _covered(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(left <= start and end <= right for left, right in ranges)


def filled(inlines: tuple[Inline, ...]) -> str:
    """A text that leads to something: filled, without the numbers and hints of its marks."""
    every: list[Mark] = []
    at = 0
    for inline in inlines:
        if inline.mark is not None:
            if every and every[-1].number == inline.mark.number and every[-1].end == at:
                every[-1] = Mark(every[-1].start, at + len(inline.text), "", inline.mark.number)
            else:
                every.append(Mark(at, at + len(inline.text), "", inline.mark.number))
        at += len(inline.text)
    return asked_of(inlines, every).text
