"""Search over one vault: the index kept up to date, and one ranked list for a query."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from studytui import paths
from studytui.markdown import Legend
from studytui.search.hits import Results
from studytui.search.index.database import IndexFile, open_index
from studytui.search.index.lines import NoteView
from studytui.search.index.note_names import Catalog, names_of, read_catalog
from studytui.search.index.reader import CancelledError, IndexReader, NoteFacts
from studytui.search.index.update import Cancelled, IndexReport, IndexUpdate, Progress
from studytui.search.names.names import NameIndex
from studytui.search.names.vocabulary import Vocabulary
from studytui.search.query.run import Index, Query
from studytui.search.text.plain_words import plain_words
from studytui.search.text.words import spaceless
from studytui.sqlite import DamagedError
from studytui.vault import Vault
from studytui.vault.caches import ToldNames
from studytui.vault.links.prefilter import link_key
from studytui.vault.names import casefold

Recent = Callable[[], Mapping[str, float]]
_LONGEST_NEAR = 40
_VIEWS = 256
_FEW = 50
_MOST_ANEW = 2
"""Times that a damaged index is begun anew in one run."""


def open_engine(vault: Vault, *, recent: Recent | None = None, folder: Path | None = None) -> Engine:
    """Search over a vault, usable at once: by file names until `refresh` has read the notes, by the last index if any.

    `recent` tells when notes were last opened, later is more. `folder` is where the index lies, else the vault's
    cache folder. Raises nothing: without a place for an index only names are searched.
    """
    return Engine(vault, recent, folder or paths.cache_dir(vault.root))


class Engine:
    """Every method may be called from any thread."""

    def __init__(self, vault: Vault, recent: Recent | None, folder: Path) -> None:
        self._vault = vault
        self._recent = recent or dict
        self._folder = folder
        self._lock = threading.RLock()
        self._refreshing = threading.Lock()
        self._index: IndexFile | None = None
        self._reader: IndexReader | None = None
        self._catalog = Catalog()
        self._names: NameIndex | None = None
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._others: tuple[Catalog, frozenset[str], NameIndex] | None = None
        self._included: tuple[Catalog, frozenset[str], Mapping[int, str]] | None = None
        self._broken: str | None = None
        self._damaged: str | None = None
        self._begun_anew = 0
        self._whole = False
        self._view = lru_cache(maxsize=_VIEWS)(self._read_view)
        with self._lock:
            self._open()

    @property
    def vault(self) -> Vault:
        """The vault as it was last given."""
        return self._vault

    def close(self) -> None:
        """Lets go of the index's file."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            if self._index is not None:
                self._index.close()
            self._reader = self._index = None

    def abandon(self) -> None:
        """Gives up a temporary place of the index, at the end of the program; threads may still be using it."""
        index = self._index
        if index is not None:
            index.close()

    # Searching

    def search(
        self, query: str, *, limit: int = 20, titles_only: bool = False, cancelled: Cancelled | None = None
    ) -> Results:
        """The best hits. A query that cannot be understood gives `error`; one that `cancelled` ends gives none."""
        try:
            if titles_only:
                with self._quietly(), self._asking(cancelled):
                    pass  # the catalog is as new as the index
            return Query(query, self._as_asked(cancelled)).run(limit, titles_only=titles_only)
        except CancelledError:
            return Results(cancelled=True)
        except (DamagedError, sqlite3.Error) as error:
            self._found_damage(error)
            results = Query(query, self._as_asked(cancelled, names_only=True)).run(limit, titles_only=titles_only)
            why = f"the index cannot be read ({error}); only names are searched"
            if self.damaged is not None:
                why = "the index was damaged and is built anew; only names are searched until then"
            return replace(results, complete=False, hints=(*results.hints, why))

    def _as_asked(self, cancelled: Cancelled | None, *, names_only: bool = False) -> Index:
        """The vault and its index as one query is asked of them."""
        return Index(
            notes=self._vault.included,
            paths=self._included_paths,
            legend=self._vault.legend,
            complete=self._whole,
            opened=self._recent(),
            asking=None if names_only else lambda: self._asking(cancelled),
            catalog=lambda: self._catalog,
            names=self._name_index,
            excluded_names=self._excluded_names,
            vocabulary=self._read_vocabulary,
            view=self._view,
            plain_words=lambda: plain_words(paths.words_file()),
            cancelled=cancelled or _never,
        )

    def _included_paths(self) -> Mapping[int, str]:
        """The notes of the index that are searched, by their ids: all but those that the vault excludes."""
        catalog, excluded = self._catalog, self._vault.excluded
        if not excluded:
            return catalog.paths
        known = self._included
        if known is None or known[0] is not catalog or known[1] is not excluded:
            paths = {note: path for note, path in catalog.paths.items() if path not in excluded}
            known = self._included = (catalog, excluded, paths)
        return known[2]

    @property
    def damaged(self) -> str | None:
        """The reason why an index was set aside; None once another has been filled by `refresh`."""
        return self._damaged

    @property
    def refreshing(self) -> bool:
        """True if `refresh` is at work."""
        return self._refreshing.locked()

    def _found_damage(self, error: Exception) -> None:
        """Sets a damaged index aside and begins another, but not for ever: a fault of ours would look the same."""
        if not isinstance(error, DamagedError):
            return
        with self._lock:
            if self._index is None or self._begun_anew >= _MOST_ANEW:
                self._broken = str(error)
                return
            self._begun_anew += 1
            self._start_anew()
            self._damaged = str(error)
            self._whole = False

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Goes on without what the index would have said when it is damaged or out of reach."""
        try:
            yield
        except (DamagedError, sqlite3.Error) as error:
            self._found_damage(error)

    # Keeping up

    def refresh(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None, *, vault: Vault | None = None,
        rebuild: bool = False,
    ) -> IndexReport:  # fmt: skip
        """Brings the index up to date with the vault, or with its next state; for a worker thread.

        `progress` hears how many of how many notes are read. What goes wrong with the file is in the report.
        """
        with self._refreshing:
            start = time.perf_counter()
            if vault is not None:
                with self._lock:
                    moved = vault.included.keys() ^ self._vault.included.keys()
                    self._vault = vault
                    self._rename(moved)
            report = self._refresh(progress, cancelled, rebuild)
            self._whole = report.complete
            return replace(report, seconds=time.perf_counter() - start)

    def prepare(self, cancelled: Cancelled | None = None) -> None:
        """Lays out what the first queries would otherwise wait for; for a worker, at the start and after `refresh`."""
        wanted = cancelled or _never
        if not wanted():
            self._name_index().prepare()
        if not wanted():
            with self._quietly():
                self._read_vocabulary(fresh=True).prepare()

    def _refresh(self, progress: Progress | None, cancelled: Cancelled | None, rebuild: bool) -> IndexReport:
        for _ in range(1 + _MOST_ANEW):
            with self._lock:
                if rebuild or self._broken is not None:
                    self._start_anew()
                    rebuild = False
                index, damaged = self._index, self._damaged
            if index is None:
                return IndexReport(len(self._vault.notes), complete=False, problem=self._broken or "no index")
            builder = IndexUpdate(self._vault, index, progress, cancelled)
            try:
                report = builder.run()
            except DamagedError as error:
                with self._lock:
                    if self._index is index:
                        self._broken = str(error)
                continue
            except (sqlite3.Error, OSError) as error:
                return IndexReport(len(self._vault.notes), complete=False, problem=_in_words(error, index))
            with self._lock:
                if self._index is not index:
                    continue  # a search has found it damaged meanwhile
                if builder.relinked:
                    self._names = None
                self._rename(builder.touched)
                if report.complete:
                    self._damaged = None
            problem = "there is no place to keep the index" if index.temporary else None
            if damaged is not None and problem is None:
                problem = f"the index was damaged ({damaged}): it was set aside, and built anew"
            return replace(report, problem=problem)
        return IndexReport(len(self._vault.notes), complete=False, problem=f"the index is damaged: {self._broken}")

    def _start_anew(self) -> None:
        if self._reader is not None:
            self._reader.close()
        if self._index is not None:
            self._index.set_aside()
            self._index.close()
        self._broken = None
        self._catalog = Catalog()
        self._names = None
        self._vocabulary = None
        self._open()

    def _open(self) -> None:
        self._reader = self._index = None
        self._view.cache_clear()
        try:
            self._index = open_index(self._folder)
            self._reader = IndexReader(self._index.connect(), self._lock)
        except (DamagedError, sqlite3.Error, OSError) as error:
            self._broken = str(error)

    # What searching asks

    @contextmanager
    def _asking(self, cancelled: Cancelled | None) -> Iterator[IndexReader]:
        """The reader on one state of the index, of which the catalog is up to date."""
        reader = self._reader
        if reader is None:
            raise DamagedError(self._broken or "there is no index")
        with reader.asking(cancelled):
            self._update(reader)
            yield reader

    def _update(self, reader: IndexReader) -> None:
        version = reader.version()
        with self._lock:
            if self._catalog.version != version:
                self._catalog = read_catalog(reader, version, self._vault.notes)
                self._view.cache_clear()

    def _name_index(self) -> NameIndex:
        """The names of all notes of the vault that are searched."""
        with self._lock:
            if self._names is None:
                implicit: list[tuple[str, str]] = []
                with self._quietly(), self._asking(None) as reader:
                    implicit = reader.implicit()
                self._names = NameIndex(names_of(self._catalog, self._vault.included, implicit))
            return self._names

    def _excluded_names(self) -> NameIndex:
        """The names of the notes that the vault excludes."""
        catalog, excluded = self._catalog, self._vault.excluded
        with self._lock:
            known = self._others
            if known is None or known[0] is not catalog or known[1] is not excluded:
                known = self._others = (catalog, excluded, NameIndex(names_of(catalog, excluded, ())))
            return known[2]

    def _rename(self, notes: Collection[str]) -> None:
        """Gives these notes the names that they have now, or lays all names out anew when they are many."""
        if self._names is None or not notes:
            return
        if len(notes) > _FEW:
            self._names = None
            return
        try:
            with self._asking(None) as reader:
                implicit = [pair for pair in reader.implicit() if pair[0] in notes]
        except (DamagedError, sqlite3.Error):
            self._names = None
            return
        for note in notes:
            here = [note] if note in self._vault.included else []
            self._names.replace(note, names_of(self._catalog, here, implicit))

    def _read_vocabulary(self, *, fresh: bool = False) -> Vocabulary:
        """The words of all notes, to find near ones; those of the last `prepare`, unless it is to be `fresh`."""
        with self._asking(None) as reader:
            known = self._vocabulary
            if known is None or (fresh and known[0] != self._catalog.version):
                words = [word for word in reader.words() if _is_word(word)]
                known = self._vocabulary = (self._catalog.version, Vocabulary(dict.fromkeys(words, ())))
            return known[1]

    def _read_view(self, note: int) -> NoteView | None:
        path = self._catalog.paths.get(note)
        if path is None or self._reader is None:
            return None
        lines = self._reader.lines(note)
        if lines is None:
            raise DamagedError("a note has lost its lines")
        return NoteView(note, path, self._catalog.names(path), lines, self._vault.legend)

    @property
    def complete(self) -> bool:
        """True if the last refresh went to its end."""
        return self._whole

    # Facts

    def facts(self, path: str) -> NoteFacts | None:
        """The indexed facts of a note; None when the index does not have it, or cannot be read."""
        with self._quietly(), self._asking(None) as reader:
            return reader.facts(path)
        return None

    def namings(self) -> ToldNames:
        """The names that notes give themselves, of those that the index has."""
        with self._quietly(), self._asking(None) as reader:
            return reader.namings()
        return {}

    def tags(self) -> dict[str, list[str]]:
        """Every tag, as it is first written, and the notes that have it; tags that differ in case are one.

        Without the notes that the vault excludes.
        """
        found: dict[str, tuple[str, list[str]]] = {}
        with self._quietly(), self._asking(None) as reader:
            for tag, path in reader.tags():
                if path in self._vault.included:
                    found.setdefault(casefold(tag), (tag, []))[1].append(path)
        return dict(found.values())

    def high_yields(self, legend: Legend | None = None) -> dict[str, tuple[int, int]]:
        """High-yield marks and lines of every note that has any, under a legend or the vault's."""
        chosen = legend or self._vault.legend
        with self._quietly(), self._asking(None):
            counted = {path: marks.high_yield(chosen) for path, marks in self._catalog.marks.items()}
            excluded = self._vault.excluded
            return {path: counts for path, counts in counted.items() if counts[0] and path not in excluded}
        return {}

    def linking(self, path: str) -> list[str]:
        """The notes that may link to this one, by the last part of their links' targets; in alphabetical order."""
        names = {link_key(name) for name in (path, *self._catalog.names(path))}
        with self._quietly(), self._asking(None) as reader:
            targets = reader.targets()
            return sorted(
                {source for source, target in targets if source != path and link_key(target.split("#")[0]) in names}
            )
        return []


def _never() -> bool:
    return False


def _is_word(word: str) -> bool:
    return len(word) <= _LONGEST_NEAR and not word.isdigit() and (word.isascii() or not spaceless(word[0]))


def _in_words(error: Exception, index: IndexFile) -> str:
    if "full" in str(error):
        return f"the disk is full: {index.path.parent}"
    return f"cannot write the index in {index.path.parent}: {error}"
