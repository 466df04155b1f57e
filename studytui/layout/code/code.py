"""Code blocks: coloured, wrapped or left wide for a screen that scrolls sideways, or drawn as the diagram they are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from studytui.layout.code.coloring import code_roles, language
from studytui.layout.gutter import NO_PREFIX, Prefix
from studytui.layout.line import Line, Span, Styled, covering
from studytui.layout.pieces import Piece
from studytui.layout.protocols import DRAWN, Drawings
from studytui.layout.rows import RowBuilder
from studytui.layout.sanitise import clean, clean_code
from studytui.layout.wrap import cells, wrap_exactly
from studytui.markdown.document import SEPARATORS, Code

CODE_BAR = "│ "
WRAPPED = "↪ "
WIDEST_CODE = 1_000
"""Characters of a row that is scrolled sideways; a longer one is wrapped there as well."""

_NOT_RUN = "not run here"
_NOT_DRAWN = "not drawn here"

_LIVE: Mapping[str, str] = {
    "dataview": f"query, {_NOT_RUN}",
    "dataviewjs": f"script, {_NOT_RUN}",
    "datacore": f"query, {_NOT_RUN}",
    "datacorejs": f"script, {_NOT_RUN}",
    "datacorejsx": f"script, {_NOT_RUN}",
    "query": f"search, {_NOT_RUN}",
    "tasks": f"query, {_NOT_RUN}",
    "base": f"view, {_NOT_RUN}",
    "foam-query": f", {_NOT_RUN}",
    "foam-query-js": f"script, {_NOT_RUN}",
    "js-engine": f"script, {_NOT_RUN}",
    "template": f", {_NOT_RUN}",
    "templater": f"template, {_NOT_RUN}",
    "button": f", {_NOT_RUN}",
    "meta-bind": f"field, {_NOT_RUN}",
    "meta-bind-button": f", {_NOT_RUN}",
    "meta-bind-embed": f", {_NOT_RUN}",
    "meta-bind-js-view": f", {_NOT_RUN}",
    "calc": f"sheet, {_NOT_RUN}",
    "tracker": f"chart, {_NOT_DRAWN}",
    "chart": f", {_NOT_DRAWN}",
    "charts": f", {_NOT_DRAWN}",
    "heatmap-tracker": f"chart, {_NOT_DRAWN}",
    "leaflet": f"map, {_NOT_DRAWN}",
    "timeline": f", {_NOT_DRAWN}",
    "gist": ", not fetched here",
}
"""First word of a block's info -> what stands behind it; a comma is set right behind."""


class CodeBlocks:
    """Draws code blocks piece by piece; what is decided for a whole block is decided at its first piece."""

    def __init__(self, rows: RowBuilder, drawings: Drawings, *, written: bool, sideways: bool) -> None:
        self._rows = rows
        self._drawings = drawings
        self._written = written
        self._sideways = sideways
        self._lines: list[str] = []
        self._starts: list[int] = []
        """For each line of the file where its rows begin among `_lines`, and where one more would."""
        self._roles: list[list[Span]] | None = None
        self._drawn = False
        self._wide = False
        self._prefixes = (NO_PREFIX, NO_PREFIX)

    def draw(self, piece: Piece, block: Code, first: Prefix, rest: Prefix, *, fresh: bool) -> list[Line]:
        """The rows of the next piece; `fresh` for the first of the block that is painted."""
        lines: list[Line] = []
        if fresh:
            drawn = self._diagram(block, self._rows.width - rest.cells)
            self._drawn = drawn is not None
            if drawn is not None:
                return self._rows_of(drawn, block, first, rest)
            self._begin(block, rest)
            if block.info.strip():
                lines, first = self._label(block, first, rest), rest
        elif self._drawn:
            return lines
        bar, wrapped = self._prefixes
        if first is not rest:
            bar = first.plus(CODE_BAR)
        for at in range(*self._starts[piece.index : piece.index + 2]):
            text = self._lines[at]
            styled = Styled(text, [*covering(text, "code"), *(self._roles[at] if self._roles else ())])
            if self._wide and len(text) <= WIDEST_CODE:
                lines.append(self._rows.whole(styled, bar, piece.line, wide=True))
            else:
                lines += self._rows.text(styled, bar, wrapped, piece.line, wrap_exactly)
            bar = self._prefixes[0]
        return lines

    def _begin(self, block: Code, rest: Prefix) -> None:
        written = [SEPARATORS.split(line) for line in block.text.split("\n")]
        self._starts = [*accumulate(map(len, written), initial=0)]
        self._lines = [clean_code(row) for line in written for row in line]
        self._roles = code_roles(block.info, self._lines) if block.info else None
        bar = rest.plus(CODE_BAR)
        self._prefixes = bar, bar.plus(WRAPPED)
        room = self._rows.width - bar.cells
        self._wide = self._sideways and any(cells(line) > room for line in self._lines)

    def _label(self, block: Code, first: Prefix, rest: Prefix) -> list[Line]:
        info = clean(code_label(block.info.strip()))
        if not self._written and language(block.info) in DRAWN:
            problem = self._drawings.diagram_problem(language(block.info), block.text)
            info += f" · {clean(problem)}" if problem else ""
        label = Styled(info, [*covering(info, "code"), *covering(info, "marker"), *covering(info, "code-label")])
        return self._rows.text(label, first.plus(CODE_BAR), rest.plus(CODE_BAR))

    def _diagram(self, block: Code, room: int) -> list[str] | None:
        if self._written or language(block.info) not in DRAWN:
            return None
        drawn = self._drawings.diagram(language(block.info), block.text, room)
        if not drawn:
            return None
        rows = [clean_code(row) for row in drawn]
        return rows if self._sideways or max(map(cells, rows)) <= room else None

    def _rows_of(self, drawn: list[str], block: Code, first: Prefix, rest: Prefix) -> list[Line]:
        """Rows of a drawing, spread over the source lines of the block, so that a place in either is one in the other.

        They have role `diagram`, and `code` under it: what looks like markup in a drawing is what its writer meant.
        """
        wide = self._sideways and max(map(cells, drawn)) > self._rows.width - rest.cells
        height = block.text.count("\n") + 1
        lines: list[Line] = []
        for at, row in enumerate(drawn):
            styled = Styled(row, covering(row, "code") + covering(row, "diagram"))
            lines.append(self._rows.whole(styled, first, block.first + at * height // len(drawn), wide=wide))
            first = rest
        return lines


def code_label(info: str) -> str:
    """`dataview` -> `dataview query, not run here`; the info as it is for code that is only to be read."""
    language, _, rest = info.partition(" ")
    added = _LIVE.get(language.lower())
    if added is None:
        return info
    label = language + (added if added.startswith(",") else f" {added}")
    return f"{label} · {rest.strip()}" if rest.strip() else label
