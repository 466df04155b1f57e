"""Numbered marks and their hints, `==1.warfarin::hint==`: what of a mark is its text (behaviour 7.4c)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Inline

_NUMBERED = lazy_regex(r"\s*(\d{1,3})\.(?![\d\s])(.+)", re.DOTALL)
"""`1.warfarin`; neither `0.1 mg` nor `1. first`."""


def numbered(written: str) -> tuple[int, int, int, str | None] | None:
    """Number, start and end of the text, and hint of a numbered mark; None for any other mark."""
    found = _NUMBERED.fullmatch(written)
    if found is None:
        return None
    text, _, hint = found[2].partition("::")
    start = found.start(2)
    return int(found[1]), start, start + len(text), hint.strip() or None


def cut(inlines: Iterable[Inline], start: int, end: int) -> Iterator[Inline]:
    """The characters of a text from `start` up to `end`; a break is one."""
    at = 0
    for inline in inlines:
        length = 1 if inline.kind == "break" else len(inline.text)
        first, last = max(start - at, 0), min(end - at, length)
        at += length
        if first < last:
            whole = last - first == length
            yield inline if whole else replace(inline, text=inline.text[first:last])


def without_numbers(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """A line without numbers and hints of its marks: what the reader shows."""
    run: list[Inline] = []
    for inline in inlines:
        if run and (inline.mark is None or run[0].mark is None or inline.mark.number != run[0].mark.number):
            yield from _text_of(run)
            run = []
        if inline.mark is None:
            yield inline
        else:
            run.append(inline)
    yield from _text_of(run)


def hint_of(inlines: Iterable[Inline]) -> str | None:
    """The first hint among the numbered marks of a line."""
    texts: dict[int, str] = {}
    for inline in inlines:
        if inline.mark is not None:
            texts[inline.mark.number] = texts.get(inline.mark.number, "") + inline.text
    found = (numbered(text) for text in texts.values())
    return next((mark[3] for mark in found if mark is not None and mark[3]), None)


def _text_of(run: list[Inline]) -> Iterable[Inline]:
    if not run or not run[0].text.lstrip()[:1].isdigit():
        return run
    found = numbered("".join(" " if inline.kind == "break" else inline.text for inline in run))
    return run if found is None else cut(run, found[1], found[2])
