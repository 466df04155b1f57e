"""The names of the notes of a vault, as the one list of names and text needs them."""

from __future__ import annotations

from studytui.search.names.names import NameIndex
from studytui.search.text.folded_query import Wanted


class TieredNames(NameIndex):
    """Knows beforehand whether similar names would be all there is, so that none are sought where text answers."""

    def may_hold(self, query: str) -> bool:
        """Whether some name may hold the query plainly; when not, `search` gives similar names only."""
        wanted = Wanted.of(query)
        if not wanted.words:
            return True
        layers = self._layers()
        looks = [(layer, layer.candidates(wanted, 1)) for layer in layers]
        if any(candidates.literal() for _, candidates in looks):
            return True
        if wanted.without_possessives() is not None:
            return True
        if len(wanted.words) == 1:
            return False
        begun = [any(layer.begins(spelled) for layer in layers) for spelled in wanted.spellings]
        return any(candidates.mixed(begun) for _, candidates in looks)
