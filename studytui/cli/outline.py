"""`studytui outline`: the headings of a note."""

from __future__ import annotations

import argparse

from studytui.cli.errors import NOT_THERE, CommandError
from studytui.cli.listing import add_listing_arguments, write_list
from studytui.cli.opening import open_for, the_note


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE, `--json` and `--total`."""
    parser.add_argument("note", metavar="NOTE", help="path in the vault, title, file name or alias")
    add_listing_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints each heading with its line, indented by its level."""
    vault = open_for(arguments)
    note = the_note(vault, arguments.note)
    facts = vault.facts(note)
    if facts.error is not None:
        raise CommandError(f"cannot read {note}: {facts.error}", NOT_THERE)
    sections = facts.sections
    width = len(str(sections[-1].line)) if sections else 0
    write_list(
        arguments,
        sections,
        lambda section: {"heading": section.text, "level": section.level, "line": section.line},
        lambda section: f"{section.line:>{width}}  {'  ' * (section.level - 1)}{section.text}",
        nothing=f"{vault.title(note)} has no headings",
    )
    return 0
