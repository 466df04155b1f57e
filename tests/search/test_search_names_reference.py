"""The fast road, which looks at few names, finds just what a slow and obvious walk over all of them finds."""

from collections.abc import Iterable, Sequence
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from studytui.search.names.fuzzy_match import (
    BEGINNING_SOUNDS_ALIKE,
    INSIDE,
    NEARLY_SOUNDS_ALIKE,
    NOT_ALIKE,
    ONE_SLIP,
    SHORTEST_HEARD,
    SHORTEST_HEARD_BEGINNING,
    SHORTEST_INSIDE,
    SHORTEST_MISSPELT,
    SHORTEST_NEARLY_HEARD,
    SHORTEST_SLIPPED_BEGINNING,
    SHORTEST_TWICE_MISSPELT,
    SLIP_IN_BEGINNING,
    SLIP_IN_SOUND_OF_BEGINNING,
    SOUNDS_ALIKE,
    TWO_SLIPS,
    slips_allowed,
    slips_allowed_in_beginning,
    slips_in_beginning,
)
from studytui.search.names.name_table import NameTable
from studytui.search.names.names import Name, NameHit, NameIndex
from studytui.search.names.shortlist import RIGHT_LETTERS, Shortlist
from studytui.search.names.subsequence import is_scattered
from studytui.search.names.vocabulary import Vocabulary
from studytui.search.text.folded_query import FoldedQuery
from studytui.search.text.opposites import numbered_otherwise, opposed
from studytui.search.text.spelling import sound, spellings

TEXT = """
heart failure hart heard of the and acute lateral sclerosis skleros nephrotic nephritic nefrotic syndrome oedema
edema anaemia anemia pneumonia neumonia psoriasis soriasis beta blocker covid 19 2024 01 als mi a b x über naïve
hypokalemia hyperkalemia colour color type crohn's (als) [obs] physis fisis
"""
WORDS = TEXT.split()
LETTERS = "abehlrst"


def slipped(word: str, place: int, letter: str) -> str:
    at = place % (len(word) + 1)
    return word[:at] + letter + word[at + place % 2 :]


words = st.one_of(
    st.sampled_from(WORDS),
    st.text(LETTERS, min_size=1, max_size=8),
    st.builds(slipped, st.sampled_from(WORDS), st.integers(0, 12), st.sampled_from(LETTERS)),
    st.builds(lambda word, end: word[:end], st.sampled_from(WORDS), st.integers(1, 6)),
)
texts = st.lists(words, min_size=1, max_size=5).map(" ".join)
names = st.lists(st.tuples(texts, st.sampled_from(["title", "alias", "implicit"])), max_size=10)
queries = st.one_of(texts, texts.map(lambda text: text.replace(" ", "")), st.text(LETTERS, min_size=2, max_size=5))


class Everything(Shortlist):
    """Every name is worth a look."""

    def __init__(self, table: NameTable, wanted: FoldedQuery, few: int, dead: Iterable[int]) -> None:
        self._all = [index for index in range(len(table.names)) if index not in set(dead)]
        self._names = table
        self._query = wanted

    def literal(self) -> set[int]:
        return set(self._all)

    def mixed(self, held: Sequence[bool]) -> set[int]:
        return set(self._all)

    def alike(self, near: object) -> set[int]:
        return set(self._all)

    def whole(self, held: Sequence[bool], more: int = 0) -> dict[int, int]:
        allowed = slips_allowed(self._query.glued)
        slips = {i: OSA.distance(self._query.glued, self._names.glued[i]) for i in self._all if allowed}
        return {i: n for i, n in slips.items() if n <= allowed + more and self._holds(i, held)}

    def beginning(self, held: Sequence[bool]) -> dict[int, int]:
        most = slips_allowed_in_beginning(self._query.glued)
        right = self._query.spaced[:RIGHT_LETTERS]
        fitting = [i for i in self._all if most and self._names.spaced[i].startswith(right) and self._holds(i, held)]
        slips = {i: slips_in_beginning(self._query.glued, self._names.glued[i], most) for i in fitting}
        return {i: n for i, n in slips.items() if n <= most}

    def scattered(self) -> set[int]:
        first = self._query.glued[0]
        return {i for i in self._all if self._names.glued[i].startswith(first) and self._is_over(i)}

    def _is_over(self, index: int) -> bool:
        return is_scattered(self._query.glued, self._names.glued[index])

    def _holds(self, index: int, held: Sequence[bool]) -> bool:
        own = [form for word in self._names.spaced[index].split() for form in spellings(word)]
        marked = [spelled for spelled, is_held in zip(self._query.spellings, held, strict=False) if is_held]
        return all(any(form.startswith(typed) for form in own for typed in spelled) for spelled in marked)


def likeness(typed: str, word: str) -> float:
    """What it costs to read `typed` as `word`, or as its beginning; `NOT_ALIKE` when they are too far apart."""
    if len(typed) < SHORTEST_MISSPELT:
        return NOT_ALIKE
    costs = [NOT_ALIKE]
    if len(typed) >= SHORTEST_INSIDE and word.find(typed, 1) > 0:
        costs.append(INSIDE)
    costs.append(_slip(typed, word, ONE_SLIP, SLIP_IN_BEGINNING))
    ends_right = typed[:2] == word[:2] or typed[-2:] == word[-2:]
    if len(typed) >= SHORTEST_TWICE_MISSPELT and ends_right and OSA.distance(typed, word) <= 2:
        costs.append(TWO_SLIPS)
    key, heard = sound(typed), sound(word)
    if len(key) >= SHORTEST_HEARD and heard.startswith(key):
        if len(heard) == len(key):
            costs.append(SOUNDS_ALIKE)
        elif len(key) >= SHORTEST_HEARD_BEGINNING:
            costs.append(BEGINNING_SOUNDS_ALIKE)
    if len(key) >= SHORTEST_NEARLY_HEARD:
        costs.append(_slip(key, heard, NEARLY_SOUNDS_ALIKE, SLIP_IN_SOUND_OF_BEGINNING))
    return min(costs)


def _slip(typed: str, word: str, whole: float, beginning: float) -> float:
    if OSA.distance(typed, word, score_cutoff=1) == 1:
        return whole
    if len(typed) < SHORTEST_SLIPPED_BEGINNING:
        return NOT_ALIKE
    for length in range(max(SHORTEST_MISSPELT, len(typed) - 1), min(len(word), len(typed) + 2)):
        if OSA.distance(typed, word[:length], score_cutoff=1) == 1:
            return beginning
    return NOT_ALIKE


def near(vocabulary: Vocabulary, word: str) -> dict[str, float]:
    """What `Vocabulary.near` promises, by comparing the word with every other."""
    costs = {other: likeness(word, other) for other in vocabulary.words}
    return {
        other: cost
        for other, cost in costs.items()
        if cost < NOT_ALIKE and not (other.startswith(word) or numbered_otherwise(word, other) or opposed(word, other))
    }


@given(names, queries)
@settings(max_examples=120, deadline=None)
def test_few_candidates_find_what_a_look_at_every_name_finds(given_names: list[tuple[str, str]], query: str) -> None:
    listed = [Name(text, str(note), kind) for note, (text, kind) in enumerate(given_names)]  # type: ignore[arg-type]
    fast = NameIndex(listed).search(query)
    with patch("studytui.search.names.find.Shortlist", Everything), patch.object(Vocabulary, "near", near):
        slow = NameIndex(listed).search(query)
    assert fast == slow


@given(st.lists(words, max_size=30), words)
@settings(max_examples=80, deadline=None)
def test_near_words_are_those_that_a_comparison_with_every_word_finds(listed: list[str], word: str) -> None:
    vocabulary = Vocabulary({other: [0] for other in listed})
    assert vocabulary.near(word) == near(vocabulary, word)


@given(names, queries)
@settings(max_examples=80, deadline=None)
def test_every_hit_keeps_the_contract(given_names: list[tuple[str, str]], query: str) -> None:
    listed = [Name(text, str(note), kind) for note, (text, kind) in enumerate(given_names)]  # type: ignore[arg-type]
    hits = NameIndex(listed).search(query, limit=5)
    assert len(hits) <= 5
    assert [hit.tier for hit in hits] == sorted(hit.tier for hit in hits)
    assert len({hit.name.note for hit in hits}) == len(hits)
    for hit in hits:
        assert hit.name in listed
        assert (hit.tier == 7) == (hit.similar_to is not None)
        assert hit.tier == 7 or (hit.tier == 3) == (hit.name.kind == "implicit")
        _check_marks(hit)


@given(st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=80, deadline=None)
def test_any_text_may_be_a_name_and_a_query(text: str, query: str) -> None:
    index = NameIndex([Name(text, "note.md", "title")])
    for hit in index.search(query):
        _check_marks(hit)
    if query.strip():
        assert [hit.tier for hit in NameIndex([Name(query, "note.md", "title")]).search(query)] == [1]


def _check_marks(hit: NameHit) -> None:
    ends = 0
    for low, high in hit.marks:
        assert ends <= low < high <= len(hit.name.text)
        ends = high + 1
