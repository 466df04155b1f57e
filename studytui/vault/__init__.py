"""A folder of notes: scan, topic tree, links, backlinks, facts. Never writes to it, never reads outside it."""

from studytui.vault.embeds.link_status import NoteLinkStatus
from studytui.vault.encoding import decode
from studytui.vault.errors import UnreadableNoteError, VaultError
from studytui.vault.facts import Facts, HighYield
from studytui.vault.links.backlinks import Backlink
from studytui.vault.links.outgoing import Outgoing
from studytui.vault.links.resolve import Resolution
from studytui.vault.location import VaultLocation, find_vault
from studytui.vault.scan import Note, Unreadable
from studytui.vault.sections import Section, find_heading
from studytui.vault.tree import Folder, Leaf
from studytui.vault.vault import Vault, open_vault

__all__ = [
    "Backlink",
    "Facts",
    "Folder",
    "HighYield",
    "Leaf",
    "Note",
    "NoteLinkStatus",
    "Outgoing",
    "Resolution",
    "Section",
    "Unreadable",
    "UnreadableNoteError",
    "Vault",
    "VaultError",
    "VaultLocation",
    "decode",
    "find_heading",
    "find_vault",
    "open_vault",
]
