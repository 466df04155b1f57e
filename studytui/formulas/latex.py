"""LaTeX -> items, by pylatexenc's parser; what needs no parser is read without it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from studytui.formulas.atoms import Unsure
from studytui.formulas.symbols import (
    ACCENTS,
    ALPHABETS,
    BINOMIALS,
    BOLD,
    FRACTIONS,
    LONG_ARROWS,
    SPACES,
    STYLES,
    SYMBOLS,
    TEXTS,
    UPRIGHT,
)
from studytui.lazy_regex import lazy_regex

Items = tuple["Item", ...]


class Char(Struct, frozen=True):
    """A character as it is written; white space is one blank."""

    text: str


class Macro(Struct, frozen=True):
    """`\\name` with its arguments; an optional one that is not given is None."""

    name: str
    arguments: tuple[Items | None, ...] = ()


class Group(Struct, frozen=True):
    """`{…}`."""

    items: Items


class Formula(Struct, frozen=True):
    """A formula inside text: `\\text{if $x$}`."""

    items: Items


class Environment(Struct, frozen=True):
    """`\\begin{name}…\\end{name}`."""

    name: str
    columns: str
    """Of an `array`: the argument that says how its columns are set."""
    items: Items


Item = Char | Macro | Group | Formula | Environment

_PLAIN = lazy_regex(r"\\(?:([a-zA-Z]+)\s*|([^a-zA-Z\\]))|(\s+|[^\\%$])")
_END = "{}"
"""Goes after a formula: the parser takes the end of the text for an error where an optional argument may stand."""
_BLANK = lazy_regex(r"\s+")

_SPECS: dict[str, str] = {
    **dict.fromkeys(FRACTIONS | BINOMIALS, "{{"),
    **dict.fromkeys((*ACCENTS, *ALPHABETS, *BOLD, *UPRIGHT), "{"),
    **dict.fromkeys(LONG_ARROWS, "[{"),
    "cfrac": "[{{",
    "sqrt": "[{",
    "ce": "{",
    "label": "{",
    "tag": "{",
    "underset": "{{",
    "pmod": "{",
    "hspace": "*{",
    "operatorname": "*{",
    "color": "{",
    "textcolor": "{{",
    "\\": "*[",
}
"""Macro -> its arguments, as pylatexenc writes them: `{` is one that must be there, `[` and `*` may."""

_ENVIRONMENTS = {
    **dict.fromkeys(("array", "subarray"), "[{"),
    **dict.fromkeys(("alignat", "alignat*", "alignedat"), "{"),
    **dict.fromkeys(("aligned", "gathered"), "["),
}


def read(latex: str) -> Items:
    """The items of a formula; raises what the parser raises."""
    return _without_parser(latex) or _with_parser(latex)


def _without_parser(latex: str) -> Items | None:
    """The items of a formula whose macros have no arguments; None for any other."""
    items: list[Item] = []
    around: list[list[Item]] = []
    at = 0
    for match in _PLAIN.finditer(latex):
        if match.start() != at:
            return None
        at = match.end()
        word, sign, character = match.groups()
        name = word or sign
        if character == "{":
            around.append(items)
            items = []
        elif character == "}":
            if not around:
                return None
            around[-1].append(Group(tuple(items)))
            items = around.pop()
        elif character is not None:
            items.append(Char(" " if character.isspace() else character))
        elif name in SYMBOLS or name in SPACES or name in STYLES:
            items.append(Macro(name))
        else:
            return None
    return tuple(items) if at == len(latex) and not around else None


@cache
def _context() -> Any:
    from pylatexenc.macrospec import (
        EnvironmentSpec,
        LatexContextDb,
        MacroSpec,
        MacroStandardArgsParser,
    )

    macros = [MacroSpec(name, args_parser=MacroStandardArgsParser(spec)) for name, spec in _SPECS.items()]
    macros += [MacroSpec(name, args_parser=MacroStandardArgsParser("{", args_math_mode=[False])) for name in TEXTS]
    environments = [EnvironmentSpec(name, spec) for name, spec in _ENVIRONMENTS.items()]
    context = LatexContextDb()
    context.add_context_category("formulas", macros=macros, environments=environments)
    context.set_unknown_macro_spec(MacroSpec(""))
    context.set_unknown_environment_spec(EnvironmentSpec(""))
    return context


def _with_parser(latex: str) -> Items:
    from pylatexenc.latexwalker import LatexWalker

    latex += _END
    walker = LatexWalker(latex, latex_context=_context(), tolerant_parsing=False)
    nodes, start, length = walker.get_latex_nodes(parsing_state=walker.make_parsing_state(in_math_mode=True))
    if start + length != len(latex):
        raise Unsure("not read to its end")
    items = _items(nodes)
    if items[-1:] != (Group(()),):
        raise Unsure("an argument is missing")
    return items[:-1]


def _items(nodes: Sequence[Any]) -> Items:
    found: list[Item] = []
    for node in nodes:
        if node is None:
            raise Unsure("an argument is missing")
        match type(node).__name__:
            case "LatexCharsNode":
                found += map(Char, _BLANK.sub(" ", node.chars))
            case "LatexGroupNode" if node.delimiters == ("{", "}"):
                found.append(Group(_items(node.nodelist)))
            case "LatexMathNode" if node.displaytype == "inline":
                found.append(Formula(_items(node.nodelist)))
            case "LatexMacroNode":
                found.append(Macro(node.macroname, _arguments(node)))
            case "LatexEnvironmentNode":
                given = node.nodeargd.argnlist if node.nodeargd is not None else ()
                columns = given[-1].latex_verbatim()[1:-1] if given and given[-1] is not None else ""
                found.append(Environment(node.environmentname, columns, _items(node.nodelist)))
            case other:
                raise Unsure(other)
    return tuple(found)


def _arguments(node: Any) -> tuple[Items | None, ...]:
    name = node.macroname
    wanted = "{" if name in TEXTS else _SPECS.get(name, "")
    given = (node.nodeargd.argnlist if node.nodeargd is not None else None) or ()
    if len(given) != len(wanted):
        raise Unsure(f"{name} without its arguments")
    return tuple(
        None if argument is None else _written(argument) if name in ("ce", "label", "hspace") else _inner(argument)
        for argument in given
    )


def _inner(node: Any) -> Items:
    """The items of an argument, without the braces around it."""
    if type(node).__name__ == "LatexGroupNode":
        return _items(node.nodelist)
    return _items((node,))


def _written(node: Any) -> Items:
    """An argument that is not LaTeX, character by character."""
    text = node.latex_verbatim()
    return tuple(map(Char, text[1:-1] if text.startswith("{") else text))
