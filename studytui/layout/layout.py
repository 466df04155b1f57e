"""Lays a note out, in one go or as its blocks arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from studytui.layout.block_lines import Painter
from studytui.layout.folding import Folding, Region
from studytui.layout.folds import Folds
from studytui.layout.hidden import Hidden
from studytui.layout.inline import InlineStyler
from studytui.layout.line import Line
from studytui.layout.protocols import NO_DRAWINGS, Drawings, Nowhere, Surroundings
from studytui.layout.rows import Rows
from studytui.layout.views import Everything, OnlyHighYield, Viewer
from studytui.markdown.document import Block
from studytui.markdown.legend import Legend

View = Literal["all", "only", "dim"]

_LEGEND = Legend()
_NOWHERE = Nowhere()


class Layout:
    """Takes the blocks of one note in pieces, gives the lines that are decided; however the pieces are cut.

    `width` is in cells; less than 20 counts as 20. `expanded` holds the first source lines of dropped runs that the
    view `only` shows in place (behaviour 5.3.3). `written` shows formulas and diagrams as their source. `sideways`
    leaves code, diagrams and the like unwrapped, for a screen that scrolls them. `folds` is for a screen that folds;
    without it everything stands open. The view `only` folds nothing: it has its own runs.
    """

    def __init__(
        self,
        width: int,
        *,
        view: View = "all",
        legend: Legend = _LEGEND,
        surroundings: Surroundings = _NOWHERE,
        expanded: frozenset[int] = frozenset(),
        written: bool = False,
        sideways: bool = False,
        drawings: Drawings = NO_DRAWINGS,
        folds: Folds | None = None,
    ) -> None:
        rows = Rows(width, shaded=view != "all")
        styler = InlineStyler(legend, surroundings, written=written)
        self._painter = painter = Painter(rows, styler, written=written, sideways=sideways, drawings=drawings)
        self._folding: Folding | None = None
        self._dropping: Folding | OnlyHighYield | None = None
        self._viewer: Viewer
        if view == "only":
            self._viewer = self._dropping = OnlyHighYield(painter, rows, styler, expanded)
        else:
            self._viewer = Everything(painter)
            if folds is not None:
                self._viewer = self._folding = self._dropping = Folding(
                    self._viewer, rows, styler, folds, soft=view == "dim"
                )

    @property
    def regions(self) -> Mapping[int, Region]:
        """What on the page may fold, by key; whole after `finish`."""
        return self._folding.regions if self._folding is not None else {}

    @property
    def hidden(self) -> Sequence[Hidden]:
        """What no row shows, in reading order; whole after `finish`."""
        return self._dropping.hidden if self._dropping is not None else ()

    def forget_hidden(self) -> None:
        """Drops what is known about lines that no row shows: where nobody finds in them, it is only memory."""
        if self._dropping is not None:
            self._dropping.hidden.clear()

    @property
    def opened(self) -> frozenset[int]:
        """Folds that opened because the line that `folds` wants seen is in them."""
        return frozenset(self._folding.opened if self._folding is not None else ())

    def feed(self, blocks: Iterable[Block]) -> list[Line]:
        """The lines that are decided once these blocks are known."""
        lines: list[Line] = []
        for block in blocks:
            lines += self._viewer.feed(block)
        return lines

    def finish(self) -> list[Line]:
        """The remaining lines; call once, after the last block."""
        return list(self._viewer.finish())

    def remark(self, text: str) -> list[Line]:
        """Lines of the program's own, below those that are there."""
        return self._painter.note(text)


def lay_out(
    blocks: Iterable[Block],
    width: int,
    *,
    view: View = "all",
    legend: Legend = _LEGEND,
    surroundings: Surroundings = _NOWHERE,
    expanded: frozenset[int] = frozenset(),
    drawings: Drawings = NO_DRAWINGS,
    folds: Folds | None = None,
) -> list[Line]:
    """All lines of a note; the arguments are those of `Layout`."""
    layout = Layout(
        width,
        view=view,
        legend=legend,
        surroundings=surroundings,
        expanded=expanded,
        drawings=drawings,
        folds=folds,
    )
    return layout.feed(blocks) + layout.finish()


def render_text(lines: Iterable[Line]) -> str:
    """The lines as plain text without trailing blanks, each with a newline."""
    return "".join(line.text.rstrip() + "\n" for line in lines)
