"""Ids and times of Anki's notes, kept in the state, so that a second export adds nothing and changes what changed.

A note is known by its cards: it stays the same while one of them is in it, whatever else comes or goes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.sqlite import path_key
from studytui.study.anki.models import ModelKind
from studytui.study.anki.notes import Draft
from studytui.study.identity import hashed

if TYPE_CHECKING:
    from studytui.state import State
    from studytui.state.database import Statement


class AnkiNote(Struct, frozen=True):
    """A note as it goes to Anki."""

    id: str
    draft: Draft
    made: int
    """Seconds: when it was first made."""
    changed: int
    """Seconds: when its own text last changed. Anki takes in what is newer than what it has."""

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, the last of which is its id."""
        return (*self.draft.fields, self.id)


def kept(
    state: State,
    drafts: Sequence[Draft],
    files_changed: Mapping[str, float],
    *,
    keep: bool = True,
    clock: Callable[[], float] = time.time,
) -> list[AnkiNote]:
    """Gives every draft its id and the time of its text, and keeps both in the state. For a worker thread.

    `files_changed` says when the file of a note was last written, in seconds: a text that is new here did not change
    after that. Without `keep` nothing is written.
    """
    names = _Names(state)
    identities = names.identities(drafts)
    now = int(clock())
    notes: list[AnkiNote] = []
    statements: list[Statement] = []
    for identity, draft in zip(identities, drafts, strict=True):
        digest = hashed(*draft.fields, "", *draft.tags)
        known = names.notes.get(identity)
        if known is None:
            made = changed = min(now, int(files_changed.get(draft.note, now)))
        elif known.digest == digest:
            made, changed = known.made, known.changed
        else:
            made, changed = known.made, max(now, known.changed + 1)
        notes.append(AnkiNote(identity, draft, made, changed))
        if known is None or known.digest != digest:
            statements.append((_KEEP, (identity, draft.kind, digest, made, changed, path_key(draft.summary))))
        statements += (
            ("INSERT OR REPLACE INTO anki_card VALUES (?, ?, ?)", (card, draft.kind, identity))
            for card in draft.cards
            if names.cards.get((card, draft.kind)) != identity
        )
    if statements and keep:
        state.write(*statements, durable=True)
    return notes


_KEEP = (
    "INSERT INTO anki_note (id, kind, digest, made, changed, summary) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET digest = excluded.digest, changed = excluded.changed, summary = excluded.summary"
)


class _Known(Struct, frozen=True):
    digest: str
    made: int
    changed: int


class _Names:
    def __init__(self, state: State) -> None:
        self.cards: dict[tuple[str, ModelKind], str] = {
            (card, kind): note for card, kind, note in state.read("SELECT card, kind, note FROM anki_card")
        }
        self.notes = {row[0]: _Known(*row[1:]) for row in state.read("SELECT id, digest, made, changed FROM anki_note")}

    def identities(self, drafts: Sequence[Draft]) -> list[str]:
        """The id of each draft: one that its cards had, which two never share, else that of its first card."""
        claims: dict[str, list[tuple[bool, int, int]]] = defaultdict(list)
        for place, draft in enumerate(drafts):
            known = [self.cards.get((card, draft.kind)) for card in draft.cards]
            for identity in dict.fromkeys(known):
                if identity is not None:
                    claims[identity].append((identity not in draft.cards, -known.count(identity), place))
        found: dict[int, str] = {}
        for identity, claimed in claims.items():
            free = [place for _, _, place in sorted(claimed) if place not in found]
            if free:
                found[free[0]] = identity
        taken = {*self.notes, *found.values()}
        for place, draft in enumerate(drafts):
            if place not in found:
                identity = draft.cards[0]
                while identity in taken:
                    identity = hashed(identity, draft.kind)
                found[place] = identity
                taken.add(identity)
        return [found[place] for place in range(len(drafts))]
