"""A folder to the names, sizes and times of what it holds; no file is opened."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from studytui.vault import names
from studytui.vault.errors import VaultError


class Note(Struct, frozen=True, gc=False):
    """A Markdown file of the vault, or a canvas."""

    path: str
    """Vault-relative, with `/` and `.md` or `.canvas`, as on disk."""
    size: int
    """In bytes."""
    mtime_ns: int

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return names.stem(self.path)

    @property
    def folder(self) -> str:
        """The vault-relative folder; empty at the root."""
        return names.parent(self.path)

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time of change, which change when the file's content does."""
        return (self.size, self.mtime_ns)


class Unreadable(Struct, frozen=True):
    """Something in the vault that is left alone, and why."""

    path: str
    reason: str


class Scan(Struct, frozen=True):
    """The files of a vault at one moment; paths in alphabetical order."""

    notes: Mapping[str, Note] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    """Everything that is no note: images, attachments."""
    unreadable: tuple[Unreadable, ...] = ()


LEADS_OUT = "leads out of the vault"


def scan(root: Path, known: Mapping[str, Note] | None = None) -> Scan:
    """Every note and file below `root` whose name, and whose folders' names, begin with no dot.

    A link to a place inside the vault is followed unless its target is walked anyway; what leads
    out of the vault, loops or cannot be listed is in `unreadable`. Notes that are `known`, and as they were, are those
    of the earlier scan. Raises VaultError when `root` itself cannot be listed.
    """
    return _Walk(root, known or {}).run()


class Scanning:
    """The scan of a vault, made when it is first asked for, from any thread."""

    def __init__(self, root: Path, state: Scan | None = None) -> None:
        self._root = root
        self._state = state
        self._lock = threading.Lock()

    @property
    def state(self) -> Scan:
        """What the vault holds. Raises VaultError when its folder cannot be listed."""
        if self._state is None:
            with self._lock:
                if self._state is None:
                    self._state = scan(self._root)
        return self._state

    @property
    def done(self) -> bool:
        """Whether the scan has been made, so that nothing waits for it."""
        return self._state is not None

    def note(self, path: str) -> Note | None:
        """A note as it was scanned; until then, as its file is at this moment."""
        if self._state is not None:
            return self._state.notes.get(path)
        if not (names.is_note_name(path) or names.is_canvas(path)) or any(map(_is_left_out, path.split("/"))):
            return None
        try:
            status = (self._root / path).stat()
        except (OSError, ValueError):
            return None
        return Note(path, status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or not name


class _Walk:
    def __init__(self, root: Path, known: Mapping[str, Note]) -> None:
        self._known = known
        self._root = os.fspath(root)
        self._real_root = os.path.realpath(self._root)
        self._notes: list[Note] = []
        self._files: list[str] = []
        self._unreadable: list[Unreadable] = []
        self._linked_folders: list[tuple[str, str]] = []
        self._walked: set[str] = set()

    def run(self) -> Scan:
        try:
            os.scandir(self._root).close()
        except OSError as error:
            raise VaultError(f"cannot read the folder {self._root}: {reason_of(error)}") from error
        self._walk("", self._real_root)
        # Real folders come first, so that a link adds only what no plain path reaches, and loops end.
        while self._linked_folders:
            linked, self._linked_folders = sorted(self._linked_folders), []
            for path, real in linked:
                if real not in self._walked:
                    self._walk(path + "/", real)
        return Scan(
            notes={note.path: note for note in sorted(self._notes, key=lambda note: note.path)},
            files=tuple(sorted(self._files)),
            unreadable=tuple(sorted(self._unreadable, key=lambda item: item.path)),
        )

    def _walk(self, prefix: str, real: str) -> None:
        folders = [(prefix, real)]
        while folders:
            prefix, real = folders.pop()
            if real in self._walked:
                continue
            self._walked.add(real)
            for entry in self._entries(prefix, real):
                path = prefix + entry.name
                try:
                    if entry.is_symlink() or _is_junction(entry):
                        self._follow(path, entry)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append((path + "/", os.path.join(real, entry.name)))  # noqa: PTH118 - no Path per entry
                    else:
                        self._add(path, entry.name, entry.stat(follow_symlinks=False))
                except OSError as error:
                    self._unreadable.append(Unreadable(path, reason_of(error)))

    def _entries(self, prefix: str, real: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(real) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            self._unreadable.append(Unreadable(prefix.rstrip("/") or ".", reason_of(error)))
            return
        yield from listed

    def _follow(self, path: str, entry: os.DirEntry[str]) -> None:
        target = os.path.realpath(entry.path)
        if not is_inside(target, self._real_root):
            self._unreadable.append(Unreadable(path, LEADS_OUT))
            return
        status = os.stat(target)  # noqa: PTH116 - surrogates and speed, as everywhere in this walk
        if stat.S_ISDIR(status.st_mode):
            self._linked_folders.append((path, target))
        else:
            self._add(path, entry.name, status)

    def _add(self, path: str, name: str, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self._unreadable.append(Unreadable(path, "not a regular file"))
        elif names.is_note_name(name) or names.is_canvas(name):
            note = self._known.get(path)
            if note is None or note.stamp != (status.st_size, status.st_mtime_ns):
                note = Note(path, status.st_size, status.st_mtime_ns)
            self._notes.append(note)
        else:
            self._files.append(path)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    test = getattr(entry, "is_junction", None)
    return bool(test and test())


def is_inside(real_path: str, real_root: str) -> bool:
    """True if one resolved path is, or is below, the other."""
    return real_path == real_root or real_path.startswith(real_root.rstrip(os.sep) + os.sep)


def reason_of(error: OSError) -> str:
    """The system's words for an error, without paths and numbers."""
    return (error.strerror or str(error)).lower()
