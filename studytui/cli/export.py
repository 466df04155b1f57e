"""`studytui export`: what was learned, or cards for Anki, as a file."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from studytui.cli.errors import UNUSABLE, CommandError, UsageError, or_list
from studytui.cli.opening import load_settings, notes_of, open_for
from studytui.cli.output import counted, print_error
from studytui.settings import Settings
from studytui.state import State, open_state
from studytui.vault import Vault

if TYPE_CHECKING:
    from studytui.study.anki.kept import AnkiNote
    from studytui.study.anki.media import Pictures
    from studytui.study.anki.notes import Drafts

Write = Callable[[BinaryIO], str]
"""Writes a file, and says what is in it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares FILE, TOPIC and `--known`."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="the file to write; one that is there is replaced. Its ending says what: .apkg a package for Anki, "
        ".tsv Anki's text import (its note types by their English names; no pictures), .md the high-yield lines as a "
        "note, .jsonl what was learned",
    )
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="a folder, #tag or note (default: the whole vault)")
    parser.add_argument("--known", action="store_true", help="also cards that the notes say Anki has already")


def run(arguments: argparse.Namespace) -> int:
    """Writes the file whole or not at all."""
    file: Path = arguments.file
    prepare = _ENDINGS.get(file.suffix.lower())
    if prepare is None:
        raise UsageError(f"{file.name} should end in {or_list(list(_ENDINGS))}: that is what is known how to write")
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(vault.root)):
        raise CommandError(f"{file} is inside the vault, into which nothing is ever written", UNUSABLE)
    state = open_state(vault.root, print_error)
    try:
        said = _replace(file, prepare(vault, settings, state, arguments))
    finally:
        state.close()
    print_error(f"{file}: {said}")
    return 0


def _replace(file: Path, write: Write) -> str:
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            said = write(stream)
        beside.replace(file)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError):
            raise CommandError(f"cannot write {file}: {error.strerror}", UNUSABLE) from error
        raise
    return said


def _learned(vault: Vault, settings: Settings, state: State, arguments: argparse.Namespace) -> Write:
    if arguments.topic is not None:
        raise UsageError("what was learned is exported whole: name no topic")
    from studytui.study.exchange import exported

    lines = list(exported(state))

    def write(stream: BinaryIO) -> str:
        stream.write("".join(f"{line}\n" for line in lines).encode())
        return counted(sum('"kind": "answer"' in line[:20] for line in lines), "answer")

    return write


def _text_import(vault: Vault, settings: Settings, state: State, arguments: argparse.Namespace) -> Write:
    from studytui.cli.decks import open_deck, say_left_out
    from studytui.study.anki.media import Pictures
    from studytui.study.anki.text import text_import

    deck = open_deck(vault, settings, state, arguments.topic)
    pictures = Pictures(vault, carried=False)
    drafts = deck.drafts(pictures, known=arguments.known)
    _need(drafts, pictures, arguments)
    notes = deck.kept(drafts)

    def write(stream: BinaryIO) -> str:
        stream.write("".join(f"{line}\n" for line in text_import(notes)).encode())
        say_left_out(drafts, pictures)
        return _counted(notes)

    return write


def _digest(vault: Vault, settings: Settings, state: State, arguments: argparse.Namespace) -> Write:
    from studytui.study.digest import digest_of

    notes, _ = notes_of(vault, arguments.topic, topic_first=True)
    name = (arguments.topic or vault.root.name).strip("/")
    digest = digest_of(vault, notes, name, strict_breaks=vault.strict_line_breaks(settings.strict_line_breaks))
    if not digest.high_yield:
        raise _nothing("high-yield lines", arguments)

    def write(stream: BinaryIO) -> str:
        stream.write("".join(f"{line}\n" for line in digest.lines).encode("utf-8", "replace"))
        for note in digest.unread:
            print_error(f"{note}: cannot be read")
        return f"{counted(digest.high_yield, 'high-yield line')} of {counted(digest.notes, 'note')}"

    return write


def _need(drafts: Drafts, pictures: Pictures, arguments: argparse.Namespace) -> None:
    """Raises CommandError where there is nothing to write, so that a file that is there stays."""
    from studytui.cli.decks import say_left_out

    if not drafts.notes:
        say_left_out(drafts, pictures)
        raise _nothing("cards", arguments)


def _nothing(what: str, arguments: argparse.Namespace) -> CommandError:
    where = arguments.topic or "this vault"
    return CommandError(f"no {what} in {where}: high-yield marks make them; {arguments.file} is not written")


def _counted(notes: Sequence[AnkiNote]) -> str:
    cards = sum(len(note.draft.cards) for note in notes)
    return f"{counted(cards, 'card')} in {counted(len(notes), 'note')}"


def _package(vault: Vault, settings: Settings, state: State, arguments: argparse.Namespace) -> Write:
    from studytui.cli.decks import open_deck, say_left_out
    from studytui.study.anki.media import Pictures
    from studytui.study.anki.package import write_package

    deck = open_deck(vault, settings, state, arguments.topic)
    pictures = Pictures(vault)
    drafts = deck.drafts(pictures, known=arguments.known)
    _need(drafts, pictures, arguments)
    notes = deck.kept(drafts)

    def write(stream: BinaryIO) -> str:
        media = {name: (lambda name=name: pictures.data(name)) for name in pictures.files}
        try:
            write_package(stream, notes, media)
        except ImportError as error:
            raise CommandError(f"packages need genanki: pip install genanki ({error})", UNUSABLE) from error
        say_left_out(drafts, pictures)
        return _counted(notes) + (f", {counted(len(media), 'picture')}" if media else "")

    return write


_ENDINGS: dict[str, Callable[[Vault, Settings, State, argparse.Namespace], Write]] = {
    ".apkg": _package,
    ".tsv": _text_import,
    ".md": _digest,
    ".jsonl": _learned,
}
