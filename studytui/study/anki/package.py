"""A package of Anki (`.apkg`) by genanki, which is loaded when one is written; with a time for each note."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from studytui.study.anki.kept import AnkiNote
from studytui.study.anki.models import CHANGED, MODELS, ModelKind, css, deck_id, guid

if TYPE_CHECKING:
    import genanki


def write_package(stream: BinaryIO, notes: Iterable[AnkiNote], media: Mapping[str, Callable[[], bytes]]) -> None:
    """Writes a package; `media` are the pictures by name. Equal notes give equal packages, whenever they are written.

    Raises ImportError without genanki, and what `media` raises.
    """
    import genanki

    decks: dict[str, genanki.Deck] = {}
    models = _models()
    note_type = _note_type()
    for note in notes:
        name = note.draft.deck
        if name not in decks:
            decks[name] = genanki.Deck(deck_id(name), name)
        decks[name].add_note(
            note_type(
                note, model=models[note.draft.kind], fields=list(note.fields), guid=guid(note.id), tags=note.draft.tags
            )
        )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(_entry("collection.anki2"), _collection(list(decks.values())))
        package.writestr(_entry("media"), json.dumps(dict(enumerate(media))))
        for number, read in enumerate(media.values()):
            package.writestr(_entry(str(number)), read())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of 1980: what is written does not tell when
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _collection(decks: list[genanki.Deck]) -> bytes:
    import genanki

    with tempfile.TemporaryDirectory(prefix="studytui-") as folder:
        file = Path(folder, "collection.anki2")
        connection = sqlite3.connect(file)
        try:
            genanki.Package(decks).write_to_db(connection.cursor(), CHANGED, iter(()))
            connection.commit()
        finally:
            connection.close()
        return file.read_bytes()


def _models() -> Mapping[ModelKind, genanki.Model]:
    import genanki

    return {
        kind: genanki.Model(
            model.id,
            model.name,
            fields=[{"name": name} for name in model.fields],
            templates=[{"name": each.name, "qfmt": each.front, "afmt": each.back} for each in model.templates],
            css=css(),
            model_type=genanki.Model.CLOZE if kind == "cloze" else genanki.Model.FRONT_BACK,
        )
        for kind, model in MODELS.items()
    }


def _note_type() -> type[genanki.Note]:
    """A note with a time of its own: genanki gives all that of the export, and Anki then overwrites what it has."""
    import genanki

    numbers = _Numbers()

    class Note(genanki.Note):  # type: ignore[misc]  # it has no types
        def __init__(self, note: AnkiNote, **options: object) -> None:
            super().__init__(**options)
            self._note = note

        def _check_invalid_html_tags_in_fields(self) -> None:
            """Nothing to warn of: text is escaped."""

        def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck: int, numbers_: object) -> None:
            super().write_to_db(cursor, self._note.changed, deck, numbers.since(self._note.made))

    return Note


class _Numbers:
    """Ids of notes and cards: the milliseconds when they were made, as Anki has them, and no two the same."""

    def __init__(self) -> None:
        self._used: set[int] = set()
        self._next: dict[int, int] = {}
        """Of a second: the first number that may be free."""

    def since(self, seconds: int) -> Iterator[int]:
        """Numbers that are free, from some time on."""
        while True:
            number = self._next.get(seconds, seconds * 1000)
            while number in self._used:
                number += 1
            self._used.add(number)
            self._next[seconds] = number + 1
            yield number
