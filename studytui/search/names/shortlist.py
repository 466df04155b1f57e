"""The few names of a table that are worth comparing with a query: no name that could come first is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import islice
from typing import Final

from studytui.search.names.exact_match import (
    LONGEST_INNER_INITIALS,
    SHORTEST_GLUED,
    SHORTEST_GLUED_INSIDE,
    SHORTEST_INNER_INITIALS,
)
from studytui.search.names.fuzzy_match import (
    NEARLY_SOUNDS_ALIKE,
    NOT_ALIKE,
    ONE_SLIP,
    ignorable,
    slips_allowed,
    slips_allowed_in_beginning,
    slips_in_beginning,
)
from studytui.search.names.name_table import NameTable
from studytui.search.names.subsequence import is_scattered
from studytui.search.text.folded_query import FoldedQuery

SHORTLIST_LIMIT: Final = 150
"""Similar names that are compared with the query word by word."""
_LOOKED_OVER: Final = 1500
"""Names, the shortest first, over which letters may be scattered."""
RIGHT_LETTERS: Final = 3
"""Letters that a misspelt beginning of a name has right."""


class Shortlist:
    """Chooses names of one table for one query.

    `few` is how many are chosen of each grade: within a grade the shorter name is first, so more could not be among
    the best. `dead` are ids that are no longer there.
    """

    __slots__ = ("_dead", "_few", "_table", "_wanted")

    def __init__(self, table: NameTable, wanted: FoldedQuery, few: int, dead: Collection[int]) -> None:
        self._table = table
        self._wanted = wanted
        self._few = few
        self._dead = dead

    def literal(self) -> set[int]:
        """Names that may hold the query by any grade better than `MIXED`."""
        table, wanted = self._table, self._wanted
        ids = self._shortest(table.beginning(wanted.spaced))
        words = table.vocabulary
        if len(wanted.words) == 1:
            ids |= self._shortest(table.with_initials(wanted.glued))
            for form in wanted.spellings[0]:
                ids |= self._shortest(words.holding(form))
                ids |= self._shortest(words.beginning(form))
        else:
            meeting = self._meeting([[words.beginning(form) for form in forms] for forms in wanted.spellings])
            if len(meeting) > self._few:
                whole = [[words.holding(form) for form in forms] for forms in wanted.spellings]
                ids |= self._shortest(self._meeting(whole) & meeting)
            ids |= self._shortest(meeting)
        if len(wanted.glued) >= SHORTEST_GLUED:
            ids |= self._shortest(table.glued_beginning(wanted.glued))
        if len(wanted.glued) >= SHORTEST_GLUED_INSIDE and len(ids) < self._few:
            ids.update(self._first(table.glued_holding(wanted.glued)))
        return ids

    def mixed(self, held: Sequence[bool]) -> set[int]:
        """Names that hold each word of the query as a beginning, initials of a run or, if not `held`, glued words."""
        table = self._table
        options: list[list[Collection[int]]] = []
        for is_held, word, spelled in sorted(zip(held, self._wanted.words, self._wanted.spellings, strict=True)):
            lists: list[Collection[int]] = [table.vocabulary.beginning(form) for form in spelled]
            if SHORTEST_INNER_INITIALS <= len(word) <= LONGEST_INNER_INITIALS:
                lists.append(table.with_inner_initials(word))
            if not is_held and len(word) >= SHORTEST_GLUED_INSIDE:
                lists.append(list(islice(table.glued_holding(word), 10 * SHORTLIST_LIMIT)))
            if not any(lists):
                return set()
            options.append(lists)
        return self._shortest(self._meeting(options))

    def alike(self, near: Sequence[Mapping[str, float] | None]) -> set[int]:
        """Names that hold each word of the query, or one it may be read as; if too many, by the nearer words alone."""
        if len(self._wanted.words) == 1:
            return self._alike_to_one(near[0] or {})
        words = self._table.vocabulary
        ids: set[int] = set()
        spare = ignorable(self._wanted, near)
        for dearest in (NOT_ALIKE, NEARLY_SOUNDS_ALIKE, ONE_SLIP):
            options: list[list[Collection[int]]] = []
            for spelled, alike, passed_over in zip(self._wanted.spellings, near, spare, strict=True):
                if not passed_over:
                    lists: list[Collection[int]] = [words.beginning(form) for form in spelled]
                    lists.extend(words.holding(word) for word, cost in (alike or {}).items() if cost <= dearest)
                    options.append(lists)
            ids = self._meeting(options)
            if len(ids) <= SHORTLIST_LIMIT:
                return ids
        return set(nsmallest(SHORTLIST_LIMIT, ids))

    def _alike_to_one(self, alike: Mapping[str, float]) -> set[int]:
        words = self._table.vocabulary
        ids = {index for form in self._wanted.spellings[0] for index in self._shortest(words.beginning(form))}
        for word in sorted(alike, key=alike.__getitem__):
            ids |= self._shortest(words.holding(word))
            if len(ids) >= SHORTLIST_LIMIT:
                break
        return ids

    def whole(self, held: Sequence[bool], more: int = 0) -> dict[int, int]:
        """Names a few slips from the whole query, blanks aside, and how many slips; `more` than usual are allowed.

        They hold the words of the query that `held` marks.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        table, glued = self._table, self._wanted.glued
        slips = slips_allowed(glued) + more
        if slips == more:
            return {}
        window = table.lengths(len(glued) - slips, len(glued) + slips)
        if any(held):
            ids: Sequence[int] = [index for index in self._holding(held) if index in window]
            texts = [table.glued[index] for index in ids]
        else:
            ids, texts = window, table.glued[window.start : window.stop]
        found = process.extract(glued, texts, scorer=OSA.distance, score_cutoff=slips, limit=SHORTLIST_LIMIT)
        return {ids[at]: int(distance) for _, distance, at in found if ids[at] not in self._dead}

    def beginning(self, held: Sequence[bool]) -> dict[int, int]:
        """Names whose beginning is a slip or two from the query, blanks aside, and how many slips.

        Their first letters are as typed, and they hold the words of the query that `held` marks.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        table, wanted = self._table, self._wanted
        most = slips_allowed_in_beginning(wanted.glued)
        if not most:
            return {}
        ids: Sequence[int] = table.beginning(wanted.spaced[:RIGHT_LETTERS])
        if any(held):
            holding = self._holding(held)
            ids = [index for index in ids if index in holding]
        texts = [table.glued[index][: len(wanted.glued)] for index in ids]
        found = process.extract(wanted.glued, texts, scorer=OSA.distance, score_cutoff=2 * most, limit=SHORTLIST_LIMIT)
        slips = {
            ids[at]: slips_in_beginning(wanted.glued, table.glued[ids[at]], most)
            for _, _, at in found
            if ids[at] not in self._dead
        }
        return {index: count for index, count in slips.items() if count <= most}

    def scattered(self) -> set[int]:
        """Names that begin with the first letter of the query and hold all the others behind it, in order."""
        table, glued = self._table, self._wanted.glued
        ids = nsmallest(_LOOKED_OVER, table.beginning(glued[0]))
        fitting = [index for index in ids if is_scattered(glued, table.glued[index]) and index not in self._dead]
        return set(nsmallest(self._few, fitting))

    def _holding(self, held: Sequence[bool]) -> set[int]:
        """Ids of the names that hold the words of the query that are marked."""
        words = self._table.vocabulary
        marked = [spelled for spelled, is_held in zip(self._wanted.spellings, held, strict=True) if is_held]
        return self._meeting([[words.beginning(form) for form in spelled] for spelled in marked])

    def _meeting(self, options: Sequence[Sequence[Collection[int]]]) -> set[int]:
        """Ids that are in at least one list of every option."""
        by_size = sorted(options, key=lambda lists: sum(map(len, lists)))
        ids = set().union(*by_size[0])
        for lists in by_size[1:]:
            if not ids:
                return ids
            ids = set().union(*(ids.intersection(part) for part in lists))
        return ids.difference(self._dead) if self._dead else ids

    def _shortest(self, ids: Iterable[int]) -> set[int]:
        if self._dead:
            ids = (index for index in ids if index not in self._dead)
        return set(nsmallest(self._few, set(ids)))

    def _first(self, ids: Iterable[int]) -> Iterable[int]:
        return islice((index for index in ids if index not in self._dead), self._few)
