"""Which vaults there are: those that were opened lately, and those that Obsidian knows."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from studytui import paths
from studytui.sqlite import path_key, path_of

RECENT_LIMIT = 50
"""Vaults that are remembered; the oldest go first."""
LONGEST_LIST = 1_000_000
"""Bytes of Obsidian's list that are read; it is a few hundred."""
MIGRATIONS: Sequence[Sequence[str]] = (("CREATE TABLE vault (path TEXT PRIMARY KEY, opened REAL NOT NULL)",),)
"""The table, as the migrations that lead to it: append one, never change an entry."""


class KnownVault(Struct, frozen=True):
    """A folder of notes that is there, and who knows it."""

    path: Path
    opened: datetime | None = None
    """When it was last opened here (UTC)."""
    obsidian: bool = False
    """True if it is in Obsidian's own list."""


def vault_opened(root: Path) -> None:
    """Remembers that a vault was opened just now. Never raises: without a place to write it is forgotten."""
    from studytui.state.database import Store

    store = Store(paths.vaults_file(), MIGRATIONS, lambda _: None)
    try:
        store.write(
            (
                "INSERT INTO vault VALUES (?, ?) ON CONFLICT DO UPDATE SET opened = max(opened, excluded.opened)",
                (path_key(str(root)), time.time()),
            ),
            (
                "DELETE FROM vault WHERE path NOT IN (SELECT path FROM vault ORDER BY opened DESC LIMIT ?)",
                (RECENT_LIMIT,),
            ),
        )
    finally:
        store.close()


def known_vaults() -> list[KnownVault]:
    """The vaults that are there: those opened here, the latest first, then the others that Obsidian knows."""
    listed = obsidian_vaults()
    in_obsidian = {_same(path) for path in listed}
    bundled = _same(paths.bundled_notes())
    found: dict[str, KnownVault] = {}
    for path, opened in _recent():
        found.setdefault(_same(path), KnownVault(path, opened, _same(path) in in_obsidian))
    for path in listed:
        found.setdefault(_same(path), KnownVault(path, None, True))
    return [vault for key, vault in found.items() if key != bundled and vault.path.is_dir()]


def _recent() -> list[tuple[Path, datetime]]:
    file = paths.vaults_file()
    if not file.exists():
        return []
    from studytui.state.database import Store

    store = Store(file, MIGRATIONS, lambda _: None)
    try:
        rows = store.read("SELECT path, opened FROM vault ORDER BY opened DESC")
    finally:
        store.close()
    found = []
    for path, opened in rows:
        with suppress(TypeError, ValueError, OverflowError, OSError):
            found.append((Path(path_of(path)), datetime.fromtimestamp(opened, UTC)))
    return found


def obsidian_vaults(
    environ: Mapping[str, str] | None = None, platform: str = sys.platform, home: Path | None = None
) -> list[Path]:
    """The vaults in Obsidian's own list, `obsidian.json`, the latest first; what cannot be understood is left out."""
    environ = os.environ if environ is None else environ
    found: dict[Path, float] = {}
    for file in _obsidian_files(environ, platform, home):
        for path, opened in _listed_in(file):
            found[path] = max(opened, found.get(path, 0.0))
    return sorted(found, key=lambda path: -found[path])


def _obsidian_files(environ: Mapping[str, str], platform: str, home: Path | None) -> Iterable[Path]:
    """Where each system keeps the list, for each way to install Obsidian."""
    if home is None:
        try:
            home = Path.home()
        except RuntimeError:
            return
    name = ("obsidian", "obsidian.json")
    if platform == "win32":
        yield Path(environ.get("APPDATA") or home / "AppData" / "Roaming").joinpath(*name)
    elif platform == "darwin":
        yield home.joinpath("Library", "Application Support", *name)
    else:
        yield Path(environ.get("XDG_CONFIG_HOME") or home / ".config").joinpath(*name)
        yield home.joinpath(".var", "app", "md.obsidian.Obsidian", "config", *name)
        yield home.joinpath("snap", "obsidian", "current", ".config", *name)


def _listed_in(file: Path) -> Iterable[tuple[Path, float]]:
    try:
        if not file.is_file():
            return
        with file.open("rb") as stream:
            content = json.loads(stream.read(LONGEST_LIST))
    except (OSError, ValueError, RecursionError):
        return
    vaults = content.get("vaults") if isinstance(content, dict) else None
    for entry in vaults.values() if isinstance(vaults, dict) else ():
        path = entry.get("path") if isinstance(entry, dict) else None
        opened = entry.get("ts") if isinstance(entry, dict) else None
        if isinstance(path, str) and path and "\0" not in path and Path(path).is_absolute():
            yield Path(path), float(opened) if isinstance(opened, int | float) else 0.0


def _same(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
