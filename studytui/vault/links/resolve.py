"""Link resolution, from a target to a note or file: behaviour 2.2, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from studytui.vault import names
from studytui.vault.links.attachments import SITE_IMAGE_ADDRESS, OuterFiles, is_attachment_name
from studytui.vault.links.declared import DeclaredNames
from studytui.vault.links.index import PathIndex
from studytui.vault.links.target import is_external, join, split_target
from studytui.vault.location import VaultLocation

if TYPE_CHECKING:
    from studytui.layout.protocols import LinkStatus

Via = Literal["alias", "permalink"]


class Resolution(Struct, frozen=True):
    """Where a link leads; whether its heading exists is for who opens the note to see."""

    status: LinkStatus
    note: str | None = None
    """Vault-relative path; also of an ambiguous link (the one it opens)."""
    subpath: str | None = None
    """`H1#H2` or `^id`, without the first `#`."""
    candidates: tuple[str, ...] = ()
    """Of an ambiguous link: every path it may mean, the one it opens first."""
    via: Via | None = None
    file: Path | None = None
    """Absolute path of the image or attachment it leads to instead of a note."""


MISSING = Resolution("missing")
EXTERNAL = Resolution("external")


class Resolver:
    """Resolves links over one state of a vault."""

    def __init__(
        self, location: VaultLocation, index: PathIndex, outer: OuterFiles, declared: Callable[[], DeclaredNames]
    ) -> None:
        self._location = location
        self._index = index
        self._outer = outer
        self._declared = declared

    def resolve(self, source: str | None, target: str, *, markdown: bool, quick: bool) -> Resolution:
        """Steps 1 to 9; `quick` leaves out 8 and 9, which look into every note the first time."""
        if is_external(target, markdown=markdown):
            return EXTERNAL
        parts = split_target(target, markdown=markdown)
        if not parts.path:
            return replace(self._lead_to((source,)), subpath=parts.subpath) if source else MISSING
        folder = names.parent(source) if source else ""
        for path in dict.fromkeys((parts.path, parts.raw_path)):
            found = self._by_path(folder, path) or (None if quick else self._by_declared_name(path))
            if found is not None:
                return replace(found, subpath=parts.subpath) if parts.subpath else found
        return replace(MISSING, subpath=parts.subpath)

    def _by_path(self, folder: str, path: str) -> Resolution | None:
        """Steps 2 to 7, then what lies above the vault's folder."""
        if path.startswith(("./", "../")):
            joined = join(folder, path)
            if joined is None:
                return self._file(self._outer.beside(folder, path))
            found = (self._exact(joined) if joined else None) or self._file(self._outer.beside(folder, path))
            if found is not None:
                return found
            path = _without_dots(path)
        if path.startswith("/"):
            return self._from_root(folder, path)
        clean = join("", path)
        if not clean:
            return None
        return (
            self._exact(clean)
            or (None if path.endswith("/") else self._by_name(folder, clean))
            or self._below_prefix(clean)
            or self._file(self._outer.find(clean))
        )

    def _from_root(self, folder: str, path: str) -> Resolution | None:
        if path.lower().startswith(SITE_IMAGE_ADDRESS):
            published = path[len(SITE_IMAGE_ADDRESS) :]
            clean = join("", published)
            found = (self._exact(clean) if clean else None) or self._file(self._outer.find(published))
            if found is None and is_attachment_name(path):
                # The file may have been kept without its folder (behaviour 8.2).
                found = self._by_name(folder, names.base_name(published))
            return found
        clean = join("", path.strip("/"))
        return (self._exact(clean) or self._below_prefix(clean)) if clean else None

    def _exact(self, path: str) -> Resolution | None:
        """Step 4."""
        for spelling in _spellings(path):
            found = self._index.at(spelling)
            if found:
                return self._lead_to(found)
        return None

    def _by_name(self, folder: str, path: str) -> Resolution | None:
        """Steps 5 to 7."""
        below = folder + "/" if folder else ""
        for spelling in _spellings(path):
            found = self._index.ending_with(spelling)
            if found:
                return self._lead_to(tuple(sorted(found, key=lambda hit: (not hit.startswith(below), len(hit), hit))))
        return None

    def _below_prefix(self, path: str) -> Resolution | None:
        """A full path of the vault that this one is a sub-folder of (behaviour 1.8)."""
        prefix = self._location.prefix
        if prefix and names.fold_path(path).startswith(names.fold_path(prefix)):
            return self._exact("/".join(path.split("/")[prefix.count("/") :]))
        return None

    def _by_declared_name(self, path: str) -> Resolution | None:
        """Steps 8 and 9, then the prefix that permalinks tell of."""
        declared = self._declared()
        published = declared.by_permalink(path)
        if published:
            return replace(self._lead_to(published), via="permalink")
        if not path.startswith("/"):
            aliased = declared.by_alias(path)
            if aliased:
                return replace(self._lead_to(aliased), via="alias")
        address = path[len(SITE_IMAGE_ADDRESS) :] if path.lower().startswith(SITE_IMAGE_ADDRESS) else path
        below = declared.without_prefix(address)
        return self._exact(below) if below else None

    def _lead_to(self, found: tuple[str, ...]) -> Resolution:
        first = found[0]
        status: LinkStatus = "ok" if len(found) == 1 else "ambiguous"
        candidates = () if len(found) == 1 else found
        if names.is_note_name(first) or names.is_canvas(first):
            return Resolution(status, note=first, candidates=candidates)
        return Resolution(status, candidates=candidates, file=self._location.root / first)

    @staticmethod
    def _file(path: Path | None) -> Resolution | None:
        return None if path is None else Resolution("ok", file=path)


def _spellings(path: str) -> Iterator[str]:
    """A name with a dot may be whole; `Note.1` may also mean `Note.1.md`."""
    if "." in names.base_name(path):
        yield path
        yield path + names.NOTE_SUFFIX
    else:
        yield path + names.NOTE_SUFFIX
        yield path


def _without_dots(path: str) -> str:
    while path.startswith(("./", "../")):
        path = path.partition("/")[2].lstrip("/")
    return path
