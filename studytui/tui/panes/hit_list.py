"""The ranked list of a search: groups with headings, rows built for the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studytui.layout.sanitise import clean
from studytui.layout.wrap import cells
from studytui.search.hits import SIMILAR, Hit
from studytui.tui.panes.hanging import hang

NARROWEST_HIT: Final = 20
"""Columns for which rows are built at least."""
LEAST_FOLDER: Final = 12
"""Columns in which a folder is worth showing beside a title."""
MOST_READ: Final = 4
"""Words that the heading of a group names."""
_GROUPS: Final = {"similar": "similar", "partial": "most of the words"}


class HitList(OptionList):
    """Hits in the order given; the highlight passes over headings and the air between rows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.can_focus = False
        self._hits: tuple[Hit, ...] = ()
        self._rows: dict[int, Hit] = {}
        self._built_for = 0

    @property
    def hit(self) -> Hit | None:
        """The highlighted hit."""
        return self._rows.get(self.highlighted) if self.highlighted is not None else None

    @property
    def place(self) -> tuple[str, int] | None:
        """Its note and line, by which it is found again among other hits."""
        return None if self.hit is None else (self.hit.note, self.hit.line)

    def show(self, hits: Sequence[Hit], place: tuple[str, int] | None = None) -> None:
        """Shows hits; the highlight goes to the one at this note and line, else to the first."""
        self._hits = tuple(hits)
        self._build(place)

    def move(self, step: int) -> None:
        """Moves the highlight by so many hits."""
        order = list(self._rows)
        if not order:
            return
        at = order.index(self.highlighted) if self.highlighted in order else 0
        self.highlighted = order[max(0, min(len(order) - 1, at + step))]
        if self.highlighted == order[0]:
            self.scroll_home(animate=False)  # the heading of the first group, which cannot be highlighted

    def on_resize(self, event: events.Resize) -> None:
        """Builds the rows anew for another width."""
        if self._width != self._built_for:
            self._build(self.place)

    @property
    def _width(self) -> int:
        return max(NARROWEST_HIT, self.scrollable_content_region.width - 1)  # a column stays free at the scroll bar

    def _build(self, place: tuple[str, int] | None) -> None:
        self._built_for = self._width
        self._rows = {}
        options: list[Option] = []
        groups = [list(group) for _, group in groupby(self._hits, key=_group)]
        for group in groups:
            read = _read_in(group)
            if options:
                options.append(_air())
            name = _group(group[0])
            if len(groups) > 1 or name != "found":
                options.append(_heading(name, read, self._built_for))
            said = name == "similar" and len(read) == 1
            tall = False
            for number, hit in enumerate(group):
                row = _row(hit, self._built_for, said=said)
                was_tall, tall = tall, "\n" in row.plain
                if number and (tall or was_tall):
                    options.append(_air())
                self._rows[len(options)] = hit
                options.append(Option(row))
        self.clear_options()
        self.add_options(options)
        at = (option for option, hit in self._rows.items() if (hit.note, hit.line) == place)
        self.highlighted = next(at, next(iter(self._rows), None))


def _group(hit: Hit) -> str:
    return _GROUPS.get(hit.kind, "found")


def _read_in(group: Sequence[Hit]) -> list[str]:
    """The words that were read in place of those typed, each once."""
    reasons = ((hit.reason or "").removeprefix(SIMILAR) for hit in group if hit.kind in _GROUPS)
    return list(dict.fromkeys(clean(reason).casefold() for reason in reasons if reason))


def _heading(name: str, read: Sequence[str], width: int) -> Option:
    if name == "similar" and read:
        name = SIMILAR + ", ".join(f'"{words}"' for words in read[:MOST_READ])
        name += " …" if len(read) > MOST_READ else ""
    return Option(Content(name).truncate(width, ellipsis=True).stylize("$title bold"), disabled=True)


def _air() -> Option:
    return Option(Content(" "), disabled=True)


def _row(hit: Hit, width: int, *, said: bool) -> Content:
    """Title, why it was found and the folder; below, where in the note and the text round what was found.

    `said`: the heading of the group names the words that were read.
    """
    named = hit.snippet == hit.title
    parts = [_marked(hit.title, hit.marks if named else ()).stylize("bold")]
    if hit.high_yield:
        parts.append(Content.assemble(Content(" ▌").stylize("$high-yield"), "HY"))
    parts.extend(Content(f"  {clean(why)}").stylize("italic") for why in _why(hit, said=said))
    lines = _with_folder(hang(Content.assemble(*parts), width), clean(hit.note.rpartition("/")[0]), width)
    if not named:
        snippet = Content.assemble("  ", _place(hit.place, width // 2), _marked(hit.snippet, hit.marks))
        lines += hang(snippet, width)
    return Content("\n").join(lines)


def _place(headings: Sequence[str], room: int) -> Content:
    """The headings before a text, of which the outer ones give way to the inmost."""
    if not headings:
        return Content("")
    shown = clean(" › ".join(headings))
    for inner in range(1, len(headings)):
        if cells(shown) <= room:
            break
        shown = clean(" › ".join(("…", *headings[inner:])))
    return Content.assemble(Content(shown).truncate(room, ellipsis=True), ": ")


def _why(hit: Hit, *, said: bool) -> Iterator[str]:
    """Why it was found, and what it lacks."""
    if hit.reason and not said:
        yield hit.reason.removeprefix(SIMILAR)
    if hit.also:
        yield f"also searched: {', '.join(hit.also)}"
    if hit.without:
        yield f"without: {', '.join(hit.without)}"


def _with_folder(lines: list[Content], folder: str, width: int) -> list[Content]:
    """The lines with a folder at the right of the last, or below it where there is no room."""
    if not folder:
        return lines
    used = cells(lines[-1].plain)
    room = width - used - 2
    if room < min(LEAST_FOLDER, cells(folder)):
        lines, used, room = [*lines, Content("")], 0, width - 2
    shown = Content(folder).truncate(room, ellipsis=True)
    gap = Content(" " * (width - used - cells(shown.plain)))
    return [*lines[:-1], Content.assemble(lines[-1], gap, shown)]


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> Content:
    content = Content(clean(text))
    for start, end in marks:
        content = content.stylize("$found underline", start, end)
    return content
