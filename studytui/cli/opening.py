"""Arguments of commands to a vault, a note, a topic; an error names the nearest one when it is not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from studytui.cli.errors import UNUSABLE, CommandError, UsageError, did_you_mean, nearest
from studytui.cli.output import print_error
from studytui.settings import Loaded, Settings, load
from studytui.vault import Folder, Vault, VaultError, find_vault, open_vault
from studytui.vault.links.nearest import nearest_names
from studytui.vault.location import vault_around

LISTED = 5
"""Most names in one message."""
LIKE = 3
"""Most near names that are offered for one that is not there."""

if TYPE_CHECKING:
    import argparse

    from studytui.study.collect import VaultCards


def load_settings(arguments: argparse.Namespace) -> Settings:
    """The settings in force; what is wrong with them is printed to standard error, and does not stop anything."""
    return loaded_settings(arguments).settings


def loaded_settings(arguments: argparse.Namespace) -> Loaded:
    """The same, with where each is from. What is wrong with an option of the command line is wrong usage."""
    loaded = load(sets=arguments.set)
    problems = [str(problem) for problem in loaded.problems]
    refuse_wrong_options(problems)
    for problem in problems:
        print_error(problem)
    return loaded


def refuse_wrong_options(problems: Sequence[str]) -> None:
    """Raises UsageError for a problem with `--set`."""
    for problem in problems:
        if problem.startswith("--set"):
            raise UsageError(problem)


def named_vault(named: str | None, settings: Settings) -> tuple[Path, str | None]:
    """The folder of the vault to use, and the note when a file is named."""
    if named == "":
        raise UsageError("--vault needs a folder")
    if named is not None:
        return _find(Path(named), "")
    around = _around_here()
    if around is not None:
        return around, None
    origin = " (from $STUDYTUI_VAULT)" if os.environ.get("STUDYTUI_VAULT") else " (from the settings)"
    return _find(settings.vault_or_bundled, origin if settings.vault else "")


def _around_here() -> Path | None:
    """The vault around the current folder, which may be gone."""
    try:
        return vault_around(Path.cwd())
    except (OSError, ValueError, VaultError):
        return None


def _find(path: Path, origin: str) -> tuple[Path, str | None]:
    try:
        return find_vault(path)
    except (VaultError, OSError, ValueError) as error:
        message = str(error) if isinstance(error, VaultError) else f"cannot use {path}: {error}"
        raise CommandError(f"{message}{origin}{did_you_mean(neighbours(path))}", UNUSABLE) from error


def neighbours(path: Path) -> list[str]:
    """Paths of folders and notes beside a path that is not there whose names are like its own."""
    folder = path.expanduser().parent
    try:
        beside = [
            entry.name
            for entry in os.scandir(folder)
            if entry.is_dir() or entry.name.lower().endswith((".md", ".canvas"))
        ]
    except (OSError, ValueError):
        return []
    return [str(path.parent / name) for name in nearest(path.name, beside)]


def open_for(arguments: argparse.Namespace, settings: Settings | None = None) -> Vault:
    """The vault that a command works on."""
    settings = settings or load_settings(arguments)
    root, _ = named_vault(arguments.vault, settings)
    return open_vault(root, settings.legend, show_excluded=settings.show_excluded)


def the_note(vault: Vault, name: str) -> str:
    """The one note that a name means."""
    inside = _inside(vault, name)
    found = vault.find_note(inside)
    if found.note is not None:
        return found.note
    if found.notes:
        raise CommandError(f"several notes are called {name}: {_some(found.notes)}; give one's path")
    raise CommandError(f"no note is called {name}{did_you_mean(vault.nearest(inside))}")


def _inside(vault: Vault, name: str) -> str:
    """A note may be given by its path on this computer, too."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(vault.root):
        return path.relative_to(vault.root).as_posix()
    return name.replace("\\", "/") if os.sep == "\\" else name


class Topic(Struct, frozen=True):
    """A folder, or the notes with a tag."""

    name: str
    notes: tuple[str, ...]
    """In the order of the tree."""
    folder: Folder | None


def the_topic(vault: Vault, name: str) -> Topic:
    """The folder or `#tag` that a name means."""
    topic = find_topic(vault, name)
    if topic is not None:
        return topic
    if name.startswith("#"):
        raise CommandError(f"no note has the tag {name}{did_you_mean(_like_tag(vault, name))}")
    raise CommandError(f"no folder is called {name}{did_you_mean(_like_folder(vault, name))}")


def find_topic(vault: Vault, name: str) -> Topic | None:
    """As `the_topic`, or None. Raises CommandError when several folders are meant."""
    if name.startswith("#"):
        notes = vault.tagged(name)
        return Topic(name, notes, None) if notes else None
    folders = vault.find_folder(name.replace("\\", "/") if os.sep == "\\" else name)
    if len(folders) > 1:
        raise CommandError(f"several folders are called {name}: {_some(folders)}; give one's path")
    if not folders:
        return None
    folder = vault.topics.folder(folders[0])
    return Topic(folder.path or folder.name, tuple(leaf.path for leaf in folder.leaves()), folder)


def _like_folder(vault: Vault, name: str) -> list[str]:
    wanted = name.strip("/")
    folders = vault.topics.folders()
    pairs = [(path if "/" in wanted else path.rpartition("/")[2], path) for path in folders]
    return nearest_names(wanted, pairs, 2)


def add_name_argument(parser: argparse.ArgumentParser, *, topic_first: bool = False) -> None:
    """Declares NOTE or TOPIC, which need not be given (`notes_of`)."""
    note_first = "a note, a folder (`Name/` if a note is called so, too) or #tag"
    folder_first = "a folder, #tag, or note (`Name.md` if a folder is called so, too)"
    parser.add_argument("name", nargs="?", metavar="NOTE|TOPIC", help=folder_first if topic_first else note_first)


def made_cards(vault: Vault, settings: Settings, progress: Callable[[int, int], None] | None = None) -> VaultCards:
    """The cards of all notes, made anew where a note has changed."""
    from studytui.study.collect import collect

    made = collect(vault, strict_breaks=vault.strict_line_breaks(settings.strict_line_breaks), progress=progress)
    assert made is not None, "nobody cancels it"
    return made


def notes_of(vault: Vault, name: str | None, *, topic_first: bool = False) -> tuple[tuple[str, ...], bool]:
    """The notes of NOTE or TOPIC, else all, in reading order, and whether they were asked for as a group."""
    if name is None:
        return tuple(leaf.path for leaf in vault.tree().leaves()), True
    meant = note_or_topic(vault, name, topic_first=topic_first)
    return (meant.notes, True) if isinstance(meant, Topic) else ((meant,), False)


def note_or_topic(vault: Vault, name: str, *, topic_first: bool = False) -> str | Topic:
    """The path of the note, else the topic, that a name means; for `topic_first` the other way round.

    Raises CommandError, which names those that are near.
    """
    if name.startswith("#") or name.endswith("/"):
        return the_topic(vault, name)
    if topic_first:
        with suppress(CommandError):  # of several folders: a note may still be meant
            found = find_topic(vault, name)
            if found is not None:
                return found
    try:
        return the_note(vault, name)
    except CommandError:
        topic = find_topic(vault, name)
        if topic is not None:
            return topic
        inside = _inside(vault, name)
        if vault.find_note(inside).notes:
            raise
        near = [*(f"{folder}/" for folder in _like_folder(vault, name)), *vault.nearest(inside)][:LIKE]
        raise CommandError(f"no note or folder is called {name}{did_you_mean(near)}") from None


def _like_tag(vault: Vault, name: str) -> list[str]:
    tags = {tag for path in vault.notes for tag in vault.frontmatter(path).tags}
    return nearest_names(name.lstrip("#"), [(tag, f"#{tag}") for tag in sorted(tags)], 1)


def _some(names: tuple[str, ...]) -> str:
    listed = ", ".join(names[:LISTED])
    return listed if len(names) <= LISTED else f"{listed} and {len(names) - LISTED} more"
