"""Options and output that the commands which list things share: `--json`, `--total`, and a line for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TypeVar

from studytui.cli.output import print_error, write, write_json

Item = TypeVar("Item")


def add_listing_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--json` and `--total`."""
    parser.add_argument("--json", action="store_true", help="one JSON array")
    parser.add_argument("--total", action="store_true", help="only how many there are")


def write_list(
    arguments: argparse.Namespace,
    items: Sequence[Item],
    as_json: Callable[[Item], object],
    as_text: Callable[[Item], str],
    *,
    nothing: str,
) -> None:
    """Prints the items as was asked for; that there are none is said on standard error."""
    if arguments.total:
        write_json(len(items))
    elif arguments.json:
        write_json([*map(as_json, items)])
    elif items:
        for item in items:
            write(as_text(item))
    else:
        print_error(nothing)


def place(note: str, line: int, text: str) -> str:
    """`path:line: text`, which editors and other programs jump to; always one line."""
    return f"{note}:{line}: {' '.join(text.split())}"
