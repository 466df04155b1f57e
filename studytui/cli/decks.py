"""The deck that export and push begin with: the cards of a topic, with their ids kept."""

from __future__ import annotations

from msgspec import Struct

from studytui.cli.opening import made_cards, notes_of
from studytui.cli.output import counted, print_error, progress_of
from studytui.settings import Settings
from studytui.state import State
from studytui.study.anki.kept import AnkiNote, kept
from studytui.study.anki.media import Pictures
from studytui.study.anki.notes import Drafts, drafts_of
from studytui.study.collect import VaultCards
from studytui.study.deck import DeckCard, Decks
from studytui.study.registry import KnownCards, sync
from studytui.vault import Vault


class Deck(Struct, frozen=True):
    """The cards of some notes of a vault."""

    vault: Vault
    settings: Settings
    state: State
    made: VaultCards
    known: KnownCards
    notes: tuple[str, ...]

    def cards(self, notes: tuple[str, ...] | None = None) -> list[DeckCard]:
        """The cards of these notes, else of all that were asked for, in reading order."""
        return Decks(self.made, self.known).of(self.notes if notes is None else notes)

    def drafts(self, pictures: Pictures, *, known: bool = False) -> Drafts:
        """The notes of Anki that these cards are; tells on standard error which notes cannot be read."""
        for note in self.notes:
            if note in self.made.unread:
                print_error(f"{note}: cannot be read")
        numbers = {card.id: card.number for note in self.notes for card in self.known.known(note)}
        return drafts_of(
            self.vault,
            self.cards(),
            numbers,
            pictures,
            strict_breaks=self.vault.strict_line_breaks(self.settings.strict_line_breaks),
            known=known,
            progress=progress_of("writing cards"),
        )

    def kept(self, drafts: Drafts, *, keep: bool = True) -> list[AnkiNote]:
        """These with their ids and times, which are in the state from now on if they are to be kept."""
        written = {note: self.vault.notes[note].mtime_ns / 1e9 for note in {draft.note for draft in drafts.notes}}
        return kept(self.state, drafts.notes, written, keep=keep)


def open_deck(vault: Vault, settings: Settings, state: State, topic: str | None, *, keep: bool = True) -> Deck:
    """Makes the cards of the vault and gives them their ids; `topic` chooses the notes. Raises CommandError."""
    notes, _ = notes_of(vault, topic, topic_first=True)
    made = made_cards(vault, settings, progress_of("making cards"))
    return Deck(vault, settings, state, made, sync(state, made, keep=True if keep else None), notes)


def say_left_out(drafts: Drafts, pictures: Pictures) -> None:
    """Tells on standard error what did not come along, and how it would."""
    if drafts.known:
        cards = counted(drafts.known, "card")
        print_error(f"{cards} left out that the notes say Anki has already (--known takes them along)")
    if pictures.left_out:
        why = "cannot be read" if pictures.carried else "only .apkg carries them"
        print_error(f"{counted(len(pictures.left_out), 'picture')} left out: {why}")
    for note in drafts.stale:
        print_error(f"{note}: cannot be read, or changed meanwhile; do it again for the rest of its cards")
