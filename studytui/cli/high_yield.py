"""`studytui high-yield`: every high-yield line under its note and headings."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from studytui.cli.errors import NOT_THERE, CommandError
from studytui.cli.opening import find_topic, load_settings, open_for, the_note, the_topic
from studytui.cli.output import (
    on_terminal,
    print_error,
    safe,
    wants_colour,
    with_progress,
    write,
    write_json,
    write_styled,
)
from studytui.layout import Span
from studytui.markdown import MarkedLine, marked_lines, marks_possible, read
from studytui.settings import Settings
from studytui.vault import UnreadableNoteError, Vault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE or TOPIC and `--json`."""
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NOTE|TOPIC",
        help="a note, a folder (`Name/` if a note is called so, too) or #tag",
    )
    parser.add_argument("--json", action="store_true", help="one JSON array")


def run(arguments: argparse.Namespace) -> int:
    """Prints the high-yield lines of a note, a topic, or the whole vault."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    notes, several = _notes(vault, arguments.name)
    problems: list[str] = []
    # On a terminal the lines themselves show how far it is.
    quiet = on_terminal() and not arguments.json
    reading = iter(notes) if quiet else with_progress(notes, len(notes), "reading")
    found = marked_in(vault, settings, reading, problems)
    if arguments.json:
        write_json([as_json(vault, item) for item in found])
    elif not _print(vault, found) and not problems:
        print_error("no high-yield marks " + (f"in {arguments.name}" if arguments.name else "in this vault"))
    for problem in problems:
        print_error(problem)
    # One note that cannot be read was asked for by name; among many it is only left out.
    return NOT_THERE if problems and not several else 0


def _notes(vault: Vault, name: str | None) -> tuple[tuple[str, ...], bool]:
    """The notes to read, in reading order, and whether they were asked for as a group."""
    if name is None:
        return tuple(leaf.path for leaf in vault.tree().leaves()), True
    if name.startswith("#") or name.endswith("/"):
        return the_topic(vault, name).notes, True
    try:
        return (the_note(vault, name),), False
    except CommandError:
        topic = find_topic(vault, name)
        if topic is None:
            raise
        return topic.notes, True


class NoteLine(Struct, frozen=True):
    """A high-yield line and its note."""

    note: str
    marked: MarkedLine


def marked_in(vault: Vault, settings: Settings, notes: Iterable[str], problems: list[str]) -> Iterator[NoteLine]:
    """The high-yield lines of notes; what cannot be read is added to the problems."""
    for note in notes:
        try:
            text = vault.text(note, whole=True)
        except UnreadableNoteError as error:
            problems.append(str(error))
            continue
        if marks_possible(text):
            blocks = chain.from_iterable(read(text, strict_breaks=settings.strict_line_breaks).once())
            for marked in marked_lines(blocks, settings.legend):
                yield NoteLine(note, marked)


def as_json(vault: Vault, found: NoteLine) -> dict[str, object]:
    """A high-yield line (behaviour 12.3)."""
    marked = found.marked
    return {
        "note": found.note,
        "title": vault.title(found.note),
        "headings": list(marked.headings),
        "line": marked.line,
        "text": marked.text,
        "marks": [{"start": mark.start, "end": mark.end, "color": mark.bucket} for mark in marked.marks],
    }


def _print(vault: Vault, found: Iterable[NoteLine]) -> bool:
    """Whether there was anything to print."""
    note: str | None = None
    headings: tuple[str, ...] | None = None
    for item in found:
        if item.note != note:
            if note is not None:
                write()
            note, headings = item.note, None
            _print_title(vault.title(note), note)
        if item.marked.headings != headings:
            headings = item.marked.headings
            if headings:
                write("  " + " › ".join(headings))
        _print_line(item.marked)
    return note is not None


def _print_title(title: str, note: str) -> None:
    write(title if note == f"{title}.md" else f"{title}  ({note})")


def _print_line(marked: MarkedLine) -> None:
    text = safe(marked.text)
    if wants_colour():
        from studytui.cli.styles import Painter

        spans = tuple(Span(mark.start, mark.end, "high-yield", color=mark.bucket) for mark in marked.marks)
        text = Painter(colour=True).paint_text(text, spans)
    write_styled(f"    • {text}")
