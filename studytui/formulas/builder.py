"""Items -> atoms: what each macro means."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from studytui.formulas.atoms import EMPTY, GAP, Atom, Kind, Unsure, one_token, solid, visible
from studytui.formulas.boxes import fenced, stacked
from studytui.formulas.chemistry import reaction
from studytui.formulas.display import accented, fraction, lettered, long_arrow, root
from studytui.formulas.grids import environment, split
from studytui.formulas.latex import Char, Environment, Formula, Group, Item, Items, Macro
from studytui.formulas.scripts import scripted
from studytui.formulas.spacing import joined, laid
from studytui.formulas.symbols import (
    ACCENTS,
    ALPHABETS,
    BINOMIALS,
    BOLD,
    CHARACTERS,
    FRACTIONS,
    LONG_ARROWS,
    NEGATED,
    SIZES,
    SPACES,
    STYLES,
    SYMBOLS,
    TEXTS,
    UPRIGHT,
)

_SIDES: dict[str, Kind] = {"l": "open", "r": "close", "m": "rel"}
_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def draw(items: Items, *, several: bool) -> tuple[str, ...]:
    """The rows of a formula; one row unless `several`."""
    if not several:
        return (joined(build(items)),)
    lines = []
    for line in split(items):
        if len(line) != 1:
            raise Unsure("columns without an environment")
        lines.append(laid(build(line[0], rows=True)))
    return tuple(row.rstrip() for row in stacked(lines).rows)


def build(items: Sequence[Item], *, rows: bool = False) -> list[Atom]:
    """The atoms of the items; `rows` says that some may take several rows."""
    return _Builder(items, rows=rows).atoms


class _Builder:
    """Turns the items of a LaTeX group into atoms, in one pass."""

    def __init__(self, items: Sequence[Item], *, rows: bool) -> None:
        self.atoms: list[Atom] = []
        self._items = items
        self._rows = rows
        self._at = 0
        while self._at < len(items):
            item = items[self._at]
            self._at += 1
            match item:
                case Char():
                    self._character(item.text)
                case Macro():
                    self._macro(item)
                case Group():
                    self._group(build(item.items, rows=self._rows))
                case Environment():
                    if not self._rows:
                        raise Unsure("rows inside a line")
                    self.atoms.append(environment(item, build))
                case Formula():
                    raise Unsure("a formula in a formula")

    def _next(self) -> Item | None:
        """The next item that is no blank; it is not taken."""
        while self._at < len(self._items) and self._items[self._at] == Char(" "):
            self._at += 1
        return self._items[self._at] if self._at < len(self._items) else None

    def _character(self, text: str) -> None:
        follows = self._items[self._at] if self._at < len(self._items) else None
        after = follows.text if isinstance(follows, Char) else ""
        if text in "_^'":
            self._scripts(text)
        elif text == " ":
            self.atoms.append(GAP)
        elif text == "~":
            self.atoms.append(Atom(" ", "space"))
        elif text in "&$#%\\{}":
            raise Unsure(text)
        elif (text == "-" and after == ">") or (text == ":" and after == "="):
            self._at += 1
            self.atoms.append(Atom(text + after, "rel"))
        elif text == "-" and after == "-" and self._items[self._at + 1 : self._at + 2] == (Char(">"),):
            self._at += 2
            self.atoms.append(Atom("-->", "rel"))
        elif text == "." and after.isdecimal() and self.atoms and self.atoms[-1].kind == "digit":
            self.atoms.append(Atom(text, "digit"))
        else:
            self.atoms.append(_character(text))

    def _group(self, inner: list[Atom]) -> None:
        if self._following_script() is None or len(inner) == 1:
            self.atoms += inner or [EMPTY]
        elif inner and not (one_token(inner, letters=True) or _row_of_letters(inner)):
            raise Unsure("scripts of a group")
        else:
            self.atoms.append(Atom(joined(inner, tight=True), "word") if inner else EMPTY)

    def _following_script(self) -> str | None:
        """The sign of the script that comes next, behind blanks; it is not taken."""
        at = self._at
        follows = self._next()
        if isinstance(follows, Char) and follows.text in "_^'":
            return follows.text
        self._at = at
        return None

    def _scripts(self, sign: str) -> None:
        base = self._base()
        texts = {"_": "", "^": ""}
        given: set[str] = set()
        primes = 0
        while True:
            if sign == "'":
                if "^" in given:
                    raise Unsure("a prime after a superscript")
                primes += 1
            elif sign in given:
                raise Unsure("two scripts of a kind")
            else:
                given.add(sign)
                texts[sign] = joined(self._argument(), compact=True)
            follows = self._following_script()
            if follows is None:
                break
            sign = follows
            self._at += 1
        if base.kind == "box":
            raise Unsure("scripts of rows")
        if primes or texts["_"] or texts["^"]:
            base = scripted(base, texts["_"], texts["^"], primes)
        self.atoms.append(base)

    def _base(self) -> Atom:
        """Takes the atom that scripts hang on."""
        while self.atoms and self.atoms[-1].kind == "gap":
            self.atoms.pop()
        return self.atoms.pop() if self.atoms and self.atoms[-1].kind != "space" else EMPTY

    def _argument(self) -> list[Atom]:
        item = self._next()
        self._at += 1
        match item:
            case Char() if item.text not in "_^'&":
                return build((item,))
            case Group():
                return build(item.items)
            case Macro() if item.name not in ("left", "right", "middle", "not", *SIZES, *STYLES, *SPACES):
                return build((item,))
        raise Unsure("a script without its text")

    def _macro(self, macro: Macro) -> None:
        name, arguments = macro.name, macro.arguments
        first = arguments[0] if arguments else None
        last = arguments[-1] if arguments else None
        if name in SYMBOLS:
            self.atoms.append(Atom(*SYMBOLS[name]))
        elif name in SPACES:
            self.atoms += [Atom(SPACES[name], "space")] if SPACES[name] else []
        elif name in STYLES or name in ("label", "color"):
            pass
        elif name in SIZES or name in ("left", "middle"):
            self._delimiter(name)
        elif name in LONG_ARROWS and last is not None:
            if first:
                raise Unsure("words below an arrow")
            self.atoms.append(long_arrow(name, joined(build(last))))
        elif name in FRACTIONS and last is not None and arguments[-2] is not None:
            self.atoms.append(fraction(build(arguments[-2]), build(last)))
        elif last is None:
            self._bare(name)
        elif name == "sqrt":
            self.atoms.append(root(build(first or ()), build(last)))
        elif name in BINOMIALS and first is not None:
            self.atoms.append(Atom(f"({joined(build(first))} choose {joined(build(last))})", "ord"))
        elif name in TEXTS:
            text = _text(last)
            self.atoms += [Atom(text, "word")] if text.strip() else [Atom(" ", "space")] if text else []
        elif name in BOLD or name in UPRIGHT:
            self._letters(name, build(last, rows=self._rows))
        elif name in ALPHABETS:
            self.atoms += [lettered(atom, ALPHABETS[name]) for atom in visible(build(last))]
        elif name in ACCENTS:
            self._accented(name, last)
        elif name == "underset" and first is not None:
            self._below(build(last), joined(build(first), compact=True))
        elif name == "operatorname":
            self.atoms.append(Atom(joined(build(last)), "op"))
        elif name == "pmod":
            self.atoms += [Atom(" ", "space"), Atom(f"(mod {joined(build(last))})", "ord")]
        elif name == "tag":
            self.atoms += [Atom("  ", "space"), Atom(f"({joined(build(last))})", "ord")]
        elif name == "textcolor":
            self._group(build(last, rows=self._rows))
        elif name == "hspace":
            self.atoms.append(Atom(" ", "space"))
        elif name == "ce":
            self.atoms += reaction("".join(item.text for item in last if isinstance(item, Char)))
        else:
            raise Unsure(name)

    def _accented(self, name: str, items: Items) -> None:
        """An accent on a letter; on a letter with an index it stands on the letter, which says the same."""
        match items:
            case (Char() | Macro(), Char("_"), _):
                self.atoms += build((Macro(name, (items[:1],)), *items[1:]))
            case _:
                self.atoms.append(accented(build(items), ACCENTS[name]))

    def _below(self, base: list[Atom], text: str) -> None:
        """Text below an operator, as by a LaTeX underset, is its index; below anything else it may mean anything."""
        if len(base) != 1 or base[0].kind not in ("op", "big"):
            raise Unsure("text below a symbol")
        self.atoms.append(scripted(base[0], text, "", 0))

    def _bare(self, name: str) -> None:
        if name != "not":
            raise Unsure(name)
        relation = self._argument()
        text = relation[0].text if len(relation) == 1 else ""
        if text not in NEGATED:
            raise Unsure("not")
        self.atoms.append(Atom(NEGATED[text], "rel"))

    def _delimiter(self, name: str) -> None:
        if name == "left":
            self._between(self._delimited())
        elif name == "middle":
            self.atoms.append(Atom(self._delimited().text, "rel"))
        else:
            atom = self._delimited()
            side = SIZES[name]
            self.atoms.append(atom.as_kind(_SIDES[side]) if side else atom)

    def _delimited(self) -> Atom:
        """Takes a delimiter, after `\\left` and the like."""
        item = self._next()
        self._at += 1
        text = item.text if isinstance(item, Char) else ""
        if text == ".":
            return Atom("", "fence")
        if text in ("<", ">"):
            return Atom("⟨" if text == "<" else "⟩", "fence")
        if isinstance(item, Macro) and item.name in SYMBOLS:
            atom = Atom(*SYMBOLS[item.name])
        elif text and text in "()[]|/":
            atom = _character(text)
        else:
            raise Unsure("no delimiter")
        if atom.kind not in ("open", "close", "fence", "slash") and atom.text not in "↑↓↕⇑⇓⇕\\":
            raise Unsure("no delimiter")
        return atom

    def _between(self, left: Atom) -> None:
        """Reads up to the `\\right` that belongs to a `\\left`."""
        start, depth = self._at, 1
        while depth:
            if self._at == len(self._items):
                raise Unsure("left without right")
            item = self._items[self._at]
            self._at += 1
            if isinstance(item, Macro):
                depth += (item.name == "left") - (item.name == "right")
        inner = build(self._items[start : self._at - 1], rows=self._rows)
        right = self._delimited()
        if any(atom.box is not None for atom in inner):
            box = fenced(left.text, laid(inner), right.text)
            if box is None:
                raise Unsure("a tall delimiter")
            self.atoms.append(Atom("", "box", box=box))
        else:
            # What only has a right side is a bar at which something is evaluated: it belongs to all of what it closes.
            self.atoms += [left.as_kind("open"), *inner, right.as_kind("close" if left.text else "fence")]

    def _letters(self, name: str, inner: list[Atom]) -> None:
        """Letters of one font: a word when there are several, and the style goes."""
        if name in BOLD and len(inner) == 1 and inner[0].kind in ("letter", "digit"):
            inner = [lettered(inner[0], "BOLD")]
        kinds = {atom.kind for atom in inner}
        if len(visible(inner)) > 1 and kinds <= {"letter", "digit", "ord", "gap"} and "letter" in kinds:
            text = joined(inner, tight=True)
            inner = [Atom(text, "word")]
        self._group(inner)


def _row_of_letters(atoms: list[Atom]) -> bool:
    """True if scripts of the whole look no different from scripts of its last letter, in LaTeX as well."""
    return all(atom.kind in ("letter", "word", "ord") and solid(atom.text) for atom in atoms)


def _character(text: str) -> Atom:
    kind = CHARACTERS.get(text)
    if kind is not None:
        return Atom(text, kind)
    if text.isascii() and text.isdecimal():
        return Atom(text, "digit")
    if unicodedata.category(text) in _UNSAFE:
        raise Unsure("a control character")
    return Atom(text, "letter" if text.isalpha() else "ord")


def _text(items: Items) -> str:
    """The text of `\\text{…}`, as it is written."""
    parts: list[str] = []
    for item in items:
        match item:
            case Char():
                if unicodedata.category(item.text) in _UNSAFE:
                    raise Unsure("a control character")
                parts.append(" " if item.text == "~" else item.text)
            case Formula():
                parts.append(joined(build(item.items)))
            case Group():
                parts.append(_text(item.items))
            case Macro(name, (argument,)) if name in TEXTS and argument is not None:
                parts.append(_text(argument))
            case Macro(name, ()) if name in SPACES or name in "%$#&_{}" or name in ("degree", "textdegree"):
                parts.append(SPACES.get(name, "°" if "deg" in name else name))
            case _:
                raise Unsure("in a text")
    return "".join(parts)
