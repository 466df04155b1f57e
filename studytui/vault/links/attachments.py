"""Images and other files that notes show: in the vault, in a site's image folder, or in the vault above."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from studytui.markdown.file_types import MEDIUM_OF
from studytui.vault import names
from studytui.vault.disk import file_stamp
from studytui.vault.errors import VaultError
from studytui.vault.links.index import PathIndex
from studytui.vault.links.target import join
from studytui.vault.location import VaultLocation
from studytui.vault.scan import scan

SITE_IMAGE_ADDRESS = "/img/user/"
"""Where a Digital Garden publishes the files of its vault (behaviour 1.8)."""

_DRAWING = "excalidraw"


def is_attachment_name(path: str) -> bool:
    """True if a target ends like a file that Obsidian shows but that is no note (behaviour 4.8)."""
    _, dot, ending = names.base_name(path).rpartition(".")
    return bool(dot) and not names.is_canvas(path) and (ending.lower() in MEDIUM_OF or ending.lower() == _DRAWING)


class _Listed(Struct, frozen=True):
    """The files of the folders, as they were when they were listed."""

    indexes: tuple[tuple[Path, PathIndex], ...]
    stamps: dict[Path, tuple[int, int] | None]
    """Of every folder, and of every file that was found."""


class OuterFiles:
    """Files that belong to the vault and lie outside its folder; folders are listed when first asked for."""

    def __init__(self, location: VaultLocation) -> None:
        self._location = location
        self._listed: _Listed | None = None

    def find(self, path: str) -> Path | None:
        """A file by its path in the whole vault, or by the end of it; None when there is none."""
        if names.is_note_name(path):
            return None
        clean = join("", path.lstrip("/"))
        if not clean:
            return None
        listed = self._listed = self._listed or self._list()
        for folder, index in listed.indexes:
            found = index.at(clean) or index.ending_with(clean)
            if found:
                file = folder / min(found, key=lambda hit: (len(hit), hit))
                if file not in listed.stamps:
                    listed.stamps[file] = file_stamp(file)
                return file
        return None

    def beside(self, folder: str, path: str) -> Path | None:
        """A file by a path relative to a folder of this vault; it may lead above the vault's folder."""
        joined = join(self._location.prefix + folder, path)
        return self.find(joined) if joined else None

    def changed(self) -> bool:
        """True, once, if a file that was found is another now, or one came or went; for a worker.

        Nothing else tells of it: what lies outside the vault's folder is not watched.
        """
        listed = self._listed
        if listed is None or all(file_stamp(path) == stamp for path, stamp in tuple(listed.stamps.items())):
            return False
        self._listed = None
        return True

    def _list(self) -> _Listed:
        root, indexes, stamps = self._location.root, [], {}
        outer = self._location.outer if self._location.outer != root else None
        for folder in filter(None, (self._location.images, outer)):
            stamps[folder] = file_stamp(folder)
            try:
                found = scan(folder)
            except VaultError:
                continue
            indexes.append((folder, PathIndex(found.files)))
            for path in {names.parent(path) for paths in (found.notes, found.files) for path in paths}:
                below = folder / path
                if not below.is_relative_to(root):
                    stamps[below] = file_stamp(below)
        return _Listed(tuple(indexes), stamps)
