"""Tables: columns that share the width fairly, or records of `header: value` where they cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from studytui.layout.line import Span, Styled, covering, cut
from studytui.layout.wrap import cells, longest_word, narrow, wrap
from studytui.markdown.document import Align, Inline, Table

Cell = list[Styled]
"""A cell's own lines (it may hold `<br>`)."""

BETWEEN = " │ "
UNBROKEN = 20
"""Cells: a longer word (an address, say) may be broken to keep the table a table."""
NARROW, TALL = 12, 6
"""A column that is narrower than so many cells must not have cells of more than so many rows: records read better."""
_MEASURED = 200
"""Rows that are looked at to choose between ways to share the width."""


class TableLayout:
    """Everything that is decided once for a whole table.

    `room` is in cells. `columns` is None when even the longest words don't fit side by side: the rows are records.
    """

    def __init__(self, table: Table, room: int, style: Callable[[Sequence[Inline]], Cell]) -> None:
        rows = [[style(cell) for cell in row.cells] for row in (table.header, *table.rows)]
        count = max(1, len(table.align), *map(len, rows))
        for row in rows:
            row.extend([Styled("")] for _ in range(count - len(row)))
        self._align: list[Align] = [*table.align, *[""] * (count - len(table.align))]  # type: ignore[list-item]
        self._rows = rows
        self.columns = _share(rows, room - len(BETWEEN) * (count - 1))

    def __len__(self) -> int:
        """Rows, the header included."""
        return len(self._rows)

    def is_tall(self, index: int) -> bool:
        """True if row `index` takes more than one screen row, so that light rules part it from its neighbours."""
        assert self.columns is not None
        row = zip(self._rows[index], self.columns, strict=True)
        return index > 0 and any(len(cell) > 1 or cells(cell[0].text) > width for cell, width in row)

    def rule(self, line: str) -> Styled:
        """The row between two rows, drawn with `line`."""
        assert self.columns is not None
        text = f"{line}┼{line}".join(line * width for width in self.columns)
        return Styled(text, covering(text, "marker"))

    def _cells(self, index: int, labels: Mapping[int, int]) -> list[Cell]:
        """The cells of a row, of which some are those of other rows: column -> row."""
        if not labels:
            return self._rows[index]
        return [self._rows[labels.get(column, index)][column] for column in range(len(self._rows[index]))]

    def grid(self, index: int, labels: Mapping[int, int]) -> Iterator[Styled]:
        """The screen rows of row `index`, the header being 0; the columns of `labels` show the cell of another row."""
        assert self.columns is not None
        blocks = [_wrapped(cell, width) for cell, width in zip(self._cells(index, labels), self.columns, strict=True)]
        for number in range(max(map(len, blocks))):
            text = ""
            roles: list[Span] = []
            for column, (block, width) in enumerate(zip(blocks, self.columns, strict=True)):
                if column:
                    roles.append(Span(len(text) + 1, len(text) + 2, "marker"))
                    text += BETWEEN
                part = block[number] if number < len(block) else Styled("")
                free = width - cells(part.text)
                left = free if self._align[column] == "right" else free // 2 if self._align[column] == "center" else 0
                text += " " * left
                if index == 0 and part.text:
                    roles.append(Span(len(text), len(text) + len(part.text), "bold"))
                roles.extend(part.after(text))
                text += part.text + " " * (free - left)
            kept = max((role.end for role in roles if role.role == "picture"), default=0)
            yield Styled(text[:kept] + text[kept:].rstrip(" "), roles)

    def record(self, index: int, labels: Mapping[int, int]) -> Iterator[Styled]:
        """The cells of row `index` that hold something, as `header: value`, a logical line each (more for breaks)."""
        for column, (name, cell) in enumerate(zip(self._rows[0], self._cells(index, labels), strict=True)):
            header = _joined(name)
            value = cell[0]
            if index == 0:
                yield Styled(header.text, [*covering(header.text, "bold"), *header.roles])
                continue
            if not any(line.text for line in cell) and (not header.text or not self._named_only(column, index)):
                continue
            label = header.text + ": " if header.text and value.text else header.text + ":" if header.text else ""
            roles = [*covering(label, "bold"), *header.roles]
            yield Styled(label + value.text, [*roles, *value.after(label)])
            yield from cell[1:]

    def _named_only(self, column: int, index: int) -> bool:
        """True if the name of a column, which holds nothing, is said here: once, as no word of a table is lost."""
        return index == 1 and not any(line.text for row in self._rows[1:] for line in row[column])


def _joined(cell: Cell) -> Styled:
    text = ""
    roles: list[Span] = []
    for line in cell:
        text += " " if text else ""
        roles.extend(line.after(text))
        text += line.text
    return Styled(text, roles)


def _wrapped(cell: Cell, width: int) -> list[Styled]:
    made: list[Styled] = []
    for line in cell:
        text, roles = line
        if _is_picture(line) or (len(text) <= width and text[-1:] != " " and narrow(text)):
            made.append(line)
            continue
        rows = wrap(text, width)
        pieces = cut(roles, rows)
        made.extend(Styled(text[start:end], piece) for (start, end), piece in zip(rows, pieces, strict=True))
    return made


def _is_picture(line: Styled) -> bool:
    return any(role.role == "picture" for role in line.roles)


def _share(rows: Sequence[Sequence[Cell]], room: int) -> list[int] | None:
    """Widths of the columns: what each wants if there is room, else what makes the table least high; None if nothing
    does without breaking words or starving a column."""
    columns = list(zip(*rows, strict=True))
    least: list[int] = []
    wanted: list[int] = []
    for column in columns:
        texts = [line.text for cell in column for line in cell]
        drawn = max((len(line.text) for cell in column for line in cell if _is_picture(line)), default=1)
        least.append(max(drawn, min(UNBROKEN, max(map(longest_word, texts)))))
        wanted.append(max(1, *map(cells, texts)))
    if sum(wanted) <= room:
        return wanted
    if sum(least) > room:
        return None
    sizes = [[[cells(line.text) for line in cell] for cell in row] for row in rows[:_MEASURED]]
    best = min(_ways(least, wanted, room), key=lambda widths: _height(sizes, widths))
    starved = any(width < NARROW and _rows_of([want], width) > TALL for width, want in zip(best, wanted, strict=True))
    return None if starved else best


def _ways(least: Sequence[int], wanted: Sequence[int], room: int) -> Iterator[list[int]]:
    """Several ways to share the room: in proportion to what columns lack, evenly, and so that no cell takes more than
    a few rows."""
    yield _grow(least, wanted, room - sum(least))
    yield _even(least, wanted, room)
    for height in (2, 3, 4, 6, 9, 14, 21):
        widths = [min(want, max(low, -(-want // height) + 2)) for low, want in zip(least, wanted, strict=True)]
        if sum(widths) <= room:
            yield _grow(widths, wanted, room - sum(widths))


def _even(least: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """The same for every column, but no more than it wants and no less than its longest word."""
    widths = list(wanted)
    left, count = room, len(widths)
    # Those that want least are content first; what they leave over is for the others.
    for column in sorted(range(count), key=lambda each: wanted[each]):
        widths[column] = min(wanted[column], max(least[column], left // count))
        left -= widths[column]
        count -= 1
    surplus = sum(widths) - room
    for column in sorted(range(len(widths)), key=lambda each: least[each] - widths[each]):
        less = min(max(surplus, 0), widths[column] - least[column])
        widths[column] -= less
        surplus -= less
    return widths


def _height(sizes: Sequence[Sequence[Sequence[int]]], widths: Sequence[int]) -> tuple[int, int]:
    """About how many screen rows the table takes, and how many all of its cells do."""
    tall = [[_rows_of(cell, width) for cell, width in zip(row, widths, strict=True)] for row in sizes]
    return sum(map(max, tall)), sum(map(sum, tall))


def _rows_of(lines: Sequence[int], width: int) -> int:
    """About: a row of words seldom ends at the edge."""
    return sum(1 if size <= width else -(-size // max(1, width - 2)) for size in lines)


def _grow(least: Sequence[int], wanted: Sequence[int], spare: int) -> list[int]:
    """Hands `spare` cells out: to the columns that want more, to each in proportion to how much it wants."""
    widths = list(least)
    lacking = [want - width for want, width in zip(wanted, widths, strict=True)]
    total = sum(lacking)
    for column, lack in enumerate(lacking):
        widths[column] += lack * spare // total
    left = spare - (sum(widths) - sum(least))
    for column in sorted(range(len(widths)), key=lambda each: widths[each] - wanted[each]):
        if left and widths[column] < wanted[column]:
            widths[column] += 1
            left -= 1
    return widths
