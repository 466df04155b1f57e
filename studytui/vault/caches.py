"""What is known of notes that have not changed since they were read."""

from __future__ import annotations

from msgspec import Struct, field

from studytui.vault.facts import Facts
from studytui.vault.frontmatters import FrontmatterCache, Naming
from studytui.vault.links.backlinks import LinkKeyCache
from studytui.vault.links.declared import DeclaredNames
from studytui.vault.scan import Note


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
