"""What is wrong with a settings file, said in one line."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from pathlib import Path


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


_SHORT = reprlib.Repr()
_SHORT.maxstring = 60
_SHORT.maxlevel = 2
