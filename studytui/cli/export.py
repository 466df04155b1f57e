"""`studytui export`: what was learned, as a file that another machine takes in."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from studytui.cli.errors import UNUSABLE, CommandError, UsageError
from studytui.cli.opening import open_for
from studytui.cli.output import counted, print_error
from studytui.state import open_state
from studytui.study.exchange import exported

ENDING = ".jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares FILE."""
    parser.add_argument(
        "file", metavar="FILE.jsonl", type=Path, help="the file to write; one that is there is replaced"
    )


def run(arguments: argparse.Namespace) -> int:
    """Writes the file whole or not at all."""
    file: Path = arguments.file
    if file.suffix.lower() != ENDING:
        raise UsageError(f"{file.name} should end in {ENDING}: that is what is known how to write")
    vault = open_for(arguments)
    if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(vault.root)):
        raise CommandError(f"{file} is inside the vault, into which nothing is ever written", UNUSABLE)
    state = open_state(vault.root, print_error)
    lines = list(exported(state))
    state.close()
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise CommandError(f"cannot write {file}: {error.strerror}", UNUSABLE) from error
    answers = sum('"kind": "answer"' in line[:20] for line in lines)
    print_error(f"{file}: {counted(answers, 'answer')}")
    return 0
