"""`studytui orphans`: the notes that no other note links to."""

from __future__ import annotations

import argparse

from studytui.cli.listing import add_listing_arguments, write_list
from studytui.cli.opening import open_for
from studytui.cli.output import with_progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--json` and `--total`."""
    add_listing_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the path of each note to which neither a link nor an embed of another leads, in the order of the tree."""
    vault = open_for(arguments)
    linked: set[str] = set()
    for source in with_progress(vault.notes, len(vault.notes), "reading"):
        targets = (vault.resolve_link(source, occurrence.link).note for occurrence in vault.facts(source).links)
        linked.update(target for target in targets if target is not None and target != source)
    write_list(
        arguments,
        [leaf for leaf in vault.tree().leaves() if leaf.path not in linked],
        lambda leaf: {"note": leaf.path, "title": leaf.label},
        lambda leaf: leaf.path,
        nothing="every note is linked from another",
    )
    return 0
