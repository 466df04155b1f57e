"""`studytui import`: what was learned on another machine, or with the Spaced Repetition plugin."""

from __future__ import annotations

import argparse
from pathlib import Path

from studytui.cli.decks import open_deck
from studytui.cli.errors import NOT_THERE, UNUSABLE, CommandError, UsageError
from studytui.cli.opening import load_settings, made_cards, open_for
from studytui.cli.output import counted, print_error, write
from studytui.state import open_state
from studytui.state.database import NotKeptError
from studytui.study.deck import Decks
from studytui.study.exchange import NotAStateError, merge
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.sr_schedules import take_in
from studytui.study.today import scheduler_of

_ANKI = (".apkg", ".colpkg", ".anki2", ".anki21")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares FILE and `--sr`."""
    parser.add_argument("file", nargs="?", metavar="FILE.jsonl", type=Path, help="what `studytui export` wrote")
    parser.add_argument(
        "--sr",
        action="store_true",
        help="instead of a file: schedules that the Spaced Repetition plugin wrote into the notes; each is taken in "
        "once, and the notes stay as they are",
    )


def run(arguments: argparse.Namespace) -> int:
    """Merges the file by time, or takes in the plugin's schedules, and says what that brought."""
    if (arguments.file is None) != arguments.sr:
        raise UsageError("name one file that `studytui export` wrote, or give --sr alone")
    if arguments.sr:
        return _take_in(arguments)
    if arguments.file.suffix.lower() in _ANKI:
        raise UsageError("schedules of Anki's packages and collections are not read: only what `studytui export` wrote")
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    try:
        lines = arguments.file.read_text(encoding="utf-8-sig").split("\n")  # a text may hold other ends of lines
    except OSError as error:
        raise CommandError(f"cannot read {arguments.file}: {error.strerror}", NOT_THERE) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{arguments.file}: it is no text", NOT_THERE) from error
    state = open_state(vault.root, print_error)
    cards = made_cards(vault, settings)
    try:
        decks = Decks(cards, sync(state, cards, keep=True))
        reviews = Reviews(state)
        merged = merge(reviews, state, lines, lambda: scheduler_of(vault, state, decks, reviews.today))
        sync(state, cards, keep=True)
    except NotAStateError as error:
        raise CommandError(f"{arguments.file}: {error}", NOT_THERE) from error
    except NotKeptError as error:
        raise CommandError(f"nothing was taken in: {error}", UNUSABLE) from error
    finally:
        state.close()
    parts = [f"{counted(merged.answers, 'new answer')} about {counted(merged.cards, 'card')}"]
    if merged.undone:
        parts.append(f"{merged.undone} taken back")
    if merged.unplaced:
        parts.append(f"{counted(merged.unplaced, 'card')} not in this vault")
    write("; ".join(parts))
    return 0


def _take_in(arguments: argparse.Namespace) -> int:
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    state = open_state(vault.root, print_error)
    try:
        deck = open_deck(vault, settings, state, None)
        found = take_in(Reviews(state), vault, deck.cards())
    except NotKeptError as error:
        raise CommandError(f"nothing was taken in: {error}", UNUSABLE) from error
    finally:
        state.close()
    parts = [f"{counted(found.cards, 'schedule')} taken in"]
    parts += [f"{counted(found.before, 'card')} with a history here already"] if found.before else []
    parts += [f"{counted(found.new, 'card')} never asked there"] if found.new else []
    write("; ".join(parts))
    for note, line in found.unmatched:
        print_error(f"{note}:{line}: this comment does not fit the cards above it, and is left out")
    for note in found.unread:
        print_error(f"{note}: cannot be read")
    return 0
