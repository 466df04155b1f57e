"""Rows of a table -> their cells (behaviour 4.9, 5.1.4).

A pipe inside a link parts no cells. What stands round a row, or over several cells, goes into
each of these: `<mark>| a | b |</mark>` is two cells that are marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from studytui.lazy_regex import lazy_regex
from studytui.markdown.html_elements import parse_tag

_NAMES = "span|mark|font|u|b|i|s|em|strong|del|small|center"
_OPENING = rf"<(?:{_NAMES})\b[^<>\n]*(?<!/)>"
_CLOSING = rf"</(?:{_NAMES})[ \t]*>"
_SIGN = r"==(?!=)|\*\*(?!\*)|~~(?!~)"
_TAG = lazy_regex(rf"{_OPENING}|{_CLOSING}", re.IGNORECASE)
_TAG_OR_SIGN = lazy_regex(rf"{_OPENING}|{_CLOSING}|{_SIGN}", re.IGNORECASE)
_LEAD = lazy_regex(rf"(?:(?:{_OPENING})[ \t]*+|{_SIGN})++(?=\|)", re.IGNORECASE)
_OPENINGS = lazy_regex(rf"(?:(?:{_OPENING})[ \t]*+)++\Z", re.IGNORECASE)
_TAIL = lazy_regex(rf"(?<=\|)((?:[ \t]*+{_CLOSING}|{_SIGN})++)[ \t]*+\Z", re.IGNORECASE)
_CLOSINGS = lazy_regex(rf"(?:(?:{_CLOSING})[ \t]*+)++\Z", re.IGNORECASE)
_PARTS = lazy_regex(
    r"\\\||\\\[|\|"
    r"|\[\[(?!\[)(?:[^\[\]`\n]|\[[^\[\]`\n]*+\])++\]\]"
    r"|!\[[^\[\]|`\n]*+\|[ \t]*+\d{1,5}(?:x\d{1,5})?[ \t]*+\]\("
)
"""A pipe, and what parts no cells: one that is escaped, and one in a link or a size."""
_CODE = lazy_regex(r"(?<!`)(`+)(?!`)[^`|]*+\1(?!`)")
_SIGNS = frozenset(("==", "**", "~~"))
_BLANKS = " \t\n\v\f\r"
_MOST = 10
"""Elements round one cell."""


class Cell(Struct):
    """A cell, and the marks that are of more than this one."""

    text: str
    marks: list[list[object]] = field(default_factory=list)
    """One list for each highlight that its text begins with and that other cells share."""


class Row(Struct):
    """A row that is being read."""

    cells: list[str]
    lead: list[str]
    """Tags and signs before its first pipe."""
    tail: list[str]
    """Tags and signs behind its last one."""


class _Place(Struct, frozen=True):
    row: int
    cell: int
    outside: bool
    """Before the first pipe of the row, or behind its last one, or on a line of its own."""


class _Element(Struct):
    """Something that is round cells, from place to place."""

    source: str
    closing: str
    start: _Place
    end: _Place | None = None
    marks: list[object] = field(default_factory=list)

    @property
    def sign(self) -> bool:
        """True if it is `==`, `**` or `~~`, which are text where they do not stand in pairs."""
        return self.source == self.closing

    @property
    def highlights(self) -> bool:
        """True if it is a highlight."""
        return self.source == "==" if self.sign else parse_tag(self.source).mark is not None


def split(line: str) -> list[str]:
    """The cells of a row, bars at its ends included; `\\|` becomes a pipe."""
    if "[[" not in line and "![" not in line:
        return line.split("|") if "\\|" not in line else _split(line)
    return _split(line)


def _split(line: str) -> list[str]:
    cells: list[str] = []
    cell = ""
    pos = 0
    for part in _PARTS.finditer(line):
        cell += line[pos : part.start()]
        pos = part.end()
        if part[0] == "|":
            cells.append(cell)
            cell = ""
        else:
            cell += part[0].replace("\\|", "|")
    cells.append(cell + line[pos:])
    return cells


def read_row(line: str) -> Row:
    """The cells of a row, and what stands round it; a blank cell at an end is only the bar there."""
    line = line.strip(_BLANKS)
    lead = _LEAD.match(line) if line[:1] in "<=*~" else None
    line = line[lead.end() :] if lead is not None else line
    tail = _TAIL.search(line) if line[-1:] in ">=*~" else None
    line = line[: tail.start()].rstrip(_BLANKS) if tail is not None else line
    cells = split(line)
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return Row(cells, _parts(lead[0] if lead else ""), _parts(tail[1] if tail else ""))


def bare_delimiters(line: str) -> str:
    """A line that may be the one below a header, without what stands round it or its cells."""
    return _TAG_OR_SIGN.sub("", line).strip(_BLANKS) if "<" in line or line[:1] in "=*~" else line


def only_openings(line: str) -> list[str] | None:
    """The tags of a line that has nothing else, of which all open; None of any other line."""
    line = line.strip(_BLANKS)
    if line == "==":
        return ["=="]
    return _parts(line) if line[:1] == "<" and _OPENINGS.match(line) else None


def only_closings(line: str) -> list[str] | None:
    """The tags of a line that has nothing else, of which all close; None of any other line."""
    line = line.strip(_BLANKS)
    if line == "==":
        return ["=="]
    return _parts(line) if line[:2] == "</" and _CLOSINGS.match(line) else None


def _parts(text: str) -> list[str]:
    return _TAG_OR_SIGN.findall(text) if text else []


def cells_of(rows: Sequence[Row], columns: int) -> list[list[Cell]]:
    """The cells of each row, as many as there are columns: none is lost, those that are too many go into the last.

    A row without cells, but with something round it, comes out without cells.
    """
    elements = _elements(rows) if any(_has_tags(row) for row in rows) else []
    for row in rows:
        if len(row.cells) > columns:
            surplus = [cell.strip(_BLANKS) for cell in row.cells[columns:]]
            last = row.cells[columns - 1].strip(_BLANKS)
            row.cells[columns - 1 :] = [" | ".join([last, *surplus]) if any(surplus) else last]
    made = [
        [Cell(cell.strip(_BLANKS)) for cell in (*row.cells, *("",) * (columns - len(row.cells)))] if row.cells else []
        for row in rows
    ]
    if elements:
        _spread(made, elements)
    return made


def _has_tags(row: Row) -> bool:
    return bool(row.lead or row.tail) or any("<" in cell or cell.lstrip(_BLANKS)[:2] in _SIGNS for cell in row.cells)


def _elements(rows: Sequence[Row]) -> list[_Element]:
    """The HTML elements round more than one cell, or outside of cells; signs that are not in pairs become cells."""
    found: list[_Element] = []
    opened: dict[str, list[_Element]] = {}
    for number, row in enumerate(rows):
        _pair_signs(row)
        for source in row.lead[:_MOST]:
            _open(opened, source, _Place(number, 0, outside=True))
        for at, cell in enumerate(row.cells):
            for tag in _TAG.findall(_CODE.sub("", cell)) if "<" in cell else ():
                place = _Place(number, at, outside=False)
                if not tag.startswith("</"):
                    _open(opened, tag, place)
                elif (element := _close(opened, tag, place)) is not None:
                    found.append(element)
        for source in row.tail:
            element = _close(opened, source, _Place(number, max(0, len(row.cells) - 1), outside=True))
            if element is not None:
                found.append(element)
            elif source in _SIGNS and row.cells:
                row.cells.append(source)
    for element in (each for kind in opened.values() for each in kind if each.start.outside):
        row = rows[element.start.row]
        if element.sign:
            row.cells.insert(0, element.source)
        else:
            element.end = _Place(element.start.row, max(0, len(row.cells) - 1), outside=True)
            found.append(element)
    return sorted(filter(_spreads, found), key=lambda each: (each.start.row, each.start.cell, not each.start.outside))


def _pair_signs(row: Row) -> None:
    """`==a | b==`: signs round a row without bars at its ends stand round its cells."""
    if len(row.cells) < 2 or row.lead or row.tail:
        return
    first, last = row.cells[0].lstrip(_BLANKS), row.cells[-1].rstrip(_BLANKS)
    sign = first[:2]
    paired = sign in _SIGNS and last.endswith(sign) and sum(cell.count(sign) for cell in row.cells) == 2
    if paired and not first[2:3].isspace() and not last[-3:-2].isspace():
        row.cells[0], row.cells[-1] = first[2:], last[:-2]
        row.lead, row.tail = [sign], [sign]


def _open(opened: dict[str, list[_Element]], source: str, place: _Place) -> None:
    name = source if source in _SIGNS else parse_tag(source).name
    closing = source if source in _SIGNS else f"</{name}>"
    opened.setdefault(name, []).append(_Element(source, closing, place))


def _close(opened: dict[str, list[_Element]], source: str, place: _Place) -> _Element | None:
    waiting = opened.get(source if source in _SIGNS else parse_tag(source).name)
    if not waiting:
        return None
    element = waiting.pop()
    element.end = place
    return element


def _spreads(element: _Element) -> bool:
    """True if it is of other cells than that in which it is written; over rows, only what begins outside of cells."""
    start, end = element.start, element.end
    assert end is not None
    if start.row != end.row:
        return start.outside and end.outside
    return start.outside or end.outside or start.cell != end.cell


def _spread(rows: Sequence[Sequence[Cell]], elements: Iterable[_Element]) -> None:
    """Writes into each cell what it stands in."""
    waiting = [*elements][::-1]
    open_: list[_Element] = []
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            open_ = [each for each in open_ if _end(each, row) >= (number, at)]
            before = [*open_]
            while waiting and (waiting[-1].start.row, min(waiting[-1].start.cell, len(row) - 1)) <= (number, at):
                element = waiting.pop()
                if _end(element, row) >= (number, at) and len(open_) < _MOST:
                    open_.append(element)
                    before += [element] if element.start.outside else []
            if cell.text:
                _wrap(cell, before, [each for each in open_ if _end(each, row) > (number, at) or _outside(each)])


def _end(element: _Element, row: Sequence[Cell]) -> tuple[int, int]:
    assert element.end is not None
    return element.end.row, min(element.end.cell, len(row) - 1)


def _outside(element: _Element) -> bool:
    return element.end is not None and element.end.outside


def _wrap(cell: Cell, before: Iterable[_Element], behind: Sequence[_Element]) -> None:
    text = cell.text
    fitting = [each for each in before if not (each.sign and _clashes(each.source, text))]
    cell.text = (
        "".join(each.source for each in fitting)
        + text
        + "".join(each.closing for each in reversed(behind) if not (each.sign and _clashes(each.source, text)))
    )
    cell.marks = [
        each.marks for each in fitting if each.source == "==" or (not each.sign and parse_tag(each.source).mark)
    ]


def _clashes(sign: str, text: str) -> bool:
    """True if a cell has such signs of its own; between blanks they are none."""
    return sign in text.replace(f" {sign} ", " ") or text.startswith(sign[0]) or text.endswith(sign[0])
