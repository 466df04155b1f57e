"""The command line to a command and its arguments."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from studytui.cli.errors import LIKE_A_COMMAND, UsageError, did_you_mean, nearest
from studytui.cli.registry import COMMANDS, Command

if TYPE_CHECKING:
    import argparse

VAULT_HELP = (
    "the vault: a folder of notes (default: the vault around the current folder, $STUDYTUI_VAULT, the settings, "
    "else the notes inside studytui)"
)

SET_HELP = "a setting for this run, also one of a table: theme=nord, keys.search=slash; `studytui config` lists them"


class Invocation(Struct, frozen=True):
    """The command line as it was read."""

    action: str
    """`open`, `help`, `version`, or the name of a command."""
    vault: str | None = None
    path: str | None = None
    """Of `open`: the vault or note."""
    sets: tuple[str, ...] = ()
    """Settings of this run, `key=value`."""
    images: str | None = None
    """Of `open`: how pictures are drawn."""
    rest: tuple[str, ...] = ()
    """Of a command: its own arguments."""


def read_arguments(argv: Sequence[str]) -> Invocation:
    """Splits the options before a command from the command. Raises UsageError."""
    vault = path = images = None
    sets: list[str] = []
    only_paths = False
    waiting = list(argv)
    while waiting:
        argument = waiting.pop(0)
        if only_paths or not argument.startswith("-") or argument == "-":
            if argument in COMMANDS and path is None and not only_paths:
                return Invocation(argument, vault=vault, sets=tuple(sets), rest=tuple(waiting))
            if path is not None:
                raise UsageError(_several_paths(path, argument))
            path = argument
        elif argument == "--":
            only_paths = True
        elif argument in ("-h", "--help"):
            return Invocation("help")
        elif argument in ("-V", "--version"):
            return Invocation("version")
        elif argument == "--vault":
            vault = waiting.pop(0) if waiting else ""
        elif argument.startswith("--vault="):
            vault = argument.partition("=")[2]
        elif argument == "--set" or argument.startswith("--set="):
            sets.append(_setting(argument.partition("=")[2] if "=" in argument else waiting.pop(0) if waiting else ""))
        elif argument == "--images" or argument.startswith("--images="):
            given = argument.partition("=")[2] if "=" in argument else waiting.pop(0) if waiting else ""
            images = _image_mode(given)
        else:
            options = ["--vault", "--images", "--set", "--help", "--version"]
            known = nearest(argument.partition("=")[0], options)
            raise UsageError(f"unknown option {argument}{did_you_mean(known) or '; see studytui --help'}")
    return Invocation("open", vault=vault, path=path, sets=tuple(sets), images=images)


def _setting(written: str) -> str:
    if not written.partition("=")[0].strip() or "=" not in written:
        raise UsageError("--set needs KEY=VALUE, such as theme=nord or keys.search=slash")
    return written


def _several_paths(first: str, second: str) -> str:
    """The error message for two paths, the first of which may be a misspelt command."""
    there = os.path.lexists(os.path.expanduser(first))  # noqa: PTH111 - pathlib is loaded by commands, not for this
    meant = [] if there else nearest(first, COMMANDS, LIKE_A_COMMAND)
    if meant:
        return f"there is no folder, note or command called {first}{did_you_mean(meant)}"
    return f"unexpected argument {second}; studytui opens one vault or note"


def _image_mode(mode: str) -> str:
    from studytui.settings.values import IMAGE_MODES

    if mode not in IMAGE_MODES:
        raise UsageError(f"--images needs one of {', '.join(IMAGE_MODES)}")
    return mode


def read_command(command: Command, invocation: Invocation) -> argparse.Namespace:
    """The arguments of a command. Raises UsageError; prints help and exits for `--help`."""
    parser = _parser(command)
    parser.add_argument("--vault", metavar="PATH", default=invocation.vault, help=VAULT_HELP)
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[*invocation.sets], help=SET_HELP)
    command.module().add_arguments(parser)
    arguments = parser.parse_intermixed_args(list(invocation.rest))
    arguments.set = [_setting(each) for each in arguments.set]
    return arguments


def _parser(command: Command) -> argparse.ArgumentParser:
    import argparse  # only now: the screen needs none

    class Parser(argparse.ArgumentParser):
        """Says what is wrong in one line, with the nearest option."""

        def error(self, message: str) -> NoReturn:
            """Raises UsageError instead of printing usage and leaving."""
            unknown = re.match(r"unrecognized arguments: (-\S+)", message)
            if unknown is not None:
                written = unknown[1].partition("=")[0]
                options = [option for action in self._actions for option in action.option_strings]
                near = nearest(written, options)
                message = f"unknown option {written}{did_you_mean(near) or f'; see {self.prog} --help'}"
            raise UsageError(message)

    return Parser(prog=f"studytui {command.name}", description=_sentence(command.summary), allow_abbrev=False)


def take_dashed_words(parser: argparse.ArgumentParser) -> None:
    """Makes `-word` an argument of the command, as a word that must not occur is; `--word` stays an option."""
    # Private of argparse, which so takes negative numbers for arguments: no public way tells it of other words.
    parser._negative_number_matcher = re.compile(r"-[^-]")


def help_text() -> str:
    """The text of `studytui --help`."""
    width = max(len(f"{command.name} {command.usage}") for command in COMMANDS.values())
    commands = "\n".join(
        f"  {f'{command.name} {command.usage}':{width}}  {command.summary}" for command in COMMANDS.values()
    )
    return f"""usage: studytui [--vault PATH] [--set KEY=VALUE] [--images MODE] [PATH]
       studytui COMMAND [--vault PATH] …

Study from Obsidian and Digital Garden notes. PATH is a vault (a folder) or a note (a file); a path
that is also a command's name is written ./show. `studytui COMMAND --help` explains one command.

commands:
{commands}

options:
  --vault PATH   {VAULT_HELP}
  --set KEY=VALUE  a setting for this run, such as theme=nord or keys.search=slash; $STUDYTUI_THEME=nord is the same
  --images MODE  how pictures are drawn: auto, kitty, sixel, iterm, sextant, halfblock or off (default: the settings,
                 else auto)
  --version      print the version
  --help         print this help
"""


def _sentence(summary: str) -> str:
    return summary[0].upper() + summary[1:] + "."
