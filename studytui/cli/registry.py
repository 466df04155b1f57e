"""The commands by name; a command's module is imported only when it runs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct

if TYPE_CHECKING:
    import argparse


class CommandModule(Protocol):
    """The interface of a command's module."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares the options and arguments of the command, but for `--vault`, which all have."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Runs the command; returns the exit status, or raises CommandError or VaultError."""
        ...


class Command(Struct, frozen=True):
    """One command as `--help` lists it."""

    name: str
    usage: str
    summary: str
    file: str = ""
    """Of its module, where that is not the command's name."""

    def module(self) -> CommandModule:
        """Imports the module that runs the command."""
        return cast(CommandModule, import_module(f"studytui.cli.{self.file or self.name.replace('-', '_')}"))


COMMANDS = {
    command.name: command
    for command in (
        Command("show", "NOTE…", "print a note as the reader lays it out"),
        Command("search", "[QUERY…]", "search every note: names, headings, high-yield text, body, tags, paths"),
        Command("high-yield", "[NOTE|TOPIC]", "print every high-yield line under its note and headings"),
        Command("review", "[NOTE|TOPIC]", "review what is due, on the screen"),
        Command("cards", "[NOTE|TOPIC]", "print the cards that high-yield lines give"),
        Command("export", "FILE [TOPIC]", "write cards for Anki, or what was learned, into a file"),
        Command("push", "[TOPIC]", "send cards to a running Anki"),
        Command("import", "FILE.jsonl", "take in what was learned elsewhere", "import_state"),
        Command("links", "NOTE", "print what a note links to, and what links to it"),
        Command("backlinks", "NOTE", "print what links to a note"),
        Command("outline", "NOTE", "print the headings of a note"),
        Command("tree", "[TOPIC]", "print the topics and notes with their counts"),
        Command("tags", "", "print every tag and how many notes have it"),
        Command("random", "", "print some note, or some high-yield line"),
        Command("orphans", "", "print the notes that no other note links to"),
        Command("unresolved", "", "print the links that lead nowhere"),
        Command("vaults", "", "print the vaults opened lately, and those that Obsidian knows"),
        Command("stats", "[TOPIC]", "print what was learned, and what is due"),
        Command("config", "", "print the settings in force, and where they come from and lie"),
        Command("index", "", "build or refresh the search index"),
        Command("check", "", "report broken links, missing images and unreadable notes"),
    )
}
