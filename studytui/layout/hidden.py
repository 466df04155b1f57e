"""Lines of a page that a view or a fold leaves out: kept so that find-in-note can look through them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from studytui.layout.pieces import Piece, embedded_in
from studytui.markdown.document import containers, plain


class HiddenLine(Struct, frozen=True, gc=False):
    """A logical line that a view or a fold leaves out, or of which only the beginning is shown."""

    line: int
    """Source line, as that of a row: of embedded text the line that embeds it."""
    origin: tuple[str, int] | None
    text: str


class Hidden(Struct, eq=False, dict=True):
    """Neighbouring lines that the view or a fold leaves out."""

    row: int
    """How many rows of the page stand above them."""
    pieces: Sequence[Piece]
    folds: tuple[int, ...] = ()
    """Keys of the folds that must open for them."""
    run: int | None = None
    """Number of the dropped run that they are in, if it can be shown in place."""
    cut: bool = False
    """True if the rows above show the beginning of it."""

    @cached_property
    def lines(self) -> tuple[HiddenLine, ...]:
        """The lines; put together when they are first looked through."""
        return tuple(map(_line, self.pieces))

    def footnote(self, label: str) -> tuple[HiddenLine, int] | None:
        """The first line of a footnote's text that is in here, and the number of the text's container."""
        for piece in self.pieces:
            for inside in containers(piece.block.inside):
                if inside.kind == "footnote" and inside.label.casefold() == label:
                    return _line(piece), inside.number
        return None


def _line(piece: Piece) -> HiddenLine:
    inside = embedded_in(piece.block)
    if inside is None:
        return HiddenLine(piece.line, None, _text(piece))
    return HiddenLine(inside.host or 0, (inside.origin, piece.line), _text(piece))


def _text(piece: Piece) -> str:
    if piece.cells:
        return " ".join(plain(cell).replace("\n", " ") for cell in piece.cells)
    return piece.text or plain(piece.inlines)
