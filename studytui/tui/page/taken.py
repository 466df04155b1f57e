"""Sources that a page was made of, and if they changed since; for a worker, as files are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from msgspec import Struct

from studytui.tui.page.pages import Page
from studytui.vault import Note, UnreadableNoteError, Vault
from studytui.vault.names import base_name

Stamp = tuple[int, int]
"""Size and time of change of a file."""


class Source(Protocol):
    """Something that a page was made with."""

    def differs_in(self, vault: Vault) -> bool:
        """True if it would be something else in another state of the vault."""
        ...


class Taken(Struct, frozen=True):
    """The files that a page was made of."""

    page: Page
    vault: Vault
    """The state of the vault that it was made from."""
    stamp: Stamp | None = None
    """Of its own file, as it was when the vault was read, or before the file was."""
    digest: int | None = None
    """Of its own text."""
    sources: tuple[Source, ...] = ()
    """Embeds, links, pictures, and the notes of a topic."""


class News(Struct, frozen=True):
    """The changes of a page in another state of the vault."""

    kind: Literal["same", "gone", "text", "around"]
    """Nothing; its file is not there; its own text is another; something that it takes from elsewhere is."""
    moved_to: str | None = None
    """Of a note that is gone: where it lies now, as its text tells."""
    reason: str = ""
    """Why a file that is not there is not, where more is known."""


def look(vault: Vault, taken: Taken, came: Iterable[Note] = ()) -> News:
    """Compares a page with a state of the vault; `came` are notes that were not in the state before."""
    page = taken.page
    if not page.of_topic:
        stamp = vault.stamp(page.path)
        if stamp is None:
            return News("gone", _found_again(vault, taken, came), _reason(vault, page.path))
        if stamp != taken.stamp:
            return News("text")
    elif not page.path.startswith("#") and page.path not in vault.topics:
        return News("gone")
    return News("around" if any(source.differs_in(vault) for source in taken.sources) else "same")


def _found_again(vault: Vault, taken: Taken, came: Iterable[Note]) -> str | None:
    """The one note that has the text of the page now: it was moved by something that writes it anew."""
    if taken.page.kind != "note" or taken.stamp is None or taken.digest is None:
        return None
    size, name = taken.stamp[0], "/" + base_name(taken.page.path)
    alike = {note.path for note in came if note.size == size}
    alike |= {path for path, note in vault.notes.items() if note.size == size and ("/" + path).endswith(name)}
    found = [path for path in sorted(alike) if _digest(vault, path) == taken.digest]
    return found[0] if len(found) == 1 else None


def _digest(vault: Vault, path: str) -> int | None:
    try:
        return hash(vault.text(path))
    except UnreadableNoteError:
        return None


def _reason(vault: Vault, path: str) -> str:
    for left in vault.unreadable:
        if path == left.path or path.startswith(f"{left.path}/"):
            return left.reason
    return ""
