"""Fractions, roots, accents, letters of other alphabets: what LaTeX draws out of its parts."""

from __future__ import annotations

import unicodedata

from msgspec.structs import replace

from studytui.formulas.atoms import Atom, Unsure, one_token, solid, visible
from studytui.formulas.scripts import SUPERSCRIPTS
from studytui.formulas.spacing import joined
from studytui.formulas.symbols import LONG_ARROWS

_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_DIFFERENTIALS = frozenset(("d", "∂"))


def fraction(above: list[Atom], below: list[Atom]) -> Atom:
    """`a/b`, each side in brackets if it is more than one token."""
    over, under = visible(above), visible(below)
    if not over or not under:
        raise Unsure("a fraction without a part")
    if _differential(over, 1) and _differential(under, 2) and over[0].text[0] == under[0].text:
        text = f"{joined(above, compact=True, tight=True)}/{joined(below, compact=True, tight=True)}"
    else:
        text = f"{_part(above, letters=True)}/{_part(below, letters=False)}"
    number = {atom.kind for atom in (*over, *under)} == {"digit"}
    return Atom(text, "frac", f"({text})", number=number)


def _part(atoms: list[Atom], *, letters: bool) -> str:
    if not one_token(atoms, letters=letters):
        return f"({joined(atoms)})"
    return joined(atoms, tight=visible(atoms)[-1].kind == "root")


def _differential(atoms: list[Atom], least: int) -> bool:
    """True if it is `d`, `d²`, `dx`, `∂f` and the like."""
    if not least <= len(atoms) <= 2 or atoms[0].text[:1] not in _DIFFERENTIALS or not solid(atoms[0].text[1:] or "0"):
        return False
    return len(atoms) == 1 or (atoms[1].kind in ("letter", "ord") and solid(atoms[1].text))


def root(index: list[Atom], radicand: list[Atom]) -> Atom:
    """`√x`, the radicand in brackets unless it is one character or number."""
    degree = joined(index, compact=True)
    raised = all(ord(character) in SUPERSCRIPTS for character in degree)
    if not visible(radicand) or not raised:
        raise Unsure("a root")
    sign = _ROOTS.get(degree) or degree.translate(SUPERSCRIPTS) + "√"
    text = joined(radicand, tight=True)
    whole = text if text.startswith("(") and one_token(radicand) else f"({text})"
    bare = text.isdecimal() or (len(text) == 1 and one_token(radicand))
    return Atom(sign + (text if bare else whole), "root", sign + whole, number=len(sign) > 1)


def long_arrow(name: str, words: str) -> Atom:
    """An arrow with words on it."""
    before, after = LONG_ARROWS[name]
    if not words:
        return Atom(after if before in "─═" else before, "rel")
    return Atom(f"{before}({words}){after}", "rel")


def lettered(atom: Atom, alphabet: str) -> Atom:
    """A letter or digit of another alphabet, as far as Unicode has it."""
    if len(atom.text) != 1 or atom.kind not in ("letter", "digit"):
        raise Unsure("no letter")
    name = unicodedata.name(atom.text).replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    for found in (f"MATHEMATICAL {alphabet} {name}", f"{alphabet} {name.replace('LETTER ', '')}"):
        try:
            return replace(atom, text=unicodedata.lookup(found))
        except KeyError:
            continue
    raise Unsure("no such letter")


def accented(atoms: list[Atom], accent: str) -> Atom:
    """A letter with a combining character; more than a letter is not sure to look right."""
    seen = visible(atoms)
    if len(seen) != 1 or len(seen[0].text) != 1 or seen[0].kind not in ("letter", "digit", "word", "ord"):
        raise Unsure("an accent on more than a letter")
    base = {"ı": "i", "ȷ": "j"}.get(seen[0].text, seen[0].text)
    return Atom(unicodedata.normalize("NFC", base + accent), "ord")
