"""The command line to a command and its arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from studytui.cli.errors import UsageError, did_you_mean, nearest
from studytui.cli.registry import COMMANDS, Command

if TYPE_CHECKING:
    import argparse

VAULT_HELP = "the vault: a folder of notes (default: $STUDYTUI_VAULT, the settings, else the notes inside studytui)"


class Invocation(NamedTuple):
    """What the command line asks for."""

    action: str
    """`open`, `help`, `version`, or the name of a command."""
    vault: str | None = None
    path: str | None = None
    """Of `open`: the vault or note."""
    images: str | None = None
    """Of `open`: how pictures are drawn."""
    rest: tuple[str, ...] = ()
    """Of a command: its own arguments."""


def read_arguments(argv: Sequence[str]) -> Invocation:
    """Splits the options before a command from the command. Raises UsageError."""
    vault = path = images = None
    only_paths = False
    waiting = list(argv)
    while waiting:
        argument = waiting.pop(0)
        if only_paths or not argument.startswith("-") or argument == "-":
            if argument in COMMANDS and path is None and not only_paths:
                return Invocation(argument, vault=vault, rest=tuple(waiting))
            if path is not None:
                raise UsageError(f"unexpected argument {argument}; studytui opens one vault or note")
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
        elif argument == "--images" or argument.startswith("--images="):
            given = argument.partition("=")[2] if "=" in argument else waiting.pop(0) if waiting else ""
            images = _image_mode(given)
        else:
            options = ["--vault", "--images", "--help", "--version"]
            known = nearest(argument.partition("=")[0], options)
            raise UsageError(f"unknown option {argument}{did_you_mean(known) or '; see studytui --help'}")
    return Invocation("open", vault=vault, path=path, images=images)


def _image_mode(mode: str) -> str:
    from studytui.settings.values import IMAGE_MODES

    if mode not in IMAGE_MODES:
        raise UsageError(f"--images needs one of {', '.join(IMAGE_MODES)}")
    return mode


def read_command(command: Command, invocation: Invocation) -> argparse.Namespace:
    """The arguments of a command. Raises UsageError; prints help and exits for `--help`."""
    parser = _parser(command)
    parser.add_argument("--vault", metavar="PATH", default=invocation.vault, help=VAULT_HELP)
    command.module().add_arguments(parser)
    return parser.parse_intermixed_args(list(invocation.rest))


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
    """What `studytui --help` prints."""
    width = max(len(f"{command.name} {command.usage}") for command in COMMANDS.values())
    commands = "\n".join(
        f"  {f'{command.name} {command.usage}':{width}}  {command.summary}" for command in COMMANDS.values()
    )
    return f"""usage: studytui [--vault PATH] [--images MODE] [PATH]
       studytui COMMAND [--vault PATH] …

Study from Obsidian and Digital Garden notes. PATH is a vault (a folder) or a note (a file); a path
that is also a command's name is written ./show. `studytui COMMAND --help` explains one command.

commands:
{commands}

options:
  --vault PATH   {VAULT_HELP}
  --images MODE  how pictures are drawn: auto, kitty, sixel, iterm, sextant, halfblock or off (default: the settings,
                 else auto)
  --version      print the version
  --help         print this help
"""


def _sentence(summary: str) -> str:
    return summary[0].upper() + summary[1:] + "."
