"""A folder of notes at one moment: what is in it, and how its notes hang together."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import BinaryIO
from weakref import ref

from studytui.markdown import Legend, marks_possible
from studytui.markdown.document import Document, Frontmatter, Link
from studytui.vault import lookup, names
from studytui.vault.caches import Caches, ToldNames
from studytui.vault.disk import Disk, file_stamp
from studytui.vault.encoding import LONGEST_NOTE, beginning, decode
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.facts import Facts, HighYield, facts_from
from studytui.vault.frontmatters import HOME, NO_FRONTMATTER, Frontmatters
from studytui.vault.links.attachments import OuterFiles
from studytui.vault.links.backlinks import (
    Backlink,
    LinkPrefilter,
    by_label,
    keys_of_canvas,
    keys_of_text,
)
from studytui.vault.links.declared import DeclaredNames
from studytui.vault.links.index import PathIndex
from studytui.vault.links.outgoing import Outgoing, outgoing_of
from studytui.vault.links.resolve import Resolution, Resolver
from studytui.vault.location import VaultLocation, location_of
from studytui.vault.obsidian import Exclusion, ObsidianOptions, read_options
from studytui.vault.scan import LEADS_OUT, Note, Scanning, Unreadable, scan
from studytui.vault.tree import Folder, Tree


def open_vault(root: Path, legend: Legend | None = None, *, show_excluded: bool = False, scanned: bool = True) -> Vault:
    """Scans exactly this folder; `find_vault` tells which folder a path means. Raises VaultError.

    `show_excluded` takes the notes that Obsidian excludes for notes like any other. Not `scanned`, the vault is so by
    what first needs more than one note.
    """
    location = location_of(root)
    options = read_options(location, show_excluded=show_excluded)
    scanning = Scanning(location.root, scan(location.root) if scanned else None)
    return Vault(location, scanning, legend or Legend(), options=options, show_excluded=show_excluded)


class Vault:
    """One state of a vault, which never changes; `rescan` gives the next.

    Every method may be called from any thread. What needs many notes is read when it is first asked for and kept.
    Nothing is ever written below `root`, and nothing outside it is opened except the images of `location`.
    """

    def __init__(
        self,
        location: VaultLocation,
        scanning: Scanning,
        legend: Legend,
        caches: Caches | None = None,
        index: PathIndex | None = None,
        *,
        options: ObsidianOptions | None = None,
        show_excluded: bool = False,
    ) -> None:
        self._options = options or ObsidianOptions()
        self._show_excluded = show_excluded
        self.location = location
        self.legend = legend
        self._scanning = scanning
        self._caches = caches or Caches()
        self._index = index
        self.outer_files = OuterFiles(location)
        self._disk = Disk(location.root)
        self._frontmatters = Frontmatters(self._disk, self._caches.frontmatters)
        self._lock = threading.RLock()
        self._declared: DeclaredNames | None = None
        self._prefilter: LinkPrefilter | None = None

    @property
    def root(self) -> Path:
        """The vault's folder, absolute."""
        return self.location.root

    @property
    def is_scanned(self) -> bool:
        """Whether it is known what the vault holds; else, asking for that looks through all of it."""
        return self._scanning.done

    @property
    def notes(self) -> Mapping[str, Note]:
        """Every note by its path, in alphabetical order."""
        return self._scanning.state.notes

    @cached_property
    def excluded(self) -> frozenset[str]:
        """The notes that Obsidian is told to leave out; links and paths lead to them nevertheless (behaviour 2.6)."""
        exclusion = Exclusion(self._options.excluded, self.location.prefix)
        return frozenset(filter(exclusion.excludes, self.notes)) if exclusion else frozenset()

    @cached_property
    def included(self) -> Mapping[str, Note]:
        """Every other note by its path, in alphabetical order."""
        return {path: note for path, note in self.notes.items() if path not in self.excluded}

    def strict_line_breaks(self, own: bool | None) -> bool:
        """True if single line breaks join: as the reader's own setting says, else as Obsidian's does."""
        return own if own is not None else bool(self._options.strict_line_breaks)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of everything that is no note."""
        return self._scanning.state.files

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that the scan left alone; a note that cannot be opened shows only when it is read."""
        return self._scanning.state.unreadable

    def rescan(self, legend: Legend | None = None, *, show_excluded: bool | None = None, anew: bool = False) -> Vault:
        """The vault as it is now, with what is known of unchanged notes; itself if all are, unless wanted `anew`."""
        state = scan(self.root, self.notes)
        same_names = state.notes.keys() == self.notes.keys() and state.files == self.files
        index = self._index if same_names else None
        shown = self._show_excluded if show_excluded is None else show_excluded
        options = read_options(self.location, show_excluded=shown)
        caches = self._caches
        if legend is not None and legend != self.legend:
            caches = caches.without_marks()
        elif state == self._scanning.state and options == self._options and not anew:
            return self
        return Vault(
            self.location,
            Scanning(self.root, state),
            legend or self.legend,
            caches,
            index,
            options=options,
            show_excluded=shown,
        )

    # One note

    def stamp(self, path: str) -> tuple[int, int] | None:
        """Size and time of change of a file: of a note as scanned, of another as it is now; None if it is not there."""
        if names.is_note_name(path):
            note = self._scanning.note(path)
            return None if note is None else note.stamp
        return file_stamp(self.root / path)

    def text(self, path: str, *, whole: bool = False) -> str:
        """The note's text as it is on disk now; of a very long one its beginning, unless the `whole` is wanted.

        Raises UnreadableNoteError.
        """
        return decode(self._disk.read(path) if whole else beginning(self._disk.read(path, LONGEST_NOTE + 1)))

    def document(self, path: str, *, whole: bool = False, strict_breaks: bool = False) -> Document:
        """The note as it is on disk now, parsed; `whole` as in `text`.

        Raises UnreadableNoteError, also for a canvas that can't be understood.
        """
        # The parser is loaded with the first note, not with the vault.
        if names.is_canvas(path):
            from studytui.markdown.canvas import LARGEST, BrokenCanvasError, read_canvas

            try:
                return read_canvas(self._disk.read(path, LARGEST + 1))
            except BrokenCanvasError as error:
                raise UnreadableNoteError(path, f"this canvas can't be shown: {error}") from error
        from studytui.markdown import parse

        return parse(self.text(path, whole=whole), strict_breaks=strict_breaks)

    def marked_document(self, path: str, *, strict_breaks: bool = False) -> Document | None:
        """As `document`, but None, without parsing, of a note that can hold no high-yield mark."""
        if names.is_canvas(path):
            return self.document(path)
        from studytui.markdown import parse

        text = self.text(path)
        return parse(text, strict_breaks=strict_breaks) if marks_possible(text) else None

    def cut_short(self, path: str) -> str | None:
        """The remark on what `text` leaves out of a note; None where it is all there."""
        note = self._scanning.note(path)
        if note is None or note.size <= LONGEST_NOTE or names.is_canvas(path):
            return None
        return f"has {note.size / 1e6:,.0f} MB; only its first {LONGEST_NOTE / 1e6:.0f} MB are read"

    def data(self, path: str, limit: int = sys.maxsize) -> bytes:
        """The first `limit` bytes of any file of the vault as it is now. Raises UnreadableNoteError."""
        return self._disk.read(path, limit)

    def frontmatter(self, path: str) -> Frontmatter:
        """The note's frontmatter; empty when it has none, cannot be read, or is not in the vault (any more)."""
        note = self._scanning.note(path)
        return NO_FRONTMATTER if note is None else self._frontmatters.of(note)

    def title(self, path: str) -> str:
        """Frontmatter `title`, else the file's stem."""
        return self.frontmatter(path).title or names.stem(path)

    def facts(self, path: str) -> Facts:
        """The facts of a note, parsed once, the last ones of one that has gone; `error` if it cannot be read."""
        note = self._scanning.note(path)
        known = self._caches.facts.get(path)
        if known is not None and (note is None or known[0] == note.stamp):
            return known[1]
        try:
            facts = facts_from(self.document(path), self.legend)
        except UnreadableNoteError as error:
            facts = Facts(error=error.reason)
        if note is not None and (facts.error is None or file_stamp(self.root / path) == note.stamp):
            self._caches.facts[path] = (note.stamp, facts)
        return facts

    def learn(self, path: str, document: Document) -> None:
        """Takes the facts of a note from a document that was just parsed, instead of parsing it again."""
        note = self._scanning.note(path)
        if note is not None:
            self._caches.facts[path] = (note.stamp, facts_from(document, self.legend))

    def high_yield(self, path: str) -> HighYield:
        """How much of the note is high-yield; notes that cannot hold a mark are not parsed."""
        note = self._scanning.note(path)
        known = self._caches.facts.get(path)
        if known is not None and note is not None and known[0] == note.stamp:
            return known[1].high_yield
        if note is None or self._caches.unmarked.get(path) == note.stamp:
            return HighYield()
        try:
            if names.is_canvas(path) or marks_possible(self.text(path)):
                return self.facts(path).high_yield
        except UnreadableNoteError:
            return HighYield()
        self._caches.unmarked[path] = note.stamp
        return HighYield()

    def high_yields(self, paths: Iterable[str]) -> Iterator[tuple[str, HighYield]]:
        """Each note's count as it is known, for a worker that may stop between any two."""
        return ((path, self.high_yield(path)) for path in paths)

    # Links

    def resolve(self, source: str | None, target: str, *, markdown: bool = False, quick: bool = False) -> Resolution:
        """Where a target leads from a note (behaviour 2.2).

        `quick` never looks into other notes: permalinks and aliases then count only once
        `load_names` (or a slow `resolve`) has read them, and a link by one of them is missing until then.
        """
        return self._resolver.resolve(source, target, markdown=markdown, quick=quick and not self.names_loaded)

    def resolve_link(self, source: str | None, link: Link, *, quick: bool = False) -> Resolution:
        """Where a link of a parsed note leads."""
        return self.resolve(source, link.target, markdown=link.kind != "wiki", quick=quick)

    def outgoing(self, path: str) -> list[Outgoing]:
        """The outgoing links of the note, in file order."""
        return outgoing_of(self.facts(path), lambda link: self.resolve_link(path, link), self.facts)

    def backlinks(self, path: str, candidates: Iterable[str] | None = None) -> list[Backlink]:
        """Every place in other notes that links to this one or embeds it, by the linking note's title.

        `candidates` are notes that may link to it, if an index knows them; else every note is looked through.
        """
        if candidates is None:
            candidates = self._link_prefilter.candidates(path, self.frontmatter(path))
        found = []
        for source in candidates:
            facts = self.facts(source)
            for occurrence in facts.links:
                link = occurrence.link
                if self.resolve_link(source, link).note == path:
                    hidden = facts.frontmatter.hidden
                    found.append(Backlink(source, link.line, occurrence.snippet, link, hidden, occurrence.property))
        return by_label(found, {link.note: self.title(link.note) for link in found})

    def open_file(self, file: Path) -> BinaryIO:
        """An image or attachment that a link led to. Raises UnreadableNoteError, also for what is none of these."""
        for folder in (self.root, self.location.images, self.location.outer):
            if folder is not None and file.is_relative_to(folder):
                return Disk(folder).open(file.relative_to(folder).as_posix())
        raise UnreadableNoteError(str(file), LEADS_OUT)

    @property
    def names_loaded(self) -> bool:
        """True if permalinks and aliases are known, so that every link resolves at once."""
        return self._declared is not None

    def load_names(self) -> DeclaredNames:
        """Reads the frontmatter of every note; for a worker, before links wait for it."""
        if self._declared is None:
            told = self._caches.told_names(self.notes)  # not in the lock: who tells them may wait for the vault
            with self._lock:
                if self._declared is None:
                    self._declared = self._caches.declared_names(self.notes, told, self._frontmatters.naming)
        return self._declared

    def take_names_from(self, told: Callable[[], ToldNames]) -> None:
        """Names the one who knows the names of unchanged notes, so that they need not be read: an index."""
        self._caches.told = told

    @cached_property
    def _resolver(self) -> Resolver:
        self._index = self._index or PathIndex(path for paths in (self.notes, self.files) for path in paths)
        vault = ref(self)  # no circle: of a vault that changes all the time, many would wait to be collected

        def declared() -> DeclaredNames:
            here = vault()
            assert here is not None, "whoever asks the resolver has it from its vault"
            return here.load_names()

        return Resolver(self.location, self._index, self.outer_files, declared)

    @property
    def _link_prefilter(self) -> LinkPrefilter:
        with self._lock:
            if self._prefilter is None:
                self._prefilter = LinkPrefilter(self.notes.values(), self._keys_of, self._caches.link_keys)
            return self._prefilter

    def _keys_of(self, path: str) -> frozenset[str]:
        """The keys of all that a note may link to. Raises UnreadableNoteError."""
        if names.is_canvas(path):
            return keys_of_canvas(path, self.facts(path))
        return keys_of_text(self.text(path))

    # Topics and names

    @cached_property
    def topics(self) -> Tree:
        """The folders that hold notes."""
        name = self.root.name or str(self.root)
        return Tree(name, self.notes, self._frontmatters.of, self._frontmatters.known, self.excluded)

    def tree(self) -> Folder:
        """The root of the topic tree."""
        return self.topics.folder("")

    def tagged(self, tag: str) -> tuple[str, ...]:
        """The notes with this tag or one nested below it, in frontmatter or text, in the order of the tree."""
        wanted = names.casefold(tag.lstrip("#").strip("/"))
        return tuple(leaf.path for leaf in self.tree().leaves() if wanted and self._has_tag(leaf.path, wanted))

    def has_tag(self, path: str, tag: str) -> bool:
        """True if the note has this tag or one nested below it."""
        wanted = names.casefold(tag.lstrip("#").strip("/"))
        return bool(wanted) and self._has_tag(path, wanted)

    def _has_tag(self, path: str, wanted: str) -> bool:
        if lookup.has_tag(self.frontmatter(path).tags, wanted):
            return True
        try:
            possible = names.is_canvas(path) or wanted in names.casefold(self.text(path))
            return possible and lookup.has_tag(self.facts(path).tags, wanted)
        except UnreadableNoteError:
            return False

    def find_note(self, name: str) -> lookup.NoteMatches:
        """The notes that a reader may mean by a path, title, stem or explicit alias."""
        read = self._frontmatters.naming
        return lookup.find_note(name, self.notes, lambda note: self._caches.naming_of(note, {}, read))

    def find_folder(self, name: str) -> tuple[str, ...]:
        """The folders that a reader may mean by a path or the end of one."""
        return lookup.find_folder(name, self.topics.folders())

    def nearest(self, name: str, limit: int = 3) -> list[str]:
        """The paths of the notes whose stem, title or alias is most like a name that is not there."""
        from studytui.vault.links.nearest import nearest_names

        return nearest_names(names.stem(name.partition("#")[0]), self._known_names(), limit)

    def _known_names(self) -> Iterator[tuple[str, str]]:
        for note in self.notes.values():
            yield note.stem, note.path
            named = self._caches.naming.get(note.path)
            known = named[1] if named is not None and named[0] is note else self._frontmatters.known(note)
            if known is not None:
                if known.title:
                    yield known.title, note.path
                for alias in known.aliases:
                    yield alias, note.path

    def home(self) -> str | None:
        """The note to begin with: that of `declared_home`, else the tree's first."""
        return (
            self.declared_home()
            or next((leaf.path for leaf in self.tree().leaves() if not leaf.hidden), None)
            or next(iter(self.notes), None)
        )

    def declared_home(self) -> str | None:
        """The note that says it is the first: by `dg-home` or `gardenEntry`, else as index, README or Home."""
        return lookup.find_home(self.notes, lambda note: self._frontmatters.with_words(note, HOME).home)
