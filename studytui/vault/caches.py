"""What is known of notes that have not changed since they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from studytui.vault.facts import Facts
from studytui.vault.frontmatters import NO_NAMES, FrontmatterCache, Naming
from studytui.vault.links.backlinks import LinkKeyCache
from studytui.vault.links.declared import DeclaredNames
from studytui.vault.scan import Note

ToldNames = Mapping[str, tuple[tuple[int, int], Naming]]
"""Path to the stamp of a note and its names."""
_MANY = 200
"""Notes whose names are better asked for than read."""


class Caches(Struct):
    """What was read, by path and the stamp of the file; shared by the vaults that follow each other."""

    frontmatters: FrontmatterCache = field(default_factory=dict)
    facts: dict[str, tuple[tuple[int, int], Facts]] = field(default_factory=dict)
    link_keys: LinkKeyCache = field(default_factory=dict)
    unmarked: dict[str, tuple[int, int]] = field(default_factory=dict)
    naming: dict[str, tuple[Note, Naming]] = field(default_factory=dict)
    """The names of notes, with these as they were scanned."""
    declared: tuple[tuple[tuple[str, ...], tuple[Naming, ...]], DeclaredNames] | None = None
    """The names that notes give themselves, behind what they were made of: most changes of a vault change none."""
    told: Callable[[], ToldNames] | None = None
    """The one who knows the names of notes without reading these."""

    def without_marks(self) -> Caches:
        """The same but for what hangs on the legend."""
        return Caches(
            self.frontmatters, link_keys=self.link_keys, naming=self.naming, declared=self.declared, told=self.told
        )

    def told_names(self, notes: Mapping[str, Note]) -> ToldNames:
        """The names that need not be read, if there are many."""
        if self.told is None or sum(note is not self._known(note) for note in notes.values()) < _MANY:
            return {}
        return self.told()

    def declared_names(
        self, notes: Mapping[str, Note], told: ToldNames, read: Callable[[Note], Naming | None]
    ) -> DeclaredNames:
        """The names that these notes give themselves: as they are known, else as `told`, else as they are `read`."""
        named = tuple(notes), tuple(self.naming_of(note, told, read) for note in notes.values())
        if self.declared is None or self.declared[0] != named:
            self.declared = named, DeclaredNames(zip(*named, strict=True))
        return self.declared[1]

    def naming_of(self, note: Note, told: ToldNames, read: Callable[[Note], Naming | None]) -> Naming:
        """The names of one note; none, and not for long, of one that cannot be read."""
        known = self.naming.get(note.path)
        if known is not None and known[0] is note:
            return known[1]
        stamp, naming = told.get(note.path, (None, None))
        naming = naming if stamp == note.stamp else read(note)
        if naming is None:
            return NO_NAMES
        self.naming[note.path] = note, naming
        return naming

    def _known(self, note: Note) -> Note | None:
        """The note of that path whose names are known."""
        known = self.naming.get(note.path)
        return None if known is None else known[0]
