"""Puts atoms together: which blanks stand between them, and where brackets keep together what belongs together."""

from __future__ import annotations

from msgspec.structs import replace

from studytui.formulas.atoms import Atom, Unsure
from studytui.formulas.boxes import Box, beside

_UNARY_AFTER = frozenset(("bin", "sign", "op", "big", "rel", "open", "punct", "slash"))
_UNARY_BEFORE = frozenset(("rel", "close", "punct"))
_SINGLE = frozenset(("letter", "digit", "ord", "word", "post", "prefix"))
_FACTORS = _SINGLE | {"close", "frac", "root", "fence", "box", "op"}
"""Kinds of atoms that multiply when they stand to the left or right of another, with `open` and `big` on the right."""
_RIGHT_FACTORS = (_FACTORS - {"close"}) | {"open", "big"}
_WORDLY = (_FACTORS - {"close", "fence"}) | {"open"}
"""Kinds of atoms that keep a blank before them: LaTeX drops it, but `blood flow` and `k_B T` read better with it."""
_RUNS = frozenset(("letter", "word", "ord", "op"))
_MILD = frozenset("+-−–±∓×·*∗")
"""Operators that a fraction needs no brackets beside: it binds as strongly as any of them, from the left."""

Part = tuple[str, Atom]
"""The blanks before an atom, and the atom."""


def joined(atoms: list[Atom], *, compact: bool = False, tight: bool = False) -> str:
    """The atoms as one text; `compact` as in a script, `tight` where something follows close by."""
    parts = _parts(atoms, compact=compact, tight=tight)
    if any(atom.box is not None for _, atom in parts):
        raise Unsure("rows inside a line")
    return "".join(blanks + atom.text for blanks, atom in parts).strip()


def laid(atoms: list[Atom]) -> Box:
    """The atoms beside each other; raises where it is not clear whether they belong to one row of what they follow."""
    boxes: list[Box] = []
    text = ""
    for blanks, atom in _parts(atoms, compact=False, tight=False):
        if boxes and boxes[-1].ends_open and len(boxes[-1].rows) > 1 and atom.text.strip(",.;") and atom.text[0] != "(":
            raise Unsure("something behind rows without a delimiter")
        if atom.box is None:
            text += blanks + atom.text
        else:
            boxes += [Box((text + blanks,)), atom.box]
            text = ""
    boxes.append(Box((text,)))
    return beside(boxes)


def _parts(atoms: list[Atom], *, compact: bool, tight: bool) -> list[Part]:
    seen, blanks = _without_blanks(atoms, compact=compact)
    seen = _signs(seen)
    seen = [_fraction(seen, blanks, index) if atom.kind == "frac" else atom for index, atom in enumerate(seen)]
    runs = _runs(seen, blanks)
    parts: list[Part] = []
    for index, atom in enumerate(seen):
        before = _between(seen, blanks, runs, index, compact=compact) if index else ""
        if parts:
            parts[-1] = _settled(parts[-1], before, atom)
        parts.append((before, atom))
    if tight and parts:
        parts[-1] = (parts[-1][0], _tightened(parts[-1][1]))
    return parts


def _without_blanks(atoms: list[Atom], *, compact: bool) -> tuple[list[Atom], list[str | None]]:
    """The atoms that are seen, and what blanks were written before each: "" for white space without a meaning."""
    seen: list[Atom] = []
    blanks: list[str | None] = []
    blank: str | None = None
    for atom in atoms:
        if atom.kind == "gap":
            blank = blank or ""
        elif atom.kind == "space":
            blank = (blank or "") + ("" if compact else atom.text)
            blank = blank[:2]
        else:
            seen.append(atom)
            blanks.append(blank)
            blank = None
    return seen, blanks


def _signs(atoms: list[Atom]) -> list[Atom]:
    """Operators without anything to their left or right become signs, as TeX has it."""
    found: list[Atom] = []
    bars = 0
    for index, atom in enumerate(atoms):
        after = atoms[index + 1].kind if index + 1 < len(atoms) else "close"
        opened = index > 0 and atoms[index - 1].kind == "fence" and bars % 2 == 1
        alone = index == 0 or found[-1].kind in _UNARY_AFTER or opened
        found.append(atom.as_kind("sign") if atom.kind == "bin" and (alone or after in _UNARY_BEFORE) else atom)
        bars += atom.kind == "fence"
    return found


def _fraction(atoms: list[Atom], blanks: list[str | None], index: int) -> Atom:
    """A fraction with brackets around it, unless nothing beside it could be taken for a part of it."""
    atom = atoms[index]
    before = atoms[index - 1] if index and blanks[index] != "  " else None
    after = atoms[index + 1] if index + 1 < len(atoms) and blanks[index + 1] != "  " else None
    followed = after is not None and (
        after.kind in _RIGHT_FACTORS or after.kind == "slash" or (after.kind == "bin" and after.text not in _MILD)
    )
    if before is not None and before.kind == "digit" and atom.number:
        whole = index - 1
        while whole and atoms[whole].kind == "digit" and atoms[whole].text != ".":
            whole -= 1
        if followed or atoms[whole].text == ".":
            raise Unsure("a mixed number as a factor")
        return replace(atom, tight="", kind="word")
    led = before is not None and (
        before.kind in _FACTORS
        or before.kind in ("slash", "big")
        or (before.kind in ("bin", "sign") and before.text not in _MILD)
        or (index > 1 and atoms[index - 2].text == "∇")
    )
    if before is not None and before.kind == "word" and before.text[-1:] == " ":
        led = False
    if after is not None and after.kind == "word" and after.text[:1] in " ,;.":
        followed = False
    return replace(atom, text=atom.tight) if led or followed else atom


def _tightened(atom: Atom) -> Atom:
    return replace(atom, text=atom.safe) if atom.tight and atom.kind != "frac" else atom


def _settled(part: Part, before: str, atom: Atom) -> Part:
    """The part in its final form, now that it is known what comes after it, and after which blanks."""
    blanks, own = part
    if own.kind == "frac" and own.text[-2:-1] in ("_", "^") and not before and atom.kind in ("bin", "rel"):
        return blanks, replace(own, text=own.tight)
    if not own.tight or own.kind == "frac":
        return part
    if own.kind == "root":
        mild = atom.kind in ("close", "punct") or (before != "" and (atom.kind == "rel" or atom.text in _MILD))
        return part if mild else (blanks, _tightened(own))
    if before or atom.kind in ("open", "close", "fence", "punct", "slash") or not atom.text:
        return part
    return blanks, _tightened(own)


def _runs(atoms: list[Atom], blanks: list[str | None]) -> list[int]:
    """Of each atom, the number of letters in the run that it belongs to."""
    runs = [0] * len(atoms)
    start = 0
    for index in range(len(atoms) + 1):
        ends = index == len(atoms) or atoms[index].kind not in _RUNS or (index > start and blanks[index] is not None)
        if ends:
            length = sum(map(_letters, atoms[start:index]))
            for place in range(start, index):
                runs[place] = length
            start = index + (index < len(atoms) and atoms[index].kind not in _RUNS)
    return runs


def _letters(atom: Atom) -> int:
    """Number of letters that the atom may add to a word: Greek ones are symbols."""
    return len(atom.text) if atom.kind in ("word", "op") else not "Ͱ" <= atom.text[:1] < "Ѐ"


def _between(atoms: list[Atom], blanks: list[str | None], runs: list[int], index: int, *, compact: bool) -> str:
    """The blanks between an atom and the one before it."""
    left, right = atoms[index - 1], atoms[index]
    written = blanks[index]
    own = written or ""
    if _apart(left, right, written is not None, runs[index - 1], runs[index], compact=compact):
        return own or " "
    return own


def _apart(left: Atom, right: Atom, written: bool, before: int, after: int, *, compact: bool) -> bool:
    kinds = left.kind, right.kind
    if left.text[-1:] == " " or right.text[:1] == " ":
        return False
    if right.kind == "prefix":
        return left.kind in _FACTORS
    if right.kind == "root" and right.number:
        return left.kind in _FACTORS
    if right.kind == "frac" and (
        left.kind in ("letter", "ord", "word") or (left.kind == "op" and left.text[-1] == ")")
    ):
        return True
    if left.kind == "digit" and right.kind == "word" and right.number:
        return True
    if left.kind == "op" or right.kind == "op":
        if right.kind == "op":
            return left.kind in _FACTORS or left.kind == "big" or (left.kind in ("bin", "rel") and not compact)
        if right.kind in ("letter", "digit", "ord", "word", "prefix", "big", "root", "fence", "box", "sign"):
            return True
        return right.kind in ("bin", "rel") and not compact
    if kinds == ("digit", "digit"):
        return written
    kept = max(before, after) > 1 or (not compact and left.kind != "fence" and right.kind != "open")
    if written and kept and left.kind in _FACTORS and right.kind in _WORDLY:
        return True
    if compact:
        return left.kind == "big" and right.kind not in ("close", "punct")
    if "rel" in kinds:
        return kinds != ("rel", "rel") and left.kind != "open" and right.kind not in ("close", "punct")
    if "bin" in kinds:
        return True
    if left.kind == "punct":
        return right.kind not in ("close", "punct") and (right.kind != "digit" or written)
    if "slash" in kinds:
        return written
    if "box" in kinds:
        return left.kind not in ("open", "sign") and right.kind not in ("close", "punct", "post")
    if left.kind == "big":
        return right.kind not in ("open", "close", "punct")
    if right.kind == "big":
        return left.kind in _FACTORS
    return False
