"""Atoms of a formula whose LaTeX was read: the units that TeX sets apart from each other."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from studytui.formulas.boxes import Box
from studytui.lazy_regex import lazy_regex

Kind = Literal[
    "letter", "digit", "ord", "word", "op", "big", "bin", "sign", "rel", "open", "close", "fence", "punct", "post",
    "slash", "frac", "root", "prefix", "empty", "box", "space", "gap",
]  # fmt: skip
"""TeX's classes, and finer ones: `sign` is a `bin` with nothing to its left, `post` sticks to what is before it (`!`),
`prefix` are scripts of what follows (`¹⁴C`), `space` is asked for, `gap` only written."""


class Unsure(Exception):  # noqa: N818 - it is an answer
    """The formula, or its reading, has something that is not surely shown right."""


class Atom(Struct, frozen=True):
    """A unit of a formula as it is shown."""

    text: str
    kind: Kind
    tight: str = ""
    """Text instead of `text` where something stands close by that would else be taken for a part of it."""
    number: bool = False
    """Of a fraction: whether it is one of plain numbers, so that `3\\frac14` is a mixed number."""
    box: Box | None = None
    """Of a `box`: its rows."""

    @property
    def safe(self) -> str:
        """An atom that can stand next to anything."""
        return self.tight or self.text

    def as_kind(self, kind: Kind) -> Atom:
        """The same as another kind."""
        return replace(self, kind=kind)


GAP = Atom("", "gap")
EMPTY = Atom("", "empty")

_SOLID = lazy_regex(r"[\w⁺⁻′″‴°\u0300-\u036f\u20d0-\u20ff]+")


def solid(text: str) -> bool:
    """True if a text holds nothing that could fall apart: letters, digits, scripts without brackets."""
    return _SOLID.fullmatch(text) is not None and "_" not in text


def visible(atoms: list[Atom]) -> list[Atom]:
    """The atoms without the white space."""
    return [atom for atom in atoms if atom.kind not in ("gap", "space")]


def one_token(atoms: list[Atom], *, letters: bool = False) -> bool:
    """True if the atoms read as one thing next to a fraction's bar.

    `letters`: also a row of letters, and an abbreviation with an index such as `PaCO₂`.
    """
    seen = visible(atoms)
    kinds = {atom.kind for atom in seen}
    if len(seen) == 1:
        atom = seen[0]
        return atom.kind in ("letter", "digit", "ord", "root") or (atom.kind == "word" and solid(atom.text))
    if kinds == {"digit"}:
        return True
    if letters and all(atom.kind == "letter" for atom in seen[:-1]) and seen:
        names = "".join(atom.text for atom in seen)
        if kinds == {"letter"} or (seen[-1].kind == "ord" and solid(names) and sum(map(str.isupper, names)) > 1):
            return True
    if len(seen) == 2 and seen[0].text in ("Δ", "∂") and seen[1].kind in ("letter", "ord", "word"):
        return solid(seen[1].text)
    return _bracketed(seen)


_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}


def _bracketed(atoms: list[Atom]) -> bool:
    """True if the first bracket is closed by the last atom."""
    if not atoms or atoms[0].kind != "open" or atoms[0].text not in _BRACKETS:
        return False
    depth = 0
    for index, atom in enumerate(atoms):
        depth += (atom.kind == "open") - (atom.kind == "close")
        if depth == 0:
            last = index == len(atoms) - 1
            return last and atom.text.startswith(_BRACKETS[atoms[0].text])
    return False
