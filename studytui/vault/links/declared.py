"""Names that notes give themselves in frontmatter: permalinks, aliases, and the prefix they tell of.

Reading them costs a look into every note, so it waits until a link does not resolve by its path
(behaviour 2.2.8, 2.2.9, 1.8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from urllib.parse import unquote

from studytui.vault import names
from studytui.vault.frontmatters import Naming


class DeclaredNames:
    """Permalinks and explicit aliases of every note; implicit aliases (behaviour 1.5) are none of these."""

    def __init__(self, named: Iterable[tuple[str, Naming]]) -> None:
        permalinks: dict[str, list[str]] = {}
        aliases: dict[str, list[str]] = {}
        prefixes: Counter[tuple[str, ...]] = Counter()
        for path, naming in named:
            for permalink in naming.permalinks:
                segments = _segments(permalink)
                address = names.fold_path("/".join(segments))
                permalinks.setdefault(address, []).append(path)
                prefix = _prefix(address, names.fold_path(names.without_suffix(path)))
                if prefix is not None:
                    prefixes[prefix] += 1
            if naming.home:
                permalinks.setdefault("", []).append(path)
            for alias in naming.aliases:
                aliases.setdefault(names.fold_name(alias), []).append(path)
        self._permalinks = _settled(permalinks)
        self._aliases = _settled(aliases)
        self._prefix = max(prefixes, key=lambda prefix: (prefixes[prefix], prefix), default=())

    def by_permalink(self, address: str) -> tuple[str, ...]:
        """The notes that are published at this address: as written first, else in any slug of it."""
        segments = _segments(address)
        if not segments:
            return _unique(self._permalinks.get("", ())) if address.strip() == "/" else ()
        address = names.fold_path("/".join(segments))
        return _unique(self._permalinks.get(address) or self._slugs.get(_slug(address), ()))

    @cached_property
    def _slugs(self) -> dict[str, tuple[str, ...]]:
        slugs: dict[str, list[str]] = {}
        for address, paths in self._permalinks.items():
            slugs.setdefault(_slug(address), []).extend(paths)
        return _settled(slugs)

    def by_alias(self, name: str) -> tuple[str, ...]:
        """The notes that list this alias."""
        return _unique(self._aliases.get(names.fold_name(name), ()))

    def without_prefix(self, path: str) -> str | None:
        """The path below the folder that this vault is a copy of; None when it is not in that folder.

        A file `Neurology/ALS.md` with the permalink `/USMLE/Neurology/ALS/` tells the prefix `USMLE/`.
        """
        segments = [segment for segment in path.split("/") if segment]
        head = tuple(_slug(names.casefold(segment)) for segment in segments[: len(self._prefix)])
        if not self._prefix or head != self._prefix or len(segments) == len(head):
            return None
        return "/".join(segments[len(head) :])


def _settled(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The same in half the memory, through which the collector need not look."""
    return {key: tuple(paths) for key, paths in lists.items()}


def _unique(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths), key=lambda path: (len(path), path)))


def _segments(address: str) -> list[str]:
    with suppress(UnicodeDecodeError):
        address = unquote(address, errors="strict")
    return [segment for segment in address.split("/") if segment]


def _slug(address: str) -> str:
    return "/".join(names.slug_key(segment) or segment for segment in address.split("/"))


def _prefix(address: str, path: str) -> tuple[str, ...] | None:
    """The slugs of what stands before a note's own path in its permalink; None when it is not that path."""
    if address == path:
        return ()
    if not address.endswith("/" + path):
        address, path = _slug(address), _slug(path)
        if address == path:
            return ()
        if not address.endswith("/" + path):
            return None
    return tuple(_slug(address[: -len(path)].strip("/")).split("/"))
