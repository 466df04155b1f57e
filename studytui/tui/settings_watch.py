"""Settings that are saved while the program runs: found by a worker, and in force at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from studytui import paths
from studytui.settings import Loaded, Settings, load

LOOK_SECONDS = 1.0
"""How often is looked whether the file was saved."""

Stamp = tuple[tuple[str, int, int], ...]


def saved_settings(sets: Sequence[str], leaving: Event) -> Iterator[tuple[Loaded, dict[str, object]]]:
    """Each time that the file or a theme is saved: all settings, and those that are others than before."""
    known, stamp = load(sets=sets).settings, _stamp()
    while not leaving.wait(LOOK_SECONDS):
        now = _stamp()
        if now == stamp:
            continue
        stamp = now
        loaded = load(sets=sets)
        changed = {name: getattr(loaded.settings, name) for name in Settings.__struct_fields__}
        yield loaded, {name: new for name, new in changed.items() if new != getattr(known, name)}
        known = loaded.settings


def _stamp() -> Stamp:
    """Sizes and times of the settings file and the themes, which tell whether one was saved."""
    found = []
    for file in (paths.config_file(), *_themes(paths.themes_dir())):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _themes(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []
