"""Which values each setting takes, one reader a setting, and the message that says what is wrong with one."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast, get_args

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.markdown.legend import BUCKETS, DEFAULT_MEANINGS, Legend, Meaning

GAPS = ("end", "row", "hidden")
"""Where lines that are left out may be counted."""
KEY_PRESETS = ("default", "vim", "emacs")
"""Sets of keys that there are."""
IMAGE_MODES = ("auto", "kitty", "sixel", "iterm", "sextant", "halfblock", "off")
"""How pictures may be drawn."""
START_PAGES = ("reading", "overview")

_NUMBER = lazy_regex(r"-?\d{1,9}")
_SHORT = reprlib.Repr()
_SHORT.maxstring = 60
_SHORT.maxlevel = 2


class SettingsError(Exception):
    """One line: the file (or what stands instead of it), the key, what was expected, and the nearest known key."""

    def __init__(self, file: Path | str, message: str) -> None:
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


Read = Callable[[object], Any]


class Kind(Struct, frozen=True):
    """The type of a setting: the function that reads its value, and the JSON Schema that says the same."""

    read: Read
    """Raises `UnexpectedValueError` for a value that it does not take."""
    schema: Mapping[str, object]


def _text(value: object, expected: str = "text in quotes") -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise UnexpectedValueError(expected, value)
    return value


def _texts(expected: str = "text in quotes") -> Kind:
    return Kind(lambda value: _text(value, expected), {"type": "string", "pattern": "\\S"})


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnexpectedValueError("true or false", value)
    return value


_SWITCH = Kind(_switch, {"type": "boolean"})


def _whole_number(least: int, most: int, *, zero: bool = False) -> Kind:
    expected = f"{'0 or ' if zero else ''}a whole number from {least} to {most}"

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise UnexpectedValueError(expected, value)
        if least <= value <= most or (zero and value == 0):
            return value
        raise UnexpectedValueError(expected, value)

    schema: dict[str, object] = {"type": "integer", "minimum": least, "maximum": most}
    return Kind(read, {"anyOf": [{"const": 0}, schema]} if zero else schema)


def _one_of(choices: Sequence[str]) -> Kind:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise UnexpectedValueError(" or ".join(f'"{choice}"' for choice in choices), value)
        return value

    return Kind(read, {"enum": list(choices)})


def _keys(value: object) -> str:
    expected = 'keys in quotes with a comma between two, such as "ctrl+k,slash"'
    keys = [key.strip() for key in _text(value, expected).split(",")]
    if not all(keys):
        raise UnexpectedValueError(expected, value)
    return ",".join(keys)


PLAIN: Mapping[str, Kind] = {
    "vault": _texts("the path of a folder in quotes"),
    "theme": _texts(),
    "reading_width": _whole_number(20, 1000, zero=True),
    "sidebar_width": _whole_number(16, 120, zero=True),
    "strict_line_breaks": _SWITCH,
    "show_hidden": _SWITCH,
    "show_excluded": _SWITCH,
    "gaps": _one_of(GAPS),
    "show_empty": _SWITCH,
    "show_permalink": _SWITCH,
    "images": _one_of(IMAGE_MODES),
    "mouse": _SWITCH,
    "start_page": _one_of(START_PAGES),
    "show_due": _SWITCH,
    "show_left": _SWITCH,
    "review_new": _whole_number(0, 9999),
    "review_due": _whole_number(0, 9999),
    "key_preset": _one_of(KEY_PRESETS),
    "editor": _texts("a command in quotes"),
    "anki_port": _whole_number(1, 65_535),
    "anki_key": _texts(),
}
"""Kinds of the settings that are one value."""

TABLES: Mapping[str, tuple[Kind, tuple[str, ...]]] = {
    "legend": (_one_of(get_args(Meaning)), BUCKETS),
    "legend_names": (_texts(), BUCKETS),
    "keys": (Kind(_keys, {"type": "string", "pattern": "\\S"}), ()),
}
"""Kind of the values of each table, and the keys that the table takes (any when empty)."""

KNOWN = (*PLAIN, *TABLES)


def values_of(written: str) -> list[object]:
    """The values that a text outside of the file may mean, the likeliest first: `true`, `90`, or the text itself."""
    plain = written.strip()
    if plain.lower() in ("true", "false"):
        return [plain.lower() == "true", written]
    if _NUMBER.fullmatch(plain):
        return [int(plain), written]
    return [written]


def read_value(key: str, raw: object, base: Path) -> tuple[Any, list[str]]:
    """The value for one key of the file, as `Settings` holds it, and a message for each bad entry of a table.

    A relative `vault` counts from `base`. Raises `UnexpectedValueError`; `KeyError` for an unknown key.
    """
    if key in PLAIN:
        value = PLAIN[key].read(raw)
        return (absolute(value, base) if key == "vault" else value), []
    entries, bad = _read_table(key, raw)
    if key == "legend":
        return Legend(MappingProxyType({**DEFAULT_MEANINGS, **cast("dict[str, Meaning]", entries)})), bad
    return MappingProxyType(entries), bad


def absolute(folder: str, base: Path) -> Path:
    """The folder that a text names: `~` is the home folder, a relative path counts from `base`."""
    return base / os.path.expanduser(folder)  # noqa: PTH111 - Path.expanduser raises for a user that is not there


def _read_table(name: str, table: object) -> tuple[dict[str, str], list[str]]:
    kind, known = TABLES[name]
    if not isinstance(table, Mapping):
        raise UnexpectedValueError(f"a table, which begins with [{name}]", table)
    good: dict[str, str] = {}
    bad: list[str] = []
    for key, value in table.items() if known else _flat(table):
        if known and key not in known:
            bad.append(f"{name}.{key} is not a colour{nearest(key, known)}")
            continue
        try:
            good[key] = kind.read(value)
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
