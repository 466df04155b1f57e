"""Whether an open note has changed on disk since it was read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

from studytui.tui.page.pages import Page
from studytui.vault import Vault

Signature = tuple[int, int]
"""Time of change in nanoseconds, and size in bytes."""


class NoteWatch:
    """The signatures that pages had on disk when they were read, or before; None where there was no file."""

    def __init__(self) -> None:
        self._seen: dict[Page, Signature | None] = {}

    def begin(self, page: Page, vault: Vault | None) -> None:
        """A page is about to be read: what changes from now on, even meanwhile, will be seen."""
        # As it was when the vault was read: it may have changed since.
        note = vault.notes.get(page.path) if vault is not None else None
        self._seen[page] = None if note is None else (note.mtime_ns, note.size)

    async def look(self, page: Page, vault: Vault) -> Literal["same", "changed", "gone"]:
        """Compares the file with what was seen last; one that is back counts once the vault was read again."""
        signature = await asyncio.to_thread(_signature, vault.root / page.path)
        if page not in self._seen or (signature is not None and page.path not in vault.notes):
            return "same"
        before, self._seen[page] = self._seen[page], signature
        if before == signature:
            return "same"
        return "gone" if signature is None else "changed"


def _signature(path: Path) -> Signature | None:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size
