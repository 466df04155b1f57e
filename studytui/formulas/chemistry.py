"""Chemical formulas and reactions of `\\ce{…}` (mhchem), as far as they are plain."""

from __future__ import annotations

import re

from studytui.formulas.atoms import Atom, Unsure
from studytui.formulas.scripts import SUBSCRIPTS, SUPERSCRIPTS
from studytui.lazy_regex import lazy_regex

_ARROWS = {
    "->": ("─", "→"),
    "<-": ("←", "─"),
    "<->": ("←", "→"),
    "<=>": ("⇌", ""),
    "<-->": ("⇄", ""),
    "<=>>": ("⇌", ""),
    "<<=>": ("⇌", ""),
}
_SINGLE = {"->": "→", "<-": "←", "<->": "↔"}
_ARROW = lazy_regex(r"(<-->|<->|<=>>|<<=>|<=>|->|<-)(?:\[([^\[\]]*)\])?")
_PART = lazy_regex(
    r"""
      (?P<element>[A-Z][a-z]?|[eν](?=[-+^]|$)|\b[pnαβγ](?=[-+^]|$)|[()\[\]])
    | (?P<count>\d+|[nxm](?![a-z]))
    | \^\{?(?P<mass>\d+)\}?(?:_\{?(?P<number>\d+)\}?)?(?=[A-Z])
    | \^(?:\{(?P<charges>\d*[-+]|\d+)\}|(?P<charge>\d*[-+]|\d+))
    | _(?:\{(?P<subs>\d+)\}|(?P<sub>\d))
    | (?P<plain>[-+])(?=$|\])
    | (?P<hydrate>\s?[*.]\s?(?=\d*[A-Z(]))
    | (?P<bond>[-=\#](?=[A-Z(\[]))
    """,
    re.VERBOSE,
)
_AMOUNT = lazy_regex(r"(\d+(?:\.\d+)?|\d+/\d+)\s?(?=[A-Z(\[^e])")
_STATE = lazy_regex(r"\((?:aq|s|l|g|cr|am)\)$")


def reaction(written: str) -> list[Atom]:
    """The atoms of a reaction or a formula."""
    text = " ".join(written.split())
    atoms: list[Atom] = []
    at = 0
    for match in _ARROW.finditer(text):
        atoms += _side(text[at : match.start()])
        atoms.append(_arrow(match[1], match[2] or ""))
        at = match.end()
    atoms += _side(text[at:])
    if not atoms:
        raise Unsure("ce without a formula")
    return atoms


def _arrow(sign: str, over: str) -> Atom:
    if not over:
        return Atom(_SINGLE.get(sign) or _ARROWS[sign][0], "rel")
    before, after = _ARROWS[sign]
    if not after or not over.strip():
        raise Unsure("words over an arrow")
    words = over if over.isalpha() and len(over) > 2 and over.islower() else _species(over)
    return Atom(f"{before}({words}){after}", "rel")


def _side(text: str) -> list[Atom]:
    atoms: list[Atom] = []
    for number, species in enumerate(re.split(r" \+ ", text.strip()) if text.strip() else ()):
        if number:
            atoms.append(Atom("+", "bin"))
        atoms.append(Atom(_species(species.strip()), "word"))
    return atoms


def _species(text: str) -> str:
    """`2H2O`, `Ca^2+`, `SO4^2-`, `[Fe(CN)6]^{4-}`, `NaCl (aq)`, `CO2 ^`."""
    gas = {" ^": " ↑", " v": " ↓"}.get(text[-2:], "")
    text = text[:-2] if gas else text
    state = _STATE.search(text)
    end = state.start() if state else len(text)
    amount = _AMOUNT.match(text)
    at = amount.end() if amount else 0
    shown = amount[0].rstrip() + " " * amount[0].endswith(" ") if amount else ""
    body = text[at:end].rstrip()
    at, held, counted, fresh = 0, False, False, True
    while at < len(body):
        match = _PART.match(body, at)
        if match is None or match.end() == at:
            raise Unsure("ce")
        at = match.end()
        kind = match.lastgroup or ""
        value = match[kind] if kind else ""
        if kind in ("number", "mass"):
            shown += match["mass"].translate(SUPERSCRIPTS) + (match["number"] or "").translate(SUBSCRIPTS)
            held = False
        elif kind == "element":
            shown += value
            held, counted = value not in "([", False
        elif kind in ("subs", "sub", "count"):
            if counted or not (held or fresh):
                raise Unsure("ce")
            shown += value.translate(SUBSCRIPTS) if held else value
            counted = held
        elif kind in ("charges", "charge", "plain"):
            if not held:
                raise Unsure("ce")
            shown += value.translate(SUPERSCRIPTS)
            held = False
        elif kind == "hydrate":
            shown += "·"
            held = counted = False
        else:
            shown += {"-": "-", "=": "=", "#": "≡"}[value]
            held = False
        fresh = kind == "hydrate"
    if not body:
        raise Unsure("ce")
    space = " " if state and text[end - 1 : end] == " " else ""
    return shown + space + (state[0] if state else "") + gas
