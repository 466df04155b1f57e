"""Words that look alike and mean different things: a search never crosses from one to the other (behaviour 6.8)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from studytui.lazy_regex import lazy_regex
from studytui.search.text.spelling import sound

_BEGINNINGS: Final = (
    "hyper hypo",
    "ab ad",
    "af ef",
    "tachy brady",
    "macro micro",
    "inter intra infra",
    "supra infra sub",
    "super sub",
    "endo exo ecto epi",
    "ante anti",
    "pre post",
    "pro anti",
    "homo hetero",
    "iso aniso",
    "uni bi",
    "mono poly oligo",
    "ileo ilio",
    "ureter urethr",
    "perine perone",
    "eu dys",
    "in ex",
    "intro extro",
    "intra extra",
    "over under",
    "dextro levo",
    "ipsi contra",
    "ortho anti",
    "systol diastol",
    "sympath parasympath",
    "hydro hidro",
    "myel myo",
    "multi nulli",
    "max min",
)
"""Beginnings that reverse a word or name its neighbour. They hold for a misspelt word too."""

_NEGATIONS: Final = frozenset(
    ["non", "un", "in", "im", "ir", "dis", "anti", "de", "counter", "contra", "pseudo", "para", "sub"]
)

_ENDINGS: Final = (
    "emia uria",
    "emic uric",
    "itis osis oma iasis",
    "itic otic",
    "phagia phasia plasia phonia praxia pnea phoria",
    "phagic phasic plastic",
    "ectomy ostomy otomy oscopy",
    "penia philia cytosis cythemia",
    "plegia paresis",
    "plegic paretic",
    "blast clast cyte",
    "ase ose",
    "genesis lysis",
    "genic lytic",
    "static lytic",
    "sone solone",
    "crine crinal",
    "kinesia kinesis",
    "algia esthesia",
    "itive ative",
)
"""Endings that make another disease, procedure or cell of the same stem."""

_PAIRS: Final = (
    "ileum ilium",
    "ileal ilial",
    "tarsal carpal",
    "metatarsal metacarpal",
    "metatarsus metacarpus",
    "aphagia aphasia",
    "menorrhagia metrorrhagia",
    "embolus embolism",
    "nephrotic nephritic",
    "dysphagia dysphasia",
    "abduction adduction",
    "abductor adductor",
    "afferent efferent",
    "ureter urethra",
    "ureteral urethral",
    "peroneal perineal peritoneal",
    "mucus mucous",
    "vesical vesicle",
    "facial fascial",
    "facies fascia",
    "palpation palpitation",
    "malleus malleolus",
    "parotid carotid",
    "callus callous",
    "elicit illicit",
    "affect effect",
    "prostate prostrate",
    "typical atypical",
    "symptomatic asymptomatic",
    "septic aseptic",
    "febrile afebrile",
    "cyanotic acyanotic",
    "vascular avascular",
    "cellular acellular",
    "symmetric asymmetric",
    "symmetrical asymmetrical",
    "synchronous asynchronous",
    "sexual asexual",
    "phasic aphasic",
    "aural oral",
    "humeral humoral",
    "villus villous",
    "apposition opposition",
    "amenorrhea menorrhea",
)
"""Whole words that are taken for one another."""


def opposed(searched: str, found: str) -> bool:
    """True if `found` is an opposite or dangerous look-alike of `searched`; both are folded words.

    A beginning (`hypo-`, `ab-`) counts however the word is misspelt: who typed `hypokalmia` did not mean
    hyperkalemia. An ending or a whole word counts only if `searched` spells its side rightly, so that `nefrotic`,
    which is neither, may offer nephrotic and nephritic.
    """
    side = _side(searched)
    if found in side.pairs or _negates(searched, found):
        return True
    for ours, theirs in side.endings:
        if found.endswith(theirs) and _slips(searched[: -len(ours)], found[: -len(theirs)]) <= 1:
            return True
    return bool(side.beginnings) and _beginnings_opposed(side, sound(found))


LONG_NUMBER: Final = 4
"""Digits of a number in which a slip is seen."""
_ROMAN: Final = lazy_regex(r"[ivx]+")
_NUMBER: Final = lazy_regex(r"\d+")
_DESIGNATOR: Final = lazy_regex(r"[^\W\d]|[ivx]+")


def numbered_otherwise(searched: str, found: str) -> bool:
    """True if two folded words have different numbers; behind what was searched `found` may go on with any."""
    if _ROMAN.fullmatch(searched) and _ROMAN.fullmatch(found):
        return searched != found
    if not _NUMBER.search(searched):
        return _NUMBER.search(found[: len(searched)]) is not None
    return not same_numbers(searched, found)


def same_numbers(searched: str, found: str) -> bool:
    """True if two folded texts have the same numbers: another number is another thing (behaviour 6.9).

    A digit too few or too many, or two swapped, are a slip in a long number, such as a date; another digit never is.
    """
    wanted, held = numbers(searched), numbers(found)
    if [number.lstrip("0") for number in wanted] == [number.lstrip("0") for number in held]:
        return True
    one, other = "".join(wanted), "".join(held)
    if one == other:
        return True
    slipped = len(one) != len(other) or sorted(one) == sorted(other)
    return slipped and min(len(one), len(other)) >= LONG_NUMBER and _slips(one, other) <= 1


def numbers(text: str) -> list[str]:
    """The numbers in a text, in order."""
    return _NUMBER.findall(text)


def is_designator(word: str) -> bool:
    """True if a folded word without digits tells one of a series from the others: a letter, or a Roman number."""
    return _DESIGNATOR.fullmatch(word) is not None


class _Side(NamedTuple):
    """One side of a pair of opposites, as it is searched for."""

    key: str
    pairs: frozenset[str]
    beginnings: tuple[tuple[str, str], ...]
    """By sound: a beginning of the word, and one that would reverse it."""
    endings: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1000)
def _side(searched: str) -> _Side:
    key = sound(searched)
    pairs = frozenset(word for pair in _PAIRS if searched in (group := pair.split()) for word in group) - {searched}
    beginnings = tuple(both for both in _both_ways(_BEGINNINGS, heard=True) if key.startswith(both[0]))
    endings = tuple(both for both in _both_ways(_ENDINGS, heard=False) if searched.endswith(both[0]))
    return _Side(key, pairs, beginnings, endings)


@cache
def _both_ways(groups: tuple[str, ...], *, heard: bool) -> tuple[tuple[str, str], ...]:
    members = [[sound(affix) if heard else affix for affix in group.split()] for group in groups]
    return tuple((ours, theirs) for group in members for ours in group for theirs in group if ours != theirs)


def _negates(searched: str, found: str) -> bool:
    if found.endswith(searched):
        return found[: -len(searched)] in _NEGATIONS
    return searched.endswith(found) and searched[: -len(found)] in _NEGATIONS


def _beginnings_opposed(side: _Side, held: str) -> bool:
    for ours, theirs in side.beginnings:
        if not held.startswith(theirs):
            continue
        if held.startswith(ours) or side.key.startswith(theirs):
            continue  # one only goes on where the other stops, as `intra` does with `in`
        ask, has = side.key[len(ours) :], held[len(theirs) :]
        most = 2 if len(ours) > 2 else 1
        if _slips(ask, has) <= most or _slips(ask, has[: len(ask)]) <= most:  # the word may be typed half
            return True
    return False


def _slips(one: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=2)
