"""Brings the index up to date with the vault: what is new, changed or gone, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from studytui.search.index.database import IndexFile
from studytui.search.index.postings import SegmentBuilder
from studytui.search.index.reader import IndexReader, Known
from studytui.search.index.record import Stamp
from studytui.search.index.workers import NOTES_A_WORKER, Batch, Task, batches
from studytui.search.index.writer import Writer
from studytui.search.text.fold import fold
from studytui.sqlite import damage, open_file, path_of, result_code
from studytui.vault import Vault
from studytui.vault.names import stem, without_suffix

_FIRST_STEP: Final = 1.0
_STEP_GROWTH: Final = 2.5
_LONGEST_STEP: Final = 20.0
"""Seconds between commits: what was read since is lost when the app is killed, and not found until then."""
_MOST_HELD: Final = 3000
"""Notes between commits: so many are in memory."""

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
LOOK: Final = 0.2
"""Seconds between two looks at whether another copy has finished."""
MOST_NOTES = 3
"""A text that is shown for more notes than these says nothing about any of them."""


class IndexReport(Struct, frozen=True):
    """The outcome of a refresh of the index."""

    notes: int
    """Of the vault."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    bytes: int = 0
    """Of the index on disk."""
    seconds: float = 0.0
    complete: bool = True
    """True if the index has every note of the vault as it was scanned."""
    problem: str | None = None
    """Why it has not, in one line."""


class _Plan(Struct, frozen=True):
    tasks: list[Task]
    gone: dict[str, int]
    """Notes that are there no more."""
    replaced: dict[str, int]
    """Ids under which the index knows the notes of `tasks`."""

    @property
    def size(self) -> int:
        return len(self.tasks) + len(self.gone)

    @property
    def outdated(self) -> list[int]:
        return [*self.gone.values(), *self.replaced.values()]


class IndexUpdate:
    """One refresh of the index of one vault."""

    def __init__(
        self, vault: Vault, index: IndexFile, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        self._vault = vault
        self._index = index
        self._progress = progress or (lambda done, total: None)
        self._cancelled = cancelled or (lambda: False)
        self._added = self._changed = self._removed = 0
        self.touched: set[str] = set()
        """The notes that were added, changed or removed."""
        self.relinked = False
        """True if the implicit aliases were found anew."""

    def run(self) -> IndexReport:
        """Carries out the refresh. Raises DamagedError, or sqlite3.Error when the disk is full or out of reach."""
        start = time.perf_counter()
        stamps = _stamps(self._vault)
        with damage(), closing(IndexReader(self._index.connect())) as reader:
            version, plan = reader.version(), _plan(stamps, reader)
            complete = not plan.size
            if not complete:
                with only_builder(self._index.path.with_name("building.lock"), self._cancelled) as alone:
                    if alone:
                        if reader.version() != version:  # another copy may have done it meanwhile
                            plan = _plan(stamps, reader)
                        complete = not plan.size or self._carry_out(plan, reader)
        return IndexReport(
            notes=len(stamps),
            added=self._added,
            changed=self._changed,
            removed=self._removed,
            bytes=_size(self._index.path),
            seconds=time.perf_counter() - start,
            complete=complete,
        )

    def _carry_out(self, plan: _Plan, reader: IndexReader) -> bool:
        """True if it was carried out to its end."""
        with closing(Writer(self._index.connect(writing=True))) as writer:
            few = plan.size <= NOTES_A_WORKER
            self.touched = {*plan.gone, *(task.path for task in plan.tasks)}
            before = writer.display_texts(plan.outdated) if few else set()
            with writer.step():
                writer.remove(plan.gone.values())
            self._removed = len(plan.gone)
            complete = self._store(plan, writer)
            # Of what is written, the aliases depend on: where links lead, and what they show.
            self.relinked = (
                bool(self._added or self._removed or not few)
                or writer.display_texts(task.note for task in plan.tasks) != before
            )
            if self.relinked:
                with reader.asking():
                    shown, names = reader.shown_targets(), reader.names()
                aliases = implicit_aliases(self._vault, shown, names)
                with writer.step():
                    writer.set_implicit(aliases)
            with writer.step():
                mergeable = writer.mergeable() if complete else []
                if mergeable:
                    writer.merge(mergeable)
            if not few:
                writer.settle()
        return complete

    def _store(self, plan: _Plan, writer: Writer) -> bool:
        waiting: list[Batch] = []
        total, done, last, pause = len(plan.tasks), 0, time.monotonic(), _FIRST_STEP
        coming = batches(self._vault.root, plan.tasks)
        with closing(coming):  # type: ignore[type-var]
            for batch in coming:
                waiting.append(batch)
                done += len(batch.notes) + len(batch.same)
                self._progress(done, total)
                if self._cancelled():
                    break
                held = sum(len(one.notes) for one in waiting)
                if held >= _MOST_HELD or time.monotonic() - last >= pause:
                    self._commit(waiting, plan, writer)
                    waiting, last, pause = [], time.monotonic(), min(pause * _STEP_GROWTH, _LONGEST_STEP)
        if waiting:
            self._commit(waiting, plan, writer)
        return done == total

    def _commit(self, stored: list[Batch], plan: _Plan, writer: Writer) -> None:
        words = SegmentBuilder()
        notes = changed = 0
        with writer.step():
            for batch in stored:
                paths = (path_of(row[1]) for row in batch.notes)
                old = [plan.replaced[path] for path in paths if path in plan.replaced]
                writer.remove(old)
                writer.add(batch)
                words.extend(batch.words)
                notes += len(batch.notes)
                changed += len(old)
            if notes:
                writer.add_segment(words, notes)
        self._changed += changed
        self._added += notes - changed


def _plan(stamps: dict[str, Stamp], reader: IndexReader) -> _Plan:
    with reader.asking():
        known: dict[str, Known] = reader.known()
        last = reader.last_id()
    tasks, replaced = [], {}
    for path, stamp in stamps.items():
        had = known.get(path)
        if had is not None and had.stamp == stamp:
            continue
        last += 1
        tasks.append(Task(last, path, stamp, None if had is None else had.digest))
        if had is not None:
            replaced[path] = had.note
    return _Plan(tasks, {path: had.note for path, had in known.items() if path not in stamps}, replaced)


def _stamps(vault: Vault) -> dict[str, Stamp]:
    """Size and times of every note; the scan does not tell when a file was last changed in any way."""
    root = os.fspath(vault.root)
    stamps = {}
    for path, note in vault.notes.items():
        changed = 0
        if sys.platform != "win32":  # there it is when the file was made
            with suppress(OSError):
                changed = os.stat(f"{root}/{path}").st_ctime_ns  # noqa: PTH116 - thousands of them at every start
        stamps[path] = Stamp(note.size, note.mtime_ns, changed)
    return stamps


def _size(path: Path) -> int:
    total = 0
    for ending in ("", "-wal"):
        with suppress(OSError):
            total += Path(f"{path}{ending}").stat().st_size
    return total


def _connect(file: Path) -> sqlite3.Connection:
    """The file, once what is none and stands in its place is moved away."""
    try:
        return open_file(file, busy_seconds=0)
    except sqlite3.OperationalError:
        if file.is_file():
            raise
        with suppress(OSError):
            file.rename(file.with_name(f"{file.name}.{time.time_ns()}"))
        return open_file(file, busy_seconds=0)


@contextmanager
def only_builder(file: Path, cancelled: Callable[[], bool]) -> Iterator[bool]:
    """Waits until no other copy holds the lock in `file`; False when that is no longer wanted.

    The lock is one of SQLite's: on every system it is gone with the process that held it, however that ended.
    Raises sqlite3.Error when the file is out of reach.
    """
    with closing(_connect(file)) as connection:
        while True:
            try:
                connection.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.DatabaseError as error:
                code = result_code(error)
                if code == sqlite3.SQLITE_NOTADB:  # nothing of worth is ever in it
                    with suppress(OSError):
                        file.unlink()
                    break
                if code != sqlite3.SQLITE_BUSY:
                    raise
            if cancelled():
                yield False
                return
            time.sleep(LOOK)
        yield True


def implicit_aliases(
    vault: Vault, shown: Iterable[tuple[str, str, str]], names: Iterable[tuple[str, str | None, tuple[str, ...]]]
) -> list[tuple[str, str]]:
    """Path of a note and a text that links to it show, for each that is none of its names.

    `shown` gives target, text and a note with such a link; `names` path, title and aliases.
    """
    known: dict[str, set[str]] = {}
    for path, title, aliases in names:
        known[path] = {_key(name) for name in (stem(path), without_suffix(path), title or "", *aliases)}
    notes: dict[str, dict[str, str]] = {}
    resolved: dict[tuple[str, str], str | None] = {}
    for target, text, source in shown:
        where = (target, source if "/" not in target else "")
        if where not in resolved:
            resolved[where] = vault.resolve(source, target, quick=True).note
        note = resolved[where]
        if note is not None and "#" not in target:
            notes.setdefault(_key(text), {}).setdefault(note, text.strip())
    return [
        (note, text)
        for key, texts in notes.items()
        if key and len(texts) <= MOST_NOTES
        for note, text in texts.items()
        if key not in known.get(note, ())
    ]


def _key(text: str) -> str:
    return " ".join(fold(text))
