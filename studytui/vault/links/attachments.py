"""Images and other files that notes show: in the vault, in a site's image folder, or in the vault above."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from studytui.markdown.file_types import MEDIUM_OF
from studytui.vault import names
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


class OuterFiles:
    """Files that belong to the vault and lie outside its folder; folders are listed when first asked for."""

    def __init__(self, location: VaultLocation) -> None:
        self._location = location

    def find(self, path: str) -> Path | None:
        """A file by its path in the whole vault, or by the end of it; None when there is none."""
        if names.is_note_name(path):
            return None
        clean = join("", path.lstrip("/"))
        if not clean:
            return None
        for folder, index in self._indexes:
            found = index.at(clean) or index.ending_with(clean)
            if found:
                return folder / min(found, key=lambda hit: (len(hit), hit))
        return None

    def beside(self, folder: str, path: str) -> Path | None:
        """A file by a path relative to a folder of this vault; it may lead above the vault's folder."""
        joined = join(self._location.prefix + folder, path)
        return self.find(joined) if joined else None

    @cached_property
    def _indexes(self) -> tuple[tuple[Path, PathIndex], ...]:
        folders = []
        if self._location.images is not None:
            folders.append(self._location.images)
        if self._location.outer != self._location.root:
            folders.append(self._location.outer)
        indexes = []
        for folder in folders:
            try:
                indexes.append((folder, PathIndex(scan(folder).files)))
            except VaultError:
                continue
        return tuple(indexes)
