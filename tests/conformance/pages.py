"""A page as rows of characters that know their roles: the one thing that both sides are turned into.

A row is what stands before its text (bars, bullets, numbers, indentation) and the text, in which blanks count as one and
have no roles. Code keeps its blanks; before a row of a table those of its first cell are not told from indentation, and
left out. Rows without text are left out, unless a list item begins on them.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

BULLETS = "•◦▪"
QUOTE = "▎ "
CALLOUT = "┃ "
CODE = "│ "
TABLE = "│"
RULE = "─" * 3

Role = tuple[str, ...]
"""Its name; of a link or an image also the target, of a heading its level."""


class Row(NamedTuple):
    """One row."""

    before: str
    runs: tuple[tuple[str, frozenset[Role]], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    def __str__(self) -> str:
        return self.before + "".join(f"{{{_names(roles)}|{text}}}" if roles else text for text, roles in self.runs)


def _names(roles: frozenset[Role]) -> str:
    return " ".join(":".join(role) for role in sorted(roles))


class Characters:
    """Text that grows, a set of roles a character."""

    def __init__(self) -> None:
        self._characters: list[tuple[str, frozenset[Role]]] = []

    def add(self, text: str, roles: frozenset[Role] = frozenset()) -> None:
        self._characters += ((character, roles) for character in text)

    def clear(self) -> None:
        self._characters.clear()

    def row(self, before: str, *, exact: bool = False) -> Row:
        """A row of the text so far, which begins anew."""
        characters, self._characters = self._characters, []
        kept: list[tuple[str, frozenset[Role]]] = []
        for character, roles in characters:
            if character in " \t\n":
                if exact or (kept and kept[-1][0] != " "):
                    kept.append((" ", frozenset()))
            else:
                kept.append((character, roles))
        while kept and kept[-1][0].isspace():
            kept.pop()
        runs: list[tuple[str, frozenset[Role]]] = []
        for character, roles in kept:
            if runs and (runs[-1][1] == roles or character == " "):
                runs[-1] = (runs[-1][0] + character, runs[-1][1])
            elif runs and runs[-1][0].isspace():
                runs[-1] = (runs[-1][0] + character, roles)
            else:
                runs.append((character, roles))
        made = Row(before, tuple(runs))
        aligned = not exact and TABLE in made.text
        return Row(before.rstrip(" "), made.runs) if aligned or not runs else made


def address(written: str) -> str:
    """An address in the one form in which both sides compare it."""
    return unquote(written.strip())


def name_of(target: str) -> str:
    """What an image without alt text is called: the last segment of its address."""
    return address(target).rstrip("/").rpartition("/")[2] or address(target)
