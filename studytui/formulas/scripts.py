"""Superscripts and subscripts: characters of their own where every character has one, else `^(…)` and `_(…)`."""

from __future__ import annotations

from studytui.formulas.atoms import Atom, Unsure, solid

SUPERSCRIPTS = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵡ",
)
SUBSCRIPTS = str.maketrans("0123456789+-−=()aehijklmnoprstuvxβγρχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵪ")
_ENDS = {"_": frozenset(SUBSCRIPTS.values()), "^": frozenset(SUPERSCRIPTS.values())}
_RAISED = frozenset("′″‴")
"""Characters that are raised by themselves."""
_HELD = frozenset(("letter", "digit", "ord", "word", "op", "big", "close", "fence", "post"))
"""Kinds of atoms (nuclei) that take scripts without brackets round them."""


def scripted(base: Atom, sub: str, sup: str, primes: int) -> Atom:
    """The base with what stands below and above it, both as they are shown without scripts."""
    if (sub and _has(base, "_")) or (sup and _has(base, "^")):
        raise Unsure("a script of what has one of the kind")
    sup_text, sup_tight = _script(sup, "^", SUPERSCRIPTS)
    sub_text, sub_tight = _script(sub, "_", SUBSCRIPTS)
    if sup_text and sub_text:
        sub_text = sub_tight
    dashes = "" if not primes else "′″‴"[primes - 1] if primes < 4 else "′" * primes
    text, tight = dashes + sub_text + sup_text, dashes + sub_tight + sup_tight
    if base.kind == "empty":
        if not solid(text):
            raise Unsure("scripts of nothing")
        return Atom(dashes + sup_text + sub_text, "prefix")
    if base.kind == "open" and not dashes and solid(text):
        return Atom(base.text + text, "open")
    if base.kind in ("frac", "root"):
        own = base.tight if base.kind == "frac" else f"({base.text})"
        return Atom(own + text, "ord", own + tight)
    if base.kind not in _HELD:
        raise Unsure(f"scripts of a {base.kind}")
    own = base.safe if text[:1] not in "′″‴" else base.text
    kind = "ord" if base.kind in ("letter", "digit", "post") else base.kind
    return Atom(own + text, kind, own + tight)


def _has(base: Atom, sign: str) -> bool:
    """True if a base in braces ends in such a script already: both would run into one."""
    if base.kind in ("frac", "root"):
        return False
    return f"{sign}(" in base.text or (ord(base.text[-1]) in _ENDS[sign] if base.text else False)


def _script(text: str, sign: str, table: dict[int, int]) -> tuple[str, str]:
    """A script as it is shown, and as it is where something follows close by."""
    if not text:
        return "", ""
    if sign == "^":
        if _RAISED.issuperset(text):
            return text, text
        if text in ("∘", "∘C", "∘F", "°"):
            raised = "°" + text[1:]
            return raised, raised
    if all(ord(character) in table for character in text):
        raised = text.translate(table)
        return raised, raised
    whole = f"{sign}({text})"
    return (sign + text if len(text) == 1 else whole), whole
