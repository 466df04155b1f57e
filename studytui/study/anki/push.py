"""Sends notes to a running Anki: only what changed, and nothing is ever deleted there (behaviour 7.6f)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.sqlite import path_of
from studytui.study.anki.connect import AnkiConnect, Remote
from studytui.study.anki.kept import AnkiNote
from studytui.study.anki.models import ID_FIELD
from studytui.study.anki.package import write_package
from studytui.study.anki.plan import Change, Plan, Row, Sent, is_sent, plan_of, sent_of
from studytui.study.deck import DeckCard

if TYPE_CHECKING:
    from studytui.state import State
    from studytui.state.database import Statement

_PICTURE = lazy_regex(r'<img src="([^"]+)"')
_CLOZE = lazy_regex(r"\{\{c(\d+)::")


class Comparison(Struct, frozen=True):
    """The notes here beside those in Anki."""

    plan: Plan
    gone: list[str]
    """Questions of the notes that Anki has of lines that are gone."""


class Pushed(Struct, frozen=True):
    """The outcome of a push: what was done, and what was not."""

    added: int
    changed: int
    failed: list[tuple[AnkiNote, str]]
    """Notes that Anki did not take, and why."""


def compare(
    anki: AnkiConnect, state: State, notes: Sequence[AnkiNote], every: Iterable[DeckCard], *, again: bool = False
) -> Comparison:
    """Looks up by the field `studytui` what Anki has; asks only about what is new or changed. `every` are the cards
    of the whole vault: a line is gone that gives none.
    """
    rows = _rows(state)
    there, remotes = _there(anki, rows)
    wanted = [there[note.id] for note in notes if note.id in there and not is_sent(note, rows.get(note.id))]
    remotes.update({each.number: each for each in anki.notes([each for each in wanted if each not in remotes])})
    asked = set(wanted)
    remotes = {number: each for number, each in remotes.items() if number in asked}
    plan = plan_of(notes, rows, there, remotes, again=again)
    here = {(each.id, "cloze" if each.card.kind == "cloze" else "basic") for each in every}
    kept = state.read("SELECT card, kind, note FROM anki_card")
    current = {note.id for note in notes} | {note for card, kind, note in kept if (card, kind) in here}
    summaries = state.read("SELECT id, summary FROM anki_note ORDER BY summary")
    gone = [path_of(said) for note, said in summaries if note in there and note not in current]
    return Comparison(plan, gone)


def push(anki: AnkiConnect, state: State, comparison: Comparison, picture: Callable[[str], bytes]) -> Pushed:
    """Carries out a plan, and keeps what was sent. `picture` gives the bytes of a picture, by name.

    Raises NoAnkiError, AnkiRefusesError, ImportError without genanki; what was sent until then is kept.
    """
    plan = comparison.plan
    changes = [change for change in plan.changes if change.is_any]
    sent_pictures: set[str] = set()
    _send_pictures(anki, (field for note in plan.added for field in note.draft.fields), picture, sent_pictures)
    failed: list[tuple[AnkiNote, str]] = []
    added = 0
    if plan.added:
        package = io.BytesIO()
        write_package(package, plan.added, {})
        anki.take_in(package.getvalue())
        there, _ = _there(anki, _rows(state))
        arrived = [note for note in plan.added if note.id in there]
        failed += [(note, "Anki did not take it in") for note in plan.added if note.id not in there]
        _keep(state, [(note, there[note.id]) for note in arrived])
        added = len(arrived)
    _send_pictures(anki, (text for change in changes for text in change.fields.values()), picture, sent_pictures)
    refused = _send(anki, changes)
    failed += ((change.note, refused[change.note.id]) for change in changes if change.note.id in refused)
    done = [change for change in plan.changes if change.note.id not in refused]
    _keep(state, [(change.note, change.remote.number) for change in done])
    return Pushed(added, len(changes) - len(refused), failed)


def gone_clozes(changes: Iterable[Change]) -> list[tuple[AnkiNote, tuple[int, ...]]]:
    """Notes whose marks went, with the numbers of the cards that Anki then has for nothing."""
    found = []
    for change in changes:
        if change.note.draft.kind != "cloze" or "Text" not in change.fields:
            continue
        before = set(_CLOZE.findall(change.remote.fields.get("Text", "")))
        gone = before - set(_CLOZE.findall(change.fields["Text"]))
        if gone:
            found.append((change.note, tuple(sorted(map(int, gone)))))
    return found


def _send(anki: AnkiConnect, changes: Sequence[Change]) -> dict[str, str]:
    """Sends fields and tags, then looks whether they arrived; notes that were refused, and why."""
    actions: list[tuple[str, Mapping[str, object]]] = []
    whose: list[str] = []
    for change in changes:
        number = change.remote.number
        several: list[tuple[str, Mapping[str, object]]] = []
        if change.fields:
            several.append(("updateNoteFields", {"note": {"id": number, "fields": dict(change.fields)}}))
        if change.tags:
            several.append(("addTags", {"notes": [number], "tags": " ".join(change.tags)}))
        if change.tags_gone:
            several.append(("removeTags", {"notes": [number], "tags": " ".join(change.tags_gone)}))
        actions += several
        whose += [change.note.id] * len(several)
    refused = {note: said for note, said in zip(whose, anki.each(actions), strict=True) if said is not None}
    now = {each.number: each for each in anki.notes([change.remote.number for change in changes])}
    for change in changes:
        remote = now.get(change.remote.number)
        fields = {} if remote is None else remote.fields
        if any(fields.get(name) != text for name, text in change.fields.items()):
            refused.setdefault(change.note.id, "it did not change: is it open in Anki's browser?")
    return refused


def _send_pictures(anki: AnkiConnect, texts: Iterable[str], picture: Callable[[str], bytes], sent: set[str]) -> None:
    for text in texts:
        for name in _PICTURE.findall(text):
            if name not in sent:
                anki.store(name, picture(name))
                sent.add(name)


def _there(anki: AnkiConnect, rows: Mapping[str, Row]) -> tuple[dict[str, int], dict[int, Remote]]:
    """Every note of ours in Anki, by its id here, and those that had to be asked about."""
    numbers = anki.find(f"{ID_FIELD}:_*")
    known = {row.number: identity for identity, row in rows.items()}
    asked = {each.number: each for each in anki.notes([number for number in numbers if number not in known])}
    there: dict[str, int] = {}
    for number in sorted(numbers):
        identity = known.get(number)
        if identity is None and number in asked:
            identity = asked[number].fields.get(ID_FIELD, "").strip()
        if identity and (identity not in there or number in known):
            there[identity] = number
    return there, asked


def _rows(state: State) -> dict[str, Row]:
    rows = state.read("SELECT id, number, sent FROM anki_note WHERE number IS NOT NULL")
    return {row[0]: Row(row[1], _sent(row[2])) for row in rows}


def _sent(kept: str | None) -> Sent | None:
    if kept is None:
        return None
    fields, tags = json.loads(kept)
    return Sent(tuple(fields), tuple(tags))


def _keep(state: State, notes: Sequence[tuple[AnkiNote, int]]) -> None:
    statements: list[Statement] = []
    for note, number in notes:
        sent = sent_of(note)
        statements.append(
            (
                "UPDATE anki_note SET number = ?, sent = ? WHERE id = ?",
                (number, json.dumps([sent.fields, sent.tags]), note.id),
            )
        )
    if statements:
        state.write(*statements, durable=True)
