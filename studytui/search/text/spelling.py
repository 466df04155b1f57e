"""Two ways to write one word: British and American spelling, a unit, and spelling by ear (behaviour 6.10)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from studytui.lazy_regex import lazy_regex

_AMERICAN: Final = (
    (re.compile(r"[ao]e"), "e"),  # anaemia, oedema, paediatric
    (re.compile(r"(?<=...)our(?=s?$|ed$|ing$|al$|ally$|less$|ful$|able$|ite$)"), "or"),  # tumour, behavioural
    (re.compile(r"(?<=..)is(?=ations?$|e[drs]?$|ing$|ers$)"), "iz"),  # ionisation, localised
    (re.compile(r"(?<=..)ys(?=e[drs]?$|ing$)"), "yz"),  # paralysed
    (re.compile(r"(?<=.)([tbv])re(?=s?$|d$)"), r"\1er"),  # centre, fibre, manoeuvre
    (re.compile(r"ll(?=ed$|ing$|ers?$)"), "l"),  # labelled
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"leuco"), "leuko"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=ef|ic|ff)enc(?=es?$)|(?<=et)enc(?=es?$)"), "ens"),  # defence, licence
    (re.compile(r"^(\d*)ug$"), r"\1mcg"),  # µg
)
_AMERICAN_HINT: Final = lazy_regex(
    r"[ao]e|our(?:s?|ed|ing|al(?:ly)?|less|ful|able|ite)$|[iy]s(?:ations?|e[drs]?|ing|ers)$|[tbv]re[sd]?$|ll(?:ed|ing|ers?)$"
    r"|sulph|leuco|ogues?$|ences?$|(?:^|\d)ug$"
)
"""What holds none of these is left as it is: a fifth of the time of all the patterns above."""


def american(word: str) -> str:
    """The American spelling of a folded British word; any other word comes back as it is, or harmlessly changed."""
    if _AMERICAN_HINT.search(word) is None:
        return word
    for pattern, replacement in _AMERICAN:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=20_000)
def spellings(word: str) -> tuple[str, ...]:
    """The spellings under which a folded word is found: as written, and American if that differs."""
    other = american(word)
    return (word,) if other == word else (word, other)


_SILENT_STARTS: Final = {
    "ps": "s",
    "pn": "n",
    "pt": "t",
    "kn": "n",
    "gn": "n",
    "mn": "n",
    "wr": "r",
    "ts": "s",
    "x": "s",
}
_HEARD: Final = """
sch>sk ch>k ph>f gh>g ck>k qu>k q>k kw>k sce>se sci>si scy>si ce>se ci>si cy>si c>k ge>je gi>ji gy>ji dj>j
ae>e oe>e ea>e eu>u y>i x>ks z>s h> w>v
"""
_SOUNDS: Final = tuple(rule.split(">") for rule in _HEARD.split())
"""Letters and what is heard for them; an earlier rule goes first."""
_DOUBLED: Final = lazy_regex(r"(.)\1+")


def sound(word: str) -> str:
    """A key that is equal for spellings that sound alike: `pneumonia` and `neumonia`, `pharynx` and `farinks`."""
    for length in (2, 1):
        start = _SILENT_STARTS.get(word[:length])
        if start is not None and len(word) > length + 1:
            word = start + word[length:]
            break
    for written, heard in _SOUNDS:
        if written in word:
            word = word.replace(written, heard)
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word
