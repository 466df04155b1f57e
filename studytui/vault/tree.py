"""The topic tree: folders and notes in the order of a Digital Garden (behaviour 2.5.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from msgspec import Struct

from studytui.markdown.document import Frontmatter
from studytui.vault import names
from studytui.vault.scan import Note


class Leaf(Struct, frozen=True, gc=False):
    """A note in the tree."""

    path: str
    label: str
    """Frontmatter `title`, else the file's stem."""
    pinned: bool
    hidden: bool
    """The note hides itself on the site; it is shown dim."""
    excluded: bool = False
    """Obsidian is told to leave it out: it is shown dim and not counted (behaviour 2.6)."""


class Folder(Struct, frozen=True):
    """A folder in the tree; its children are read when they are asked for."""

    path: str
    """Vault-relative, without a final `/`; empty for the root."""
    name: str
    notes: int
    """How many notes are in it, at any depth, those that are excluded not counted."""
    tree: Tree

    def children(self) -> tuple[Folder | Leaf, ...]:
        """Pinned notes, then folders, then notes; each group in natural order without case."""
        return self.tree.children(self.path)

    def children_at_once(self) -> tuple[Folder | Leaf, ...]:
        """The same as far as it is known: notes that were not looked into yet go by the names of their files."""
        return self.tree.children_at_once(self.path)

    def leaves(self) -> Iterator[Leaf]:
        """Every note in it that is not excluded, at any depth, in the order of the tree."""
        waiting: list[Folder | Leaf] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Folder):
                waiting += reversed(node.children())
            elif not node.excluded:
                yield node


class Tree:
    """The folders that hold notes; titles are read only for a folder that is listed."""

    def __init__(
        self,
        root_name: str,
        notes: Mapping[str, Note],
        frontmatter_of: Callable[[Note], Frontmatter],
        known_of: Callable[[Note], Frontmatter | None],
        excluded: Collection[str] = (),
    ) -> None:
        self._excluded = excluded
        self._root_name = root_name
        self._frontmatter_of = frontmatter_of
        self._known_of = known_of
        self._notes: dict[str, list[Note]] = {"": []}
        for note in notes.values():
            self._notes.setdefault(note.folder, []).append(note)
        self._counts: dict[str, int] = {}
        self._folders: dict[str, list[str]] = {"": []}
        for folder, inside in self._notes.items():
            self._count(folder, sum(note.path not in excluded for note in inside) if excluded else len(inside))
        # Paths in place of folders: a folder knows its tree, and a tree of an earlier scan is to go at once.
        self._listed: dict[str, tuple[str | Leaf, ...]] = {}

    def _count(self, folder: str, added: int) -> None:
        while True:
            known = folder in self._counts
            self._counts[folder] = self._counts.get(folder, 0) + added
            if not folder:
                return
            above = names.parent(folder)
            if not known:
                self._folders.setdefault(above, []).append(folder)
            folder = above

    def folder(self, path: str) -> Folder:
        """The folder at this path, spelt as on disk. Raises KeyError when no notes are in it."""
        return Folder(path, names.base_name(path) or self._root_name, self._counts[path], self)

    def __contains__(self, path: str) -> bool:
        """True if notes are in this folder, at any depth."""
        return path in self._counts

    def folders(self) -> tuple[str, ...]:
        """The paths of all folders that hold notes, at any depth, without the root."""
        return tuple(sorted(path for path in self._counts if path))

    def children(self, path: str) -> tuple[Folder | Leaf, ...]:
        """The children of `Folder.children`, kept after the first time."""
        listed = self._listed.get(path)
        if listed is None:
            listed = self._listed[path] = self._list(path, self._frontmatter_of)
        return self._made(listed)

    def children_at_once(self, path: str) -> tuple[Folder | Leaf, ...]:
        """The children of `Folder.children_at_once`."""
        return self._made(self._listed.get(path) or self._list(path, lambda note: self._known_of(note) or _UNREAD))

    def _made(self, listed: tuple[str | Leaf, ...]) -> tuple[Folder | Leaf, ...]:
        return tuple(each if isinstance(each, Leaf) else self.folder(each) for each in listed)

    def _list(self, path: str, frontmatter_of: Callable[[Note], Frontmatter]) -> tuple[str | Leaf, ...]:
        folders = sorted(self._folders.get(path, ()), key=lambda inside: names.natural_key(names.base_name(inside)))
        leaves = [self._leaf(note, frontmatter_of(note)) for note in self._notes.get(path, ())]
        leaves.sort(key=lambda leaf: (names.natural_key(leaf.label), leaf.path))
        return (
            *(leaf for leaf in leaves if leaf.pinned),
            *folders,
            *(leaf for leaf in leaves if not leaf.pinned),
        )

    def leaf(self, note: Note) -> Leaf:
        """One note as the tree shows it."""
        return self._leaf(note, self._frontmatter_of(note))

    def _leaf(self, note: Note, frontmatter: Frontmatter) -> Leaf:
        label, excluded = frontmatter.title or note.stem, note.path in self._excluded
        return Leaf(note.path, label, frontmatter.pinned, frontmatter.hidden, excluded)


_UNREAD = Frontmatter()


def lone_folders(root: Folder) -> Iterator[Folder]:
    """Folders that are alone in theirs, from the root down: a tree that begins with one row opens it."""
    folder = root
    while True:
        children = folder.children()
        if len(children) != 1 or not isinstance(children[0], Folder):
            return
        folder = children[0]
        yield folder
