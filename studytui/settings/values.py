"""Which values each setting takes, one reader a setting, and the message that says what is wrong with one."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast, get_args

from studytui.markdown.legend import BUCKETS, DEFAULT_MEANINGS, Legend, Meaning

IMAGE_MODES = ("auto", "kitty", "sixel", "halfblock", "off")
"""How pictures may be drawn."""
START_PAGES = ("reading", "overview")

_SHORT = reprlib.Repr()
_SHORT.maxstring = 60
_SHORT.maxlevel = 2


class SettingsError(Exception):
    """One line: the file, the key, what was expected, and the nearest known key."""

    def __init__(self, file: Path, message: str) -> None:
        super().__init__(one_line(f"{file}: {message if len(message) <= 400 else message[:399] + '…'}"))


class UnexpectedValueError(Exception):
    """The value is not what the setting takes; the message says what it takes."""

    def __init__(self, expected: str, value: object) -> None:
        super().__init__(f"expected {expected}, not {shown(value)}")


def one_line(text: str) -> str:
    """The text with line ends and control characters escaped (`\\n`)."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def shown(value: object) -> str:
    """A value as a message quotes it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return _SHORT.repr(value)
    except ValueError:  # an integer of thousands of digits has no decimal form in Python
        return "a number of thousands of digits"


def nearest(name: str, known: Iterable[str], *, listed: bool = True) -> str:
    """`; did you mean x?` for a name that is like a known one, else the known ones, if they are to be listed."""
    from rapidfuzz import fuzz, process, utils

    names = list(known)
    best = process.extractOne(name, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60)
    if best:
        return f"; did you mean {best[0]}?"
    return f"; known: {', '.join(names)}" if listed else ""


def _text(value: object, expected: str = "text in quotes") -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise UnexpectedValueError(expected, value)
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnexpectedValueError("true or false", value)
    return value


def _columns(least: int, most: int, *, zero: bool = False) -> Callable[[object], int]:
    expected = f"{'0 or ' if zero else ''}a whole number from {least} to {most}"

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise UnexpectedValueError(expected, value)
        if least <= value <= most or (zero and value == 0):
            return value
        raise UnexpectedValueError(expected, value)

    return read


def _meaning(value: object) -> str:
    meanings = get_args(Meaning)
    if not isinstance(value, str) or value not in meanings:
        raise UnexpectedValueError(" or ".join(f'"{meaning}"' for meaning in meanings), value)
    return value


def _one_of(known: Sequence[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise UnexpectedValueError(" or ".join(f'"{each}"' for each in known), value)
        return value

    return read


def _keys(value: object) -> str:
    expected = 'keys in quotes with a comma between two, such as "ctrl+k,slash"'
    keys = [key.strip() for key in _text(value, expected).split(",")]
    if not all(keys):
        raise UnexpectedValueError(expected, value)
    return ",".join(keys)


PLAIN: Mapping[str, Callable[[object], Any]] = {
    "vault": lambda value: _text(value, "the path of a folder in quotes"),
    "theme": _text,
    "reading_width": _columns(20, 1000, zero=True),
    "sidebar_width": _columns(16, 120),
    "strict_line_breaks": _switch,
    "show_hidden": _switch,
    "images": _one_of(IMAGE_MODES),
    "mouse": _switch,
    "show_due": _switch,
    "show_left": _switch,
    "start_page": _one_of(START_PAGES),
    "review_new": _columns(0, 9999),
    "review_due": _columns(0, 9999),
    "editor": lambda value: _text(value, "a command in quotes"),
}
"""Readers of the settings that are one value; each raises `UnexpectedValueError`."""

TABLES: Mapping[str, tuple[Callable[[object], str], tuple[str, ...]]] = {
    "legend": (_meaning, BUCKETS),
    "legend_names": (_text, BUCKETS),
    "keys": (_keys, ()),
}
"""Reader of the values of each table, and the keys that the table takes (any when empty)."""

KNOWN = (*PLAIN, *TABLES)


def read_value(key: str, raw: object, base: Path) -> tuple[Any, list[str]]:
    """What `Settings` holds for one key of the file, and a message for each bad entry of a table.

    A relative `vault` counts from `base`. Raises `UnexpectedValueError`; `KeyError` for an unknown key.
    """
    if key in PLAIN:
        value = PLAIN[key](raw)
        return (absolute(value, base) if key == "vault" else value), []
    entries, bad = _read_table(key, raw)
    if key == "legend":
        return Legend(MappingProxyType({**DEFAULT_MEANINGS, **cast("dict[str, Meaning]", entries)})), bad
    return MappingProxyType(entries), bad


def absolute(folder: str, base: Path) -> Path:
    """The folder that a text names: `~` is the home folder, a relative path counts from `base`."""
    return base / os.path.expanduser(folder)  # noqa: PTH111 - Path.expanduser raises for a user that is not there


def _read_table(name: str, table: object) -> tuple[dict[str, str], list[str]]:
    read, known = TABLES[name]
    if not isinstance(table, Mapping):
        raise UnexpectedValueError(f"a table, which begins with [{name}]", table)
    good: dict[str, str] = {}
    bad: list[str] = []
    for key, value in table.items() if known else _flat(table):
        if known and key not in known:
            bad.append(f"{name}.{key} is not a colour{nearest(key, known)}")
            continue
        try:
            good[key] = read(value)
        except UnexpectedValueError as error:
            bad.append(f"{name}.{key}: {error}")
    return good, bad


def _flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The entries with dotted names: `a.b = 1` (a table in a table, for TOML) and `"a.b" = 1` are the same."""
    waiting = list(table.items())[::-1]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, Mapping) and value:
            waiting += [(f"{name}.{key}", inner) for key, inner in value.items()][::-1]
        else:
            yield name, value
