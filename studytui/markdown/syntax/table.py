"""GFM's tables, of which no cell is lost (behaviour 4.9)."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_block import StateBlock

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.table_rows import (
    Cell,
    Row,
    bare_delimiters,
    cells_of,
    only_closings,
    only_openings,
    read_row,
    split,
)

_DELIMITERS = lazy_regex(r"(?:[|:][-:|\s]|-[-:|])[-:|\s]*+\Z")
_DELIMITER = lazy_regex(r":?-+:?\Z")
_BLANKS = " \t\n\v\f\r"
_MOST_FILLED = 0x10000
"""Cells that short rows are filled up with: a square of 256 bytes a side would be 65,000 of them."""


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, whose rows may stand in tags or between equals signs.

    A line whose only pipes are escaped or in links, as in `# [[a\\|b]]`, heads no table: dashes below it are a rule,
    or make it a heading.
    """
    first, around = start, None
    line = _line(state, start)
    if "|" not in line:
        around = only_openings(line) if line[:1] in ("<", "=") else None
        if around is None or start + 1 >= end or silent:
            return False
        first += 1
        line = _line(state, first)
    found = _head(state, first, end, line)
    if found is None:
        return False
    if silent:
        return True
    header, align = found
    if around is not None:
        header.lead = around + header.lead
    rows = _rows(state, first + 2, end, header, len(align))
    if around is not None and not any(row.tail for row in rows):
        return False
    _push(state, start, first, rows, align)
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _head(state: StateBlock, first: int, end: int, line: str) -> tuple[Row, list[str]] | None:
    """The header and the alignment of each column, when a table begins on this line."""
    below = first + 1
    if (
        "|" not in line
        or below >= end
        or state.sCount[below] < state.blkIndent
        or state.sCount[first] < state.blkIndent
    ):
        return None
    under = _line(state, below)
    if not under or under[0] not in "|-:<=*~" or (under[1:2] in ("", " ", "\t") and under[0] not in "|:<"):
        return None
    align = _alignment(bare_delimiters(under))
    if not align or state.is_code_block(below) or state.is_code_block(first):
        return None
    if len(split(line)) == 1 and "|" not in under:
        return None
    row = read_row(line)
    if len(row.cells) != len(align):
        plain = _plain(line)
        if len(plain) != len(align):
            return None
        if row.lead or row.tail or len(row.cells) > len(align):
            row = Row(plain, [], [])
    return row, align


def _plain(line: str) -> list[str]:
    """The cells of a line as GFM has them, whatever stands in them."""
    cells = line.strip(_BLANKS).replace("\\|", "\0").split("|")
    cells = [cell.replace("\0", "|") for cell in cells]
    return cells[not cells[0] : len(cells) - (not cells[-1])]


def _alignment(line: str) -> list[str]:
    if not _DELIMITERS.match(line):
        return []
    columns = [column.strip(_BLANKS) for column in line.split("|")]
    columns = columns[not columns[0] : len(columns) - (len(columns) > 1 and not columns[-1])]
    if not all(_DELIMITER.match(column) for column in columns):
        return []
    return [_ALIGN[column.startswith(":"), column.endswith(":")] for column in columns]


_ALIGN = {(True, True): "center", (False, True): "right", (True, False): "left", (False, False): ""}


def _rows(state: StateBlock, line: int, end: int, header: Row, columns: int) -> list[Row]:
    """The header and the rows below it, as far as the table goes."""
    rows = [header, _delimiter(state, line - 1)]
    before, state.parentType = state.parentType, "table"
    filled, signs = 0, _open_signs(*rows)
    # As in GFM: what ends a quote ends a table.
    terminators = state.md.block.ruler.getRules("blockquote")
    while line < end and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in terminators):
            break
        text = _line(state, line).strip(_BLANKS)
        if not text or state.is_code_block(line):
            break
        line += 1
        closing = only_closings(text)
        if closing is not None and (closing != ["=="] or signs > 0):
            rows.append(Row([], [], closing))
            break
        rows.append(read_row(text))
        signs += _open_signs(rows[-1])
        filled += columns - len(rows[-1].cells)
        if filled > _MOST_FILLED:
            rows.pop()
            break
    state.parentType = before
    return rows


def _open_signs(*rows: Row) -> int:
    """How many more equals signs open round rows than close."""
    return sum(row.lead.count("==") - row.tail.count("==") for row in rows)


def _delimiter(state: StateBlock, line: int) -> Row:
    """The part of the delimiter row that stands round its cells: it has none of its own."""
    row = read_row(_line(state, line))
    return Row([], row.lead, row.tail)


def _push(state: StateBlock, start: int, first: int, rows: list[Row], align: Sequence[str]) -> None:
    opening = state.push("table_open", "table", 1)
    opening.map = [start, first + len(rows)]
    for number, cells in enumerate(cells_of(rows, len(align)), first):
        if cells:
            _push_row(state, number, "th" if number == first else "td", cells, align)
    state.push("table_close", "table", -1)
    state.line = first + len(rows)


def _push_row(state: StateBlock, line: int, kind: str, cells: Sequence[Cell], align: Sequence[str]) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for cell, side in zip(cells, align, strict=True):
        token = state.push(f"{kind}_open", kind, 1)
        if side:
            token.attrs = {"style": f"text-align:{side}"}
        token = state.push("inline", "", 0)
        token.map = [line, line + 1]
        token.content = cell.text
        token.children = []
        if cell.marks:
            token.meta = {"marks": cell.marks}
        state.push(f"{kind}_close", kind, -1)
    state.push("tr_close", "tr", -1)
