"""`studytui import`: what was learned on another machine, joined with what was learned here."""

from __future__ import annotations

import argparse
from pathlib import Path

from studytui.cli.errors import NOT_THERE, UNUSABLE, CommandError
from studytui.cli.opening import load_settings, open_for
from studytui.cli.output import counted, print_error, write
from studytui.state import open_state
from studytui.state.database import NotKeptError
from studytui.study.collect import collect
from studytui.study.exchange import NotAStateError, merge
from studytui.study.registry import sync
from studytui.study.reviews import Reviews


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares FILE."""
    parser.add_argument("file", metavar="FILE.jsonl", type=Path, help="what `studytui export` wrote")


def run(arguments: argparse.Namespace) -> int:
    """Merges the file by time, and says what it brought."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    try:
        lines = arguments.file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"cannot read {arguments.file}: {error.strerror}", NOT_THERE) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{arguments.file}: it is no text", NOT_THERE) from error
    state = open_state(vault.root, print_error)
    cards = collect(vault, strict_breaks=vault.strict_line_breaks(settings.strict_line_breaks))
    assert cards is not None, "nobody cancels it"
    try:
        sync(state, cards, keep=True)
        merged = merge(Reviews(state), state, lines)
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
