"""Keys: every command that has one, how a key is written for a person, and what the settings may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import ClassVar, Protocol

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, Keys, key_to_character
from textual.screen import Screen

from studytui.settings.values import nearest

_PANES = ("studytui.tui.panes.", "studytui.tui.reader.")
_MAIN_SCREEN = "studytui.tui.screens.reading."
_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<")) | frozenset(REPLACED_KEYS)


class Part(Protocol):
    """A concern of a screen: its keys and their actions, which the screen takes over from those in its `PARTS`."""

    BINDING_GROUP_TITLE: str
    BINDINGS: ClassVar[list[BindingType]]


class KeyGroup(Struct, frozen=True):
    """The commands of one class, or of a part of it, under the title that help gives them."""

    title: str
    node: type[DOMNode]
    bindings: tuple[Binding, ...]


def groups() -> list[KeyGroup]:
    """Every class of the screen, or part of one, that has commands of its own, found by walking the classes."""
    import importlib
    import pkgutil

    package = importlib.import_module("studytui.tui")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return [found for node in _below(DOMNode) for found in groups_of(node, inherited=False)]


def groups_of(node: type[DOMNode], *, inherited: bool = True) -> Iterator[KeyGroup]:
    """The commands of a class and, if wanted, of those that it inherits from; these come first."""
    for each in reversed(node.__mro__) if inherited else (node,):
        if each.__module__.startswith("studytui.") and issubclass(each, DOMNode):
            for holder in each.__dict__.get("PARTS", (each,)):
                own = holder.__dict__.get("BINDINGS", ())
                bindings = tuple(binding for binding in own if isinstance(binding, Binding) and binding.id)
                if bindings:
                    yield KeyGroup(holder.BINDING_GROUP_TITLE or holder.__name__, each, bindings)


def _below(node: type[DOMNode]) -> Iterator[type[DOMNode]]:
    waiting, seen = [node], {node}
    while waiting:
        each = waiting.pop()
        if each.__module__.startswith("studytui."):
            yield each
        fresh = [below for below in each.__subclasses__() if below not in seen]
        seen.update(fresh)
        waiting += reversed(fresh)


@cache
def order_of(node: type[DOMNode]) -> Mapping[str, int]:
    """Binding id -> rank of each command among those of its class, in the order in which they were written down."""
    ids = [binding.id for group in groups_of(node) for binding in group.bindings if binding.id]
    return {name: number for number, name in enumerate(ids)}


def display(keys: str) -> str:
    """Keys as a person reads them: `question_mark,f1` is `? f1`."""
    return " ".join(_display(key.strip()) for key in keys.split(",") if key.strip())


def _display(key: str) -> str:
    modifiers, name = _parts(key)
    character = key_to_character(REPLACED_KEYS.get(name, name)) or name
    shown = character if character.isprintable() and not character.isspace() else name
    return "+".join([*modifiers, shown])


def _parts(key: str) -> tuple[list[str], str]:
    """Modifiers and name of a key."""
    modifiers = []
    head, plus, rest = key.partition("+")
    while plus and rest and head in _MODIFIERS:
        modifiers.append(head)
        key = rest
        head, plus, rest = key.partition("+")
    return modifiers, key


def is_key(key: str) -> bool:
    """True for a key name that a terminal can send, such as `ctrl+x`."""
    name = _parts(key)[1]
    return len(name) == 1 or name in _NAMED or key_to_character(name) is not None


def usable(keys: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys that the settings give to commands, without those that no terminal sends, and what is wrong in words."""
    good: dict[str, str] = {}
    problems: list[str] = []
    for name, wanted in keys.items():
        listed = [key.strip() for key in wanted.split(",")]
        problems += [
            f"keys.{name}: no key is called {key}{nearest(key, _NAMED, listed=False)}"
            for key in listed
            if not is_key(key)
        ]
        listed = [key for key in listed if is_key(key)]
        if listed:
            good[name] = ",".join(dict.fromkeys(listed))
    return good, problems


def problems_of(
    keys: Mapping[str, str], commands: Sequence[KeyGroup], preset: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """The warnings about keys that the settings give to commands: each command that there is none of, and each key
    that another command loses, or keeps, by it. Those of a preset are the keys that there were before."""
    having_preset = {**preset, **keys}
    known = {binding.id: (group.node, binding) for group in commands for binding in group.bindings if binding.id}
    having: dict[str, list[str]] = {}
    for name, (_, binding) in known.items():
        for key in _keys_of(binding, having_preset):
            having.setdefault(key, []).append(name)
    problems: list[str] = []
    said: set[tuple[str, frozenset[str]]] = set()
    for name in keys:
        if name not in known:
            near = nearest(name, known, listed=False) or "; ? shows their names"
            problems.append(f"keys.{name}: no command is called so{near}")
            continue
        node, binding = known[name]
        for key in _keys_of(binding, having_preset):
            others = [other for other in having[key] if other != name]
            first = [other for other in others if _goes_first(known[other][0], node)]
            if first:
                problems.append(f"keys.{name}: {key} does something else in some panes: {', '.join(first)}")
            for other in others:
                pair = frozenset((name, other))
                if (key, pair) in said or not _are_one(node, known[other][0]):
                    continue
                said.add((key, pair))
                if other in keys:
                    problems.append(f"keys: {key} is set for both {name} and {other}; one of them needs another key")
                    continue
                left = [each for each in _keys_of(known[other][1], having_preset) if each != key]
                now = f"has only {' '.join(left)} now" if left else "has no key now"
                problems.append(f"keys.{name}: {key} is the key of {other}, which {now}")
    return problems


def _keys_of(binding: Binding, keys: Mapping[str, str]) -> list[str]:
    """The keys of a command, those of the settings instead of its own."""
    return [display(key) for key in keys.get(binding.id or "", binding.key).split(",")]


@cache
def _are_one(one: type[DOMNode], other: type[DOMNode]) -> bool:
    """True if some class inherits from both, so that their bindings meet and one key can't stand for two commands."""
    return any(issubclass(node, one) and issubclass(node, other) for node in _below(DOMNode))


def _goes_first(pane: type[DOMNode], part: type[DOMNode]) -> bool:
    """True if a key reaches the binding of `pane` before that of `part`: the focused widget comes first."""
    is_pane = not issubclass(pane, Screen) and pane.__module__.startswith(_PANES)
    return is_pane and part.__module__.startswith(_MAIN_SCREEN)
