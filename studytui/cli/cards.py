"""`studytui cards`: the cards that review and export use."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from studytui.cli.errors import NOT_THERE
from studytui.cli.opening import add_name_argument, load_settings, made_cards, notes_of, open_for
from studytui.cli.output import counted, print_error, progress_of, write, write_json_array
from studytui.state import open_state
from studytui.study.card import Card
from studytui.study.cards import section_cards
from studytui.study.identity import fresh_ids
from studytui.study.registry import sync
from studytui.study.reviews import Flag, Reviews
from studytui.study.schedule import Memory
from studytui.vault import Vault

_NAMES = {"anki": "Anki", "sr": "Spaced Repetition"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE or TOPIC, `--sections` and `--json`."""
    add_name_argument(parser, topic_first=True)
    parser.add_argument("--sections", action="store_true", help="ask for whole sections as well")
    parser.add_argument("--json", action="store_true", help="one JSON array")


class _NoteCard(Struct, frozen=True):
    note: str
    id: str
    group: str
    card: Card


class _Learned(Struct, frozen=True):
    memories: Mapping[str, Memory]
    flags: Mapping[str, Flag]


def run(arguments: argparse.Namespace) -> int:
    """Prints the cards of a note, a topic, or the whole vault."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    notes, several = notes_of(vault, arguments.name, topic_first=True)
    made = made_cards(vault, settings, progress_of("making cards"))
    state = open_state(vault.root, print_error)
    known = sync(state, made)
    reviews = Reviews(state)
    learned = _Learned(reviews.memories(), reviews.flags())
    state.close()
    unread = [note for note in notes if note in made.unread]
    found = (
        item for note in notes for item in _with_ids(vault, note, made.cards(note), known.ids(note), arguments.sections)
    )
    if arguments.json:
        write_json_array(_as_json(item, learned) for item in found)
    elif not _print(vault, found) and not unread:
        print_error("no cards " + (f"in {arguments.name}" if arguments.name else "in this vault"))
    for note in unread:
        print_error(f"{note}: cannot be read")
    return NOT_THERE if unread and not several else 0


def _with_ids(
    vault: Vault, note: str, cards: Sequence[Card], identities: Sequence[str], sections: bool
) -> Iterator[_NoteCard]:
    """The cards of a note with their ids; those of sections are made from the others, and are asked by nobody yet."""
    if sections:
        asked = section_cards(cards, vault.title(note))
        cards, identities = [*cards, *asked], [*identities, *fresh_ids(note, asked)]
    roots: dict[int, str] = {}
    for identity, card in zip(identities, cards, strict=True):
        yield _NoteCard(note, identity, roots.setdefault(card.root, identity), card)


def _as_json(item: _NoteCard, learned: _Learned) -> dict[str, object]:
    card = item.card
    memory = learned.memories.get(item.id)
    suspended = item.id in learned.flags and learned.flags[item.id].suspended
    return {
        "id": item.id,
        "group": item.group,
        "note": item.note,
        "line": card.line,
        "headings": list(card.headings),
        "front": card.front,
        "back": card.back,
        "hint": card.hint,
        "kind": card.kind,
        "state": "suspended" if suspended else "new" if memory is None else memory.phase,
        "due": None if memory is None else datetime.fromtimestamp(memory.due, UTC).isoformat(timespec="seconds"),
        "known_as": card.known_as,
    }


def _print(vault: Vault, found: Iterator[_NoteCard]) -> bool:
    """True if there was anything to print; ends with how many there are, and what is a card elsewhere."""
    note: str | None = None
    kinds: Counter[str | None] = Counter()
    for item in found:
        if item.note != note:
            if note is not None:
                write()
            note = item.note
            title = vault.title(note)
            write(title if note == f"{title}.md" else f"{title}  ({note})")
        kinds[item.card.known_as] += 1
        elsewhere = f"  [{_NAMES[item.card.known_as]}]" if item.card.known_as else ""
        write("  ? " + item.card.front.replace("\n", "\n    ") + elsewhere)
        write("    " + item.card.back.replace("\n", "\n    "))
    if note is None:
        return False
    own = kinds.pop(None, 0)
    known = [f"{number} known to {_NAMES[str(kind)]}" for kind, number in sorted(kinds.items(), key=str)]
    write()
    write(" · ".join([counted(own, "card"), *known]))
    return True
