"""Plan of a push: which notes are new to Anki, which fields changed, and which are left: they were edited there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from studytui.study.anki.connect import Remote
from studytui.study.anki.kept import AnkiNote
from studytui.study.anki.models import MODELS


class Sent(Struct, frozen=True):
    """The content of a note when it was last sent."""

    fields: tuple[str, ...]
    tags: tuple[str, ...]


class Row(Struct, frozen=True):
    """The row that the state keeps of a note in Anki."""

    number: int
    """Its id in Anki."""
    sent: Sent | None


class Change(Struct, frozen=True):
    """A note that is there, and what becomes of it."""

    note: AnkiNote
    remote: Remote
    fields: Mapping[str, str]
    """Names and values of the fields that are sent."""
    overwritten: tuple[str, ...]
    """Of these, fields that were edited in Anki."""
    left: tuple[str, ...]
    """Fields that were edited in Anki, and stay."""
    tags: tuple[str, ...]
    """Tags that are added."""
    tags_gone: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """True if anything is sent."""
        return bool(self.fields or self.tags or self.tags_gone)


class Plan(Struct, frozen=True):
    """A push before it happens."""

    added: list[AnkiNote] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    """Also those of notes that are looked at, and stay as they are."""
    deleted: list[AnkiNote] = field(default_factory=list)
    """Notes that were sent, and deleted in Anki."""
    same: int = 0
    """Notes that are as they were sent; nobody asks Anki about these."""


def sent_of(note: AnkiNote) -> Sent:
    """The content of a note as it is sent now."""
    return Sent(note.draft.fields, note.draft.tags)


def is_sent(note: AnkiNote, row: Row | None) -> bool:
    """True if a note is what was last sent."""
    return row is not None and row.sent == sent_of(note)


def plan_of(
    notes: Iterable[AnkiNote],
    rows: Mapping[str, Row],
    there: Mapping[str, int],
    remotes: Mapping[int, Remote],
    *,
    again: bool = False,
) -> Plan:
    """The plan of a push. `there` are the ids in Anki of notes by their ids here; `remotes` what Anki has of those
    that were not sent as they are now. `again` also adds what was deleted in Anki.
    """
    plan = Plan()
    same = 0
    for note in notes:
        row, number = rows.get(note.id), there.get(note.id)
        if number is None:
            (plan.deleted if row is not None and not again else plan.added).append(note)
        elif number in remotes:
            plan.changes.append(_change(note, row.sent if row is not None else None, remotes[number]))
        else:
            same += 1
    return Plan(plan.added, plan.changes, plan.deleted, same)


def _change(note: AnkiNote, sent: Sent | None, remote: Remote) -> Change:
    """A field is edited in Anki where it is not what was last sent; it is left then, unless its line changed.

    Of a note that came in a package nobody knows what was last sent: the later of line and note has the word.
    """
    names = MODELS[note.draft.kind].fields
    ours = dict(zip(names, note.draft.fields, strict=False))
    before = dict(zip(names, sent.fields, strict=False)) if sent is not None else {}
    fields: dict[str, str] = {}
    overwritten, left = [], []
    for name, text in ours.items():
        theirs = remote.fields.get(name)
        if theirs is None or theirs == text:
            continue
        edited = theirs != before.get(name)
        line_changed = before.get(name) != text
        if sent is None:
            line_changed = remote.changed is not None and note.changed > remote.changed
            edited = not line_changed
        if line_changed:
            fields[name] = text
            overwritten += [name] if edited else []
        else:
            left.append(name)
    had = set(sent.tags) if sent is not None else set()
    tags = tuple(tag for tag in note.draft.tags if tag not in had and tag not in remote.tags)
    gone = tuple(tag for tag in sorted(had - set(note.draft.tags)) if tag in remote.tags)
    return Change(note, remote, fields, tuple(overwritten), tuple(left), tags, gone)
