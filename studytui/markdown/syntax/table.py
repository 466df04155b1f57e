"""GFM's tables, of which no cell is lost (behaviour 4.9)."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as gfm_table
from markdown_it.token import Token

from studytui.markdown.markdown_it_private import escapedSplit, getLine


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table; the cells that GFM drops, because the header has fewer, go into the last cell of their row.

    A line whose only pipes are escaped, as in `# [[a\\|b]]`, heads no table: dashes below it are a rule, or make it a
    heading.
    """
    first = len(state.tokens)
    if _no_header(state, start, end) or not gfm_table(state, start, end, silent):
        return False
    if not silent:
        row = -1
        last: Token | None = None
        for token in state.tokens[first:]:
            if token.type == "tr_open" and token.map:
                row, cells = token.map[0], 0
            elif token.type == "inline":
                last, cells = token, cells + 1
            elif token.type == "tr_close" and last is not None:
                _keep_surplus(state, row, cells, last)
    return True


def _no_header(state: StateBlock, start: int, end: int) -> bool:
    line = getLine(state, start)
    if "|" not in line or start + 1 >= end:
        return True
    return "|" not in line.replace("\\|", "") and "|" not in getLine(state, start + 1)


def _keep_surplus(state: StateBlock, row: int, cells: int, last: Token) -> None:
    line = getLine(state, row)
    if line.count("|") < cells:
        return
    columns = escapedSplit(line.strip())
    if columns and not columns[0]:
        columns.pop(0)
    if columns and not columns[-1]:
        columns.pop()
    surplus = [column.strip() for column in columns[cells:]]
    if any(surplus):
        last.content = " | ".join([last.content, *surplus])
