"""Logical lines -> rows of the screen: wraps them, puts gutters before them, dims what is not high-yield."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from studytui.layout.gutter import NO_PREFIX, Prefix
from studytui.layout.line import Line, Span, Styled, cut, moved
from studytui.layout.wrap import RowRange, cells, narrow, wrap
from studytui.markdown.document import Container

Wrap = Callable[[str, int, int], list[RowRange]]

NARROWEST_LIST = 20
"""Columns; what is narrower is laid out as if it were this wide."""

LEAST_TEXT = 4
"""Columns that any prefix leaves to the text."""


class RowBuilder:
    """Makes the `Line`s of one layout and numbers their logical lines."""

    def __init__(self, width: int, *, shaded: bool, bright_headings: bool = False) -> None:
        self.width = max(width, NARROWEST_LIST)
        self.shaded = shaded
        """True if what is not high-yield has role `dim`."""
        self._bright_headings = bright_headings
        """True if the title and headings keep their colour all the same."""
        self.run: int | None = None
        """Goes into the dim spans as their number: first source line of the run that is shown in place."""
        self.embedded: Container | None = None
        """Innermost container of the rows, where that is of another note."""
        self.fold: int | None = None
        """Goes into the lines: key of the fold that they belong to."""
        self._next = 0

    def text(
        self,
        styled: Styled,
        first: Prefix = NO_PREFIX,
        rest: Prefix | None = None,
        source: int | None = None,
        how: Wrap = wrap,
    ) -> list[Line]:
        """The rows of one logical line; `rest` goes before every row but the first."""
        text, roles = styled
        room = self.width - first.cells
        logical = self._next
        self._next += 1
        if len(text) <= room and text[-1:] != " " and narrow(text):
            return [self._line(first, text, roles, source, logical, 0)]
        first = first.within(self.width - LEAST_TEXT)
        rest = first if rest is None else rest.within(self.width - LEAST_TEXT)
        rows = how(text, self.width - first.cells, self.width - rest.cells)
        lines: list[Line] = []
        prefix = first
        for (start, end), row_roles in zip(rows, cut(roles, rows) if roles else [()] * len(rows), strict=True):
            lines.append(self._line(prefix, text[start:end], row_roles, source, logical, start))
            prefix = rest
        return lines

    def whole(
        self,
        styled: Styled,
        prefix: Prefix = NO_PREFIX,
        source: int | None = None,
        *,
        under: tuple[Line, ...] = (),
        wide: bool = False,
    ) -> Line:
        """A line that is not wrapped: it is known to fit, or is `wide`."""
        logical = self._next
        self._next += 1
        prefix = prefix.within(self.width - LEAST_TEXT) if wide else prefix
        return self._line(prefix, styled.text, styled.roles, source, logical, 0, under, wide)

    def below(self, line: Line, rows: Iterable[Styled], prefix: Prefix) -> list[Line]:
        """Rows under a row, of the same logical line: a copy of blank ones adds nothing to its text."""
        lines: list[Line] = []
        offset = line.offset + len(line.text) - line.indent
        for styled in rows:
            lines.append(self._line(prefix, styled.text, styled.roles, line.source, line.logical, offset))
            offset += len(styled.text)
        return lines

    def blank(self, prefix: Prefix) -> Line:
        """An empty row, with the bars that go through it."""
        return self.whole(Styled(""), Prefix(prefix.text.rstrip(" "), prefix.spans, prefix.cells))

    def _line(
        self,
        prefix: Prefix,
        text: str,
        roles: Sequence[Span],
        source: int | None,
        logical: int,
        offset: int,
        under: tuple[Line, ...] = (),
        wide: bool = False,
    ) -> Line:
        before = len(prefix.text)
        all_spans = prefix.spans
        if before:
            text = prefix.text + text
        if roles:
            all_spans += moved(roles, before)
        if self.shaded and text:
            all_spans += self._shade(len(text), roles, before, source)
        embedded = self.embedded
        if embedded is not None:
            origin = (embedded.origin, source or 0)
            return Line(text, all_spans, embedded.host, logical, offset, before, under, wide, origin, self.fold)
        return Line(text, all_spans, source or None, logical, offset, before, under, wide, fold=self.fold)

    def _shade(self, length: int, roles: Sequence[Span], before: int, source: int | None) -> tuple[Span, ...]:
        bright = "bold" if source == 0 else "heading"  # the title of the note has no line of the file
        if self._bright_headings and self.run is None and any(role.role == bright for role in roles):
            return ()
        shades: list[Span] = []
        at = 0
        for start, end in sorted((role.start, role.end) for role in roles if role.role == "high-yield"):
            if start + before > at:
                shades.append(Span(at, start + before, "dim", number=self.run))
            at = max(at, end + before)
        if at < length:
            shades.append(Span(at, length, "dim", number=self.run))
        return tuple(shades)

    def end_with_gap(self, lines: list[Line], count: int, number: int) -> bool:
        """Adds ` ⋯ n` to the last row with words, if there is one and it has room; True if so."""
        at = -1
        if len(lines) > 1 and not any(character.isalnum() for character in lines[-1].text):
            at = -2 if any(span.role == "heading" for span in lines[-2].spans) else -1
        line = lines[at] if lines else None
        text = f" ⋯ {count}"
        if line is None or line.wide or not line.text.strip() or (line.origin is None) != (self.embedded is None):
            return False
        if cells(line.text) + cells(text) > self.width:
            return False
        start = len(line.text) + 1
        gap = Span(start, start + len(text) - 1, "gap", number=number)
        lines[at] = replace(line, text=line.text + text, spans=(*line.spans, gap))
        return True
