"""`studytui tags`: every tag and how many notes have it."""

from __future__ import annotations

import argparse

from msgspec import Struct

from studytui.cli.errors import NOT_THERE
from studytui.cli.indexing import indexed
from studytui.cli.listing import add_listing_arguments, write_list
from studytui.cli.opening import open_for
from studytui.cli.output import counted
from studytui.vault import names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--json` and `--total`."""
    add_listing_arguments(parser)


class _Tag(Struct, frozen=True):
    name: str
    notes: int
    """Notes that have it or one nested below it."""


def run(arguments: argparse.Namespace) -> int:
    """Prints every tag that is written somewhere, with the number of notes that have it or one below it."""
    with indexed(open_for(arguments)) as (engine, report):
        notes = {tag: set(paths) for tag, paths in engine.tags().items()}
    tags = [_Tag(tag, len(_with_nested(tag, notes))) for tag in sorted(notes, key=names.natural_key)]
    write_list(
        arguments,
        tags,
        lambda tag: {"tag": tag.name, "notes": tag.notes},
        lambda tag: f"#{tag.name}  {counted(tag.notes, 'note')}",
        nothing="no note has a tag",
    )
    return 0 if report.complete else NOT_THERE


def _with_nested(tag: str, notes: dict[str, set[str]]) -> set[str]:
    wanted = names.casefold(tag)
    below = (paths for other, paths in notes.items() if names.casefold(other).startswith(f"{wanted}/"))
    return notes[tag].union(*below)
