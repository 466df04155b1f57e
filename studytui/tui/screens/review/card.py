"""A card laid out for the screen: its question, its answer, and the row at which they part."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from studytui.layout import Line, lay_out
from studytui.markdown import Legend
from studytui.study.desk import Asked
from studytui.vault import NoteLinkStatus, Vault


class LaidOut(Struct, frozen=True):
    """The two faces of a card as rows of the screen."""

    question: Sequence[Line] = ()
    answer: Sequence[Line] = ()

    @property
    def row(self) -> int:
        """The first row of what is asked: a long line has it far below its beginning."""
        rows = zip(self.question, self.answer, strict=False)
        least = min(len(self.question), len(self.answer))
        return next((row for row, (one, other) in enumerate(rows) if one.text != other.text), least)


def laid_out(asked: Asked, vault: Vault, legend: Legend, width: int) -> LaidOut:
    """Both faces of a card, `width` columns wide; for a worker thread."""
    links = NoteLinkStatus(vault, asked.question.deck_card.note, quick=True)
    faces = (asked.faces.question, asked.faces.answer)
    return LaidOut(*(lay_out(face, width, legend=legend, links=links) for face in faces))
