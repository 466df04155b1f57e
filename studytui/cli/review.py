"""`studytui review`: spaced review, on the screen."""

from __future__ import annotations

import argparse
import gc

from studytui.cli.opening import (
    Topic,
    add_name_argument,
    named_vault,
    note_or_topic,
    open_for,
    refuse_wrong_options,
)
from studytui.cli.start import need_terminal
from studytui.settings import load
from studytui.study.scope import EVERYTHING, Scope
from studytui.vault import Vault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE or TOPIC, and `--cram`."""
    add_name_argument(parser, topic_first=True)
    parser.add_argument("--cram", action="store_true", help="every card, due or not; no schedule changes")


def run(arguments: argparse.Namespace) -> int:
    """Opens the screen with a review of a note, a topic, or the whole vault."""
    loaded = load(sets=arguments.set)
    problems = [str(problem) for problem in loaded.problems]
    refuse_wrong_options(problems)
    root, _ = named_vault(arguments.vault, loaded.settings)
    scope = EVERYTHING
    if arguments.name is not None:
        scope = _scope(open_for(arguments, loaded.settings), arguments.name)
    need_terminal()
    from studytui.tui.running import run

    gc.disable()  # until the first page stands
    scope = Scope(scope.kind, scope.name, cram=arguments.cram)
    return run(root, None, loaded.settings, problems, arguments.set, scope)


def _scope(vault: Vault, name: str) -> Scope:
    meant = note_or_topic(vault, name, topic_first=True)
    if isinstance(meant, Topic):
        return Scope("topic", name if meant.folder is None else meant.folder.path)
    return Scope("note", meant)
