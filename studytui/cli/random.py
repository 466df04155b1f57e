"""`studytui random`: a note, or a high-yield line, each as likely as another."""

from __future__ import annotations

import argparse
import random

from studytui.cli.errors import NOT_THERE, CommandError
from studytui.cli.high_yield import NoteLine, as_json, marked_in
from studytui.cli.indexing import indexed
from studytui.cli.listing import place
from studytui.cli.opening import load_settings, open_for
from studytui.cli.output import write, write_json
from studytui.settings import Settings
from studytui.vault import Vault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--high-yield`, `--json` and `--total`."""
    parser.add_argument("--high-yield", action="store_true", help="a high-yield line instead of a note")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--total", action="store_true", help="only how many there are to choose from")


def run(arguments: argparse.Namespace) -> int:
    """Prints the path of some note, or some high-yield line with its place."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    lines = _lines(vault) if arguments.high_yield else {}
    total = sum(lines.values()) if arguments.high_yield else len(vault.included)
    if arguments.total:
        write_json(total)
        return 0
    if not total:
        raise CommandError("no high-yield marks in this vault" if arguments.high_yield else "this vault has no notes")
    if arguments.high_yield:
        found = _some_line(vault, settings, lines)
        marked = found.marked
        if arguments.json:
            write_json(as_json(vault, found))
        else:
            write(place(found.note, marked.line, " › ".join((vault.title(found.note), *marked.headings, marked.text))))
        return 0
    note = random.choice([*vault.included])
    if arguments.json:
        write_json({"note": note, "title": vault.title(note)})
    else:
        write(note)
    return 0


def _lines(vault: Vault) -> dict[str, int]:
    """High-yield lines of every note that has any."""
    with indexed(vault) as (engine, _):
        return {note: lines for note, (_, lines) in engine.high_yields().items()}


def _some_line(vault: Vault, settings: Settings, lines: dict[str, int]) -> NoteLine:
    waiting = dict(lines)
    while waiting:  # a note may have lost its marks, or gone, since it was indexed
        (note,) = random.choices([*waiting], weights=[*waiting.values()])
        found = [*marked_in(vault, settings, [note], [])]
        if found:
            return random.choice(found)
        del waiting[note]
    raise CommandError("no high-yield line can be read", NOT_THERE)
