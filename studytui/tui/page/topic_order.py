"""The notes of a topic in the order of the tree, each found by its number, without a look into the others."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping

from studytui.vault import Leaf, Vault


class TopicOrder:
    """The notes of a topic by number, excluded notes left out; only folders on the way are listed."""

    def __init__(self, vault: Vault, topic: str) -> None:
        self._vault = vault
        self._notes: Collection[str] | None = None
        """Of a tag: the notes that have it."""
        self._counts: Mapping[str, int] | None = None
        self._listed: dict[str, tuple[list[int], list[str]]] = {}
        """Of a folder: numbers, counted in it, at which what lies in it begins; and their paths, folders with `/`."""
        self._folder = "" if topic.startswith("#") else topic
        if topic.startswith("#"):
            self._notes = frozenset(vault.tagged(topic)) - vault.excluded
            counts: Counter[str] = Counter()
            for path in self._notes:
                folder = path
                while folder:
                    folder = folder.rpartition("/")[0]
                    counts[folder] += 1
            self._counts = counts

    def __len__(self) -> int:
        return self._count(self._folder)

    def holds(self, path: str) -> bool:
        """True if a note, there or not, is one of the topic."""
        return path in self._notes if self._notes is not None else path.startswith(f"{self._folder}/".lstrip("/"))

    def path(self, number: int) -> str:
        """The path of the note with this number, from 0."""
        folder = self._folder
        while True:
            begins, paths = self._list(folder)
            at = bisect_right(begins, number) - 1
            number -= begins[at]
            if not paths[at].endswith("/"):
                return paths[at]
            folder = paths[at].rstrip("/")

    def number(self, path: str) -> int | None:
        """The number of a note; None of one that is not in the topic."""
        folder, before = self._folder, 0
        while True:
            begins, paths = self._list(folder)
            for begin, child in zip(begins, paths, strict=True):
                if child == path:
                    return before + begin
                if child.endswith("/") and path.startswith(child):
                    folder, before = child.rstrip("/"), before + begin
                    break
            else:
                return None

    def _count(self, folder: str) -> int:
        if self._counts is not None:
            return self._counts.get(folder, 0)
        return self._vault.topics.folder(folder).notes if folder in self._vault.topics else 0

    def _is_one(self, leaf: Leaf) -> bool:
        return not leaf.excluded and (self._notes is None or leaf.path in self._notes)

    def _list(self, folder: str) -> tuple[list[int], list[str]]:
        known = self._listed.get(folder)
        if known is None:
            begins: list[int] = []
            paths: list[str] = []
            number = 0
            for child in self._vault.topics.children(folder):
                note = isinstance(child, Leaf)
                count = self._is_one(child) if isinstance(child, Leaf) else self._count(child.path)
                if count:
                    begins.append(number)
                    paths.append(child.path if note else f"{child.path}/")
                    number += count
            known = self._listed[folder] = (begins, paths)
        return known
