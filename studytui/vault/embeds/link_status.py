"""What the links of a page are, and which note each of them stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from studytui.markdown.document import Link
from studytui.vault.links.resolve import Resolution
from studytui.vault.links.target import is_external
from studytui.vault.vault import Vault

if TYPE_CHECKING:
    from studytui.layout.protocols import LinkStatus


class NoteLinkStatus:
    """The `LinkStatusOf` of one note: whether the targets of its links are there; the same link is resolved once."""

    def __init__(self, vault: Vault, note: str, *, quick: bool = False) -> None:
        self._vault = vault
        self._note = note
        self._quick = quick
        self._known: dict[tuple[str, bool], tuple[LinkStatus, bool]] = {}
        self._guessed: dict[tuple[str, bool], LinkStatus] = {}

    def link_status(self, link: Link) -> LinkStatus:
        """What the link's target is; a link whose heading is missing still opens its note.

        While the vault is not scanned, a quick answer is that the target is there: `differs_in` says what is not so.
        """
        if self._quick and not self._vault.is_scanned:
            guess: LinkStatus = "external" if is_external(link.target, markdown=link.kind != "wiki") else "ok"
            return self._guessed.setdefault((link.target, link.kind == "wiki"), guess)
        return self._look(link)[0]

    def image_missing(self, link: Link) -> bool:
        """Whether an image of the vault is not there; addresses elsewhere are not looked at."""
        return self._look(link)[1]

    def differs_in(self, vault: Vault) -> bool:
        """Whether a link that was asked for is something else in another state of the vault."""
        for (target, wiki), known in self._known.items():
            found = vault.resolve(self._note, target, markdown=not wiki, quick=self._quick)
            if known != _answer(found):
                return True
        for (target, wiki), guess in self._guessed.items():
            status = vault.resolve(self._note, target, markdown=not wiki, quick=self._quick).status
            if guess != ("ok" if status == "ambiguous" else status):  # these look alike
                return True
        return False

    def _look(self, link: Link) -> tuple[LinkStatus, bool]:
        key = (link.target, link.kind == "wiki")
        known = self._known.get(key)
        if known is None:
            found = self._vault.resolve_link(self._note, link, quick=self._quick)
            known = self._known[key] = _answer(found)
        return known


def _answer(found: Resolution) -> tuple[LinkStatus, bool]:
    return found.status, found.status != "external" and found.file is None


class Origin(Struct, frozen=True, gc=False):
    """Provenance of a link on the page that is not the page's own: the note that it was written in.

    Relative targets count from that note. A link that a page of a topic has made itself, to open the note where a line
    stands, has that line.
    """

    note: str
    line: int | None
    """The line to open at; None for a link that stands in the note itself."""
    link: Link


class Origins(Protocol):
    """Tells of each link of one page which note it was written in."""

    def origin_of(self, link: Link) -> Origin | None:
        """Where the link comes from; None for one of the page's own, or one that is not known."""
        ...
