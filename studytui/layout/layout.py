"""Lays a note out, in one go or as its blocks arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from studytui.layout.block_lines import BlockLines
from studytui.layout.folding import FoldingView, Region
from studytui.layout.folds import Folds
from studytui.layout.hidden import Hidden
from studytui.layout.inline import InlineStyler
from studytui.layout.line import Line
from studytui.layout.protocols import NO_DRAWINGS, PLAIN_LOOK, Drawings, LinkStatusOf, Look, NoVault
from studytui.layout.rows import RowBuilder
from studytui.layout.views import FullView, OnlyHighYield, ViewFilter
from studytui.markdown.document import Block
from studytui.markdown.legend import Legend

View = Literal["all", "only", "dim"]

_LEGEND = Legend()
_NO_VAULT = NoVault()


class Layout:
    """Takes the blocks of one note in pieces, gives the lines that are decided; however the pieces are cut.

    `width` is in cells; less than 20 counts as 20. `expanded` holds source lines: dropped runs that hold one are
    shown in place by the view `only` (behaviour 5.3.3). `written` shows formulas and diagrams as their source.
    `sideways` leaves code, diagrams and the like unwrapped, for a screen that scrolls them. `folds` is for a screen
    that folds; without it everything stands open. The view `only` folds nothing: it has its own runs.
    """

    def __init__(
        self,
        width: int,
        *,
        view: View = "all",
        legend: Legend = _LEGEND,
        links: LinkStatusOf = _NO_VAULT,
        expanded: frozenset[int] = frozenset(),
        written: bool = False,
        sideways: bool = False,
        drawings: Drawings = NO_DRAWINGS,
        folds: Folds | None = None,
        look: Look = PLAIN_LOOK,
    ) -> None:
        rows = RowBuilder(width, shaded=view != "all", bright_headings=view == "only")
        styler = InlineStyler(legend, links, written=written)
        self._block_lines = block_lines = BlockLines(
            rows, styler, written=written, sideways=sideways, drawings=drawings
        )
        self._folding: FoldingView | None = None
        self._dropping: FoldingView | OnlyHighYield | None = None
        self._view: ViewFilter
        if view == "only":
            self._view = self._dropping = OnlyHighYield(block_lines, rows, styler, expanded, look.gaps)
        else:
            self._view = FullView(block_lines, show_empty=look.show_empty)
            if folds is not None:
                self._view = self._folding = self._dropping = FoldingView(
                    self._view, rows, styler, folds, soft=view == "dim"
                )

    @property
    def regions(self) -> Mapping[int, Region]:
        """The foldable regions of the page, by key; whole after `finish`."""
        return self._folding.regions if self._folding is not None else {}

    @property
    def hidden(self) -> Sequence[Hidden]:
        """The logical lines that no row shows, in reading order; whole after `finish`."""
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
            lines += self._view.feed(block)
        return lines

    def finish(self) -> list[Line]:
        """The remaining lines; call once, after the last block."""
        return list(self._view.finish())

    def notice(self, text: str) -> list[Line]:
        """Lines of the program's own, below those that are there."""
        return self._block_lines.notice(text)


def lay_out(
    blocks: Iterable[Block],
    width: int,
    *,
    view: View = "all",
    legend: Legend = _LEGEND,
    links: LinkStatusOf = _NO_VAULT,
    expanded: frozenset[int] = frozenset(),
    drawings: Drawings = NO_DRAWINGS,
    folds: Folds | None = None,
    look: Look = PLAIN_LOOK,
) -> list[Line]:
    """All lines of a note; the arguments are those of `Layout`."""
    layout = Layout(
        width,
        view=view,
        legend=legend,
        links=links,
        expanded=expanded,
        drawings=drawings,
        folds=folds,
        look=look,
    )
    return layout.feed(blocks) + layout.finish()


def render_text(lines: Iterable[Line]) -> str:
    """The lines as plain text without trailing blanks, each with a newline."""
    return "".join(line.text.rstrip() + "\n" for line in lines)
