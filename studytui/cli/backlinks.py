"""`studytui backlinks`: what links to a note."""

from __future__ import annotations

import argparse

from studytui.cli.links import backlink_as_json
from studytui.cli.listing import add_listing_arguments, place, write_list
from studytui.cli.opening import open_for, the_note


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE, `--json` and `--total`."""
    parser.add_argument("note", metavar="NOTE", help="path in the vault, title, file name or alias")
    add_listing_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints every place in other notes that links to this one."""
    vault = open_for(arguments)
    note = the_note(vault, arguments.note)
    write_list(
        arguments,
        vault.backlinks(note),
        backlink_as_json,
        lambda link: place(link.note, link.line, link.snippet),
        nothing=f"nothing links to {vault.title(note)}",
    )
    return 0
