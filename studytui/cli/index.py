"""`studytui index`: the search index, built or refreshed."""

from __future__ import annotations

import argparse

from studytui.cli.errors import NOT_THERE
from studytui.cli.indexing import indexed
from studytui.cli.opening import open_for
from studytui.cli.output import counted, write, write_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--rebuild` and `--json`."""
    parser.add_argument("--rebuild", action="store_true", help="build it anew instead of refreshing it")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Builds or refreshes the index and says what it did and how fast."""
    with indexed(open_for(arguments), rebuild=arguments.rebuild) as (_, report):
        if arguments.json:
            write_json(
                {
                    "notes": report.notes,
                    "added": report.added,
                    "changed": report.changed,
                    "removed": report.removed,
                    "bytes": report.bytes,
                    "seconds": round(report.seconds, 3),
                }
            )
        else:
            done = f"{report.added} added, {report.changed} changed, {report.removed} removed"
            size = f"{report.bytes / 1e6:.1f} MB"
            write(f"{counted(report.notes, 'note')}: {done}; {size} in {report.seconds:.2f} s")
    return 0 if report.complete else NOT_THERE
