"""One of the segments of an index, and what of it still counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from studytui.search.names.name_table import Segment
from studytui.search.names.shortlist import Candidates
from studytui.search.text.folded_query import Wanted


class Layer(Struct):
    """A segment and the ids in it that have been replaced since."""

    segment: Segment
    dead: set[int]

    def begins(self, spelled: Sequence[str]) -> bool:
        """Whether a name holds a word that begins so."""
        return any(self._alive(self.segment.vocabulary.beginning(form)) for form in spelled)

    def holds(self, spelled: Sequence[str]) -> bool:
        """Whether a name holds a word that begins so, or has it as its initials."""
        return self.begins(spelled) or self._alive(self.segment.has_initials(spelled[0]))

    def _alive(self, ids: Iterable[int]) -> bool:
        return any(index not in self.dead for index in ids)

    def candidates(self, wanted: Wanted, few: int) -> Candidates:
        """Names of the layer worth comparing with the query, `few` of each grade."""
        return Candidates(self.segment, wanted, few, self.dead)
