"""Destination of a link that is opened: a place, a file, an address, or a clear word about why not."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from studytui.markdown.document import Link
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.vault import Vault
from studytui.vault.embeds import Origins

SAFE_SCHEMES = ("http:", "https:", "mailto:", "obsidian:")
"""Addresses that may be handed to the system; every other scheme is only named."""


class OpenPlace(Struct, frozen=True):
    """A note of this vault."""

    place: Place
    candidates: tuple[str, ...] = ()
    """Every note that the link may mean, if more than one."""
    via: str | None = None
    """`alias` or `permalink`, when that is how the note was found."""


class OpenFile(Struct, frozen=True):
    """A file of this vault that is not a note: the system opens it."""

    path: Path


class OpenAddress(Struct, frozen=True):
    """An address outside."""

    url: str


class NotHere(Struct, frozen=True):
    """A broken link: no note, file or place in this vault, with the nearest names."""

    target: str
    nearest: tuple[str, ...]


class Refused(Struct, frozen=True):
    """An address that is not opened."""

    reason: str


Destination = OpenPlace | OpenFile | OpenAddress | NotHere | Refused


def destination(vault: Vault, page: Page, origins: Origins | None, link: Link) -> Destination:
    """The destination of a link on a page; may read frontmatter from disk, so not for the event loop."""
    source = page.path
    origin = origins.origin_of(link) if origins is not None else None
    if origin is not None:
        source = origin.note
        if origin.line is not None:
            return OpenPlace(Place(Page("note", origin.note), Anchor(origin.line, 0, 3)))
        link = origin.link
    elif page.of_topic:
        return NotHere(link.target, ())
    return from_note(vault, source, link.target, markdown=link.kind != "wiki")


def from_note(vault: Vault, source: str | None, target: str, *, markdown: bool) -> Destination:
    """The destination of a target as it is written in a note."""
    found = vault.resolve(source, target, markdown=markdown)
    if found.status == "external":
        if target.lower().startswith(SAFE_SCHEMES):
            return OpenAddress(target)
        return Refused(f"not opened, as only web, mail and Obsidian addresses are: {target}")
    if found.note is not None:
        place = Place(Page("note", found.note), subpath=found.subpath)
        return OpenPlace(place, found.candidates if found.status == "ambiguous" else (), found.via)
    if found.file is not None:
        return OpenFile(found.file)
    return NotHere(target, tuple(vault.nearest(target, 8)))
