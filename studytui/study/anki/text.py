"""Anki's text import (`.tsv`): one note a line, into the note types that every Anki has, with the same guids."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from studytui.lazy_regex import lazy_regex
from studytui.study.anki.kept import AnkiNote
from studytui.study.anki.models import COLORS, guid

HEADER = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype column:2",
    "#deck column:3",
    "#tags column:6",
)
"""Columns 4 and 5 are the two fields."""
_COLORED = lazy_regex(r'<span class="(mark|ink) (\w+)">')


def text_import(notes: Iterable[AnkiNote]) -> Iterator[str]:
    """The lines of a text import, without newlines; a field never holds one (`<br>`)."""
    yield from HEADER
    for note in notes:
        draft = note.draft
        if draft.kind == "cloze":
            text, place, source = draft.fields
            row = ["Cloze", draft.deck, f"{place}: {text}" if place else text, source]
        else:
            front, back, place, reverse, source = draft.fields
            asked = f"{place}: {front}" if place else front
            row = ["Basic (and reversed card)" if reverse else "Basic", draft.deck, asked, f"{back}<br><br>{source}"]
        yield _line([guid(note.id), *map(_plainly_colored, row), " ".join(draft.tags)])


def _plainly_colored(field: str) -> str:
    """Colours as styles: these note types have no sheet of ours."""
    return _COLORED.sub(_style, field)


def _style(found: re.Match[str]) -> str:
    day, _, ink, _ = COLORS[found[2]]
    style = f"background-color: {day}; color: #1b1b1f" if found[1] == "mark" else f"color: {ink}"
    return f'<span style="{style}">'


def _line(row: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter="\t", lineterminator="").writerow(row)
    return line.getvalue()
