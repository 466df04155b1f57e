"""Which folder is the vault, and what lies above it (behaviour 1.8, 11.1)."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from studytui.vault.errors import VaultError

SITE_NOTES = ("src", "site", "notes")
"""Where a Digital Garden repository keeps its notes."""
SITE_IMAGES = Path("src", "site", "img", "user")
"""Where it keeps their images."""


class VaultLocation(Struct, frozen=True):
    """A vault's folder and what it is a part of."""

    root: Path
    """Absolute; every note path is relative to it."""
    outer: Path
    """The vault that `root` is a sub-folder of, else `root` itself: only images are read from it."""
    prefix: str
    """Beginning of full paths in links when `root` is a sub-folder: `USMLE/Neurology/`; else empty."""
    images: Path | None
    """The image folder of a Digital Garden repository."""


def find_vault(path: Path) -> tuple[Path, str | None]:
    """The vault's folder for a path that the reader names, and the note in it when the path is a file.

    A folder is the vault itself, or the notes of the Digital Garden repository that it is. A
    file's vault is the nearest folder above it with `.obsidian/`, or a repository's notes, else
    its own folder. Raises VaultError when nothing is there.
    """
    path = _absolute(path)
    if path.is_dir():
        inside = path.joinpath(*SITE_NOTES)
        return (inside if inside.is_dir() else path), None
    if not path.exists():
        raise VaultError(f"there is no folder or note at {path}")
    root = _enclosing(path.parent) or path.parent
    return root, path.relative_to(root).as_posix()


def vault_around(folder: Path) -> Path | None:
    """The vault that a folder is or stands in: the nearest with `.obsidian/`, or the notes of a repository.

    A home folder, and the root of a disk, that happen to be vaults are so only for who stands right in them.
    """
    folder = _absolute(folder)
    for candidate in (folder, *folder.parents):
        wide = candidate == candidate.parent or candidate == _home()
        if wide and candidate != folder:
            continue
        inside = candidate.joinpath(*SITE_NOTES)
        if inside.is_dir():
            return inside
        if candidate.parts[-3:] == SITE_NOTES or (candidate / ".obsidian").is_dir():
            return candidate
    return None


def vault_name(root: Path) -> str:
    """The name that a person gives a vault: its folder, or the repository whose notes it is."""
    named = root.parents[2] if root.parts[-3:] == SITE_NOTES else root
    return named.name or str(root)


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def location_of(root: Path) -> VaultLocation:
    """Where a vault's folder stands."""
    root = _absolute(root)
    outer = _enclosing(root) or root
    relative = root.relative_to(outer).as_posix()
    return VaultLocation(root, outer, "" if relative == "." else relative + "/", _site_images(outer))


def _absolute(path: Path) -> Path:
    # Not resolved: a link to a vault is that vault, under the name the reader knows.
    try:
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100
    except RuntimeError as error:
        raise VaultError(str(error)) from error


def _enclosing(folder: Path) -> Path | None:
    for candidate in (folder, *folder.parents):
        if candidate.parts[-3:] == SITE_NOTES or (candidate / ".obsidian").is_dir():
            return candidate
    return None


def _site_images(outer: Path) -> Path | None:
    if outer.parts[-3:] != SITE_NOTES:
        return None
    images = outer.parents[2] / SITE_IMAGES
    return images if images.is_dir() else None
