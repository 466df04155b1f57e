"""`studytui unresolved`: the links that lead nowhere."""

from __future__ import annotations

import argparse

from studytui.cli.listing import add_listing_arguments, place, write_list
from studytui.cli.opening import open_for
from studytui.cli.output import with_progress
from studytui.vault.check import Report, check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--json` and `--total`."""
    add_listing_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints every link and embed of a note that is not there, by note and line."""
    vault = open_for(arguments)
    report = Report()
    for _ in with_progress(check(vault, report), len(vault.notes), "checking"):
        pass
    found = [(link, False) for link in report.broken] + [(embed, True) for embed in report.broken_embeds]
    write_list(
        arguments,
        sorted(found, key=lambda each: (each[0].note, each[0].line)),
        lambda each: {"note": each[0].note, "line": each[0].line, "target": each[0].message, "embed": each[1]},
        lambda each: place(each[0].note, each[0].line, each[0].message),
        nothing="every link leads to a note",
    )
    return 0
