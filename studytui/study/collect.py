"""The cards of a whole vault: those of notes that have not changed are kept in the cache, and can be made anew."""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

import studytui
from studytui import paths
from studytui.sqlite import DamagedError, NewerError, connect, path_key, path_of, transaction
from studytui.study.card import Card
from studytui.study.workers import Answer, Request, in_batches
from studytui.vault import Vault

LAYOUT = 2
"""Raised with every change of what cards are made, or how they are packed."""
_STEP = 20
"""Batches between two times that what is made is kept."""
_TABLES = (
    (
        "CREATE TABLE made (id INTEGER PRIMARY KEY CHECK (id = 1), key TEXT NOT NULL)",
        """CREATE TABLE note (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
            ctime INTEGER NOT NULL, cards BLOB NOT NULL) WITHOUT ROWID""",
    ),
)
_UNUSABLE = (OSError, sqlite3.Error, DamagedError, NewerError)
_decode = msgspec.msgpack.Decoder(list[Card]).decode

Progress = Callable[[int, int], None]
Stamp = tuple[int, int, int]


class VaultCards:
    """The cards of every note of a vault that has any."""

    def __init__(self, packed: Mapping[str, bytes], unread: Sequence[str] = ()) -> None:
        self._packed = packed
        self.unread = tuple(unread)
        """Notes that cannot be read."""

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, note: object) -> bool:
        return note in self._packed

    def cards(self, note: str) -> list[Card]:
        """The cards of a note, in reading order; none for a note without any."""
        packed = self._packed.get(note)
        return _decode(zlib.decompress(packed)) if packed else []

    @property
    def problem(self) -> str | None:
        """The warning, in a sentence, when notes cannot be read and their cards are left out."""
        if not self.unread:
            return None
        first, *others = self.unread
        if not others:
            return f"{first} cannot be read: its cards are left out."
        return f"{first} and {len(others):,} more cannot be read: their cards are left out."

    def with_note(self, note: str, packed: bytes) -> VaultCards:
        """The same with other cards of one note, packed as they are kept; none, if it has none."""
        rest = {other: cards for other, cards in self._packed.items() if other != note or packed}
        return VaultCards({**rest, note: packed} if packed else rest, self.unread)

    def moved(self, moved: Mapping[str, str]) -> VaultCards:
        """The same where some notes lie elsewhere now: old path to new one."""
        there = {new: self._packed[old] for old, new in moved.items() if old in self._packed}
        rest = {note: cards for note, cards in self._packed.items() if note not in moved}
        return VaultCards({**rest, **there}, [moved.get(note, note) for note in self.unread])

    def digest(self, note: str) -> bytes:
        """The hash that differs when the cards of a note do."""
        return blake2b(self._packed[note], digest_size=8).digest()


def collect(
    vault: Vault,
    *,
    strict_breaks: bool = False,
    folder: Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> VaultCards | None:
    """Makes the cards of the notes that are new or changed; for a worker thread. None when it was cancelled.

    `folder` is where they are kept, else the vault's folder in the cache; without one all are made each time.
    """
    key = json.dumps(
        [LAYOUT, studytui.__version__, strict_breaks, sorted(vault.legend.meanings.items())], separators=(",", ":")
    )
    cache = _Cache((folder or paths.cache_dir(vault.root)) / "cards.db", key)
    with closing(cache):
        stamps = _stamps(vault)
        packed = {note: cards for note, (stamp, cards) in cache.read().items() if stamps.get(note) == stamp}
        wanted = [note for note in stamps if note not in packed]
        unread: list[str] = []
        made: Answer = []
        done = 0
        for batch in in_batches(Request(vault.root, vault.legend, strict_breaks, wanted)):
            made += [(note, zlib.compress(cards, 1) if cards else cards) for note, cards in batch]
            done += len(batch)
            if progress is not None:
                progress(done, len(wanted))
            if len(made) >= _STEP * 80 or done == len(wanted):
                cache.write(made, stamps)
                packed.update((note, cards) for note, cards in made if cards is not None)
                unread += (note for note, cards in made if cards is None)
                made = []
            if cancelled is not None and cancelled():
                return None
        cache.forget(stamps)
    return VaultCards({note: packed[note] for note in stamps if packed.get(note)}, unread)


def _stamps(vault: Vault) -> dict[str, Stamp]:
    stamps: dict[str, Stamp] = {}
    root = os.fspath(vault.root)
    for path, note in vault.included.items():
        changed = 0
        if os.name != "nt":  # there it is when the file was made
            with suppress(OSError):
                changed = os.stat(f"{root}/{path}").st_ctime_ns  # noqa: PTH116 - thousands of them
        stamps[path] = (note.size, note.mtime_ns, changed)
    return stamps


class _Cache:
    """The cache of cards, a file that may go at any time; nothing is kept when it cannot be used."""

    def __init__(self, file: Path, key: str) -> None:
        self._known: set[str] = set()
        self._connection: sqlite3.Connection | None = None
        for _ in range(2):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._connection = connect(file, _TABLES)
                self._begin(key)
                return
            except (DamagedError, NewerError):
                with suppress(OSError):
                    file.unlink()
            except _UNUSABLE:
                self.close()
                return

    def _begin(self, key: str) -> None:
        assert self._connection is not None
        if self._connection.execute("SELECT key FROM made").fetchall() != [(key,)]:
            with transaction(self._connection):
                self._connection.execute("DELETE FROM note")
                self._connection.execute("INSERT OR REPLACE INTO made VALUES (1, ?)", (key,))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def read(self) -> dict[str, tuple[Stamp, bytes]]:
        if self._connection is None:
            return {}
        try:
            rows = self._connection.execute("SELECT path, size, mtime, ctime, cards FROM note").fetchall()
            found = {path_of(row[0]): ((row[1], row[2], row[3]), bytes(row[4])) for row in rows}
        except (sqlite3.Error, TypeError, ValueError):
            self.close()
            return {}
        self._known = set(found)
        return found

    def write(self, made: Answer, stamps: Mapping[str, Stamp]) -> None:
        rows = [(path_key(note), *stamps[note], cards) for note, cards in made if cards is not None]
        self._run("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?)", rows)

    def forget(self, stamps: Mapping[str, Stamp]) -> None:
        self._run("DELETE FROM note WHERE path = ?", [(path_key(note),) for note in self._known - stamps.keys()])

    def _run(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            with transaction(self._connection):
                self._connection.executemany(sql, rows)
        except sqlite3.Error:
            self.close()
