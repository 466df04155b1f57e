"""Options of the vault's own `.obsidian/app.json`: excluded files, and how lines break (behaviour 2.6)."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from studytui.expressions import BadPatternError, SlowPatternError, compile_expression, found_in
from studytui.vault.disk import Disk
from studytui.vault.encoding import decode
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.location import VaultLocation
from studytui.vault.names import casefold

_FILE = ".obsidian/app.json"
_LONGEST = 1_000_000
"""Bytes of it that are read."""
_MOST_FILTERS = 1000


class ObsidianOptions(Struct, frozen=True):
    """Of Obsidian's options, those that say something about the notes."""

    excluded: tuple[str, ...] = ()
    """Beginnings of paths, or `/expressions/`."""
    strict_line_breaks: bool | None = None
    """None where Obsidian has not been told."""


def read_options(location: VaultLocation, *, show_excluded: bool = False) -> ObsidianOptions:
    """The options of the vault, or of the one that it is a sub-folder of; what cannot be read says nothing.

    With `show_excluded`, nothing is excluded.
    """
    folder = next((each for each in (location.root, location.outer) if (each / _FILE).is_file()), None)
    options = ObsidianOptions() if folder is None else _read(folder)
    return replace(options, excluded=()) if show_excluded else options


def _read(folder: Path) -> ObsidianOptions:
    try:
        values = json.loads(decode(Disk(folder).read(_FILE, _LONGEST)))
    except (UnreadableNoteError, ValueError, RecursionError):
        return ObsidianOptions()
    if not isinstance(values, dict):
        return ObsidianOptions()
    filters = values.get("userIgnoreFilters")
    strict = values.get("strictLineBreaks")
    return ObsidianOptions(
        tuple(each for each in filters if isinstance(each, str) and each)[:_MOST_FILTERS]
        if isinstance(filters, list)
        else (),
        strict if isinstance(strict, bool) else None,
    )


class Exclusion:
    """Tells which paths are excluded; `prefix` is what paths of the whole vault begin with (`VaultLocation`)."""

    def __init__(self, filters: tuple[str, ...], prefix: str = "") -> None:
        self._prefix = prefix
        self._beginnings = tuple(casefold(each.removeprefix("/")) for each in filters if not _is_expression(each))
        self._patterns = []
        for each in filter(_is_expression, filters):
            try:
                self._patterns.append(compile_expression(each[1:-1]))
            except BadPatternError:
                continue  # Obsidian passes over it too

    def __bool__(self) -> bool:
        return bool(self._beginnings or self._patterns)

    def excludes(self, path: str) -> bool:
        """True if the file at this path is excluded."""
        whole = self._prefix + path
        if casefold(whole).startswith(self._beginnings):
            return True
        for pattern in tuple(self._patterns):
            try:
                if found_in(pattern, whole):
                    return True
            except SlowPatternError:
                self._patterns.remove(pattern)
        return False


def _is_expression(text: str) -> bool:
    return len(text) > 2 and text.startswith("/") and text.endswith("/")
