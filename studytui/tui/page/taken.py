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

ALIKE = 0.5
"""Share of lines in common with which a text is that of a note that was moved and edited: Git's for a rename."""
_TELLING = 12
"""Characters of a line that says which text it is in."""
_CANDIDATES = 50


class Digest(Struct, frozen=True):
    """A text as it is known again: by all of it, and by its lines."""

    whole: int
    lines: frozenset[int]

    def alike(self, other: Digest) -> float:
        """The share of lines that both have, of those of the one that has more; 0 where no line tells."""
        most = max(len(self.lines), len(other.lines))
        return len(self.lines & other.lines) / most if most else 0.0


def digest_of(text: str) -> Digest:
    """The digest of a note's text."""
    lines = (line.strip() for line in text.splitlines())
    return Digest(hash(text), frozenset(hash(line) for line in lines if len(line) >= _TELLING))


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
    digest: Digest | None = None
    """Of its own text."""
    sources: tuple[Source, ...] = ()
    """Embeds, links, pictures, and the notes of a topic."""


class News(Struct, frozen=True):
    """The changes of a page in another state of the vault."""

    kind: Literal["same", "gone", "text", "around"]
    """Nothing; its file is not there; its own text is another; something that it takes from elsewhere is."""
    moved_to: str | None = None
    """Of a note that is gone: where it lies now, as its text tells; that may have been edited, too."""
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
    """The one note that has the text of the page now: it was moved by something that writes it anew.

    Else that of the notes that came which has the most lines of it, as a move and an edit may come at once.
    """
    if taken.page.kind != "note" or taken.stamp is None or taken.digest is None:
        return None
    size, name = taken.stamp[0], "/" + base_name(taken.page.path)
    alike = {note.path for note in came if note.size == size}
    alike |= {path for path, note in vault.notes.items() if note.size == size and ("/" + path).endswith(name)}
    digests = {path: _digest(vault, path) for path in sorted(alike)}
    found = [path for path, digest in digests.items() if digest is not None and digest.whole == taken.digest.whole]
    if found:
        return found[0] if len(found) == 1 else None
    near = sorted((note for note in came if note.path.endswith(".md")), key=lambda note: abs(note.size - size))
    digests = {note.path: digests.get(note.path) or _digest(vault, note.path) for note in near[:_CANDIDATES]}
    ranked = sorted((taken.digest.alike(digest), path) for path, digest in digests.items() if digest is not None)
    if not ranked or ranked[-1][0] < ALIKE or (len(ranked) > 1 and ranked[-2][0] == ranked[-1][0]):
        return None
    return ranked[-1][1]


def _digest(vault: Vault, path: str) -> Digest | None:
    try:
        return digest_of(vault.text(path))
    except UnreadableNoteError:
        return None


def _reason(vault: Vault, path: str) -> str:
    for left in vault.unreadable:
        if path == left.path or path.startswith(f"{left.path}/"):
            return left.reason
    return ""
