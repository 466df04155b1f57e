"""Finds a note or a topic by what a reader calls it (behaviour 11.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from studytui.vault import names
from studytui.vault.frontmatters import Naming
from studytui.vault.links.index import exact_first
from studytui.vault.links.target import join
from studytui.vault.scan import Note

_HOME_STEMS = ("index", "readme", "home")


class NoteMatches(Struct, frozen=True):
    """The notes that a name means: none, one, or several to choose from."""

    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str | None:
        """The note, if the name means exactly one."""
        return self.notes[0] if len(self.notes) == 1 else None


def find_note(name: str, notes: Mapping[str, Note], naming_of: Callable[[Note], Naming]) -> NoteMatches:
    """By path with or without `.md`, else by title, else by stem, else by explicit alias.

    The first of these that matches decides; an exact spelling goes before one in another case.
    """
    by_path = _by_path(name, notes)
    if by_path:
        return NoteMatches(by_path)
    wanted = names.fold_name(name)
    titles: list[tuple[str, str]] = []
    stems: list[tuple[str, str]] = []
    aliases: list[tuple[str, str]] = []
    for note in notes.values():
        front = naming_of(note)
        title = front.title or note.stem
        if names.fold_name(title) == wanted:
            titles.append((title, note.path))
        if wanted in (names.fold_name(note.stem), names.fold_path(names.base_name(note.path))):
            stems.append((note.stem, note.path))
        aliases += [(alias, note.path) for alias in front.aliases if names.fold_name(alias) == wanted]
    found = _as_spelt(name, titles or stems or aliases)
    # As everywhere, a name without an ending is that of a Markdown file if there is one.
    return NoteMatches(tuple(filter(names.is_note_name, found)) or found)


def _by_path(name: str, notes: Mapping[str, Note]) -> tuple[str, ...]:
    for path in (name, join("", name.strip().rstrip("/"))):
        for spelling in (path, f"{path}{names.NOTE_SUFFIX}") if path else ():
            if spelling in notes:
                return (spelling,)
    clean = join("", name.strip().rstrip("/"))
    if not clean or ("/" not in clean and not names.is_note_name(clean)):
        # A bare name in another case is a title or a stem, wherever the note lies.
        return ()
    wanted = {names.fold_path(clean), names.fold_path(clean + names.NOTE_SUFFIX)}
    return exact_first(tuple(path for path in notes if names.fold_path(path) in wanted), clean)


def _as_spelt(name: str, found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    found = tuple(found)
    wanted = {names.nfc(name.strip()), names.nfc(names.without_suffix(name.strip()))}
    exact = [path for spelt, path in found if names.nfc(spelt) in wanted]
    return tuple(dict.fromkeys(exact or [path for _, path in found]))


def find_folder(name: str, folders: Iterable[str]) -> tuple[str, ...]:
    """The folders that a topic means: by path, else by the end of a path; empty when there is none."""
    clean = join("", name.strip().strip("/"))
    if clean is None:
        return ()
    if not clean:
        return ("",)
    folders = tuple(folders)
    wanted = names.fold_path(clean)
    whole = tuple(path for path in folders if names.fold_path(path) == wanted)
    ending = tuple(path for path in folders if names.fold_path(path).endswith("/" + wanted))
    return exact_first(whole or ending, clean) if whole else ending


def has_tag(tags: Iterable[str], wanted: str) -> bool:
    """True if one of the tags is the wanted one or nested below it: `#a/b` counts as `#a`."""
    wanted = names.casefold(wanted.lstrip("#").strip("/"))
    return any(folded == wanted or folded.startswith(wanted + "/") for folded in map(names.casefold, tags))


def find_home(notes: Mapping[str, Note], says_home: Callable[[Note], bool]) -> str | None:
    """The note that says it is the first, by `dg-home` or `gardenEntry`; else index, README or Home at the root."""
    # Notes near the root come first: they are the likelier homes, and a big vault is not read to its end.
    nearest_root = sorted(notes.values(), key=lambda note: (note.path.count("/"), note.path))
    said = next((note.path for note in nearest_root if says_home(note)), None)
    return said or next(filter(None, (_first_called(stem, notes) for stem in _HOME_STEMS)), None)


def _first_called(stem: str, notes: Mapping[str, Note]) -> str | None:
    found = (path for path in notes if "/" not in path and names.casefold(names.stem(path)) == stem)
    return next(filter(names.is_note_name, found), None)
