"""A record as rows of the index's tables; made in the worker process, so that the app has only to store them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from studytui.search.index.lines import pack_lines
from studytui.search.index.postings import SegmentBuilder
from studytui.search.index.record import Record, Stamp, as_json, path_key


class Batch(Struct):
    """Rows of several notes, and their words."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)
    bodies: list[tuple[Any, ...]] = field(default_factory=list)
    tags: list[tuple[Any, ...]] = field(default_factory=list)
    properties: list[tuple[Any, ...]] = field(default_factory=list)
    links: list[tuple[Any, ...]] = field(default_factory=list)
    words: dict[str, bytearray] = field(default_factory=dict)
    same: list[tuple[str, Stamp]] = field(default_factory=list)
    """Notes whose content is what the index has; only their stamp is new."""


class BatchBuilder:
    """Makes a batch of records that come with ascending ids."""

    def __init__(self) -> None:
        self._batch = Batch()
        self._words = SegmentBuilder()

    def add(self, note: int, record: Record) -> None:
        """One note under this id."""
        batch, stamp = self._batch, record.stamp
        head = {
            "aliases": record.aliases,
            "pinned": record.pinned,
            "hidden": record.hidden,
            "home": record.home,
            "headings": [
                [level, record.lines.texts[at], record.lines.sources[at]] for at, level in record.lines.levels.items()
            ],
        }
        marks = [record.marks.buckets, record.marks.lines] if record.marks.buckets else []
        batch.notes.append(
            (
                note,
                path_key(record.path),
                stamp.size,
                stamp.mtime_ns,
                stamp.ctime_ns,
                record.digest,
                record.title,
                as_json(head),
                as_json(marks),
                record.error,
            )
        )
        batch.bodies.append((note, *pack_lines(record.lines, record.folded)))
        batch.tags += ((tag.casefold(), note, tag) for tag in record.tags)
        batch.properties += ((name, note, value) for name, value in record.properties)
        batch.links += ((note, place, *link) for place, link in enumerate(record.links))
        self._words.add(note, record.words)

    def add_same(self, path: str, stamp: Stamp) -> None:
        """One note that was written anew with the content it had."""
        self._batch.same.append((path, stamp))

    def build(self) -> Batch:
        """What was added."""
        self._batch.words = self._words.packed()
        return self._batch
